import type { SkipReason } from './indexing.ts';
import type { FileKind, Language, SymbolKind } from './code.ts';
import type { TextRange, WorkspacePath } from './text.ts';

/** hash(root, path, vectorKey, n-th occurrence in the file); the primary key of a stored row. */
export type ChunkId = string & { readonly __brand: 'ChunkId' };

/** What retrieval is asked. */
export interface Query {
    readonly text: string;
    /** The most files, and the most passages, to return; 10 when absent. */
    readonly limit?: number;
    /** Only files below this folder, or only this file. */
    readonly folder?: WorkspacePath;
    /** Only files of these kinds. */
    readonly kinds?: readonly FileKind[];
    /** Only files in these languages. */
    readonly languages?: readonly Language[];
    /** Only files whose path fits this pattern, written as in `search.exclude`: `src/**`, `*.test.ts`. */
    readonly glob?: string;
    /** The file the reader has in front of them: a gentle pull, never a filter. */
    readonly focus?: WorkspacePath;
    /** Files the reader has open beside it, or has edited lately: a pull half as strong. */
    readonly near?: readonly WorkspacePath[];
    /** Tell how the order came about, in `SearchResult.explanation`; costs a few milliseconds. */
    readonly explain?: boolean;
    /** With `explain`: a file that should have been found, as a path or the end of one. */
    readonly expect?: string;
}

export type Signal = 'words' | 'meaning' | 'path' | 'symbol' | 'graph' | 'tests' | 'folder' | 'kind' | 'focus' | 'model';

/** One reason a passage was found. */
export interface PassageOrigin {
    readonly signal: Signal;
    /** The share of the fused score, after normalising; may be negative (a demotion). */
    readonly contribution: number;
    /** For people: `defines retryBuild`, `names build.retries`, `path has retry`. */
    readonly detail?: string;
}

/** The symbol a passage sits in, or is. */
export interface PassageSymbol {
    readonly name: string;
    readonly kind: SymbolKind;
    readonly container: string;
}

/** A stretch of a file as found for a query, widened and read from the live text. */
export interface Passage {
    readonly path: WorkspacePath;
    readonly range: TextRange;
    readonly language: Language;
    readonly kind: FileKind;
    readonly symbol?: PassageSymbol;
    /** The lines of `range` exactly as they stand now, joined with `\n`. */
    readonly text: string;
    /** Hash of `text`; a citation is checked against it. */
    readonly hash: string;
    readonly score: number;
    readonly origins: readonly PassageOrigin[];
}

export interface RankedFile {
    readonly path: WorkspacePath;
    readonly score: number;
    readonly origins: readonly PassageOrigin[];
}

export interface SkippedFor {
    readonly reason: SkipReason;
    readonly files: number;
}

/** "Searched N of M files": what the answer could know. */
export interface Coverage {
    readonly searchedFiles: number;
    readonly totalFiles: number;
    /** Files left out, with a listable reason each. */
    readonly skippedFiles: number;
    /** How many are left out for which reason, the most frequent first; absent in answers from before it was told. */
    readonly skippedFor?: readonly SkippedFor[];
    /** True while indexing is under way, so that more may be found later. */
    readonly isPartial: boolean;
    /** False when the vectors could not be asked (model or native module missing). */
    readonly hasMeaning: boolean;
}

export interface SearchResult {
    readonly files: readonly RankedFile[];
    readonly passages: readonly Passage[];
    readonly coverage: Coverage;
    readonly explanation?: SearchExplanation;
    readonly tookMs: number;
}

/** How a search came to its order: what it read in the question, what each signal gave each file, and what was cut and why. */
export interface SearchExplanation {
    /** What kind of file the question likely wants: `code`, `tests`, `docs`, `config`, `build` or `purpose`. */
    readonly intent: string;
    /** How likely each of them is; they add up to 1. Files are moved up or down by what is likely, not only by the likeliest. */
    readonly wants: Readonly<Record<string, number>>;
    /** The informative words, heaviest first. */
    readonly terms: readonly { readonly written: string; readonly weight: number }[];
    /** Paths that the question spells out. */
    readonly paths: readonly string[];
    /** The most that each signal can give. */
    readonly weights: Readonly<Record<Signal, number>>;
    /** How many files any signal speaks for. */
    readonly candidates: number;
    /** Best first: the files shown, and the first of those that are not. */
    readonly files: readonly ExplainedFile[];
    /** Places of these files that were considered and are not among the passages. */
    readonly cut: readonly CutPlace[];
    /** The file that was expected, where one was named. */
    readonly expected?: ExpectedFile;
}

export interface ExplainedFile {
    readonly path: WorkspacePath;
    /** From 1, among all candidates. */
    readonly rank: number;
    readonly score: number;
    readonly signals: readonly ExplainedSignal[];
    readonly fate: 'shown' | 'below the limit' | 'gone from the disk' | 'out of scope';
}

export interface ExplainedSignal extends PassageOrigin {
    /** The file's place in this signal's own order, from 1; absent for what holds for a file by itself (its kind, the reader's focus). */
    readonly rank?: number;
    /** How many files the signal speaks for. */
    readonly of?: number;
}

export interface CutPlace {
    readonly path: WorkspacePath;
    readonly range: TextRange;
    readonly score: number;
    readonly reason: 'below the limit' | 'the file has better places' | 'its lines are gone';
}

export interface ExpectedFile {
    /** The file that the name given stands for; the name itself where there is none. */
    readonly path: WorkspacePath;
    readonly isIndexed: boolean;
    /** Undefined when no signal speaks for it. */
    readonly file?: ExplainedFile;
    /** Informative words of the question that the indexed file has, and those that it lacks. */
    readonly has: readonly string[];
    readonly lacks: readonly string[];
    /** What the last file that is shown had more of, signal by signal; negative where the expected file had more. Empty when it is shown itself. */
    readonly behind: readonly { readonly signal: Signal; readonly by: number }[];
}
