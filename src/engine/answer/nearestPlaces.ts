import type { Evidence } from '../../protocol/answer.ts';
import type { Verdict } from './findings.ts';

/**
 * What is shown where nothing certain was found: the best place of each of the best files, numbered anew, because a question that was turned
 * away wrongly should cost its asker a glance and not the answer. Where no word of it occurs, one place is enough.
 */
export function nearestPlaces(evidence: readonly Evidence[], verdict: Verdict): readonly Evidence[] {
    const isGuess = !verdict.isRelevant && (verdict.reason === 'thin' || verdict.reason === 'unknown-names');
    const paths = new Set<string>();
    return evidence
        .filter(({ passage }) => !paths.has(passage.path) && paths.add(passage.path))
        .slice(0, isGuess ? MOST_PLACES : 1)
        .map((piece, at) => ({ ...piece, number: at + 1 }));
}

const MOST_PLACES = 4;
