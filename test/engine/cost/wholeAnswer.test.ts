/** What an answer costs, through the whole engine and over HTTP: what is counted, shown and refused. */
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import { totalCost, totalTokens } from '../../../src/protocol/cost.ts';
import { payloadText } from '../../../src/protocol/payload.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { monthOf, SPENDING_FOLDER } from '../../../src/engine/cost/spendingLedger.ts';
import { silentLogger } from '../../../src/engine/log.ts';
import { engineOptions } from '../../../src/settings/engineOptions.ts';
import { defaultSettings, type Settings } from '../../../src/settings/settings.ts';
import { startModelServer, type ModelServer } from '../../doubles/modelServer.ts';
import { answerOf, makeShop, workspaceOf, type Shop } from '../workspaceFolder.ts';

const QUESTION = 'Where is a parcel delivered?';
const files = {
    'src/delivery.ts':
        '/** Where a parcel is delivered to the customer. */\nexport function deliverParcel(parcel: Parcel) {\n    return parcel.address;\n}\n',
};

let shop: Shop;
let server: ModelServer;
let engine: Engine;
let asked: number;
/** Pieces of the answer. */
let says: readonly string[];

beforeEach(async () => {
    asked = 0;
    says = ['It is delivered here [1].'];
    server = await startModelServer(answer);
    shop = makeShop(files);
    engine = createEngine({ log: silentLogger });
    await engine.open({ ...workspaceOf(shop), settings: settings({}) });
    await engine.index('update');
});

/** Counts as the last event of a stream does. */
async function answer(response: ServerResponse): Promise<void> {
    asked++;
    const send = (event: object): boolean => response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of says) {
        send({ choices: [{ index: 0, delta: { content } }] });
        // A read of its own for each.
        if (says.length > 1) await pause(5);
    }
    send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    send({ choices: [], usage: { prompt_tokens: 1_000, completion_tokens: 500 } });
    response.end('data: [DONE]\n\n');
}

afterEach(async () => {
    await engine.close(undefined);
    await server.close();
    shop.dispose();
});

/** A model on this machine that the user has given a price: ten dollars for a million tokens in, twenty for a million out. */
const PRICED: Partial<Settings> = { 'footnote.cost.prices': [{ model: 'paid', inputUsd: 10, outputUsd: 20 }] };

function settings(changed: Partial<Settings>) {
    return engineOptions(
        {
            ...defaultSettings,
            'footnote.model.provider': 'openai-compatible',
            'footnote.model.baseUrl': server.baseUrl,
            'footnote.model.id': 'paid',
            ...changed,
        },
        { apiKey: '', excludes: [], cores: 2 },
    );
}

const ledger = (): string => path.join(shop.data, SPENDING_FOLDER, `${monthOf(new Date())}.jsonl`);

function spentSoFar(usd: number): void {
    mkdirSync(path.dirname(ledger()), { recursive: true });
    writeFileSync(ledger(), `${JSON.stringify({ id: 'before', at: new Date().toISOString(), usd })}\n`);
}

describe('an answer', () => {
    it('of a priced model says tokens as the server counts them, the price, and what it was made of', async () => {
        await engine.configure(settings(PRICED));
        const { cost, payloadId } = await answerOf(engine.ask({ text: QUESTION }));
        if (!cost) throw new Error('no cost');
        expect(totalTokens(cost)).toEqual({ input: 1_000, output: 500, isEstimated: false });
        expect(totalCost(cost.requests)).toEqual({ type: 'priced', usd: 0.02 });
        expect(cost.parts.map(({ part }) => part)).toEqual(['instructions', 'evidence 1', 'question']);
        expect(cost.month).toMatchObject({ usd: 0.02, limitUsd: 0 });
        const payload = await engine.payload(payloadId ?? '');
        expect(payload && payloadText(payload)).toContain('Cost: 1,000 tokens in, 500 out · $0.0200');
    });

    it('of a model on this machine costs nothing, and nothing is entered', async () => {
        const { cost } = await answerOf(engine.ask({ text: QUESTION }));
        expect(cost && totalCost(cost.requests)).toEqual({ type: 'local' });
        expect(() => readFileSync(ledger())).toThrow('ENOENT');
    });

    it('by quoting has no cost', async () => {
        await engine.configure(settings({ ...PRICED, 'footnote.model.provider': 'quotes' }));
        expect(await answerOf(engine.ask({ text: QUESTION }))).not.toHaveProperty('cost');
    });

    it('enters nothing of question, code or answer', async () => {
        await engine.configure(settings(PRICED));
        await answerOf(engine.ask({ text: QUESTION }));
        expect(readFileSync(ledger(), 'utf8')).not.toMatch(/parcel|deliver|paid|127/i);
    });
});

describe('before anything is sent', () => {
    it('the preview tells what it could cost, by part, and what is spent', async () => {
        spentSoFar(12.5);
        await engine.configure(settings({ ...PRICED, 'footnote.cost.monthlyLimit': 670 }));
        const payload = await engine.previewPayload({ text: QUESTION });
        const text = payload && payloadText(payload, 'Would be sent');
        expect(text).toMatch(/Would cost at most: about [\d,]+ tokens in, 4,000 out · \$0\.\d+/);
        expect(text).toMatch(/Made of, in tokens as estimated here: instructions \d+, evidence 1 \d+, question \d+/);
        expect(text).toContain('Spent: $12.50 of $670.00 this month');
        expect(asked).toBe(0);
    });

    it('of a hard question it tells of every request that may follow', async () => {
        await engine.configure(settings(PRICED));
        const payload = await engine.previewPayload({ text: 'How is a parcel delivered to the customer by its address?' });
        expect(payload?.cost?.requests.map(({ purpose }) => purpose)).toEqual(['round', 'round', 'round', 'round', 'answer']);
        expect(payload?.messages).toHaveLength(2);
    });
});

describe('a limit of 670', () => {
    it('that the next request could pass sends nothing, quotes instead, and says limit, spent and what to do', async () => {
        spentSoFar(669.99);
        await engine.configure(settings({ ...PRICED, 'footnote.cost.monthlyLimit': 670 }));
        const answer = await answerOf(engine.ask({ text: QUESTION }));
        expect(asked).toBe(0);
        expect(answer).toMatchObject({ answeredBy: 'Quotes', isAnswered: true });
        expect(answer.notice).toContain('The limit of $670.00');
        expect(answer.notice).toContain('$669.99 is spent');
        expect(answer.notice).toContain('footnote.cost.monthlyLimit');
        expect(answer).not.toHaveProperty('payloadId');
    });

    it('that is far away lets it through', async () => {
        spentSoFar(600);
        await engine.configure(settings({ ...PRICED, 'footnote.cost.monthlyLimit': 670 }));
        expect((await answerOf(engine.ask({ text: QUESTION }))).answeredBy).toBe('paid');
    });

    it('ends an answer that runs past it, and what was said stays', async () => {
        // Room for the request and the 4,000 tokens that are reckoned with, and for little more.
        spentSoFar(669.85);
        says = Array.from({ length: 80 }, () => 'and so on and so forth, without an end. '.repeat(20));
        await engine.configure(settings({ ...PRICED, 'footnote.cost.monthlyLimit': 670 }));
        const answer = await answerOf(engine.ask({ text: QUESTION }));
        expect(answer.answeredBy).toBe('paid');
        expect(answer.text.length).toBeLessThan(says.join('').length);
        expect(answer.notice).toContain('footnote.cost.monthlyLimit');
    });

    it('lets nothing go to a server elsewhere whose price is not known', async () => {
        await engine.configure(settings({ 'footnote.model.baseUrl': 'https://models.invalid/v1', 'footnote.cost.monthlyLimit': 670 }));
        const answer = await answerOf(engine.ask({ text: QUESTION }));
        expect(answer).toMatchObject({ answeredBy: 'Quotes' });
        expect(answer.notice).toContain('What paid costs is not known');
    });
});
