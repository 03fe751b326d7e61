/**
 * How long a run still takes, from the rate of this run and no other: bytes and files of its plan, in order of work, against the time that was spent working.
 * Nothing is said before the rate is steady, and what is said never rises: when a run turns out to be slower, nothing is said until the
 * estimate is down where it was.
 */
export class TimeLeft {
    /** Work before each place of the plan. */
    private readonly workBefore: Float64Array;
    private workedMs = 0;
    private seenAt: number;
    /** What the run was thought to take, all in all. */
    private lastWholeMs: number | undefined;
    private shown = Infinity;
    private said: number | undefined;
    private lastDone = 0;

    /** `sizes`: bytes of the files, in order of work. Times are in milliseconds of one clock. */
    constructor(sizes: readonly number[], startedAt: number) {
        this.seenAt = startedAt;
        this.workBefore = new Float64Array(sizes.length + 1);
        for (const [place, size] of sizes.entries()) this.workBefore[place + 1] = (this.workBefore[place] ?? 0) + size + BYTES_A_FILE_COSTS;
    }

    /** Seconds left, when that can be said. `isWaiting`: the time since the last call was a pause and proves nothing about the rate. */
    after(done: number, now: number, isWaiting = false): number | undefined {
        if (!isWaiting) this.workedMs += now - this.seenAt;
        this.seenAt = now;
        // Files come in batches: between two of them the rate seems to fall and does not.
        if (isWaiting || done <= this.lastDone) return this.said;
        this.lastDone = done;
        const whole = this.workBefore.at(-1) ?? 0;
        const share = (this.workBefore[done] ?? whole) / whole;
        if (this.workedMs < SETTLED_MS || share < SETTLED_SHARE) return undefined;
        const wholeMs = this.workedMs / share;
        const before = this.lastWholeMs;
        this.lastWholeMs = wholeMs;
        const isSteady = before !== undefined && Math.abs(wholeMs - before) <= before * STEADY;
        const estimate = (wholeMs - this.workedMs) / 1000;
        if (isSteady && estimate <= this.shown) this.said = this.shown = Math.ceil(estimate);
        else if (estimate > this.shown * (1 + STEADY)) this.said = undefined;
        return this.said;
    }
}

/** Opening, parsing and filing a file takes about as long as reading so many bytes more. */
const BYTES_A_FILE_COSTS = 2_000;
const SETTLED_MS = 3_000;
const SETTLED_SHARE = 0.05;
/** Two estimates in a row that differ by no more are steady. */
const STEADY = 0.25;
