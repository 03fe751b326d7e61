import type { Query } from '@lancedb/lancedb';
import type * as Arrow from 'apache-arrow';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { RowScope } from './rowStore.ts';

/** LanceDB's number of a row: good until the next compaction, and never given to another row. */
export const ROW_NUMBER = '_rowid';

/** Numbers of rows with their scores, best first. The rows themselves are fetched later, by number: their words are most of the cost of a search. */
export async function ranked(
    query: Query,
    options: { readonly limit: number; readonly scope: RowScope; readonly score: string },
): Promise<ReadonlyMap<bigint, number>> {
    const { scope } = options;
    scope.signal?.throwIfAborted();
    const found = await within(query, scope).withRowId().select([ROW_NUMBER, options.score]).limit(options.limit).toArrow();
    scope.signal?.throwIfAborted();
    const [numbers, scores] = [found.getChild(ROW_NUMBER), found.getChild(options.score)];
    return new Map(Array.from({ length: found.numRows }, (_, at) => [numbers?.get(at) as bigint, Number(scores?.get(at))]));
}

/** The query for what lies in the scope and is not hidden. */
export function within<Asked extends { where(condition: string): Asked }>(
    query: Asked,
    { folder, kinds, languages, hidden }: RowScope,
): Asked {
    const conditions: string[] = [];
    if (folder !== undefined && folder !== '') conditions.push(`(path = ${quoted(folder)} OR starts_with(path, ${quoted(`${folder}/`)}))`);
    if (kinds) conditions.push(`kind IN (${kinds.map(quoted).join(', ')})`);
    if (languages) conditions.push(`language IN (${languages.map(quoted).join(', ')})`);
    if (hidden && hidden.length > 0) conditions.push(`path NOT IN (${hidden.map(quoted).join(', ')})`);
    return conditions.length === 0 ? query : query.where(conditions.join(' AND '));
}

/** The byte vectors of a result, one after the other; the signs of a row without a vector are near nothing, so that each has one. */
export function byteVectors(found: Arrow.Table): Int8Array {
    const pieces = (found.getChild('vector')?.data ?? []).map(({ children }) => children[0]?.values as Int8Array);
    const [only] = pieces;
    if (only && pieces.length === 1) return only;
    const all = new Int8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let end = 0;
    for (const piece of pieces) {
        all.set(piece, end);
        end += piece.length;
    }
    return all;
}

/** The condition that a row is of one of these files. */
export function isOneOf(paths: readonly WorkspacePath[]): string {
    return `path IN (${paths.map(quoted).join(', ')})`;
}

/** SQL of DataFusion: a quote is doubled, nothing else is special. */
function quoted(text: string): string {
    return `'${text.replaceAll("'", "''")}'`;
}

/**
 * What a query finds, so many rows at a time: LanceDB hands out 1,024, and what it does for a piece costs as much as the ids of a thousand rows.
 * The next piece is asked for while the one before is worked on. How many rows is an option of a method that is not public; where it is gone,
 * the pieces are as small as ever.
 */
export async function* inBatches(query: Query, rows: number): AsyncIterable<Arrow.RecordBatch> {
    const execute: unknown = Reflect.get(query, 'execute');
    const found: unknown = typeof execute === 'function' ? Reflect.apply(execute, query, [{ maxBatchLength: rows }]) : undefined;
    const batches = (isIterable(found) ? found : query)[Symbol.asyncIterator]();
    for (let next = batches.next(); ;) {
        const batch = await next;
        if (batch.done === true) return;
        next = batches.next();
        // It is awaited with the next turn, if there is one.
        next.catch(() => undefined);
        yield batch.value;
    }
}

function isIterable(found: unknown): found is AsyncIterable<Arrow.RecordBatch> {
    return typeof found === 'object' && found !== null && Symbol.asyncIterator in found;
}

/** Conditions that name very many files are slow to read. */
export function* inPieces(paths: readonly WorkspacePath[]): Iterable<readonly WorkspacePath[]> {
    for (let start = 0; start < paths.length; start += PATHS_PER_FILTER) yield paths.slice(start, start + PATHS_PER_FILTER);
}

const PATHS_PER_FILTER = 200;
