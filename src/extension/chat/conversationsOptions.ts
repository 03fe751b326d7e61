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
    /** A defect: the turn says so, the log says more. */
    readonly onDefect: (error: unknown) => void;
}
