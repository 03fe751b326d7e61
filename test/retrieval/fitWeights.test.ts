import { expect, test } from 'vitest';
import type { SignalsOfQuery } from './fitWeights.ts';
import { SIGNAL_WEIGHTS } from '../../src/engine/retrieve/fuseRankings.ts';
import { crossValidate, fitWeights, rankedBy } from './fitWeights.ts';
import { scoreAll } from './score.ts';

/** Queries on which only the path tells gold from the rest, and the words mislead. */
const queries = Array.from({ length: 60 }, (_, nth): SignalsOfQuery => ({
    query: { id: String(nth), repo: `r${String(nth % 3)}`, kind: 'change', query: '', gold: ['gold.ts'], hint: 'none' },
    files: [
        {
            path: 'gold.ts',
            origins: [
                { signal: 'words', contribution: 0.6 },
                { signal: 'path', contribution: 1 },
            ],
        },
        {
            path: 'other.ts',
            origins: [
                { signal: 'words', contribution: 1 },
                { signal: 'path', contribution: (nth % 4) / 10 },
            ],
        },
    ],
}));
const judged = queries.map(({ query }) => query);
const start = { ...SIGNAL_WEIGHTS, path: 0.1 };

test('what tells gold from the rest gains weight, and what misleads loses some', () => {
    const fitted = fitWeights(queries, start);
    expect(fitted.path).toBeGreaterThan(start.path);
    expect(fitted.words).toBeLessThan(start.words);
    expect(fitted.focus).toBe(start.focus);
});

test('each project is ranked with weights that were fitted without it', () => {
    const { predictions, folds } = crossValidate(queries, ({ repo }) => repo, start);
    expect(folds.map(({ left }) => left)).toEqual(['r0', 'r1', 'r2']);
    const before = scoreAll(
        judged,
        queries.map(query => rankedBy(query, start)),
        'raw',
    ).mrr;
    expect(scoreAll(judged, predictions, 'raw').mrr).toBeGreaterThan(before);
});
