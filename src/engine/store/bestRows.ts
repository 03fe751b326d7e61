/**
 * The rows with the highest scores, best first, equal ones by number. A sort of all that have a common word would be most of a search:
 * they are counted into shelves by score, and only the shelves that are needed are sorted.
 */
export function bestRows(rows: readonly number[], scores: Float64Array, limit: number): readonly number[] {
    const better = (one: number, other: number): number => (scores[other] ?? 0) - (scores[one] ?? 0) || one - other;
    if (rows.length <= limit) return rows.toSorted(better);
    let highest = 0;
    for (const row of rows) highest = Math.max(highest, scores[row] ?? 0);
    const shelves = new Uint32Array(SHELVES);
    const shelfOf = (row: number): number => Math.min(SHELVES - 1, Math.floor(((scores[row] ?? 0) / highest) * SHELVES));
    for (const row of rows) shelves[shelfOf(row)] = (shelves[shelfOf(row)] ?? 0) + 1;
    let lowest = SHELVES - 1;
    for (let held = shelves[lowest] ?? 0; held < limit && lowest > 0; held += shelves[lowest] ?? 0) lowest--;
    return rows
        .filter(row => shelfOf(row) >= lowest)
        .sort(better)
        .slice(0, limit);
}

const SHELVES = 1024;
