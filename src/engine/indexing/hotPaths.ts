import type { WorkspacePath } from '../../protocol/text.ts';

/**
 * Which files are written faster than it makes sense to index them: a log, a build's output that nothing ignores. The first saves of a file
 * are taken in at once; one that goes on like that rests between two looks.
 */
export class HotPaths {
    private readonly takenAt = new Map<WorkspacePath, readonly number[]>();
    private readonly now: () => number;

    constructor(now: () => number = () => performance.now()) {
        this.now = now;
    }

    /** Milliseconds until this path may be looked at again; 0 for nearly all of them. */
    restOf(path: WorkspacePath): number {
        const times = this.takenAt.get(path);
        if (!times || times.length < QUICK_LOOKS) return 0;
        return Math.max(0, (times.at(-1) ?? 0) + REST_MS - this.now());
    }

    /** Every path may be looked at now. */
    wake(): void {
        this.takenAt.clear();
    }

    noteTaken(paths: Iterable<WorkspacePath>): void {
        const now = this.now();
        for (const [path, times] of this.takenAt) if ((times.at(-1) ?? 0) < now - FORGOTTEN_AFTER_MS) this.takenAt.delete(path);
        for (const path of paths) this.takenAt.set(path, [...(this.takenAt.get(path) ?? []), now].slice(-QUICK_LOOKS));
    }
}

const QUICK_LOOKS = 3;
const REST_MS = 2_000;
/** A file that was left alone for this long is like any other. */
const FORGOTTEN_AFTER_MS = 5_000;
