import type { ChatModel, Prompt } from '../ports.ts';
import type { Failure } from '../../protocol/failure.ts';
import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import * as z from 'zod';
import { FailureError, fail } from '../../protocol/failure.ts';

export interface OpenAiCompatibleOptions {
    /** Up to and including `/v1`. */
    readonly baseUrl: string;
    readonly model: string;
    /** Empty for servers that ask for none. */
    readonly apiKey: string;
    /** False closes every way out of this machine, loopback included. */
    readonly networkEnabled: boolean;
    /** How long to wait for the first piece, and for each piece after it. */
    readonly timeouts?: { readonly firstMs: number; readonly idleMs: number };
}

/**
 * Any server that speaks the OpenAI chat API. One origin gets the prompt and the key: redirects are refused, environment variables are
 * not looked at, and what goes wrong is told with the origin alone. Stopping closes the connection.
 */
export function openAiCompatible(options: OpenAiCompatibleOptions): ChatModel {
    return {
        name: options.model === '' ? 'model server' : options.model,
        async *generate(prompt, { signal } = {}) {
            const { origin, client } = connect(options);
            const stopping = new Stopping(options.timeouts ?? { firstMs: 60_000, idleMs: 30_000 }, signal);
            try {
                yield* streamAnswer(client, options.model, prompt, stopping, origin);
            } catch (error) {
                // Stopped by the user: as such, not as a failure of the server.
                signal?.throwIfAborted();
                if (error instanceof FailureError) throw error;
                if (stopping.isTimedOut) fail({ kind: 'model-unreachable', origin, detail: 'no word for too long' }, { cause: error });
                throw new FailureError(failureOf(error, origin), { cause: withoutSecrets(error) });
            } finally {
                stopping.end();
            }
        },
    };
}

async function* streamAnswer(client: OpenAI, model: string, prompt: Prompt, stopping: Stopping, origin: string): AsyncIterable<string> {
    const stream = await client.chat.completions.create(
        { model, messages: [...prompt.messages], stream: true },
        { signal: stopping.signal },
    );
    let isFinished = false;
    for await (const chunk of stream) {
        stopping.heard();
        const parsed = chunkSchema.safeParse(chunk);
        if (!parsed.success) continue;
        const choice = parsed.data.choices[0];
        if (choice?.delta?.content) yield choice.delta.content;
        if (choice?.finish_reason) isFinished = true;
    }
    // A connection that closes early ends the stream without an error; half an answer is not an answer.
    if (!isFinished) fail({ kind: 'model-unreachable', origin, detail: 'the answer broke off' });
}

/** What counts of a piece of the stream. Servers differ from the types of the client: usage without choices, no delta, other fields. */
const chunkSchema = z.object({
    choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }).nullish(), finish_reason: z.string().nullish() })),
});

function connect({ baseUrl, apiKey, networkEnabled }: OpenAiCompatibleOptions): { readonly origin: string; readonly client: OpenAI } {
    const url = URL.parse(baseUrl);
    const origin = url && url.origin !== 'null' ? url.origin : baseUrl.replace(/\/\/[^@/]*@/, '//');
    if (!networkEnabled) fail({ kind: 'network-disabled', origin });
    if (!url || !isAllowed(url))
        fail({ kind: 'model-refused', origin, detail: 'the address must be https, or http on this machine, without a user name' });
    const client = new OpenAI({
        baseURL: baseUrl,
        // The client insists on a key; servers that ask for none ignore it.
        apiKey: apiKey === '' ? 'none' : apiKey,
        adminAPIKey: null,
        organization: null,
        project: null,
        webhookSecret: null,
        maxRetries: 0,
        logLevel: 'off',
        fetch: (input, init) => fetch(input, { ...init, redirect: 'error', headers: headersFor(apiKey) }),
    });
    return { origin, client };
}

/** All headers there are: the client would add facts about this machine, and whatever OPENAI_CUSTOM_HEADERS says. */
function headersFor(apiKey: string): Record<string, string> {
    return {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        ...(apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` }),
    };
}

/** Code and key travel encrypted, or not at all off this machine. */
function isAllowed(url: URL): boolean {
    if (url.username !== '' || url.password !== '') return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname));
}

function failureOf(error: unknown, origin: string): Failure {
    if (error instanceof APIUserAbortError || error instanceof APIConnectionError)
        return { kind: 'model-unreachable', origin, detail: rootCause(error) };
    if (error instanceof APIError) {
        const status: unknown = error.status;
        if (typeof status !== 'number') return { kind: 'model-unreachable', origin, detail: 'the stream carried an error' };
        const detail = STATUS_WORDS[status] ?? `status ${String(status)}`;
        return status >= 500 || status === 408 ? { kind: 'model-unreachable', origin, detail } : { kind: 'model-refused', origin, detail };
    }
    return { kind: 'model-unreachable', origin, detail: rootCause(error) };
}

/** Our own words: what a server says may repeat the key or the prompt. */
const STATUS_WORDS: Readonly<Record<number, string>> = {
    400: 'status 400, perhaps more text than the model takes',
    401: 'status 401, the key is missing or wrong',
    403: 'status 403, this key may not use the model',
    404: 'status 404, no such model or address',
    408: 'status 408, the server gave up waiting',
    413: 'status 413, too much text',
    429: 'status 429, too many requests or no quota left',
};

/** The code of the innermost error, such as `ECONNREFUSED`; never its text, which may hold the address with everything in it. */
function rootCause(error: unknown): string {
    let inner: unknown = error;
    while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
    if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code;
    if (inner instanceof Error && /redirect/.test(inner.message)) return 'it redirects elsewhere, which is refused';
    return 'connection lost';
}

function withoutSecrets(error: unknown): Error {
    return new Error(error instanceof Error ? error.name : 'unknown');
}

/** Ends a request for either of two reasons: the user stopped it, or the server fell silent. */
class Stopping {
    private readonly controller = new AbortController();
    private readonly idleMs: number;
    private readonly outer: AbortSignal | undefined;
    private timer: NodeJS.Timeout;
    isTimedOut = false;

    constructor({ firstMs, idleMs }: { readonly firstMs: number; readonly idleMs: number }, outer: AbortSignal | undefined) {
        this.idleMs = idleMs;
        this.outer = outer;
        outer?.throwIfAborted();
        outer?.addEventListener('abort', this.stop);
        this.timer = setTimeout(this.giveUp, firstMs);
    }

    get signal(): AbortSignal {
        return this.controller.signal;
    }

    heard(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(this.giveUp, this.idleMs);
    }

    /** Also closes the connection when the reader stopped listening in the middle. */
    end(): void {
        clearTimeout(this.timer);
        this.outer?.removeEventListener('abort', this.stop);
        this.controller.abort();
    }

    private readonly stop = (): void => {
        this.controller.abort();
    };

    private readonly giveUp = (): void => {
        this.isTimedOut = true;
        this.controller.abort();
    };
}
