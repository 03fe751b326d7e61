import type { QuestionWord } from '../answer/findings.ts';
import { termsOf } from '../retrieve/terms.ts';

/** How much of what the question says a text has: the weight of the words in it, as a share of all, from 0 to 1. */
export function wordShare(text: string, words: readonly QuestionWord[]): number {
    const held = new Set(termsOf(text));
    let whole = 0;
    let share = 0;
    for (const word of words) {
        whole += word.weight;
        if (held.has(word.term)) share += word.weight;
    }
    return whole === 0 ? 0 : share / whole;
}
