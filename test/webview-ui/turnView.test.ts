import { expect, test } from 'vitest';
import type { Answer } from '../../src/protocol/answer.ts';
import { TurnView } from '../../webview-ui/src/turnView.ts';
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
