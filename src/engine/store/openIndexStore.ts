import { join } from 'node:path';
import { makePrivateFolder } from './durableFile.ts';
import type { IndexStore, IndexStoreOptions } from './indexStore.ts';
import { ReadingStore } from './readingStore.ts';
import { StoreLease } from './storeLease.ts';
import { WritingStore } from './writingStore.ts';

/**
 * Opens a workspace's index: for writing when nobody else does, otherwise for reading what the holder of the lease commits.
 * An index that was interrupted is mended, one that cannot be is begun anew.
 */
export async function openIndexStore(options: IndexStoreOptions): Promise<IndexStore> {
    await makePrivateFolder(options.folder);
    const lease = await StoreLease.acquire(join(options.folder, LEASE_FOLDER), { takeOver: options.takeOver ?? false });
    if (!(lease instanceof StoreLease)) return ReadingStore.open(options, lease);
    try {
        return await WritingStore.open(options, lease);
    } catch (error) {
        await lease.release();
        throw error;
    }
}

/** Below the folder of an index; says who writes it. */
export const LEASE_FOLDER = 'lease';
