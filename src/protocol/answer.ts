import type { AnswerCost } from './cost.ts';
import type { TraceStep } from './trace.ts';
import type { Attachment } from './attachment.ts';
import type { AnswerCommand } from './answering.ts';
import type { Coverage, Passage } from './passage.ts';
import type { TextRange, WorkspacePath } from './text.ts';

/** The user's words, plus what they had in front of them. */
export interface Question {
    /** May begin with a command: `/tests how is a build retried?`. */
    readonly text: string;
    /** What kind of answer is wanted, where that was chosen beside the text. */
    readonly command?: AnswerCommand;
    /** The name of the persona to answer to, in place of the one that is set. */
    readonly persona?: string;
    /**
     * What the user put beside it: the first evidence, with a bounded share of the prompt. With files or folders among them only what is
     * in these is searched; what it is connected with elsewhere may still be shown.
     */
    readonly attachments?: readonly Attachment[];
    /** The file in the active editor. */
    readonly focus?: WorkspacePath;
    /** Files that are open beside it, or were edited lately. */
    readonly near?: readonly WorkspacePath[];
    /** The name of a model that is asked in place of the one that is set: of the same server or of the editor, or `Quotes`. */
    readonly model?: string;
    /** An answer to this question that ended early: what comes goes on behind its text, on the same evidence. */
    readonly continues?: { readonly text: string; readonly evidence: readonly Evidence[] };
    /** Earlier turns of the conversation, oldest first; a model may use them, retrieval uses the last question. */
    readonly history?: readonly { readonly question: string; readonly answer: string }[];
    /**
     * Where the user agreed to send it, as `destinationOf` names it: a model anywhere else is not asked, and quoting answers.
     * Absent when naming the model was the agreement, as on a command line.
     */
    readonly agreedDestination?: string;
}

/** Why a passage is among the evidence, for the quoting answer and for the list of sources. `selection` stands in older conversations for `attached`. */
export type EvidenceRole =
    'found' | 'attached' | 'selection' | 'definition' | 'use' | 'configuration' | 'documentation' | 'test' | 'history';

/** A numbered passage: what a citation may name. */
export interface Evidence {
    /** 1, 2, 3 …, as in the text. */
    readonly number: number;
    readonly role: EvidenceRole;
    readonly passage: Passage;
}

/**
 * `verified`: the lines are exactly what was quoted. `moved`: found elsewhere in the file, `range` says where. `stale`: no longer there.
 * `unsupported`: the lines stand as cited, but do not have what the sentence says of them.
 */
export type CitationState = 'verified' | 'moved' | 'stale' | 'unsupported';

/** A mark in the text that names lines of a piece of evidence. */
export interface Citation {
    /** As written between the brackets: `1` or `1:12-18`. Unique within an answer. */
    readonly mark: string;
    /** The number of the evidence. */
    readonly number: number;
    readonly path: WorkspacePath;
    readonly range: TextRange;
    /** Hash of the cited lines when the answer was written. */
    readonly hash: string;
    readonly state: CitationState;
}

/**
 * A sentence that the check after the answer could not confirm. It is marked, never hidden. `uncited`: it names code and cites nothing.
 * `unsupported`: what it names, quotes or counts does not stand in the lines it cites. `general`: the model itself sets it apart as
 * general knowledge.
 */
export interface Doubt {
    /** Offset in the answer's text right behind the sentence and its marks. */
    readonly at: number;
    readonly why: 'uncited' | 'unsupported' | 'general';
    /** What was looked for in the cited lines in vain, as written. */
    readonly missing: readonly string[];
}

/** Finished text with its citations. Marks stand in `text` as `[1]` or `[1:12-18]`; a mark without a citation is plain text. */
export interface Answer {
    readonly text: string;
    readonly citations: readonly Citation[];
    /** Sentences that could not be confirmed, in order; absent in answers from before they were checked. */
    readonly doubts?: readonly Doubt[];
    readonly evidence: readonly Evidence[];
    readonly coverage: Coverage;
    /** `Quotes` or the model's name. */
    readonly answeredBy: string;
    /** Says when the chosen model could not answer and quoting stood in. */
    readonly notice?: string;
    /** How much of the text a model had said when it ended early; absent when it came to its end. */
    readonly incompleteAt?: number;
    /** Questions that go on from here and that the index can answer, three at most. */
    readonly followUps?: readonly string[];
    /** False when nothing relevant was found and the text says so. */
    readonly isAnswered: boolean;
    /** What the model asked to see before it answered; absent when it was not asked. */
    readonly trace?: readonly TraceStep[];
    /** How many different secrets were taken out of what a model was sent; absent when nothing was sent. */
    readonly redacted?: number;
    /** Under which the engine knows what was sent, while it keeps it; absent when nothing was sent. */
    readonly payloadId?: string;
    /** A name for the conversation that this answer begins, by the model that the settings name for it; absent where there is none. */
    readonly title?: string;
    /** The server that refused the key it was sent; absent where none did. Another key may be set for it, and the question asked again. */
    readonly keyRefusedBy?: string;
    /** What was asked of models for it, and what that cost; absent when nothing was sent. */
    readonly cost?: AnswerCost;
    readonly tookMs: number;
}

/** A step towards an answer. */
export type AnswerEvent =
    | { readonly type: 'searching' }
    | { readonly type: 'evidence'; readonly evidence: readonly Evidence[]; readonly coverage: Coverage; readonly tookMs: number }
    /** The model looked for further evidence; `evidence` comes again when there is more. */
    | { readonly type: 'step'; readonly step: TraceStep }
    | { readonly type: 'text'; readonly text: string }
    | { readonly type: 'citation'; readonly citation: Citation }
    | { readonly type: 'finished'; readonly answer: Answer };
