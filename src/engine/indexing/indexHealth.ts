import type { Logger, StopOptions } from '../ports.ts';
import type { IndexStore } from '../store/indexStore.ts';
import { FailureError, isAbort } from '../../protocol/failure.ts';
import { isFromSystem } from '../store/systemRefusal.ts';
import { compareStore, glanceAtStore } from '../verify/compareStore.ts';

/**
 * Whether the index can be believed, and what is done when it cannot: what is damaged is not repaired but made again,
 * which costs parsing only, because the vectors are in the cache.
 */
export class IndexHealth {
    private readonly store: IndexStore;
    private readonly log: Logger;
    private isBeyondCompaction = false;

    constructor(store: IndexStore, log: Logger) {
        this.store = store;
        this.log = log;
    }

    /** At opening, in the time of a search; false when the next run has to look at it, and to make it anew where it is damaged. */
    async passesAtSight(): Promise<boolean> {
        let found;
        try {
            found = await glanceAtStore(this.store);
        } catch (error) {
            if (!isFromSystem(error)) throw error;
            this.log.warn('the index was not checked', { error: String(error) });
            return !this.store.isWriter;
        }
        const [wrong] = found;
        if (!wrong || !this.store.isWriter) return true;
        this.store.reportDamage(`${wrong.kind} ${wrong.path} ${wrong.detail}`);
        return false;
    }

    /** "Ready" means that journal, rows and symbols agree and that a search finds what is there. What fails is made anew, once. */
    async prove(remake: () => Promise<unknown>, options: StopOptions): Promise<void> {
        const [wrong] = await compareStore(this.store, options);
        if (!wrong) return;
        const detail = `${wrong.kind} ${wrong.path} ${wrong.detail}`;
        this.log.error('the index does not pass its own check and is made anew', { detail });
        await this.store.clear();
        await remake();
        const [still] = await compareStore(this.store, options);
        if (still) throw new FailureError({ kind: 'index-damaged', detail });
    }

    async startAnewIfDamaged(): Promise<void> {
        const reason = this.store.damage ?? (this.isBeyondCompaction ? 'it cannot be compacted any more' : undefined);
        if (reason === undefined) return;
        this.log.warn('the index is made anew', { reason });
        await this.store.clear();
        this.isBeyondCompaction = false;
    }

    /** False when it cannot be compacted any more, so that the next run has to make it anew. */
    async compact(): Promise<boolean> {
        try {
            if ((await this.store.optimize()) !== 'rebuild-needed') return true;
            this.isBeyondCompaction = true;
            return false;
        } catch (error) {
            // Searches are slower without it and right all the same; the next run tries again.
            this.log.warn('the index was not compacted', { error: String(error) });
            return true;
        }
    }

    /** Reads all files of the rows; false when one is not as it was written, so that the next run has to make the index anew. */
    private async areFilesWhole(): Promise<boolean> {
        const [broken] = await this.store.inspect().brokenFiles();
        if (!broken) return true;
        this.store.reportDamage(`${broken.name} ${broken.detail}`);
        return false;
    }

    /** Damage that no search has come upon yet is found when the machine has nothing better to do, once a session. */
    checkLater(alone: (check: () => Promise<void>) => Promise<void>, mend: () => void): void {
        if (!this.store.isWriter) return;
        setTimeout(() => {
            alone(async () => {
                if (!(await this.areFilesWhole())) mend();
            }).catch((error: unknown) => {
                if (!isAbort(error)) this.log.warn('the index was not checked', { error: String(error) });
            });
        }, CHECK_AFTER_MS).unref();
    }
}

const CHECK_AFTER_MS = 5_000;
