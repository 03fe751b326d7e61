import type { Socket } from 'node:net';
import { FailureError, fail } from '../../protocol/failure.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { Logger } from '../ports.ts';
import { errorCode } from './durableFile.ts';
import { EmbeddingCache, cachePath } from './embeddingCache.ts';
import type { FileRecord } from './fileRecord.ts';
import { bytesBelow, currentGeneration, generationFolder, nextGeneration, pointTo, removeOthers } from './generations.ts';
import { GenerationWriter } from './generationWriter.ts';
import type { ManifestHead } from './indexManifest.ts';
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
import { isFromSystem } from './openSoundRows.ts';
import type { StoreLease } from './storeLease.ts';
import { SCHEMA_VERSION } from './storeSchema.ts';

/** The index in the hands of the process that holds its lease. Changes run one after another, searches beside them. */
export class WritingStore implements IndexStore {
    readonly passages: LiveStore;
    readonly symbols: LiveSymbols;
    readonly vectors: EmbeddingCache;
    damage: string | undefined;
    holder: LeaseHolder | undefined;
    private readonly options: IndexStoreOptions;
    private readonly lease: StoreLease;
    private generation: GenerationWriter;
    private tail: Promise<unknown> = Promise.resolve();
    private failedCompactions = 0;
    private isClosed = false;

    private constructor(options: IndexStoreOptions, lease: StoreLease, generation: GenerationWriter) {
        this.options = options;
        this.lease = lease;
        this.generation = generation;
        this.vectors = new EmbeddingCache(cachePath(options.dataDir, options.fingerprint), options.dimensions);
        this.passages = new LiveStore(() => ({
            rows: this.generation.rows,
            counts: this.generation.counts,
            isComparable: true,
            chunksOf: path => this.generation.manifest.get(path)?.chunks ?? 0,
            onDamage: detail => {
                this.damage = detail;
            },
        }));
        this.symbols = new LiveSymbols(() => this.generation.symbols, this.passages);
    }

    /** Opens the generation that counts, or begins a new one when there is none, when it was made for another model, or when it cannot be mended. */
    static async open(options: IndexStoreOptions, lease: StoreLease): Promise<WritingStore> {
        const { folder, log } = options;
        const number = await currentGeneration(folder);
        const present = number === undefined ? undefined : await openPresent(generationFolder(folder, number), headOf(options), log);
        if (number !== undefined && present) {
            await removeOthers(folder, number);
            return new WritingStore(options, lease, present);
        }
        const store = new WritingStore(options, lease, await beginGeneration(options));
        await store.removeOldGenerations();
        return store;
    }

    get isWriter(): boolean {
        return this.holder === undefined;
    }

    get manifest(): ManifestView {
        return this.generation.manifest;
    }

    async commit(files: readonly IndexedFile[], removed: readonly WorkspacePath[]): Promise<void> {
        await this.change(() => this.generation.commit(files, removed));
        this.passages.clearRemoved(removed);
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
        await this.change(async () => {
            const old = this.generation;
            this.generation = await beginGeneration(this.options);
            this.damage = undefined;
            this.failedCompactions = 0;
            await this.passages.idle();
            await old.abandon();
            await this.removeOldGenerations();
        });
    }

    inspect(): StoreInspection {
        return this.generation.inspect();
    }

    refresh(): Promise<void> {
        return Promise.resolve();
    }

    onConnection(serve: (socket: Socket) => void): void {
        this.lease.onConnection(serve);
    }

    async close(): Promise<void> {
        if (this.isClosed) return;
        this.isClosed = true;
        await this.tail;
        await this.passages.idle();
        try {
            if (await this.lease.isCurrent()) await this.generation.close();
            else await this.generation.abandon();
        } finally {
            await this.vectors.close();
            await this.lease.release();
        }
    }

    private async removeOldGenerations(): Promise<void> {
        const number = await currentGeneration(this.options.folder);
        if (number !== undefined) await removeOthers(this.options.folder, number);
    }

    /** One change at a time, and none after another process has taken the lease. */
    private async change<T>(step: () => Promise<T>): Promise<T> {
        if (this.isClosed) throw new Error('the index was closed');
        const turn = this.tail.then(async () => {
            await this.checkLease();
            try {
                return await step();
            } catch (error) {
                throw isDiskFull(error) ? new FailureError({ kind: 'disk-full', folder: this.options.folder }, { cause: error }) : error;
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

function headOf({ fingerprint, dimensions }: IndexStoreOptions): ManifestHead {
    return { schema: SCHEMA_VERSION, fingerprint, dimensions };
}

/** Undefined when it cannot be used. The disk's own errors are not the index's fault and must not cost it. */
async function openPresent(folder: string, head: ManifestHead, log: Logger): Promise<GenerationWriter | undefined> {
    try {
        const generation = await GenerationWriter.open(folder, head, log);
        if (!generation) log.info('the index is made anew', { folder });
        return generation;
    } catch (error) {
        if (error instanceof FailureError || isFromSystem(error) || errorCode(error)?.startsWith('E')) throw error;
        log.warn('the index cannot be read and is made anew', { folder, error: String(error) });
        return undefined;
    }
}

async function beginGeneration(options: IndexStoreOptions): Promise<GenerationWriter> {
    const number = await nextGeneration(options.folder);
    const generation = await GenerationWriter.open(generationFolder(options.folder, number), headOf(options), options.log);
    if (!generation) fail({ kind: 'index-damaged', detail: 'an empty index could not be made' });
    await generation.barrier();
    await pointTo(options.folder, number);
    return generation;
}

/** LanceDB hands on the system's error as a text only. */
function isDiskFull(error: unknown): boolean {
    return (
        errorCode(error) === 'ENOSPC' ||
        errorCode(error) === 'EDQUOT' ||
        (error instanceof Error && error.message.includes('No space left on device'))
    );
}
