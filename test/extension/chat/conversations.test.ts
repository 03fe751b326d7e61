import { describe, expect, test } from 'vitest';
import { answerMarkdown } from '../../../src/extension/chat/answerMarkdown.ts';
import { summaryOf, type ConversationFiles } from '../../../src/extension/chat/conversationFiles.ts';
import { replayConversation } from '../../../src/extension/chat/conversationRecord.ts';
import type { ConversationRecord } from '../../../src/extension/chat/recordSchema.ts';
import { Conversations } from '../../../src/extension/chat/conversations.ts';
import { panelState } from '../../../src/extension/chat/panelState.ts';
import { recentQuestions } from '../../../src/extension/chat/recentQuestions.ts';
import type { AnswerEvent, Citation, Question } from '../../../src/protocol/answer.ts';
import type { Turn } from '../../../src/protocol/conversation.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { abortError } from '../../../src/wire/wireErrors.ts';
import { answer, citation, events } from './answers.ts';

/** Conversations in memory, kept as the lines that would be on disk. */
function filesInMemory(): ConversationFiles {
    const lines = new Map<string, string[]>();
    const load = async (id: string) => replayConversation(lines.get(id) ?? []);
    return {
        list: async () => {
            const all = await Promise.all([...lines.keys()].reverse().map(load));
            return all.flatMap(one => (one && one.turns.length > 0 ? [summaryOf(one)] : []));
        },
        load,
        records: async () => undefined,
        append: (id: string, ...records: readonly ConversationRecord[]) => {
            lines.set(id, [...(lines.get(id) ?? []), ...records.map(record => JSON.stringify(record))]);
        },
        remove: async id => {
            lines.delete(id);
        },
        written: async () => undefined,
    };
}

type Ask = (question: Question, signal: AbortSignal) => AsyncIterable<AnswerEvent>;

function conversationsWith(ask: Ask, recheck: (citations: readonly Citation[]) => readonly Citation[] = citations => citations) {
    const turns: Turn[] = [];
    const defects: unknown[] = [];
    const files = filesInMemory();
    let ids = 0;
    const conversations = new Conversations({
        engine: {
            ask: (question, options) => ask(question, options?.signal ?? new AbortController().signal),
            recheck: async citations => recheck(citations),
        },
        files,
        newId: () => `c${ids++}`,
        onTurn: turn => turns.push(turn),
        onConversation: () => undefined,
        onDefect: error => defects.push(error),
    });
    return { conversations, turns, defects, files };
}

async function* scripted(): AsyncIterable<AnswerEvent> {
    yield* events;
}

/** Says one word, then waits until it is stopped. */
async function* endless(_question: Question, signal: AbortSignal): AsyncIterable<AnswerEvent> {
    yield { type: 'text', text: 'One word' };
    await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(abortError())));
}

const settled = () => new Promise(resolve => setTimeout(resolve, 0));

describe('a question', () => {
    test('becomes a turn that grows into an answer', async () => {
        const { conversations, turns } = conversationsWith(scripted);
        const turn = await conversations.ask({ text: 'How are items added?' });
        expect(turn).toMatchObject({ question: 'How are items added?', text: answer.text, progress: { state: 'finished' } });
        expect(turns.map(({ progress }) => progress.state)).toEqual([
            'searching',
            'answering',
            'answering',
            'answering',
            'answering',
            'finished',
        ]);
        expect(conversations.citation(turn.id, '1:4')).toEqual(citation);
        expect(conversations.source(turn.id, 1)?.passage.path).toBe('src/cart.ts');
        expect(conversations.citation(turn.id, '2')).toBeUndefined();
    });

    test('goes with the selection, the open file and what was said before', async () => {
        const asked: Question[] = [];
        const { conversations } = conversationsWith(question => {
            asked.push(question);
            return scripted();
        });
        const attachments = [{ kind: 'lines', path: workspacePath('src/cart.ts'), range: { startLine: 3, endLine: 5 } }] as const;
        await conversations.ask({ text: 'First', attachments, focus: workspacePath('src/cart.ts') });
        await conversations.ask({ text: 'Second' });
        expect(asked).toEqual([
            { text: 'First', attachments, focus: 'src/cart.ts', history: [] },
            { text: 'Second', history: [{ question: 'First', answer: answer.text }] },
        ]);
        expect(conversations.current.turns[0]?.attachments).toEqual(attachments);
    });

    test('can be stopped and keeps what has arrived', async () => {
        const { conversations, defects } = conversationsWith(endless);
        const asking = conversations.ask({ text: 'Long?' });
        await settled();
        conversations.stop();
        expect(await asking).toMatchObject({ text: 'One word', progress: { state: 'stopped' } });
        expect(defects).toEqual([]);
    });

    test('stops the one before it', async () => {
        let calls = 0;
        const { conversations } = conversationsWith((question, signal) => (calls++ === 0 ? endless(question, signal) : scripted()));
        const first = conversations.ask({ text: 'First' });
        await settled();
        const second = await conversations.ask({ text: 'Second' });
        expect((await first).progress.state).toBe('stopped');
        expect(second.progress.state).toBe('finished');
        expect(conversations.current.turns.map(({ progress }) => progress.state)).toEqual(['stopped', 'finished']);
    });

    test('that fails says why and can be asked again', async () => {
        let calls = 0;
        const { conversations, defects } = conversationsWith(async function* () {
            if (calls++ === 0) throw new FailureError({ kind: 'engine-stopped', detail: 'SIGKILL' });
            yield* events;
        });
        const failed = await conversations.ask({ text: 'How?' });
        expect(failed.progress).toEqual({ state: 'failed', failure: { kind: 'engine-stopped', detail: 'SIGKILL' } });
        expect(defects).toEqual([]);
        const again = await conversations.retry(failed.id);
        expect(again).toMatchObject({ id: failed.id, question: 'How?', text: answer.text, progress: { state: 'finished' } });
        expect(conversations.current.turns).toHaveLength(1);
    });

    test('that meets a defect ends, and the log hears of it', async () => {
        const { conversations, defects } = conversationsWith(async function* () {
            yield { type: 'searching' };
            throw new TypeError('a defect');
        });
        expect((await conversations.ask({ text: 'How?' })).progress.state).toBe('failed');
        expect(defects).toEqual([new TypeError('a defect')]);
    });
});

describe('conversations', () => {
    test('are kept, listed, opened and deleted', async () => {
        const { conversations } = conversationsWith(scripted);
        await conversations.ask({ text: 'First conversation' });
        await conversations.startNew();
        await conversations.ask({ text: 'Second conversation' });
        await conversations.loadHistory();
        expect(conversations.history.map(({ title }) => title)).toEqual(['First conversation']);
        await conversations.open('c0');
        expect(conversations.current).toMatchObject({ id: 'c0', turns: [{ question: 'First conversation', text: answer.text }] });
        expect(conversations.history.map(({ title }) => title)).toEqual(['Second conversation']);
        await conversations.delete('c0');
        expect(conversations.current.turns).toEqual([]);
        expect(conversations.history.map(({ title }) => title)).toEqual(['Second conversation']);
    });

    test('go on after they were opened again, and both parts are kept', async () => {
        const { conversations, files } = conversationsWith(scripted);
        await conversations.ask({ text: 'First' });
        await conversations.startNew();
        await conversations.open('c0');
        await conversations.ask({ text: 'Second' });
        expect((await files.load('c0'))?.turns.map(({ id, question }) => [id, question])).toEqual([
            ['t1-c1', 'First'],
            ['t2-c1', 'Second'],
        ]);
    });

    test('go on where they were after the window was loaded again, unless something new was asked meanwhile', async () => {
        const { conversations } = conversationsWith(scripted);
        await conversations.ask({ text: 'First' });
        await conversations.startNew();
        await conversations.resume('c0');
        expect(conversations.current.turns.map(({ question }) => question)).toEqual(['First']);
        await conversations.startNew();
        await conversations.ask({ text: 'Something new' });
        await conversations.resume('c0');
        expect(conversations.current.turns.map(({ question }) => question)).toEqual(['Something new']);
    });

    test('can be given a name, on show or not; an empty one gives back the first question', async () => {
        const { conversations, files } = conversationsWith(scripted);
        await conversations.ask({ text: 'First' });
        await conversations.rename('c0', '  About\n items ');
        expect(conversations.current.title).toBe('About items');
        await conversations.startNew();
        expect(conversations.current.title, 'a name is not handed on').toBe('');
        expect(conversations.history.map(({ title }) => title)).toEqual(['About items']);
        await conversations.rename('c0', 'Items');
        await conversations.open('c0');
        expect(conversations.current.title).toBe('Items');
        await conversations.ask({ text: 'Second' });
        expect((await files.load('c0'))?.title).toBe('Items');
        await conversations.rename('c0', ' ');
        expect([conversations.current.title, (await files.load('c0'))?.title]).toEqual(['First', 'First']);
    });

    test('that do not exist get no name, and no file', async () => {
        const { conversations, files } = conversationsWith(scripted);
        await conversations.rename('c0', 'Nothing was asked yet');
        await conversations.rename('other', 'Nobody knows it');
        expect([await files.load('c0'), await files.load('other')]).toEqual([undefined, undefined]);
    });

    test('are what the palette offers to ask again: newest first, each question once, in one line', async () => {
        const { conversations } = conversationsWith(scripted);
        for (const text of ['Old', 'Where\nis it?', 'Old']) await conversations.ask({ text });
        await conversations.startNew();
        for (const text of ['New', 'Where is it?']) await conversations.ask({ text });
        expect(recentQuestions(conversations.current, conversations.history)).toEqual(['Where is it?', 'New', 'Old']);
        expect(recentQuestions(conversations.current, conversations.history, 1)).toEqual(['Where is it?']);
    });

    test('that were never used leave nothing behind', async () => {
        const { conversations, files } = conversationsWith(scripted);
        await conversations.startNew();
        await conversations.startNew();
        expect(await files.list()).toEqual([]);
    });
});

test('footnotes follow their lines: moved ones are moved, gone ones marked', async () => {
    const { conversations, turns } = conversationsWith(scripted, citations =>
        citations.map(one => ({ ...one, range: { startLine: 9, endLine: 9 }, state: 'moved' })),
    );
    const { id } = await conversations.ask({ text: 'How?' });
    await conversations.recheck();
    expect(conversations.citation(id, '1:4')).toMatchObject({ range: { startLine: 9, endLine: 9 }, state: 'moved' });
    expect(conversations.turn(id)?.progress).toMatchObject({ answer: { citations: [{ state: 'moved' }] } });
    const told = turns.length;
    await conversations.recheck();
    expect(turns.length, 'nothing new, nothing drawn').toBe(told);
});

test('however often files change, footnotes are looked at once at a time', async () => {
    let looks = 0;
    const { conversations } = conversationsWith(scripted, citations => {
        looks++;
        return citations;
    });
    await conversations.ask({ text: 'How?' });
    const first = conversations.recheck();
    await Promise.resolve();
    await Promise.all([first, ...Array.from({ length: 50 }, () => conversations.recheck())]);
    expect(looks).toBeLessThanOrEqual(2);
});

test('an answer for the clipboard says what each mark names', async () => {
    const { conversations } = conversationsWith(scripted);
    expect(answerMarkdown(await conversations.ask({ text: 'How are items added?' }))).toBe(
        '**How are items added?**\n\nItems are added by `addItem` [1:4].\n\n[1:4] src/cart.ts:4\n',
    );
});

test('the panel learns whether there is a folder, whether it is trusted, and what answers', () => {
    const { conversations } = conversationsWith(scripted);
    const window = {
        hasFolder: true,
        isTrusted: true,
        engine: { state: 'running' },
        index: { state: 'empty' },
        chatModel: { provider: 'quotes' },
        attachments: [],
    } as const;
    expect(panelState(window, conversations)).toMatchObject({ workspace: 'open', answersBy: 'Quotes' });
    expect(panelState({ ...window, isTrusted: false }, conversations).workspace).toBe('restricted');
    expect(panelState({ ...window, hasFolder: false, isTrusted: false }, conversations).workspace).toBe('no-folder');
    const chatModel = {
        provider: 'openai-compatible',
        baseUrl: '',
        model: 'llama3.1',
        apiKey: 'sk-secret',
        contextTokens: 16_000,
        firstWordSeconds: 60,
        idleSeconds: 30,
    } as const;
    const chip = { id: 'a1', kind: 'file', name: 'src/cart.ts', isAutomatic: false } as const;
    const state = panelState({ ...window, chatModel, attachments: [chip] }, conversations);
    expect(state).toMatchObject({ answersBy: 'llama3.1', attachments: [chip] });
    expect(JSON.stringify(state)).not.toContain('sk-secret');
});
