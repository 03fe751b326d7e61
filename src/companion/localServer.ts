import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import type { CompanionQuestion } from '../protocol/companionContract.ts';

/** A server on the computer in front of the user that speaks the OpenAI chat API. */
export interface LocalServer {
    /** Up to and including `/v1`. */
    readonly baseUrl: string;
    /** Empty for servers that ask for none. */
    readonly apiKey: string;
}

/** Why a server gave nothing, without anything of the key: what it is is told to a person by whoever asked. */
export type LocalTrouble =
    { readonly kind: 'not-here' } | { readonly kind: 'silent' } | { readonly kind: 'refused'; readonly status: number };

export class LocalServerError extends Error {
    override readonly name = 'LocalServerError';
    readonly trouble: LocalTrouble;

    constructor(trouble: LocalTrouble) {
        super(trouble.kind);
        this.trouble = trouble;
    }
}

/** True for an address of this very computer; nothing else is ever asked, whatever the setting says. */
export function isOnThisComputer(baseUrl: string): boolean {
    const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
    return (
        url !== undefined &&
        (url.protocol === 'http:' || url.protocol === 'https:') &&
        url.username === '' &&
        url.password === '' &&
        ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
    );
}

/** Ids of the models that the server has, in its own order. Throws `LocalServerError`. */
export async function listModels(server: LocalServer, signal: AbortSignal): Promise<readonly string[]> {
    return await orTrouble(async () => {
        const { data } = await clientOf(server).models.list({ signal });
        return data.map(({ id }) => id);
    });
}

/** What the model says, as it says it. Ends when the signal does; throws `LocalServerError`. */
export async function* answer(server: LocalServer, { model, messages }: CompanionQuestion, signal: AbortSignal): AsyncIterable<string> {
    const stream = await orTrouble(() =>
        clientOf(server).chat.completions.create({ model, messages: [...messages], stream: true }, { signal }),
    );
    try {
        for await (const { choices } of stream) {
            const text = choices[0]?.delta.content;
            if (text) yield text;
        }
    } catch (error) {
        throw troubleOf(error);
    }
}

function clientOf({ baseUrl, apiKey }: LocalServer): OpenAI {
    if (!isOnThisComputer(baseUrl)) throw new LocalServerError({ kind: 'not-here' });
    return new OpenAI({
        baseURL: baseUrl,
        // The package wants one; servers without keys do not look at it.
        apiKey: apiKey === '' ? 'none' : apiKey,
        // A window in a browser: the key is the user's own, and goes to the user's own computer.
        dangerouslyAllowBrowser: true,
        maxRetries: 0,
        logLevel: 'off',
        // A server that sends us elsewhere would send the question elsewhere; and the package's own headers tell of this machine.
        fetch: (input, init) =>
            fetch(input, {
                ...init,
                redirect: 'error',
                headers: { 'content-type': 'application/json', ...(apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` }) },
            }),
    });
}

async function orTrouble<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
        return await work();
    } catch (error) {
        throw troubleOf(error);
    }
}

function troubleOf(error: unknown): unknown {
    if (error instanceof APIUserAbortError) return error;
    if (error instanceof APIConnectionError) return new LocalServerError({ kind: 'silent' });
    if (error instanceof APIError && typeof error.status === 'number')
        return new LocalServerError({ kind: 'refused', status: error.status });
    return error instanceof LocalServerError ? error : new LocalServerError({ kind: 'silent' });
}
