import type { Citation } from './answer.ts';
import type { AttachmentFate, AttachmentKind } from './attachment.ts';
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
    /** Earlier conversations: those that are pinned, then the others, newest first. */
    readonly history: readonly EarlierConversation[];
    /** True: nothing of the conversation on show is written anywhere. */
    readonly isPrivate?: boolean;
    /** True: the conversation on show is from before, and its footnotes were compared with the files of today. */
    readonly isReopened?: boolean;
    /** What goes with the next question. */
    readonly attachments?: readonly ShownAttachment[];
}

/** Something that goes with the next question; named by its id. */
export interface ShownAttachment {
    readonly id: string;
    readonly kind: AttachmentKind;
    /** As shown: `src/cart.ts:12-18`. */
    readonly name: string;
    /** The selection of the editor, which comes and goes by itself. */
    readonly isAutomatic: boolean;
    /** Undefined until the engine has said what will become of it. */
    readonly fate?: AttachmentFate;
}

/** Something that may be attached, as the picker shows it. */
export interface ShownOffer {
    readonly id: string;
    readonly kind: AttachmentKind;
    readonly name: string;
    /** Where it is, or what it has: `src`, `3 problems`. */
    readonly detail: string;
}

export interface EarlierConversation {
    readonly id: string;
    readonly title: string;
    readonly turns: number;
    readonly isPinned?: boolean;
}

/** One that has all words that were searched for, with the place where the first of them stands: pieces of text, in order. */
export interface FoundConversation extends EarlierConversation {
    readonly context: readonly { readonly text: string; readonly isMatch: boolean }[];
}

/** Conversations about another folder: they can be read here, and gone on with there. */
export interface ConversationsElsewhere {
    readonly key: string;
    readonly name: string;
    readonly conversations: readonly EarlierConversation[];
}

/** The same of conversations about another folder; `of` says how many of that folder there are. */
export interface FoundElsewhere {
    readonly key: string;
    readonly name: string;
    readonly found: readonly FoundConversation[];
    readonly of: number;
}

/** Host to view. */
export type ViewMessage =
    | { readonly type: 'snapshot'; readonly state: ViewState }
    | { readonly type: 'turn'; readonly turn: Turn }
    /** What a turn has more than when it was last sent: text from this offset on, and citations behind those it has. */
    | {
          readonly type: 'turn-grew';
          readonly turnId: string;
          readonly from: number;
          readonly text: string;
          readonly citations: readonly Citation[];
      }
    | { readonly type: 'index'; readonly index: IndexStatus; readonly engine: ViewState['engine'] }
    /** What a search in earlier conversations has found; `of` says how many there are in all. Other folders are told of a little later. */
    | {
          readonly type: 'found-conversations';
          readonly query: string;
          readonly found: readonly FoundConversation[];
          readonly of: number;
          readonly elsewhere?: readonly FoundElsewhere[];
      }
    | { readonly type: 'attachments'; readonly attachments: readonly ShownAttachment[] }
    /** What fits the words that were typed behind an `@`; `text` says which. */
    | { readonly type: 'attachment-offers'; readonly text: string; readonly offers: readonly ShownOffer[] }
    /** Why something was not attached; empty when there is nothing to say any more. */
    | { readonly type: 'not-attached'; readonly reasons: readonly string[] }
    /** A path that was pasted stands among the attachments now, and need not stand in the question. */
    | { readonly type: 'path-attached'; readonly text: string }
    | { readonly type: 'conversations-elsewhere'; readonly folders: readonly ConversationsElsewhere[] }
    /** Puts the cursor in the question box, with these words if there are any. */
    | { readonly type: 'focus-question'; readonly text?: string };

/** View to host. Things are named by id, never by path; what was dropped or pasted is text from outside, and is looked at as such. */
export type ViewIntent =
    | { readonly type: 'ready' }
    | { readonly type: 'ask'; readonly text: string }
    | { readonly type: 'stop' }
    | { readonly type: 'retry'; readonly turnId: string }
    /** The same question to a model that the editor asks for. */
    | { readonly type: 'retry-with-model'; readonly turnId: string }
    /** Goes on behind the text of an answer that ended early. */
    | { readonly type: 'continue'; readonly turnId: string }
    /** Another answer to the same question, from 1. */
    | { readonly type: 'show-version'; readonly turnId: string; readonly version: number }
    | { readonly type: 'new-conversation' }
    | { readonly type: 'open-conversation'; readonly conversationId: string }
    | { readonly type: 'delete-conversation'; readonly conversationId: string }
    /** The editor asks for the new name. */
    | { readonly type: 'rename-conversation'; readonly conversationId: string }
    | { readonly type: 'pin-conversation'; readonly conversationId: string }
    | { readonly type: 'unpin-conversation'; readonly conversationId: string }
    /** The editor asks whether that is meant. */
    | { readonly type: 'delete-conversations'; readonly conversationIds: readonly string[] }
    | { readonly type: 'search-conversations'; readonly text: string }
    /** Those of other folders. */
    | { readonly type: 'list-elsewhere' }
    /** As a page to read. */
    | { readonly type: 'read-elsewhere'; readonly key: string; readonly conversationId: string }
    /** In a window of its own. */
    | { readonly type: 'open-folder-of'; readonly key: string }
    /** A new conversation with everything up to this answer; the old one stays as it is. */
    | { readonly type: 'fork'; readonly turnId: string }
    /** A new conversation with everything before this question, which is asked in other words; the old one stays as it is. */
    | { readonly type: 'edit-question'; readonly turnId: string; readonly text: string }
    | { readonly type: 'detach'; readonly attachmentId: string }
    | { readonly type: 'search-attachments'; readonly text: string }
    | { readonly type: 'attach'; readonly offerId: string }
    /** Files and folders that were dropped on the panel, as the addresses that came with them. */
    | { readonly type: 'attach-dropped'; readonly addresses: readonly string[] }
    /** A line that was pasted into the question and looks like a path. */
    | { readonly type: 'attach-pasted-path'; readonly text: string }
    /** A text that is too long to stand in the question. */
    | { readonly type: 'attach-text'; readonly text: string }
    /** A footnote in the text; the mark is `1` or `1:12-18`. */
    | { readonly type: 'open-citation'; readonly turnId: string; readonly mark: string }
    /** A row in the list of sources. */
    | { readonly type: 'open-source'; readonly turnId: string; readonly number: number }
    | { readonly type: 'copy-permalink'; readonly turnId: string; readonly number: number }
    | { readonly type: 'copy-answer'; readonly turnId: string }
    /** What a model was sent for this answer, as a page. */
    | { readonly type: 'show-payload'; readonly turnId: string }
    | { readonly type: 'copy-text'; readonly text: string }
    /** A block of code that the answer has, by its place in it, from 0. */
    | { readonly type: 'use-code'; readonly turnId: string; readonly code: number; readonly use: CodeUse }
    | { readonly type: 'command'; readonly command: ViewCommand };

/** At the cursor; in a new editor; in the file it is for, after a look at the difference. */
export type CodeUse = 'insert' | 'new-file' | 'apply';

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
    | 'choose-embedder'
    | 'prune'
    | 'choose-persona'
    | 'choose-conversation-model'
    | 'recheck-citations'
    | 'new-private-conversation'
    | 'export-conversation'
    | 'import-conversation'
    | 'open-settings';
