import type { Turn } from './conversation.ts';
import type { Failure } from './failure.ts';
import type { IndexStatus } from './indexing.ts';

/** Everything the panel draws; a snapshot of it repairs any view. */
export interface ViewState {
    readonly workspace: 'no-folder' | 'restricted' | 'open';
    readonly engine:
        { readonly state: 'starting' } | { readonly state: 'running' } | { readonly state: 'stopped'; readonly failure: Failure };
    readonly index: IndexStatus;
    readonly turns: readonly Turn[];
    /** What will answer: `Quotes` or a model's name. */
    readonly answersBy: string;
    /** Earlier conversations, newest first. */
    readonly history: readonly { readonly id: string; readonly title: string; readonly turns: number }[];
    /** What goes with the next question: lines (`src/cart.ts:12-18`), or all of a file or folder (`src`). */
    readonly attached?: string;
}

/** Host to view. */
export type ViewMessage =
    | { readonly type: 'snapshot'; readonly state: ViewState }
    | { readonly type: 'turn'; readonly turn: Turn }
    | { readonly type: 'index'; readonly index: IndexStatus; readonly engine: ViewState['engine'] }
    /** Puts the cursor in the question box, with these words if there are any. */
    | { readonly type: 'focus-question'; readonly text?: string };

/** View to host. Things are named by id, never by path. */
export type ViewIntent =
    | { readonly type: 'ready' }
    | { readonly type: 'ask'; readonly text: string }
    | { readonly type: 'stop' }
    | { readonly type: 'retry'; readonly turnId: string }
    | { readonly type: 'new-conversation' }
    | { readonly type: 'open-conversation'; readonly conversationId: string }
    | { readonly type: 'delete-conversation'; readonly conversationId: string }
    /** The editor asks for the new name. */
    | { readonly type: 'rename-conversation'; readonly conversationId: string }
    | { readonly type: 'detach' }
    /** A footnote in the text; the mark is `1` or `1:12-18`. */
    | { readonly type: 'open-citation'; readonly turnId: string; readonly mark: string }
    /** A row in the list of sources. */
    | { readonly type: 'open-source'; readonly turnId: string; readonly number: number }
    | { readonly type: 'copy-permalink'; readonly turnId: string; readonly number: number }
    | { readonly type: 'copy-answer'; readonly turnId: string }
    /** What a model was sent for this answer, as a page. */
    | { readonly type: 'show-payload'; readonly turnId: string }
    | { readonly type: 'copy-text'; readonly text: string }
    | { readonly type: 'command'; readonly command: ViewCommand };

/** Buttons of empty and failed states and of the menu: each is a command of the palette too. */
export type ViewCommand =
    | 'open-folder'
    | 'manage-trust'
    | 'index'
    | 'rebuild'
    | 'pause'
    | 'resume'
    | 'take-over'
    | 'show-skipped'
    | 'restart-engine'
    | 'show-log'
    | 'choose-model'
    | 'export-conversation'
    | 'import-conversation'
    | 'open-settings';
