import { describe, expect, test } from 'vitest';
import type { ChunkId } from '../../../src/protocol/passage.ts';
import type { FileTable, StoredRow, WordStatistics } from '../../../src/engine/ports.ts';
import type { Ranking } from '../../../src/engine/retrieve/ranking.ts';
import { rankMeaning } from '../../../src/engine/retrieve/meaningRanking.ts';
import { countFiles, pathRanking } from '../../../src/engine/retrieve/pathRanking.ts';
import { readQuestion } from '../../../src/engine/retrieve/readQuestion.ts';
import { symbolRanking } from '../../../src/engine/retrieve/symbolRanking.ts';
import { countWordsOf } from '../../../src/engine/store/candidateRows.ts';
import { bagOf } from '../../../src/engine/retrieve/terms.ts';
import { rankRows } from '../../../src/engine/retrieve/wordRanking.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { parseText } from '../parse/parseText.ts';
import { numbersFrom } from '../../doubles/numbersFrom.ts';
import { symbolsOf, tableOfPaths } from './indexedFixture.ts';

const statistics: WordStatistics = { rows: 1000, meanLength: 8, rowsWith: () => 10 };
const counting = { countWords: countWordsOf, statistics: () => statistics };

function row(place: string, text: string, names = ''): StoredRow {
    const [path = '', line = '1'] = place.split(':');
    const range = { startLine: Number(line), endLine: Number(line) + 9 };
    const id = place as ChunkId;
    return {
        id,
        path: workspacePath(path),
        language: 'text',
        kind: 'code',
        range,
        fileHash: '',
        vectorKey: '',
        names: bagOf(names),
        terms: bagOf(text),
    };
}

function order(ranking: Ranking): string[] {
    const scored: (readonly [string, number])[] = [];
    ranking.files.forEach((score, path) => scored.push([path, score]));
    return scored.sort(([, a], [, b]) => b - a).map(([path]) => path);
}

describe('by words', () => {
    check('more words of the question', 'retry limit', [row('a', 'retry one two'), row('b', 'retry limit two')], ['b', 'a']);
    check(
        'a word said often in one place counts, but not in proportion',
        'retry limit',
        [row('a', 'retry retry retry retry'), row('b', 'retry limit')],
        ['b', 'a'],
    );
    check('the same words in fewer', 'retry', [row('a', `retry ${'other '.repeat(40)}`), row('b', 'retry other')], ['b', 'a']);
    check('a name that is defined', 'retry', [row('a', 'retry one'), row('b', 'retry one', 'retry')], ['b', 'a']);
    check('a path that says it too', 'retry', [row('build/a', 'retry one'), row('retry/b', 'retry one')], ['retry/b', 'build/a']);
    check(
        'one good place before several weak ones',
        'retry limit backoff',
        [row('a:1', 'retry x'), row('a:20', 'limit x'), row('a:40', 'backoff x'), row('b', 'retry limit backoff')],
        ['b', 'a'],
    );
    check(
        'two good places before one',
        'retry limit',
        [row('a', 'retry limit x'), row('b:1', 'retry limit x'), row('b:20', 'retry limit y')],
        ['b', 'a'],
    );

    function check(rule: string, question: string, rows: readonly StoredRow[], expected: readonly string[]): void {
        test(rule, () => expect(order(rankRows(rows, readQuestion(question, statistics).terms, counting))).toEqual(expected));
    }
    test('the reason names the words as they were asked', () => {
        const ranking = rankRows([row('a', 'retry limit')], readQuestion('retries limited', statistics).terms, counting);
        expect(ranking.detail?.(workspacePath('a'))).toBe('has limited, retries');
    });
});

describe('by meaning', () => {
    check('two near chunks before one', { 'a:1': 0.9, 'b:1': 0.9, 'b:20': 0.8, 'c:1': 0.2 }, ['b', 'a', 'c']);
    check('a file with the nearest chunk before one with none', { 'a:1': 0.9, 'b:1': 0.3, 'c:1': 0.1 }, ['a', 'b', 'c']);

    function check(rule: string, similarities: Readonly<Record<string, number>>, expected: readonly string[]): void {
        test(rule, () => {
            const hits = Object.entries(similarities).map(([place, similarity]) => ({ row: row(place, ''), similarity }));
            expect(order(rankMeaning(hits))).toEqual(expected);
        });
    }
    test('everything that was found scores above what was not', () => {
        const ranking = rankMeaning([0.9, 0.5, 0.4].map((similarity, at) => ({ row: row(`f${at}`, ''), similarity })));
        expect(ranking.files.size).toBe(3);
        ranking.files.forEach(score => {
            expect(score).toBeGreaterThan(ranking.floor);
        });
    });
});

describe('by path', () => {
    const paths = ['src/build/retry.ts', 'src/build/plan.ts', 'src/retry/index.ts', 'docs/plan.md', 'src/index.ts'];
    check('words of the path, the file name first', 'retry', ['src/build/retry.ts', 'src/retry/index.ts']);
    check('several words', 'build plan', ['src/build/plan.ts', 'docs/plan.md', 'src/build/retry.ts']);
    check('a path that is spelled out', 'look at src/retry/index.ts', ['src/retry/index.ts']);
    check('a path of a stack trace by its ending', 'at /home/me/x/src/retry/index.ts:4:2', ['src/retry/index.ts']);
    check('a file name', 'what is plan.md', ['docs/plan.md']);

    function check(rule: string, question: string, expected: readonly string[]): void {
        test(rule, () => {
            const found = order(pathRanking(readQuestion(question, statistics), tableOfPaths(paths)));
            expect(found.slice(0, expected.length)).toEqual(expected);
        });
    }
    test('what was found follows the table when files come and go', () => {
        const known = { ...tableOfPaths(paths), version: 1 };
        const question = readQuestion('scheduler', statistics);
        expect(order(pathRanking(question, known))).toEqual([]);
        const grown = Object.assign(known, tableOfPaths([...paths, 'src/scheduler.ts']), { version: 2 });
        expect(order(pathRanking(question, grown))).toEqual(['src/scheduler.ts']);
    });
    test('a table that has changed many times is ranked as one that was never another', () => {
        const names = ['retry', 'plan', 'build', 'index', 'package', 'readme'];
        const all = names.flatMap(folder => names.flatMap(name => [`${folder}/${name}.md`, `src/${folder}/${name}.json`]));
        const question = readQuestion('how is the build plan of package.json retried, and readme.md installed', statistics);
        const random = numbersFrom(7);
        const table = { ...tableOfPaths([]), version: 0 };
        for (let change = 1; change <= 60; change++) {
            const files = all
                .filter(() => random() < (change % 10 === 0 ? 0.05 : 0.7))
                .map(name => ({
                    path: workspacePath(name),
                    language: 'text' as const,
                    kind: random() < 0.2 ? ('test' as const) : ('docs' as const),
                }));
            Object.assign(table, { files: () => files, version: change });
            const told = (of: FileTable) => {
                const { files: scores, meant, conventional } = pathRanking(question, of);
                const lines: string[] = [];
                scores.forEach((score, name) => lines.push(`${name} ${score} ${conventional.get(name)?.join() ?? ''}`));
                return [...lines.sort(), ...[...meant].sort(), countFiles(of)];
            };
            expect(told(table)).toEqual(told({ ...table }));
        }
    });
});

describe('by names that are defined', () => {
    const sources = {
        'a.ts': 'export function retryBuild() {\n    return 1;\n}\n',
        'b.ts': 'export class Plan {\n    limit = 3;\n    run() {\n        return retryBuild();\n    }\n}\n',
        'c.py': 'def retry_build():\n    return 1\n\nclass Runner:\n    def run(self):\n        return 2\n',
    };
    check('exactly as written before another spelling', 'retryBuild', ['a.ts', 'c.py']);
    check('a type by its plain word', 'what is a plan', ['b.ts']);
    check('using is not defining', 'who calls retryBuild', ['a.ts', 'c.py']);
    check('nothing for words that name nothing', 'why is it slow', []);

    function check(rule: string, question: string, expected: readonly string[]): void {
        test(rule, async () => {
            const parsed = await Promise.all(Object.entries(sources).map(([path, text]) => parseText(path, text)));
            expect(order(symbolRanking(readQuestion(question, statistics).names, symbolsOf(parsed), parsed.length))).toEqual(expected);
        });
    }
});
