import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { isMissing, readIfThere } from './durableFile.ts';
import { RecordLog, rewriteLog } from './recordLog.ts';

/**
 * Checksums of the files that LanceDB keeps rows and indexes in, because it has none of its own: bytes that a disk has flipped are read
 * back wrong without an error. The files are written once and never changed, so each is sealed at the barrier that makes it durable.
 */
export class FileSeals {
    private readonly root: string;
    private readonly path: string;
    private readonly seals: Map<string, Seal>;
    private log: RecordLog;
    private entries: number;
    private isWhole: boolean;

    private constructor(root: string, path: string, seals: Map<string, Seal>, log: RecordLog) {
        this.isWhole = true;
        this.root = root;
        this.path = path;
        this.seals = seals;
        this.log = log;
        this.entries = seals.size;
    }

    /**
     * `root` is the folder of the files, `path` the log of their seals, `atLeastBytes` what of it was durable when all was well: if less is left,
     * nothing vouches for the files any more.
     */
    static async open(root: string, path: string, atLeastBytes: number): Promise<FileSeals> {
        const seals = new Map<string, Seal>();
        const { log } = await RecordLog.open(path, payload => {
            const { name, bytes, checksum } = parseSeal(payload);
            if (bytes < 0) seals.delete(name);
            else seals.set(name, { bytes, checksum });
        });
        const opened = new FileSeals(root, path, seals, log);
        opened.isWhole = log.size >= atLeastBytes;
        return opened;
    }

    /** Bytes of the log. */
    get size(): number {
        return this.log.size;
    }

    async sync(): Promise<void> {
        await this.log.sync();
    }

    /** A version that a loss of power cost is written again under its old name; what was sealed under it says nothing any more. */
    async forgetVersions(): Promise<void> {
        const names = [...this.seals.keys()].filter(name => name.includes('_versions/') || name.includes('_transactions/'));
        await this.forget(names);
    }

    /** Seals what is new, and forgets what is gone. Returns the bytes of all files. */
    async update(): Promise<number> {
        const found = await filesBelow(this.root, '');
        const fresh: SealEntry[] = [];
        const block = readingBlock();
        let total = 0;
        for (const name of found) {
            const known = this.seals.get(name);
            const seal = known ?? (await sealOf(join(this.root, name), block));
            if (!seal) continue;
            total += seal.bytes;
            if (known || isRewritten(name)) continue;
            this.seals.set(name, seal);
            fresh.push({ name, ...seal });
        }
        const present = new Set(found);
        await this.append(fresh);
        await this.forget([...this.seals.keys()].filter(name => !present.has(name)));
        await this.compact();
        return total;
    }

    /** The sealed files that are not as they were, each with what is wrong. Reads all of them. */
    async broken(): Promise<readonly { readonly name: string; readonly detail: string }[]> {
        const lost = this.isWhole ? [] : [{ name: basename(this.path), detail: 'has lost checksums' }];
        return [...lost, ...(await this.brokenAmong(() => true))];
    }

    /**
     * The lists of deleted rows that are not as they were. LanceDB takes the lengths in them at their word, and one that a disk has changed
     * makes it ask for petabytes and end the process; so these few and small files are compared before it sees them.
     */
    async brokenDeletions(): Promise<readonly { readonly name: string; readonly detail: string }[]> {
        return this.brokenAmong(name => name.includes('/_deletions/'));
    }

    private async brokenAmong(isWanted: (name: string) => boolean): Promise<readonly { readonly name: string; readonly detail: string }[]> {
        const broken: { readonly name: string; readonly detail: string }[] = [];
        const block = readingBlock();
        for (const [name, seal] of this.seals) {
            if (!isWanted(name)) continue;
            const now = await sealOf(join(this.root, name), block);
            if (!now) broken.push({ name, detail: 'is gone' });
            else if (now.bytes !== seal.bytes) broken.push({ name, detail: `has ${now.bytes} bytes instead of ${seal.bytes}` });
            else if (now.checksum !== seal.checksum) broken.push({ name, detail: 'has another checksum' });
        }
        return broken;
    }

    async close(): Promise<void> {
        await this.log.close();
    }

    private async forget(names: readonly string[]): Promise<void> {
        for (const name of names) this.seals.delete(name);
        await this.append(names.map(name => ({ name, bytes: -1, checksum: 0 })));
    }

    private async append(entries: readonly SealEntry[]): Promise<void> {
        if (entries.length === 0) return;
        await this.log.append(entries.map(entry => JSON.stringify(entry)));
        this.entries += entries.length;
    }

    private async compact(): Promise<void> {
        if (this.entries < MIN_ENTRIES || this.entries < this.seals.size * 4) return;
        await this.log.close();
        await rewriteLog(
            this.path,
            [...this.seals].map(([name, seal]) => JSON.stringify({ name, ...seal } satisfies SealEntry)),
        );
        this.log = (await RecordLog.open(this.path, () => undefined)).log;
        this.entries = this.seals.size;
    }
}

export interface Seal {
    readonly bytes: number;
    /** CRC-32 of the content. */
    readonly checksum: number;
}

/** As it stands in the log; `bytes` below 0 for one that is gone. */
export interface SealEntry extends Seal {
    readonly name: string;
}

/** A record of the log, which has a checksum of its own. */
export function parseSeal(payload: Buffer): SealEntry {
    return JSON.parse(payload.toString()) as SealEntry;
}

const MIN_ENTRIES = 2000;

/**
 * What files are read into, one after the other. A save writes ten small files; with a block of a megabyte for each, V8 counted ten megabytes
 * more and collected the whole heap for every save.
 */
export function readingBlock(): Buffer {
    return Buffer.allocUnsafe(BLOCK_BYTES);
}

const BLOCK_BYTES = 128 * 1024;

/** LanceDB replaces its hint of the latest version with each commit, and does without when there is none. */
function isRewritten(name: string): boolean {
    return name.endsWith('.json');
}

/** Undefined when the file is gone. */
export async function sealOf(path: string, block: Buffer): Promise<Seal | undefined> {
    return readIfThere(path, async handle => {
        let [bytes, checksum] = [0, 0];
        for (;;) {
            const { bytesRead } = await handle.read(block, 0, block.length, bytes);
            if (bytesRead === 0) return { bytes, checksum };
            checksum = crc32(block.subarray(0, bytesRead), checksum);
            bytes += bytesRead;
        }
    });
}

/** Names of all files below a folder, relative to the root. */
async function filesBelow(root: string, folder: string): Promise<string[]> {
    const names: string[] = [];
    let entries;
    try {
        entries = await readdir(join(root, folder), { withFileTypes: true });
    } catch (error) {
        if (isMissing(error)) return names;
        throw error;
    }
    for (const entry of entries) {
        const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) names.push(...(await filesBelow(root, name)));
        else if (entry.isFile()) names.push(name);
    }
    return names;
}
