import { describe, expect, it } from 'vitest';
import type { WorkspacePath } from '../../../src/protocol/text.ts';
import type { ScaledRanking } from '../../../src/engine/retrieve/bestFiles.ts';
import { bestFiles } from '../../../src/engine/retrieve/bestFiles.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { numbersFrom } from '../../doubles/numbersFrom.ts';

const random = numbersFrom(23);
const pathOf = (nth: number): WorkspacePath => workspacePath(`f${String(nth).padStart(4, '0')}`);

/** Of so many files among two thousand, with scores from 0 to 1; scores of few steps make many of them alike. */
function ranking(files: number, most: number): ScaledRanking {
    const scores = new Map<WorkspacePath, number>();
    for (let nth = 0; nth < files; nth++) scores.set(pathOf(Math.floor(random() * 2000)), Math.round(random() ** 3 * 50) / 50);
    return { ranking: { signal: 'words', files: scores, floor: 0 }, most, share: score => most * score };
}

/** What adding up everything puts first. */
function everything(
    rankings: readonly ScaledRanking[],
    { whole, seeds = [] }: { whole: (path: WorkspacePath, sum: number) => number; seeds?: readonly WorkspacePath[] },
): { path: WorkspacePath; score: number }[] {
    const sums = new Map<WorkspacePath, number>(seeds.map(path => [path, 0]));
    for (const { ranking, share } of rankings) ranking.files.forEach((score, path) => sums.set(path, (sums.get(path) ?? 0) + share(score)));
    return [...sums]
        .map(([path, sum]) => ({ path, score: whole(path, sum) }))
        .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
}

/** Half of the files are moved up or down, as their kind would move them. */
const priors = new Map(Array.from({ length: 2000 }, (_, nth) => [pathOf(nth), random() < 0.5 ? 0 : random() * 2 - 1.5] as const));
const whole = (path: WorkspacePath, sum: number): number => sum + (priors.get(path) ?? 0);

describe('the best files', () => {
    it('are those that adding up everything puts first, with the same scores', () => {
        for (let round = 0; round < 60; round++) {
            const rankings = [ranking(60, 2), ranking(40, 0.75), ranking(1500, 0.5), ranking(round * 20, 0.5), ranking(30, 0.3)];
            const seeds = [pathOf(round), pathOf(1999)];
            const expected = everything(rankings, { whole, seeds });
            for (const most of [1, 12, 40, 3000]) {
                const { files } = bestFiles(rankings, { whole, mostAdded: 0.5, seeds, most });
                expect(files.slice(0, most)).toEqual(expected.slice(0, most));
            }
        }
    });

    it('leave out what could not be among them', () => {
        const rankings = [ranking(60, 2), ranking(40, 0.75), ranking(1500, 0.5)];
        const { files } = bestFiles(rankings, { whole: (_, sum) => sum, mostAdded: 0, seeds: [], most: 5 });
        expect(files.length).toBeLessThan(200);
        expect(everything(rankings, { whole: (_, sum) => sum }).length).toBeGreaterThan(900);
    });

    it('go down to a score that is asked for, however many have it', () => {
        const rankings = [ranking(60, 2), ranking(1500, 0.5)];
        const options = { whole, mostAdded: 0.5, seeds: [], most: 5 };
        const { files, least } = bestFiles(rankings, { ...options, least: 0.2 });
        const expected = everything(rankings, { whole }).filter(({ score }) => score >= 0.2);
        expect(least).toBeLessThanOrEqual(0.2);
        expect(expected.length).toBeGreaterThan(100);
        expect(files.filter(({ score }) => score >= 0.2)).toEqual(expected);
    });

    it('are looked for among those that are asked for', () => {
        const rankings = [ranking(60, 2), ranking(1500, 0.5)];
        const includes = (path: WorkspacePath): boolean => path.endsWith('7');
        const expected = everything(rankings, { whole }).filter(({ path }) => includes(path));
        const { files } = bestFiles(rankings, { whole, mostAdded: 0.5, seeds: [pathOf(8)], includes, most: 9 });
        expect(files.slice(0, 9)).toEqual(expected.slice(0, 9));
    });
});
