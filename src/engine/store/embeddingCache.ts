import { hash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { CacheHits } from '../../protocol/indexing.ts';
import { contentHash } from '../contentHash.ts';
import { packVector, packedBytes, unpackVector } from './byteVector.ts';
import { DigestPlaces } from './digestPlaces.ts';
import { makePrivateFolder } from './durableFile.ts';
import { openIfThere } from './followLog.ts';
import { keptFromWriting } from './keptFromWriting.ts';
import { HEADER_BYTES, frameRecords, readRecords, writeFully } from './recordLog.ts';

/**
 * Every vector that was ever computed with one embedding profile, by `vectorKey`: a rebuild, a branch switch or a second clone embeds nothing again.
 * One append-only file that several processes share, each appending whole blocks; only positions are held in memory.
 * It is read when first asked, so that a session that only searches pays nothing for it.
 */
export class EmbeddingCache {
    private readonly path: string;
    private readonly dimensions: number;
    private readonly positions = new DigestPlaces();
    private handle: Promise<FileHandle> | undefined;
    /** Files that were written anew since they were opened. */
    private readonly retired: FileHandle[] = [];
    /** How far the file has been read. */
    private readTo = 0;
    private reading: Promise<void> = Promise.resolve();
    private asked = 0;
    private found = 0;

    constructor(path: string, dimensions: number) {
        this.path = path;
        this.dimensions = dimensions;
    }

    /** Beside `keys`; undefined where there is none, or where the disk has damaged it. */
    async get(keys: readonly string[]): Promise<readonly (Float32Array | undefined)[]> {
        await this.catchUp();
        const found: (Float32Array | undefined)[] = keys.map(() => undefined);
        const wanted = keys
            .map((key, index) => ({ index, digest: digestOf(key) }))
            .map(({ index, digest }) => ({ index, digest, position: this.positions.get(digest) }))
            .filter((place): place is typeof place & { position: number } => place.position !== undefined)
            .sort((one, other) => one.position - other.position);
        const handle = await this.open();
        for (const run of this.runs(wanted)) {
            const first = run[0]?.position ?? 0;
            const last = run.at(-1)?.position ?? 0;
            const block = Buffer.allocUnsafe(last - first + this.payloadBytes + HEADER_BYTES);
            const { bytesRead } = await handle.read(block, 0, block.length, first - HEADER_BYTES);
            for (const place of run) {
                const from = place.position - first;
                const payload = block.subarray(from + HEADER_BYTES, Math.min(from + HEADER_BYTES + this.payloadBytes, bytesRead));
                const isIts = payload.length === this.payloadBytes && payload.toString('latin1', 0, KEY_BYTES) === place.digest;
                if (isIts && crc32(payload) === block.readUInt32LE(from + 4)) {
                    found[place.index] = vectorOf(payload);
                }
            }
        }
        this.asked += keys.length;
        for (const vector of found) if (vector) this.found++;
        return found;
    }

    get hits(): CacheHits {
        return { asked: this.asked, found: this.found };
    }

    /** Adds what is not there yet. A vector of another length or with a number that is not finite is a defect of its maker. */
    async put(entries: readonly { readonly key: string; readonly vector: Float32Array }[]): Promise<void> {
        await this.catchUp();
        const fresh = new Map<string, Buffer>();
        for (const { key, vector } of entries) {
            checkVector(vector, this.dimensions);
            const digest = digestOf(key);
            if (!this.positions.has(digest)) fresh.set(digest, payloadOf(digest, vector));
        }
        if (fresh.size === 0) return;
        const handle = await this.open();
        // One write, so that the blocks of two processes lie behind each other. If a full disk tears it, readers step over the torn record.
        await writeFully(handle, frameRecords([...fresh.values()]));
        await this.catchUp();
    }

    async sync(): Promise<void> {
        if (this.handle) await (await this.handle).datasync();
    }

    async close(): Promise<void> {
        const { handle } = this;
        this.handle = undefined;
        await this.reading;
        for (const old of [...this.retired.splice(0), ...(handle ? [await handle] : [])]) await old.close();
    }

    /** Reads what was added since, by us or by another process. */
    private async catchUp(): Promise<void> {
        // After a scan under way, not together with it: that one may have passed the end before the latest bytes were written.
        const scan = this.reading.then(() => this.scan());
        this.reading = scan.catch(() => undefined);
        await scan;
    }

    private async scan(): Promise<void> {
        await this.changeOverIfReplaced();
        const handle = await this.open();
        const { size } = await handle.stat();
        if (size === this.readTo) return;
        this.readTo = await readRecords(handle, { from: this.readTo, skipDamageOfLength: this.payloadBytes }, (payload, position) => {
            this.positions.set(payload, position);
        });
    }

    /** The file may have been written anew without what nobody uses; positions in the old one mean nothing in it. */
    private async changeOverIfReplaced(): Promise<void> {
        if (!this.handle) return;
        const old = await this.handle;
        const [now, ours] = await Promise.all([stat(this.path).catch(() => undefined), old.stat()]);
        if (now && now.ino === ours.ino) return;
        this.handle = undefined;
        this.positions.clear();
        this.readTo = 0;
        // A read that is under way goes on with it.
        this.retired.push(old);
    }

    private async open(): Promise<FileHandle> {
        this.handle ??= openToAppend(this.path);
        return this.handle;
    }

    private get payloadBytes(): number {
        return KEY_BYTES + packedBytes(this.dimensions);
    }

    /** Neighbours on disk are read together: after a rebuild whole files' vectors lie side by side. */
    private runs<T extends { readonly position: number }>(places: readonly T[]): T[][] {
        const runs: T[][] = [];
        for (const place of places) {
            const run = runs.at(-1);
            const first = run?.[0];
            const previous = run?.at(-1);
            const isNear =
                first && previous && place.position - previous.position < MAX_GAP_BYTES && place.position - first.position < MAX_RUN_BYTES;
            if (run && isNear) run.push(place);
            else runs.push([place]);
        }
        return runs;
    }
}

/** One file a profile and form of record; vectors of different profiles never meet. */
export function cachePath(dataDir: string, fingerprint: string): string {
    return join(dataDir, 'vectors', `${contentHash(`bytes\n${fingerprint}`)}.log`);
}

/** LanceDB pads a vector of the wrong length with nulls and keeps NaN, both without a word; so nothing passes that is not right. */
export function checkVector(vector: Float32Array, dimensions: number): void {
    if (vector.length !== dimensions) throw new RangeError(`a vector of ${vector.length} numbers where ${dimensions} are expected`);
    // Nothing times a number is nothing, unless the number is none. A call a number would be a tenth of what storing a vector takes.
    let none = 0;
    for (let at = 0; at < vector.length; at++) none += 0 * (vector[at] ?? 0);
    if (none !== 0) throw new RangeError('a vector with a number that is not finite');
}

/** Of a digest, at the beginning of each record. */
export const KEY_BYTES = 16;
const MAX_GAP_BYTES = 4096;
const MAX_RUN_BYTES = 1024 * 1024;

/** What a vector is filed under: 16 bytes as a string of Latin-1, half the memory of hexadecimal digits. */
export function digestOf(key: string): string {
    return hash('sha256', key, 'buffer').toString('latin1', 0, KEY_BYTES);
}

function payloadOf(digest: string, vector: Float32Array): Buffer {
    return Buffer.concat([Buffer.from(digest, 'latin1'), packVector(vector)]);
}

function vectorOf(payload: Buffer): Float32Array {
    return unpackVector(payload.subarray(KEY_BYTES));
}

/** For reading alone where nothing can be written; then adding to it fails. */
async function openToAppend(path: string): Promise<FileHandle> {
    try {
        await makePrivateFolder(dirname(path));
        return await open(path, 'a+', 0o600);
    } catch (error) {
        if (!keptFromWriting(error, path)) throw error;
        const handle = await openIfThere(path);
        if (!handle) throw error;
        return handle;
    }
}
