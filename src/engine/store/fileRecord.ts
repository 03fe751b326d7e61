import type { FileKind, Language } from '../../protocol/code.ts';
import type { SkipReason } from '../../protocol/indexing.ts';
import type { WorkspacePath } from '../../protocol/text.ts';

/**
 * What the journal remembers of one file: enough to tell, without reading it, that nothing has changed, and to say why it is not indexed.
 * A `problem` is a file whose rows are in the index although something went wrong with it; a `skipped` file has no rows.
 */
export type FileRecord = FileStamp & FileOutcome;

/** How a file was found at its last visit. */
export interface FileStamp {
    readonly path: WorkspacePath;
    /** Bytes. */
    readonly size: number;
    readonly mtimeMs: number;
    /** Inode; 0 where the system has none. */
    readonly ino: number;
    /** As of `DiskStamp`; a record without it, as older programs wrote them, is of a file to be looked at once. */
    readonly ctimeMs?: number | undefined;
    /** How often in a row a look that `ctimeMs` alone had asked for found the same text, right after that time had changed. */
    readonly vainLooks?: number | undefined;
    /** `contentHash` of its text; empty for a file that was not read. */
    readonly hash: string;
    readonly language: Language;
    readonly kind: FileKind;
    readonly lines: number;
    /** Rows in the index; 0 for a skipped file. */
    readonly chunks: number;
    /** It is in the index because its owner has let it in by name: when that ends, it is looked at again. */
    readonly isWanted?: true | undefined;
}

export type FileOutcome =
    | { readonly state: 'indexed' }
    | { readonly state: 'problem'; readonly detail: string }
    | { readonly state: 'skipped'; readonly reason: SkipReason; readonly detail: string };
