import type { EditorText, FileChanges, IndexAction, IndexCounts, IndexReport, IndexStatus, SkippedFile } from '../../protocol/indexing.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StopOptions } from '../ports.ts';
import type { GatheredChanges } from './changeQueue.ts';
import type { IndexPlan } from './planIndexing.ts';
import type { IndexingPorts } from './runIndexing.ts';
import { FailureError, isAbort } from '../../protocol/failure.ts';
import { pathsGone, scanPaths } from '../scan/scanPaths.ts';
import { scanWorkspace } from '../scan/scanWorkspace.ts';
import { ChangeQueue } from './changeQueue.ts';
import { IndexTally } from './indexTally.ts';
import { PauseGate } from './pauseGate.ts';
import { planIndexing, recordsAt } from './planIndexing.ts';
import { runIndexing } from './runIndexing.ts';
import { StageClock } from './stageClock.ts';
import { StatusBoard } from './statusBoard.ts';
import { UnsavedTexts } from './unsavedTexts.ts';

export interface WorkspaceIndexOptions {
    /** Parser threads; some more files than that are in flight, because reading waits for the disk. */
    readonly concurrency: number;
}

/**
 * Keeps the index true to the workspace: scans it, takes in changes, unsaved text and the user's wishes, one run at a time,
 * and shows where it stands. Whatever interrupts a run, nothing is lost: what was committed counts, and the rest is planned again.
 */
export class WorkspaceIndex {
    readonly unsaved: UnsavedTexts;
    private readonly ports: IndexingPorts;
    private readonly options: WorkspaceIndexOptions;
    private readonly board: StatusBoard;
    private readonly queue = new ChangeQueue();
    private readonly gate = new PauseGate();
    private readonly closing = new AbortController();
    private readonly tally: IndexTally;
    /** Paths whose overlay must go once the disk's state is in the index: removed ones and saved ones. */
    private readonly settling = new Set<WorkspacePath>();
    private readonly priority = new Set<WorkspacePath>();
    private running = new AbortController();
    private tail: Promise<unknown> = Promise.resolve();
    private draining: Promise<void> | undefined;
    private work = { done: 0, total: 0, added: 0 };
    /** False after the model has failed, until it works again. */
    private isEmbedding = true;
    private shownAt = 0;
    private isBeyondCompaction = false;

    constructor(ports: IndexingPorts, options: WorkspaceIndexOptions) {
        this.ports = ports;
        this.options = options;
        this.unsaved = new UnsavedTexts(ports);
        this.tally = new IndexTally(() => ports.store.manifest);
        this.board = new StatusBoard({ state: 'empty' });
        if (ports.store.manifest.size > 0) this.showIdle();
    }

    get status(): IndexStatus {
        return this.board.status;
    }

    followStatus(options?: StopOptions): AsyncIterable<IndexStatus> {
        return this.board.follow(options);
    }

    /** Resolves when the wish has come true; `update` and `rebuild` say what they did. Stopping an update pauses the index. */
    async act(action: IndexAction, { signal }: StopOptions = {}): Promise<IndexReport | undefined> {
        switch (action) {
            case 'update':
                return this.actNow(() => this.update(signal));
            case 'rebuild':
                this.running.abort();
                return this.actNow(async () => {
                    await this.ports.store.clear();
                    this.tally.recount();
                    return this.update(signal);
                });
            case 'clear':
                this.running.abort();
                await this.alone(async () => {
                    await this.ports.store.clear();
                    this.tally.clear();
                    this.board.show({ state: 'empty' });
                });
                return undefined;
            case 'pause':
                this.gate.close();
                this.board.show({ state: 'paused', ...this.progress() });
                return undefined;
            case 'resume':
                this.gate.open();
                if (this.work.done < this.work.total) this.board.show({ state: 'indexing', ...this.progress() });
                else this.showIdle();
                this.drain();
                return undefined;
        }
    }

    /** Returns when removed files are hidden; the rest follows. Before the first indexing there is nothing to keep true. */
    async filesChanged(changes: FileChanges): Promise<void> {
        if (this.status.state === 'empty') return;
        this.queue.add(changes);
        await this.hideRemoved(changes.removed);
        this.drain();
    }

    editorChanged({ path, text }: EditorText): void {
        if (text !== undefined) {
            this.priority.add(path);
            this.unsaved.set(path, text);
        } else {
            this.priority.delete(path);
            this.unsaved.forget(path);
            if (!this.ports.store.isWriter) {
                // The process that writes takes the save in; this one sees it with its next look at the index.
                this.unsaved.clear(path);
                return;
            }
            this.settling.add(path);
            this.queue.add({ changed: [path], removed: [] });
            this.drain();
        }
    }

    /** Looks at everything again, soon: a search came upon something that cannot be read. */
    mend(): void {
        this.queue.addEverything();
        this.drain();
    }

    /** Resolves when every change that has been told is in the index. */
    async settled(): Promise<void> {
        while (this.draining) await this.draining;
        await this.tail.catch(() => undefined);
    }

    /** Everything that is left out, with reasons. */
    async skipped(): Promise<readonly SkippedFile[]> {
        if (!this.tally.hasSeenEverything) {
            const { files } = this.ports;
            this.tally.noteScan(
                await scanWorkspace(files.roots, { maxFileBytes: files.maxFileBytes, signal: this.closing.signal }),
                'everything',
            );
        }
        return this.tally.skipped();
    }

    async whySkipped(path: WorkspacePath): Promise<SkippedFile | undefined> {
        const found = this.tally.find(path);
        if (found === 'indexed') return undefined;
        return found === 'unknown' ? this.ports.files.whyLeftOut(path) : found;
    }

    counts(): IndexCounts {
        const { done, total, added } = this.work;
        return this.tally.counts(Math.min(added, total - done));
    }

    async close(): Promise<void> {
        this.closing.abort();
        this.gate.open();
        await this.unsaved.close();
        await this.settled();
        this.board.close();
    }

    /** A wish ends a pause, and what had waited is done after it. */
    private async actNow(run: () => Promise<IndexReport>): Promise<IndexReport> {
        this.gate.open();
        try {
            return await this.alone(run);
        } finally {
            this.drain();
        }
    }

    /** One run after another; each can be stopped by its caller, by `clear` and `rebuild`, and by closing. */
    private alone<Result>(run: () => Promise<Result>): Promise<Result> {
        const result = this.tail.then(() => {
            this.closing.signal.throwIfAborted();
            this.running = new AbortController();
            return run();
        });
        this.tail = result.catch(() => undefined);
        return result;
    }

    /** Looks at everything. */
    private async update(asked: AbortSignal | undefined, suspects: ReadonlySet<WorkspacePath> = new Set()): Promise<IndexReport> {
        const { files, store } = this.ports;
        const signal = AbortSignal.any([this.closing.signal, this.running.signal, ...(asked ? [asked] : [])]);
        return this.guarded(async () => {
            const startedAt = performance.now();
            const clock = new StageClock();
            await this.startAnewIfDamaged();
            // Not those that are removed or saved from now on: the scan may have passed them already.
            const settling = [...this.settling];
            this.board.show({ state: 'scanning', counts: this.counts() });
            const scan = await clock.time('scan', () => scanWorkspace(files.roots, { maxFileBytes: files.maxFileBytes, signal }));
            this.tally.noteScan(scan, 'everything');
            const plan = planIndexing(store.manifest.records(), scan, { priority: this.priority, suspects });
            const report = await this.carryOut(plan, clock, startedAt, signal);
            for (const path of settling) this.settle(path);
            return report;
        });
    }

    /** Looks at what is said to have changed. */
    private async updatePaths(paths: ReadonlySet<WorkspacePath>): Promise<void> {
        const { files, store } = this.ports;
        const signal = AbortSignal.any([this.closing.signal, this.running.signal]);
        await this.guarded(async () => {
            const startedAt = performance.now();
            const clock = new StageClock();
            const scan = await clock.time('scan', () => scanPaths(files, paths, { signal }));
            this.tally.noteScan(scan, paths);
            const plan = planIndexing(recordsAt(store.manifest, paths), scan, { priority: this.priority, suspects: paths });
            const report = await this.carryOut(plan, clock, startedAt, signal);
            for (const path of [...paths, ...plan.removed]) this.settle(path);
            this.ports.log.debug('changes taken in', {
                paths: paths.size,
                ms: report.tookMs,
                embedded: report.embedded,
                chunks: store.manifest.chunks,
            });
        });
    }

    private async carryOut(plan: IndexPlan, clock: StageClock, startedAt: number, signal: AbortSignal): Promise<IndexReport> {
        this.work = { done: 0, total: plan.visits.length, added: plan.visits.filter(({ record }) => !record).length };
        this.showProgress(0);
        const outcome = await runIndexing(plan, this.ports, {
            filesAtOnce: this.options.concurrency + 2,
            gate: this.gate,
            clock,
            signal,
            onProgress: done => {
                this.showProgress(done);
            },
        });
        const { touched, isEmbedded, ...facts } = outcome;
        if (plan.visits.length > 0) this.isEmbedding = isEmbedded;
        this.work = { done: 0, total: 0, added: 0 };
        if (outcome.added + outcome.changed + outcome.removed > 0) await this.compact(clock);
        this.showIdle();
        return {
            ...facts,
            unchanged: plan.unchanged + touched,
            counts: this.counts(),
            stagesMs: clock.read(),
            tookMs: Math.round(performance.now() - startedAt),
        };
    }

    /** What cannot be read is not repaired but made again; the vectors are in the cache, so it costs parsing only. */
    private async startAnewIfDamaged(): Promise<void> {
        const { store, log } = this.ports;
        const reason = store.damage ?? (this.isBeyondCompaction ? 'it cannot be compacted any more' : undefined);
        if (reason === undefined) return;
        log.warn('the index is made anew', { reason });
        await store.clear();
        this.isBeyondCompaction = false;
    }

    private async compact(clock: StageClock): Promise<void> {
        try {
            const outcome = await clock.time('optimize', () => this.ports.store.optimize());
            if (outcome === 'rebuild-needed') {
                this.isBeyondCompaction = true;
                this.mend();
            }
        } catch (error) {
            // Searches are slower without it and right all the same; the next run tries again.
            this.ports.log.warn('the index was not compacted', { error: String(error) });
        }
    }

    private async guarded<Result>(run: () => Promise<Result>): Promise<Result> {
        try {
            return await run();
        } catch (error) {
            if (isAbort(error)) {
                if (!this.closing.signal.aborted && !this.running.signal.aborted) {
                    this.queue.addEverything();
                    this.gate.close();
                    this.board.show({ state: 'paused', ...this.progress() });
                }
            } else if (error instanceof FailureError) {
                this.board.show({ state: 'failed', failure: error.failure });
            } else {
                this.board.show({ state: 'failed', failure: { kind: 'engine-stopped', detail: String(error) } });
            }
            throw error;
        }
    }

    private drain(): void {
        if (this.draining || this.queue.isEmpty || this.gate.isClosed || this.closing.signal.aborted) return;
        const draining = this.drainQueue().finally(() => {
            this.draining = undefined;
        });
        this.draining = draining;
    }

    private async drainQueue(): Promise<void> {
        while (!this.queue.isEmpty && !this.gate.isClosed) {
            let taken: GatheredChanges | undefined;
            try {
                await this.alone(async () => {
                    taken = this.queue.take();
                    if (taken.kind === 'everything') await this.update(undefined, taken.paths);
                    else await this.updatePaths(taken.paths);
                });
            } catch (error) {
                // They stay to be done; the next change or update brings them along.
                if (taken) this.queue.putBack(taken);
                if (!isAbort(error)) {
                    this.ports.log.error('changes were not taken in', { error: String(error) });
                    this.tryLater();
                }
                return;
            }
        }
    }

    /** A full disk or a folder that was away may be back by then. */
    private tryLater(): void {
        setTimeout(() => {
            this.drain();
        }, RETRY_MS).unref();
    }

    /** What is really gone disappears from searches at once, together with everything below it. */
    private async hideRemoved(removed: readonly WorkspacePath[]): Promise<void> {
        const { files, store } = this.ports;
        const gone = await pathsGone(files, removed);
        for (const { path } of recordsAt(store.manifest, gone)) {
            if (this.unsaved.has(path)) continue;
            this.settling.add(path);
            store.passages.overlay(path, 'removed');
        }
    }

    /** The disk's state of this path is in the index: nothing needs to be laid over it any more. */
    private settle(path: WorkspacePath): void {
        if (this.settling.delete(path)) this.unsaved.clear(path);
    }

    private progress(): { readonly done: number; readonly total: number; readonly counts: IndexCounts } {
        return { done: this.work.done, total: this.work.total, counts: this.counts() };
    }

    /** A save or two are over before anybody could read it; longer work shows a state ten times a second at most. */
    private showProgress(done: number): void {
        this.work.done = done;
        this.tally.recount();
        if (this.work.total <= QUIET_FILES && this.status.state === 'ready') return;
        const now = performance.now();
        if (done > 0 && done < this.work.total && now - this.shownAt < SHOWN_EVERY_MS) return;
        this.shownAt = now;
        this.board.show({ state: this.gate.isClosed ? 'paused' : 'indexing', ...this.progress() });
    }

    private showIdle(): void {
        this.tally.recount();
        const counts = this.counts();
        if (this.gate.isClosed) this.board.show({ state: 'paused', done: 0, total: 0, counts });
        else this.board.show({ state: 'ready', counts, hasMeaning: this.ports.embedder !== undefined && this.isEmbedding });
    }
}

const RETRY_MS = 30_000;
const QUIET_FILES = 3;
const SHOWN_EVERY_MS = 100;
