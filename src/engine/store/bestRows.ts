/** Where a search of all rows writes to, made once for all of them: what is made anew with every question is what makes V8 collect in the middle of one. */
export interface SearchRoom {
    /** The rows that were found, from the beginning. */
    readonly found: Uint32Array;
    /** By row; all 0 between two questions. */
    readonly scores: Float64Array;
}

export function searchRoom(rows: number): SearchRoom {
    return { found: new Uint32Array(rows), scores: new Float64Array(rows) };
}

/**
 * The rows with the highest scores, best first, equal ones by number. A sort of all that have a common word would be most of a search:
 * they are counted into shelves by score, and only the shelves that are needed are sorted.
 */
export function bestRows(rows: Uint32Array, scores: Float64Array, limit: number): number[] {
    let highest = -Infinity;
    let lowest = Infinity;
    for (let nth = 0; nth < rows.length; nth++) {
        const score = scores[rows[nth] ?? 0] ?? 0;
        if (score > highest) highest = score;
        if (score < lowest) lowest = score;
    }
    const isOne = rows.length <= limit || highest === lowest;
    const least = isOne ? 0 : lowestShelf(rows, scores, { limit, highest, lowest });
    const scale = highest === lowest ? 0 : SHELVES / (highest - lowest);
    const best: number[] = [];
    for (let nth = 0; nth < rows.length; nth++) {
        const row = rows[nth] ?? 0;
        if (Math.floor(((scores[row] ?? 0) - lowest) * scale) >= least) best.push(row);
    }
    // A difference would be a number on the heap, one for each comparison.
    best.sort((one, other) => {
        const better = scores[one] ?? 0;
        const worse = scores[other] ?? 0;
        return better > worse ? -1 : better < worse ? 1 : one - other;
    });
    return best.length > limit ? best.slice(0, limit) : best;
}

/** The shelf at which, with all above it, there are as many rows as are wanted. */
function lowestShelf(
    rows: Uint32Array,
    scores: Float64Array,
    { limit, highest, lowest }: { readonly limit: number; readonly highest: number; readonly lowest: number },
): number {
    const scale = SHELVES / (highest - lowest);
    // The highest score stands at the end of the last shelf, in a place of its own.
    const shelves = new Uint32Array(SHELVES + 1);
    for (let nth = 0; nth < rows.length; nth++) {
        const shelf = Math.floor(((scores[rows[nth] ?? 0] ?? 0) - lowest) * scale);
        shelves[shelf] = (shelves[shelf] ?? 0) + 1;
    }
    let least = SHELVES;
    for (let held = shelves[least] ?? 0; held < limit && least > 0; held += shelves[least] ?? 0) least--;
    return least;
}

const SHELVES = 1024;
