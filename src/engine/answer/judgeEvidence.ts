import type { QuestionWord } from './findings.ts';

/** Whether what was found is about the question at all; `reason` is for people and for the log. */
export type Verdict =
    | { readonly isRelevant: true }
    | { readonly isRelevant: false; readonly reason: 'no-words' | 'nothing-found' | 'unknown-words' | 'thin' };

export interface EvidenceMeasure {
    /** The words of the question that tell something, with their weights. */
    readonly words: readonly QuestionWord[];
    /** For each of the best passages, the words of the question that its text, path or names hold. */
    readonly heldByPassage: readonly ReadonlySet<string>[];
    /** True when an identifier, path or quoted name of the question is known to the index. */
    readonly namesSomethingKnown: boolean;
    /** True when the user pointed at lines: then these are the evidence, whatever else was found. */
    readonly hasSelection: boolean;
}

/**
 * Decides between answering and saying that nothing relevant was found. Evidence is thin when the best passage holds only a small
 * share of what the question says, each word counted by how much it tells; a word that the repository does not have at all tells most.
 */
export function judgeEvidence(measure: EvidenceMeasure): Verdict {
    if (measure.hasSelection) return { isRelevant: true };
    if (measure.heldByPassage.length === 0) return { isRelevant: false, reason: 'nothing-found' };
    if (measure.namesSomethingKnown) return { isRelevant: true };
    if (measure.words.length === 0) return { isRelevant: false, reason: 'no-words' };
    if (measure.words.every(word => !word.occurs)) return { isRelevant: false, reason: 'unknown-words' };
    return bestShare(measure) >= LEAST_SHARE ? { isRelevant: true } : { isRelevant: false, reason: 'thin' };
}

/** The weight of the question's words that the best passage holds, as a share of all. */
export function bestShare({ words, heldByPassage }: Pick<EvidenceMeasure, 'words' | 'heldByPassage'>): number {
    const whole = words.reduce((sum, word) => sum + word.weight, 0);
    if (whole === 0) return 0;
    let best = 0;
    for (const held of heldByPassage) {
        let share = 0;
        for (const word of words) if (held.has(word.term)) share += word.weight;
        best = Math.max(best, share / whole);
    }
    return best;
}

const LEAST_SHARE = 0.34;
