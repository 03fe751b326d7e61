import { open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { isMissing } from './missingFile.ts';
import { gitFolder } from './gitFiles.ts';

/**
 * A file as a commit has it, read from the object store itself: no git process runs (see `gitFiles.ts`). `folder` is the root of the
 * working tree, `file` relative to it. Undefined when the commit does not have it, or cannot be read: objects of a partial clone, and
 * those that `alternates` names, which may lie anywhere, are not looked for. Format: gitformat-pack, gitformat-index.
 */
export async function committedText(folder: string, commit: string, file: string): Promise<string | undefined> {
    const common = await gitFolder(folder);
    if (common === undefined) return undefined;
    const objects = openObjects(common, commit.length / 2);
    let id = await objects.treeOf(commit);
    for (const name of file.split('/')) {
        const entries: readonly TreeEntry[] | undefined = id === undefined ? undefined : await objects.entriesOf(id);
        id = entries?.find(entry => entry.name === name)?.id;
    }
    const blob = id === undefined ? undefined : await objects.read(id);
    return blob?.type === 'blob' ? blob.data.toString('utf8') : undefined;
}

/** The objects of a repository; whatever is damaged, or larger than anything we cite, is not there. */
export interface GitObjects {
    read(id: string): Promise<GitObject | undefined>;
    /** The tree of a commit. */
    treeOf(commit: string): Promise<string | undefined>;
    entriesOf(tree: string): Promise<readonly TreeEntry[] | undefined>;
}

export interface TreeEntry {
    /** Type and permissions, as git writes them: `0o100644`, `0o040000` for a folder. */
    readonly mode: number;
    readonly name: string;
    readonly id: string;
}

/** `common` is the folder that worktrees share; `hashBytes` is 20 with SHA-1 and 32 with SHA-256. */
export function openObjects(common: string, hashBytes: number): GitObjects {
    const store: ObjectStore = { objects: path.join(common, 'objects'), hashBytes };
    const read = async (id: string): Promise<GitObject | undefined> => {
        try {
            return await readObject(store, id);
        } catch (error) {
            if (error instanceof RangeError || (error instanceof Error && 'code' in error)) return undefined;
            throw error;
        }
    };
    return {
        read,
        treeOf: async commit => /^tree ([0-9a-f]+)$/m.exec((await read(commit))?.data.toString('latin1') ?? '')?.[1],
        entriesOf: async tree => {
            const found = await read(tree);
            return found?.type === 'tree' ? entriesIn(found.data, hashBytes) : undefined;
        },
    };
}

interface ObjectStore {
    readonly objects: string;
    /** 20 with SHA-1, 32 with SHA-256. */
    readonly hashBytes: number;
}

type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
    readonly type: ObjectType;
    readonly data: Buffer;
}

/** A tree is a row of `mode name NUL hash`. */
function entriesIn(tree: Buffer, hashBytes: number): readonly TreeEntry[] {
    const entries: TreeEntry[] = [];
    for (let at = 0; at < tree.length;) {
        const blank = tree.indexOf(0x20, at);
        const end = tree.indexOf(0, blank);
        if (blank < 0 || end < 0) break;
        entries.push({
            mode: Number.parseInt(tree.toString('latin1', at, blank), 8),
            name: tree.toString('utf8', blank + 1, end),
            id: tree.toString('hex', end + 1, end + 1 + hashBytes),
        });
        at = end + 1 + hashBytes;
    }
    return entries;
}

async function readObject(store: ObjectStore, id: string): Promise<GitObject | undefined> {
    return (await looseObject(store, id)) ?? (await packedObject(store, id, 0));
}

async function looseObject({ objects }: ObjectStore, id: string): Promise<GitObject | undefined> {
    let packed: Buffer;
    try {
        packed = await readFile(path.join(objects, id.slice(0, 2), id.slice(2)));
    } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
    }
    const whole = inflateSync(packed, { maxOutputLength: MOST_BYTES });
    const end = whole.indexOf(0);
    const type = typeNamed(whole.toString('latin1', 0, end).split(' ')[0]);
    return type && { type, data: whole.subarray(end + 1) };
}

async function packedObject(store: ObjectStore, id: string, depth: number): Promise<GitObject | undefined> {
    const folder = path.join(store.objects, 'pack');
    for (const name of await readdir(folder)) {
        if (!name.endsWith('.idx')) continue;
        const offset = await withFile(path.join(folder, name), index => offsetOf(index, id, store.hashBytes));
        if (offset === undefined) continue;
        return withFile(path.join(folder, `${name.slice(0, -'.idx'.length)}.pack`), pack => objectAt(store, pack, offset, depth));
    }
    return undefined;
}

/** Where the pack has the object, by its index (version 2): fan-out by first byte, sorted hashes, checksums, offsets, long offsets. */
async function offsetOf(index: FileHandle, id: string, hashBytes: number): Promise<number | undefined> {
    const head = await bytesAt(index, 0, 8 + 256 * 4);
    if (head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) return undefined;
    const upTo = (byte: number): number => (byte < 0 ? 0 : head.readUInt32BE(8 + byte * 4));
    const first = Number.parseInt(id.slice(0, 2), 16);
    const [from, to, all] = [upTo(first - 1), upTo(first), upTo(255)];
    const hashes = await bytesAt(index, head.length + from * hashBytes, (to - from) * hashBytes);
    const wanted = Buffer.from(id, 'hex');
    for (let nth = 0; nth < to - from; nth++) {
        if (wanted.compare(hashes, nth * hashBytes, (nth + 1) * hashBytes) !== 0) continue;
        const offsets = head.length + all * (hashBytes + 4);
        const offset = (await bytesAt(index, offsets + (from + nth) * 4, 4)).readUInt32BE(0);
        if (offset < 0x8000_0000) return offset;
        return Number((await bytesAt(index, offsets + all * 4 + (offset - 0x8000_0000) * 8, 8)).readBigUInt64BE(0));
    }
    return undefined;
}

/** An entry of a pack: type and size in seven-bit groups, for a difference what it is based on, then deflated data. */
async function objectAt(store: ObjectStore, pack: FileHandle, offset: number, depth: number): Promise<GitObject | undefined> {
    if (depth > MOST_DELTAS) return undefined;
    const head = await bytesAt(pack, offset, 32 + store.hashBytes);
    let at = 0;
    let byte = head.readUInt8(at++);
    const type = (byte >> 4) & 7;
    let size = byte & 15;
    for (let shift = 4; byte & 0x80; shift += 7) {
        byte = head.readUInt8(at++);
        size += (byte & 0x7f) * 2 ** shift;
    }
    if (size > MOST_BYTES) return undefined;
    let base: GitObject | undefined;
    if (type === OFFSET_DELTA) {
        byte = head.readUInt8(at++);
        let back = byte & 0x7f;
        while (byte & 0x80) {
            byte = head.readUInt8(at++);
            back = (back + 1) * 128 + (byte & 0x7f);
        }
        base = await objectAt(store, pack, offset - back, depth + 1);
    } else if (type === NAMED_DELTA) {
        const id = head.toString('hex', at, at + store.hashBytes);
        at += store.hashBytes;
        base = (await looseObject(store, id)) ?? (await packedObject(store, id, depth + 1));
    }
    // Deflated data is never longer than this; what is read too much is passed over.
    const data = inflateSync(await bytesAt(pack, offset + at, size + (size >> 8) + 256), { maxOutputLength: Math.max(size, 1) });
    if (type === OFFSET_DELTA || type === NAMED_DELTA) return base && { type: base.type, data: patched(base.data, data) };
    const named = typeNamed([undefined, 'commit', 'tree', 'blob', 'tag'][type]);
    return named && { type: named, data };
}

const OFFSET_DELTA = 6;
const NAMED_DELTA = 7;

/** Copies from the base and insertions, after the lengths of both texts. */
function patched(base: Buffer, delta: Buffer): Buffer {
    let at = 0;
    const length = (): number => {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
            const byte = delta.readUInt8(at++);
            value += (byte & 0x7f) * 2 ** shift;
            if (!(byte & 0x80)) return value;
        }
    };
    length();
    const whole = length();
    if (whole > MOST_BYTES) throw new RangeError('larger than anything that is cited');
    const pieces: Buffer[] = [];
    while (at < delta.length) {
        const order = delta.readUInt8(at++);
        if (order & 0x80) {
            const number = (bits: number, firstBit: number): number => {
                let value = 0;
                for (let nth = 0; nth < bits; nth++) if (order & (1 << (firstBit + nth))) value += delta.readUInt8(at++) * 2 ** (8 * nth);
                return value;
            };
            const from = number(4, 0);
            const count = number(3, 4) || 0x10000;
            pieces.push(base.subarray(from, from + count));
        } else {
            pieces.push(delta.subarray(at, at + order));
            at += order;
        }
    }
    const data = Buffer.concat(pieces);
    if (data.length !== whole) throw new RangeError('the difference does not fit its base');
    return data;
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, position);
    return buffer.subarray(0, bytesRead);
}

async function withFile<Result>(name: string, use: (file: FileHandle) => Promise<Result>): Promise<Result> {
    const file = await open(name, 'r');
    try {
        return await use(file);
    } finally {
        await file.close();
    }
}

function typeNamed(name: string | undefined): ObjectType | undefined {
    return (['commit', 'tree', 'blob', 'tag'] as const).find(known => known === name);
}

/** Larger files are not indexed, hence not cited. */
const MOST_BYTES = 32 * 1024 * 1024;
/** git itself makes chains of 50, and at most 4095. */
const MOST_DELTAS = 4_096;
