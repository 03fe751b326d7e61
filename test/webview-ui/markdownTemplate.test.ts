import { render } from 'lit';
import { describe, expect, test } from 'vitest';
import type { Citation } from '../../src/protocol/answer.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { markdownTemplate } from '../../webview-ui/src/markdownTemplate.ts';
import { scenes } from '../../webview-ui/scenes.ts';
import { attackMarkdown } from './attackMarkdown.ts';

const path = workspacePath('src/cart.ts');
const citation = (mark: string, startLine: number, endLine: number): Citation => ({
    mark,
    number: Number(mark.split(':')[0]),
    path,
    range: { startLine, endLine },
    hash: '',
    state: 'verified',
});
const citations = [citation('1', 10, 20), citation('1:12-18', 12, 18), citation('1:20', 20, 20)];

/** The answer as a tree of tags and text; a footnote is `{mark}`, a figure of code is `[code …]`. */
function drawn(text: string, isArriving = false): string {
    const box = document.createElement('div');
    render(markdownTemplate({ text, citations, evidence: [], isArriving }), box);
    return outline(box).trim();
}

function outline(node: Node): string {
    // The line breaks of our own templates are not part of what is drawn.
    if (node.nodeType === Node.TEXT_NODE) return (node.textContent ?? '').replace(/^\n\s+$/, '');
    if (!(node instanceof Element)) return '';
    const inner = [...node.childNodes].map(outline).join('');
    const name = node.localName;
    if (name === 'citation-link') return `{${(node as Element & { citation: Citation }).citation.mark}}`;
    if (name === 'code-figure') return figureOutline(node as Parameters<typeof figureOutline>[0]);
    if (name === 'div' || name === 'bdi' || name === 'span') return inner;
    const href = node.getAttribute('href');
    return `<${name}${href === null ? '' : ` ${href}`}>${inner}</${name}>`;
}

function figureOutline(
    figure: Element & { code: string; language: string; quote?: { lineNumbers: readonly (number | undefined)[] } },
): string {
    const lines = figure.code.split('\n').map((line, at) => `${figure.quote ? `${figure.quote.lineNumbers[at] ?? ''}|` : ''}${line}`);
    return `[${figure.quote ? 'quote' : 'code'} ${figure.language}: ${lines.join(' / ')}]`;
}

function check(rule: string, text: string, expected: string): void {
    test(rule, () => {
        expect(drawn(text)).toBe(expected);
    });
}

describe('footnotes', () => {
    check('a mark with a citation is a footnote', 'Adds.[1:12-18] Removes.[1]', '<p>Adds.{1:12-18} Removes.{1}</p>');
    check('a mark without one is text', 'See [2], [1:99] and [x].', '<p>See [2], [1:99] and [x].</p>');
    check('side by side and at the start of a line', '[1][1:20]: both', '<p>{1}{1:20}: both</p>');
    check('in lists, tables and emphasis', '- **a[1]**\n- b', '<ul><li><strong>a{1}</strong></li><li>b</li></ul>');
    check('in code it is code', '`a[1]`', '<p><code>a[1]</code></p>');
    check(
        'a definition cannot turn a mark into a link',
        'So.[1]\n\n[1]: https://evil.example',
        '<p>So.{1}</p><p>{1}: https://evil.example</p>',
    );
    test('half a mark is held back while text arrives, and only then', () => {
        for (const half of ['[', '[1', '[1:', '[1:12', '[1:12-', '[1:12-18']) {
            expect(drawn(`Adds.${half}`, true)).toBe('<p>Adds.</p>');
            expect(drawn(`Adds.${half}`, false)).toBe(`<p>Adds.${half}</p>`);
        }
    });
});

describe('quotations', () => {
    check(
        'a fence that names its citation is a figure with line numbers',
        '```ts src/cart.ts:12-13 [1:12-18]\na\nb\n```',
        '[quote ts: 12|a / 13|b]',
    );
    check(
        'so is a fence under a caption, which the figure replaces',
        'From `src/cart.ts`, lines 12-18 [1:12-18]:\n\n```ts\na\nb\n```',
        '[quote ts: 12|a / 13|b]',
    );
    check(
        'two stretches in one figure are numbered each from its own start',
        'From `src/cart.ts`, lines 12-18 and 20 [1:12-18] [1:20]:\n\n```ts\na\n  …\nb\n```',
        '[quote ts: 12|a / |  … / 20|b]',
    );
    check('a fence without a citation is code', '```ts src/cart.ts:12-13 [2]\na\n```', '[code ts: a]');
    check('a citation of another file is no licence', '```ts src/other.ts:12-13 [1:12-18]\na\n```', '[code ts: a]');
    check(
        'nor in a caption',
        'From `src/other.ts`, line 20 [1:20]:\n\n```\na\n```',
        '<p>From <code>src/other.ts</code>, line 20 {1:20}:</p>[code : a]',
    );
    check('what follows the language is not an attribute', '``` onclick=alert(1)\na\n```', '[code onclick: a]');
    test('code that the source does not contain is called misquoted', () => {
        const { evidence, citations: cited } = scenes.finished().turns[0]!;
        const isMisquoted = (code: string): unknown => {
            const box = document.createElement('div');
            const text = `\`\`\`typescript src/build/retry.ts:18-24 [1:18-24]\n${code}\n\`\`\``;
            render(markdownTemplate({ text, citations: cited, evidence, isArriving: false }), box);
            return box.querySelector<Element & { quote: { isMisquoted: boolean } }>('code-figure')?.quote.isMisquoted;
        };
        expect(isMisquoted('    catch (error) {\n      // …\n    }')).toBe(false);
        expect(isMisquoted('catch (error) {\n}')).toBe(false);
        expect(isMisquoted('    catch (error) {\n      retryForEver();\n    }')).toBe(true);
    });
});

describe('what is drawn', () => {
    check('headings come below the question', '# a\n### b', '<h3>a</h3><h4>b</h4>');
    check('a numbered list keeps its start', '3. c\n4. d', '<ol><li>c</li><li>d</li></ol>');
    check(
        'a table',
        '|a|b|\n|-|-|\n|1|2|',
        '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
    );
    check('a link shows where it leads', '[docs](https://a.example/x)', '<p><a https://a.example/x>docs</a> (a.example)</p>');
    check(
        'also when its words name another place',
        '[https://good.example](https://evil.example)',
        '<p><a https://evil.example/>https://good.example</a> (evil.example)</p>',
    );
    check(
        'a user name is no host',
        '[a](https://good.example@evil.example/)',
        '<p><a https://good.example@evil.example/>a</a> (evil.example)</p>',
    );
    check('what is not https cannot be followed', '[a](http://a.example) [b](docs/b.md)', '<p>a (http://a.example) b (docs/b.md)</p>');
    check('an image is its alternative text', '![alt](https://evil.example/p.png)', '<p>alt</p>');
    check('characters that turn text around are shown', 'a\u202eb', '<p>a\\u{202e}b</p>');
    check('joiners of scripts stay in prose', 'می\u200cخواهم', '<p>می\u200cخواهم</p>');
    check('HTML is text', '<b onclick=x>a</b>', '<p><b onclick=x>a</b></p>');
});

const SAFE_TAGS = new Set(
    'p ul ol li h3 h4 h5 table thead tbody tr th td strong em s code br hr blockquote a bdi span div code-figure citation-link'.split(' '),
);
const SAFE_ATTRIBUTES = new Set(['href', 'dir', 'title', 'rel', 'start', 'class', 'tabindex', 'role', 'aria-label']);

function unsafeParts(box: Element): readonly string[] {
    return [...box.querySelectorAll('*')].flatMap(element => [
        ...(SAFE_TAGS.has(element.localName) ? [] : [`<${element.localName}>`]),
        ...[...element.attributes].filter(({ name }) => !SAFE_ATTRIBUTES.has(name)).map(({ name }) => `${element.localName} ${name}`),
        ...(element.hasAttribute('href') && !element.getAttribute('href')?.startsWith('https://')
            ? [`href ${element.getAttribute('href') ?? ''}`]
            : []),
    ]);
}

test.each(attackMarkdown)('attack: $name: no prefix of it makes more than the allowed elements', ({ text }) => {
    const box = document.createElement('div');
    // Those that attack by their size take a tenth of a second each.
    const step = Math.max(1, Math.floor(text.length / (text.length > 5_000 ? 8 : 200)));
    for (let length = 1; length <= text.length + step; length += step) {
        render(markdownTemplate({ text: text.slice(0, length), citations, evidence: [], isArriving: length < text.length }), box);
        expect(unsafeParts(box)).toEqual([]);
    }
});

test('an answer of absurd size is cut, and says so', () => {
    expect(drawn('a '.repeat(200_000))).toMatch(/too long to show\.<\/p>$/);
});

test('deep nesting does not fail', () => {
    expect(drawn(`${'> '.repeat(5000)}deep`)).toContain('<blockquote>');
    expect(drawn('[1]('.repeat(300))).toContain('{1}');
});
