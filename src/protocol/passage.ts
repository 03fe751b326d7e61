import type { FileKind, Language, SymbolKind } from './code.ts';
import type { TextRange, WorkspacePath } from './text.ts';

/** hash(root, path, vectorKey, n-th occurrence in the file); the primary key of a stored row. */
export type ChunkId = string & { readonly __brand: 'ChunkId' };

/** What retrieval is asked. */
export interface Query {
    readonly text: string;
    /** The most files, and the most passages, to return; 10 when absent. */
    readonly limit?: number;
    /** Only files below this folder. */
    readonly folder?: WorkspacePath;
    /** The file the reader has open: a gentle pull, never a filter. */
    readonly focus?: WorkspacePath;
}

export type Signal = 'words' | 'meaning' | 'path' | 'symbol' | 'kind' | 'focus';

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

/** "Searched N of M files": what the answer could know. */
export interface Coverage {
    readonly searchedFiles: number;
    readonly totalFiles: number;
    /** Files left out, with a listable reason each. */
    readonly skippedFiles: number;
    /** True while indexing is under way, so that more may be found later. */
    readonly isPartial: boolean;
    /** False when the vectors could not be asked (model or native module missing). */
    readonly hasMeaning: boolean;
}

export interface SearchResult {
    readonly files: readonly RankedFile[];
    readonly passages: readonly Passage[];
    readonly coverage: Coverage;
    readonly tookMs: number;
}
