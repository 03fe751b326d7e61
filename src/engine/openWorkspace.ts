/**
 * Opens a workspace: the process that gets the lease indexes and answers; any other asks it over the lease's socket,
 * and only when nobody answers there does it read the index by itself.
 */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { OpenWorkspace } from '../protocol/engineContract.ts';
import type { OpenedWorkspace, WorkspaceDependencies } from './openedWorkspace.ts';
import { contentHash } from './contentHash.ts';
import { openEmbedder } from './embed/openEmbedder.ts';
import { askHolder } from './holder.ts';
import { openLocalWorkspace } from './localWorkspace.ts';
import { createDataQuota } from './store/dataQuota.ts';
import { openIndexStore } from './store/openIndexStore.ts';

export async function openWorkspace(
    asked: OpenWorkspace,
    { log, host }: WorkspaceDependencies,
    options: { readonly takesOver?: boolean } = {},
): Promise<OpenedWorkspace> {
    const { embedder, outdated } = await openEmbedder(asked.settings, { paths: asked.paths, log });
    const folder = path.join(asked.paths.data, 'indexes', await workspaceIdentity(asked));
    const store = await openIndexStore({
        folder,
        dataDir: asked.paths.data,
        fingerprint: embedder.profile.fingerprint,
        dimensions: embedder.profile.dimensions,
        log,
        quota: createDataQuota({ dataDir: asked.paths.data, quotaBytes: asked.settings.quotaBytes, log }),
        takeOver: options.takesOver ?? false,
    });
    if (store.holder) {
        const remote = await askHolder(store.holder, asked, { log, host });
        if (remote) {
            await store.close();
            await embedder.close();
            return remote;
        }
    }
    return openLocalWorkspace({ asked, folder, store, embedder, outdated, log, host });
}

/** The same folders are the same workspace, whatever links lead to them. */
async function workspaceIdentity({ roots }: OpenWorkspace): Promise<string> {
    const real = await Promise.all(roots.map(({ folder }) => realpath(folder).catch(() => folder)));
    return contentHash(real.sort().join('\n'));
}
