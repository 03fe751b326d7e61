import type { ChatModel } from '../modelPorts.ts';
import { composeQuotes } from './composeQuotes.ts';
import { setImmediate } from 'node:timers/promises';

/**
 * Answers without a model, by quoting what was found: the default, which needs no network, key or account, and what stands in when
 * a chosen model cannot answer. The same prompt always gives the same text.
 */
export const quotingModel: ChatModel = {
    name: 'Quotes',
    async *generate(prompt, { signal } = {}) {
        for (const paragraph of composeQuotes(prompt).split(/(?<=\n\n)/)) {
            yield paragraph;
            // Lets a stop come through between paragraphs.
            await setImmediate(undefined, { signal });
        }
    },
};
