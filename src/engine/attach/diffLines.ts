/** A stretch of lines that differ: `removed` lines from line `before` of the old text, `added` from line `after` of the new; lines count from 0. */
export interface LineChange {
    readonly before: number;
    readonly removed: number;
    readonly after: number;
    readonly added: number;
}

/**
 * The shortest way from one text to another, line by line (Myers, "An O(ND) difference algorithm", 1986), after the beginning and the end
 * that both share. Texts that have next to nothing in common are told as one change.
 */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineChange[] {
    let start = 0;
    while (start < before.length && start < after.length && before[start] === after[start]) start++;
    let endBefore = before.length;
    let endAfter = after.length;
    while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
        endBefore--;
        endAfter--;
    }
    const old = before.slice(start, endBefore);
    const now = after.slice(start, endAfter);
    if (old.length === 0 && now.length === 0) return [];
    const whole: LineChange = { before: start, removed: old.length, after: start, added: now.length };
    if (old.length === 0 || now.length === 0) return [whole];
    const trace = shortestWay(old, now);
    return trace ? changesAlong(trace, old.length, now.length).map(change => shifted(change, start)) : [whole];
}

/** More differences than this are a rewrite, and cost a second. */
const MOST_DIFFERENCES = 2_000;

/** How far each diagonal was reached with 0, 1, 2 … differences; undefined when there are too many. */
function shortestWay(old: readonly string[], now: readonly string[]): readonly Int32Array[] | undefined {
    const most = Math.min(old.length + now.length, MOST_DIFFERENCES);
    const trace: Int32Array[] = [];
    let reached = new Int32Array(3);
    for (let differences = 0; differences <= most; differences++) {
        const next = new Int32Array(2 * differences + 3);
        const middle = differences + 1;
        const from = differences;
        for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
            let x = 0;
            if (differences > 0) {
                const above = diagonal < differences ? (reached[from + diagonal + 1] ?? 0) : -1;
                const left = diagonal > -differences ? (reached[from + diagonal - 1] ?? 0) + 1 : -1;
                x = Math.max(above, left);
            }
            while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++;
            next[middle + diagonal] = x;
            if (x >= old.length && x - diagonal >= now.length) return [...trace, next];
        }
        trace.push(next);
        reached = next;
    }
    return undefined;
}

/** Walks back from the end; neighbouring differences are one change. */
function changesAlong(trace: readonly Int32Array[], oldLength: number, newLength: number): readonly LineChange[] {
    const changes: LineChange[] = [];
    let x = oldLength;
    let y = newLength;
    for (let differences = trace.length - 1; differences > 0; differences--) {
        const before = trace[differences - 1];
        const middle = differences;
        const diagonal = x - y;
        const reach = (other: number): number =>
            Math.abs(other) <= differences - 1 && (other + differences - 1) % 2 === 0 ? (before?.[middle + other] ?? 0) : -1;
        const above = reach(diagonal + 1);
        const left = reach(diagonal - 1);
        const isInsertion = above >= left + 1 || left < 0;
        const fromX = isInsertion ? above : left;
        const fromY = fromX - (isInsertion ? diagonal + 1 : diagonal - 1);
        const change = isInsertion
            ? { before: fromX, removed: 0, after: fromY, added: 1 }
            : { before: fromX, removed: 1, after: fromY, added: 0 };
        const next = changes[0];
        if (next?.before === change.before + change.removed && next.after === change.after + change.added)
            changes[0] = { ...change, removed: change.removed + next.removed, added: change.added + next.added };
        else changes.unshift(change);
        x = fromX;
        y = fromY;
    }
    return changes;
}

function shifted(change: LineChange, by: number): LineChange {
    return { ...change, before: change.before + by, after: change.after + by };
}
