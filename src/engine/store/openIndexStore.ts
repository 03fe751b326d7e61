import { join } from 'node:path';
import { makePrivateFolder } from './durableFile.ts';
import { currentGeneration } from './generations.ts';
import type { IndexStore, IndexStoreOptions } from './indexStore.ts';
import type { KeptFromWriting } from './keptFromWriting.ts';
import { keptFromWriting } from './keptFromWriting.ts';
import { markOwnFolders } from './ownFolders.ts';
import { ReadingStore } from './readingStore.ts';
import { StoreLease } from './storeLease.ts';
import { WritingStore } from './writingStore.ts';

/**
 * Opens a workspace's index: for writing when nobody else does, otherwise for reading what the holder of the lease commits.
 * An index that was interrupted is mended, one that cannot be is begun anew. Where nothing can be written, what there is is read.
 * Whoever `onlyLooks` leaves nothing on disk where there was nothing.
 */
export async function openIndexStore(options: IndexStoreOptions): Promise<IndexStore> {
    if (options.onlyLooks && (await currentGeneration(options.folder)) === undefined) return ReadingStore.open(options, { isAbsent: true });
    try {
        return await openHeld(options);
    } catch (error) {
        const unwritable = keptFromWriting(error, options.dataDir);
        const store = unwritable && (await readAsItIs(options, unwritable));
        if (!store) throw error;
        options.log.warn('the index cannot be written; reading it', { error: String(error) });
        return store;
    }
}

/** Undefined where there is nothing to be read: no index, one of another version of this program, one that is somebody else's. */
async function readAsItIs(options: IndexStoreOptions, unwritable: KeptFromWriting): Promise<ReadingStore | undefined> {
    const store = await ReadingStore.open(options, { unwritable }).catch(() => undefined);
    if (store === undefined || store.manifest.size > 0) return store;
    await store.close();
    return undefined;
}

async function openHeld(options: IndexStoreOptions): Promise<IndexStore> {
    await makePrivateFolder(options.folder);
    const lease = await StoreLease.acquire(join(options.folder, LEASE_FOLDER), { takeOver: options.takeOver ?? false });
    if (!(lease instanceof StoreLease)) return ReadingStore.open(options, { holder: lease });
    try {
        await markOwnFolders(options.dataDir);
        return await WritingStore.open(options, lease);
    } catch (error) {
        await lease.release();
        throw error;
    }
}

/** Below the folder of an index; says who writes it. */
export const LEASE_FOLDER = 'lease';
