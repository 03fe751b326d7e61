import { expect, test } from 'vitest';
import { exportHtml } from '../../../src/extension/export/exportHtml.ts';
import { exportJson } from '../../../src/extension/export/exportJson.ts';
import { exportMarkdown } from '../../../src/extension/export/exportMarkdown.ts';
import { readExported } from '../../../src/extension/export/embeddedConversation.ts';
import { changeWords } from '../../../src/extension/features/changeWords.ts';
import { newTurn, type Turn } from '../../../src/protocol/conversation.ts';
import { answer, citation, evidence } from '../chat/answers.ts';

const turn = (text: string, question = 'How?'): Turn => ({
    ...newTurn('t1', question),
    text,
    evidence: [evidence],
    citations: [citation],
    coverage: answer.coverage,
    searchedMs: 3,
    progress: { state: 'finished', answer: { ...answer, text } },
});
const exported = (one: Turn) => ({ title: 'Cart', at: new Date('2026-01-02T03:04:05Z'), turns: [one], links: new Map() });

test.each([
    ['Markdown', exportMarkdown],
    ['HTML', exportHtml],
    ['JSON', exportJson],
])('what was exported as %s comes back with its questions, answers and footnotes', (_, write) => {
    for (const text of [
        answer.text,
        'Ends a comment --> [1:4] <!-- and begins one',
        '`<script>` --- a --> b',
        '</main> \u2028 "quoted" \\',
    ]) {
        const back = readExported(write(exported(turn(text, 'What is --> this?'))), 'x');
        expect(back).toMatchObject({
            title: 'Cart',
            turns: [{ question: 'What is --> this?', text, citations: [citation], progress: { state: 'finished' } }],
        });
    }
});

test.each([
    ['Markdown', exportMarkdown],
    ['HTML', exportHtml],
])('%s ends with one comment, which nothing in it can end, and which has no text of the repository', (_, write) => {
    const page = write(exported(turn('a --> <script>alert(1)</script> -- b')));
    const [before = '', ...after] = page.split('<!-- footnote-conversation ');
    expect(after).toHaveLength(1);
    expect(after[0]?.split('-->')).toHaveLength(2);
    expect(after[0]?.split('--')).toHaveLength(2);
    expect(after[0]).not.toContain('items.push');
    expect(before).not.toContain('<script>');
});

test('what is no export is none', () => {
    for (const text of ['', '{}', '# A page\n', '<!-- footnote-conversation {"format":1} -->', '<!-- footnote-conversation {'])
        expect(readExported(text, 'x')).toBeUndefined();
});

test('a re-check says how many citations changed', () => {
    const states = (...all: (typeof citation.state)[]): string =>
        changeWords([{ ...turn(''), citations: all.map(state => ({ ...citation, state })) }]);
    expect(states('stale', 'verified', 'stale', 'moved', 'stale', 'verified', 'verified')).toBe('3 of 7 citations changed since; 1 moved.');
    expect(states('stale', 'verified')).toBe('1 of 2 citations changed since.');
    expect(states('verified', 'verified')).toBe('all 2 citations stand as they were.');
    expect(states()).toBe('this conversation has no citations.');
});
