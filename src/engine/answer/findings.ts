import type { AttachmentKind } from '../../protocol/attachment.ts';
import type { CodeSymbol, FileKind } from '../../protocol/code.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import type { NoHistory } from '../history/noHistory.ts';
import type { PlaceRole } from '../retrieve/placeRole.ts';
import type { CommandFormat } from './commands/statedCommand.ts';
import type { CommandQuestion } from './commands/commandQuestion.ts';
import type { QuestionShape } from './questionShape.ts';

/**
 * What gathering evidence learnt besides the passages: what the question asks for, what it is about, and how the things it is
 * about hang together. The quoting model says it in sentences; every fact names the evidence and lines that show it.
 */
export interface Findings {
    readonly shape: QuestionShape;
    /** The informative words of the question. */
    readonly words: readonly QuestionWord[];
    /** Best first; empty when the question is about text outside any definition. */
    readonly subjects: readonly Subject[];
    /** What the found passages are, where they are definitions. */
    readonly introductions: readonly Introduction[];
    readonly verdict: Verdict;
    /** Texts that were attached and stand in no file: problems, changes, what was pasted. An answer tells them, whatever else was found. */
    readonly attached?: readonly AttachedText[];
    /** Set when the question asks for all places of something: then these are the answer, and the other findings are empty. */
    readonly everyPlace?: CompleteList;
    /** Set when the question asks how the project is run, built, tested or installed, and its files say something about that. */
    readonly commands?: ProjectCommands;
    /** Set when the question asks who, when or why something was written: then commits are the answer. */
    readonly history?: HistoryFindings;
}

/** The commits that brought lines, or whose messages have the words of a question. `none`: why nothing could be told. */
export type HistoryFindings =
    | {
          readonly kind: 'lines';
          readonly path: WorkspacePath;
          readonly range: TextRange;
          /** Of today's lines; the evidence has the first of them, `shown`. */
          readonly number: number;
          readonly shown: TextRange;
          readonly commits: readonly ToldCommit[];
          readonly uncommitted: readonly number[];
          /** Commits that brought lines and are not among them. */
          readonly further: number;
          readonly first: 'oldest' | 'newest' | 'largest';
          /** False where the question names no place, and this is the one that fits it best. */
          readonly isNamed: boolean;
          /** The name of the definition that was asked about. */
          readonly subject: string | undefined;
      }
    | { readonly kind: 'messages'; readonly commits: readonly ToldCommit[]; readonly searched: number; readonly isCut: boolean }
    | { readonly kind: 'none'; readonly why: NoHistory | 'nothing-said' };

export interface ToldCommit {
    readonly id: string;
    /** Of UTC, `2021-03-02`. */
    readonly day: string;
    readonly author: string;
    /** Lines of its message, from the second line of its evidence on. */
    readonly messageLines: number;
    readonly number: number;
    /** Evidence of what it changed in `file`; undefined where that is not shown. */
    readonly changed: number | undefined;
    readonly file: WorkspacePath | undefined;
    /** Lines of today's file that it brought. */
    readonly today: readonly number[];
    readonly mayBeOlder: 'not-here' | 'not-read' | undefined;
    readonly formerPath: string | undefined;
}

export interface AttachedText {
    readonly number: number;
    readonly kind: AttachmentKind;
}

/** Where the project's own files state the command that was asked for. */
export interface ProjectCommands {
    readonly question: CommandQuestion;
    /** Best first; empty when no file states it. */
    readonly places: readonly CommandPlace[];
    /** Without a stated command, manifests that at least tell what kind of project it is: `Maven`. */
    readonly manifests: readonly { readonly path: WorkspacePath; readonly tool: string; readonly number: number }[];
}

export interface CommandPlace {
    readonly path: WorkspacePath;
    readonly format: CommandFormat;
    /** The script, target or session; empty where a line of a document or CI job is what is typed. */
    readonly name: string;
    /** What is typed; follows from the name where there is one. */
    readonly typed: string;
    readonly line: number;
    readonly shown: Shown;
}

/** All places of a name or a kind, counted to the end of the index; the first of them with evidence. */
export interface CompleteList {
    /** `mentions`: the name stands in strings, comments and other text only. */
    readonly asks: 'calls' | 'uses' | 'mentions' | 'imports' | 'definitions' | 'files' | 'test files';
    /** The name, or for definitions and files the noun: `class`. */
    readonly subject: string;
    /** Empty for the whole repository. */
    readonly folder: string;
    readonly total: PlaceCount;
    readonly inTests: PlaceCount;
    readonly byRole: readonly RoleCount[];
    /** Code before tests before the rest, by path and line. */
    readonly listed: readonly ListedPlace[];
    readonly unlisted: readonly { readonly path: WorkspacePath; readonly places: number }[];
    /** Places with the name that were not asked for. */
    readonly others: readonly RoleCount[];
    /** A handful of the definitions that bear the name, out of `sharedBy`. */
    readonly definitions: readonly { readonly symbol: CodeSymbol; readonly number: number | undefined }[];
    readonly sharedBy: number;
    /** Set where the editor's language server said which definition places mean. */
    readonly meant?: MeantCounts;
    /** Files that should have the name and could not be read. */
    readonly unread: number;
}

export interface MeantCounts {
    /** Places that mean each of `definitions`, in their order; undefined for one that the server does not know. */
    readonly byDefinition: readonly (number | undefined)[];
    /** Places of the list that have the name, and of which the server says nothing. */
    readonly unconfirmed: number;
    /** Places with the name that mean another definition than the one that was asked for; they are not in the list. */
    readonly elsewhere: number;
}

interface PlaceCount {
    readonly places: number;
    readonly files: number;
}

export interface RoleCount {
    readonly role: PlaceRole;
    readonly count: PlaceCount;
}

export interface ListedPlace {
    readonly path: WorkspacePath;
    /** 0 where the index knows the file, not the line. */
    readonly line: number;
    readonly role: PlaceRole;
    /** Of its evidence; undefined where there is none. */
    readonly number: number | undefined;
    /** The definition it stands in, or that it is; empty at top level. */
    readonly inside: string;
    /** It has the name, and the language server that knows others says nothing of it. */
    readonly isUnconfirmed?: boolean;
}

/** Whether what was found is about the question at all; `reason` is for people and for the log. */
export type Verdict =
    | { readonly isRelevant: true }
    | { readonly isRelevant: false; readonly reason: 'nothing-found' | 'no-words' | 'unknown-words' | 'unknown-names' | 'thin' };

/** A word of the question as the index knows it, with how much it tells: rare words tell more. */
export interface QuestionWord {
    readonly term: string;
    /** As written in the question, for people. */
    readonly written: string;
    /** Inverse document frequency, 0 for a word that is everywhere. */
    readonly weight: number;
    /** False when no row of the index has it. */
    readonly occurs: boolean;
}

/** Lines of a piece of evidence. */
interface Shown {
    readonly number: number;
    readonly range: TextRange;
}

/** A doc comment without its comment marks, and the lines of its first paragraph. */
export interface ShownDoc {
    readonly text: string;
    readonly shown: Shown;
}

/** The definition that a found passage is, or sits in. */
export interface Introduction {
    readonly number: number;
    readonly symbol: CodeSymbol;
    readonly doc: ShownDoc | undefined;
}

/** A definition that the question is about. */
export interface Subject {
    readonly symbol: CodeSymbol;
    readonly kind: FileKind;
    readonly definition: Shown;
    readonly doc: ShownDoc | undefined;
    /** The signature on one line. */
    readonly signature: string;
    readonly uses: Uses;
    /** Definitions of this repository that it calls, in order of lines. */
    readonly calls: readonly Call[];
    /** Those of the calls that say most about the question, with what their comments say; only for the best subject. */
    readonly steps: readonly Step[];
    /** Methods of a class, functions of a module. */
    readonly members: readonly CodeSymbol[];
}

export interface Call {
    readonly symbol: CodeSymbol;
    readonly line: number;
}

/** A call with evidence of what is called. */
export interface Step extends Call {
    readonly definition: Shown;
    readonly doc: ShownDoc | undefined;
}

/** Where a name is used; by name, because which definition is meant is not resolved. */
interface Uses {
    readonly places: number;
    readonly files: number;
    /** Definitions that bear the name: with several, a mention may mean another. */
    readonly sharedBy: number;
    /** Places with evidence, in the order worth telling. */
    readonly sites: readonly UseSite[];
}

export interface UseSite {
    readonly path: WorkspacePath;
    readonly kind: FileKind;
    readonly shown: Shown;
    /** The definition it stands in, `Cart.add`; empty at top level. */
    readonly inside: string;
}
