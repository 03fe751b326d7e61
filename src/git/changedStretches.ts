/**
 * Two texts with each line as a number, and what of them is worth comparing. A line that the other text does not have is changed whatever
 * comes of the rest; so is one that stands in it very often, such as a brace, between lines that it does not have (`xdl_cleanup_records` of
 * git). Lines that both begin and end with are left out as well.
 */
export function compareLines(
    before: readonly string[],
    after: readonly string[],
): { readonly old: Uint8Array; readonly young: Uint8Array } {
    const ids = new Map<string, number>();
    const numbered = (lines: readonly string[]): Int32Array => {
        const numbers = new Int32Array(lines.length);
        for (const [at, line] of lines.entries()) {
            let id = ids.get(line);
            if (id === undefined) ids.set(line, (id = ids.size));
            numbers[at] = id;
        }
        return numbers;
    };
    const [one, two] = [numbered(before), numbered(after)];
    const [countsOne, countsTwo] = [countsOf(one, ids.size), countsOf(two, ids.size)];
    let start = 0;
    while (start < one.length && start < two.length && one[start] === two[start]) start++;
    let [endOne, endTwo] = [one.length, two.length];
    while (endOne > start && endTwo > start && one[endOne - 1] === two[endTwo - 1]) {
        endOne--;
        endTwo--;
    }
    const old = new Uint8Array(one.length + 1);
    const young = new Uint8Array(two.length + 1);
    const left = worthComparing(one, countsTwo, start, endOne, old);
    const right = worthComparing(two, countsOne, start, endTwo, young);
    const diagonals = left.ids.length + right.ids.length + 3;
    const search: Search = {
        left,
        right,
        old,
        young,
        forward: new Int32Array(2 * diagonals + 2),
        backward: new Int32Array(2 * diagonals + 2),
        middle: right.ids.length + 1,
        mostCost: Math.max(roughRoot(diagonals), LEAST_MOST_COST),
    };
    compareBox(search, { from1: 0, to1: left.ids.length, from2: 0, to2: right.ids.length }, false);
    return { old, young };
}

interface Lines {
    readonly ids: Int32Array;
    /** Where each stands in the whole text. */
    readonly places: Int32Array;
}

function countsOf(lines: Int32Array, size: number): Int32Array {
    const counts = new Int32Array(size);
    for (const id of lines) counts[id] = (counts[id] ?? 0) + 1;
    return counts;
}

function worthComparing(lines: Int32Array, inOther: Int32Array, start: number, end: number, isChanged: Uint8Array): Lines {
    const often = Math.min(roughRoot(lines.length), MOST_ALIKE);
    const kinds = new Uint8Array(lines.length);
    for (let at = start; at < end; at++) {
        const count = inOther[lines[at] ?? 0] ?? 0;
        kinds[at] = count === 0 ? NOWHERE : count >= often ? OFTEN : SOMEWHERE;
    }
    const places: number[] = [];
    for (let at = start; at < end; at++) {
        if (kinds[at] === SOMEWHERE || (kinds[at] === OFTEN && !isAmongChanged(kinds, at, start, end - 1))) places.push(at);
        else isChanged[at] = 1;
    }
    return { ids: Int32Array.from(places, at => lines[at] ?? 0), places: Int32Array.from(places) };
}

const NOWHERE = 0;
const SOMEWHERE = 1;
const OFTEN = 2;

/** True between many lines that the other text does not have. */
function isAmongChanged(kinds: Uint8Array, at: number, start: number, last: number): boolean {
    const look = (step: 1 | -1, end: number): { readonly nowhere: number; readonly often: number } => {
        let [nowhere, often] = [0, 1];
        for (let next = at + step; step > 0 ? next <= end : next >= end; next += step) {
            if (kinds[next] === NOWHERE) nowhere++;
            else if (kinds[next] === OFTEN) often++;
            else break;
        }
        return { nowhere, often };
    };
    const above = look(-1, Math.max(start, at - FURTHEST_LOOK));
    const below = look(1, Math.min(last, at + FURTHEST_LOOK));
    if (above.nowhere === 0 || below.nowhere === 0) return false;
    const often = above.often + below.often;
    return often * 4 < often + above.nowhere + below.nowhere;
}

const FURTHEST_LOOK = 100;
const MOST_ALIKE = 1024;

/** A power of two not far from the square root. */
function roughRoot(number: number): number {
    let root = 1;
    for (let rest = number; rest > 0; rest >>= 2) root <<= 1;
    return root;
}

interface Search {
    readonly left: Lines;
    readonly right: Lines;
    readonly old: Uint8Array;
    readonly young: Uint8Array;
    /** How far each diagonal was reached from the beginning and from the end; `middle` is that of diagonal 0. */
    readonly forward: Int32Array;
    readonly backward: Int32Array;
    readonly middle: number;
    readonly mostCost: number;
}

/** Lines of both texts, up to and not with `to`. */
interface Box {
    readonly from1: number;
    readonly to1: number;
    readonly from2: number;
    readonly to2: number;
}

/** Myers, "An O(ND) difference algorithm", 1986, in linear space, from both ends at once; `xdl_recs_cmp` of git. */
function compareBox(search: Search, { from1, to1, from2, to2 }: Box, isExact: boolean): void {
    const { left, right } = search;
    while (from1 < to1 && from2 < to2 && left.ids[from1] === right.ids[from2]) {
        from1++;
        from2++;
    }
    while (from1 < to1 && from2 < to2 && left.ids[to1 - 1] === right.ids[to2 - 1]) {
        to1--;
        to2--;
    }
    if (from1 === to1) for (let at = from2; at < to2; at++) search.young[right.places[at] ?? 0] = 1;
    else if (from2 === to2) for (let at = from1; at < to1; at++) search.old[left.places[at] ?? 0] = 1;
    else {
        const { at1, at2, isFirstExact, isSecondExact } = splitBox(search, { from1, to1, from2, to2 }, isExact);
        compareBox(search, { from1, to1: at1, from2, to2: at2 }, isFirstExact);
        compareBox(search, { from1: at1, to1, from2: at2, to2 }, isSecondExact);
    }
}

interface Split {
    readonly at1: number;
    readonly at2: number;
    readonly isFirstExact: boolean;
    readonly isSecondExact: boolean;
}

/** Where the shortest way through a box passes its middle, or, where that costs too much, a point that many lines lead to; `xdl_split` of git. */
function splitBox({ left, right, forward, backward, middle, mostCost }: Search, box: Box, isExact: boolean): Split {
    const { from1, to1, from2, to2 } = box;
    const [least, most] = [from1 - to2, to1 - from2];
    const [startDiagonal, endDiagonal] = [from1 - from2, to1 - to2];
    const isOdd = ((startDiagonal - endDiagonal) & 1) !== 0;
    const ahead = { first: startDiagonal, last: startDiagonal };
    const behind = { first: endDiagonal, last: endDiagonal };
    const f = (diagonal: number): number => forward[middle + diagonal] ?? 0;
    const b = (diagonal: number): number => backward[middle + diagonal] ?? 0;
    forward[middle + startDiagonal] = from1;
    backward[middle + endDiagonal] = to1;
    for (let cost = 1; ; cost++) {
        let hasSnake = false;
        widen(ahead, least, most, diagonal => (forward[middle + diagonal] = -1));
        for (let diagonal = ahead.last; diagonal >= ahead.first; diagonal -= 2) {
            const begun = f(diagonal - 1) >= f(diagonal + 1) ? f(diagonal - 1) + 1 : f(diagonal + 1);
            let at = begun;
            while (at < to1 && at - diagonal < to2 && left.ids[at] === right.ids[at - diagonal]) at++;
            if (at - begun > SNAKE) hasSnake = true;
            forward[middle + diagonal] = at;
            if (isOdd && behind.first <= diagonal && diagonal <= behind.last && b(diagonal) <= at)
                return { at1: at, at2: at - diagonal, isFirstExact: true, isSecondExact: true };
        }
        widen(behind, least, most, diagonal => (backward[middle + diagonal] = FARTHEST));
        for (let diagonal = behind.last; diagonal >= behind.first; diagonal -= 2) {
            const begun = b(diagonal - 1) < b(diagonal + 1) ? b(diagonal - 1) : b(diagonal + 1) - 1;
            let at = begun;
            while (at > from1 && at - diagonal > from2 && left.ids[at - 1] === right.ids[at - diagonal - 1]) at--;
            if (begun - at > SNAKE) hasSnake = true;
            backward[middle + diagonal] = at;
            if (!isOdd && ahead.first <= diagonal && diagonal <= ahead.last && at <= f(diagonal))
                return { at1: at, at2: at - diagonal, isFirstExact: true, isSecondExact: true };
        }
        if (isExact) continue;
        if (hasSnake && cost > COST_OF_GUESS) {
            const isSame = (at1: number, at2: number): boolean => {
                for (let nth = 0; nth < SNAKE; nth++) if (left.ids[at1 + nth] !== right.ids[at2 + nth]) return false;
                return true;
            };
            let best = 0;
            let point: Split | undefined;
            for (let diagonal = ahead.last; diagonal >= ahead.first; diagonal -= 2) {
                const [at1, at2] = [f(diagonal), f(diagonal) - diagonal];
                const worth = at1 - from1 + at2 - from2 - Math.abs(diagonal - startDiagonal);
                const isInside = from1 + SNAKE <= at1 && at1 < to1 && from2 + SNAKE <= at2 && at2 < to2;
                if (worth <= WORTH_OF_COST * cost || worth <= best || !isInside || !isSame(at1 - SNAKE, at2 - SNAKE)) continue;
                [best, point] = [worth, { at1, at2, isFirstExact: true, isSecondExact: false }];
            }
            if (point) return point;
            for (let diagonal = behind.last; diagonal >= behind.first; diagonal -= 2) {
                const [at1, at2] = [b(diagonal), b(diagonal) - diagonal];
                const worth = to1 - at1 + to2 - at2 - Math.abs(diagonal - endDiagonal);
                const isInside = from1 < at1 && at1 <= to1 - SNAKE && from2 < at2 && at2 <= to2 - SNAKE;
                if (worth <= WORTH_OF_COST * cost || worth <= best || !isInside || !isSame(at1, at2)) continue;
                [best, point] = [worth, { at1, at2, isFirstExact: false, isSecondExact: true }];
            }
            if (point) return point;
        }
        if (cost >= mostCost) return furthestPoint(box, ahead, behind, f, b);
    }
}

function widen(span: { first: number; last: number }, least: number, most: number, reset: (diagonal: number) => void): void {
    if (span.first > least) reset(--span.first - 1);
    else span.first++;
    if (span.last < most) reset(++span.last + 1);
    else span.last--;
}

interface Diagonals {
    readonly first: number;
    readonly last: number;
}

/** Of all points that were reached from the beginning and from the end, the one furthest on its way. */
function furthestPoint(
    { from1, to1, from2, to2 }: Box,
    ahead: Diagonals,
    behind: Diagonals,
    f: (diagonal: number) => number,
    b: (diagonal: number) => number,
): Split {
    let [bestAhead, aheadAt] = [-1, -1];
    for (let diagonal = ahead.last; diagonal >= ahead.first; diagonal -= 2) {
        const at1 = Math.min(f(diagonal), to1, to2 + diagonal);
        if (bestAhead < 2 * at1 - diagonal) [bestAhead, aheadAt] = [2 * at1 - diagonal, at1];
    }
    let [bestBehind, behindAt] = [FARTHEST, FARTHEST];
    for (let diagonal = behind.last; diagonal >= behind.first; diagonal -= 2) {
        const at1 = Math.max(b(diagonal), from1, from2 + diagonal);
        if (2 * at1 - diagonal < bestBehind) [bestBehind, behindAt] = [2 * at1 - diagonal, at1];
    }
    return to1 + to2 - bestBehind < bestAhead - from1 - from2
        ? { at1: aheadAt, at2: bestAhead - aheadAt, isFirstExact: true, isSecondExact: false }
        : { at1: behindAt, at2: bestBehind - behindAt, isFirstExact: false, isSecondExact: true };
}

/** Lines in a row that are the same in both: enough not to be chance. */
const SNAKE = 20;
const COST_OF_GUESS = 256;
const WORTH_OF_COST = 4;
const LEAST_MOST_COST = 256;
const FARTHEST = 0x7fff_ffff;
