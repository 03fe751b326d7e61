/**
 * Opens a workspace: the process that gets the lease indexes and answers; any other asks it over the lease's socket,
 * and only when nobody answers there does it read the index by itself.
 */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { OpenWorkspace } from '../protocol/engineContract.ts';
import type { OpenedWorkspace, WorkspaceDependencies } from './openedWorkspace.ts';
import { contentHash } from './contentHash.ts';
import { findModel } from './embed/modelFiles.ts';
import { createOnnxEmbedder } from './embed/onnxEmbedder.ts';
import { askHolder } from './holder.ts';
import { openLocalWorkspace } from './localWorkspace.ts';
import { openIndexStore } from './store/openIndexStore.ts';

export async function openWorkspace(asked: OpenWorkspace, { log, host }: WorkspaceDependencies): Promise<OpenedWorkspace> {
    const model = await findModel(asked.settings.embedderModel, { models: asked.paths.models, embedderPath: asked.settings.embedderPath });
    const identity = await workspaceIdentity(asked);
    const store = await openIndexStore({
        folder: path.join(asked.paths.data, 'indexes', identity),
        dataDir: asked.paths.data,
        fingerprint: model.profile.fingerprint,
        dimensions: model.profile.dimensions,
        log,
    });
    if (store.holder) {
        const remote = await askHolder(store.holder, asked, { log, host });
        if (remote) {
            await store.close();
            return remote;
        }
    }
    return openLocalWorkspace({ asked, store, embedder: createOnnxEmbedder(model), log, host });
}

/** The same folders are the same workspace, whatever links lead to them. */
async function workspaceIdentity({ roots }: OpenWorkspace): Promise<string> {
    const real = await Promise.all(roots.map(({ folder }) => realpath(folder).catch(() => folder)));
    return contentHash(real.sort().join('\n'));
}
