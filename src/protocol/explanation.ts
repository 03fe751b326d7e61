import type { CodeSymbol, Language } from './code.ts';
import type { WorkspacePath } from './text.ts';

/** Where something is pointed at in an editor. */
export interface PointedAt {
    readonly path: WorkspacePath;
    /** 1-based. */
    readonly line: number;
    /** The identifier under the pointer; undefined asks for the definition around the line. */
    readonly name: string | undefined;
}

/**
 * What the index knows about a name, without a model. Names are not resolved: `isCertain` is false when several definitions bear the
 * name and none of them is in the same file or imported, and then `symbol` is only the first of them.
 */
export interface SymbolExplanation {
    /** Moved to where it stands in the live text. */
    readonly symbol: CodeSymbol;
    readonly language: Language;
    /** Lines of the live text, without their common indentation. */
    readonly signature: string;
    /** The first paragraph of its doc comment, comment marks taken off; empty when there is none. */
    readonly doc: string;
    readonly isCertain: boolean;
    /** Further definitions of the same name, the likeliest first; `otherCount` counts those that are not listed as well. */
    readonly others: readonly CodeSymbol[];
    readonly otherCount: number;
    readonly uses: UseCounts;
}

/** How often a definition's name is used outside of it; with an uncertain definition, how often the name is used at all. */
export interface UseCounts {
    readonly places: number;
    readonly files: number;
    /** The files with most uses first; a handful. */
    readonly topFiles: readonly { readonly path: WorkspacePath; readonly places: number }[];
}

/** A definition whose uses are asked for; `most` places are returned at most, 0 asks for the counts alone. */
export interface UsesRequest extends PointedAt {
    readonly most: number;
}

export interface SymbolUses extends UseCounts {
    readonly definition: CodeSymbol;
    /** By path and line; only lines that still have the name. */
    readonly list: readonly UsePosition[];
}

export interface UsePosition {
    readonly path: WorkspacePath;
    readonly line: number;
    /** Of the name in its line: 0-based, in UTF-16 units. */
    readonly column: number;
}
