import { diffLines } from '../../git/diffLines.ts';
import type { LineChange } from '../../git/lineChange.ts';

/** A difference in the unified format, without the names of files. */
export interface DifferenceText {
    readonly lines: readonly string[];
    readonly added: number;
    readonly removed: number;
}

/** Two texts by line, and the same as they may be shown: line for line, without secrets. */
export interface ComparedLines {
    readonly lines: readonly string[];
    readonly shown: readonly string[];
}

/** `@@ -12,7 +12,8 @@` and its lines, three around each change; empty when the texts do not differ. */
export function differenceText(before: ComparedLines, after: ComparedLines): DifferenceText {
    const changes = diffLines(before.lines, after.lines);
    const lines: string[] = [];
    for (const group of grouped(changes)) {
        const [first] = group;
        const last = group.at(-1);
        if (!first || !last) continue;
        const from = Math.max(0, first.before - CONTEXT);
        const to = Math.min(before.lines.length, last.before + last.removed + CONTEXT);
        const fromAfter = first.after - (first.before - from);
        const toAfter = last.after + last.added + (to - last.before - last.removed);
        lines.push(`@@ -${span(from, to)} +${span(fromAfter, toAfter)} @@`);
        let at = from;
        for (const { before: start, removed, after: startAfter, added } of group) {
            lines.push(...before.shown.slice(at, start).map(line => ` ${line}`));
            lines.push(...before.shown.slice(start, start + removed).map(line => `-${line}`));
            lines.push(...after.shown.slice(startAfter, startAfter + added).map(line => `+${line}`));
            at = start + removed;
        }
        lines.push(...before.shown.slice(at, to).map(line => ` ${line}`));
    }
    const sum = (of: 'added' | 'removed'): number => changes.reduce((total, change) => total + change[of], 0);
    return { lines, added: sum('added'), removed: sum('removed') };
}

const CONTEXT = 3;

/** Changes whose surroundings touch stand together. */
function grouped(changes: readonly LineChange[]): readonly (readonly LineChange[])[] {
    const groups: LineChange[][] = [];
    let end = -Infinity;
    for (const change of changes) {
        if (change.before - end > 2 * CONTEXT) groups.push([]);
        groups.at(-1)?.push(change);
        end = change.before + change.removed;
    }
    return groups;
}

function span(from: number, to: number): string {
    const count = to - from;
    return `${String(count === 0 ? from : from + 1)},${String(count)}`;
}
