import type { Answer, AnswerEvent, Citation, Evidence } from './answer.ts';
import type { Failure } from './failure.ts';
import type { Coverage } from './passage.ts';
import type { TraceStep } from './trace.ts';

export type TurnState =
    | { readonly state: 'searching' }
    | { readonly state: 'answering' }
    | { readonly state: 'finished'; readonly answer: Answer }
    | { readonly state: 'stopped' }
    | { readonly state: 'failed'; readonly failure: Failure };

/** One question and its answer, at any moment of its life. */
export interface Turn {
    readonly id: string;
    readonly question: string;
    /** `src/cart.ts:12-18` when lines were attached, `src/cart.ts` or `src` when the question was about what is in there. */
    readonly attached?: string;
    readonly text: string;
    readonly evidence: readonly Evidence[];
    readonly citations: readonly Citation[];
    readonly coverage?: Coverage;
    readonly searchedMs?: number;
    /** What the model has asked to see so far, while it gathers evidence and afterwards. */
    readonly trace?: readonly TraceStep[];
    readonly progress: TurnState;
}

export interface Conversation {
    readonly id: string;
    readonly title: string;
    readonly turns: readonly Turn[];
}

/** How many footnotes there are, and how many of their lines changed or moved since they were written. */
export function changesSince(turns: readonly Turn[]): { readonly total: number; readonly changed: number; readonly moved: number } {
    const states = turns.flatMap(({ citations }) => citations.map(({ state }) => state));
    const count = (wanted: Citation['state']): number => states.filter(state => state === wanted).length;
    return { total: states.length, changed: count('stale'), moved: count('moved') };
}

export function newTurn(id: string, question: string, attached?: string): Turn {
    return {
        id,
        question,
        text: '',
        evidence: [],
        citations: [],
        progress: { state: 'searching' },
        ...(attached === undefined ? {} : { attached }),
    };
}

export function isBusy(turn: Turn): boolean {
    return turn.progress.state === 'searching' || turn.progress.state === 'answering';
}

/** The one reducer: a turn after an event. An event that comes after the end changes nothing. */
export function applyAnswerEvent(turn: Turn, event: AnswerEvent): Turn {
    if (!isBusy(turn)) return turn;
    switch (event.type) {
        case 'searching':
            return { ...turn, progress: { state: 'searching' } };
        case 'evidence':
            return {
                ...turn,
                evidence: event.evidence,
                coverage: event.coverage,
                searchedMs: event.tookMs,
                progress: { state: 'answering' },
            };
        case 'step':
            return { ...turn, trace: [...(turn.trace ?? []), event.step] };
        case 'text':
            return { ...turn, text: turn.text + event.text, progress: { state: 'answering' } };
        case 'citation':
            return { ...turn, citations: [...turn.citations, event.citation] };
        case 'finished':
            return {
                ...turn,
                text: event.answer.text,
                evidence: event.answer.evidence,
                citations: event.answer.citations,
                coverage: event.answer.coverage,
                ...(event.answer.trace ? { trace: event.answer.trace } : {}),
                progress: { state: 'finished', answer: event.answer },
            };
    }
}

export function stopTurn(turn: Turn): Turn {
    return isBusy(turn) ? { ...turn, progress: { state: 'stopped' } } : turn;
}

export function failTurn(turn: Turn, failure: Failure): Turn {
    return isBusy(turn) ? { ...turn, progress: { state: 'failed', failure } } : turn;
}
