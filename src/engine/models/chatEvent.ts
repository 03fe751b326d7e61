import * as z from 'zod';

/** What one event of a chat stream says. */
export interface ChatEvent {
    readonly text: string;
    /** Names of tools the model asks for. Nothing is ever called. */
    readonly tools: readonly string[];
    /** Why the model ended, in the server's words: `stop`, `length`, `content_filter`, `tool_calls`. */
    readonly finish?: string;
    /** The server ended the stream in good order. */
    readonly isDone?: true;
    /** Something went wrong at the server, in its words. */
    readonly error?: ServerWords;
    /** No JSON, or JSON that no chat server sends. */
    readonly isGarbled?: true;
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
    const tools = (said?.tool_calls ?? []).flatMap(({ function: called }) => (called?.name ? [called.name] : []));
    return {
        text: said?.content ?? '',
        tools: said?.function_call?.name ? [...tools, said.function_call.name] : tools,
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
    return typeof detail === 'string' ? { message: detail, code: '' } : undefined;
}

const nothing = { text: '', tools: [] } as const;

const called = z.object({ name: z.string().nullish() }).nullish();

const saidSchema = z
    .object({
        content: z.string().nullish(),
        tool_calls: z.array(z.object({ function: called })).nullish(),
        function_call: called,
    })
    .nullish();

const eventSchema = z.object({
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
