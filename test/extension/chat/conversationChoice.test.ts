/** Model and persona of one conversation: chosen there, kept with it, and nowhere else. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversationFiles, type ConversationFiles } from '../../../src/extension/chat/conversationFiles.ts';
import { placeOfModels } from '../../../src/extension/chat/conversationChoice.ts';
import { Conversations } from '../../../src/extension/chat/conversations.ts';
import { panelState } from '../../../src/extension/chat/panelState.ts';
import type { Question } from '../../../src/protocol/answer.ts';
import type { ChatModelChoice } from '../../../src/protocol/engineContract.ts';
import { events } from './answers.ts';

const LOCAL: ChatModelChoice = {
    provider: 'openai-compatible',
    baseUrl: 'http://127.0.0.1:11434/v1',
    model: 'small',
    apiKey: '',
    contextTokens: 8_000,
    firstWordSeconds: 5,
    idleSeconds: 5,
};

let folder: string;
let files: ConversationFiles;
let set: ChatModelChoice;
let ids = 0;
const asked: Question[] = [];
beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'choice-'));
    files = conversationFiles(folder, error => {
        throw error;
    });
    set = LOCAL;
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
        newId: () => `c${String(ids++)}`,
        onTurn: () => undefined,
        onConversation: () => undefined,
        placeOfModels: () => placeOfModels(set),
        onDefect: error => {
            throw error;
        },
    });
}

const large = { name: 'large', at: LOCAL.baseUrl };
const who = (): readonly string[] => asked.map(({ model = 'as set', persona = 'as set' }) => `${model}, ${persona}`);
const shown = (conversations: Conversations, chatModel = set, persona = ''): string =>
    panelState(
        {
            hasFolder: true,
            isTrusted: true,
            engine: { state: 'running' },
            index: { state: 'empty' },
            chatModel,
            persona,
            attachments: [],
        },
        conversations,
    ).answersBy;

test('a new conversation is as the settings say; what is chosen counts from the next question on, and is shown', async () => {
    const conversations = open();
    await conversations.ask({ text: 'First' });
    expect(shown(conversations)).toBe('small');
    conversations.choose({ model: large, persona: 'Architect' });
    expect(shown(conversations)).toBe('large · Architect');
    await conversations.ask({ text: 'Second' });
    expect(conversations.nextQuestion({ text: 'Third' })).toMatchObject({ model: 'large', persona: 'Architect' });
    await conversations.startNew();
    expect(shown(conversations)).toBe('small');
    await conversations.ask({ text: 'Elsewhere' });
    expect(who()).toEqual(['as set, as set', 'large, Architect', 'as set, as set']);
});

test('it comes back with its conversation, in another window too, and goes along with a fork', async () => {
    const conversations = open();
    await conversations.ask({ text: 'First' });
    conversations.choose({ model: large });
    conversations.choose({ model: large, persona: 'Product' });
    const { id } = conversations.current;
    await conversations.startNew();
    const another = open();
    await another.open(id);
    expect(shown(another)).toBe('large · Product');
    await another.fork(another.current.turns[0]?.id ?? '', { isIncluded: true });
    const fork = another.current.id;
    expect(fork).not.toBe(id);
    const third = open();
    await third.open(fork);
    expect(shown(third)).toBe('large · Product');
    await third.ask({ text: 'On' });
    expect(who().at(-1)).toBe('large, Product');
});

test('what was chosen before the first question is kept with it, and can be taken back', async () => {
    const conversations = open();
    conversations.choose({ persona: 'Architect' });
    await conversations.ask({ text: 'First' });
    const again = open();
    await again.open(conversations.current.id);
    expect(again.choice).toEqual({ persona: 'Architect' });
    again.choose({});
    await files.written();
    const third = open();
    await third.open(conversations.current.id);
    expect(third.choice).toEqual({});
});

test('a model of a server that is set no longer is not asked for on another one; quotations are to be had everywhere', async () => {
    const conversations = open();
    conversations.choose({ model: large });
    set = { ...LOCAL, baseUrl: 'https://models.example.com/v1', model: 'theirs' };
    expect(shown(conversations)).toBe('theirs');
    await conversations.ask({ text: 'First' });
    conversations.choose({ model: { name: 'Quotes', at: '' } });
    expect(shown(conversations)).toBe('Quotes');
    await conversations.ask({ text: 'Second' });
    expect(who()).toEqual(['as set, as set', 'Quotes, as set']);
});

test('a model for one answer comes before that of its conversation, and the next question is asked as before', async () => {
    const conversations = open();
    conversations.choose({ model: large });
    const turn = await conversations.ask({ text: 'First' });
    await conversations.retry(turn.id, { model: 'Quotes' });
    await conversations.ask({ text: 'Second' });
    expect(who().map(one => one.split(',')[0])).toEqual(['large', 'Quotes', 'large']);
});

test('of a private conversation nothing is written', async () => {
    const conversations = open();
    await conversations.startNew({ isPrivate: true });
    conversations.choose({ persona: 'Architect' });
    await conversations.ask({ text: 'First' });
    expect(await files.list()).toEqual([]);
});
