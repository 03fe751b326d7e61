import type { Language } from '../protocol/code.ts';
import type { WorkspacePath } from '../protocol/text.ts';
import type { Embedder, Logger, Parser } from './ports.ts';
import type { IndexStore } from './store/indexStore.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { isAbort } from '../protocol/failure.ts';

export interface WarmUpPorts {
    readonly store: Pick<IndexStore, 'manifest' | 'vectors' | 'isWriter'>;
    readonly parser: Pick<Parser, 'parse'>;
    /** Undefined where nothing is embedded. */
    readonly embedder: Embedder | undefined;
    readonly log: Logger;
}

/**
 * Does, once the first question has had its turn, what the first save would otherwise wait for: loads the model, reads where vectors are kept,
 * starts a parser with the grammar of most files. A first save at 100,000 chunks took half a second without it, a tenth of that with it.
 * Nothing is asked of a model behind a server, and an index that is empty is warmed by being made.
 */
export async function warmUp(
    { store, parser, embedder, log }: WarmUpPorts,
    { signal, afterMs = AFTER_MS }: { readonly signal: AbortSignal; readonly afterMs?: number },
): Promise<void> {
    try {
        await pause(afterMs, undefined, { signal, ref: false });
        if (!store.isWriter || store.manifest.size === 0) return;
        // As a text to be indexed: it is no question, and counts as none.
        if (embedder && !embedder.server) await embedder.embedDocuments(['warm'], { signal });
        await store.vectors.get([]);
        const path = fileOfCommonestLanguage(store);
        if (path !== undefined && !signal.aborted) await parser.parse({ path, text: '', hash: '' }, { signal });
    } catch (error) {
        // Whoever needs it meets the error.
        if (!isAbort(error)) log.debug('not warmed up', { error: String(error) });
    }
}

const AFTER_MS = 1_000;

function fileOfCommonestLanguage(store: WarmUpPorts['store']): WorkspacePath | undefined {
    const files = new Map<Language, { readonly path: WorkspacePath; count: number }>();
    for (const { path, language, kind, state } of store.manifest.records()) {
        if (state === 'skipped' || kind !== 'code') continue;
        const known = files.get(language);
        if (known) known.count++;
        else files.set(language, { path, count: 1 });
    }
    return [...files.values()].sort((one, other) => other.count - one.count)[0]?.path;
}
