import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PruneReport, RemovedData } from '../../protocol/dataUse.ts';
import type { Logger } from '../ports.ts';
import { compactVectors } from './compactVectors.ts';
import type { IndexOnDisk } from './dataUse.ts';
import { indexesIn, measureData } from './dataUse.ts';
import { StoreLease } from './storeLease.ts';

export interface PruneOptions {
    readonly dataDir: string;
    readonly quotaBytes: number;
    /** Milliseconds since 1970. */
    readonly now: number;
    /** Also indexes whose folders are not there at this moment; an unmounted disk looks the same, so only when a user asks. */
    readonly removesOrphans: boolean;
    /** Looks which vectors are used, for which every index has to be read; not for a look at every start. */
    readonly compactsVectors: boolean;
    readonly log: Logger;
}

/**
 * Removes what nobody needs: indexes that were not opened for 90 days, and vectors of no index.
 * Each index is removed under its lease, so that one that is open, here or in another process, stays.
 */
export async function pruneData({ dataDir, quotaBytes, now, removesOrphans, compactsVectors, log }: PruneOptions): Promise<PruneReport> {
    const removed: RemovedData[] = [];
    for (const index of await indexesIn(dataDir)) {
        const why = await reasonToRemove(index, now, removesOrphans);
        if (why === undefined || !(await removeUnderLease(index.folder))) continue;
        log.info('an index was removed', { why, bytes: index.bytes });
        removed.push({ what: 'index', why, folders: index.folders, bytes: index.bytes });
    }
    const freed = compactsVectors ? await compactVectors(dataDir, { maxBytes: quotaBytes * VECTOR_SHARE, log }) : 0;
    if (freed > 0) removed.push({ what: 'vectors', bytes: freed });
    return {
        removed,
        freedBytes: removed.reduce((sum, { bytes }) => sum + bytes, 0),
        use: await measureData(dataDir, quotaBytes),
    };
}

async function reasonToRemove(
    { folders, usedAt }: IndexOnDisk,
    now: number,
    removesOrphans: boolean,
): Promise<'unused' | 'folder gone' | undefined> {
    if (now - usedAt > UNUSED_MS) return 'unused';
    if (!removesOrphans || folders.length === 0) return undefined;
    const found = await Promise.all(folders.map(folder => lstat(folder).catch(() => undefined)));
    return found.every(stat => stat === undefined) ? 'folder gone' : undefined;
}

/** False when somebody has it open. */
async function removeUnderLease(folder: string): Promise<boolean> {
    const lease = await StoreLease.acquire(join(folder, 'lease'));
    if (!(lease instanceof StoreLease)) return false;
    try {
        await rm(folder, { recursive: true, force: true, maxRetries: 2 });
        return true;
    } finally {
        await lease.release();
    }
}

const UNUSED_MS = 90 * 24 * 60 * 60 * 1000;
/** What vectors may take of the quota: they only save time, indexes are what is asked. */
const VECTOR_SHARE = 0.5;
