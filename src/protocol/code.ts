import type { TextRange, WorkspacePath } from './text.ts';

/** The id of a row in `engine/parse/languages.ts`, such as `typescript`; `plaintext` where no language is known. */
export type Language = string;

export type SymbolKind =
    | 'function'
    | 'method'
    | 'class'
    | 'interface'
    | 'type'
    | 'enum'
    | 'constant'
    | 'variable'
    | 'field'
    | 'module'
    | 'macro'
    | 'section'
    | 'key';

/** What a file is for; retrieval weighs it against what the question wants. */
export type FileKind = 'code' | 'test' | 'docs' | 'config' | 'build' | 'generated' | 'data';

/** A named definition. Holds lines, never text: text is read from the live file. */
export interface CodeSymbol {
    readonly path: WorkspacePath;
    readonly name: string;
    readonly kind: SymbolKind;
    /** Enclosing names, outermost first, joined with `.`; empty at top level. */
    readonly container: string;
    /** The whole definition with its decorators; the doc comment is not part of it. */
    readonly range: TextRange;
    /** The line that holds the name. */
    readonly nameLine: number;
    /** The lines of the signature: from the name's statement up to where the body begins. */
    readonly signature: TextRange;
    /** The doc comment above it, or the docstring inside it. */
    readonly doc?: TextRange;
}

/** A place that mentions a name that is defined somewhere; which definition is meant is not resolved. */
export interface SymbolReference {
    readonly path: WorkspacePath;
    readonly name: string;
    readonly line: number;
}

/** Everything the index knows about one file besides its chunks. */
export interface FileFacts {
    readonly definitions: readonly Omit<CodeSymbol, 'path'>[];
    /** Each name used in the file, with the lines that use it (definitions' own names are left out). */
    readonly references: readonly { readonly name: string; readonly lines: readonly number[] }[];
    /** Module specifiers as written: `./cart.ts`, `os.path`, `github.com/a/b`. */
    readonly imports: readonly { readonly module: string; readonly line: number }[];
}

/** `Cart.add`, or the bare name at top level. */
export function qualifiedName(symbol: Pick<CodeSymbol, 'name' | 'container'>): string {
    return symbol.container === '' ? symbol.name : `${symbol.container}.${symbol.name}`;
}
