import type { Turn } from '../../src/protocol/conversation.ts';
import type { ViewMessage, ViewState } from '../../src/protocol/view.ts';

/**
 * The view's state after a message. Before the first snapshot there is none, and what comes earlier is dropped: the snapshot
 * has it. Turns that did not change keep their identity, so that their elements do not render again.
 */
export function applyViewMessage(state: ViewState | undefined, message: ViewMessage): ViewState | undefined {
    switch (message.type) {
        case 'snapshot':
            return { ...message.state, turns: message.state.turns.map(turn => sameTurn(state?.turns, turn)) };
        case 'turn':
            return state && { ...state, turns: placeTurn(state.turns, message.turn) };
        case 'turn-grew':
            return state && { ...state, turns: state.turns.map(turn => (turn.id === message.turnId ? grown(turn, message) : turn)) };
        case 'index':
            return state && { ...state, index: message.index, engine: message.engine };
        case 'attachments':
            return state && { ...state, attachments: message.attachments };
        case 'attachment-offers':
        case 'not-attached':
        case 'path-attached':
        case 'found-conversations':
        case 'conversations-elsewhere':
        case 'focus-question':
            return state;
    }
}

/** A page that was shown anew in between has more already. */
function grown(turn: Turn, { from, text, citations }: Extract<ViewMessage, { type: 'turn-grew' }>): Turn {
    return turn.text.length === from ? { ...turn, text: turn.text + text, citations: [...turn.citations, ...citations] } : turn;
}

function placeTurn(turns: readonly Turn[], turn: Turn): readonly Turn[] {
    return turns.some(known => known.id === turn.id) ? turns.map(known => (known.id === turn.id ? turn : known)) : [...turns, turn];
}

/** The turn we hold already, where the snapshot brings nothing new about it. */
function sameTurn(known: readonly Turn[] | undefined, turn: Turn): Turn {
    const held = known?.find(other => other.id === turn.id);
    return held && JSON.stringify(held) === JSON.stringify(turn) ? held : turn;
}
