import type { Failure } from '../../protocol/failure.ts';
import type { IndexCounts, IndexReport } from '../../protocol/indexing.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { MachineOptions } from './courtesyPause.ts';
import type { IndexTally } from './indexTally.ts';
import type { PauseGate } from './pauseGate.ts';
import type { IndexPlan, PlanOptions } from './planIndexing.ts';
import type { IndexingPorts, RunOutcome } from './runIndexing.ts';
import type { StatusBoard } from './statusBoard.ts';
import { scanPaths } from '../scan/scanPaths.ts';
import { scanWorkspace, type Scan } from '../scan/scanWorkspace.ts';
import { CourtesyPause } from './courtesyPause.ts';
import { bothGates } from './pauseGate.ts';
import { stateNotedAt } from '../store/savedState.ts';
import { fail } from '../../protocol/failure.ts';
import { EmptiedRoots, isInRoots, refusingLostRoots, rootsThere } from './lostRoots.ts';
import { planIndexing, recordsAt } from './planIndexing.ts';
import { withRoomyHeap } from './roomyHeap.ts';
import { runIndexing } from './runIndexing.ts';
import { StageClock } from './stageClock.ts';
import { TimeLeft } from './timeLeft.ts';

export interface RunParts {
    readonly ports: IndexingPorts;
    /** Parser threads; some more files than that are in flight, because reading waits for the disk. */
    readonly concurrency: number;
    readonly board: StatusBoard;
    readonly tally: IndexTally;
    readonly gate: PauseGate;
    /** When a run over everything waits for the machine. */
    readonly machine: MachineOptions | undefined;
    /** Why there is no meaning; undefined while there is. */
    readonly withoutMeaning: string | undefined;
    /** Carries a plan out, file by file where an earlier run did not survive; undefined for all at once. */
    readonly inSlices: (plan: IndexPlan, carryOut: (slice: IndexPlan) => Promise<RunOutcome>) => Promise<RunOutcome>;
}

/**
 * Looks at the workspace, plans, carries out, and shows how far it is: `done` never falls within a run, and `total` is known before it begins.
 * Which run comes when is decided by `WorkspaceIndex`.
 */
export class IndexRuns {
    private readonly parts: RunParts;
    private work = { done: 0, total: 0, added: 0 };
    /** False after the model has failed, until it works again. */
    private isEmbedding = true;
    /** What was wrong with it then. */
    private trouble: string | undefined;
    /** Folders of roots that were not there at the last look. */
    private missing: readonly string[] = [];
    private shownAt = 0;
    private timeLeft: TimeLeft | undefined;
    private readonly emptied = new EmptiedRoots();
    private readonly courtesy: CourtesyPause;

    constructor(parts: RunParts) {
        this.parts = parts;
        this.courtesy = new CourtesyPause(parts.machine, () => {
            // A pause of the user's is shown as that.
            if (!parts.gate.isClosed && this.isUnderWay) this.showWork();
        });
    }

    /** Everything: whatever differs from the index is taken in. */
    async everything(
        signal: AbortSignal,
        options: PlanOptions & { readonly onScan?: (scan: Scan) => Promise<void> },
    ): Promise<IndexReport> {
        const { ports, board, tally } = this.parts;
        const { files, store } = ports;
        const startedAt = performance.now();
        const clock = new StageClock();
        const { there, missing } = await rootsThere(files.roots);
        // An index that is made anew without them would have lost them.
        if (store.isDraft && missing[0] !== undefined) fail({ kind: 'folder-missing', folder: missing[0] });
        this.missing = missing;
        board.show({ state: 'scanning', counts: this.counts() });
        const scan = await clock.time('scan', () => scanWorkspace(there, { maxFileBytes: files.maxFileBytes, signal }));
        const known = [...store.manifest.records()].filter(({ path }) => missing.length === 0 || isInRoots(path, there));
        await this.emptied.check({ roots: there }, scan, known, () => stateNotedAt(store.folder));
        tally.noteScan(scan, 'everything');
        await options.onScan?.(scan);
        const plan = planIndexing(known, scan, options);
        this.work = { done: 0, total: plan.visits.length, added: plan.visits.filter(({ record }) => !record).length };
        this.timeLeft = new TimeLeft(
            plan.visits.map(({ stamp }) => stamp.size),
            performance.now(),
        );
        this.showProgress(0);
        const carryOut = () =>
            this.courtesy.during(() => this.parts.inSlices(plan, slice => this.carryOut(slice, clock, signal, this.work.done)));
        const outcome = await (plan.visits.length > MANY_FILES ? withRoomyHeap(carryOut) : carryOut());
        if (plan.visits.length > 0) this.noteEmbedding(outcome);
        this.forget();
        return this.report(plan, outcome, clock, startedAt);
    }

    /** What is said to have changed. Shows nothing of a piece of work so small that it is over before anybody could read it. */
    async paths(
        told: ReadonlySet<WorkspacePath>,
        signal: AbortSignal,
        options: PlanOptions & { readonly isBeside?: boolean },
    ): Promise<IndexReport & { readonly gone: readonly WorkspacePath[] }> {
        const { ports, board, tally } = this.parts;
        const startedAt = performance.now();
        const clock = new StageClock();
        const { there, missing } = await rootsThere(ports.files.roots);
        this.missing = missing;
        const paths = missing.length === 0 ? told : new Set([...told].filter(path => isInRoots(path, there)));
        const scan = await clock.time('scan', () => scanPaths(ports.files, paths, { signal }));
        tally.noteScan(scan, paths);
        const plan = planIndexing(recordsAt(ports.store.manifest, paths), scan, options);
        // Beside a run over everything, that run's progress is the one that is shown.
        const isShown = !options.isBeside && (plan.visits.length > QUIET_FILES || board.status.state !== 'ready');
        if (isShown) this.work = { done: 0, total: plan.visits.length, added: plan.visits.filter(({ record }) => !record).length };
        const outcome = await this.carryOut(plan, clock, signal, isShown ? 0 : undefined);
        if (plan.visits.length > 0) this.noteEmbedding(outcome);
        if (isShown) this.forget();
        return { ...this.report(plan, outcome, clock, startedAt), gone: plan.removed };
    }

    counts(): IndexCounts {
        const { done, total, added } = this.work;
        return this.parts.tally.counts(Math.min(added, total - done));
    }

    progress(): { readonly done: number; readonly total: number; readonly counts: IndexCounts } {
        return { done: this.work.done, total: this.work.total, counts: this.counts() };
    }

    get isUnderWay(): boolean {
        return this.work.done < this.work.total;
    }

    /** Somebody waits for the run that is under way: it does not wait for the machine any more. */
    hurry(): void {
        if (this.courtesy.because !== undefined) this.courtesy.overrule();
    }

    /** The user wishes it: what waited for the machine goes on as well. */
    goOn(): void {
        this.hurry();
        if (this.isUnderWay) this.showWork();
        else this.showIdle();
    }

    /** What was under way is over, whatever became of it. */
    forget(): void {
        this.work = { done: 0, total: 0, added: 0 };
        this.timeLeft = undefined;
    }

    private noteEmbedding({ isEmbedded, embeddingTrouble }: RunOutcome): void {
        this.isEmbedding = isEmbedded;
        this.trouble = embeddingTrouble && `found by words only: ${embeddingTrouble}`;
    }

    /** What was under way has failed; what it had still to do is among the counts, so that answers say what they lack. */
    showFailed(failure: Failure): void {
        const { board, tally } = this.parts;
        tally.recount();
        // Of a damaged index nothing is believed, and of a folder that is not there no line can be checked.
        const isServed = failure.kind !== 'index-damaged' && failure.kind !== 'folder-missing';
        board.show({ state: 'failed', failure, ...(isServed ? { counts: this.counts() } : {}) });
        this.forget();
    }

    showIdle(): void {
        const { board, gate, tally, ports, withoutMeaning } = this.parts;
        tally.recount();
        const counts = this.counts();
        if (gate.isClosed) board.show({ state: 'paused', done: 0, total: 0, counts });
        else {
            const note = ports.embedder?.note?.();
            // A server that is away makes no vector of a question either; a model that stands in for another does.
            const isAway = ports.embedder?.server !== undefined && note !== undefined;
            const hasMeaning = ports.embedder !== undefined && this.isEmbedding && !isAway && withoutMeaning === undefined;
            const why = withoutMeaning ?? (isAway || !this.isEmbedding ? (note ?? this.trouble) : undefined);
            board.show({
                state: 'ready',
                counts,
                hasMeaning,
                ...(this.missing.length === 0 ? {} : { missing: this.missing }),
                ...(why === undefined ? {} : { withoutMeaning: why }),
                ...(note === undefined || note === why ? {} : { embedderNote: note }),
            });
        }
    }

    /** `from` is how many files were done before; undefined for work that is not shown. */
    private async carryOut(plan: IndexPlan, clock: StageClock, signal: AbortSignal, from: number | undefined): Promise<RunOutcome> {
        const { ports, concurrency } = this.parts;
        // A save is taken in whatever the machine does.
        const gate = from === undefined ? this.parts.gate : bothGates(this.parts.gate, this.courtesy.gate);
        const files = refusingLostRoots(ports.files);
        return runIndexing(
            plan,
            { ...ports, files },
            {
                filesAtOnce: concurrency * FILES_PER_THREAD + 2,
                gate,
                clock,
                signal,
                onProgress: done => {
                    if (from === undefined) this.parts.tally.recount();
                    else this.showProgress(from + done);
                },
            },
        );
    }

    private report(plan: IndexPlan, outcome: RunOutcome, clock: StageClock, startedAt: number): IndexReport {
        const { added, changed, removed, touched, lines, bytes, embedded, reusedVectors, problems } = outcome;
        return {
            added,
            changed,
            removed,
            unchanged: plan.unchanged + touched,
            counts: this.counts(),
            lines,
            bytes,
            embedded,
            reusedVectors,
            problems,
            stagesMs: clock.read(),
            tookMs: Math.round(performance.now() - startedAt),
        };
    }

    /** A state ten times a second at most. */
    private showProgress(done: number): void {
        const { board, tally } = this.parts;
        this.work.done = done;
        tally.recount();
        if (this.work.total <= QUIET_FILES && board.status.state === 'ready') return;
        const now = performance.now();
        if (done > 0 && done < this.work.total && now - this.shownAt < SHOWN_EVERY_MS) return;
        this.shownAt = now;
        this.showWork();
    }

    private showWork(): void {
        const { board, gate } = this.parts;
        const { because } = this.courtesy;
        const isWaiting = gate.isClosed || because !== undefined;
        const wasWaiting = board.status.state === 'paused';
        const secondsLeft = this.timeLeft?.after(this.work.done, performance.now(), isWaiting || wasWaiting);
        if (!isWaiting) board.show({ state: 'indexing', ...this.progress(), ...(secondsLeft === undefined ? {} : { secondsLeft }) });
        else board.show({ state: 'paused', ...this.progress(), ...(gate.isClosed || because === undefined ? {} : { because }) });
    }
}

/** A parser's thread has its next files there before it asks for them. */
const FILES_PER_THREAD = 8;
const QUIET_FILES = 3;
/** Of fewer, none of what collecting costs would be noticed. */
const MANY_FILES = 300;
const SHOWN_EVERY_MS = 100;
