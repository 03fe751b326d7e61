import { applyAnswerEvent, continueTurn, failTurn, newTurn, stopTurn, type Conversation, type Turn } from '../../protocol/conversation.ts';
import { VersionBook, type AnswerVersions } from './answerVersions.ts';
import { writtenAttachment, type Attachment } from '../../protocol/attachment.ts';
import { choiceOf, type ConversationChoice } from './conversationChoice.ts';
import { readRecord, type ConversationRecord } from './recordSchema.ts';

/** A conversation with what its user has said of it. */
export interface SavedConversation extends Conversation {
    readonly isPinned?: boolean;
    readonly choice: ConversationChoice;
    /** All answers to questions that have several, by the turn's id. */
    readonly versions: ReadonlyMap<string, AnswerVersions>;
}

/**
 * A conversation from its records. A turn that was being answered when the editor died is shown as stopped, with what had arrived;
 * lines that cannot be read (the last one of a process that was killed) are passed over. Undefined without a beginning.
 */
export function replayConversation(lines: Iterable<string>): SavedConversation | undefined {
    let id: string | undefined;
    let title = '';
    let isPinned = false;
    let choice: ConversationChoice = {};
    const turns = new Map<string, Turn>();
    const versions = new VersionBook();
    const change = (turnId: string, next: (turn: Turn) => Turn): void => {
        const turn = turns.get(turnId);
        if (turn) turns.set(turnId, next(turn));
    };
    for (const line of lines) {
        const record = readRecord(line);
        switch (record?.record) {
            case undefined:
                break;
            case 'begun':
                id ??= record.id;
                break;
            case 'asked':
                turns.set(record.turnId, newTurn(record.turnId, record.question, attachmentsOf(record)));
                break;
            case 'event':
                change(record.turnId, turn => applyAnswerEvent(turn, record.event));
                break;
            case 'stopped':
                change(record.turnId, stopTurn);
                break;
            case 'failed':
                change(record.turnId, turn => failTurn(turn, record.failure));
                break;
            case 'retried':
                change(record.turnId, turn => versions.anew(stopTurn(turn), newTurn(turn.id, turn.question, turn.attachments)));
                break;
            case 'continued':
                change(record.turnId, turn => continueTurn(turn, record.length));
                break;
            case 'shown':
                change(record.turnId, turn => versions.shown(stopTurn(turn), record.version) ?? turn);
                break;
            case 'renamed':
                title = oneLine(record.title);
                break;
            case 'pinned':
                isPinned = record.isPinned;
                break;
            case 'chosen':
                choice = choiceOf(record);
                break;
        }
    }
    if (id === undefined) return undefined;
    const finished = [...turns.values()].map(stopTurn);
    return {
        id,
        title: title || conversationTitle(finished),
        turns: finished,
        versions: versions.all(),
        choice,
        ...(isPinned ? { isPinned } : {}),
    };
}

function attachmentsOf({ attachments, attached }: Extract<ConversationRecord, { record: 'asked' }>): readonly Attachment[] {
    if (attachments) return attachments;
    const written = attached === undefined ? undefined : writtenAttachment(attached);
    return written ? [written] : [];
}

/** The name that a model gave it with the first answer; without one the first question, cut at a word. */
export function conversationTitle(turns: readonly (Pick<Turn, 'question'> & Partial<Pick<Turn, 'progress'>>)[]): string {
    const [first] = turns;
    const named = first?.progress?.state === 'finished' ? oneLine(first.progress.answer.title ?? '') : '';
    const question = named || oneLine(first?.question ?? '');
    if (question.length <= LONGEST_TITLE) return question;
    const cut = question.slice(0, LONGEST_TITLE);
    const lastBlank = cut.lastIndexOf(' ');
    return `${lastBlank > LONGEST_TITLE / 2 ? cut.slice(0, lastBlank) : cut}…`;
}

const LONGEST_TITLE = 60;

/** A name as a list shows it. */
export function oneLine(text: string): string {
    return text.replace(/\s+/g, ' ').trim();
}
