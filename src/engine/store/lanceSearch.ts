import type { Table } from '@lancedb/lancedb';
import type * as Arrow from 'apache-arrow';
import type { MeaningHit, StoredRow, WordHit } from '../ports.ts';
import { searchRoom } from './bestRows.ts';
import { cosinesWith, signsOf } from './byteVector.ts';
import { takeVectors } from './fillSearchTable.ts';
import { ROW_NUMBER, byteVectors, ranked, within } from './lanceQueries.ts';
import { NAMES_BOOST } from './memoryRows.ts';
import type { RowScope } from './rowStore.ts';
import { ROW_COLUMNS, rowsFromArrow } from './storeSchema.ts';
import type { NativeStore } from './storeSchema.ts';
import { CANDIDATES as CANDIDATES_IN_MEMORY, VectorColumn } from './vectorColumn.ts';
import type { NearRow } from './vectorColumn.ts';

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
export async function findByMeaning(table: Table, vector: Float32Array, options: SearchOptions): Promise<readonly MeaningHit<StoredRow>[]> {
    return nearestOf(table, vector, options, { candidates: CANDIDATES, nearest: found => nearestByBytes(found, vector, options.limit) });
}

/** The rows that a `SearchTable` would find, and the cosines that it would give them: for the moment until it has its vectors. */
export async function findAsInMemory(
    table: Table,
    vector: Float32Array,
    options: SearchOptions,
): Promise<readonly MeaningHit<StoredRow>[]> {
    return nearestOf(table, vector, options, {
        candidates: CANDIDATES_IN_MEMORY + AS_FAR_AS_THE_LAST,
        nearest: found => nearestInColumn(found, vector, options.limit),
    });
}

async function nearestOf(
    table: Table,
    vector: Float32Array,
    { limit, scope }: SearchOptions,
    way: { readonly candidates: number; readonly nearest: (found: Arrow.Table) => readonly NearRow[] },
): Promise<readonly MeaningHit<StoredRow>[]> {
    if (limit <= 0) return [];
    // Bytes without a sign are compared by their bits; the kind of distance needs no saying.
    const query = table.query().nearestTo(signsOf(vector)).column('signs');
    const found = await within(query, scope)
        .withRowId()
        .select([ROW_NUMBER, '_distance', 'vector', 'signs'])
        .limit(Math.max(way.candidates, limit * 2))
        .toArrow();
    scope.signal?.throwIfAborted();
    const numbers = found.getChild(ROW_NUMBER);
    const places = way.nearest(found).map(({ row, similarity }) => [numbers?.get(row) as bigint, similarity] as const);
    return (await rowsAt(table, places, scope)).map(([row, similarity]) => ({ row, similarity }));
}

function nearestByBytes(found: Arrow.Table, vector: Float32Array, limit: number): readonly NearRow[] {
    const cosines = cosinesWith(vector, byteVectors(found));
    const nearest = [...cosines.keys()].sort((one, other) => (cosines[other] ?? 0) - (cosines[one] ?? 0)).slice(0, limit);
    return nearest.map(row => ({ row, similarity: cosines[row] ?? 0 }));
}

function nearestInColumn(found: Arrow.Table, vector: Float32Array, limit: number): readonly NearRow[] {
    const rows = found.numRows;
    const column = new VectorColumn(vector.length, rows);
    let first = 0;
    for (const batch of found.batches) {
        const [from, count] = [first, batch.numRows];
        const [bytes, signs] = [batch.getChild('vector')?.data[0], batch.getChild('signs')?.data[0]];
        takeVectors(column, { vector: bytes, signs, dimensions: vector.length, numberOf: at => from + at }, count);
        first += count;
    }
    return column.nearest(vector, limit, { rows, isWanted: new Uint8Array(rows).fill(1), room: searchRoom(rows) });
}

interface SearchOptions {
    readonly limit: number;
    readonly scope: RowScope;
}

/** See `VectorColumn`, which takes twice as many, because there they cost less. */
const CANDIDATES = 2000;

/** In memory all rows belong to the nearest whose signs differ in as many places as those of the last: some hundreds of a hundred thousand. */
const AS_FAR_AS_THE_LAST = 2000;

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
