import { describe, expect, test } from 'vitest';
import type { WordStatistics } from '../../../src/engine/ports.ts';
import { questionParts } from '../../../src/engine/retrieve/questionParts.ts';
import { readQuestion } from '../../../src/engine/retrieve/readQuestion.ts';
import { snippet } from '../parse/parseText.ts';

/** Every word stands in ten rows of a thousand, except those given. */
function statistics(rows: Readonly<Record<string, number>> = {}): WordStatistics {
    return { rows: 1000, meanLength: 100, rowsWith: term => rows[term] ?? 10 };
}

const report = snippet(`
    Retry ignores the limit
    <!-- Please fill in the template -->
    ### Describe the bug
    With \`maxRetries\` set, the scheduler goes on for ever.
    \`\`\`
    backoff overflow backoff
    \`\`\`
    - [x] I have searched the tracker
    ### System Info
    Ubuntu 22.04, Node 20
    ### Expected behavior
    It stops.
`);

describe('the parts of a question', () => {
    test('a bug report has a title, prose and code; comments, confirmations and questionnaires are dropped', () => {
        expect(questionParts(report).map(({ role, text }) => `${role}: ${text}`)).toEqual([
            'title: Retry ignores the limit',
            'prose: With `maxRetries` set, the scheduler goes on for ever.',
            'code: backoff overflow backoff',
            'prose: It stops.',
        ]);
    });
    test('a question of one line is all title', () => {
        expect(questionParts('how are retries limited').map(({ role }) => role)).toEqual(['title']);
    });
    test('stack frames count as code, and a fence that is never closed ends with the text', () => {
        const roles = questionParts('It crashed\n  File "/usr/lib/a/retry.py", line 7, in run\nafter a while\n```\nlog').map(
            ({ role }) => role,
        );
        expect(roles).toEqual(['title', 'code', 'prose', 'code']);
    });
});

describe('what weighs in a question', () => {
    test('the title before the prose, the prose before the code', () => {
        const terms = readQuestion(report, statistics()).terms.map(({ term }) => term);
        const places = ['limit', 'scheduler', 'backoff'].map(term => terms.indexOf(term));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(places).not.toContain(-1);
    });
    test('the rare before the common', () => {
        const { terms } = readQuestion('limit of retries', statistics({ limit: 900, retry: 3 }));
        expect(terms.map(({ term }) => term).slice(0, 1)).toEqual(['retry']);
        expect(terms.find(({ term }) => term === 'limit')?.weight).toBeLessThan(1);
    });
    test('a word that stands nowhere is not asked for', () => {
        expect(readQuestion('zebra limit', statistics({ zebra: 0 })).terms.map(({ term }) => term)).not.toContain('zebra');
    });
    test('neighbours in the title are tried as one name', () => {
        expect(readQuestion('the base uri is lost', statistics()).terms.map(({ term }) => term)).toContain('baseuri');
    });
    test('reasons are told in the words of the question, not in stems', () => {
        expect(readQuestion('private retries', statistics()).terms.map(({ written }) => written)).toContain('retries');
    });
});

describe('names and paths in a question', () => {
    checkNames('what looks like code weighs twice', 'why does retryBuild fail', ['retrybuild 2', 'fail 1', 'retrybuildfail 1']);
    checkNames('so does what is called or quoted', 'is `limit` read by load()', ['limit 2', 'read 1', 'limitread 1', 'load 2']);
    checkPaths('a path', 'crash in src/build/retry.ts on start', ['src/build/retry.ts']);
    checkPaths('a file name', 'what does Makefile.am do beside retry.go?', ['makefile.am', 'retry.go']);
    checkPaths('a path of another system', 'at C:\\work\\lib\\retry.cs', ['work/lib/retry.cs']);
    checkPaths('no path in a call or a sentence', 'call retry.run(1), then stop. Fine', []);

    function checkNames(rule: string, question: string, expected: readonly string[]): void {
        test(rule, () => {
            expect(readQuestion(question, statistics()).names.map(({ folded, weight }) => `${folded} ${weight}`)).toEqual(expected);
        });
    }
    function checkPaths(rule: string, question: string, expected: readonly string[]): void {
        test(rule, () => expect(readQuestion(question, statistics()).paths).toEqual(expected));
    }
});
