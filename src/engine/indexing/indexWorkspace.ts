import type { EditorText, FileChanges, IndexAction, IndexCounts, IndexReport, IndexStatus, SkippedFile } from '../../protocol/indexing.ts';
import type { SkippedFor } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { VerifyReport, VerifyRequest } from '../../protocol/verification.ts';
import type { StopOptions } from '../ports.ts';
import type { MachineOptions } from './courtesyPause.ts';
import type { PlanOptions } from './planIndexing.ts';
import type { IndexingPorts } from './runIndexing.ts';
import { isAbort } from '../../protocol/failure.ts';
import { scanWorkspace } from '../scan/scanWorkspace.ts';
import { refusalOf } from '../store/systemRefusal.ts';
import { CarefulRuns } from './carefulRuns.ts';
import { ChangeIntake } from './changeIntake.ts';
import { hasRules } from './changeQueue.ts';
import { IndexHealth } from './indexHealth.ts';
import { IndexRuns } from './indexRuns.ts';
import { IndexTally } from './indexTally.ts';
import { OneAtATime } from './oneAtATime.ts';
import { PauseGate } from './pauseGate.ts';
import { SettlingPaths } from './settlingPaths.ts';
import { StatusBoard } from './statusBoard.ts';
import { UnsavedTexts } from './unsavedTexts.ts';
import { verifyAndRepair } from './verifyAndRepair.ts';

export interface WorkspaceIndexOptions {
    /** Parser threads. */
    readonly concurrency: number;
    /** Indexed first. */
    readonly openFiles?: readonly WorkspacePath[] | undefined;
    /** Why questions find words only, where that is so whatever the model does. */
    readonly withoutMeaning?: string | undefined;
    /** When a run over everything waits for the machine; never when absent. */
    readonly machine?: MachineOptions | undefined;
}

/**
 * Keeps the index true to the workspace: takes in changes, unsaved text and the user's wishes, one run at a time, and shows where it stands.
 * Whatever interrupts a run, nothing is lost: what was committed counts, and the rest is planned again.
 */
export class WorkspaceIndex {
    readonly unsaved: UnsavedTexts;
    private readonly ports: IndexingPorts;
    private readonly board = new StatusBoard({ state: 'empty' });
    private readonly gate = new PauseGate();
    private readonly line = new OneAtATime();
    private readonly tally: IndexTally;
    private readonly careful: CarefulRuns;
    private readonly runs: IndexRuns;
    private readonly health: IndexHealth;
    private readonly intake: ChangeIntake;
    private readonly settling: SettlingPaths;
    private readonly priority: Set<WorkspacePath>;
    /** Undefined while the process that holds the index answers, or this one is it. */
    private heldBy: number | undefined;

    constructor(ports: IndexingPorts, { concurrency, openFiles, withoutMeaning, machine }: WorkspaceIndexOptions) {
        this.ports = ports;
        this.priority = new Set(openFiles);
        this.unsaved = new UnsavedTexts(ports);
        this.settling = new SettlingPaths(ports, this.unsaved);
        this.tally = new IndexTally(ports.store);
        this.careful = new CarefulRuns(ports.store);
        this.health = new IndexHealth(ports.store, ports.log);
        this.runs = new IndexRuns({
            ports,
            concurrency,
            board: this.board,
            tally: this.tally,
            gate: this.gate,
            withoutMeaning,
            machine,
            inSlices: (plan, carryOut) => this.careful.inSlices(plan, carryOut),
        });
        this.intake = new ChangeIntake({
            gate: this.gate,
            log: ports.log,
            closing: this.line.closed,
            alone: work => this.line.run(work),
            everything: suspects => this.update(undefined, suspects),
            paths: paths => this.updatePaths(paths),
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
        if (store.isDraft && this.gate.isClosed) this.showIdle();
        if (store.isDraft) this.mend();
        if (store.isDraft || store.manifest.size === 0) return;
        if (await this.health.passesAtSight()) this.showIdle();
        else this.mend();
        this.health.checkLater(
            check => this.line.run(check),
            () => this.mend(),
        );
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
                return this.actNow(() => this.update(signal), 'runThrough');
            case 'rebuild':
                this.line.interrupt('put off');
                return this.actNow(async () => {
                    // What there is goes on serving until the new index is complete, unless it is what has to go.
                    if (store.damage === undefined) await store.beginDraft();
                    else await store.clear();
                    this.tally.recount();
                    return this.update(signal);
                });
            case 'clear':
                this.line.interrupt('for good');
                await this.line.run(async () => {
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
                if (this.heldBy === undefined) this.runs.goOn();
                else this.showIdle();
                this.intake.drain();
                await this.careful.notePause(false);
                return undefined;
            case 'take-over':
                // Whoever opens workspaces does that; one that holds its index has nothing to take.
                return undefined;
        }
    }

    /** Holds the index against the files, after what has been told is in it: that ends a pause. Nothing else runs meanwhile. */
    async verify(request: VerifyRequest, { signal }: StopOptions = {}): Promise<VerifyReport> {
        // What a pause holds in the middle of a run would be waited for without end.
        await this.endPause();
        this.intake.drainAll();
        await this.settled();
        const { folder } = this.ports.store;
        const verified = this.line.wish('runThrough', async () => {
            const stopped = this.line.stoppedBy(signal);
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
        return verified.catch((error: unknown) => {
            throw refusalOf(error, folder) ?? error;
        });
    }

    /** Returns when removed files are hidden; the rest follows. Before the first indexing there is nothing to keep true. */
    async filesChanged(changes: FileChanges): Promise<void> {
        if (this.status.state === 'empty') return;
        this.intake.add(changes);
        // What is newly ignored is not shown any more, from now on; it leaves the index with the next run.
        if (hasRules(changes)) this.ports.files.forgetRules();
        await this.settling.hideRemoved(changes.removed);
        this.intake.drain();
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
            this.settling.noteSaved(path);
            this.intake.add({ changed: [path], removed: [] });
            this.intake.drain();
        }
    }

    /** Looks at everything again, soon: a search came upon something that cannot be read. */
    mend(): void {
        if (this.ports.store.unwritable) return;
        this.intake.addEverything();
        this.intake.drain();
    }

    /** The server of the embedder has gone away, or is back: then what has no vectors yet is taken up again. */
    embedderChanged(isBack: boolean): void {
        if (isBack) this.mend();
        if (this.status.state === 'ready') this.showIdle();
    }

    /** Resolves when every change that has been told is in the index. */
    async settled(): Promise<void> {
        do await this.intake.passed(() => this.line.over());
        while (this.intake.isDraining);
    }

    /** Everything that is left out, with reasons. */
    async skipped(): Promise<readonly SkippedFile[]> {
        if (!this.tally.hasSeenEverything) {
            const { files } = this.ports;
            this.tally.noteScan(
                await scanWorkspace(files.roots, { maxFileBytes: files.maxFileBytes, signal: this.line.closed }),
                'everything',
            );
        }
        return this.tally.skipped();
    }

    async whySkipped(path: WorkspacePath): Promise<SkippedFile | undefined> {
        const found = this.tally.find(path);
        if (found !== 'unknown') return found === 'indexed' ? undefined : found;
        return (await this.ports.files.whyLeftOut(path)) ?? this.ports.files.behindLink(path);
    }

    counts(): IndexCounts {
        return this.runs.counts();
    }

    /** How many files are left out for which reason, as far as is known. */
    skippedFor(): readonly SkippedFor[] {
        return this.tally.skippedFor();
    }

    async close(): Promise<void> {
        this.line.close();
        this.intake.close();
        this.gate.open();
        await this.unsaved.close();
        await this.settled();
        this.board.close();
    }

    /** A wish ends a pause, and what had waited is done after it. */
    private async actNow(run: () => Promise<IndexReport>, how: 'run' | 'runThrough' = 'run'): Promise<IndexReport> {
        await this.endPause();
        const report = await this.line.wish(how, run);
        this.intake.drain();
        return report;
    }

    /** Neither the user's pause nor courtesy to other programs keeps somebody waiting who asks for a result. */
    private async endPause(): Promise<void> {
        this.runs.hurry();
        if (!this.gate.isClosed) return;
        this.gate.open();
        this.intake.drain();
        await this.careful.notePause(false);
    }

    private planOptions(suspects: ReadonlySet<WorkspacePath>): PlanOptions {
        return { priority: this.priority, suspects };
    }

    /** Looks at everything, and proves what came of it before it is called ready. */
    private async update(asked: AbortSignal | undefined, suspects: ReadonlySet<WorkspacePath> = new Set()): Promise<IndexReport> {
        const { store } = this.ports;
        const signal = this.line.stoppedBy(asked);
        return this.intake.whileBeside(() =>
            this.guarded(async () => {
                await this.health.startAnewIfDamaged();
                const settling = this.settling.during();
                const report = await this.runs.everything(signal, { ...this.planOptions(suspects), onScan: settling.onScan });
                if (report.added + report.changed + report.removed > 0) {
                    if (!(await this.health.compact())) this.mend();
                    await this.health.prove(() => this.runs.everything(signal, this.planOptions(new Set())), { signal });
                }
                if (store.isDraft) await store.promote();
                settling.settle();
                this.showIdle();
                return { ...report, counts: this.counts() };
            }),
        );
    }

    /** Looks at what is said to have changed. */
    private async updatePaths(paths: ReadonlySet<WorkspacePath>): Promise<void> {
        const { store, log } = this.ports;
        await this.guarded(async () => {
            const { isBeside } = this.intake;
            const report = await this.runs.paths(paths, this.line.stoppedBy(undefined), { ...this.planOptions(paths), isBeside });
            const hasChanged = report.added + report.changed + report.removed > 0;
            await this.settling.layOverServed(paths);
            if (hasChanged && !isBeside && !(await this.health.compact())) this.mend();
            this.settling.settle([...paths, ...report.gone]);
            if (!isBeside) this.showIdle();
            const { tookMs, embedded } = report;
            log.debug('changes taken in', { paths: paths.size, ms: tookMs, embedded, chunks: store.manifest.chunks });
        });
    }

    private async guarded<Result>(run: () => Promise<Result>): Promise<Result> {
        try {
            return await run();
        } catch (error) {
            if (isAbort(error)) {
                if (this.line.isInterrupted) throw error;
                this.intake.addEverything();
                // Who stops what they have asked for does not keep those waiting who have asked as well.
                if (this.line.hasOtherWishes) throw error;
                this.gate.close();
                this.board.show({ state: 'paused', ...this.runs.progress() });
                throw error;
            }
            const refusal = refusalOf(error, this.ports.store.folder);
            this.runs.showFailed(refusal ? refusal.failure : { kind: 'engine-stopped', detail: String(error) });
            // Whoever asked for it hears of it; the state has a way out by itself as well.
            this.intake.addEverything();
            this.intake.drainLater();
            throw refusal ?? error;
        }
    }

    private showIdle(): void {
        const { unwritable } = this.ports.store;
        if (unwritable) this.runs.showFailed(unwritable);
        else if (this.heldBy === undefined) this.runs.showIdle();
        else this.board.show({ state: 'held', holderPid: this.heldBy, counts: this.counts() });
    }
}
