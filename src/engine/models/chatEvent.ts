import type { TokenUsage } from '../modelPorts.ts';
import * as z from 'zod';

/** What one event of a chat stream says. */
export interface ChatEvent {
    readonly text: string;
    /** Pieces of calls of tools; name and arguments of one may come in many, told apart by `index`. Nothing is ever called. */
    readonly calls: readonly CallPiece[];
    /** What the server counted so far, where it says so. */
    readonly usage?: TokenUsage;
    /** Why the model ended, in the server's words: `stop`, `length`, `content_filter`, `tool_calls`. */
    readonly finish?: string;
    /** The server ended the stream in good order. */
    readonly isDone?: true;
    /** Something went wrong at the server, in its words. */
    readonly error?: ServerWords;
    /** No JSON, or JSON that no chat server sends. */
    readonly isGarbled?: true;
}

export interface CallPiece {
    readonly index: number;
    readonly name: string;
    readonly argumentsJson: string;
}

export interface ServerWords {
    readonly message: string;
    readonly code: string;
}

/**
 * Reads the data of one event; a whole answer that came as one JSON object reads the same. Servers differ from the specification and
 * from one another: usage without choices, no delta, fields of their own, errors in four shapes.
 */
export function readChatEvent(data: string): ChatEvent {
    if (data.trim() === '[DONE]') return { ...nothing, isDone: true };
    let value: unknown;
    try {
        value = JSON.parse(data);
    } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        return { ...nothing, isGarbled: true };
    }
    const error = readServerError(value);
    if (error) return { ...nothing, error };
    const parsed = eventSchema.safeParse(value);
    if (!parsed.success) return { ...nothing, isGarbled: true };
    const choice = parsed.data.choices?.find(({ index }) => (index ?? 0) === 0);
    const said = choice?.delta ?? choice?.message;
    const calls = (said?.tool_calls ?? []).map(({ index, function: called }, nth) => callPiece(index ?? nth, called));
    const { usage } = parsed.data;
    return {
        text: said?.content ?? '',
        calls: said?.function_call ? [...calls, callPiece(0, said.function_call)] : calls,
        ...(usage?.prompt_tokens != null && usage.completion_tokens != null
            ? { usage: { input: usage.prompt_tokens, output: usage.completion_tokens } }
            : {}),
        ...(choice?.finish_reason ? { finish: choice.finish_reason } : {}),
    };
}

/** The error in the JSON of a server, as an event or as the body of a refusal; undefined when it holds none. */
export function readServerError(value: unknown): ServerWords | undefined {
    const parsed = errorSchema.safeParse(value);
    if (!parsed.success) return undefined;
    const { error, object, message, detail } = parsed.data;
    if (typeof error === 'string') return { message: error, code: '' };
    if (error) return { message: error.message ?? '', code: String(error.code ?? error.type ?? '') };
    if (object === 'error') return { message: message ?? '', code: '' };
    if (typeof detail === 'string') return { message: detail, code: '' };
    const wrong = detailSchema.safeParse(detail).data;
    return wrong ? { message: wrong.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; '), code: '' } : undefined;
}

const nothing = { text: '', calls: [] } as const;

function callPiece(index: number, called: z.infer<typeof calledSchema>): CallPiece {
    return { index, name: called?.name ?? '', argumentsJson: called?.arguments ?? '' };
}

/** Some servers send the arguments as an object. */
const calledSchema = z
    .object({
        name: z.string().nullish(),
        arguments: z.union([z.string(), z.record(z.string(), z.unknown()).transform(all => JSON.stringify(all))]).nullish(),
    })
    .nullish();

const saidSchema = z
    .object({
        content: z.string().nullish(),
        tool_calls: z.array(z.object({ index: z.number().nullish(), function: calledSchema })).nullish(),
        function_call: calledSchema,
    })
    .nullish();

const eventSchema = z.object({
    usage: z.object({ prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish() }).nullish(),
    choices: z
        .array(
            z.object({
                index: z.number().nullish(),
                delta: saidSchema,
                message: saidSchema,
                finish_reason: z.string().nullish(),
            }),
        )
        .nullish(),
});

/** What servers made with FastAPI say of a field that they do not take. */
const detailSchema = z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() })).min(1);

const errorSchema = z.object({
    error: z
        .union([
            z.string(),
            z.object({
                message: z.string().nullish(),
                code: z.union([z.string(), z.number()]).nullish(),
                type: z.string().nullish(),
            }),
        ])
        .nullish(),
    object: z.string().nullish(),
    message: z.string().nullish(),
    detail: z.unknown().optional(),
});
