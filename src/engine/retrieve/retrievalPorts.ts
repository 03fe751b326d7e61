import type { Coverage } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { Embedder, Files, FileTable, Logger, PassageStore, SymbolTable } from '../ports.ts';

/** What retrieval works on. */
export interface RetrievalPorts {
    readonly store: PassageStore;
    readonly symbols: SymbolTable;
    readonly fileTable: FileTable;
    readonly files: Files;
    /** Undefined where no model can be had; words, paths and symbols then answer alone. */
    readonly embedder: Embedder | undefined;
    /** What the index knows about its own gaps. */
    readonly gaps: () => Pick<Coverage, 'totalFiles' | 'skippedFiles' | 'skippedFor' | 'isPartial'>;
    /** The few files that were changed lately, by their times on disk. */
    readonly lately?: (() => ReadonlySet<WorkspacePath>) | undefined;
    readonly log: Logger;
}
