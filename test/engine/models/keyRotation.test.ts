/** A key that is no longer good: the answer says whose it was, and the next question is asked with another, in the same process. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { silentLogger } from '../../../src/engine/log.ts';
import { engineOptions } from '../../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../../src/settings/settings.ts';
import { say, startModelServer, type ModelServer } from '../../doubles/modelServer.ts';
import { answerOf, makeShop, shop as files, workspaceOf, type Shop } from '../workspaceFolder.ts';

let shop: Shop;
let server: ModelServer;
let engine: Engine;
let goodKey: string;
let refusal: { readonly status: number; readonly body: object };

beforeEach(async () => {
    goodKey = 'sk-first';
    refusal = { status: 401, body: { error: { message: 'Incorrect API key provided' } } };
    server = await startModelServer((response, { headers }) => {
        if (headers.authorization === `Bearer ${goodKey}`) say(response, 'Here [1].');
        else response.writeHead(refusal.status, { 'content-type': 'application/json' }).end(JSON.stringify(refusal.body));
    });
    shop = makeShop(files);
    engine = createEngine({ log: silentLogger });
    await engine.open({ ...workspaceOf(shop), settings: withKey('sk-first') });
    await engine.index('update');
});

afterEach(async () => {
    await engine.close(undefined);
    await server.close();
    shop.dispose();
});

function withKey(apiKey: string) {
    const settings = {
        ...defaultSettings,
        'footnote.model.provider': 'openai-compatible' as const,
        'footnote.model.baseUrl': server.baseUrl,
        'footnote.model.id': 'm',
    };
    return engineOptions(settings, { apiKey, excludes: [], cores: 2 });
}

const question = { text: 'Where is value added tax added?' };

test('in mid-conversation the answer names the server whose key was refused, and quotes; with another key the same question is answered', async () => {
    expect((await answerOf(engine.ask(question))).answeredBy).toBe('m');
    goodKey = 'sk-second';
    const refused = await answerOf(engine.ask(question));
    expect(refused).toMatchObject({ answeredBy: 'Quotes', keyRefusedBy: server.origin });
    expect(JSON.stringify(refused)).not.toContain('sk-');
    await engine.configure(withKey('sk-second'));
    const again = await answerOf(engine.ask(question));
    expect(again.answeredBy).toBe('m');
    expect(again).not.toHaveProperty('keyRefusedBy');
});

test('AWS says it with 403', async () => {
    goodKey = 'ABSK-new';
    refusal = { status: 403, body: { message: 'Authentication failed: Please make sure your API Key is valid.' } };
    expect(await answerOf(engine.ask(question))).toMatchObject({ keyRefusedBy: server.origin });
});

test('a model that the key may not use is no matter of another key', async () => {
    goodKey = 'sk-second';
    refusal = { status: 404, body: { error: { message: 'The model m does not exist' } } };
    expect(await answerOf(engine.ask(question))).not.toHaveProperty('keyRefusedBy');
});
