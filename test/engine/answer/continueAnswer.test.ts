import type { Answer, AnswerEvent, Question } from '../../../src/protocol/answer.ts';
import type { ChatModel, Prompt } from '../../../src/engine/modelPorts.ts';
import type { IndexedFixture } from '../retrieve/indexedFixture.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FailureError } from '../../../src/protocol/failure.ts';
import { applyAnswerEvent, newTurn, type Turn } from '../../../src/protocol/conversation.ts';
import { answerQuestion } from '../../../src/engine/answer/answerQuestion.ts';
import { followUps } from '../../../src/engine/answer/followUps.ts';
import { withoutRepeated } from '../../../src/engine/answer/continueAnswer.ts';
import { builderFixture } from './builderFixture.ts';
import { indexedFixture, shippedEmbedder } from '../retrieve/indexedFixture.ts';
import { quotingModel } from '../../../src/engine/models/quotingModel.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';

let fixture: IndexedFixture;
beforeAll(async () => {
    fixture = await indexedFixture(builderFixture);
});
afterAll(async () => {
    await (await shippedEmbedder()).close();
});

const QUESTION = 'How is a failed build retried?';
const unreachable = new FailureError({ kind: 'model-unreachable', origin: 'http://127.0.0.1:1', detail: 'ECONNRESET' });
const prompts: Prompt[] = [];

function model(...said: readonly (string | Error)[]): ChatModel {
    return {
        name: 'scripted',
        async *generate(prompt) {
            prompts.push(prompt);
            for (const token of said) {
                if (token instanceof Error) throw token;
                yield await Promise.resolve(token);
            }
        },
    };
}

/** Asks, beginning with what the reader has already; returns what they have then. */
async function asked(
    question: Question,
    chatModel: ChatModel,
    before: Turn = newTurn('t1', question.text),
): Promise<{ turn: Turn; answer: Answer; told: string }> {
    const ports = {
        ...fixture.ports,
        statistics: () => fixture.ports.store.statistics(),
        search: (query: Parameters<typeof retrieve>[0], options?: Parameters<typeof retrieve>[2]) =>
            retrieve(query, fixture.ports, options),
        chatModel,
        quotingModel,
        destination: 'the test',
        keepSent: () => 'p1',
        now: () => 0,
        randomNonce: () => '0'.repeat(32),
    };
    let turn = before;
    let told = '';
    let last: AnswerEvent | undefined;
    for await (const event of answerQuestion(question, ports)) {
        turn = applyAnswerEvent(turn, event);
        if (event.type === 'text') {
            told += event.text;
            expect(turn.text, 'the reader never sees anything twice').toBe(before.text + told);
        }
        last = event;
    }
    if (last?.type !== 'finished') throw new Error('the answer did not finish');
    return { turn, answer: last.answer, told };
}

const continuing = (turn: Turn): Question => ({ text: QUESTION, continues: { text: turn.text, evidence: turn.evidence } });
const searchingAgain = (turn: Turn, length: number): Turn => ({
    ...turn,
    text: turn.text.slice(0, length),
    progress: { state: 'searching' },
});

describe('an answer that ended early', () => {
    test('says how much the model had said, whether it broke off or quotations stood in', async () => {
        const broken = await asked({ text: QUESTION }, model('It is retried [1', ']. Three', unreachable));
        expect(broken.answer.incompleteAt).toBe('It is retried [1]. Three'.length);
        expect(broken.answer.text.slice(broken.answer.incompleteAt)).toMatch(/^\n\n---\n\n/);
        const cut = await asked(
            { text: QUESTION },
            model('It is', new FailureError({ kind: 'answer-incomplete', model: 'm', detail: 'length' })),
        );
        expect([cut.answer.text, cut.answer.incompleteAt]).toEqual(['It is', 5]);
        expect((await asked({ text: QUESTION }, model('Done [1].'))).answer.incompleteAt).toBeUndefined();
    });

    test('goes on behind its text, on the same evidence', async () => {
        const first = await asked({ text: QUESTION }, model('It is retried [1]. The limit is a setting [1', unreachable));
        const kept = searchingAgain(first.turn, first.answer.incompleteAt ?? 0);
        const { answer, turn, told } = await asked(continuing(kept), model('[1] and no', ' more.'), kept);
        expect(answer.text).toBe('It is retried [1]. The limit is a setting [1] and no more.');
        expect(told).toBe(answer.text.slice(kept.text.length));
        expect(answer.evidence).toEqual(first.answer.evidence);
        expect(
            answer.citations.map(({ mark, state }) => [mark, state]),
            'marks of both parts',
        ).toEqual([['1', 'verified']]);
        expect(answer.incompleteAt).toBeUndefined();
        expect(turn.progress.state).toBe('finished');
        const { messages } = prompts.at(-1) ?? { messages: [] };
        expect(messages.slice(-2).map(({ role }) => role)).toEqual(['assistant', 'user']);
        expect(messages.at(-2)?.content).toBe(kept.text);
        expect(messages.at(-1)?.content).toMatch(/Go on exactly where it ends/);
    });

    test('does not say again what a model says again', async () => {
        const first = await asked({ text: QUESTION }, model('It is retried three times, waiting longer each time [1]. Then', unreachable));
        const kept = searchingAgain(first.turn, first.answer.incompleteAt ?? 0);
        for (const again of [' it fails.', 'longer each time [1]. Then it fails.', `${kept.text} it fails.`]) {
            const { answer } = await asked(continuing(kept), model(...(again.match(/.{1,7}/gs) ?? [])), kept);
            expect(answer.text).toBe(`${kept.text} it fails.`);
        }
    });

    test('keeps what there is when the model fails again, at once or later, and can be continued again', async () => {
        const first = await asked({ text: QUESTION }, model('It is retried [1]. Three', unreachable));
        const kept = searchingAgain(first.turn, first.answer.incompleteAt ?? 0);
        const again = await asked(continuing(kept), model(unreachable), kept);
        expect([again.answer.text, again.answer.incompleteAt, again.told]).toEqual([kept.text, kept.text.length, '']);
        expect(again.answer.citations.map(({ mark }) => mark)).toEqual(['1']);
        expect(again.answer.notice).toContain('does not answer');
        const later = await asked(continuing(kept), model(' times', unreachable), kept);
        expect([later.answer.text, later.answer.incompleteAt]).toEqual([`${kept.text} times`, kept.text.length + 6]);
    });

    test('of quotations is quoted again, whole', async () => {
        const whole = await asked({ text: QUESTION }, quotingModel);
        const { answer } = await asked({ ...continuing(whole.turn), continues: { text: 'Half', evidence: [] } }, quotingModel);
        expect(answer.text).toBe(whole.answer.text);
    });
});

test.each([
    ['It ends here and', ' goes on.', ' goes on.'],
    ['It ends here and', 'ends here and goes on.', ' goes on.'],
    ['It ends here and', 'It ends here and goes on.', ' goes on.'],
    ['and', 'and again', 'and again'],
    ['x', '', ''],
])('%j continued by %j adds %j', (kept, continuation, added) => {
    expect(withoutRepeated(kept, continuation)).toBe(added);
});

describe('follow-ups', () => {
    test('are questions that the index can answer, three at most, without those that were asked', async () => {
        const question = 'Where is retryBuild defined?';
        const { answer } = await asked({ text: question }, quotingModel);
        // What the answer shows already is not asked, so here it shows the definition alone.
        const definition = answer.evidence.filter(({ role }) => role === 'definition').slice(0, 1);
        const suggested = followUps(question, definition, fixture.ports);
        expect(suggested).toEqual(['What uses retryBuild?', 'Which tests cover retryBuild?']);
        for (const text of suggested) {
            const next = await asked({ text }, quotingModel);
            expect([text, next.answer.isAnswered]).toEqual([text, true]);
        }
        expect(followUps(question, answer.evidence, fixture.ports).length).toBeLessThanOrEqual(suggested.length);
    });

    test('are not made where nothing was found', async () => {
        expect((await asked({ text: 'How are zebras fed in the lunar zoo?' }, quotingModel)).answer.followUps).toBeUndefined();
    });
});
