import { describe, expect, test } from 'vitest';
import type { FileKind } from '../../../src/protocol/code.ts';
import type { Signal } from '../../../src/protocol/passage.ts';
import type { Ranking } from '../../../src/engine/retrieve/ranking.ts';
import type { FuseOptions } from '../../../src/engine/retrieve/fuseRankings.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { fuseRankings } from '../../../src/engine/retrieve/fuseRankings.ts';
import { certainly } from '../../../src/engine/retrieve/intent.ts';

function ranking(signal: Signal, scores: Readonly<Record<string, number>>, floor = 0): Ranking {
    const files = new Map(Object.entries(scores).map(([path, score]) => [workspacePath(path), score]));
    return { signal, files, detail: path => `${signal} of ${path}`, floor };
}

const kindOf = (path: string): FileKind => (path.includes('test') ? 'test' : path.endsWith('.md') ? 'docs' : 'code');
const plain: FuseOptions = { wants: certainly('code'), kindOf };

describe('the order of files', () => {
    check('the scale of a ranker does not matter', [ranking('words', { a: 9000, b: 4000 }), ranking('meaning', { a: 0.2, b: 0.9 })], {}, [
        'a',
        'b',
    ]);
    check('words weigh more than paths', [ranking('words', { a: 3 }), ranking('path', { b: 30 })], {}, ['a', 'b']);
    check('but agreement beats one of them', [ranking('words', { a: 10, b: 9 }), ranking('path', { b: 3 })], {}, ['b', 'a']);
    check('a test stands below code that fits half as well', [ranking('words', { 'test/a': 10, b: 5 })], {}, ['b', 'test/a']);
    check('unless tests are wanted', [ranking('words', { 'test/a': 10, b: 8 })], { wants: certainly('tests') }, ['test/a', 'b']);
    check(
        'a document stands above code when documents are wanted',
        [ranking('words', { 'a.md': 6, b: 10 })],
        { wants: certainly('docs') },
        ['a.md', 'b'],
    );
    check(
        'in doubt the better fit stands first, whatever it is',
        [ranking('words', { 'test/a': 10, b: 8 })],
        { wants: { ...certainly('code'), code: 0.4, tests: 0.6 } },
        ['test/a', 'b'],
    );
    check(
        'in doubt between tests and documents, code still steps back a little',
        [ranking('words', { 'a.md': 8, 'test/a': 8, b: 10 })],
        { wants: { ...certainly('tests'), tests: 0.6, docs: 0.4 } },
        ['test/a', 'a.md', 'b'],
    );
    check('declarations stand below the code they declare', [ranking('words', { 'a.d.ts': 10, 'a.ts': 5 })], {}, ['a.ts', 'a.d.ts']);
    check('the open file wins a tie', [ranking('words', { a: 5, b: 5 })], { focus: workspacePath('b') }, ['b', 'a']);
    check('but not against a better one', [ranking('words', { a: 5, b: 3 })], { focus: workspacePath('b') }, ['a', 'b']);
    check('equal files stand in the order of their paths', [ranking('words', { b: 5, a: 5 })], {}, ['a', 'b']);

    function check(rule: string, rankings: readonly Ranking[], options: Partial<FuseOptions>, expected: readonly string[]): void {
        test(rule, () => expect(fuseRankings(rankings, { ...plain, ...options }).map(({ path }) => path)).toEqual(expected));
    }
});

test('a score is the sum of its reasons, and each reason says its share', () => {
    for (const file of fuseRankings([ranking('words', { 'test/a': 10, b: 5 }), ranking('path', { b: 2 })], plain)) {
        expect(file.origins.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(file.score);
    }
    const [first, second] = fuseRankings([ranking('words', { 'test/a': 10, b: 5 })], plain);
    expect(first?.origins).toEqual([{ signal: 'words', contribution: 1, detail: 'words of b' }]);
    expect(second?.origins.at(-1)).toEqual({
        signal: 'kind',
        contribution: -2,
        detail: 'is a test, and other files seem to be asked for',
    });
});

test('a ranker whose best file is not telling does not earn its whole weight', () => {
    const weak = { ...ranking('symbol', { a: 2 }), telling: 16 };
    expect(fuseRankings([weak], plain)[0]?.score).toBeCloseTo(0.5 / 8);
});

test('rankers that found nothing leave nothing behind', () => {
    expect(fuseRankings([ranking('words', {}), ranking('meaning', {}, 0.3)], plain)).toEqual([]);
});
