import type { Table } from '@lancedb/lancedb';
import type { MeaningHit, StoredRow, WordHit } from '../ports.ts';
import { cosinesWith, signsOf } from './byteVector.ts';
import { ROW_NUMBER, byteVectors, ranked, within } from './lanceQueries.ts';
import { NAMES_BOOST } from './memoryRows.ts';
import type { RowScope } from './rowStore.ts';
import { ROW_COLUMNS, rowsFromArrow } from './storeSchema.ts';
import type { NativeStore } from './storeSchema.ts';

/** Searches by LanceDB itself: while nothing is held in memory yet, and in processes that only read. */
export async function findByWords(
    { table, native }: { readonly table: Table; readonly native: NativeStore },
    terms: readonly string[],
    { limit, scope }: SearchOptions,
): Promise<readonly WordHit<StoredRow>[]> {
    const words = terms.join(' ');
    if (words.trim() === '' || limit <= 0) return [];
    const { MatchQuery } = native.lance;
    // One after the other inside LanceDB each stops early at what cannot come among the best; joined in one query they would not, and take
    // thrice the time. A row that is not among the best of a column misses what that column would add, which is little.
    const [inTerms, inNames] = await Promise.all(
        ['terms', 'names'].map(column =>
            ranked(table.query().fullTextSearch(new MatchQuery(words, column)), { limit, scope, score: '_score' }),
        ),
    );
    const scores = new Map(inTerms);
    for (const [row, score] of inNames ?? []) scores.set(row, (scores.get(row) ?? 0) + NAMES_BOOST * score);
    const best = [...scores].sort((one, other) => other[1] - one[1]).slice(0, limit);
    return (await rowsAt(table, best, scope)).map(([row, score]) => ({ row, score }));
}

/** Of the rows whose signs differ least from the vector's those with the highest cosines; up to `CANDIDATES` rows that is exact. */
export async function findByMeaning(
    table: Table,
    vector: Float32Array,
    { limit, scope }: SearchOptions,
): Promise<readonly MeaningHit<StoredRow>[]> {
    if (limit <= 0) return [];
    // Bytes without a sign are compared by their bits; the kind of distance needs no saying.
    const query = table.query().nearestTo(signsOf(vector)).column('signs');
    const found = await within(query, scope)
        .withRowId()
        .select([ROW_NUMBER, '_distance', 'vector'])
        .limit(Math.max(CANDIDATES, limit * 2))
        .toArrow();
    scope.signal?.throwIfAborted();
    const numbers = found.getChild(ROW_NUMBER);
    const cosines = cosinesWith(vector, byteVectors(found));
    const nearest = [...cosines.keys()].sort((one, other) => (cosines[other] ?? 0) - (cosines[one] ?? 0)).slice(0, limit);
    const places = nearest.map(place => [numbers?.get(place) as bigint, cosines[place] ?? 0] as const);
    return (await rowsAt(table, places, scope)).map(([row, similarity]) => ({ row, similarity }));
}

interface SearchOptions {
    readonly limit: number;
    readonly scope: RowScope;
}

/** See `VectorColumn`, which takes twice as many, because there they cost less. */
const CANDIDATES = 2000;

/** The rows with these numbers, in order, each with what stands beside its number. A row that was removed since it was found is left out. */
async function rowsAt<T>(
    table: Table,
    places: readonly (readonly [bigint, T])[],
    { signal }: RowScope,
): Promise<(readonly [StoredRow, T])[]> {
    if (places.length === 0) return [];
    const found = await table
        .takeRowIds(places.map(([number]) => number))
        .withRowId()
        .select([...ROW_COLUMNS, ROW_NUMBER])
        .toArrow();
    signal?.throwIfAborted();
    const rows = rowsFromArrow(found);
    const numbers = found.getChild(ROW_NUMBER);
    const byNumber = new Map(rows.map((row, index) => [numbers?.get(index) as unknown, row]));
    return places.flatMap(([number, value]) => {
        const row = byNumber.get(number);
        return row ? [[row, value] as const] : [];
    });
}
