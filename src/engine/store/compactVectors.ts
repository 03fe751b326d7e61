import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../ports.ts';
import { syncFolder } from './durableFile.ts';
import { indexesIn } from './dataUse.ts';
import { KEY_BYTES, digestOf } from './embeddingCache.ts';
import { currentGeneration, generationFolder } from './generations.ts';
import { LanceStore, TABLE_FOLDER } from './lanceStore.ts';
import { ROWS_FOLDER } from './openRows.ts';
import { frameRecords, readRecords, writeFully } from './recordLog.ts';
import { StoreLease } from './storeLease.ts';

/**
 * Drops vectors that no index uses, and, should the rest still be beyond `maxBytes`, those that were added first: they are of files that have
 * been the same for longest, and are needed again only by a rebuild, which can compute them. Returns the bytes that came free.
 * Nothing is dropped while an index cannot be asked what it uses.
 */
export async function compactVectors(dataDir: string, options: { readonly maxBytes: number; readonly log: Logger }): Promise<number> {
    const folder = join(dataDir, 'vectors');
    if (!(await stat(folder).catch(() => undefined))) return 0;
    const lease = await StoreLease.acquire(join(folder, 'lease'));
    if (!(lease instanceof StoreLease)) return 0;
    try {
        const live = await keysInUse(dataDir);
        let freed = 0;
        for (const name of await readdir(folder)) {
            if (name.endsWith('.log')) freed += await compactFile(join(folder, name), live, options.maxBytes);
        }
        return freed;
    } catch (error) {
        options.log.warn('vectors were not compacted', { error: String(error) });
        return 0;
    } finally {
        await lease.release();
    }
}

/** Digests of the vector keys of all rows of all indexes. */
async function keysInUse(dataDir: string): Promise<ReadonlySet<string>> {
    const live = new Set<string>();
    for (const { folder } of await indexesIn(dataDir)) {
        const number = await currentGeneration(folder);
        if (number === undefined) continue;
        const at = join(generationFolder(folder, number), ROWS_FOLDER);
        // Rows that are kept without LanceDB have no vectors.
        if (!(await stat(join(at, TABLE_FOLDER)).catch(() => undefined))) continue;
        const rows = await LanceStore.open(at, { dimensions: 0, isWriter: false });
        try {
            await rows.scanVectorKeys(key => live.add(digestOf(key)));
        } finally {
            await rows.close();
        }
    }
    return live;
}

/** Writes the file anew with what is to be kept, and replaces it in one step; who has the old one open goes on with that and changes over. */
async function compactFile(path: string, live: ReadonlySet<string>, maxBytes: number): Promise<number> {
    const source = await open(path, 'r');
    const draft = `${path}.new`;
    try {
        const { size } = await source.stat();
        const payloadBytes = await lengthOfFirst(source);
        if (payloadBytes === undefined) return 0;
        const skip = { from: 0, skipDamageOfLength: payloadBytes };
        let kept = 0;
        await readRecords(source, skip, payload => {
            if (live.has(digestIn(payload))) kept++;
        });
        const frameBytes = payloadBytes + HEADER;
        const surplus = Math.max(0, kept - Math.floor(maxBytes / frameBytes));
        const after = (kept - surplus) * frameBytes;
        // A tenth of a large file is worth writing the rest again, less is not.
        if (size - after < Math.max(MIN_FREED_BYTES, size / 10)) return 0;
        const target = await open(draft, 'w', 0o600);
        try {
            let [passed, block]: [number, Buffer[]] = [0, []];
            const blocks: Buffer[] = [];
            await readRecords(source, skip, payload => {
                if (!live.has(digestIn(payload)) || passed++ < surplus) return;
                block.push(Buffer.from(payload));
                if (block.length < RECORDS_PER_BLOCK) return;
                blocks.push(frameRecords(block));
                block = [];
            });
            for (const each of [...blocks, frameRecords(block)]) await writeFully(target, each);
            await target.sync();
        } finally {
            await target.close();
        }
        if (after === 0) {
            await rm(path, { force: true });
            await rm(draft, { force: true });
        } else await rename(draft, path);
        await syncFolder(join(path, '..'));
        return size - after;
    } finally {
        await source.close();
        await rm(draft, { force: true });
    }
}

/** Records of one file are all of one length. */
async function lengthOfFirst(handle: Parameters<typeof readRecords>[0]): Promise<number | undefined> {
    const header = Buffer.alloc(4);
    const { bytesRead } = await handle.read(header, 0, 4, 0);
    const length = bytesRead === 4 ? header.readUInt32LE(0) : 0;
    return length > KEY_BYTES && length < MAX_PAYLOAD_BYTES ? length : undefined;
}

function digestIn(payload: Buffer): string {
    return payload.toString('latin1', 0, KEY_BYTES);
}

const HEADER = 8;
const RECORDS_PER_BLOCK = 2000;
const MIN_FREED_BYTES = 4 * 1024 * 1024;
const MAX_PAYLOAD_BYTES = 1024 * 1024;
