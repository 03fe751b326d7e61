/** A model for each thing that a model does: the one that is named for it is asked, and the one that answers does the rest. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { silentLogger } from '../../../src/engine/log.ts';
import { readTitle } from '../../../src/engine/answer/titleQuestion.ts';
import { engineOptions } from '../../../src/settings/engineOptions.ts';
import { defaultSettings, type Settings } from '../../../src/settings/settings.ts';
import { messagesOf, say, startModelServer, type ModelServer } from '../../doubles/modelServer.ts';
import { answerOf, makeShop, shop as files, workspaceOf, type Shop } from '../workspaceFolder.ts';

let shop: Shop;
let server: ModelServer;
let engine: Engine;
/** `model: what for`, in order. */
let asked: string[];

const PURPOSES = [
    ['You prepare a search', 'rewrite', 'vat rate tax'],
    ['You order search results', 'order', '1'],
    ['You prepare the answer', 'round', 'ENOUGH'],
    ['You name a conversation', 'title', 'Value added tax'],
    ['You answer questions', 'answer', 'It is added here [1].'],
] as const;

beforeEach(async () => {
    asked = [];
    server = await startModelServer((response, request) => {
        const { model } = JSON.parse(request.body) as { model: string };
        const [, purpose = '?', reply = ''] = PURPOSES.find(([rules]) => messagesOf(request)[0]?.content.startsWith(rules)) ?? [];
        asked.push(`${model}: ${purpose}`);
        say(response, reply);
    });
    shop = makeShop(files);
    engine = createEngine({ log: silentLogger });
    await engine.open({ ...workspaceOf(shop), settings: settings({}) });
    await engine.index('update');
});

afterEach(async () => {
    await engine.close(undefined);
    await server.close();
    shop.dispose();
});

function settings(changed: Partial<Settings>) {
    return engineOptions(
        {
            ...defaultSettings,
            'footnote.model.provider': 'openai-compatible',
            'footnote.model.baseUrl': server.baseUrl,
            'footnote.model.id': 'large',
            'footnote.retrieval.rewriting': 'when-hard',
            'footnote.retrieval.reranker': 'model',
            ...changed,
        },
        { apiKey: '', excludes: [], cores: 2 },
    );
}

const HARD = 'How is the value added tax rate applied to the total price of a cart?';

describe('with a model for each role', () => {
    it('each is asked for its own, and the account names it', async () => {
        await engine.configure(settings({ 'footnote.model.roles': { rewrite: 'small', rerank: 'sorter', title: 'namer' } }));
        const answer = await answerOf(engine.ask({ text: HARD }));
        expect(asked.filter(each => !each.endsWith('title'))).toEqual(['small: rewrite', 'sorter: order', 'large: round', 'large: answer']);
        expect(asked).toContain('namer: title');
        expect(answer).toMatchObject({ answeredBy: 'large', title: 'Value added tax' });
        expect(answer.cost?.requests.map(({ purpose, model }) => `${model}: ${purpose}`).sort()).toEqual([...asked].sort());
    });

    it('a conversation is named once', async () => {
        await engine.configure(settings({ 'footnote.model.roles': { rewrite: '', rerank: '', title: 'namer' } }));
        const answer = await answerOf(engine.ask({ text: HARD, history: [{ question: 'What is a cart?', answer: '`Cart` [1].' }] }));
        expect(asked.some(each => each.endsWith('title'))).toBe(false);
        expect(answer).not.toHaveProperty('title');
    });
});

describe('without', () => {
    it('the model that answers does what is switched on, and no titles', async () => {
        await answerOf(engine.ask({ text: HARD }));
        expect(asked).toEqual(['large: rewrite', 'large: order', 'large: round', 'large: answer']);
    });
});

test('a title is a few words', () => {
    expect(readTitle('"Value added tax in carts."')).toBe('Value added tax in carts');
    expect(readTitle('Title: VAT')).toBe('VAT');
    expect(readTitle('Here is a title:\nVAT')).toBeUndefined();
    expect(readTitle('x'.repeat(80))).toBeUndefined();
});
