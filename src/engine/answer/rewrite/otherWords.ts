import type { Evidence, Question } from '../../../protocol/answer.ts';
import type { Findings } from '../findings.ts';
import type { Gathered } from '../gatherEvidence.ts';
import { overlaps } from '../../../protocol/text.ts';
import { estimateTokens, fitPassages } from '../fitPassages.ts';
import { EVIDENCE_TOKENS, OTHER_WORDS_TOKENS } from '../evidenceBudget.ts';
import { isHard } from '../rounds/isHard.ts';
import { leansOnConversation } from './followUp.ts';

/**
 * True for a question whose own words are a poor search: it is hard, it leans on what was said before, or nothing was found for it. A
 * question that structure answers (every place of a name, the project's own commands) needs no better words.
 */
export function wantsOtherWords(question: Question, findings: Findings): boolean {
    if (findings.everyPlace || findings.commands || (findings.history && findings.history.kind !== 'none')) return false;
    return !findings.verdict.isRelevant || leansOnConversation(question) || isHard(question, findings);
}

/** What the other words found counts where the question's own found nothing; otherwise the question's own findings stay as they are. */
export function withOtherWords(own: Gathered, besides: Gathered | undefined): Gathered {
    return besides && !own.findings.verdict.isRelevant && besides.findings.verdict.isRelevant ? besides : own;
}

/**
 * The evidence of both, the question's own first and whole: other words add passages within a room of their own, and a poor choice of them
 * costs that room and nothing else.
 */
export function evidenceOfBoth(own: Gathered, besides: Gathered | undefined): readonly Evidence[] {
    const chosen = withOtherWords(own, besides);
    const first = fitPassages(chosen.evidence, { tokenBudget: EVIDENCE_TOKENS, countTokens: estimateTokens });
    if (!besides || chosen === besides || !besides.findings.verdict.isRelevant) return first;
    const fresh = besides.evidence.filter(
        ({ passage }) => !first.some(known => known.passage.path === passage.path && overlaps(known.passage.range, passage.range)),
    );
    const added = fitPassages(fresh, { tokenBudget: OTHER_WORDS_TOKENS, countTokens: estimateTokens }).slice(0, MOST_ADDED);
    const last = Math.max(0, ...chosen.evidence.map(({ number }) => number));
    return [...first, ...added.map((piece, at) => ({ ...piece, number: last + 1 + at }))];
}

const MOST_ADDED = 6;
