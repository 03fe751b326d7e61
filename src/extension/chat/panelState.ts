import type { ChatModelChoice } from '../../protocol/engineContract.ts';
import type { IndexStatus } from '../../protocol/indexing.ts';
import type { ViewState } from '../../protocol/view.ts';
import { QUOTES, chosenModel, placeOfModels } from './conversationChoice.ts';
import type { Conversations } from './conversations.ts';

/** What the window knows apart from the conversation. */
export interface WindowState {
    readonly hasFolder: boolean;
    readonly isTrusted: boolean;
    readonly engine: ViewState['engine'];
    readonly index: IndexStatus;
    readonly chatModel: ChatModelChoice;
    /** Whom answers are for; empty for whom they are for unless the user says so. */
    readonly persona?: string;
    /** What goes with the next question. */
    readonly attachments: ViewState['attachments'];
}

/** Everything the panel draws, from what the window knows. */
export function panelState(
    window: WindowState,
    conversations: Pick<Conversations, 'current' | 'history' | 'isPrivate' | 'isReopened' | 'choice'>,
): ViewState {
    const { choice } = conversations;
    const set = window.chatModel.provider === 'quotes' ? QUOTES : window.chatModel.model;
    const by = chosenModel(choice, placeOfModels(window.chatModel)) ?? set;
    const persona = choice.persona ?? window.persona ?? '';
    return {
        workspace: !window.hasFolder ? 'no-folder' : window.isTrusted ? 'open' : 'restricted',
        engine: window.engine,
        index: window.index,
        turns: conversations.current.turns,
        answersBy: persona === '' ? by : `${by} · ${persona}`,
        history: conversations.history.map(({ id, title, turns, isPinned }) => ({ id, title, turns, isPinned })),
        isPrivate: conversations.isPrivate,
        isReopened: conversations.isReopened,
        ...(window.attachments ? { attachments: window.attachments } : {}),
    };
}
