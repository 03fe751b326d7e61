import type { LineChange } from './lineChange.ts';

/**
 * Moves changes to where git shows them, without changing what they say. Where a changed stretch may stand a few lines further up or down
 * with the same result, git lines it up with a change of the other text, or else puts it where the indentation says that a piece of the
 * text begins (`xdl_change_compact` and its indent heuristic, xdiff/xdiffi.c of git). Which commit brought an empty line or a closing brace
 * hangs on this. What is changed is told line by line, with one more behind the last that never is; it is moved in place.
 */
export function slideChanges(
    changed: { readonly old: Uint8Array; readonly young: Uint8Array },
    before: readonly string[],
    after: readonly string[],
): readonly LineChange[] {
    const old: Side = { lines: before, isChanged: changed.old };
    const young: Side = { lines: after, isChanged: changed.young };
    slideSide(old, young);
    slideSide(young, old);
    return changesOf(old, young);
}

/** A text and which of its lines the other does not have. */
interface Side {
    readonly lines: readonly string[];
    readonly isChanged: Uint8Array;
}

/** Changed lines from `start` up to, and not with, `end`; empty between two lines that both texts have. */
interface Group {
    start: number;
    end: number;
}

function slideSide(side: Side, otherSide: Side): void {
    const group = firstGroup(side);
    const other = firstGroup(otherSide);
    for (;;) {
        if (group.end > group.start) slideGroup(side, otherSide, group, other);
        if (!nextGroup(side, group)) return;
        nextGroup(otherSide, other);
    }
}

function slideGroup(side: Side, otherSide: Side, group: Group, other: Group): void {
    let size: number;
    let earliestEnd: number;
    let endAtOther: number;
    do {
        size = group.end - group.start;
        endAtOther = -1;
        while (slideUp(side, group)) previousGroup(otherSide, other);
        earliestEnd = group.end;
        if (other.end > other.start) endAtOther = group.end;
        while (slideDown(side, group)) {
            nextGroup(otherSide, other);
            if (other.end > other.start) endAtOther = group.end;
        }
        // On its way it may have met, and taken in, another one.
    } while (size !== group.end - group.start);
    if (group.end === earliestEnd) return;
    if (endAtOther >= 0) {
        while (other.end === other.start && slideUp(side, group)) previousGroup(otherSide, other);
        return;
    }
    const best = bestEnd(side.lines, group, size, earliestEnd);
    while (group.end > best && slideUp(side, group)) previousGroup(otherSide, other);
}

function bestEnd(lines: readonly string[], { end }: Group, size: number, earliestEnd: number): number {
    let best = -1;
    let least: SplitScore = { indent: 0, penalty: 0 };
    for (let at = Math.max(earliestEnd, end - size - 1, end - FURTHEST_SLIDE); at <= end; at++) {
        const [one, two] = [scoreOfSplit(lines, at), scoreOfSplit(lines, at - size)];
        const score = { indent: one.indent + two.indent, penalty: one.penalty + two.penalty };
        if (best < 0 || INDENT_WEIGHT * Math.sign(score.indent - least.indent) + score.penalty - least.penalty <= 0)
            [best, least] = [at, score];
    }
    return best;
}

interface SplitScore {
    readonly indent: number;
    readonly penalty: number;
}

/** How bad a place it is to cut a text before this line. */
function scoreOfSplit(lines: readonly string[], at: number): SplitScore {
    const indentHere = at < lines.length ? indentOf(lines[at]) : -1;
    const above = nextIndent(lines, at, -1);
    const below = nextIndent(lines, at, 1);
    const blankBelow = indentHere < 0 ? 1 + below.blank : 0;
    const blank = above.blank + blankBelow;
    const indent = indentHere < 0 ? below.indent : indentHere;
    let penalty = -30 * blank + 6 * blankBelow;
    if (above.indent < 0 && above.blank === 0) penalty += 1;
    if (at >= lines.length) penalty += 21;
    if (indent >= 0 && above.indent >= 0) {
        if (indent > above.indent) penalty += blank > 0 ? 10 : -4;
        else if (indent < above.indent) {
            if (below.indent > indent) penalty += blank > 0 ? 17 : 24;
            else penalty += blank > 0 ? 17 : 23;
        }
    }
    return { indent, penalty };
}

/** The indentation of the next line that is not blank, up or down, and how many blank ones lie between; -1 where there is none. */
function nextIndent(lines: readonly string[], at: number, step: 1 | -1): { readonly indent: number; readonly blank: number } {
    let blank = 0;
    for (let next = at + step; next >= 0 && next < lines.length; next += step) {
        const indent = indentOf(lines[next]);
        if (indent >= 0) return { indent, blank };
        if (++blank === MOST_BLANK) return { indent: 0, blank };
    }
    return { indent: -1, blank };
}

function indentOf(line = ''): number {
    let indent = 0;
    for (const character of line) {
        if (character === ' ') indent++;
        else if (character === '\t') indent += 8 - (indent % 8);
        else if (!/\s/.test(character)) return indent;
        if (indent >= MOST_INDENT) return MOST_INDENT;
    }
    return -1;
}

const INDENT_WEIGHT = 60;
const FURTHEST_SLIDE = 100;
const MOST_BLANK = 20;
const MOST_INDENT = 200;

function firstGroup({ isChanged }: Side): Group {
    let end = 0;
    while (isChanged[end] === 1) end++;
    return { start: 0, end };
}

function nextGroup({ lines, isChanged }: Side, group: Group): boolean {
    if (group.end >= lines.length) return false;
    group.start = group.end + 1;
    group.end = group.start;
    while (isChanged[group.end] === 1) group.end++;
    return true;
}

function previousGroup({ isChanged }: Side, group: Group): boolean {
    if (group.start === 0) return false;
    group.end = group.start - 1;
    group.start = group.end;
    while (group.start > 0 && isChanged[group.start - 1] === 1) group.start--;
    return true;
}

function slideDown({ lines, isChanged }: Side, group: Group): boolean {
    if (group.end >= lines.length || lines[group.start] !== lines[group.end]) return false;
    isChanged[group.start++] = 0;
    isChanged[group.end++] = 1;
    while (isChanged[group.end] === 1) group.end++;
    return true;
}

function slideUp({ lines, isChanged }: Side, group: Group): boolean {
    if (group.start === 0 || lines[group.start - 1] !== lines[group.end - 1]) return false;
    isChanged[--group.start] = 1;
    isChanged[--group.end] = 0;
    while (group.start > 0 && isChanged[group.start - 1] === 1) group.start--;
    return true;
}

function changesOf(old: Side, young: Side): readonly LineChange[] {
    const changes: LineChange[] = [];
    let [before, after] = [0, 0];
    while (before < old.lines.length || after < young.lines.length) {
        const [fromBefore, fromAfter] = [before, after];
        while (old.isChanged[before] === 1) before++;
        while (young.isChanged[after] === 1) after++;
        if (before > fromBefore || after > fromAfter)
            changes.push({ before: fromBefore, removed: before - fromBefore, after: fromAfter, added: after - fromAfter });
        before++;
        after++;
    }
    return changes;
}
