import type { FileChanges } from '../../protocol/indexing.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { Logger } from '../ports.ts';
import type { GatheredChanges } from './changeQueue.ts';
import type { PauseGate } from './pauseGate.ts';
import { isAbort } from '../../protocol/failure.ts';
import { ChangeQueue } from './changeQueue.ts';

export interface IntakeParts {
    readonly gate: PauseGate;
    readonly log: Logger;
    /** Fires when the index is closed: nothing more is taken in. */
    readonly closing: AbortSignal;
    /** Runs a piece of work when every one before it is over. */
    readonly alone: (work: () => Promise<void>) => Promise<void>;
    readonly everything: (suspects: ReadonlySet<WorkspacePath>) => Promise<unknown>;
    readonly paths: (paths: ReadonlySet<WorkspacePath>) => Promise<void>;
}

/**
 * Takes in what has changed, as long as there is something: one piece of work after another, and a save beside a run over the whole workspace.
 * What could not be taken in stays to be done.
 */
export class ChangeIntake {
    private readonly parts: IntakeParts;
    private readonly queue = new ChangeQueue();
    private draining: Promise<void> | undefined;
    private resting: NodeJS.Timeout | undefined;
    /** While everything is looked at: the changes that were taken in beside it, to be looked at once more. */
    private beside: Set<WorkspacePath> | undefined;
    private besideTail: Promise<void> = Promise.resolve();

    constructor(parts: IntakeParts) {
        this.parts = parts;
    }

    add(changes: FileChanges): void {
        this.queue.add(changes);
    }

    /** The whole workspace is to be looked at, because an earlier look was broken off or found damage. */
    addEverything(): void {
        this.queue.addEverything();
    }

    /** Everything is being looked at. */
    get isBeside(): boolean {
        return this.beside !== undefined;
    }

    get isDraining(): boolean {
        return this.draining !== undefined;
    }

    /** Runs over everything: small changes of that time are taken in beside it, and looked at once more after it, because it may have read them before. */
    async whileBeside<Result>(run: () => Promise<Result>): Promise<Result> {
        const beside = new Set<WorkspacePath>();
        this.beside = beside;
        try {
            return await run();
        } finally {
            this.beside = undefined;
            if (beside.size > 0) this.queue.add({ changed: [...beside], removed: [] });
        }
    }

    /** What rests has its turn now, because somebody wants everything that was told to be in the index. */
    drainAll(): void {
        this.queue.wake();
        this.drain();
    }

    /** Begins with what waits, unless that is under way, paused or closed. */
    drain(): void {
        const { gate, closing } = this.parts;
        if (this.beside && !gate.isClosed && this.queue.isSmall) {
            this.takeInBeside();
            return;
        }
        if (this.draining || gate.isClosed || closing.aborted) return;
        if (this.queue.isEmpty) {
            this.drainWhenRested();
            return;
        }
        this.draining = this.drainQueue().finally(() => {
            this.draining = undefined;
            this.drainWhenRested();
        });
    }

    /** A full disk or a folder that was away may be back by then. */
    drainLater(): void {
        setTimeout(() => {
            this.drain();
        }, RETRY_MS).unref();
    }

    /** Resolves when what was being drained is; `ownTail` is awaited between that and what runs beside. */
    async passed(ownTail: () => Promise<unknown>): Promise<void> {
        await this.draining;
        await ownTail();
        await this.besideTail;
    }

    close(): void {
        clearTimeout(this.resting);
    }

    /** Files that are written all the time have their turn now and then. */
    private drainWhenRested(): void {
        const rest = this.queue.restsFor;
        if (rest === undefined || this.resting) return;
        this.resting = setTimeout(() => {
            this.resting = undefined;
            this.drain();
        }, rest);
        this.resting.unref();
    }

    /** A save does not wait for a run over the whole workspace. Never rejects. */
    private takeInBeside(): void {
        const { paths } = this.queue.take();
        for (const path of paths) this.beside?.add(path);
        this.besideTail = this.besideTail
            .then(() => this.parts.paths(paths))
            .catch((error: unknown) => {
                if (!isAbort(error)) this.parts.log.warn('a change was not taken in at once', { error: String(error) });
            });
    }

    private async drainQueue(): Promise<void> {
        const { gate, log, alone, everything, paths } = this.parts;
        while (!this.queue.isEmpty && !gate.isClosed) {
            let taken: GatheredChanges | undefined;
            try {
                await alone(async () => {
                    await this.besideTail;
                    taken = this.queue.take();
                    if (taken.kind === 'everything') await everything(taken.paths);
                    else await paths(taken.paths);
                });
            } catch (error) {
                // They stay to be done; the next change or update brings them along.
                if (taken) this.queue.putBack(taken);
                if (!isAbort(error)) log.error('changes were not taken in', { error: String(error) });
                return;
            }
        }
    }
}

const RETRY_MS = 30_000;
