import type { CacheHits } from '../../protocol/indexing.ts';
import type { Socket } from 'node:net';
import type { FileFacts } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileTable, Logger, PassageStore, StoredFile, SymbolTable, WordStatistics } from '../ports.ts';
import type { FileRecord } from './fileRecord.ts';
import type { KeptFromWriting } from './keptFromWriting.ts';
import type { RowKind } from './openRows.ts';
import type { RowStore } from './rowStore.ts';
import type { SavedState } from './savedState.ts';
import type { WorkspaceSymbols } from './symbolTable.ts';

/**
 * Everything on disk for one workspace, as one thing: what is in the index, its rows, its symbols and its vectors.
 * One process writes; others read what it has committed.
 */
export interface IndexStore {
    /** Where it is on disk. */
    readonly folder: string;
    /** False while another process holds the lease, or where nothing can be written; `commit` and the other changes then fail and say which. */
    readonly isWriter: boolean;
    /** Who writes, when it is not us. */
    readonly holder: LeaseHolder | undefined;
    /** Why nobody here can write; undefined for a writer, and where another process does. */
    readonly unwritable: KeptFromWriting | undefined;
    /** What is in the index. Ask the store each time; after `clear` it is another one. */
    readonly manifest: ManifestView;
    /** What the index holds that answers searches: `manifest`, unless another one is made beside it. */
    readonly served: ManifestView;
    readonly symbols: SymbolTable & FileTable & Pick<WorkspaceSymbols, 'definedNames'>;
    readonly passages: LivePassages;
    readonly vectors: VectorCache;
    /** Grows whenever a search may find something else than before, while that changes and when it has; means nothing for a reader. */
    readonly revision: number;
    /**
     * Replaces what the index holds of `files` and forgets `removed`; searches see it at once, a power cut may still undo it until `barrier`.
     * When it fails, the files of this call are no longer in the manifest, so that the next plan takes them up again.
     */
    commit(files: readonly IndexedFile[], removed: readonly WorkspacePath[]): Promise<void>;
    /** New stamps for files whose content is the same (touched, moved to another disk). Only the journal is written. */
    restamp(records: readonly FileRecord[]): Promise<void>;
    /** Everything committed so far survives a loss of power. */
    barrier(): Promise<void>;
    /** Compacts when it is worth it; to be called when idle, and after a first indexing. */
    optimize(): Promise<OptimizeOutcome>;
    /** Bytes of this workspace's index; the shared embedding cache is not part of it. */
    sizeOnDisk(): Promise<number>;
    /** Starts an empty generation and drops the present one; vectors stay in the embedding cache. */
    clear(): Promise<void>;
    /** For a reader: takes in what the writer has committed since. Nothing to do for the writer. */
    refresh(): Promise<void>;
    /** What the store holds, without overlays, for whoever compares it. */
    inspect(): StoreInspection;
    /** Searches are still answered by the index there was, while another is made beside it: commits and `manifest` are the new one's. */
    readonly isDraft: boolean;
    /** Begins an index beside the present one, which serves until `promote`. */
    beginDraft(): Promise<void>;
    /** The draft is complete: from here on it is the index, at once and for good. Nothing to do without one. */
    promote(): Promise<void>;
    /** Where the index stood when it was noted last, in this process or an earlier one. */
    savedState(): Promise<SavedState>;
    saveState(state: SavedState): Promise<void>;
    /** Somebody has seen that the index cannot be trusted; the next run makes it anew. */
    reportDamage(detail: string): void;
    /** What a search found unreadable, so that the index should be cleared and made again; undefined while all is well. */
    readonly damage: string | undefined;
    /** False once another process has taken the index, or, for a reader, once nobody holds it or it can be written again. */
    isLeaseAsItWas(): Promise<boolean>;
    /** Connections of other processes to the lease's socket, for the holder to serve. */
    onConnection(serve: (socket: Socket) => void): void;
    close(): Promise<void>;
}

/** The parts of an index, each to be held against the others. Good until the next change. */
export interface StoreInspection {
    readonly rows: RowStore;
    readonly symbols: Pick<WorkspaceSymbols, 'files' | 'hashOf' | 'factsOf'>;
    /** What questions are weighed with: near enough, while rows are counted again after an interruption. */
    readonly counts: WordStatistics;
    /** The counts once they are those of the rows. */
    counted(): Promise<WordStatistics>;
    /** Files whose rows were being changed when the journal ended. */
    readonly unfinished: ReadonlySet<WorkspacePath>;
    /** Files of the rows that are not as they were written; none where nothing is sealed. */
    brokenFiles(): Promise<readonly { readonly name: string; readonly detail: string }[]>;
}

export interface IndexStoreOptions {
    /** The index's own folder, `<data>/indexes/<workspace identity>`. Created when absent. */
    readonly folder: string;
    /** The folder that all indexes of this user share, for the embedding cache. */
    readonly dataDir: string;
    /** `EmbeddingProfile.fingerprint`; another one than the index was made with begins a new generation. */
    readonly fingerprint: string;
    readonly dimensions: number;
    /** How files are cut, where it is not as it ships; another way begins a new generation. */
    readonly cut?: string | undefined;
    /** In which form rows are kept; LanceDB's when absent. */
    readonly rows?: RowKind;
    readonly log: Logger;
    /** Asked before anything is added; absent where nothing limits it. */
    readonly quota?: { check(): Promise<void> };
    /** Where there is no index, none is begun. */
    readonly onlyLooks?: boolean;
    /** Take the lease from a holder that does not answer; that one commits no more. */
    readonly takeOver?: boolean;
}

/** One file on its way into the index. */
export interface IndexedFile {
    readonly record: FileRecord;
    readonly facts: FileFacts;
    /** Without rows for a skipped file. */
    readonly stored: StoredFile;
}

/** The process that writes an index, and where it can be talked to. */
export interface LeaseHolder {
    readonly socketPath: string;
    readonly pid: number;
}

/** `rebuild-needed`: compaction failed three times in a row; `clear()` and index again, which costs no embedding. */
export type OptimizeOutcome = 'nothing-to-do' | 'optimized' | 'rebuild-needed';

/** The journal's view of the index, in memory. */
export interface ManifestView {
    get(path: WorkspacePath): FileRecord | undefined;
    records(): Iterable<FileRecord>;
    /** Files of every state. */
    readonly size: number;
    /** The sum of `chunks`. */
    readonly chunks: number;
}

/** The rows on disk, with texts that are newer than the disk laid over them. */
export interface LivePassages extends PassageStore {
    /** Hides the rows of this path from every search at once, and searches these in memory instead. */
    overlay(path: WorkspacePath, file: StoredFile | 'removed'): void;
    clearOverlay(path: WorkspacePath): void;
}

/** Vectors by `vectorKey`, shared by all indexes of this user. */
export interface VectorCache {
    /** Undefined where nobody counts. */
    readonly hits?: CacheHits;
    /** Beside `keys`; undefined where there is none. */
    get(keys: readonly string[]): Promise<readonly (Float32Array | undefined)[]>;
    put(entries: readonly { readonly key: string; readonly vector: Float32Array }[]): Promise<void>;
}

/** A skipped file as `commit` takes it: a record and nothing else. */
export function skippedFile(record: FileRecord): IndexedFile {
    return {
        record,
        facts: { definitions: [], references: [], imports: [] },
        stored: { path: record.path, fileHash: record.hash, rows: [], vectors: [] },
    };
}
