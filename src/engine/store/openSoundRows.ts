import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError } from '../../protocol/failure.ts';
import type { Logger } from '../ports.ts';
import { isMissing } from './durableFile.ts';
import { LanceStore, TABLE_FOLDER } from './lanceStore.ts';
import type { RowStore } from './rowStore.ts';
import { isFromSystem } from './systemRefusal.ts';

/**
 * Opens rows that can be read. LanceDB publishes a version by a manifest that it never syncs, so that a loss of power leaves a newest
 * version that is empty or points at empty files, and the table cannot be opened any more. Going back version by version
 * until one opens and can be read to its end finds the last that was made durable. Undefined when none is left.
 */
export async function openSoundRows(
    folder: string,
    options: {
        readonly dimensions: number;
        /** The version that is known to be sound; without it, everything is read once. */
        readonly durableVersion: number | undefined;
        readonly quota?: { check(): Promise<void> } | undefined;
    },
    log: Logger,
): Promise<RowStore | undefined> {
    for (let dropped = 0; dropped <= MAX_DROPPED_VERSIONS; dropped++) {
        let rows: LanceStore | undefined;
        try {
            rows = await LanceStore.open(folder, { dimensions: options.dimensions, isWriter: true, quota: options.quota });
            if (options.durableVersion !== (await rows.version())) await rows.verify();
            if (dropped > 0) log.info('the rows went back to the last sound version', { dropped });
            return rows;
        } catch (error) {
            await rows?.close();
            if (error instanceof FailureError || isFromSystem(error)) throw error;
            log.debug('a version of the rows cannot be read', { error: String(error) });
            if (!(await dropNewestVersion(folder))) return undefined;
        }
    }
    return undefined;
}

/** More than a barrier's worth of commits; beyond that, indexing again from the embedding cache is quicker than searching on. */
const MAX_DROPPED_VERSIONS = 100;

/** False when there was no older one to go back to. */
async function dropNewestVersion(folder: string): Promise<boolean> {
    // The catalogue of tables is LanceDB's own and made anew when missing; its damage must not cost the rows.
    await rm(join(folder, '__manifest'), { recursive: true, force: true });
    const versions = join(folder, TABLE_FOLDER, '_versions');
    const names = await readdir(versions).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
    });
    const manifests = names.filter(name => name.endsWith('.manifest')).sort();
    // Named by 2^64 - 1 - version, all with twenty digits, so that the newest comes first. The hint would still point at it.
    const [newest] = manifests;
    if (newest === undefined || manifests.length === 1) return false;
    for (const name of names) if (name === newest || !name.endsWith('.manifest')) await rm(join(versions, name), { force: true });
    return true;
}
