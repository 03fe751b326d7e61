import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readCitations } from '../../../src/engine/answer/readCitations.ts';

/** The text with each mark written as `‹1:2-3›`, so that a mark and its look-alikes can be told apart. */
async function read(pieces: readonly string[]): Promise<string> {
    let out = '';
    for await (const piece of readCitations(stream(pieces))) out += piece.type === 'text' ? piece.text : `‹${piece.mark}›`;
    return out;
}

async function* stream(pieces: readonly string[]): AsyncIterable<string> {
    for (const piece of pieces) yield await Promise.resolve(piece);
}

function check(rule: string, text: string, expected: string): void {
    it(rule, async () => {
        expect(await read([text])).toBe(expected);
    });
}

describe('marks', () => {
    check('one number', 'Retried [1].', 'Retried ‹1›.');
    check('lines', 'Retried [2:12-18].', 'Retried ‹2:12-18›.');
    check('one line', 'Retried [2:12].', 'Retried ‹2:12›.');
    check('a list is several marks', 'Both [1, 2:3-4; 5].', 'Both ‹1›‹2:3-4›‹5›.');
    check('other ways to write lines', '[1:L3-L5] [1: 3–5]', '‹1:3-5› ‹1:3-5›');
    check('lines the wrong way round name the first', '[1:9-3]', '‹1:9›');
    check('a mark at the very end', 'Retried [1]', 'Retried ‹1›');
    check('marks side by side', '[1][2]', '‹1›‹2›');
});

describe('what is not a mark', () => {
    check('words in brackets', 'see [here] and [1a]', 'see [here] and [1a]');
    check('a link', '[1](https://example.org)', '[1](https://example.org)');
    check('an unfinished mark', 'Retried [1:', 'Retried [1:');
    check('brackets without a number', '[] [,] [:1]', '[] [,] [:1]');
    check('an index in a code span', 'takes `argv[1]` [1]', 'takes `argv[1]` ‹1›');
    check('a code span of two ticks that holds one', '``a ` [1]`` [2]', '``a ` [1]`` ‹2›');
    check('an index in a fenced block', '```js\nargv[1]\n```\n[1]', '```js\nargv[1]\n```\n‹1›');
    check('a fence of tildes, with ticks inside', '~~~\n```\na[1]\n~~~\n[1]', '~~~\n```\na[1]\n~~~\n‹1›');
    check('a longer fence is not ended by a shorter one', '````\n```\na[1]\n````\n[1]', '````\n```\na[1]\n````\n‹1›');
    check('a fence in a list', '- ```\n  a[1]\n  ```\n- [1]', '- ```\n  a[1]\n  ```\n- ‹1›');
    check('a span in ticks of three on one line', '```a[1]``` [1]', '```a[1]``` ‹1›');
    check('a span that is never closed ends with its paragraph', 'a ` b [1]\n\n[2]', 'a ` b [1]\n\n‹2›');
    check('ticks after text do not open a fence', 'a ``` b\n[1]\n\n[2]', 'a ``` b\n[1]\n\n‹2›');
});

describe('the pieces of the stream', () => {
    const parts = fc.constantFrom(
        '[',
        ']',
        '1',
        '12',
        ':',
        '-',
        ',',
        ' ',
        '\n',
        '\n\n',
        '`',
        '```',
        '~~~',
        '(',
        'a',
        '[1]',
        '[2:3-4]',
        '```\n',
        '😀',
        '\r\n',
        '> ',
        '- ',
    );

    it('do not matter, wherever they are cut', async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(parts, { maxLength: 30 }), fc.array(fc.nat(60), { maxLength: 8 }), async (written, cuts) => {
                const text = written.join('');
                const at = [...new Set(cuts.filter(cut => cut < text.length))].sort((a, b) => a - b);
                const pieces = [0, ...at].map((start, n) => text.slice(start, at[n] ?? text.length));
                expect(await read(pieces)).toBe(await read([text]));
                expect(await read(text.split(/(?=[^])/))).toBe(await read([text]));
            }),
            { numRuns: 500 },
        );
    });

    it('lose nothing: without marks, what comes out is what went in', async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(parts, { maxLength: 30 }), async written => {
                const text = written.join('').replaceAll(/\d/g, 'x');
                expect(await read([text])).toBe(text);
            }),
        );
    });
});
