/** A file as the index of git has it. */
export interface IndexEntry {
    /** `/`-separated, relative to the root of the working tree. */
    readonly path: string;
    readonly id: string;
    readonly mode: number;
    /** Of the file when it was added, cut to 32 bits. */
    readonly size: number;
    readonly mtimeSeconds: number;
    readonly mtimeNanoseconds: number;
    /** In conflict: several entries share a path. */
    readonly isUnmerged: boolean;
    /** Not looked for in the working tree: a sparse checkout, or `git add -N`. */
    readonly isAbsent: boolean;
}

export interface GitIndex {
    readonly entries: readonly IndexEntry[];
    /** The trees that folders (empty for the root) have been written as and still have; a folder with a change below it is not here. */
    readonly trees: ReadonlyMap<string, string>;
}

/**
 * Reads the bytes of `.git/index`, versions 2 to 4 (gitformat-index). Undefined for another format, and for one that is split over two
 * files; throws a `RangeError` when it ends too early.
 */
export function readIndex(bytes: Buffer, hashBytes: number): GitIndex | undefined {
    if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
    const version = bytes.readUInt32BE(4);
    const count = bytes.readUInt32BE(8);
    if (version < 2 || version > 4) return undefined;
    const entries: IndexEntry[] = [];
    let at = 12;
    let before: Buffer = Buffer.alloc(0);
    for (let nth = 0; nth < count; nth++) {
        const start = at;
        const flags = bytes.readUInt16BE(start + 40 + hashBytes);
        const isExtended = (flags & EXTENDED) !== 0;
        const further = isExtended ? bytes.readUInt16BE(start + 42 + hashBytes) : 0;
        at = start + 42 + hashBytes + (isExtended ? 2 : 0);
        let name: Buffer;
        if (version === 4) {
            const shared = offsetNumber(bytes, at);
            const end = bytes.indexOf(0, shared.next);
            if (end < 0) throw new RangeError('a name without an end');
            name = Buffer.concat([before.subarray(0, Math.max(0, before.length - shared.value)), bytes.subarray(shared.next, end)]);
            before = name;
            at = end + 1;
        } else {
            const end = bytes.indexOf(0, at);
            if (end < 0) throw new RangeError('a name without an end');
            name = bytes.subarray(at, end);
            // Padded with one to eight NULs, so that the length of an entry is a multiple of eight.
            at = start + Math.ceil((end + 1 - start) / 8) * 8;
        }
        entries.push({
            path: name.toString('utf8'),
            id: bytes.toString('hex', start + 40, start + 40 + hashBytes),
            mode: bytes.readUInt32BE(start + 24),
            size: bytes.readUInt32BE(start + 36),
            mtimeSeconds: bytes.readUInt32BE(start + 8),
            mtimeNanoseconds: bytes.readUInt32BE(start + 12),
            isUnmerged: (flags & STAGE) !== 0,
            isAbsent: (further & (SKIP_WORKTREE | INTENT_TO_ADD)) !== 0,
        });
    }
    let trees: ReadonlyMap<string, string> = new Map();
    while (at + 8 <= bytes.length - hashBytes) {
        const name = bytes.toString('latin1', at, at + 4);
        const size = bytes.readUInt32BE(at + 4);
        const data = bytes.subarray(at + 8, at + 8 + size);
        if (name === 'link') return undefined;
        if (name === 'TREE') trees = readTrees(data, hashBytes);
        at += 8 + size;
    }
    return { entries, trees };
}

const EXTENDED = 0x4000;
const STAGE = 0x3000;
const SKIP_WORKTREE = 0x4000;
const INTENT_TO_ADD = 0x2000;

/** Seven bits a byte, most significant first, each further byte counting one more. */
function offsetNumber(bytes: Buffer, start: number): { readonly value: number; readonly next: number } {
    let at = start;
    let byte = bytes.readUInt8(at++);
    let value = byte & 0x7f;
    while (byte & 0x80) {
        byte = bytes.readUInt8(at++);
        value = (value + 1) * 128 + (byte & 0x7f);
    }
    return { value, next: at };
}

/** Folders depth first, each as `name NUL entries blank subfolders newline id`; one that is out of date has -1 entries and no id. */
function readTrees(data: Buffer, hashBytes: number): ReadonlyMap<string, string> {
    const trees = new Map<string, string>();
    let at = 0;
    const read = (above: string, depth: number): void => {
        const end = data.indexOf(0, at);
        const line = data.indexOf(0x0a, end);
        if (end < 0 || line < 0 || depth > DEEPEST) throw new RangeError('a folder without an end');
        const name = data.toString('utf8', at, end);
        const [entries = -1, folders = 0] = data
            .toString('latin1', end + 1, line)
            .split(' ')
            .map(Number);
        const path = above === '' ? name : `${above}/${name}`;
        at = line + 1;
        if (entries >= 0) {
            trees.set(path, data.toString('hex', at, at + hashBytes));
            at += hashBytes;
        }
        for (let nth = 0; nth < folders; nth++) read(path, depth + 1);
    };
    if (data.length > 0) read('', 0);
    return trees;
}

const DEEPEST = 1_000;
