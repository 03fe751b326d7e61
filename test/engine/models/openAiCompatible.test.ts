import type { AddressInfo } from 'node:net';
import { createServer, type ServerResponse } from 'node:http';
import type { Prompt } from '../../../src/engine/modelPorts.ts';
import { describeFailure, FailureError, isAbort } from '../../../src/protocol/failure.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { once } from 'node:events';
import { openAiCompatible } from '../../../src/engine/models/openAiCompatible.ts';
import { startModelServer, type AskedRequest, type ModelServer } from '../../doubles/modelServer.ts';

/** A model server on this machine that does what a test scripts. */
let server: ModelServer;
let requests: AskedRequest[];
let script: (response: ServerResponse) => void;

beforeEach(async () => {
    requests = [];
    server = await startModelServer((response, request) => {
        requests.push(request);
        script(response);
    });
});

afterEach(() => server.close());

const prompt: Prompt = {
    question: { text: 'Where is a build retried?' },
    evidence: [],
    coverage: { searchedFiles: 1, totalFiles: 1, skippedFiles: 0, isPartial: false, hasMeaning: true },
    findings: { shape: 'where', words: [], subjects: [], introductions: [], verdict: { isRelevant: true } },
    nonce: '0123456789abcdef0123456789abcdef',
    messages: [{ role: 'user', content: 'Where is a build retried?' }],
};

const SECRET = 'sk-very-secret';

function model(changes: Partial<Parameters<typeof openAiCompatible>[0]> = {}): ReturnType<typeof openAiCompatible> {
    return openAiCompatible({
        baseUrl: server.baseUrl,
        model: 'm',
        apiKey: SECRET,
        networkEnabled: true,
        contextTokens: 16_000,
        ...changes,
    });
}

async function textOf(tokens: AsyncIterable<string>): Promise<string> {
    let text = '';
    for await (const token of tokens) text += token;
    return text;
}

/** What the model says, or the failure it ends with. */
async function outcome(tokens: AsyncIterable<string>): Promise<string> {
    try {
        return await textOf(tokens);
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        const told = JSON.stringify(error.failure) + error.message + String(error.cause);
        expect(told).not.toContain(SECRET);
        expect(told).not.toContain('/v1');
        return error.failure.kind;
    }
}

function token(content: string, finish: string | null = null): string {
    return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
}

function stream(response: ServerResponse, ...parts: string[]): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const part of parts) response.write(part);
}

describe('a good stream', () => {
    it('comes out as text, and one origin gets key and prompt', async () => {
        script = response => {
            stream(
                response,
                token('In `retry`'),
                'data: {"choices":[]}\n\n',
                'data: {"usage":{}}\n\n',
                'data: {"choices":[{"delta":null}]}\n\n',
                token(' [1].', 'stop'),
                'data: [DONE]\n\n',
            );
            response.end();
        };
        expect(await textOf(model().generate(prompt))).toBe('In `retry` [1].');
        expect(requests[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
        expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({ model: 'm', stream: true, messages: prompt.messages });
    });

    it('takes nothing from the environment', async () => {
        process.env['OPENAI_CUSTOM_HEADERS'] = 'x-leak: yes';
        process.env['OPENAI_API_KEY'] = 'sk-other';
        try {
            script = response => {
                stream(response, token('ok', 'stop'), 'data: [DONE]\n\n');
                response.end();
            };
            expect(await textOf(model({ apiKey: '' }).generate(prompt))).toBe('ok');
            expect(requests[0]?.headers).not.toHaveProperty('x-leak');
            expect(requests[0]?.headers).not.toHaveProperty('authorization');
        } finally {
            delete process.env['OPENAI_CUSTOM_HEADERS'];
            delete process.env['OPENAI_API_KEY'];
        }
    });
});

describe('a bad server is a failure that names the origin alone', () => {
    const cases: readonly (readonly [name: string, expected: string, script: (response: ServerResponse) => void])[] = [
        [
            'a refused key',
            'model-refused',
            response => response.writeHead(401).end(JSON.stringify({ error: { message: `bad key ${SECRET}` } })),
        ],
        ['an unknown model', 'model-refused', response => response.writeHead(404).end('not found')],
        ['no quota', 'model-refused', response => response.writeHead(429).end('{}')],
        ['a crash behind a proxy', 'model-unreachable', response => response.writeHead(503).end('<html>busy</html>')],
        ['an end before the answer is finished', 'model-unreachable', response => (stream(response, token('half')), response.end())],
        [
            'a connection cut in the middle',
            'model-unreachable',
            response => (stream(response, token('half')), setTimeout(() => response.destroy(), 20)),
        ],
        [
            'an error inside the stream',
            'model-unreachable',
            response => (stream(response, `data: ${JSON.stringify({ error: { message: SECRET } })}\n\n`), response.end()),
        ],
        [
            'a login page',
            'model-unreachable',
            response => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>'),
        ],
    ];
    for (const [name, expected, play] of cases) {
        it(name, async () => {
            script = play;
            expect(await outcome(model().generate(prompt))).toBe(expected);
        });
    }

    it('a redirect is not followed: key and code stay home', async () => {
        let isReached = false;
        const other = createServer((_, response) => {
            isReached = true;
            response.end();
        }).listen(0, '127.0.0.1');
        await once(other, 'listening');
        script = response =>
            response
                .writeHead(307, { location: `http://127.0.0.1:${String((other.address() as AddressInfo).port)}/v1/chat/completions` })
                .end();
        expect(await outcome(model().generate(prompt))).toBe('model-unreachable');
        expect(isReached).toBe(false);
        other.close();
    });

    it('nobody listens', async () => {
        expect(await outcome(model({ baseUrl: 'http://127.0.0.1:9/v1' }).generate(prompt))).toBe('model-unreachable');
    });

    it('of an address of the machine where the code is, it is said when the user sits at another', async () => {
        vi.stubEnv('FOOTNOTE_REMOTE', 'ssh-remote');
        const asking = (baseUrl: string) =>
            textOf(model({ baseUrl }).generate(prompt)).then(
                () => expect.fail('nobody listens'),
                (error: unknown) => (error instanceof FailureError ? describeFailure(error.failure).remedy : error),
            );
        expect(await asking('http://127.0.0.1:9/v1')).toMatch(/another machine \(ssh-remote\).*Footnote Companion/);
        vi.unstubAllEnvs();
        expect(await asking('http://127.0.0.1:9/v1')).toMatch(/^Is the server running/);
    });

    it('silence ends after its time', async () => {
        script = response => {
            stream(response, token('half'));
        };
        expect(await outcome(model({ timeouts: { firstMs: 5_000, idleMs: 50 } }).generate(prompt))).toBe('model-unreachable');
    });
});

describe('nothing is sent', () => {
    const cases: readonly (readonly [name: string, changes: Partial<Parameters<typeof openAiCompatible>[0]>, expected: string])[] = [
        ['when the network is switched off, not even to this machine', { networkEnabled: false }, 'network-disabled'],
        ['unencrypted to another machine', { baseUrl: 'http://example.com/v1' }, 'model-refused'],
        ['to an address with a user name', { baseUrl: 'https://me:secret@example.com/v1' }, 'model-refused'],
        ['to something that is no address', { baseUrl: 'example' }, 'model-refused'],
    ];
    for (const [name, changes, expected] of cases) {
        it(name, async () => {
            expect(await outcome(model(changes).generate(prompt))).toBe(expected);
            expect(requests).toHaveLength(0);
        });
    }
});

describe('stopping', () => {
    it('closes the connection of a server that has gone quiet', async () => {
        const closed = new Promise<void>(resolve => {
            script = response => {
                response.on('close', resolve);
                stream(response, token('half'));
            };
        });
        const controller = new AbortController();
        const pieces: string[] = [];
        const reading = (async () => {
            for await (const piece of model().generate(prompt, { signal: controller.signal })) {
                pieces.push(piece);
                controller.abort();
            }
        })();
        await expect(reading).rejects.toSatisfy(isAbort);
        await closed;
        expect(pieces).toEqual(['half']);
    });

    it('closes the connection when the reader leaves in the middle', async () => {
        const closed = new Promise<void>(resolve => {
            script = response => {
                response.on('close', resolve);
                stream(response, token('half'));
            };
        });
        for await (const piece of model().generate(prompt)) {
            expect(piece).toBe('half');
            break;
        }
        await closed;
    });
});
