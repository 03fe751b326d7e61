import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkLimits, limitsOfSizes } from '../../../src/engine/chunk/chunkLimits.ts';
import type { ParsedFile } from '../../../src/engine/ports.ts';
import { languages } from '../../../src/engine/parse/languages.ts';
import { parseText, printChunks, snippet } from '../parse/parseText.ts';

function check(rule: string, path: string, text: string, expected: readonly string[]): void {
    test(rule, async () => expect(printChunks(await parseText(path, text))).toEqual(expected));
}

/** `count` lines, numbered. */
function lines(count: number, line: (number: number) => string = number => `line ${number}`): string {
    return Array.from({ length: count }, (_, index) => line(index + 1)).join('\n');
}

function method(name: string, statements: number): string {
    return `    ${name}() {\n${lines(statements, number => `        step(${number});`)}\n    }`;
}

describe('a file with syntax', () => {
    check(
        'a definition of 12 to 60 lines is a chunk, and so is the code before it',
        'a.ts',
        `${lines(6, n => `import '${n}';`)}\n\n/** Doc. */\nexport function go() {\n${lines(20, n => `    step(${n});`)}\n}\n`,
        ['1-6', '8-30 go'],
    );

    check(
        'small neighbours share a chunk, up to 60 lines',
        'a.ts',
        lines(20, n => `function f${n}() {\n    one();\n    two();\n}`),
        ['1-60', '61-80'],
    );

    check(
        'a large class is cut along its methods; its first lines go with the first of them that is small',
        'a.ts',
        `class Cart {\n    items = [];\n\n${method('small', 3)}\n\n${method('first', 30)}\n\n${method('second', 30)}\n}\n`,
        ['1-8 Cart.small', '10-41 Cart.first', '43-75 Cart.second'],
    );

    check(
        'a large function is cut before its outermost statements, and never just before it closes',
        'a.ts',
        `function go() {\n${lines(9, n => `    if (x${n}) {\n${lines(8, m => `        step(${m});`)}\n    }`)}\n}\n`,
        ['1-41 go', '42-92 go'],
    );

    check(
        'in Python the decorator and the comment above belong to the chunk',
        'a.py',
        `import os\n${lines(3, n => `x${n} = 1`)}\n\n\n# Goes.\n@twice\ndef go():\n${lines(14, n => `    step(${n})`)}\n`,
        ['1-4', '7-23 go'],
    );

    check(
        'Markdown is cut by headings, a long section between paragraphs',
        'a.md',
        `# One\n\n${lines(20, n => `text ${n}`)}\n\n# Two\n\n${lines(40, n => `text ${n}.\n`)}`,
        ['1-22 One', '24-62 Two', '64-104 Two'],
    );

    check(
        'keys are packed',
        'a.yaml',
        lines(30, n => `key${n}:\n  inner: ${n}\n  other: ${n}`),
        ['1-60', '61-90'],
    );

    test('a chunk says what it defines, and shows the embedder what is around it', async () => {
        const file = await parseText(
            'a.ts',
            `class Cart extends Base {\n    items = [];\n\n${method('first', 30)}\n\n${method('second', 30)}\n}\n`,
        );
        expect(file.chunks.map(({ names, symbol }) => [symbol, names])).toEqual([
            [{ name: 'first', kind: 'method', container: 'Cart' }, ['Cart', 'items', 'first']],
            [{ name: 'second', kind: 'method', container: 'Cart' }, ['second']],
        ]);
        expect(file.chunks[1]?.embeddedText.split('\n', 3)).toEqual(['class Cart extends Base {', '    second() {', '        step(1);']);
    });

    test('an edit in one function leaves the embedded text of the others alone', async () => {
        const before = lines(6, n => `function f${n}() {\n${lines(20, m => `    step(${m});`)}\n}\n`);
        const after = before.replace('step(3);', 'step(3);\n    added();');
        const texts = async (text: string) => new Set((await parseText('a.ts', text)).chunks.map(chunk => chunk.embeddedText));
        const [old, edited] = [await texts(before), await texts(after)];
        expect(old.size).toBe(6);
        expect([...edited].filter(text => !old.has(text))).toHaveLength(1);
    });
});

describe('a file without syntax', () => {
    check('is cut into windows of 40 lines that overlap by 10', 'a.unknown', lines(90), ['1-40', '31-70', '61-90']);

    check(
        'long lines make windows short, and the overlap with them',
        'a.unknown',
        lines(4, () => 'x'.repeat(3_000)),
        ['1-1', '2-2', '3-3', '4-4'],
    );

    test('minified code is cut by lines and says so; a long line among others is not minified', async () => {
        const minified = await parseText('a.js', `var a=1;${'f(a);'.repeat(2_000)}`);
        expect(minified.problem).toBe('a line is longer than 5000 characters');
        expect(minified.chunks.map(chunk => [chunk.range, chunk.embeddedText.length])).toEqual([[{ startLine: 1, endLine: 1 }, 1_000]]);
        const table = await parseText('a.js', `const table = '${'x'.repeat(6_000)}';\n${lines(20, n => `function f${n}() {}`)}\n`);
        expect(table.problem).toBeUndefined();
        expect(table.facts.definitions).toHaveLength(21);
    });

    test('a million blank lines are no chunk', async () => {
        const file = await parseText('a.unknown', '\n'.repeat(1_000_000));
        expect([file.lines, file.chunks.length]).toEqual([1_000_001, 0]);
    });
});

describe('lines are those of an editor', () => {
    for (const [name, lineEnd] of [
        ['LF', '\n'],
        ['CR LF', '\r\n'],
        ['CR', '\r'],
    ] as const) {
        test(`${name}, with a byte order mark and without a last line end`, async () => {
            const text = `\uFEFF${snippet(`
                # 中文 🙂
                def first():
                    return "🙂"
                x = "\u2028"

                def second(): pass`)
                .trimEnd()
                .replaceAll('\n', lineEnd)}`;
            const file = await parseText('a.py', text);
            expect(file.lines).toBe(6);
            expect(file.facts.definitions.map(({ name: defined, range }) => [defined, range.startLine, range.endLine])).toEqual([
                ['first', 2, 3],
                ['x', 4, 4],
                ['second', 6, 6],
            ]);
            expect(file.chunks[0]?.text.split('\n')).toHaveLength(6);
            expect(file.chunks[0]?.text.startsWith('# 中文')).toBe(true);
        });
    }
});

/** Every non-blank line is in a chunk, ranges are in order and within the file, texts are the lines, sizes are kept. */
function expectSound(file: ParsedFile, text: string, limits = chunkLimits): void {
    const all = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
    const covered = new Set<number>();
    let previousStart = 0;
    for (const { range, text: chunkText, embeddedText } of file.chunks) {
        expect(range.startLine).toBeGreaterThan(previousStart);
        expect(range.endLine).toBeGreaterThanOrEqual(range.startLine);
        expect(range.endLine).toBeLessThanOrEqual(all.length);
        expect(chunkText).toBe(all.slice(range.startLine - 1, range.endLine).join('\n'));
        expect(range.endLine - range.startLine).toBeLessThan(limits.maxLines);
        if (range.endLine > range.startLine) expect(chunkText.length).toBeLessThanOrEqual(limits.maxCharacters);
        expect(embeddedText.length).toBeLessThanOrEqual(limits.maxCharacters + 1_000);
        for (let line = range.startLine; line <= range.endLine; line++) covered.add(line);
        previousStart = range.startLine;
    }
    const lost = all.flatMap((line, index) => (line.trim() === '' || covered.has(index + 1) ? [] : [index + 1]));
    expect(lost).toEqual([]);
    for (const { range, nameLine, signature, doc } of file.facts.definitions) {
        for (const place of [range, signature, ...(doc ? [doc] : [])]) {
            expect(place.startLine).toBeGreaterThan(0);
            expect(place.endLine).toBeGreaterThanOrEqual(place.startLine);
            expect(place.endLine).toBeLessThanOrEqual(all.length);
        }
        expect(nameLine).toBeGreaterThanOrEqual(range.startLine);
        expect(nameLine).toBeLessThanOrEqual(range.endLine);
    }
}

/** Pieces of many languages, well and badly joined: what grammars meet when an editor is in the middle of a word. */
const pieces = fc.constantFrom(
    'class Cart {',
    '    add(item) {',
    '}',
    '    }',
    'def go(self):',
    '    """Doc.',
    '"""',
    '    return 1',
    '@decorated',
    '#[derive(Debug)]',
    'impl Cart {',
    'func (c *Cart) Add() {',
    'type Cart struct {',
    '# Heading',
    '## Sub',
    '======',
    '---',
    '```',
    '// comment',
    '/* open',
    '*/',
    '{ "key": {',
    '"a": 1,',
    '[table]',
    'key:',
    '  inner: |',
    'const f = () => {',
    'namespace A {',
    'fn f() {',
    'x = 1',
    '',
    '',
    '   ',
    '\t',
    '(((((',
    '中文 🙂 \u2028',
    'y'.repeat(300),
    '<div>',
    '$x = "',
    "'",
);
const ends = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r');
const sourceLike = fc.array(fc.tuple(pieces, ends), { maxLength: 250 }).map(parts => parts.flat().join(''));
const anything = fc.oneof(sourceLike, sourceLike, fc.string({ unit: 'binary', maxLength: 2_000 }));

describe('no non-blank line is lost, whatever the text', () => {
    for (const language of languages) {
        const path = `a${language.extensions[0] ?? ''}`;
        test(language.id, async () => {
            const runs = (language.syntax.by === 'lines' ? 5 : 40) * (process.env['FOOTNOTE_FULL'] === '1' ? 25 : 1);
            await fc.assert(
                fc.asyncProperty(anything, async text => expectSound(await parseText(path, text), text)),
                { numRuns: runs },
            );
        });
    }
});

describe('sizes in tokens instead: 1000, 200 that overlap, 4000 at most', () => {
    const limits = limitsOfSizes({ size: 1_000, overlap: 200, maxTokens: 4_000 });

    test('windows of about a thousand tokens repeat about two hundred, and a definition of four thousand is whole', async () => {
        const lines = Array.from({ length: 250 }, (_, at) => `a line of some forty characters, number ${String(at).padStart(3, '0')}`);
        expect(printChunks(await parseText('a.unknown', lines.join('\n'), limits))).toEqual(['1-100', '81-180', '161-250']);
        const long = ['def long():', ...Array.from({ length: 300 }, (_, at) => `    step(${String(at)}, "of a definition")`)].join('\n');
        expect(printChunks(await parseText('a.py', long, limits))).toEqual(['1-301 long']);
        expect((await parseText('a.py', long)).chunks.length).toBeGreaterThan(4);
    });

    test.each(['a.ts', 'a.py', 'a.md', 'a.unknown'])('no line is lost, %s', async path => {
        await fc.assert(
            fc.asyncProperty(anything, async text => expectSound(await parseText(path, text, limits), text, limits)),
            { numRuns: 20 },
        );
    });
});
