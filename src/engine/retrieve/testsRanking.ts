import type { FileKind } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { SymbolTable } from '../ports.ts';
import type { Ranking } from './ranking.ts';
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
    const tests: { readonly test: WorkspacePath; readonly score: number }[] = [];
    words.files.forEach((score, path) => {
        if (kindOf(path) === 'test') tests.push({ test: path, score });
    });
    tests.sort((a, b) => b.score - a.score);
    const files = new Map<WorkspacePath, number>();
    const reasons = new Map<WorkspacePath, { test: WorkspacePath; most: number }>();
    for (const { test, score } of tests.slice(0, MAX_TESTS)) {
        const links = table.linksOf(test).filter(({ path }) => kindOf(path) === 'code');
        const total = links.reduce((sum, { weight }) => sum + weight, 0);
        for (const { path, weight } of links) {
            const amount = (score ** 2 * weight) / total;
            files.set(path, (files.get(path) ?? 0) + amount);
            const known = reasons.get(path);
            if (!known) reasons.set(path, { test, most: amount });
            else if (amount > known.most) [known.test, known.most] = [test, amount];
        }
    }
    return { signal: 'tests', files, detail: path => `is exercised by ${baseName(reasons.get(path)?.test ?? path)}`, floor: 0 };
}

const MAX_TESTS = 8;
