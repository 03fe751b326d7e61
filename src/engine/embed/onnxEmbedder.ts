import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Embedder, StopOptions } from '../ports.ts';
import type { ModelFiles } from './modelFiles.ts';
import { fail, isAbort } from '../../protocol/failure.ts';
import { poolVectors, tensorFrom } from './poolVectors.ts';
import { RecentQueries } from './recentQueries.ts';
import { loadPart } from '../programFiles.ts';

/**
 * The `Embedder` port over transformers.js and onnxruntime, on this machine alone. The model is loaded at the first text.
 * Its parts are called one by one (tokenizer, model, our pooling): the packaged call spends most of its time
 * in proxied tensors, and the token ids are needed to tell a text that the model knows nothing of.
 */
export function createOnnxEmbedder(files: ModelFiles): Embedder {
    const { profile } = files;
    const queries = new RecentQueries();
    let loading: Promise<Extractor> | undefined;

    const load = (): Promise<Extractor> => {
        loading ??= loadExtractor(files).catch((error: unknown) => {
            loading = undefined;
            throw error;
        });
        return loading;
    };

    const embedBatch = async (extractor: Extractor, texts: readonly string[]): Promise<readonly (Float32Array | undefined)[]> => {
        const inputs = extractor.tokenizer(texts, { padding: true, truncation: true });
        const output = await extractor.model(inputs);
        return poolVectors(
            {
                ids: tensorFrom(inputs, 'input_ids'),
                mask: tensorFrom(inputs, 'attention_mask'),
                states: tensorFrom(output, 'last_hidden_state'),
            },
            { dimensions: profile.dimensions, pooling: profile.pooling, emptyTokens: extractor.emptyTokens },
        );
    };

    /** A text that breaks the model costs its own vector, not those of its neighbours. */
    const embedSafely = async (extractor: Extractor, texts: readonly string[]): Promise<readonly (Float32Array | undefined)[]> => {
        try {
            return await embedBatch(extractor, texts);
        } catch (error) {
            if (texts.length === 1) {
                // Is it this text, or is it the model? A harmless text tells.
                if (texts[0] === HARMLESS) throw error;
                await embedSafely(extractor, [HARMLESS]);
                return [undefined];
            }
            const middle = texts.length >> 1;
            return [...(await embedSafely(extractor, texts.slice(0, middle))), ...(await embedSafely(extractor, texts.slice(middle)))];
        }
    };

    const embedDocuments = async (
        texts: readonly string[],
        { signal }: StopOptions = {},
    ): Promise<readonly (Float32Array | undefined)[]> => {
        const vectors = new Array<Float32Array | undefined>(texts.length).fill(undefined);
        if (texts.length === 0) return vectors;
        const extractor = await load();
        // Texts of like length share a batch, so that little is padded.
        const prepared = texts
            .map((text, index) => ({ index, text: profile.documentPrefix + text.slice(0, profile.maxCharacters) }))
            .sort((one, other) => one.text.length - other.text.length);
        for (let start = 0; start < prepared.length; start += profile.batchSize) {
            signal?.throwIfAborted();
            const batch = prepared.slice(start, start + profile.batchSize);
            const pooled = await embedSafely(
                extractor,
                batch.map(({ text }) => text),
            );
            for (const [at, { index }] of batch.entries()) vectors[index] = pooled[at];
            // onnxruntime-node 1.14 computes on this thread: questions and saves get their turn between batches.
            await nextTurn();
        }
        return vectors;
    };

    return {
        profile,
        embedDocuments,
        async embedQuery(text, { signal } = {}) {
            signal?.throwIfAborted();
            const prepared = profile.queryPrefix + text.slice(0, profile.maxCharacters);
            return queries.find(prepared, async () => {
                const [vector] = await embedSafely(await load(), [prepared]);
                return vector;
            });
        },
        queryHits: () => queries.hits,
        async close() {
            const extractor = await loading?.catch(() => undefined);
            loading = undefined;
            await extractor?.dispose();
        },
    };
}

const HARMLESS = 'text';

/** What is used of a loaded pipeline. Its own types say `any`; what comes back is parsed by `tensorFrom`. */
interface Extractor {
    readonly tokenizer: (texts: readonly string[], options: { readonly padding: true; readonly truncation: true }) => unknown;
    readonly model: (inputs: unknown) => Promise<unknown>;
    readonly dispose: () => Promise<void>;
    /** Ids of tokens that carry no meaning: `[PAD]`, `[CLS]`, `[SEP]`, `[UNK]`. */
    readonly emptyTokens: ReadonlySet<number>;
}

// Where models are is global to transformers.js: loads of different models stand in line.
let lastLoad: Promise<unknown> = Promise.resolve();

function loadExtractor(files: ModelFiles): Promise<Extractor> {
    const load = lastLoad.then(() => loadAlone(files));
    lastLoad = load.catch(() => undefined);
    return load;
}

async function loadAlone({ parent, folderName, isQuantized }: ModelFiles): Promise<Extractor> {
    try {
        const { env, pipeline } = await loadPart(() => import('@xenova/transformers'));
        Object.assign(env, {
            allowRemoteModels: false,
            allowLocalModels: true,
            useFSCache: false,
            useBrowserCache: false,
            localModelPath: parent,
        });
        const { tokenizer, model, dispose } = await pipeline('feature-extraction', folderName, {
            quantized: isQuantized,
            local_files_only: true,
        }).then(loaded => ({
            tokenizer: loaded.tokenizer,
            model: loaded.model,
            dispose: () => loaded.dispose(),
        }));
        const names = ['[PAD]', '[CLS]', '[SEP]', '[UNK]', '[MASK]', '<pad>', '<s>', '</s>', '<unk>', '<mask>'];
        const ids = names.map(name => tokenIdOf(tokenizer, name)).filter(id => id !== undefined);
        return {
            tokenizer: (texts, options) => callable(tokenizer)(texts, options),
            model: inputs => Promise.resolve(callable(model)(inputs)),
            dispose: async () => {
                await dispose();
            },
            emptyTokens: new Set(ids),
        };
    } catch (error) {
        if (isAbort(error)) throw error;
        const detail = error instanceof Error ? error.message : String(error);
        return fail({ kind: 'platform-unsupported', detail: `The embedding model does not load: ${detail}` }, { cause: error });
    }
}

/** Tokenizers and models of transformers.js are functions that its types show as objects. */
function callable(part: unknown): (...args: readonly unknown[]) => unknown {
    if (typeof part !== 'function') throw new Error('transformers.js has changed: a part of the pipeline cannot be called');
    return (...args) => {
        const result: unknown = Reflect.apply(part, undefined, args);
        return result;
    };
}

function tokenIdOf(tokenizer: unknown, name: string): number | undefined {
    const model: unknown =
        typeof tokenizer === 'object' || typeof tokenizer === 'function' ? Reflect.get(Object(tokenizer), 'model') : undefined;
    const ids: unknown = Reflect.get(Object(model), 'tokens_to_ids');
    const id: unknown = ids instanceof Map ? ids.get(name) : undefined;
    return typeof id === 'number' ? id : undefined;
}
