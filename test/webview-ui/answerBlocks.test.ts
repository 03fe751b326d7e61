import type { AnswerBlock } from '../../webview-ui/src/answerBlocks.ts';
import { describe, expect, test } from 'vitest';
import { codeNumber, isCode, parseBlocks } from '../../webview-ui/src/answerBlocks.ts';
import { partsOfCode } from '../../webview-ui/src/highlightCode.ts';
import { scenes } from '../../webview-ui/scenes.ts';
import { attackMarkdown, shortAttacks } from './attackMarkdown.ts';

/** What of a block is drawn. */
function essence({ source, tokens, codes }: AnswerBlock): unknown {
    return [
        source,
        codes,
        tokens.map(token => [token.type, token.tag, token.content, token.info, token.hidden, isCode(token) ? codeNumber(token) : '']),
    ];
}

const answers = [
    scenes.markdown().turns[0]?.text ?? '',
    scenes.finished().turns[0]?.text ?? '',
    'Setext\n===\n\n- a\n\n  b\n- c\n1. x\n2) y\n\n    indented\n\na | b\n- | -\n1 | 2\n\n~~~\nopen\n\nFrom `a.ts`, lines 1-2 [1:1-2]:\n\n```ts\na\n```\n\nFrom `a.ts`, line 2 [1:2]:\n',
    '> quote\nlazy\n\n> ```\n> code\n\ntext\n---\n***\n- [ ] task\n\n\n\n\n* other\r\n* list\r\n',
    ...shortAttacks.map(({ text }) => text),
];

describe('an answer that arrives', () => {
    test('has at each character the blocks that it would have if it were parsed as a whole', () => {
        for (const text of answers) {
            let blocks: readonly AnswerBlock[] = [];
            for (let length = 1; length <= text.length; length += 1) {
                const arrived = text.slice(0, length);
                blocks = parseBlocks(arrived, blocks);
                expect(blocks.map(essence)).toEqual(parseBlocks(arrived).map(essence));
            }
        }
    });

    test('keeps the blocks that two others follow, as the same objects', () => {
        const before = parseBlocks('# a\n\nb\n\nc\n\n- d');
        const after = parseBlocks('# a\n\nb\n\nc\n\n- d\n- e\n\nf', before);
        expect(after.slice(0, 2).every((block, nth) => block === before[nth])).toBe(true);
        expect(after.map(({ source }) => source)).toEqual(['# a\n\n', 'b\n\n', 'c\n\n', '- d\n- e\n\n', 'f']);
    });

    test('that is changed in its middle is parsed again from there', () => {
        const before = parseBlocks('a\n\nb\n\nc\n\nd');
        const after = parseBlocks('a\n\nb[?1]\n\nc\n\nd', before);
        expect(after.map(({ source }) => source)).toEqual(['a\n\n', 'b[?1]\n\n', 'c\n\n', 'd']);
    });

    test('loses no character, whatever it is', () => {
        for (const { text } of attackMarkdown) {
            const whole = parseBlocks(text)
                .map(({ source }) => source)
                .join('');
            const normal = text.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
            // Without a block there is nothing to draw.
            if (whole !== '' || normal.trim() !== '') expect(whole).toBe(normal);
        }
    });
});

test('code in parts is the code, and what was cut stays cut as more comes', () => {
    const code = Array.from({ length: 900 }, (_, nth) =>
        nth % 9 === 0 ? '' : nth % 9 === 1 ? `function f${nth}() {` : `    call(${nth});`,
    ).join('\n');
    expect(partsOfCode(code).join('\n')).toBe(code);
    expect(partsOfCode(code).length).toBeGreaterThan(1);
    const earlier = partsOfCode(code.slice(0, 13_000));
    expect(partsOfCode(code).slice(0, earlier.length - 1)).toEqual(earlier.slice(0, -1));
    const oneLine = 'x'.repeat(20_000);
    expect(partsOfCode(oneLine)).toEqual([oneLine]);
});
