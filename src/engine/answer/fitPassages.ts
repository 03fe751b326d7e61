import type { Passage } from '../../protocol/passage.ts';

export interface FitOptions {
    readonly tokenBudget: number;
    readonly countTokens: (text: string) => number;
}

/** What fits the budget, in the order given, whole passages only. */
export function fitPassages<Item extends { readonly passage: Pick<Passage, 'text'> }>(
    items: readonly Item[],
    options: FitOptions,
): readonly Item[] {
    const kept: Item[] = [];
    let tokensLeft = options.tokenBudget;
    for (const item of items) {
        const cost = options.countTokens(item.passage.text);
        // A passage that does not fit is skipped, not cut: half a function misleads more than its absence.
        if (cost > tokensLeft) continue;
        kept.push(item);
        tokensLeft -= cost;
    }
    return kept;
}

/** An upper estimate without a tokenizer: source code averages three to four characters a token in the usual vocabularies. */
export function estimateTokens(text: string): number {
    return Math.ceil(text.length / 3);
}
