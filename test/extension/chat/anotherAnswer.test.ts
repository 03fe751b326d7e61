import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conversationFiles, type ConversationFiles } from '../../../src/extension/chat/conversationFiles.ts';
import { Conversations } from '../../../src/extension/chat/conversations.ts';
import type { AnswerEvent, Question } from '../../../src/protocol/answer.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import type { Turn } from '../../../src/protocol/conversation.ts';
import { answer, citation, coverage, evidence } from './answers.ts';

let folder: string;
let files: ConversationFiles;
let ids = 0;
const asked: Question[] = [];
/** What the engine says to each question that comes, one after the other; an error breaks off. */
let script: (readonly (AnswerEvent | Error | 'wait')[])[];
beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'another-'));
    files = conversationFiles(folder, error => {
        throw error;
    });
    ids = 0;
    asked.length = 0;
    script = [];
});
afterEach(async () => {
    await files.written();
    await rm(folder, { recursive: true });
});

function open(isWaiting = false): { readonly conversations: Conversations; readonly seen: Turn[] } {
    const seen: Turn[] = [];
    const conversations = new Conversations({
        engine: {
            async *ask(question, { signal } = {}) {
                asked.push(question);
                for (const step of script.shift() ?? []) {
                    if (step instanceof Error) throw step;
                    if (step !== 'wait') yield step;
                    else
                        await new Promise((_, reject) =>
                            signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
                        );
                }
            },
            recheck: async citations => citations,
        },
        files,
        newId: () => `c${ids++}`,
        onTurn: turn => seen.push(turn),
        onConversation: () => undefined,
        isWaiting: () => isWaiting,
        onDefect: error => {
            throw error;
        },
    });
    return { conversations, seen };
}

const found: AnswerEvent = { type: 'evidence', evidence: [evidence], coverage, tookMs: 1 };
const text = (said: string): AnswerEvent => ({ type: 'text', text: said });
const finished = (said: string, change: Partial<typeof answer> = {}): AnswerEvent => ({
    type: 'finished',
    answer: { ...answer, text: said, ...change },
});
const answered = (said: string, by: string): readonly AnswerEvent[] => [found, text(said), finished(said, { answeredBy: by })];

/** As another window reads them from the disk. */
async function reopened(): Promise<Conversations> {
    await files.written();
    const { conversations } = open();
    await conversations.open('c0');
    return conversations;
}

describe('a question that is asked again', () => {
    test('keeps the answer before, which can be switched back to, here and after a reload', async () => {
        const { conversations } = open();
        script = [[...answered('First.', 'one')], [...answered('Second.', 'two')]];
        const { id } = await conversations.ask({ text: 'How?' });
        await conversations.retry(id, { model: 'two' });
        expect(asked[1]?.model).toBe('two');
        expect(conversations.turn(id)).toMatchObject({ text: 'Second.', versions: { shown: 2, of: 2 } });
        conversations.showVersion(id, 1);
        expect(conversations.turn(id)).toMatchObject({
            text: 'First.',
            versions: { shown: 1, of: 2 },
            progress: { answer: { answeredBy: 'one' } },
        });
        for (const none of [0, 1, 3]) conversations.showVersion(id, none);
        const again = await reopened();
        expect(again.turn(id)).toEqual(conversations.turn(id));
        again.showVersion(id, 2);
        expect(again.turn(id)?.text).toBe('Second.');
    });

    test('keeps nothing of an attempt that said nothing', async () => {
        const { conversations } = open();
        script = [[new FailureError({ kind: 'engine-stopped', detail: '' })], [...answered('Answer.', 'one')]];
        const { id } = await conversations.ask({ text: 'How?' });
        await conversations.retry(id);
        expect(conversations.turn(id)).toMatchObject({ text: 'Answer.' });
        expect(conversations.turn(id)?.versions).toBeUndefined();
        expect((await reopened()).turn(id)).toEqual(conversations.turn(id));
    });

    test('what is asked next follows on the answer that is shown', async () => {
        const { conversations } = open();
        script = [[...answered('First.', 'one')], [...answered('Second.', 'two')], []];
        const { id } = await conversations.ask({ text: 'How?' });
        await conversations.retry(id);
        conversations.showVersion(id, 1);
        await conversations.ask({ text: 'And?' });
        expect(asked.at(-1)?.history).toEqual([{ question: 'How?', answer: 'First.' }]);
    });
});

describe('an answer that was stopped', () => {
    test('goes on behind its text and on its evidence; twice does it once', async () => {
        const { conversations, seen } = open();
        script = [
            [found, text('It is '), 'wait'],
            [found, text('added.'), finished('It is added.')],
        ];
        const asking = conversations.ask({ text: 'How?' });
        await expect.poll(() => conversations.current.turns[0]?.text).toBe('It is ');
        conversations.stop();
        const { id } = await asking;
        seen.length = 0;
        const going = conversations.continue(id);
        expect(await conversations.continue(id), 'it is being continued').toBeUndefined();
        await going;
        expect(asked).toHaveLength(2);
        expect(asked[1]).toMatchObject({ text: 'How?', continues: { text: 'It is ', evidence: [{ number: 1 }] } });
        expect(
            seen.map(turn => turn.text),
            'never less than there was',
        ).toEqual(['It is ', 'It is ', 'It is added.', 'It is added.']);
        expect(await conversations.continue(id), 'it has come to its end').toBeUndefined();
        expect((await reopened()).turn(id)).toEqual(conversations.turn(id));
    });

    test('by a broken connection goes on where the model ended, without the quotations that stood in', async () => {
        const { conversations } = open();
        const broken = finished('Said [1:4]. Hal\n\n---\n\nQuoted [1].', {
            incompleteAt: 15,
            citations: [citation, { ...citation, mark: '1' }],
        });
        script = [[found, broken], ['wait']];
        const { id } = await conversations.ask({ text: 'How?' });
        void conversations.continue(id);
        await expect.poll(() => asked.length).toBe(2);
        expect(asked[1]?.continues?.text).toBe('Said [1:4]. Hal');
        expect(conversations.turn(id)?.citations.map(({ mark }) => mark)).toEqual(['1:4']);
        conversations.stop();
    });

    test('is on the disk to its last word, when it is stopped while it goes on as well', async () => {
        const { conversations } = open();
        script = [
            [found, text('It is '), 'wait'],
            [found, text('add'), 'wait'],
        ];
        const first = conversations.ask({ text: 'How?' });
        await expect.poll(() => conversations.current.turns[0]?.text).toBe('It is ');
        conversations.stop();
        const { id } = await first;
        void conversations.continue(id);
        await expect.poll(() => conversations.turn(id)?.text).toBe('It is add');
        conversations.stop();
        expect((await reopened()).turn(id)).toMatchObject({ text: 'It is add', progress: { state: 'stopped' } });
    });
});

test('a question waits visibly while the engine starts', async () => {
    const { conversations, seen } = open(true);
    script = [[{ type: 'searching' }, ...answered('Yes.', 'one')]];
    const asking = conversations.ask({ text: 'How?' });
    expect(conversations.current.turns[0]?.progress.state).toBe('queued');
    await asking;
    expect(seen.map(({ progress }) => progress.state)).toEqual(['searching', 'answering', 'answering', 'finished']);
});
