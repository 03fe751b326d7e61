import type { Question } from '../../protocol/answer.ts';
import type { Turn } from '../../protocol/conversation.ts';
import type { Engine } from '../../protocol/engineContract.ts';
import type { ConversationFiles } from './conversationFiles.ts';

/** What `Conversations` needs, and whom it tells. */
export interface ConversationsOptions {
    readonly engine: Pick<Engine, 'ask' | 'recheck'>;
    readonly files: ConversationFiles;
    readonly newId: () => string;
    /** One turn has moved on. */
    readonly onTurn: (turn: Turn) => void;
    /** Another conversation is shown, or the list of earlier ones has changed. */
    readonly onConversation: () => void;
    /** True while a question has to wait for the engine. */
    readonly isWaiting?: () => boolean;
    /** Where the models are to be had that the settings name now, as `placeOfModels` says it. */
    readonly placeOfModels?: () => string;
    /** A defect: the turn says so, the log says more. */
    readonly onDefect: (error: unknown) => void;
}

/** What a turn was asked with; kept so that it can be asked again. */
export type Asked = Pick<Question, 'attachments' | 'focus' | 'near'>;

/** What a turn says that ended with something nobody foresaw. */
export const DEFECT = { kind: 'engine-stopped', detail: 'a defect; the log has its stack' } as const;
