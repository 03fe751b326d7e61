import type { Citation, Question } from '../../protocol/answer.ts';
import { isBusy, type Turn } from '../../protocol/conversation.ts';

/** The turn with its footnotes as they were found just now; the same turn when nothing about them is new, or while it is written. */
export function withCitations(turn: Turn, citations: readonly Citation[]): Turn {
    const isSame = citations.every((citation, position) => JSON.stringify(citation) === JSON.stringify(turn.citations[position]));
    if (isSame || isBusy(turn)) return turn;
    const { progress } = turn;
    return {
        ...turn,
        citations,
        progress: progress.state === 'finished' ? { state: 'finished', answer: { ...progress.answer, citations } } : progress,
    };
}

/** What was said before, for the next question. */
export function historyOf(turns: readonly Turn[]): NonNullable<Question['history']> {
    return turns.flatMap(({ question, text }) => (text === '' ? [] : [{ question, answer: text }]));
}

/** What was said before this question. */
export function historyBefore(turnId: string, turns: readonly Turn[]): NonNullable<Question['history']> {
    return historyOf(
        turns.slice(
            0,
            turns.findIndex(({ id }) => id === turnId),
        ),
    );
}

/** A turn with one footnote as it was found just now. */
export function withCitation(turn: Turn, checked: Citation): Turn {
    return withCitations(
        turn,
        turn.citations.map(citation => (citation.mark === checked.mark ? checked : citation)),
    );
}
