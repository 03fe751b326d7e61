import type { ChatModel, GenerateOptions, Prompt } from '../modelPorts.ts';
import type { StopOptions } from '../ports.ts';
import type { ModelTimeouts } from './patience.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { FailureError } from '../../protocol/failure.ts';
import { readAnswerStream } from './answerStream.ts';
import { estimateTokens } from '../answer/fitPassages.ts';
import { readModelList } from './modelList.ts';
import { modelServer, type Asked, type ModelServer, type RequestOptions } from './modelServer.ts';
import { modelTimeouts, Patience } from './patience.ts';
import { dialectOf } from './serverDialect.ts';

export interface OpenAiCompatibleOptions {
    /** Up to and including `/v1`. */
    readonly baseUrl: string;
    readonly model: string;
    /** Empty for servers that ask for none. */
    readonly apiKey: string;
    /** False closes every way out of this machine, loopback included. */
    readonly networkEnabled: boolean;
    /** Tokens of question, evidence and answer together that the model takes. */
    readonly contextTokens: number;
    readonly timeouts?: Partial<ModelTimeouts>;
}

/**
 * Any server that speaks the OpenAI chat API. Requests that came to nothing are repeated within reason, nothing is after the first
 * word; text comes as it arrives, many small pieces of one read as one. Stopping closes the connection.
 */
export function openAiCompatible(options: OpenAiCompatibleOptions): ChatModel {
    return {
        name: nameOf(options),
        window: async () => {
            // An address that may not be asked is known before a prompt is made for it.
            modelServer(options);
            return await Promise.resolve({ tokens: options.contextTokens, countTokens: estimateTokens });
        },
        generate: ({ messages }, asking) => askServer(messages, options, asking),
    };
}

/** The answer of the server to these messages. */
export async function* askServer(
    messages: Prompt['messages'],
    options: OpenAiCompatibleOptions,
    { signal, onUsage, tools }: GenerateOptions = {},
): AsyncIterable<string> {
    const server = modelServer(options);
    const dialect = dialectOf(options);
    const ask = (request: RequestOptions): Promise<Asked> =>
        dialect.ask(takes =>
            server.chat(
                {
                    model: options.model,
                    messages,
                    stream: true,
                    ...(onUsage && takes('usage') ? { stream_options: { include_usage: true } } : {}),
                    ...(tools && takes('tools')
                        ? { tools: tools.descriptions.map(description => ({ type: 'function' as const, function: description })) }
                        : {}),
                },
                request,
            ),
        );
    yield* askUntilAnswered(ask, options, server, signal, (response, patience) =>
        readAnswerStream(response, {
            name: nameOf(options),
            server,
            patience,
            onUsage: dialect.takes('usage') ? onUsage : undefined,
            tools,
        }),
    );
}

/** Names of the models that the server offers, as it lists them. */
export async function listModels(options: OpenAiCompatibleOptions, { signal }: StopOptions = {}): Promise<readonly string[]> {
    const server = modelServer(options);
    const names: string[] = [];
    for await (const name of askUntilAnswered(request => server.models(request), options, server, signal, readModelList)) names.push(name);
    return names;
}

function nameOf({ model }: OpenAiCompatibleOptions): string {
    return model === '' ? 'model server' : model;
}

async function* askUntilAnswered(
    ask: (request: RequestOptions) => Promise<Asked>,
    options: OpenAiCompatibleOptions,
    server: ModelServer,
    signal: AbortSignal | undefined,
    read: (response: Response, patience: Patience) => AsyncIterable<string>,
): AsyncIterable<string> {
    for (let attempt = 1; ; attempt++) {
        const patience = new Patience({ ...modelTimeouts, ...options.timeouts }, signal);
        let waitMs: number;
        try {
            const asked = await ask({ patience, attempt });
            if (asked.type === 'response') {
                yield* read(asked.response, patience);
                return;
            }
            waitMs = asked.waitMs;
        } catch (error) {
            // Stopped by the user: as such, not as a failure of the server.
            signal?.throwIfAborted();
            if (patience.ranOut !== undefined)
                throw new FailureError({ kind: 'model-unreachable', origin: server.origin, detail: patience.ranOut });
            throw error instanceof FailureError ? error : server.connectionFailure(error);
        } finally {
            patience.end();
        }
        await pause(waitMs, undefined, { signal });
    }
}
