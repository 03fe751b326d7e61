import { describe, expect, test } from 'vitest';
import { codeBlocks } from '../../../src/extension/code/codeBlocks.ts';
import { codeTargets } from '../../../src/extension/code/codeTarget.ts';
import { codeNumber, isCode, parseBlocks } from '../../../webview-ui/src/answerBlocks.ts';
import { attackMarkdown } from '../../webview-ui/attackMarkdown.ts';
import { citation, evidence } from '../chat/answers.ts';

const turn = { citations: [citation], evidence: [evidence] };

/** Which file the only block of an answer is for, with its lines, and the code that goes there. */
function target(text: string): readonly unknown[] {
    const [block = { code: '', info: '', before: '' }] = codeBlocks(text);
    const { labelled, others, code } = codeTargets(block, turn);
    return [labelled?.path, labelled?.range && `${labelled.range.startLine}-${labelled.range.endLine}`, others, code];
}

describe('a block of code is for', () => {
    test('the file behind its backticks', () => {
        for (const info of ['ts src/other.ts', 'ts:src/other.ts', 'ts title="src/other.ts"', 'src/other.ts'])
            expect(target(`\`\`\`${info}\nx();\n\`\`\``)).toEqual(['src/other.ts', undefined, ['src/cart.ts'], 'x();']);
        expect(target('```ts src/other.ts:3-5\nx();\n```')[1]).toBe('3-5');
    });

    test('the file in a comment on its first line, which is no code', () => {
        for (const comment of ['// src/cart.ts', '# file: src/cart.ts', '/* src/cart.ts */', '<!-- src/cart.ts -->'])
            expect(target(`\`\`\`ts\n${comment}\nx();\n\`\`\``)).toEqual(['src/cart.ts', undefined, [], 'x();']);
        expect(target('```ts\n// see src/cart.ts for more\nx();\n```')[0]).toBeUndefined();
    });

    test('the file that the words before it name or cite', () => {
        expect(target('In `cart.ts`, change:\n\n```ts\nx();\n```'), 'by its end, where one file has it').toEqual([
            'src/cart.ts',
            undefined,
            [],
            'x();',
        ]);
        expect(target('It is added here [1:4]:\n\n```ts\nx();\n```')[0]).toBe('src/cart.ts');
        expect(target('It is added here [1:9]:\n\n```ts\nx();\n```').slice(0, 3), 'a mark that cites nothing').toEqual([
            undefined,
            undefined,
            ['src/cart.ts'],
        ]);
    });

    test('none that can be told: then the files of the answer are to be chosen from', () => {
        expect(target('```ts\nx();\n```')).toEqual([undefined, undefined, ['src/cart.ts'], 'x();']);
    });
});

test('panel and extension count the blocks of code in the same way', () => {
    const nested =
        '- a\n\n  ```ts\n  one();\n  ```\n\n> ```\n> two();\n> ```\n\n    three();\n\nFrom `src/cart.ts`, line 4 [1:4]:\n\n```\nfour();\n```\n';
    for (const text of [nested, ...attackMarkdown.map(attack => attack.text.slice(0, 5_000))]) {
        const here = codeBlocks(text).map(({ code }) => code);
        const there = parseBlocks(text).flatMap(({ tokens }) => tokens.filter(isCode));
        expect(there.map(({ content }) => content.replace(/\n$/, ''))).toEqual(here);
        expect(there.map(codeNumber)).toEqual(here.map((_, nth) => nth));
    }
    expect(codeBlocks(nested).map(({ code }) => code)).toEqual(['one();', 'two();', 'three();', 'four();']);
});
