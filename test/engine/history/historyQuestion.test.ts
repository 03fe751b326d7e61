/** Which questions want the history, and which only sound like it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { historyQuestion } from '../../../src/engine/history/historyQuestion.ts';
import { writtenPlace } from '../../../src/engine/history/writtenPlace.ts';

describe('a question about what was done to the text of the repository', () => {
    test.each([
        'why was src/x.ts:12 added?',
        'Why was this line removed?',
        'why did we drop node 16?',
        'who introduced retryBuild',
        'who last changed src/cart.ts?',
        'who wrote this function?',
        'when was the retry limit changed?',
        'since when does it support zstd?',
        'which commit added support for zstd?',
        'show me the commits that touched the parser',
        'git blame for src/cart.ts',
        'history of src/cart.ts',
        'what changed in the parser lately?',
        'recent changes to src/cart.ts',
        'why is this check here?',
        'Warum wurde der Cache entfernt?',
        'Wer hat retryBuild hinzugefügt?',
        'Welcher Commit hat das eingeführt?',
        'Pourquoi le cache a été supprimé ?',
        'Qui a ajouté retryBuild ?',
        '¿Por qué se eliminó la caché?',
        'なぜこの行が追加されましたか',
        'どのコミットで追加されたか',
        '为什么删除了缓存？',
        '哪个提交添加了 zstd 支持？',
    ])('%s', question => expect(historyQuestion(question)).toBeDefined());
});

describe('a question about what code does is none', () => {
    test.each([
        'who adds items to the cart?',
        'when is the cart cleared?',
        'where is the history of conversations kept?',
        'how does the history of the router work?',
        'why is the cart locked while it is saved?',
        'which commit hooks are there?',
        'which commits should be skipped when i look who wrote a line',
        'who calls retryBuild?',
        'what is a commit?',
        'how are changes committed to the store?',
        'wann wird der Cache geleert?',
        'wer ruft retryBuild auf?',
    ])('%s', question => expect(historyQuestion(question)).toBeUndefined());

    test('of all questions that answers and retrieval are judged by, none changes', () => {
        const folder = path.resolve(import.meta.dirname, '../../retrieval/pack');
        const asked = ['queries', 'sides', 'sidesSecond', 'sidesHeldBack', 'sidesFourth'].flatMap(name =>
            readFileSync(path.join(folder, `${name}.jsonl`), 'utf8')
                .split('\n')
                .flatMap(line => [...line.matchAll(/"query": ?"((?:[^"\\]|\\.)*)"/g)].map(([, query]) => query ?? '')),
        );
        expect(asked.length).toBeGreaterThan(200);
        expect(asked.filter(query => historyQuestion(query) !== undefined)).toEqual([]);
    });
});

test('a place is read as people write it', () => {
    for (const written of ['src/a.ts:12-18', 'src/a.ts#L12-L18', 'lines 12 to 18 of `src/a.ts`', 'src/a.ts, lines 12-18'])
        expect(writtenPlace(`why was ${written} added?`), written).toEqual({ path: 'src/a.ts', range: { startLine: 12, endLine: 18 } });
    expect(writtenPlace('why was src/a.ts added in version 12?')).toBeUndefined();
});
