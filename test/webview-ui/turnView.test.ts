import { expect, test } from 'vitest';
import type { Answer } from '../../src/protocol/answer.ts';
import { CodeFigure } from '../../webview-ui/src/codeFigure.ts';
import { TurnView } from '../../webview-ui/src/turnView.ts';
import { scenes } from '../../webview-ui/scenes.ts';
import { find, findAll, mount, textOf } from './elements.ts';

const answer: Answer = {
    text: 'There [1].',
    citations: [],
    evidence: [],
    coverage: { searchedFiles: 1, totalFiles: 1, skippedFiles: 0, isPartial: false, hasMeaning: true },
    answeredBy: 'llama',
    isAnswered: true,
    tookMs: 5,
};

async function shown(changes: Partial<Answer>) {
    const finished = { ...answer, ...changes };
    const { text, citations, evidence, coverage } = finished;
    const progress = { state: 'finished', answer: finished } as const;
    return await mount(new TurnView(), { turn: { id: 't1', question: 'Where?', text, citations, evidence, coverage, progress } });
}

test('an answer of a model says how many secrets were taken out, and shows what was sent', async () => {
    const { element, intents } = await shown({ redacted: 2, payloadId: 'p1' });
    expect(textOf(find(element, '.account'))).toContain('2 values redacted');
    find(element, '.account .link').click();
    expect(intents).toEqual([{ type: 'show-payload', turnId: 't1' }]);
});

test('a quoting answer sent nothing, and there is nothing to show', async () => {
    const { element } = await shown({});
    expect(textOf(find(element, '.account'))).not.toContain('redacted');
    expect(findAll(element, '.account .link')).toEqual([]);
});

async function sceneTurn(name: 'versions' | 'incomplete' | 'continuing' | 'queued' | 'markdown', isLast = true) {
    const [turn] = scenes[name]().turns;
    if (!turn) throw new Error(`${name} has no turn`);
    return await mount(new TurnView(), { turn, isLast });
}

test('one of several answers says which it is, leads to the others, and to another model', async () => {
    const { element, intents } = await sceneTurn('versions');
    expect(textOf(find(element, '.versions'))).toBe('2/2');
    find(element, '[aria-label="Next answer"]').click();
    expect(intents, 'there is none after the last').toEqual([]);
    find(element, '[aria-label="Previous answer"]').click();
    find(element, '[aria-label^="Ask another model"]').click();
    expect(intents).toEqual([
        { type: 'show-version', turnId: 't1', version: 1 },
        { type: 'retry-with-model', turnId: 't1' },
    ]);
});

test('questions that go on from an answer are asked with a click, under the last answer only', async () => {
    const { element, intents } = await sceneTurn('versions');
    expect(findAll(element, '.follow-ups button').map(textOf)).toEqual([
        'What uses retryBuild?',
        'Which tests cover retryBuild?',
        'Where is retryBuild configured?',
    ]);
    find(element, '.follow-ups button').click();
    expect(intents).toEqual([{ type: 'ask', text: 'What uses retryBuild?' }]);
    expect(findAll((await sceneTurn('versions', false)).element, '.follow-ups')).toEqual([]);
});

test('an answer that ended early can be gone on with, a whole one cannot; while it goes on, what there is stays', async () => {
    const { element, intents } = await sceneTurn('incomplete');
    find(element, '.ways .secondary').click();
    expect(intents).toEqual([{ type: 'continue', turnId: 't1' }]);
    expect(findAll((await sceneTurn('versions')).element, '.ways')).toEqual([]);
    const going = (await sceneTurn('continuing')).element;
    expect(textOf(find(going, '.working'))).toBe('Going on with the answer…');
    expect(textOf(find(going, 'answer-text'))).toContain('A failed build is retried');
    expect(textOf(find((await sceneTurn('queued')).element, '.working'))).toBe('Waiting for the engine…');
});

test('code that is no quotation has what can be done with it; a quotation is opened and copied', async () => {
    const { element, intents } = await sceneTurn('markdown');
    const [written, quoted] = findAll(element, 'code-figure');
    if (!written || !quoted) throw new Error('there are two blocks of code');
    expect(findAll(written, '.tool').map(tool => tool.getAttribute('aria-label'))).toEqual([
        'Copy code',
        'Insert code at the cursor',
        'Open code as a new file',
        'Compare with the file and apply…',
    ]);
    for (const tool of findAll(written, '.tool').slice(1)) tool.click();
    expect(intents).toEqual(['insert', 'new-file', 'apply'].map(use => ({ type: 'use-code', turnId: 't1', code: 0, use })));
    expect(findAll(quoted, '.tool').map(tool => tool.getAttribute('aria-label')?.split(' ')[0])).toEqual(['Open', 'Copy']);
});

test('what a commit changed is copied; it belongs into no file as it stands', async () => {
    const { element } = await mount(new CodeFigure(), { code: '-old\n+new', language: 'diff' });
    expect(findAll(element, '.tool').map(tool => tool.getAttribute('aria-label'))).toEqual(['Copy code']);
});
