import type { Embedder, StopOptions } from '../ports.ts';
import type { VectorCache } from '../store/indexStore.ts';
import type { PreparedRow } from './prepareRows.ts';

export interface EmbeddedRows {
    /** Beside the rows; undefined where the text has no known token. */
    readonly vectors: readonly (Float32Array | undefined)[];
    /** Texts that the model had to look at. */
    readonly embedded: number;
    /** Rows whose vector was there already: in the cache, or made for an equal row of the same call. */
    readonly reused: number;
}

/** A vector for each row: from the cache where the same text was embedded before, by any workspace; from the model else, each text once. */
export async function embedRows(
    rows: readonly PreparedRow[],
    embedder: Embedder,
    cache: VectorCache,
    options: StopOptions = {},
): Promise<EmbeddedRows> {
    const textByKey = new Map(rows.map(({ row, embeddedText }) => [row.vectorKey, embeddedText]));
    const keys = [...textByKey.keys()];
    const vectors = new Map<string, Float32Array | undefined>();
    for (const [at, vector] of (await cache.get(keys)).entries()) {
        const key = keys[at];
        if (key !== undefined && vector) vectors.set(key, vector);
    }
    const missing = keys.filter(key => !vectors.has(key));
    const made = await embedder.embedDocuments(
        missing.map(key => textByKey.get(key) ?? ''),
        options,
    );
    const fresh: { readonly key: string; readonly vector: Float32Array }[] = [];
    for (const [at, key] of missing.entries()) {
        const vector = made[at];
        vectors.set(key, vector);
        if (vector) fresh.push({ key, vector });
    }
    await cache.put(fresh);
    return { vectors: rows.map(({ row }) => vectors.get(row.vectorKey)), embedded: missing.length, reused: rows.length - missing.length };
}
