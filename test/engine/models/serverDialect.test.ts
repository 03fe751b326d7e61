/**
 * Contracts with model servers: each fake below takes and refuses what the documentation of its namesake says, and nothing more. What is
 * shown is that a question is answered by each, with its tokens counted.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { OfferedTools, Prompt, TokenUsage } from '../../../src/engine/modelPorts.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { openAiCompatible } from '../../../src/engine/models/openAiCompatible.ts';

const servers: Server[] = [];

afterEach(async () => {
    for (const server of servers.splice(0)) {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
    }
});

interface Body {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly stream?: boolean;
    readonly stream_options?: { readonly include_usage?: boolean };
    readonly tools?: readonly { readonly function: { readonly name: string } }[];
    readonly [other: string]: unknown;
}

/** What a server answers: a refusal, or the events of a stream. */
type Reply = { readonly status: number; readonly body: object } | { readonly events: readonly object[]; readonly staysOpen?: boolean };
type Dialect = (body: Body, request: IncomingMessage) => Reply;

interface FakeServer {
    readonly baseUrl: string;
    readonly asked: { readonly path: string; readonly body: Body }[];
}

async function serverThat(speaks: Dialect, base = '/v1'): Promise<FakeServer> {
    const asked: FakeServer['asked'] = [];
    const server = createServer((request, response) => {
        let text = '';
        request.on('data', (chunk: Buffer) => (text += chunk.toString()));
        request.on('end', () => {
            const body = JSON.parse(text) as Body;
            asked.push({ path: request.url ?? '', body });
            answer(response, request.url === `${base}/chat/completions` ? speaks(body, request) : { status: 404, body: {} });
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    return { baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${base}`, asked };
}

function answer(response: ServerResponse, reply: Reply): void {
    if ('status' in reply) {
        response.writeHead(reply.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(reply.body));
        return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of reply.events) response.write(`data: ${JSON.stringify(event)}\n\n`);
    if (reply.staysOpen) return;
    response.end('data: [DONE]\n\n');
}

const said = (content: string): object => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const stop = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
const counted = { choices: [], usage: { prompt_tokens: 120, completion_tokens: 7, total_tokens: 127 } };

const prompt: Prompt = {
    question: { text: 'Where?' },
    evidence: [],
    coverage: { searchedFiles: 1, totalFiles: 1, skippedFiles: 0, isPartial: false, hasMeaning: true },
    findings: { shape: 'where', words: [], subjects: [], introductions: [], verdict: { isRelevant: true } },
    nonce: '0'.repeat(32),
    messages: [
        { role: 'system', content: 'Rules.' },
        { role: 'user', content: 'Where?' },
    ],
};

const tools: OfferedTools = {
    descriptions: [
        { name: 'search', description: 'Finds passages.', parameters: { type: 'object', properties: { words: { type: 'string' } } } },
    ],
    textOf: (name, args) => (name === 'search' ? `SEARCH: ${args}` : undefined),
};

/** What came of a question: its text, what was counted, and why it failed. */
async function ask(
    { baseUrl }: FakeServer,
    options: { readonly key?: string; readonly model?: string; readonly tools?: OfferedTools } = {},
): Promise<{ readonly text: string; readonly usage: TokenUsage | undefined; readonly failure: string | undefined }> {
    let usage: TokenUsage | undefined;
    let text = '';
    try {
        const model = openAiCompatible({
            baseUrl,
            model: options.model ?? 'm',
            apiKey: options.key ?? '',
            networkEnabled: true,
            contextTokens: 16_000,
        });
        for await (const piece of model.generate(prompt, {
            onUsage: told => (usage = told),
            ...(options.tools ? { tools: options.tools } : {}),
        }))
            text += piece;
        return { text, usage, failure: undefined };
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        return { text, usage, failure: error.message };
    }
}

describe('tokens are counted', () => {
    it('by the event after the last word, as OpenAI sends it', async () => {
        const openAi = await serverThat(({ stream_options: wish }) => ({
            events: [said('Here.'), stop, ...(wish?.include_usage ? [counted] : [])],
        }));
        expect(await ask(openAi)).toEqual({ text: 'Here.', usage: { input: 120, output: 7 }, failure: undefined });
    });

    it('by every event, as vLLM can send it, where the last one counts', async () => {
        const vllm = await serverThat(() => ({
            events: [
                { ...said('He'), usage: { prompt_tokens: 120, completion_tokens: 1 } },
                { ...said('re.'), usage: { prompt_tokens: 120, completion_tokens: 2 } },
                { ...stop, usage: { prompt_tokens: 120, completion_tokens: 2 } },
            ],
        }));
        expect((await ask(vllm)).usage).toEqual({ input: 120, output: 2 });
    });

    it('not at all where a server does not count and keeps the line open: the answer does not wait for it', async () => {
        const silent = await serverThat(() => ({ events: [said('Here.'), stop], staysOpen: true }));
        expect(await ask(silent)).toEqual({ text: 'Here.', usage: undefined, failure: undefined });
    });
});

describe('a server that takes no count', () => {
    const refusals = {
        'as an OpenAI error': { status: 400, body: { error: { message: 'Unrecognized request argument supplied: stream_options' } } },
        'as FastAPI refuses a field': {
            status: 422,
            body: {
                detail: [{ type: 'extra_forbidden', loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted', input: {} }],
            },
        },
    } as const;
    for (const [name, refusal] of Object.entries(refusals)) {
        it(`is asked again without, and from then on, ${name}`, async () => {
            const server = await serverThat(body => (body.stream_options ? refusal : { events: [said('Here.'), stop] }));
            expect((await ask(server)).text).toBe('Here.');
            expect((await ask(server)).text).toBe('Here.');
            expect(server.asked.map(({ body }) => body.stream_options !== undefined)).toEqual([true, false, false]);
        });
    }

    it('is not asked twice for what is wrong with the rest', async () => {
        const server = await serverThat(() => ({ status: 400, body: { error: { message: 'maximum context length is 4096 tokens' } } }));
        expect((await ask(server)).failure).toContain('refused');
        expect(server.asked).toHaveLength(1);
    });
});

describe('tools of a server', () => {
    const call = (name: string, pieces: readonly string[]): readonly object[] => [
        { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 'c1', function: { name, arguments: '' } }] } }] },
        ...pieces.map(piece => ({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: piece } }] } }] })),
        { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
    ];

    it('are offered, and a call in pieces becomes a line of text', async () => {
        const server = await serverThat(({ tools: offered }) => ({
            events: offered ? call('search', ['{"words":', '"retry"}']) : [said('no')],
        }));
        expect((await ask(server, { tools })).text).toBe('\nSEARCH: {"words":"retry"}\n');
        expect(server.asked[0]?.body.tools?.map(({ function: { name } }) => name)).toEqual(['search']);
    });

    it('that were not offered are a mistake of the model', async () => {
        const server = await serverThat(() => ({ events: call('search', ['{}']) }));
        expect((await ask(server)).failure).toContain('incomplete');
    });

    const refusals = {
        'as Ollama does for a model without them': {
            status: 400,
            body: { error: { message: 'the model library/m does not support tools' } },
        },
        'as vLLM does without its parser': {
            status: 400,
            body: { object: 'error', message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set' },
        },
        'as llama.cpp does without --jinja': { status: 500, body: { error: { code: 500, message: 'tools param requires --jinja flag' } } },
    } as const;
    for (const [name, refusal] of Object.entries(refusals)) {
        it(`are left away where they are refused, ${name}`, async () => {
            const server = await serverThat(body => (body.tools ? refusal : { events: [said('SEARCH: retry'), stop, counted] }));
            expect((await ask(server, { tools })).text).toBe('SEARCH: retry');
            expect(server.asked.some(({ body }) => body.tools === undefined)).toBe(true);
        });
    }
});

describe('Anthropic, by its OpenAI-compatible address', () => {
    /** https://platform.claude.com/docs/en/api/openai-sdk: `n` must be 1, system messages are put in front, what it ignores does not hurt. */
    const anthropic: Dialect = (body, request) => {
        if (request.headers.authorization !== 'Bearer sk-ant-test')
            return {
                status: 401,
                body: { error: { code: 'authentication_error', message: 'invalid x-api-key', type: 'invalid_request_error' } },
            };
        if (!/^claude-/.test(body.model))
            return { status: 404, body: { error: { code: 'not_found_error', message: `model: ${body.model}` } } };
        if (body['n'] !== undefined && body['n'] !== 1) return { status: 400, body: { error: { message: 'n must be 1' } } };
        const hoisted = body.messages.filter(({ role }) => role === 'system' || role === 'developer').map(({ content }) => content);
        return {
            events: [
                { id: 'msg_1', object: 'chat.completion.chunk', ...said(`${hoisted.join('\n')} Here.`) },
                { ...stop, usage: null },
                ...(body.stream_options?.include_usage ? [counted] : []),
            ],
        };
    };

    it('answers, counts, and gets the rules in one system message at the beginning', async () => {
        const server = await serverThat(anthropic);
        expect(await ask(server, { key: 'sk-ant-test', model: 'claude-sonnet-4-5' })).toEqual({
            text: 'Rules. Here.',
            usage: { input: 120, output: 7 },
            failure: undefined,
        });
        expect(server.asked[0]?.body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    });

    it('is sent nothing that it only ignores', async () => {
        const server = await serverThat(anthropic);
        await ask(server, { key: 'sk-ant-test', model: 'claude-sonnet-4-5' });
        expect(Object.keys(server.asked[0]?.body ?? {}).sort()).toEqual(['messages', 'model', 'stream', 'stream_options']);
    });

    it('says what is wrong with the key', async () => {
        expect((await ask(await serverThat(anthropic), { key: 'sk-other', model: 'claude-sonnet-4-5' })).failure).toContain('refused');
    });
});

describe('Amazon Bedrock, by its OpenAI-compatible address', () => {
    /** https://docs.aws.amazon.com/bedrock/latest/userguide/inference-chat-completions.html: a Bedrock API key, chat completions alone. */
    const bedrock: Dialect = (body, request) => {
        if (request.headers.authorization !== 'Bearer ABSK-test')
            return { status: 403, body: { message: 'Authentication failed: Please make sure your API Key is valid.' } };
        if (!/^[a-z-]+\.[\w.:-]+$/.test(body.model))
            return {
                status: 400,
                body: { error: { message: 'The provided model identifier is invalid.', type: 'invalid_request_error' } },
            };
        return { events: [said('<reasoning>looks</reasoning>'), said('Here.'), { ...stop, usage: counted.usage }] };
    };

    it('answers below /openai/v1 and counts in its last event', async () => {
        const server = await serverThat(bedrock, '/openai/v1');
        expect(await ask(server, { key: 'ABSK-test', model: 'openai.gpt-oss-120b-1:0' })).toMatchObject({
            usage: { input: 120, output: 7 },
            failure: undefined,
        });
        expect(server.asked[0]?.path).toBe('/openai/v1/chat/completions');
    });

    it('says what is wrong with the key, in the words of AWS', async () => {
        const server = await serverThat(bedrock, '/openai/v1');
        expect((await ask(server, { key: 'ABSK-old', model: 'openai.gpt-oss-120b-1:0' })).failure).toContain('refused');
    });
});

describe('Azure OpenAI', () => {
    /** https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle: /openai/v1, the deployment as the model, filters first. */
    const azure: Dialect = (body, request) => {
        if (request.headers.authorization !== 'Bearer azure-test')
            return {
                status: 401,
                body: { error: { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' } },
            };
        return body.model === 'my-deployment'
            ? {
                  events: [
                      { choices: [], prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] },
                      { choices: [{ index: 0, delta: { content: 'Here.' }, content_filter_results: { hate: { filtered: false } } }] },
                      stop,
                      counted,
                  ],
              }
            : {
                  status: 404,
                  body: { error: { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' } },
              };
    };

    it('answers by the name of a deployment, with results of its filters in between', async () => {
        const server = await serverThat(azure, '/openai/v1');
        expect(await ask(server, { key: 'azure-test', model: 'my-deployment' })).toMatchObject({ text: 'Here.', usage: { output: 7 } });
    });

    it('says that the deployment is not there', async () => {
        expect((await ask(await serverThat(azure, '/openai/v1'), { key: 'azure-test', model: 'gpt-4.1' })).failure).toContain('refused');
    });
});

describe('Mistral and Gemini', () => {
    it('Mistral counts in its last event, and takes no field that it does not know', async () => {
        const known = new Set(['model', 'messages', 'stream', 'tools', 'tool_choice', 'temperature', 'max_tokens']);
        const mistral = await serverThat(body => {
            const unknown = Object.keys(body).find(field => !known.has(field));
            return unknown
                ? {
                      status: 422,
                      body: { detail: [{ type: 'extra_forbidden', loc: ['body', unknown], msg: 'Extra inputs are not permitted' }] },
                  }
                : { events: [said('Here.'), { ...stop, usage: counted.usage }] };
        });
        expect((await ask(mistral)).text).toBe('Here.');
    });

    it('Gemini answers below /v1beta/openai, with all of a call in one event', async () => {
        const gemini = await serverThat(
            body => ({
                events: body.tools
                    ? [
                          {
                              choices: [
                                  {
                                      index: 0,
                                      delta: {
                                          role: 'assistant',
                                          tool_calls: [
                                              { function: { name: 'search', arguments: '{"words":"x"}' }, id: '', type: 'function' },
                                          ],
                                      },
                                      finish_reason: 'tool_calls',
                                  },
                              ],
                          },
                      ]
                    : [said('Here.'), stop, counted],
            }),
            '/v1beta/openai',
        );
        expect((await ask(gemini)).text).toBe('Here.');
        expect((await ask(gemini, { tools })).text).toBe('\nSEARCH: {"words":"x"}\n');
    });
});
