import { FailureError, isAbort } from '../../protocol/failure.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type {
    CandidateRow,
    MeaningHit,
    PassageStore,
    SearchScope,
    StopOptions,
    StoredFile,
    StoredRow,
    TellOfWord,
    WordHit,
    WordStatistics,
} from '../ports.ts';
import { countWordsOf, isWhole } from './candidateRows.ts';
import { isInScope, rankByMeaning, rankByWords } from './memoryRows.ts';
import type { RowStore } from './rowStore.ts';
import { isFromSystem } from './systemRefusal.ts';

/**
 * What searches see: the rows on disk, with what is newer than the disk laid over them in memory.
 * A path with an overlay has none of its rows on disk found, from the moment it is laid.
 */
export class LiveStore implements PassageStore {
    private readonly source: () => LiveSource;
    private readonly overlays = new Map<WorkspacePath, StoredFile | 'removed'>();
    private readonly running = new Set<Promise<unknown>>();
    private removals = 0;
    /** Grows with every change of what is laid over the rows. */
    version = 0;

    constructor(source: () => LiveSource) {
        this.source = source;
    }

    overlay(path: WorkspacePath, file: StoredFile | 'removed'): void {
        if (file === 'removed' || this.isRemoved(path)) this.removals++;
        this.overlays.set(path, file);
        this.version++;
    }

    clearOverlay(path: WorkspacePath): void {
        if (this.isRemoved(path)) this.removals++;
        this.overlays.delete(path);
        this.version++;
    }

    /** Once the disk has caught up with a removal, there is nothing left to hide. */
    clearRemoved(paths: readonly WorkspacePath[]): void {
        for (const path of paths) if (this.isRemoved(path)) this.clearOverlay(path);
    }

    /** The files that are hidden because they are gone. */
    removed(): readonly WorkspacePath[] {
        return [...this.overlays.keys()].filter(path => this.isRemoved(path));
    }

    isRemoved(path: WorkspacePath): boolean {
        return this.overlays.get(path) === 'removed';
    }

    /** Grows with every change of what `isRemoved` says. */
    get removalsVersion(): number {
        return this.removals;
    }

    /** In memory only, until the files are committed or the overlay is cleared. */
    replaceFiles(files: readonly StoredFile[]): Promise<void> {
        for (const file of files) this.overlay(file.path, file);
        return Promise.resolve();
    }

    /** In memory only, like `replaceFiles`. */
    removeFiles(paths: readonly WorkspacePath[]): Promise<void> {
        for (const path of paths) this.overlay(path, 'removed');
        return Promise.resolve();
    }

    async searchWords(terms: readonly string[], limit: number, scope: SearchScope = {}): Promise<readonly WordHit[]> {
        const hidden = this.hiddenPaths();
        const onDisk = await this.ask(rows => rows.searchWords(terms, limit, { ...scope, hidden }));
        const rows = this.overlaidFiles(scope).flatMap(file => file.rows);
        if (rows.length === 0) return onDisk;
        return best([...onDisk, ...rankByWords(rows, terms, this.statistics())], hit => hit.score, limit);
    }

    async searchMeaning(vector: Float32Array, limit: number, scope: SearchScope = {}): Promise<readonly MeaningHit[]> {
        const hidden = this.hiddenPaths();
        const onDisk = this.source().isComparable ? await this.ask(rows => rows.searchMeaning(vector, limit, { ...scope, hidden })) : [];
        const files = this.overlaidFiles(scope);
        if (files.length === 0) return onDisk;
        return best([...onDisk, ...rankByMeaning(files, vector)], hit => hit.similarity, limit);
    }

    countWords(rows: readonly CandidateRow[], words: readonly string[], tell: TellOfWord): readonly number[] {
        return countWordsOf(rows, words, tell);
    }

    async inFull(rows: readonly CandidateRow[], options: StopOptions = {}): Promise<readonly StoredRow[]> {
        const wanted = rows.filter(row => !isWhole(row));
        const asked = wanted.length === 0 ? [] : await this.ask(store => store.inFull(wanted, options));
        const found = new Map(asked.map(row => [row.id, row]));
        return rows.map(row => (isWhole(row) ? row : found.get(row.id))).filter(row => row !== undefined);
    }

    async rowsOf(path: WorkspacePath): Promise<readonly StoredRow[]> {
        const overlay = this.overlays.get(path);
        if (overlay === 'removed') return [];
        return overlay ? overlay.rows : this.ask(rows => rows.rowsOf([path]));
    }

    statistics(): WordStatistics {
        return this.source().counts;
    }

    async countRows(): Promise<number> {
        let rows = await this.ask(store => store.countRows());
        for (const [path, overlay] of this.overlays) {
            rows += (overlay === 'removed' ? 0 : overlay.rows.length) - this.source().chunksOf(path);
        }
        return rows;
    }

    /** Resolves when no search that has begun by now still reads the rows on disk. */
    async idle(): Promise<void> {
        await Promise.allSettled([...this.running]);
    }

    private hiddenPaths(): WorkspacePath[] {
        return [...this.overlays.keys()];
    }

    private overlaidFiles(scope: SearchScope): StoredFile[] {
        // The rows of a file agree about its kind and language.
        return [...this.overlays.values()]
            .filter(overlay => overlay !== 'removed')
            .filter(({ rows: [first] }) => first !== undefined && isInScope(first, scope));
    }

    private async ask<T>(question: (rows: RowStore) => Promise<T>): Promise<T> {
        const answer = this.askTwice(question);
        this.running.add(answer);
        try {
            return await answer;
        } finally {
            this.running.delete(answer);
        }
    }

    /** The version a search reads may be compacted away in the middle of it; a second failure is damage. */
    private async askTwice<T>(question: (rows: RowStore) => Promise<T>): Promise<T> {
        try {
            return await question(this.source().rows);
        } catch (error) {
            if (isStopped(error) || error instanceof RangeError || isFromSystem(error)) throw error;
        }
        const { rows, onDamage } = this.source();
        try {
            return await question(rows);
        } catch (error) {
            if (isStopped(error) || isFromSystem(error)) throw error;
            const detail = error instanceof Error ? error.message : String(error);
            onDamage(detail);
            throw new FailureError({ kind: 'index-damaged', detail }, { cause: error });
        }
    }
}

/** What lies below the overlays; another after the index was cleared. */
export interface LiveSource {
    readonly rows: RowStore;
    readonly counts: WordStatistics;
    /** False when the vectors on disk were made with another profile than the questions' are. */
    readonly isComparable: boolean;
    /** Rows that this path has on disk. */
    chunksOf(path: WorkspacePath): number;
    /** Told when the rows cannot be read. */
    readonly onDamage: (detail: string) => void;
}

/** Whoever asked does not wait any longer, or had set a time that is over: on a busy machine a search takes seconds, and nothing is wrong with the rows. */
function isStopped(error: unknown): boolean {
    return isAbort(error) || (error instanceof Error && error.name === 'TimeoutError');
}

function best<T>(hits: T[], scoreOf: (hit: T) => number, limit: number): T[] {
    return hits.sort((one, other) => scoreOf(other) - scoreOf(one)).slice(0, limit);
}
