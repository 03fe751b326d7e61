import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { answer, isOnThisComputer, listModels, LocalServerError } from '../../src/companion/localServer.ts';
import { messagesOf, say, startModelServer, type AskedRequest, type ModelServer } from '../doubles/modelServer.ts';

let server: ModelServer;
let asked: AskedRequest[];
let script: (response: ServerResponse) => void;

beforeEach(async () => {
    asked = [];
    script = response => say(response, 'At home.');
    server = await startModelServer((response, request) => {
        asked.push(request);
        script(response);
    });
});

afterEach(() => server.close());

const home = (apiKey = '') => ({ baseUrl: server.baseUrl, apiKey });
const question = { model: 'm', messages: [{ role: 'user', content: 'Where?' }] } as const;
const never = new AbortController().signal;

async function said(pieces: AsyncIterable<string>): Promise<string> {
    let text = '';
    for await (const piece of pieces) text += piece;
    return text;
}

async function trouble(work: Promise<unknown>): Promise<unknown> {
    const error = await work.then(
        () => undefined,
        (thrown: unknown) => thrown,
    );
    return error instanceof LocalServerError ? error.trouble : error;
}

describe('a server on the computer in front of the user', () => {
    it('lists its models and answers, and hears nothing but the question', async () => {
        script = response => response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[{"id":"m"},{"id":"n"}]}');
        expect(await listModels(home(), never)).toEqual(['m', 'n']);
        script = response => say(response, 'At home.');
        expect(await said(answer(home(), question, never))).toBe('At home.');
        expect(messagesOf(asked[1]!)).toEqual(question.messages);
        expect(asked[1]!.headers).not.toHaveProperty('authorization');
        expect(Object.keys(asked[1]!.headers).filter(name => name.startsWith('x-'))).toEqual([]);
    });

    it('gets the key that was set for it', async () => {
        await said(answer(home('secret'), question, never));
        expect(asked[0]!.headers.authorization).toBe('Bearer secret');
    });

    it('is left when the reader leaves', async () => {
        const closed = new Promise<void>(resolve => {
            script = response => {
                response.on('close', resolve);
                response.writeHead(200, { 'content-type': 'text/event-stream' });
                response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'on and' } }] })}\n\n`);
            };
        });
        const controller = new AbortController();
        for await (const piece of answer(home(), question, controller.signal)) {
            expect(piece).toBe('on and');
            break;
        }
        controller.abort();
        await closed;
    });

    it('that refuses, or is not there, is told apart', async () => {
        script = response => response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":{"message":"no such model"}}');
        expect(await trouble(said(answer(home(), question, never)))).toEqual({ kind: 'refused', status: 404 });
        const nowhere = { baseUrl: 'http://127.0.0.1:9/v1', apiKey: '' };
        expect(await trouble(listModels(nowhere, never))).toEqual({ kind: 'silent' });
    });

    it('that sends us elsewhere is not followed', async () => {
        const elsewhere: AskedRequest[] = [];
        const other = await startModelServer((response, request) => {
            elsewhere.push(request);
            say(response, 'Caught.');
        });
        script = response => response.writeHead(307, { location: `${other.baseUrl}/chat/completions` }).end();
        expect(await trouble(said(answer(home(), question, never)))).toEqual({ kind: 'silent' });
        expect(elsewhere).toEqual([]);
        await other.close();
    });
});

test('nothing but this computer is ever asked', async () => {
    for (const baseUrl of ['http://localhost:11434/v1', 'http://127.0.0.1:1/v1', 'https://[::1]:1/v1'])
        expect(isOnThisComputer(baseUrl)).toBe(true);
    for (const baseUrl of [
        'https://api.openai.com/v1',
        'http://127.0.0.1@example.com/v1',
        'http://localhost.example.com',
        'file:///v1',
        '',
    ])
        expect(await trouble(listModels({ baseUrl, apiKey: '' }, never)), baseUrl).toEqual({ kind: 'not-here' });
});
