import type { ChatModel, Prompt } from '../../modelPorts.ts';

/** The reply of a model to a small request, as far as it is wanted. The signal ends it; a model that does not heed it is left alone. */
export async function replyInTime(
    model: ChatModel,
    prompt: Prompt,
    { signal, mostCharacters }: { readonly signal: AbortSignal; readonly mostCharacters: number },
): Promise<string> {
    const stopped = Promise.withResolvers<never>();
    const onStop = (): void => {
        stopped.reject(signal.reason);
    };
    signal.addEventListener('abort', onStop, { once: true });
    try {
        signal.throwIfAborted();
        return await Promise.race([replyOf(model, prompt, signal, mostCharacters), stopped.promise]);
    } finally {
        signal.removeEventListener('abort', onStop);
    }
}

async function replyOf(model: ChatModel, prompt: Prompt, signal: AbortSignal, mostCharacters: number): Promise<string> {
    let reply = '';
    for await (const text of model.generate(prompt, { signal })) {
        reply += text;
        if (reply.length > mostCharacters) break;
    }
    return reply;
}
