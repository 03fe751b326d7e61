import type { FileKind } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { SymbolTable } from '../ports.ts';
import type { FileScore, Ranking } from './ranking.ts';
import { baseName } from '../../protocol/text.ts';

/**
 * Ranks code by the tests that the words found: a test says in the words of people what the code it exercises does.
 * Each of the best tests hands its score to what it imports or uses, most to what it is tied to most.
 */
export function testsRanking(
    words: Ranking,
    table: Pick<SymbolTable, 'linksOf'>,
    kindOf: (path: WorkspacePath) => FileKind | undefined,
): Ranking {
    const tests = [...words.files]
        .filter(([path]) => kindOf(path) === 'test')
        .sort(([, a], [, b]) => b.score - a.score)
        .slice(0, MAX_TESTS);
    const scores = new Map<WorkspacePath, { score: number; test: WorkspacePath; most: number }>();
    for (const [test, { score }] of tests) {
        const links = table.linksOf(test).filter(({ path }) => kindOf(path) === 'code');
        const total = links.reduce((sum, { weight }) => sum + weight, 0);
        for (const { path, weight } of links) {
            const amount = (score ** 2 * weight) / total;
            const known = scores.get(path);
            if (!known) scores.set(path, { score: amount, test, most: amount });
            else {
                known.score += amount;
                if (amount > known.most) [known.test, known.most] = [test, amount];
            }
        }
    }
    const files = new Map<WorkspacePath, FileScore>();
    for (const [path, { score, test }] of scores) files.set(path, { score, detail: () => `is exercised by ${baseName(test)}` });
    return { signal: 'tests', files, floor: 0 };
}

const MAX_TESTS = 8;
