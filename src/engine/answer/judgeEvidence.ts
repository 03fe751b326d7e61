import type { Verdict } from './findings.ts';
import type { EvidenceMeasure } from './measureEvidence.ts';

export interface JudgedQuestion {
    /** False when the question is asked in another language, which the model does not understand. */
    readonly isEnglish: boolean;
    /** True when the question is about who uses something, and so about nothing when that is unknown. */
    readonly asksForUsers: boolean;
    /** True when the user pointed at lines: then these are the evidence, whatever else was found. */
    readonly hasSelection: boolean;
}

/**
 * Decides between answering and saying that nothing relevant was found. Where there are chunks enough to compare with, a weighted sum of a
 * few measures decides, whose weights were fitted on judged questions; a small repository, and a question in another language, is decided
 * by the words and the nearest meaning alone.
 */
export function judgeEvidence(measure: EvidenceMeasure, question: JudgedQuestion): Verdict {
    const { words, knownNames, unknownNames, nearness } = measure;
    if (question.hasSelection) return { isRelevant: true };
    if (measure.heldByPassage.length === 0) return { isRelevant: false, reason: 'nothing-found' };
    // Who asks in a few words about a name that is known wants to know about that.
    if (knownNames > 0 && (measure.rows < ENOUGH_ROWS || (unknownNames === 0 && words.length <= FEW_WORDS))) return { isRelevant: true };
    if (unknownNames > 0 && (question.asksForUsers || measure.isNamesFromElsewhere)) return { isRelevant: false, reason: 'unknown-names' };
    if (words.length === 0) return { isRelevant: false, reason: 'no-words' };
    if (words.every(word => !word.occurs)) return { isRelevant: false, reason: 'unknown-words' };
    if (!question.isEnglish) {
        // Code is written in English: of a question in another language only names and technical words can be known, and meaning says nothing.
        const known = words.filter(word => word.occurs);
        return verdict(bestShare({ ...measure, words: known }) >= LEAST_SHARE);
    }
    if (measure.rows < ENOUGH_ROWS) {
        const share = bestShare(measure);
        return verdict(nearness === undefined ? share >= LEAST_SHARE : nearness.best + SHARE_HELPS * share >= LEAST_SIMILARITY);
    }
    const { weights, least } = nearness === undefined ? BY_WORDS : BY_MEANING;
    const features = evidenceFeatures(measure);
    return verdict(features.reduce((sum, feature, at) => sum + feature * (weights[at] ?? 0), 0) >= least);
}

function verdict(isEnough: boolean): Verdict {
    return isEnough ? { isRelevant: true } : { isRelevant: false, reason: 'thin' };
}

/** The names of `evidenceFeatures`, in order; without meaning the first two are left out by a weight of zero. */
export const EVIDENCE_FEATURES = [
    'cosine of the 10th nearest chunk',
    'cosine of the 100th',
    'words that occur nowhere (to 5)',
    'pairs of words side by side',
    'log of the chunks',
    'rare words that occur, as a share',
    'log of the words',
    'unknown names (to 2)',
    'known names (to 2)',
    'over-use of the words here, mean',
    'over-use, of the most over-used word',
    'lead of the first file over the tenth',
] as const;

/** What the decision weighs. */
export function evidenceFeatures(measure: EvidenceMeasure): readonly number[] {
    const { words, nearness, pairs, rows, knownNames, unknownNames, overUse, lead } = measure;
    const rare = words.filter(({ weight }) => weight > RARE);
    return [
        nearness?.tenth ?? 0,
        nearness?.hundredth ?? 0,
        Math.min(5, words.filter(({ occurs }) => !occurs).length),
        pairs,
        Math.log(Math.max(1, rows)),
        rare.filter(({ occurs }) => occurs).length / Math.max(1, rare.length),
        Math.log(1 + words.length),
        Math.min(2, unknownNames),
        Math.min(2, knownNames),
        overUse.reduce((sum, each) => sum + each, 0) / Math.max(1, overUse.length),
        overUse.length === 0 ? 0 : Math.max(...overUse),
        lead,
    ];
}

/** The weight of a word that one chunk in four hundred has. */
const RARE = 6;

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

export interface EvidenceWeights {
    readonly weights: readonly number[];
    /** The least sum that is answered. */
    readonly least: number;
}

/** Both as printed by `npm run test:abstention`, whose report stands in test/retrieval/abstention.md. */
const BY_MEANING: EvidenceWeights = {
    weights: [7.6522, 11.3883, -0.7871, 2.1824, -0.2081, -0.8889, 0.3646, -1.0493, 0.0526, 1.3761, 0.7286, 1.4993],
    least: 6.1562,
};
const BY_WORDS: EvidenceWeights = {
    weights: [0, 0, -0.8162, 2.7245, 0.4599, -0.7298, 0.6752, -1.1655, 0.1684, 1.8213, 0.9308, 1.6115],
    least: 8.1977,
};

/** Below this many chunks the hundredth nearest is no background; the smallest trees that were measured have 230 (docs/decisions/0039). */
const ENOUGH_ROWS = 200;
const FEW_WORDS = 6;
const LEAST_SIMILARITY = 0.39;
const SHARE_HELPS = 0.1;
const LEAST_SHARE = 0.34;
