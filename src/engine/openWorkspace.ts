/**
 * Opens a workspace: the process that gets the lease indexes and answers; any other asks it over the lease's socket,
 * and only when nobody answers there does it read the index by itself.
 */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { OpenWorkspace } from '../protocol/engineContract.ts';
import type { OpenedWorkspace, WorkspaceDependencies } from './openedWorkspace.ts';
import { fail } from '../protocol/failure.ts';
import { contentHash } from './contentHash.ts';
import { chosenEmbedder } from './embed/embedderOfIndex.ts';
import { openEmbedder } from './embed/openEmbedder.ts';
import { askHolder } from './holder.ts';
import { openLocalWorkspace } from './localWorkspace.ts';
import { createDataQuota } from './store/dataQuota.ts';
import { NO_MODEL } from './indexing/prepareRows.ts';
import { keptFromWriting } from './store/keptFromWriting.ts';
import { refusalOf } from './store/systemRefusal.ts';
import { LEASE_FOLDER, openIndexStore } from './store/openIndexStore.ts';
import { StoreLease, isListening } from './store/storeLease.ts';
import { rowKindHere } from './store/openRows.ts';

export async function openWorkspace(
    asked: OpenWorkspace,
    { log, host, reconcileEveryMs }: WorkspaceDependencies,
    options: { readonly takesOver?: boolean } = {},
): Promise<OpenedWorkspace> {
    const folder = path.join(asked.paths.data, 'indexes', await workspaceIdentity(asked));
    // Before anything is loaded: who only asks needs neither LanceDB nor a model nor the index in its memory.
    const found = options.takesOver
        ? undefined
        : await whereWritable(asked.paths.data, () => StoreLease.holder(path.join(folder, LEASE_FOLDER)));
    const served = found && (await askHolder(found, asked, { log, host }));
    if (served) return served;
    const kept = asked.keepsEmbedder === true ? await whereWritable(asked.paths.data, () => chosenEmbedder(folder)) : undefined;
    const choice = { ...asked.settings, ...kept };
    const { embedder, outdated } = await openEmbedder(choice, { paths: asked.paths, log, isKept: kept !== undefined });
    const rows = rowKindHere();
    if (rows.kind === 'words') log.warn('rows are kept without LanceDB', { reason: rows.reason });
    const store = await whereWritable(asked.paths.data, () =>
        openIndexStore({
            folder,
            dataDir: asked.paths.data,
            // Where vectors cannot be kept none are made, and the index is that of no model.
            fingerprint: rows.kind === 'words' ? NO_MODEL : embedder.profile.fingerprint,
            rows: rows.kind,
            cut: choice.chunkSizes && JSON.stringify(choice.chunkSizes),
            dimensions: embedder.profile.dimensions,
            log,
            quota: createDataQuota({ dataDir: asked.paths.data, quotaBytes: asked.settings.quotaBytes, log }),
            onlyLooks: asked.onlyLooks ?? false,
            takeOver: options.takesOver ?? false,
        }),
    );
    if (store.holder) {
        // The one that has just not answered is not waited for twice.
        const isAsked = store.holder.socketPath === found?.socketPath;
        const remote = isAsked ? undefined : await askHolder(store.holder, asked, { log, host });
        if (remote) {
            await store.close();
            await embedder.close();
            return remote;
        }
        if (!(await isListening(store.holder.socketPath))) {
            // It left between the look and the question: the index is free.
            await store.close();
            await embedder.close();
            return openWorkspace(asked, { log, host, reconcileEveryMs }, options);
        }
    }
    return whereWritable(asked.paths.data, () =>
        openLocalWorkspace({
            asked: { ...asked, settings: choice },
            folder,
            store,
            embedder,
            outdated,
            log,
            host,
            reconcileEveryMs,
            withoutVectors: rows.kind === 'words' ? rows.reason : undefined,
        }),
    );
}

/** A data directory that nobody may write to or that is full, is the user's to mend, and so a failure with words. */
async function whereWritable<Result>(data: string, work: () => Promise<Result>): Promise<Result> {
    try {
        return await work();
    } catch (error) {
        const unwritable = keptFromWriting(error, data);
        if (unwritable) fail(unwritable, { cause: error });
        throw refusalOf(error, data) ?? error;
    }
}

/** The same folders are the same workspace, whatever links lead to them. */
async function workspaceIdentity({ roots }: OpenWorkspace): Promise<string> {
    const real = await Promise.all(roots.map(({ folder }) => realpath(folder).catch(() => folder)));
    return contentHash(real.sort().join('\n'));
}
