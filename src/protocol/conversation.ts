import type { Answer, AnswerEvent, Citation, Evidence } from './answer.ts';
import type { Attachment } from './attachment.ts';
import type { Failure } from './failure.ts';
import type { Coverage } from './passage.ts';
import type { TraceStep } from './trace.ts';

export type TurnState =
    /** Not with the engine yet: it is starting, or the user is asked whether something may be sent. */
    | { readonly state: 'queued' }
    | { readonly state: 'searching' }
    | { readonly state: 'answering' }
    | { readonly state: 'finished'; readonly answer: Answer }
    | { readonly state: 'stopped' }
    | { readonly state: 'failed'; readonly failure: Failure };

/** One question and its answer, at any moment of its life. */
export interface Turn {
    readonly id: string;
    readonly question: string;
    /** What stood beside the question. */
    readonly attachments?: readonly Attachment[];
    readonly text: string;
    readonly evidence: readonly Evidence[];
    readonly citations: readonly Citation[];
    readonly coverage?: Coverage;
    readonly searchedMs?: number;
    /** What the model has asked to see so far, while it gathers evidence and afterwards. */
    readonly trace?: readonly TraceStep[];
    readonly progress: TurnState;
    /** Which of several answers to the question this is, from 1; absent when there is one. */
    readonly versions?: { readonly shown: number; readonly of: number };
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

export function newTurn(id: string, question: string, attachments: readonly Attachment[] = []): Turn {
    return {
        id,
        question,
        text: '',
        evidence: [],
        citations: [],
        progress: { state: 'searching' },
        ...(attachments.length === 0 ? {} : { attachments }),
    };
}

export function isBusy(turn: Turn): boolean {
    const { state } = turn.progress;
    return state === 'queued' || state === 'searching' || state === 'answering';
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

/** How much of an answer that ended early can be gone on from, in characters; undefined for one that came to its end, or has nothing. */
export function keptLength({ text, progress }: Turn): number | undefined {
    switch (progress.state) {
        case 'queued':
        case 'searching':
        case 'answering':
            return undefined;
        case 'finished':
            return progress.answer.incompleteAt;
        case 'stopped':
        case 'failed':
            return text.trim() === '' ? undefined : text.length;
    }
}

/** The turn as its answer goes on: what there is stays, as far as a model wrote it. */
export function continueTurn(turn: Turn, length: number): Turn {
    const text = turn.text.slice(0, length);
    return { ...turn, text, citations: turn.citations.filter(({ mark }) => text.includes(`[${mark}]`)), progress: { state: 'searching' } };
}

export function stopTurn(turn: Turn): Turn {
    return isBusy(turn) ? { ...turn, progress: { state: 'stopped' } } : turn;
}

export function failTurn(turn: Turn, failure: Failure): Turn {
    return isBusy(turn) ? { ...turn, progress: { state: 'failed', failure } } : turn;
}
