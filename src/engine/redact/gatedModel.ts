import type { ChatModel, Prompt } from '../modelPorts.ts';
import { redactText } from './redactText.ts';

/** What went to a model, word for word. */
export interface SentMessages {
    readonly messages: Prompt['messages'];
    /** Hashes of the values that this gate took out; none when the parts of the prompt were clean. */
    readonly secrets: readonly string[];
}

/**
 * The last gate before a model: looks through the finished messages once more, however they came about, and tells what is sent just
 * before it is sent. Nothing is when `onSending` throws.
 */
export function gatedModel(model: ChatModel, onSending: (sent: SentMessages, prompt: Prompt) => void): ChatModel {
    return {
        ...model,
        async *generate(prompt, options = {}) {
            const sent = await throughGate(prompt.messages);
            options.signal?.throwIfAborted();
            onSending(sent, prompt);
            yield* model.generate({ ...prompt, messages: sent.messages }, options);
        },
    };
}

/** The messages as the gate lets them through. */
export async function throughGate(composed: Prompt['messages']): Promise<SentMessages> {
    const messages: Prompt['messages'][number][] = [];
    const secrets: string[] = [];
    for (const message of composed) {
        const redacted = await redactText(message.content);
        messages.push({ ...message, content: redacted.text });
        secrets.push(...redacted.secrets.map(({ id }) => id));
    }
    return { messages, secrets };
}
