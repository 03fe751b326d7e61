import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conversationFiles, type ConversationFiles } from '../../../src/extension/chat/conversationFiles.ts';
import { Conversations } from '../../../src/extension/chat/conversations.ts';
import { panelState } from '../../../src/extension/chat/panelState.ts';
import { recordsOf } from '../../../src/extension/chat/recordsOf.ts';
import { searchConversations } from '../../../src/extension/chat/searchConversations.ts';
import type { Question } from '../../../src/protocol/answer.ts';
import { newTurn } from '../../../src/protocol/conversation.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { answer, events } from './answers.ts';

let folder: string;
let files: ConversationFiles;
let ids = 0;
const asked: Question[] = [];
beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'branches-'));
    files = conversationFiles(folder, error => {
        throw error;
    });
    ids = 0;
    asked.length = 0;
});
afterEach(async () => {
    await files.written();
    await rm(folder, { recursive: true });
});

function open(): Conversations {
    return new Conversations({
        engine: {
            async *ask(question) {
                asked.push(question);
                yield* events;
            },
            recheck: async citations => citations,
        },
        files,
        newId: () => `c${ids++}`,
        onTurn: () => undefined,
        onConversation: () => undefined,
        onDefect: error => {
            throw error;
        },
    });
}

const questionsIn = async (id: string): Promise<readonly string[] | undefined> =>
    (await files.load(id))?.turns.map(({ question }) => question);

async function threeTurns(): Promise<Conversations> {
    const conversations = open();
    for (const text of ['First', 'Second', 'Third']) await conversations.ask({ text, focus: workspacePath(`${text}.ts`) });
    return conversations;
}

describe('a fork', () => {
    test('goes on from an answer in a conversation of its own; the old one stays whole', async () => {
        const conversations = await threeTurns();
        const old = conversations.current;
        await conversations.fork(old.turns[1]?.id ?? '', { isIncluded: true });
        expect(conversations.current.turns).toEqual(old.turns.slice(0, 2));
        await conversations.ask({ text: 'Other third' });
        const { id } = conversations.current;
        expect(await questionsIn(id)).toEqual(['First', 'Second', 'Other third']);
        expect(await questionsIn(old.id)).toEqual(['First', 'Second', 'Third']);
        expect(new Set(conversations.current.turns.map(turn => turn.id)).size, 'turns are told apart').toBe(3);
        expect(asked.at(-1)?.history?.map(({ question }) => question)).toEqual(['First', 'Second']);
    });

    test('of a turn that is not there changes nothing', async () => {
        const conversations = await threeTurns();
        const before = conversations.current;
        await conversations.fork('t9', { isIncluded: true });
        expect(conversations.current).toEqual(before);
    });
});

describe('an earlier question, asked in other words', () => {
    test('is asked after the turns before it, about the same lines; later turns stay in the old conversation', async () => {
        const conversations = await threeTurns();
        const old = conversations.current;
        await conversations.editQuestion(old.turns[1]?.id ?? '', 'Second, better');
        expect(await questionsIn(conversations.current.id)).toEqual(['First', 'Second, better']);
        expect(await questionsIn(old.id)).toEqual(['First', 'Second', 'Third']);
        expect(asked.at(-1)).toMatchObject({ text: 'Second, better', focus: 'Second.ts', history: [{ question: 'First' }] });
        expect(conversations.history.map(({ id }) => id)).toContain(old.id);
    });

    test('may be the first one', async () => {
        const conversations = await threeTurns();
        await conversations.editQuestion(conversations.current.turns[0]?.id ?? '', 'First, better');
        expect(await questionsIn(conversations.current.id)).toEqual(['First, better']);
    });
});

describe('a private conversation', () => {
    test('writes nothing, whatever is done in it, and the panel says so', async () => {
        const conversations = open();
        await conversations.startNew({ isPrivate: true });
        const turn = await conversations.ask({ text: 'Secret?' });
        await conversations.retry(turn.id);
        await conversations.rename(conversations.current.id, 'Secret');
        await conversations.fork(turn.id, { isIncluded: true });
        await conversations.editQuestion(turn.id, 'Secret!');
        await files.written();
        expect(await readdir(folder)).toEqual([]);
        expect(stateOf(conversations).isPrivate).toBe(true);
        await conversations.startNew();
        expect(stateOf(conversations)).toMatchObject({ isPrivate: false, history: [], turns: [] });
        await conversations.ask({ text: 'Open' });
        await files.written();
        expect(await readdir(folder), 'the next one is kept again').toHaveLength(1);
    });

    test('begins anew even where nothing was asked yet, and takes nothing along', async () => {
        const conversations = await threeTurns();
        await conversations.startNew({ isPrivate: true });
        expect(conversations.current.turns).toEqual([]);
        await conversations.ask({ text: 'Secret?' });
        expect(asked.at(-1)?.history).toEqual([]);
        await conversations.open('c0');
        expect([conversations.isPrivate, conversations.isReopened]).toEqual([false, true]);
    });
});

function stateOf(conversations: Conversations) {
    const window = {
        hasFolder: true,
        isTrusted: true,
        engine: { state: 'running' },
        index: { state: 'empty' },
        chatModel: { provider: 'quotes' },
        attachments: [],
    } as const;
    return panelState(window, conversations);
}

test('what is pinned stands on top, in another window too, until it is unpinned; several are deleted at once', async () => {
    const conversations = open();
    for (const text of ['First', 'Second', 'Third']) {
        await conversations.ask({ text });
        await conversations.startNew();
    }
    const titles = () => conversations.history.map(({ title }) => title);
    expect(titles()).toEqual(['Third', 'Second', 'First']);
    await conversations.pin('c0', true);
    await conversations.pin('unknown', true);
    expect(titles()).toEqual(['First', 'Third', 'Second']);
    expect(stateOf(conversations).history[0]).toMatchObject({ title: 'First', isPinned: true });
    expect((await conversationFiles(folder, () => undefined).list()).map(({ title }) => title)).toEqual(['First', 'Third', 'Second']);
    await conversations.pin('c0', false);
    expect(titles()).toEqual(['Third', 'Second', 'First']);
    await conversations.delete('c0', 'c3');
    expect(titles()).toEqual(['Second']);
    expect(await readdir(folder)).toEqual(['c2.jsonl']);
});

describe('a search in earlier conversations', () => {
    const summary = (id: string, title: string, question: string, text: string) => ({
        id,
        title,
        turns: 1,
        questions: [question],
        answers: [text],
        isPinned: false,
    });
    const all = [
        summary('a', 'About retries', 'How often is it retried?', `${'word '.repeat(40)}The build is RETRIED three times by retryBuild.`),
        summary('b', 'Cart', 'How are items added?', answer.text),
        summary('c', 'Retry in the cart', 'Is it?', 'No.'),
    ];
    const found = (text: string) => searchConversations(all, text).found.map(({ id }) => id);

    test('finds those that have every word, in names, questions and answers', () => {
        expect(found('retr')).toEqual(['a', 'c']);
        expect(found('retried BUILD')).toEqual(['a']);
        expect(found('cart')).toEqual(['b', 'c']);
        expect(found('cart build')).toEqual([]);
        expect(found('  ')).toEqual([]);
        expect(found('.*')).toEqual([]);
    });

    test('shows where: the words around them, the words themselves marked', () => {
        const [{ context } = { context: [] }] = searchConversations(all, 'retried build').found;
        expect(context.map(({ text }) => text).join('')).toBe('…word word word word word The build is RETRIED three times by retryBuild.');
        expect(context.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual(['build', 'RETRIED', 'Build']);
        expect(searchConversations([all[2] ?? summary('', '', '', '')], 'retry').found[0]?.context, 'the name shows it').toEqual([]);
    });

    test('cuts letters whose small form is longer where they are', () => {
        const odd = summary('d', 'İİİİ', 'İstanbul İ x', '');
        expect(searchConversations([odd], 'x').found[0]?.context.at(-1)).toEqual({ text: 'x', isMatch: true });
    });
});

test('a thousand conversations on the disk are listed and searched, all of them', async () => {
    const long = 'Some words of an answer that is neither short nor long. '.repeat(40);
    for (let nth = 0; nth < 1_000; nth++) {
        const id = `20260101T${String(nth).padStart(6, '0')}`;
        const text = `${long} needle${nth} ${long}`;
        const turn = { ...newTurn('t1', `Question ${nth}`), text, progress: { state: 'finished', answer: { ...answer, text } } } as const;
        for (const record of recordsOf({ id, title: '', turns: [turn] }, new Date(0))) files.append(id, record);
    }
    const all = await files.list();
    expect(all).toHaveLength(1_000);
    expect(searchConversations(all, 'needle77').of, '77 and 770 to 779').toBe(11);
    expect(searchConversations(all, 'words answer')).toMatchObject({ of: 1_000 });
    expect(searchConversations(all, 'words answer').found, 'a list that can be read').toHaveLength(100);
    const began = performance.now();
    for (let nth = 0; nth < 20; nth++) searchConversations(all, `needle${nth}`);
    // A few milliseconds each; the bound only keeps it from becoming a reading of all files for each key.
    expect((performance.now() - began) / 20).toBeLessThan(1_000);
});
