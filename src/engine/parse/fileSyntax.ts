import type { CodeSymbol, FileFacts } from '../../protocol/code.ts';

/** What syntax says about a file: its facts, and the blocks along which it is cut. Lines are 1-based, as everywhere. */
export interface FileSyntax {
    readonly facts: FileFacts;
    /** Definitions, and scopes that define nothing themselves (a Rust `impl`), in order of their first line, parents before children. */
    readonly outline: readonly OutlineItem[];
}

/** A definition or a scope in the file; the doc comment above it is not part of its range. */
export interface OutlineItem extends Omit<CodeSymbol, 'path'> {
    /** True when it only holds definitions of something that is defined elsewhere. */
    readonly isScope: boolean;
    /** True for what is a chunk of its own however small it is: an operation of an API, which is looked for by itself. */
    readonly standsAlone?: boolean;
}

/** A file of which nothing is known but its lines. */
export const noSyntax: FileSyntax = { facts: { definitions: [], references: [], imports: [] }, outline: [] };

/** The item as others know it. */
export function definitionOf({ name, kind, container, range, nameLine, signature, doc }: OutlineItem): FileFacts['definitions'][number] {
    return { name, kind, container, range, nameLine, signature, ...(doc ? { doc } : {}) };
}
