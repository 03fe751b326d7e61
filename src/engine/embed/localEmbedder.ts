import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Embedder } from '../ports.ts';
import type { ModelFiles } from './modelFiles.ts';
import { createOnnxEmbedder } from './onnxEmbedder.ts';
import { RecentQueries } from './recentQueries.ts';
import { StaticModel } from './staticModel.ts';

/**
 * The `Embedder` port on this machine, loaded at the first text: our static models are computed here, every other one by onnxruntime.
 * Both give the same vectors of a static model, to the last bit but one of a float.
 */
export function createLocalEmbedder(files: ModelFiles): Embedder {
    let opening: Promise<Embedder> | undefined;
    const open = (): Promise<Embedder> => {
        // What cannot be read as a static model fails in onnxruntime as well, with words for people.
        opening ??= StaticModel.read(files)
            .catch(() => undefined)
            .then(model => (model ? staticEmbedder(files, model) : createOnnxEmbedder(files)));
        return opening;
    };
    let opened: Embedder | undefined;
    const embedder = async (): Promise<Embedder> => (opened = await open());
    return {
        profile: files.profile,
        embedDocuments: async (texts, options) => (await embedder()).embedDocuments(texts, options),
        embedQuery: async (text, options) => (await embedder()).embedQuery(text, options),
        queryHits: () => opened?.queryHits?.() ?? { asked: 0, found: 0 },
        async close() {
            const closing = opening;
            opening = undefined;
            await (await closing)?.close();
        },
    };
}

function staticEmbedder({ profile }: ModelFiles, model: StaticModel): Embedder {
    const queries = new RecentQueries();
    return {
        profile,
        async embedDocuments(texts, { signal } = {}) {
            const vectors: (Float32Array | undefined)[] = [];
            for (const text of texts) {
                if (vectors.length % TEXTS_A_TURN === 0) {
                    // It is computed on this thread: questions and saves get their turn in between.
                    if (vectors.length > 0) await nextTurn();
                    signal?.throwIfAborted();
                }
                vectors.push(model.embed(profile.documentPrefix + text.slice(0, profile.maxCharacters)));
            }
            return vectors;
        },
        async embedQuery(text, { signal } = {}) {
            signal?.throwIfAborted();
            const prepared = profile.queryPrefix + text.slice(0, profile.maxCharacters);
            return queries.find(prepared, () => Promise.resolve(model.embed(prepared)));
        },
        queryHits: () => queries.hits,
        close: () => Promise.resolve(),
    };
}

/** A millisecond or two. */
const TEXTS_A_TURN = 8;
