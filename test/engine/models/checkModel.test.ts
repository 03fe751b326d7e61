import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkModel } from '../../../src/engine/models/checkModel.ts';
import { FailureError, describeFailure } from '../../../src/protocol/failure.ts';
import { startModelServer, type ModelServer } from '../../doubles/modelServer.ts';

/** A server with two models, and a key. */
let server: ModelServer;
let asked: string[];

beforeEach(async () => {
    asked = [];
    server = await startModelServer((response, { method, url, headers, body }) => {
        asked.push(`${method} ${url} ${body}`);
        answer(response, url, headers.authorization, body);
    });
});

afterEach(() => server.close());

function answer(response: ServerResponse, url: string, authorization: string | undefined, body: string): void {
    const json = (status: number, value: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (url === '/v1/models') json(200, { data: [{ id: 'llama3.1' }, { id: 'qwen\u202e2.5' }] });
    else if (url !== '/v1/chat/completions') json(404, {});
    else if (authorization !== 'Bearer right') json(401, { error: { message: 'no such key' } });
    else if (!body.includes('"llama3.1"')) json(404, { error: { message: 'model not found' } });
    else
        response
            .writeHead(200, { 'content-type': 'text/event-stream' })
            .write(`data: ${JSON.stringify({ choices: [{ delta: { content: 'ready' } }] })}\n\n`);
}

async function tried(changes: { readonly model?: string; readonly apiKey?: string; readonly path?: string }): Promise<string> {
    const { model = 'llama3.1', apiKey = 'right', path = '/v1' } = changes;
    const chatModel = {
        provider: 'openai-compatible',
        baseUrl: `${server.origin}${path}`,
        model,
        apiKey,
        contextTokens: 16_000,
        firstWordSeconds: 5,
        idleSeconds: 5,
    } as const;
    try {
        return (await checkModel({ chatModel, networkEnabled: true }, undefined)).models.join(', ');
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        const { title, remedy } = describeFailure(error.failure);
        return `${title.replace(/:\d+/, '')}. ${remedy}`;
    }
}

describe('a test of the connection', () => {
    it('is one short question, of which the first word is enough, and nothing of the repository', async () => {
        expect(await tried({})).toBe('llama3.1, qwen\\u{202e}2.5');
        expect(asked[0]).toMatch(/^POST \/v1\/chat\/completions \{"model":"llama3\.1","messages":\[\{"role":"user","content":"Answer with/);
        expect(asked).toHaveLength(2);
    });

    it('asks only for the models when none is named', async () => {
        expect(await tried({ model: '' })).toBe('llama3.1, qwen\\u{202e}2.5');
        expect(asked).toEqual(['GET /v1/models ']);
    });

    it('names the models there are when the chosen one is not among them', async () => {
        expect(await tried({ model: 'gpt-9' })).toMatch(
            /^http:\/\/127\.0\.0\.1 refused the request\. .*no such model or address.*its models are llama3\.1, qwen/,
        );
    });

    it('says what is wrong with the key, and with the address', async () => {
        expect(await tried({ apiKey: 'wrong' })).toMatch(/the key is missing or wrong; it says: no such key/);
        expect(await tried({ path: '/v2' })).toMatch(/status 404, no such model or address\)/);
    });
});
