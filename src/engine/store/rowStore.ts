import type { ChunkId } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { CandidateRow, MeaningHit, SearchScope, StopOptions, StoredFile, StoredRow, WordHit } from '../ports.ts';

/**
 * The rows of one generation, wherever they are kept.
 * It knows nothing of journals: whether what it holds is what it should hold is for its owner to check.
 */
export interface RowStore {
    replaceFiles(files: readonly StoredFile[], replacement: Replacement): Promise<void>;
    removeFiles(paths: readonly WorkspacePath[]): Promise<void>;
    searchWords(terms: readonly string[], limit: number, scope?: RowScope): Promise<readonly WordHit[]>;
    searchMeaning(vector: Float32Array, limit: number, scope?: RowScope): Promise<readonly MeaningHit[]>;
    /** Rows that a search has found, with all that is stored of them, in order; one that was removed since is left out. */
    inFull(rows: readonly CandidateRow[], options?: StopOptions): Promise<readonly StoredRow[]>;
    /** In order of lines within a file. */
    rowsOf(paths: readonly WorkspacePath[]): Promise<readonly StoredRow[]>;
    countRows(): Promise<number>;
    /** What stands under each path. */
    census(): Promise<ReadonlyMap<WorkspacePath, FileCensus>>;
    /** Which rows there are, each once for every time that it is there. */
    scanRows(visit: (row: Pick<StoredRow, 'id' | 'path' | 'fileHash'>) => void): Promise<void>;
    /** The vectors of the rows of these files, as they are kept; undefined for a row without one. */
    vectorsOf(paths: readonly WorkspacePath[]): Promise<ReadonlyMap<ChunkId, Float32Array | undefined>>;
    /** The words of every row, for recounting. */
    scanWords(visit: (row: Pick<StoredRow, 'terms' | 'names'>) => void): Promise<void>;
    /** Reads everything once; throws when something cannot be read. */
    verify(): Promise<void>;
    /** Compacts where it is worth it; false when there was nothing to do. */
    optimize(): Promise<boolean>;
    /** Everything written so far survives a loss of power. */
    sync(): Promise<void>;
    /** Grows with every change of what is on disk. */
    version(): Promise<number>;
    close(): Promise<void>;
}

export interface Replacement {
    /** A number that no row has yet. */
    readonly revision: number;
    /** Files that may have rows already. */
    readonly known: ReadonlySet<WorkspacePath>;
}

export interface RowScope extends SearchScope {
    /** Files whose rows are not to be found. */
    readonly hidden?: readonly WorkspacePath[] | undefined;
}

export interface FileCensus {
    readonly rows: number;
    /** Undefined when its rows do not agree. */
    readonly fileHash: string | undefined;
}

/** Rows that must not be looked at, because `detail`; whoever asks for one is told so. */
export function unreadableRows(detail: string): RowStore {
    const refuse = (): Promise<never> => Promise.reject(new Error(detail));
    return {
        ...NO_ROWS,
        searchWords: refuse,
        searchMeaning: refuse,
        inFull: refuse,
        rowsOf: refuse,
        countRows: refuse,
        census: refuse,
        scanRows: refuse,
        vectorsOf: refuse,
        scanWords: refuse,
        verify: refuse,
    };
}

/** Where there is no index yet. */
export const NO_ROWS: RowStore = {
    replaceFiles: () => Promise.reject(new Error('there is no index to write to')),
    removeFiles: () => Promise.resolve(),
    searchWords: () => Promise.resolve([]),
    searchMeaning: () => Promise.resolve([]),
    inFull: () => Promise.resolve([]),
    rowsOf: () => Promise.resolve([]),
    countRows: () => Promise.resolve(0),
    census: () => Promise.resolve(new Map()),
    scanRows: () => Promise.resolve(),
    vectorsOf: () => Promise.resolve(new Map()),
    scanWords: () => Promise.resolve(),
    verify: () => Promise.resolve(),
    optimize: () => Promise.resolve(false),
    sync: () => Promise.resolve(),
    version: () => Promise.resolve(0),
    close: () => Promise.resolve(),
};
