import type { Embedder, MeaningHit, PassageStore, SearchScope, CandidateRow } from '../ports.ts';
import type { RowRanking } from './ranking.ts';
import { rowsByFile } from './ranking.ts';

/** Ranks by meaning: how near the vectors of a file's best chunks come to the vector of the question. Undefined where there is no vector. */
export async function meaningRanking(
    text: string,
    embedder: Pick<Embedder, 'embedQuery'>,
    store: Pick<PassageStore, 'searchMeaning'>,
    options: SearchScope = {},
): Promise<RowRanking | undefined> {
    const vector = await embedder.embedQuery(text, { signal: options.signal });
    if (!vector) return undefined;
    return rankMeaning(await store.searchMeaning(vector, MEANING_ROWS, options));
}

/** The mean of a file's two best chunks; one that did not make it into the hits counts as nothing. */
export function rankMeaning(hits: readonly MeaningHit[]): RowRanking {
    const rows = hits.map(({ row, similarity }) => ({ row, score: similarity })).sort((a, b) => b.score - a.score);
    const best = rows[0]?.score ?? 0;
    const last = rows.at(-1)?.score ?? 0;
    // The last hit is still nearer than the thousands that were not returned, and so worth a little more than nothing.
    const floor = last - BELOW_LAST * (best - last);
    const files = new Map<CandidateRow['path'], number>();
    for (const [path, own] of rowsByFile(rows)) {
        let sum = 0;
        for (let nth = 0; nth < BEST_CHUNKS; nth++) sum += own[nth]?.score ?? floor;
        files.set(path, sum / BEST_CHUNKS);
    }
    return { signal: 'meaning', files, detail: () => 'is close in meaning', floor, rows };
}

const BEST_CHUNKS = 2;
const MEANING_ROWS = 400;
const BELOW_LAST = 0.25;
