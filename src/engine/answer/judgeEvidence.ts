import type { QuestionWord, Verdict } from './findings.ts';

export interface EvidenceMeasure {
    /** The words of the question that tell something, with their weights. */
    readonly words: readonly QuestionWord[];
    /** For each of the best passages, the words of the question that its text, path or names hold. */
    readonly heldByPassage: readonly ReadonlySet<string>[];
    /** Cosine between the question and the nearest of the best passages; undefined when the model's scale is not known. */
    readonly similarity: number | undefined;
    /** Identifiers, paths and quoted names of the question that the index knows, and that it does not. */
    readonly knownNames: number;
    readonly unknownNames: number;
    /** False when the question is asked in another language, which the model does not understand. */
    readonly isEnglish: boolean;
    /** True when the question is about who uses something, and so about nothing when that is unknown. */
    readonly asksForUsers: boolean;
    /** True when the user pointed at lines: then these are the evidence, whatever else was found. */
    readonly hasSelection: boolean;
}

/**
 * Decides between answering and saying that nothing relevant was found. A name that the index knows is relevance enough. Otherwise meaning
 * decides, with some help from words: the share of the question's words that the best passage holds, each counted by how much it tells
 * (a word that the repository does not have at all tells most). Without meaning, words decide alone.
 */
export function judgeEvidence(measure: EvidenceMeasure): Verdict {
    const { words, similarity } = measure;
    if (measure.hasSelection) return { isRelevant: true };
    if (measure.heldByPassage.length === 0) return { isRelevant: false, reason: 'nothing-found' };
    if (measure.knownNames > 0) return { isRelevant: true };
    if (measure.unknownNames > 0 && measure.asksForUsers) return { isRelevant: false, reason: 'unknown-names' };
    if (words.length === 0) return { isRelevant: false, reason: 'no-words' };
    if (words.every(word => !word.occurs)) return { isRelevant: false, reason: 'unknown-words' };
    if (!measure.isEnglish) {
        // Code is written in English: of a question in another language only names and technical words can be known, and meaning says nothing.
        const known = words.filter(word => word.occurs);
        return bestShare({ ...measure, words: known }) >= LEAST_SHARE ? { isRelevant: true } : { isRelevant: false, reason: 'thin' };
    }
    const share = bestShare(measure);
    const isEnough = similarity === undefined ? share >= LEAST_SHARE : similarity + SHARE_HELPS * share >= LEAST_SIMILARITY;
    return isEnough ? { isRelevant: true } : { isRelevant: false, reason: 'thin' };
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

/**
 * Chosen on 109 questions asked of their own repository (repo-qa, nl and symbol of the development pack, 27 everyday ones) and 551 asked of
 * another, over five trees, with the model that ships: abstains on 2 of the former (both repo-qa); of the latter says nothing relevant to 172 of 180 (repo-qa),
 * 91 of 104 (nl), 99 of 100 (everyday questions that no repository of the set answers).
 */
const LEAST_SIMILARITY = 0.39;
const SHARE_HELPS = 0.1;
const LEAST_SHARE = 0.34;
