import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { committedPlace } from '../../../src/extension/export/committedPlace.ts';
import { exportHtml } from '../../../src/extension/export/exportHtml.ts';
import { exportJson, readExportedJson } from '../../../src/extension/export/exportJson.ts';
import { exportMarkdown } from '../../../src/extension/export/exportMarkdown.ts';
import { linkPlaces } from '../../../src/extension/export/linkPlaces.ts';
import { redactConversation } from '../../../src/extension/export/redactConversation.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Answer, Citation, Evidence } from '../../../src/protocol/answer.ts';
import { newTurn, type Turn } from '../../../src/protocol/conversation.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { answer, citation, evidence } from '../chat/answers.ts';

function finished(id: string, change: Partial<Answer> = {}, question = 'How are items added?'): Turn {
    const whole = { ...answer, ...change };
    return {
        ...newTurn(id, question, [{ kind: 'lines', path: workspacePath('src/cart.ts'), range: { startLine: 3, endLine: 5 } }]),
        text: whole.text,
        evidence: whole.evidence,
        citations: whole.citations,
        coverage: whole.coverage,
        searchedMs: 5,
        progress: { state: 'finished', answer: whole },
    };
}

const at = new Date('2026-01-02T03:04:05Z');
const commit = 'abcdef0123456789abcdef0123456789abcdef01';
const url = `https://github.com/acme/shop/blob/${commit}/src/cart.ts#L4`;
const linked = new Map([['t1 1:4', { commit, url, range: { startLine: 4, endLine: 4 }, differs: false }]]);
const conversation = (turns: readonly Turn[], links = linked) => ({ title: 'About <items>', at, turns, links });

describe('where quoted lines stand in a commit', () => {
    const range = { startLine: 3, endLine: 4 };
    test('at the same lines, whatever the line ends are', () => {
        expect(committedPlace('c\nd', range, 'a\r\nb\r\nc\r\nd\r\n')).toEqual({ state: 'same', range });
    });
    test('elsewhere, when lines above were added and not committed: the nearest place', () => {
        expect(committedPlace('c\nd', range, 'c\nd\nx\nx\nx\nx\nc\nd')).toEqual({ state: 'same', range: { startLine: 1, endLine: 2 } });
    });
    test('nowhere: the lines were changed', () => {
        expect(committedPlace('c\nD', range, 'a\nb\nc')).toEqual({ state: 'differs', range: { startLine: 3, endLine: 3 } });
        expect(committedPlace('c', range, undefined)).toEqual({ state: 'absent' });
    });
});

describe('Markdown', () => {
    test('has every question, its answer with marks that are links, and what each mark names', () => {
        // What a program reads of it comes last, in a comment (`embedded.test.ts`).
        const [page] = exportMarkdown(conversation([finished('t1')])).split('\n<!-- footnote-conversation ');
        expect(page).toBe(`# About \\<items\\>

*Exported by Footnote on 2026-01-02. Links show the lines at commit abcdef0123.*

## How are items added?

About \`src/cart.ts:3-5\`

Items are added by \`addItem\` [[1:4]](${url}).

- \\[1:4\\] [\`src/cart.ts:4\`](${url})

searched 3 of 4 files · answered by Quotes
`);
    });

    test('says which lines differ from the commit, which are in none, and which have changed', () => {
        const stale: Citation = { ...citation, mark: '1:3', state: 'stale' };
        const turn = finished('t1', { citations: [citation, stale], text: 'A [1:4]. B [1:3].' });
        const differs = new Map([['t1 1:4', { commit, url, range: { startLine: 4, endLine: 4 }, differs: true }]]);
        const written = exportMarkdown(conversation([turn], differs));
        expect(written).toContain(`- \\[1:4\\] [\`src/cart.ts:4\`](${url}) — lines differ from commit abcdef0123`);
        expect(written).toContain('- \\[1:3\\] `src/cart.ts:4` — changed since the answer, not in a commit');
        expect(written, 'a mark with nowhere to go stays a mark').toContain('B [1:3].');
    });

    test('leaves code alone, and lets nothing of an answer load a picture or bring HTML', () => {
        const code = '```ts src/cart.ts:4 [1:4]\nif (a < b) x["![1:4]"] = [1:4];\n```';
        const text = `![spy](https://evil.example/p.png) <img src="https://evil.example/q.png"> \`a < b ![\` [1:4]\n\n${code}\n`;
        const written = exportMarkdown(conversation([finished('t1', { text })], linked));
        expect(written).toContain(code);
        expect(written).toContain('`a < b ![`');
        const drawn = new MarkdownIt({ html: true }).render(written);
        expect(drawn).not.toMatch(/<img/);
        expect(drawn).toContain(`<a href="${url}">[1:4]</a>`);
    });
});

describe('HTML', () => {
    test('stands by itself: its policy forbids scripts and whatever would be fetched, and nothing asks for it', () => {
        const hostile = [
            '<script>alert(1)</script> <img src=x onerror=alert(1)>',
            '![spy](https://evil.example/p.png) [run](javascript:alert(1)) [read](https://example.com/"onclick=x)',
            '[1:4]: javascript:alert(1)',
            '```ts "><script>alert(2)</script> [1:4]\n</code><script>alert(3)</script>\n```',
        ].join('\n\n');
        const page = exportHtml(conversation([finished('t1', { text: hostile }, '<b onclick="x">Why?</b>')]));
        const tags = [...page.matchAll(/<([a-z0-9]+)((?:\s[^<>]*)?)>/g)];
        const known = 'html head meta title style body main h1 h2 h3 p article a code pre ul li sup figure figcaption span'.split(' ');
        expect([...new Set(tags.map(([, tag]) => tag))].filter(tag => !known.includes(tag ?? ''))).toEqual([]);
        expect(
            tags.filter(([, , attributes = '']) =>
                /\son|\ssrc|javascript:/i.test(attributes.replace(/"[^"]*"/g, value => (/^"javascript:/i.test(value) ? value : ''))),
            ),
        ).toEqual([]);
        expect(page).toContain("default-src 'none'");
        expect(page).toContain('&#60;script&#62;alert(1)');
        expect(page).toContain(`<sup><a href="${url.replaceAll('&', '&#38;')}"`);
    });

    test('any question and any answer leave only the tags of the page', () => {
        const pieces = fc.constantFrom(
            '<',
            '>',
            '"',
            '`',
            '```\n',
            '\n',
            '[1:4]',
            '![a](https://e.x/i)',
            '[x](data:text/html,y)',
            '&lt;',
            '|',
            'a',
            '<!--',
            '</style>',
        );
        const text = fc.array(pieces, { maxLength: 12 }).map(all => all.join(''));
        fc.assert(
            fc.property(text, text, (question, words) => {
                const page = exportHtml(conversation([finished('t1', { text: words }, question)]));
                return (
                    !/<(img|script|iframe|!--(?! footnote-conversation ))/i.test(page) &&
                    page.split('</style>').length === 2 &&
                    !/href="(?!https?:)/.test(page)
                );
            }),
            { numRuns: 300 },
        );
    });
});

describe('JSON', () => {
    const failure = { kind: 'engine-stopped', detail: 'SIGKILL' } as const;
    const turns: readonly Turn[] = [
        finished('t1-imported', { payloadId: 'p1', doubts: [{ at: 5, why: 'unsupported', missing: ['seven'] }], redacted: 2 }),
        { ...newTurn('t2-imported', 'Second?'), text: 'Half', citations: [citation], progress: { state: 'stopped' } },
        { ...newTurn('t3-imported', 'Third?'), progress: { state: 'failed', failure } },
    ];

    test('brings the conversation back as it was, in another place too; only what was sent is not kept', () => {
        const again = readExportedJson(exportJson(conversation(turns)), 'c9');
        const [first, ...rest] = turns;
        const whole = first?.progress.state === 'finished' ? first.progress.answer : answer;
        expect(again).toEqual({
            id: 'c9',
            title: 'About <items>',
            turns: [{ ...first, progress: { state: 'finished', answer: { ...whole, payloadId: undefined } } }, ...rest],
        });
        expect(JSON.parse(exportJson(conversation([finished('t1')])))).toMatchObject({
            format: 'footnote-conversation',
            version: 1,
            links: [{ turnId: 't1', mark: '1:4', commit, url, differs: false }],
        });
    });

    test('that somebody else has written is taken as far as it is a conversation', () => {
        const told = (change: Readonly<Record<string, unknown>>) =>
            JSON.stringify({ ...(JSON.parse(exportJson(conversation(turns))) as object), ...change });
        expect(readExportedJson('{', 'c9')).toBeUndefined();
        expect(readExportedJson('[]', 'c9')).toBeUndefined();
        for (const change of [{ format: 'other' }, { version: 2 }, { title: 7 }, { turns: {} }, { turns: [] }, { turns: [1, null, {}] }])
            expect(readExportedJson(told(change), 'c9'), JSON.stringify(change)).toBeUndefined();
        const odd = { ...newTurn('../../x', 'Odd?'), citations: [{ mark: 'x', path: 7 }], progress: { state: 'nonsense' } };
        expect(readExportedJson(told({ turns: [odd] }), 'c9')?.turns).toEqual([
            { ...newTurn('t1-imported', 'Odd?'), progress: { state: 'stopped' } },
        ]);
    });

    test('anything at all is read without an error', () => {
        fc.assert(
            fc.property(fc.array(fc.anything(), { maxLength: 3 }), some => {
                const text = JSON.stringify({ format: 'footnote-conversation', version: 1, title: 't', turns: some });
                readExportedJson(text, 'c9');
            }),
        );
    });
});

describe('in a repository', () => {
    let folder: string;
    beforeEach(async () => {
        folder = await mkdtemp(path.join(os.tmpdir(), 'export-'));
        await mkdir(path.join(folder, 'src'));
    });
    afterEach(async () => {
        await rm(folder, { recursive: true });
    });
    const git = (...words: readonly string[]): string =>
        execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], {
            encoding: 'utf8',
        }).trim();
    const write = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);

    test('links are pinned to the commit, at its lines; what was never committed says so', async () => {
        git('init', '-q');
        git('remote', 'add', 'origin', 'git@gitlab.com:acme/web/shop.git');
        const committed = 'one\ntwo\nexport function addItem() {\n    items.push(1);\n}\nsix\n';
        await write('src/cart.ts', committed);
        git('add', '-A');
        git('commit', '-qm', 'first');
        const head = git('rev-parse', 'HEAD');
        await write('src/new.ts', 'export const a = 1;');
        // Two lines more above, and one of the cited lines changed: neither is committed.
        const seen = ['zero', 'zero', ...committed.split('\n')];
        seen[6] = '} // changed';
        await write('src/cart.ts', seen.join('\n'));
        const moved: Evidence = {
            ...evidence,
            passage: { ...evidence.passage, range: { startLine: 5, endLine: 7 }, text: seen.slice(4, 7).join('\n') },
        };
        const fresh: Evidence = { ...evidence, number: 2, passage: { ...evidence.passage, path: workspacePath('src/new.ts') } };
        const cited = (mark: string, startLine: number, file = 'src/cart.ts'): Citation => ({
            ...citation,
            mark,
            number: Number(mark[0]),
            path: workspacePath(file),
            range: { startLine, endLine: startLine },
        });
        const turn = finished('t1', {
            evidence: [moved, fresh],
            citations: [cited('1:6', 6), cited('1:7', 7), cited('2', 1, 'src/new.ts'), cited('3', 1, '../../etc/passwd')],
        });
        const links = await linkPlaces([turn], [{ folder, name: '' }]);
        expect([...links]).toEqual([
            [
                't1 1:6',
                {
                    commit: head,
                    range: { startLine: 4, endLine: 4 },
                    url: `https://gitlab.com/acme/web/shop/-/blob/${head}/src/cart.ts#L4`,
                    differs: false,
                },
            ],
            [
                't1 1:7',
                {
                    commit: head,
                    range: { startLine: 7, endLine: 7 },
                    url: `https://gitlab.com/acme/web/shop/-/blob/${head}/src/cart.ts#L7`,
                    differs: true,
                },
            ],
        ]);
    });

    test('without one there is nothing to link to, and the export says so', async () => {
        await write('src/cart.ts', 'x');
        const links = await linkPlaces([finished('t1')], [{ folder, name: '' }]);
        expect(links.size).toBe(0);
    });
});

test('what is handed on has no secrets: not in the question, the answer or what was found, nor half a key that an answer quotes', async () => {
    const engine = createEngine({ log: { trace: none, debug: none, info: none, warn: none, error: none } });
    const body = Array.from({ length: 6 }, (_, nth) => `MIIEpAIBAAKCAQEA${String(nth).repeat(48)}`);
    const file = ['a', 'b', '-----BEGIN RSA PRIVATE KEY-----', ...body, '-----END RSA PRIVATE KEY-----', ''].join('\n');
    const token = ['ghp', 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5'].join('_');
    const half: Evidence = {
        ...evidence,
        passage: { ...evidence.passage, range: { startLine: 5, endLine: 6 }, text: body.slice(1, 3).join('\n') },
    };
    const text = `With ${token} it is:\n\n\`\`\`\n  ${body[1]}\n\`\`\`\n The end [1:5].`;
    const turn = finished(
        't1',
        { evidence: [half], text, doubts: [{ at: text.indexOf(' The end'), why: 'uncited', missing: [] }] },
        `Is ${token} valid?`,
    );
    const safe = await redactConversation(
        { id: 'c1', title: `Is ${token} valid?`, turns: [turn] },
        { redact: texts => engine.redact(texts), readFile: async () => file },
    );
    const everything = JSON.stringify(safe);
    expect(everything).not.toContain(token);
    for (const line of body) expect(everything).not.toContain(line);
    const [first] = safe.turns;
    expect(first?.evidence[0]?.passage.text.split('\n')).toHaveLength(2);
    const doubt = first?.progress.state === 'finished' ? first.progress.answer.doubts?.[0] : undefined;
    expect(first?.text.slice(doubt?.at), 'a doubt stays behind its sentence').toBe(' The end [1:5].');
});

const none = (): void => undefined;
