import type { Patience } from './patience.ts';
import type { Prompt, ToolDescription } from '../modelPorts.ts';
import type OpenAI from 'openai';
import * as z from 'zod';
import { fail, FailureError, type Failure } from '../../protocol/failure.ts';
import { parsedJson } from '../../protocol/parsedJson.ts';
import { readServerError, type ServerWords } from './chatEvent.ts';
import { ANSWER_LIMITS, readRetryAfter, retryWaitMs, type RetryLimits } from './retryPolicy.ts';
import { connectionTrouble, isQuotaUsedUp, refusalFailure } from './serverFailure.ts';
import { certificateTrouble, certificatesReady } from './trustedCertificates.ts';

export interface ModelServerOptions {
    /** Up to and including `/v1`. */
    readonly baseUrl: string;
    /** Empty for servers that ask for none. */
    readonly apiKey: string;
    /** False closes every way out of this machine, loopback included. */
    readonly networkEnabled: boolean;
}

/** A server that was asked once: it answers, or it is worth asking again after a while. Anything else is thrown as a failure. */
export type Asked = { readonly type: 'response'; readonly response: Response } | { readonly type: 'again'; readonly waitMs: number };

export interface RequestOptions {
    readonly patience: Patience;
    /** 1 for the first request. */
    readonly attempt: number;
    /** Those of an answer that somebody waits for, when absent. */
    readonly limits?: RetryLimits;
}

/** A refusal with its status, for callers to whom it says more than that there was one. */
export class ServerRefusal extends FailureError {
    readonly status: number;

    constructor(failure: Failure, status: number, options?: ErrorOptions) {
        super(failure, options);
        this.status = status;
    }
}

export interface EmbeddingsBody {
    readonly model: string;
    readonly input: readonly string[];
    /** Only for models that can shorten their vectors. */
    readonly dimensions?: number;
}

export interface ChatBody {
    readonly model: string;
    readonly messages: Prompt['messages'];
    readonly stream: boolean;
    readonly max_tokens?: number;
    /** Asks for the count of tokens, which comes as a last event. */
    readonly stream_options?: { readonly include_usage: boolean };
    readonly tools?: readonly { readonly type: 'function'; readonly function: ToolDescription }[];
}

export interface ModelServer {
    readonly origin: string;
    readonly apiKey: string;
    chat(body: ChatBody, options: RequestOptions): Promise<Asked>;
    /** Vectors of texts, as JSON. */
    embeddings(body: EmbeddingsBody, options: RequestOptions): Promise<Asked>;
    /** The list of its models, as JSON. */
    models(options: RequestOptions): Promise<Asked>;
    /** The failure of a connection that broke; nothing of the error's own text, which may hold the key. */
    connectionFailure(error: unknown): FailureError;
}

/**
 * One server and one origin that gets prompt and key: redirects are refused, environment variables are not looked at, and what goes
 * wrong is told with the origin alone. Throws when the address may not be asked.
 */
export function modelServer(options: ModelServerOptions): ModelServer {
    const { origin, client } = connect(options);
    const connectionFailure = (error: unknown): FailureError => {
        const code = connectionTrouble(error);
        const remote = isLoopback(new URL(origin)) ? process.env['FOOTNOTE_REMOTE'] : undefined;
        return new FailureError(
            { kind: 'model-unreachable', origin, detail: certificateTrouble(code) ?? code, ...(remote === undefined ? {} : { remote }) },
            { cause: withoutSecrets(error) },
        );
    };

    async function ask(request: () => Promise<Response>, { attempt, limits = ANSWER_LIMITS }: RequestOptions): Promise<Asked> {
        if (origin.startsWith('https:')) await certificatesReady(origin);
        try {
            return { type: 'response', response: await request() };
        } catch (error) {
            const refusal = await readRefusal(error);
            if (!refusal) {
                const waitMs = retryWaitMs({ type: 'lost', code: connectionTrouble(error) }, { attempt, nowMs: Date.now(), limits });
                if (waitMs !== undefined) return { type: 'again', waitMs };
                throw connectionFailure(error);
            }
            const { status, words, retryAfter } = refusal;
            const isUsedUp = words !== undefined && isQuotaUsedUp(words);
            const nowMs = Date.now();
            const waitMs = retryWaitMs({ type: 'status', status, retryAfter, isQuotaUsedUp: isUsedUp }, { attempt, nowMs, limits });
            if (waitMs !== undefined) return { type: 'again', waitMs };
            const asked = readRetryAfter(retryAfter, nowMs);
            const retryAfterMs = asked !== undefined && asked > limits.longestWaitMs ? asked : undefined;
            throw new ServerRefusal(refusalFailure({ status, words, retryAfterMs }, origin, options.apiKey), status, {
                cause: withoutSecrets(error),
            });
        }
    }

    return {
        origin,
        apiKey: options.apiKey,
        chat: ({ model, messages, tools, ...plain }, request) =>
            ask(
                async () =>
                    (await client()).chat.completions
                        .create(
                            { model, messages: [...messages], ...plain, ...(tools ? { tools: tools.map(functionTool) } : {}) },
                            { signal: request.patience.signal },
                        )
                        .asResponse(),
                request,
            ),
        embeddings: (body, request) =>
            ask(
                // The form is named because the client would ask for base64, which not every server knows.
                async () =>
                    (await client()).embeddings
                        .create({ ...body, input: [...body.input], encoding_format: 'float' }, { signal: request.patience.signal })
                        .asResponse(),
                request,
            ),
        models: request => ask(async () => (await client()).models.list({ signal: request.patience.signal }).asResponse(), request),
        connectionFailure,
    };
}

function connect({ baseUrl, apiKey, networkEnabled }: ModelServerOptions): {
    readonly origin: string;
    readonly client: () => Promise<OpenAI>;
} {
    const url = URL.parse(baseUrl);
    const origin = url && url.origin !== 'null' ? url.origin : baseUrl.replace(/\/\/[^@/]*@/, '//');
    if (!networkEnabled) fail({ kind: 'network-disabled', origin });
    if (!url || !isAllowed(url))
        fail({ kind: 'model-refused', origin, detail: 'the address must be https, or http on this machine, without a user name' });
    return { origin, client: async () => makeClient(await openAi(), { baseUrl, apiKey }) };
}

/** The client is a third of the program, and who answers by quotation needs none of it: it is loaded with the first request. */
async function openAi(): Promise<typeof import('openai')> {
    return import('openai');
}

function makeClient(
    { OpenAI: Client }: typeof import('openai'),
    { baseUrl, apiKey }: Pick<ModelServerOptions, 'baseUrl' | 'apiKey'>,
): OpenAI {
    return new Client({
        baseURL: baseUrl,
        // The client insists on a key; servers that ask for none ignore it.
        apiKey: apiKey === '' ? 'none' : apiKey,
        adminAPIKey: null,
        organization: null,
        project: null,
        webhookSecret: null,
        maxRetries: 0,
        logLevel: 'off',
        fetch: async (input, init) => withShortRefusal(await fetch(input, { ...init, redirect: 'error', headers: headersFor(apiKey) })),
    });
}

/** All headers there are: the client would add facts about this machine, and whatever OPENAI_CUSTOM_HEADERS says. */
function headersFor(apiKey: string): Record<string, string> {
    return {
        accept: 'text/event-stream, application/json',
        'content-type': 'application/json',
        ...(apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` }),
    };
}

/** Code and key travel encrypted, or not at all off this machine. */
function isAllowed(url: URL): boolean {
    if (url.username !== '' || url.password !== '') return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

function isLoopback({ hostname }: URL): boolean {
    return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** The client reads the body of a refusal to its end, which some never reach. */
async function withShortRefusal(response: Response): Promise<Response> {
    if (response.ok || response.body === null) return response;
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body) {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > LONGEST_REFUSAL) break;
    }
    return new Response(text === '' ? null : underError(text), { status: response.status, headers: response.headers });
}

/** The client keeps of a refusal what stands under `error` alone; FastAPI, AWS and vLLM have no such field. */
function underError(text: string): string {
    const parsed = parsedJson(text);
    const isBare = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && !('error' in parsed);
    return isBare ? JSON.stringify({ error: parsed }) : text;
}

const LONGEST_REFUSAL = 65_536;

/** What the client makes of a status that is no success; undefined for a connection that broke. */
async function readRefusal(
    error: unknown,
): Promise<{ readonly status: number; readonly words: ServerWords | undefined; readonly retryAfter: string | undefined } | undefined> {
    const { APIError } = await openAi();
    if (!(error instanceof APIError)) return undefined;
    const parsed = refusalSchema().safeParse(error);
    if (!parsed.success) return undefined;
    const { status, error: body, headers } = parsed.data;
    const retryAfter = headers?.get('retry-after') ?? undefined;
    // The client has taken the value of `error` out of the body, where there was one.
    const words = [readServerError({ error: body }), readServerError(body)];
    return { status, words: words.find(said => said !== undefined && said.message !== '') ?? words[0], retryAfter };
}

/** Made when there is one: to name `Headers` loads all that Node has for HTTP. */
function refusalSchema() {
    return z.object({ status: z.number(), error: z.unknown().optional(), headers: z.instanceof(Headers).optional() });
}

function functionTool({ function: { name, description, parameters } }: NonNullable<ChatBody['tools']>[number]) {
    return { type: 'function' as const, function: { name, description, parameters: { ...parameters } } };
}

function withoutSecrets(error: unknown): Error {
    return new Error(error instanceof Error ? error.name : 'unknown');
}
