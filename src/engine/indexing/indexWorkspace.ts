import type { EditorText, FileChanges, IndexAction, IndexCounts, IndexReport, IndexStatus, SkippedFile } from '../../protocol/indexing.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { VerifyReport, VerifyRequest } from '../../protocol/verification.ts';
import type { StopOptions } from '../ports.ts';
import type { GatheredChanges } from './changeQueue.ts';
import type { IndexingPorts } from './runIndexing.ts';
import { FailureError, isAbort } from '../../protocol/failure.ts';
import { pathsGone } from '../scan/scanPaths.ts';
import { scanWorkspace } from '../scan/scanWorkspace.ts';
import { CarefulRuns } from './carefulRuns.ts';
import { ChangeQueue, hasRules } from './changeQueue.ts';
import { IndexHealth } from './indexHealth.ts';
import { IndexRuns } from './indexRuns.ts';
import { IndexTally } from './indexTally.ts';
import { missingRoot } from './lostRoots.ts';
import { PauseGate } from './pauseGate.ts';
import { recordsAt } from './planIndexing.ts';
import { StatusBoard } from './statusBoard.ts';
import { UnsavedTexts } from './unsavedTexts.ts';
import { verifyAndRepair } from './verifyAndRepair.ts';

export interface WorkspaceIndexOptions {
    /** Parser threads. */
    readonly concurrency: number;
    /** Why questions find words only, where that is so whatever the model does. */
    readonly withoutMeaning?: string | undefined;
}

/**
 * Keeps the index true to the workspace: takes in changes, unsaved text and the user's wishes, one run at a time, and shows where it stands.
 * Whatever interrupts a run, nothing is lost: what was committed counts, and the rest is planned again.
 */
export class WorkspaceIndex {
    readonly unsaved: UnsavedTexts;
    private readonly ports: IndexingPorts;
    private readonly board = new StatusBoard({ state: 'empty' });
    private readonly queue = new ChangeQueue();
    private readonly gate = new PauseGate();
    private readonly closing = new AbortController();
    private readonly tally: IndexTally;
    private readonly careful: CarefulRuns;
    private readonly runs: IndexRuns;
    private readonly health: IndexHealth;
    /** Paths whose overlay must go once the disk's state is in the index: removed ones and saved ones. */
    private readonly settling = new Set<WorkspacePath>();
    private readonly priority = new Set<WorkspacePath>();
    private running = new AbortController();
    private tail: Promise<unknown> = Promise.resolve();
    private draining: Promise<void> | undefined;
    private resting: NodeJS.Timeout | undefined;
    /** While everything is looked at: the changes that were taken in beside it, to be looked at once more. */
    private beside: Set<WorkspacePath> | undefined;
    private besideTail: Promise<void> = Promise.resolve();
    /** Undefined while the process that holds the index answers, or this one is it. */
    private heldBy: number | undefined;

    constructor(ports: IndexingPorts, { concurrency, withoutMeaning }: WorkspaceIndexOptions) {
        this.ports = ports;
        this.unsaved = new UnsavedTexts(ports);
        this.tally = new IndexTally(() => ports.store.manifest);
        this.careful = new CarefulRuns(ports.store);
        this.health = new IndexHealth(ports.store, ports.log);
        this.runs = new IndexRuns({
            ports,
            concurrency,
            board: this.board,
            tally: this.tally,
            gate: this.gate,
            withoutMeaning,
            inSlices: (plan, carryOut) => this.careful.inSlices(plan, carryOut),
        });
    }

    /**
     * Takes up where the index stood: paused if it was, and ready only after a search has found what is known to be there.
     * An index that does not pass is made anew by the next run. `heldBy` is the process that holds it and does not answer.
     */
    async begin(options: { readonly crashed?: boolean; readonly heldBy?: number | undefined } = {}): Promise<void> {
        const { store } = this.ports;
        this.heldBy = options.heldBy;
        const saved = await this.careful.begin(options.crashed ?? false);
        if (saved.isPaused && store.isWriter) this.gate.close();
        if (store.isDraft) {
            this.mend();
            return;
        }
        if (store.manifest.size === 0) return;
        if (await this.health.passesAtSight()) this.showIdle();
        else this.mend();
        this.checkLater();
    }

    get status(): IndexStatus {
        return this.board.status;
    }

    followStatus(options?: StopOptions): AsyncIterable<IndexStatus> {
        return this.board.follow(options);
    }

    /** Resolves when the wish has come true; `update` and `rebuild` say what they did. Stopping an update pauses the index. */
    async act(action: IndexAction, { signal }: StopOptions = {}): Promise<IndexReport | undefined> {
        const { store } = this.ports;
        switch (action) {
            case 'update':
                return this.actNow(() => this.update(signal));
            case 'rebuild':
                this.running.abort();
                return this.actNow(async () => {
                    // What there is goes on serving until the new index is complete, unless it is what has to go.
                    if (store.damage === undefined) await store.beginDraft();
                    else await store.clear();
                    this.tally.recount();
                    return this.update(signal);
                });
            case 'clear':
                this.running.abort();
                await this.alone(async () => {
                    await store.clear();
                    this.tally.clear();
                    this.board.show({ state: 'empty' });
                });
                return undefined;
            case 'pause':
                this.gate.close();
                this.board.show({ state: 'paused', ...this.runs.progress() });
                await this.careful.notePause(true);
                return undefined;
            case 'resume':
                this.gate.open();
                if (this.runs.isUnderWay) this.board.show({ state: 'indexing', ...this.runs.progress() });
                else this.showIdle();
                this.drain();
                await this.careful.notePause(false);
                return undefined;
            case 'take-over':
                // Whoever opens workspaces does that; one that holds its index has nothing to take.
                return undefined;
        }
    }

    /** Holds the index against the files, after what has been told is in it; nothing else runs meanwhile. */
    async verify(request: VerifyRequest, { signal }: StopOptions = {}): Promise<VerifyReport> {
        await this.settled();
        return this.alone(async () => {
            const stopped = this.stoppedBy(signal);
            return verifyAndRepair(request, this.ports, {
                signal: stopped,
                reindex: async paths => {
                    await this.ports.store.commit([], [...paths]);
                    await this.runs.paths(paths, stopped, this.planOptions(paths));
                },
                rebuild: async () => {
                    await this.ports.store.clear();
                    await this.update(signal);
                },
            });
        });
    }

    /** Returns when removed files are hidden; the rest follows. Before the first indexing there is nothing to keep true. */
    async filesChanged(changes: FileChanges): Promise<void> {
        if (this.status.state === 'empty') return;
        this.queue.add(changes);
        // What is newly ignored is not shown any more, from now on; it leaves the index with the next run.
        if (hasRules(changes)) this.ports.files.forgetRules();
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

    /** The server of the embedder has gone away, or is back: then what has no vectors yet is taken up again. */
    embedderChanged(isBack: boolean): void {
        if (isBack) this.mend();
        if (this.status.state === 'ready') this.showIdle();
    }

    /** Resolves when every change that has been told is in the index. */
    async settled(): Promise<void> {
        do {
            await this.draining;
            await this.tail.catch(() => undefined);
            await this.besideTail;
        } while (this.draining);
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
        return this.runs.counts();
    }

    async close(): Promise<void> {
        this.closing.abort();
        clearTimeout(this.resting);
        this.gate.open();
        await this.unsaved.close();
        await this.settled();
        this.board.close();
    }

    /** A wish ends a pause, and what had waited is done after it. */
    private async actNow(run: () => Promise<IndexReport>): Promise<IndexReport> {
        if (this.gate.isClosed) {
            this.gate.open();
            await this.careful.notePause(false);
        }
        const report = await this.alone(run);
        this.drain();
        return report;
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

    private stoppedBy(asked: AbortSignal | undefined): AbortSignal {
        return AbortSignal.any([this.closing.signal, this.running.signal, ...(asked ? [asked] : [])]);
    }

    private planOptions(suspects: ReadonlySet<WorkspacePath>): {
        priority: ReadonlySet<WorkspacePath>;
        suspects: ReadonlySet<WorkspacePath>;
    } {
        return { priority: this.priority, suspects };
    }

    /** Looks at everything, and proves what came of it before it is called ready. */
    private async update(asked: AbortSignal | undefined, suspects: ReadonlySet<WorkspacePath> = new Set()): Promise<IndexReport> {
        const { store } = this.ports;
        const signal = this.stoppedBy(asked);
        const beside = new Set<WorkspacePath>();
        this.beside = beside;
        try {
            return await this.guarded(async () => {
                await this.health.startAnewIfDamaged();
                // Not those that are removed or saved from now on: the scan may have passed them already.
                const settling = [...this.settling];
                const report = await this.runs.everything(signal, this.planOptions(suspects));
                if (report.added + report.changed + report.removed > 0) {
                    if (!(await this.health.compact())) this.mend();
                    await this.health.prove(() => this.runs.everything(signal, this.planOptions(new Set())), { signal });
                }
                if (store.isDraft) await store.promote();
                for (const path of settling) this.settle(path);
                this.showIdle();
                return { ...report, counts: this.counts() };
            });
        } finally {
            this.beside = undefined;
            // The run may have read them before they were changed and stored them after.
            if (beside.size > 0) this.queue.add({ changed: [...beside], removed: [] });
        }
    }

    /** Looks at what is said to have changed. */
    private async updatePaths(paths: ReadonlySet<WorkspacePath>): Promise<void> {
        const { store, log } = this.ports;
        await this.guarded(async () => {
            const isBeside = this.beside !== undefined;
            const report = await this.runs.paths(paths, this.stoppedBy(undefined), { ...this.planOptions(paths), isBeside });
            const hasChanged = report.added + report.changed + report.removed > 0;
            if (hasChanged && !isBeside && !(await this.health.compact())) this.mend();
            for (const path of [...paths, ...report.gone]) this.settle(path);
            if (!isBeside) this.showIdle();
            log.debug('changes taken in', {
                paths: paths.size,
                ms: report.tookMs,
                embedded: report.embedded,
                chunks: store.manifest.chunks,
            });
        });
    }

    /** Damage that no search has come upon yet is found when the machine has nothing better to do, once a session. */
    private checkLater(): void {
        if (!this.ports.store.isWriter) return;
        setTimeout(() => {
            this.alone(async () => {
                if (!(await this.health.areFilesWhole())) this.mend();
            }).catch((error: unknown) => {
                if (!isAbort(error)) this.ports.log.warn('the index was not checked', { error: String(error) });
            });
        }, CHECK_AFTER_MS).unref();
    }

    private async guarded<Result>(run: () => Promise<Result>): Promise<Result> {
        try {
            return await run();
        } catch (error) {
            if (isAbort(error)) {
                if (!this.closing.signal.aborted && !this.running.signal.aborted) {
                    this.queue.addEverything();
                    this.gate.close();
                    this.board.show({ state: 'paused', ...this.runs.progress() });
                }
            } else {
                this.runs.forget();
                const failure =
                    error instanceof FailureError ? error.failure : ({ kind: 'engine-stopped', detail: String(error) } as const);
                this.board.show({ state: 'failed', failure });
                // Whoever asked for it hears of it; the state has a way out by itself as well.
                this.queue.addEverything();
                this.tryLater();
            }
            throw error;
        }
    }

    private drain(): void {
        if (this.beside && !this.gate.isClosed && this.queue.isSmall) {
            this.takeInBeside();
            return;
        }
        if (this.draining || this.gate.isClosed || this.closing.signal.aborted) return;
        if (this.queue.isEmpty) {
            this.drainWhenRested();
            return;
        }
        const draining = this.drainQueue().finally(() => {
            this.draining = undefined;
            this.drainWhenRested();
        });
        this.draining = draining;
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

    /** A save does not wait for a run over the whole workspace: it is taken in beside it, and once more after it. Never rejects. */
    private takeInBeside(): void {
        const { paths } = this.queue.take();
        for (const path of paths) this.beside?.add(path);
        this.besideTail = this.besideTail
            .then(() => this.updatePaths(paths))
            .catch((error: unknown) => {
                if (!isAbort(error)) this.ports.log.warn('a change was not taken in at once', { error: String(error) });
            });
    }

    private async drainQueue(): Promise<void> {
        while (!this.queue.isEmpty && !this.gate.isClosed) {
            let taken: GatheredChanges | undefined;
            try {
                await this.alone(async () => {
                    await this.besideTail;
                    taken = this.queue.take();
                    if (taken.kind === 'everything') await this.update(undefined, taken.paths);
                    else await this.updatePaths(taken.paths);
                });
            } catch (error) {
                // They stay to be done; the next change or update brings them along.
                if (taken) this.queue.putBack(taken);
                if (!isAbort(error)) this.ports.log.error('changes were not taken in', { error: String(error) });
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
        if (removed.length === 0 || (await missingRoot(files)) !== undefined) return;
        const gone = await pathsGone(files, removed);
        for (const { path } of recordsAt(store.manifest, gone)) {
            if (this.unsaved.has(path)) continue;
            this.settling.add(path);
            store.passages.overlay(path, 'removed');
        }
    }

    /** The disk's state of this path is in the index that is searched: nothing needs to be laid over it any more. */
    private settle(path: WorkspacePath): void {
        if (!this.ports.store.isDraft && this.settling.delete(path)) this.unsaved.clear(path);
    }

    private showIdle(): void {
        if (this.heldBy === undefined) this.runs.showIdle();
        else this.board.show({ state: 'held', holderPid: this.heldBy, counts: this.counts() });
    }
}

const RETRY_MS = 30_000;
const CHECK_AFTER_MS = 5_000;
