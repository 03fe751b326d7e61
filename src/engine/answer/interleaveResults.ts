import type { Passage, RankedFile, SearchResult } from '../../protocol/passage.ts';

/** One list of what the same words found in several places, the best of each first, then the second of each; each place once. */
export function interleaveResults(results: readonly [SearchResult, ...SearchResult[]], limit: number): SearchResult {
    const [first] = results;
    if (results.length === 1) return first;
    const passages = inTurn(results.map(result => result.passages));
    const files = inTurn(results.map(result => result.files));
    return {
        ...first,
        passages: distinct(passages, ({ path, range }: Passage) => `${path}:${String(range.startLine)}`).slice(0, limit),
        files: distinct(files, ({ path }: RankedFile) => path).slice(0, limit),
        tookMs: results.reduce((sum, { tookMs }) => sum + tookMs, 0),
    };
}

function inTurn<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
    const longest = Math.max(...lists.map(({ length }) => length));
    return Array.from({ length: longest }, (_, rank) => lists.flatMap(list => list.slice(rank, rank + 1))).flat();
}

function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
    return [...new Map(items.map(item => [keyOf(item), item] as const).reverse()).values()].reverse();
}
