import type { Embedder, StopOptions } from '../ports.ts';
import type { VectorCache } from '../store/indexStore.ts';
import type { PreparedRow } from './prepareRows.ts';
import { FailureError, isAbort, type Failure } from '../../protocol/failure.ts';

export interface EmbeddedRows {
    /** Beside the rows; undefined where the text has no known token, was refused, or could not be asked for. */
    readonly vectors: readonly (Float32Array | undefined)[];
    /** Why the model takes a text, by `vectorKey`, whatever is done; its rows are found by their words. */
    readonly refused: ReadonlyMap<string, string>;
    /** What broke, so that the rows in `missing` have no vector yet; undefined when nothing did. */
    readonly trouble: Error | undefined;
    /** Keys of the vectors that are still to be made. */
    readonly missing: ReadonlySet<string>;
    /** Texts that the model had to look at. */
    readonly embedded: number;
    /** Rows whose vector was there already: in the cache, or made for an equal row of the same call. */
    readonly reused: number;
}

/**
 * A vector for each row: from the cache where the same text was embedded before, by any workspace; from the model else, each text once.
 * What a server has made goes into the cache as it comes, so that when it goes away only what was under way is asked for again.
 */
export async function embedRows(
    rows: readonly PreparedRow[],
    embedder: Embedder,
    cache: VectorCache,
    { signal }: StopOptions = {},
): Promise<EmbeddedRows> {
    const textByKey = new Map(rows.map(({ row, embeddedText }) => [row.vectorKey, embeddedText]));
    const { vectors, missing } = await cachedVectors([...textByKey.keys()], cache);
    const toEmbed = [...missing];
    const refused = new Map<string, string>();
    const atOnce = embedder.server?.textsAtOnce ?? Math.max(1, toEmbed.length);
    let trouble: Error | undefined;
    for (let start = 0; start < toEmbed.length && !trouble; start += atOnce) {
        const keys = toEmbed.slice(start, start + atOnce);
        const fresh = new Map<string, Float32Array>();
        try {
            const made = await embedder.embedDocuments(
                keys.map(key => textByKey.get(key) ?? ''),
                {
                    signal,
                    onMade: (place, vector) => fresh.set(keys[place] ?? '', vector),
                    onRefused: (place, reason) => refused.set(keys[place] ?? '', reason),
                },
            );
            for (const [at, key] of keys.entries()) {
                missing.delete(key);
                if (made[at]) fresh.set(key, made[at]);
            }
        } catch (error) {
            if (!isOfTheModel(error)) throw error;
            trouble = error;
        } finally {
            // What came before it broke, or was stopped, has been paid for.
            for (const [key, vector] of fresh) {
                vectors.set(key, vector);
                missing.delete(key);
            }
            for (const key of refused.keys()) missing.delete(key);
            await cache.put([...fresh].map(([key, vector]) => ({ key, vector })));
        }
    }
    const embedded = toEmbed.length - missing.size;
    return {
        vectors: rows.map(({ row }) => vectors.get(row.vectorKey)),
        refused,
        trouble,
        missing,
        embedded,
        reused: rows.length - toEmbed.length,
    };
}

/** The rows as they can be found without asking the model: for text that may change again before it is saved. */
export async function rowsFromCache(rows: readonly PreparedRow[], cache: VectorCache): Promise<readonly (Float32Array | undefined)[]> {
    const { vectors } = await cachedVectors([...new Set(rows.map(({ row }) => row.vectorKey))], cache);
    return rows.map(({ row }) => vectors.get(row.vectorKey));
}

async function cachedVectors(keys: readonly string[], cache: VectorCache) {
    const vectors = new Map<string, Float32Array>();
    const missing = new Set(keys);
    for (const [at, vector] of (await cache.get(keys)).entries()) {
        const key = keys[at];
        if (key === undefined || !vector) continue;
        vectors.set(key, vector);
        missing.delete(key);
    }
    return { vectors, missing };
}

/** Words and symbols do not need the model; what breaks the store is another matter. */
function isOfTheModel(error: unknown): error is Error {
    if (!(error instanceof FailureError)) return error instanceof Error && !isAbort(error);
    return OF_THE_MODEL.has(error.failure.kind);
}

const OF_THE_MODEL: ReadonlySet<string> = new Set<Failure['kind']>([
    'platform-unsupported',
    'model-refused',
    'model-unreachable',
    'network-disabled',
    'not-agreed',
]);
