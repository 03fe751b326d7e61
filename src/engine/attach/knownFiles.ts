import type { WorkspacePath } from '../../protocol/text.ts';
import type { IndexStore } from '../store/indexStore.ts';
import type { DiskFiles } from '../scan/diskFiles.ts';
import { scanWorkspace } from '../scan/scanWorkspace.ts';

/**
 * Every file that may be attached: those of the index, and as long as that is not complete, those that a look at the disk finds. A picker
 * asks with each key, so one look serves for a few seconds.
 */
export function knownFiles({
    store,
    files,
    isComplete,
    now,
}: {
    readonly store: Pick<IndexStore, 'manifest'>;
    readonly files: DiskFiles;
    /** True when the index has all files. */
    readonly isComplete: () => boolean;
    readonly now: () => number;
}): () => Promise<readonly WorkspacePath[]> {
    let looked: { readonly at: number; readonly paths: Promise<readonly WorkspacePath[]> } | undefined;
    return async () => {
        if (isComplete()) return [...store.manifest.records()].flatMap(({ path, state }) => (state === 'skipped' ? [] : [path]));
        if (!looked || now() - looked.at > KEPT_MS) {
            const paths = scanWorkspace(files.roots, { maxFileBytes: files.maxFileBytes }).then(({ files: found }) => {
                // What was read and found to be no text is known only to the index.
                const isSkipped = new Set<WorkspacePath>();
                for (const { path, state } of store.manifest.records()) if (state === 'skipped') isSkipped.add(path);
                return found.flatMap(({ path }) => (isSkipped.has(path) ? [] : [path]));
            });
            looked = { at: now(), paths };
        }
        try {
            return await looked.paths;
        } catch (error) {
            looked = undefined;
            throw error;
        }
    };
}

/** A look at ten thousand files takes half a second. */
const KEPT_MS = 10_000;
