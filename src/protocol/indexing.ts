import type { DataUse } from './dataUse.ts';
import type { Failure } from './failure.ts';
import type { Language } from './code.ts';
import type { WorkspacePath } from './text.ts';

/** Why a file is not in the index; `quarantined`: the engine stopped twice while it dealt with this file. */
export const skipReasons = [
    'ignored',
    'excluded',
    'too-large',
    'binary',
    'minified',
    'generated',
    'secret',
    'symlink',
    'unreadable',
    'not-a-file',
    'empty',
    'quarantined',
] as const;
export type SkipReason = (typeof skipReasons)[number];

export interface SkippedFile {
    readonly path: WorkspacePath;
    readonly reason: SkipReason;
    /** For people: the rule that matched with its file and line, the size and the limit, the error. */
    readonly detail: string;
    /** Where the rule stands that decided; absent where no file of rules did. */
    readonly rule?: RulePlace;
}

/** A line of a file of ignore rules. */
export interface RulePlace {
    /** Absolute path on disk: such a file may lie outside the workspace. */
    readonly file: string;
    readonly line: number;
}

/** Counts that every surface shows in the same words. */
export interface IndexCounts {
    /** Files whose rows are in the index and true to the last look. */
    readonly indexed: number;
    /** Files that belong in the index. */
    readonly total: number;
    readonly skipped: number;
    readonly chunks: number;
}

/** A folder of more files is not indexed for the first time without a word: it takes minutes and hundreds of megabytes. */
export const MANY_FILES = 50_000;

/** The story of the index; one state at a time, each with a way out. */
export type IndexStatus =
    | { readonly state: 'empty' }
    | { readonly state: 'scanning'; readonly counts: IndexCounts }
    /** `done` of `total` files of the work at hand; `total` is known before the first is done, and `done` never falls. `secondsLeft` stands where the rate is steady, and never rises within a run. */
    | {
          readonly state: 'indexing';
          readonly done: number;
          readonly total: number;
          readonly counts: IndexCounts;
          readonly secondsLeft?: number;
      }
    /** By the user, or, with `because` (a clause for people), by itself until that is over. */
    | {
          readonly state: 'paused';
          readonly done: number;
          readonly total: number;
          readonly counts: IndexCounts;
          readonly because?: string;
      }
    /** Proved: journal, rows and symbols agree, and a search finds what is known to be there. `withoutMeaning` says why questions find words only, `embedderNote` that another model stands in for the one that was chosen. */
    | {
          readonly state: 'ready';
          readonly counts: IndexCounts;
          readonly hasMeaning: boolean;
          readonly withoutMeaning?: string;
          readonly embedderNote?: string;
          /** Folders of the workspace that are not there; what the index knows of them is kept. */
          readonly missing?: readonly string[];
      }
    /** Another process holds the index and does not answer: it can be read as it is, and taken over. */
    | { readonly state: 'held'; readonly holderPid: number; readonly counts: IndexCounts }
    /** `counts` stand where what was indexed before can be asked about all the same. */
    | { readonly state: 'failed'; readonly failure: Failure; readonly counts?: IndexCounts };

/** What is asked of the index as a whole. */
export type IndexAction = 'update' | 'rebuild' | 'clear' | 'pause' | 'resume' | 'take-over';

/** What one run over the workspace did. Files are those of the index: one that is left out for what is in it is none of them, and counts only as unchanged. */
export interface IndexReport {
    readonly added: number;
    readonly changed: number;
    readonly removed: number;
    readonly unchanged: number;
    readonly counts: IndexCounts;
    readonly lines: number;
    readonly bytes: number;
    readonly embedded: number;
    readonly reusedVectors: number;
    readonly problems: readonly FileProblem[];
    /** Wall milliseconds by stage: `scan`, `parse`, `embed`, `store`. Stages overlap, so they may add up to more than `tookMs`. */
    readonly stagesMs: Readonly<Record<string, number>>;
    readonly tookMs: number;
}

/** Told by whoever watches the disk. A path may be a folder that was removed. */
export interface FileChanges {
    readonly changed: readonly WorkspacePath[];
    readonly removed: readonly WorkspacePath[];
}

/** The text of an editor that has not been saved; `text: undefined` when it was saved or closed and the disk counts again. */
export interface EditorText {
    readonly path: WorkspacePath;
    readonly text: string | undefined;
}

export interface FileProblem {
    readonly path: WorkspacePath;
    readonly reason: string;
}

/** What makes the vectors of the index. */
export interface EmbedderFacts {
    readonly model: string;
    /** Numbers of a vector. */
    readonly dimensions: number;
    /** `this machine`, or the origin of the server that is sent the text. */
    readonly place: string;
    /** When the index was first opened with it, as an ISO date; null where nobody noted it. */
    readonly since: string | null;
    /** For people: that it stands in for another, or why it makes no vectors now. */
    readonly note?: string;
}

/** How often something was looked for in a cache since the engine started, and was there. */
export interface CacheHits {
    readonly asked: number;
    readonly found: number;
}

export interface IndexDetails {
    readonly folder: string;
    readonly location: string;
    readonly bytesOnDisk: number;
    /** All indexes of this user, and the quota. */
    readonly use: DataUse;
    readonly embedder: string;
    readonly embedding: EmbedderFacts;
    /** Files that are in the index with something missing, and why: cut by lines, without some vectors. By path. */
    readonly problems: readonly FileProblem[];
    readonly languages: Readonly<Record<Language, number>>;
    readonly skipped: readonly SkippedFile[];
    /** `vectors`: of passages, by their content; `queries`: of questions; `searches` and `answers`: whole results, of what was asked before. */
    readonly caches: Readonly<Record<'vectors' | 'queries' | 'searches' | 'answers', CacheHits>>;
}
