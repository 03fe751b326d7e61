import { rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { fail } from '../../protocol/failure.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import { EmbeddingCache, cachePath } from './embeddingCache.ts';
import type { FileRecord } from './fileRecord.ts';
import { bytesBelow, currentGeneration, pointTo, removeOthers } from './generations.ts';
import type { GenerationWriter } from './generationWriter.ts';
import type {
    IndexedFile,
    IndexStore,
    IndexStoreOptions,
    LeaseHolder,
    ManifestView,
    OptimizeOutcome,
    StoreInspection,
} from './indexStore.ts';
import { LiveStore } from './liveStore.ts';
import { LiveSymbols } from './liveSymbols.ts';
import { beginGeneration, openGenerations } from './openGenerations.ts';
import type { EarlierGeneration, OpenGenerations, ServedGeneration } from './openGenerations.ts';
import { readSavedState, writeSavedState } from './savedState.ts';
import type { SavedState } from './savedState.ts';
import type { StoreLease } from './storeLease.ts';
import { refusalOf } from './systemRefusal.ts';

/** The index in the hands of the process that holds its lease. Changes run one after another, searches beside them. */
export class WritingStore implements IndexStore {
    readonly passages: LiveStore;
    readonly symbols: LiveSymbols;
    readonly vectors: EmbeddingCache;
    readonly unwritable = undefined;
    damage: string | undefined;
    holder: LeaseHolder | undefined;
    private readonly options: IndexStoreOptions;
    private readonly lease: StoreLease;
    /** What is written. */
    private generation: GenerationWriter;
    private number: number;
    /** The earlier index that answers searches until the one that is written is complete; undefined when that one answers itself. */
    private earlier: EarlierGeneration | undefined;
    private tail: Promise<unknown> = Promise.resolve();
    private failedCompactions = 0;
    private rowChanges = 0;
    private isClosed = false;

    private constructor(options: IndexStoreOptions, lease: StoreLease, opened: OpenGenerations) {
        this.options = options;
        this.lease = lease;
        this.generation = opened.written;
        this.number = opened.number;
        this.earlier = opened.earlier;
        this.vectors = new EmbeddingCache(cachePath(options.dataDir, options.fingerprint), options.dimensions);
        this.passages = new LiveStore(() => {
            const { rows, counts, manifest } = this.answering;
            return {
                rows,
                counts,
                isComparable: this.earlier?.isComparable ?? true,
                chunksOf: path => manifest.get(path)?.chunks ?? 0,
                onDamage: detail => {
                    this.reportDamage(detail);
                },
            };
        });
        this.symbols = new LiveSymbols(() => this.answering.symbols, this.passages);
    }

    /** Opens the generation that counts, or begins a new one when there is none, when it was made for another model, or when it cannot be mended. */
    static async open(options: IndexStoreOptions, lease: StoreLease): Promise<WritingStore> {
        return new WritingStore(options, lease, await openGenerations(options));
    }

    get folder(): string {
        return this.options.folder;
    }

    get isWriter(): boolean {
        return this.holder === undefined;
    }

    get isDraft(): boolean {
        return this.earlier !== undefined;
    }

    get revision(): number {
        return this.rowChanges + this.passages.version;
    }

    get manifest(): ManifestView {
        return this.generation.manifest;
    }

    get served(): ManifestView {
        return this.answering.manifest;
    }

    async commit(files: readonly IndexedFile[], removed: readonly WorkspacePath[]): Promise<void> {
        if (files.some(({ stored }) => stored.rows.length > 0)) await this.options.quota?.check();
        await this.changeRows(() => this.generation.commit(files, removed));
        if (!this.isDraft) this.passages.clearRemoved(removed);
    }

    async restamp(records: readonly FileRecord[]): Promise<void> {
        await this.change(() => this.generation.restamp(records));
    }

    async barrier(): Promise<void> {
        await this.change(async () => {
            await this.vectors.sync();
            await this.generation.barrier();
        });
    }

    async optimize(): Promise<OptimizeOutcome> {
        return this.change(async () => {
            try {
                const wasWorthIt = await this.generation.optimize();
                this.failedCompactions = 0;
                return wasWorthIt ? 'optimized' : 'nothing-to-do';
            } catch (error) {
                this.failedCompactions++;
                this.options.log.warn('compaction failed', { times: this.failedCompactions, error: String(error) });
                if (this.failedCompactions < MAX_FAILED_COMPACTIONS) throw error;
                return 'rebuild-needed';
            }
        });
    }

    async sizeOnDisk(): Promise<number> {
        return bytesBelow(this.options.folder);
    }

    async clear(): Promise<void> {
        await this.changeRows(async () => {
            const old = [this.generation, ...(this.earlier ? [this.earlier.generation] : [])];
            await this.begin();
            await pointTo(this.options.folder, this.number);
            this.earlier = undefined;
            this.damage = undefined;
            await this.drop(old);
        });
    }

    async beginDraft(): Promise<void> {
        await this.changeRows(async () => {
            const before = this.generation;
            const wasDraft = this.isDraft;
            if (!wasDraft) await before.barrier();
            await this.begin();
            // A draft that was not complete goes; what has been serving so far goes on.
            this.earlier ??= { generation: before, isComparable: true };
            if (wasDraft) await this.drop([before]);
        });
    }

    async promote(): Promise<void> {
        const { earlier } = this;
        if (!earlier) return;
        await this.changeRows(async () => {
            await this.vectors.sync();
            await this.generation.barrier();
            await pointTo(this.options.folder, this.number);
            this.earlier = undefined;
            this.damage = undefined;
            await this.drop([earlier.generation]);
        });
        this.passages.clearRemoved(this.passages.removed().filter(path => this.manifest.get(path) === undefined));
    }

    async savedState(): Promise<SavedState> {
        return readSavedState(this.options.folder);
    }

    async saveState(state: SavedState): Promise<void> {
        await this.change(() => writeSavedState(this.options.folder, state));
    }

    reportDamage(detail: string): void {
        this.damage = detail;
    }

    inspect(): StoreInspection {
        return this.generation.inspect();
    }

    refresh(): Promise<void> {
        return Promise.resolve();
    }

    isLeaseAsItWas(): Promise<boolean> {
        return this.lease.isCurrent();
    }

    onConnection(serve: (socket: Socket) => void): void {
        this.lease.onConnection(serve);
    }

    async close(): Promise<void> {
        if (this.isClosed) return;
        this.isClosed = true;
        await this.tail;
        await this.passages.idle();
        const isEmpty = this.manifest.size === 0 && !this.isDraft;
        const isOurs = await this.lease.isCurrent();
        try {
            await this.earlier?.generation.abandon();
            if (isOurs && !isEmpty) await this.generation.close();
            else await this.generation.abandon();
        } finally {
            await this.vectors.close();
            // An index that holds nothing leaves nothing behind: after "Clear Index" there is no file.
            if (isOurs && isEmpty) await rm(this.options.folder, { recursive: true, force: true, maxRetries: 2 });
            await this.lease.release();
        }
    }

    /** What searches read. */
    private get answering(): ServedGeneration {
        return this.earlier?.generation ?? this.generation;
    }

    private async begin(): Promise<void> {
        const { number, generation } = await beginGeneration(this.options);
        [this.number, this.generation] = [number, generation];
        this.failedCompactions = 0;
    }

    /** Closes what no search reads any more and removes it from the disk. */
    private async drop(generations: readonly { abandon(): Promise<void> }[]): Promise<void> {
        await this.passages.idle();
        for (const generation of generations) await generation.abandon();
        const counts = await currentGeneration(this.options.folder);
        await removeOthers(this.options.folder, [this.number, ...(counts === undefined ? [] : [counts])]);
    }

    /** A change of what searches find: what is found while it is under way holds neither before nor after it. */
    private async changeRows(step: () => Promise<void>): Promise<void> {
        try {
            await this.change(() => {
                this.rowChanges++;
                return step();
            });
        } finally {
            this.rowChanges++;
        }
    }

    /** One change at a time, and none after another process has taken the lease. */
    private async change<T>(step: () => Promise<T>): Promise<T> {
        if (this.isClosed) throw new Error('the index was closed');
        const turn = this.tail.then(async () => {
            await this.checkLease();
            try {
                return await step();
            } catch (error) {
                // Whoever has taken over meanwhile may have removed what this step was reading; that is the reason to tell.
                await this.checkLease();
                throw refusalOf(error, this.options.folder) ?? error;
            }
        });
        this.tail = turn.catch(() => undefined);
        return turn;
    }

    private async checkLease(): Promise<void> {
        if (await this.lease.isCurrent()) return;
        this.holder = await this.lease.successor();
        if (!this.holder) fail({ kind: 'index-damaged', detail: 'its folder was removed' });
        fail({ kind: 'index-busy', holderPid: this.holder.pid });
    }
}

const MAX_FAILED_COMPACTIONS = 3;
