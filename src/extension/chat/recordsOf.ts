import type { Conversation, Turn } from '../../protocol/conversation.ts';
import { isChosen, type ConversationChoice } from './conversationChoice.ts';
import type { ConversationRecord } from './recordSchema.ts';

/** A conversation as the records that bring it back: the other direction of `replayConversation`. For one that is copied, or comes from a file. */
export function recordsOf(conversation: Conversation & { readonly choice?: ConversationChoice }, at: Date): readonly ConversationRecord[] {
    const { id, title, turns, choice = {} } = conversation;
    return [
        { record: 'begun', version: 1, id, at: at.toISOString() },
        ...turns.flatMap(recordsOfTurn),
        ...(title === '' ? [] : [{ record: 'renamed', title } as const]),
        ...(isChosen(choice) ? [{ record: 'chosen', ...choice } as const] : []),
    ];
}

function recordsOfTurn(turn: Turn): readonly ConversationRecord[] {
    const { id: turnId, question, attachments, evidence, coverage, searchedMs, progress, trace = [] } = turn;
    return [
        { record: 'asked', turnId, question, ...(attachments ? { attachments } : {}) },
        ...(coverage === undefined || searchedMs === undefined
            ? []
            : [{ record: 'event', turnId, event: { type: 'evidence', evidence, coverage, tookMs: searchedMs } } as const]),
        ...trace.map(step => ({ record: 'event', turnId, event: { type: 'step', step } }) as const),
        ...(progress.state === 'finished'
            ? [{ record: 'event', turnId, event: { type: 'finished', answer: progress.answer } } as const]
            : partOfAnswer(turn)),
    ];
}

/** What had arrived before it was stopped or failed. */
function partOfAnswer({ id: turnId, text, citations, progress }: Turn): readonly ConversationRecord[] {
    return [
        ...(text === '' ? [] : [{ record: 'event', turnId, event: { type: 'text', text } } as const]),
        ...citations.map(citation => ({ record: 'event', turnId, event: { type: 'citation', citation } }) as const),
        progress.state === 'failed' ? { record: 'failed', turnId, failure: progress.failure } : { record: 'stopped', turnId },
    ];
}
