import { fail } from '../../protocol/failure.ts';
import { EmbeddingCache, cachePath } from './embeddingCache.ts';
import { GenerationReader } from './generationReader.ts';
import { bytesBelow, currentGeneration, generationFolder } from './generations.ts';
import { ManifestState } from './indexManifest.ts';
import type { IndexStore, IndexStoreOptions, LeaseHolder, ManifestView, OptimizeOutcome, StoreInspection } from './indexStore.ts';
import type { KeptFromWriting } from './keptFromWriting.ts';
import { canWriteInto } from './keptFromWriting.ts';
import { LiveStore } from './liveStore.ts';
import { LiveSymbols } from './liveSymbols.ts';
import { NO_ROWS } from './rowStore.ts';
import { readSavedState } from './savedState.ts';
import type { SavedState } from './savedState.ts';
import { isListening } from './storeLease.ts';
import { WorkspaceSymbols } from './symbolTable.ts';
import { WordCounts } from './wordStatistics.ts';

/** Why an index is only read: another process writes it, nobody here can, or there is none and none is wanted. */
export interface ReadOnlyBecause {
    readonly holder?: LeaseHolder;
    readonly unwritable?: KeptFromWriting;
    readonly isAbsent?: boolean;
}

/** The index as seen by a process that does not hold its lease: everything can be asked, as of the last `refresh`, and nothing changed. */
export class ReadingStore implements IndexStore {
    readonly isWriter = false;
    readonly isDraft = false;
    readonly revision = 0;
    private readonly because: ReadOnlyBecause;
    readonly passages: LiveStore;
    readonly symbols: LiveSymbols;
    readonly vectors: EmbeddingCache;
    damage: string | undefined;
    private readonly options: IndexStoreOptions;
    private generation: { readonly number: number; readonly reader: GenerationReader } | undefined;
    private refreshing: Promise<void> | undefined;

    private constructor(options: IndexStoreOptions, because: ReadOnlyBecause) {
        this.options = options;
        this.because = because;
        this.vectors = new EmbeddingCache(cachePath(options.dataDir, options.fingerprint), options.dimensions);
        this.passages = new LiveStore(() => ({
            rows: this.generation?.reader.rows ?? NO_ROWS,
            counts: this.generation?.reader.counts ?? EMPTY_COUNTS,
            isComparable: this.generation?.reader.manifest.head?.fingerprint === options.fingerprint,
            chunksOf: path => this.generation?.reader.manifest.get(path)?.chunks ?? 0,
            onDamage: detail => {
                this.damage = detail;
            },
        }));
        this.symbols = new LiveSymbols(() => this.generation?.reader.symbols ?? EMPTY_SYMBOLS, this.passages);
    }

    static async open(options: IndexStoreOptions, because: ReadOnlyBecause): Promise<ReadingStore> {
        const store = new ReadingStore(options, because);
        await store.refresh();
        return store;
    }

    get holder(): LeaseHolder | undefined {
        return this.because.holder;
    }

    get unwritable(): KeptFromWriting | undefined {
        return this.because.unwritable;
    }

    get folder(): string {
        return this.options.folder;
    }

    get manifest(): ManifestView {
        return this.generation?.reader.manifest ?? EMPTY_MANIFEST;
    }

    get served(): ManifestView {
        return this.manifest;
    }

    /** Calls that come together share one look at the disk. */
    async refresh(): Promise<void> {
        this.refreshing ??= this.follow().finally(() => {
            this.refreshing = undefined;
        });
        await this.refreshing;
    }

    commit(): Promise<void> {
        return this.refuse();
    }

    restamp(): Promise<void> {
        return this.refuse();
    }

    barrier(): Promise<void> {
        return this.refuse();
    }

    optimize(): Promise<OptimizeOutcome> {
        return Promise.resolve('nothing-to-do');
    }

    clear(): Promise<void> {
        return this.refuse();
    }

    beginDraft(): Promise<void> {
        return this.refuse();
    }

    promote(): Promise<void> {
        return this.refuse();
    }

    savedState(): Promise<SavedState> {
        return readSavedState(this.options.folder);
    }

    saveState(): Promise<void> {
        return this.refuse();
    }

    reportDamage(detail: string): void {
        this.damage = detail;
    }

    inspect(): StoreInspection {
        const { rows, symbols, counts, manifest } = this.generation?.reader ?? EMPTY_READER;
        return {
            rows,
            symbols,
            counts,
            counted: async () => (await this.generation?.reader.counted()) ?? EMPTY_COUNTS,
            unfinished: manifest.unfinished,
            brokenFiles: () => Promise.resolve([]),
        };
    }

    async sizeOnDisk(): Promise<number> {
        return bytesBelow(this.options.folder);
    }

    async isLeaseAsItWas(): Promise<boolean> {
        const { holder, unwritable } = this.because;
        if (holder) return isListening(holder.socketPath);
        return unwritable === undefined || !(await canWriteInto(this.options.folder));
    }

    /** Nobody connects to a process that does not hold the lease. */
    onConnection(): void {
        return;
    }

    async close(): Promise<void> {
        await this.refreshing;
        await this.passages.idle();
        await this.generation?.reader.close();
        await this.vectors.close();
    }

    private async follow(): Promise<void> {
        const number = await currentGeneration(this.options.folder);
        if (number === undefined) return;
        if (this.generation?.number === number) return this.generation.reader.refresh();
        const reader = await GenerationReader.open(generationFolder(this.options.folder, number), this.options.dimensions);
        // One of another version is its holder's to search.
        if (!reader) return;
        const old = this.generation;
        this.generation = { number, reader };
        this.damage = undefined;
        await this.passages.idle();
        await old?.reader.close();
    }

    private async refuse(): Promise<never> {
        await Promise.resolve();
        const { holder, unwritable } = this.because;
        if (holder) fail({ kind: 'index-busy', holderPid: holder.pid });
        return fail(unwritable ?? { kind: 'index-missing' });
    }
}

const EMPTY_MANIFEST = new ManifestState();
const EMPTY_SYMBOLS = new WorkspaceSymbols();
const EMPTY_COUNTS = new WordCounts();
const EMPTY_READER = { rows: NO_ROWS, symbols: EMPTY_SYMBOLS, counts: EMPTY_COUNTS, manifest: EMPTY_MANIFEST };
