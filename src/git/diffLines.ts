import { compareLines } from './changedStretches.ts';
import type { LineChange } from './lineChange.ts';
import { slideChanges } from './slideChanges.ts';

/**
 * What two texts do not have alike, line by line, with the same changes at the same places that git shows: the shortest way from one to the
 * other, or one that is short enough where the shortest costs too much, and then each change moved to where a reader would make it.
 */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineChange[] {
    const same = sharedEnd(before, after);
    const [old, young] = [before.slice(0, before.length - same), after.slice(0, after.length - same)];
    return slideChanges(compareLines(old, young), old, young);
}

/**
 * Lines at the end that both have and that are not looked at, because git does not either (`trim_common_tail`, which counts blocks of 1,024
 * bytes): that decides where a change near them stands.
 */
function sharedEnd(before: readonly string[], after: readonly string[]): number {
    let [lines, bytes] = [0, 0];
    let [one, two] = ['', ''];
    for (; lines < before.length && lines < after.length; lines++) {
        [one, two] = [before[before.length - 1 - lines] ?? '', after[after.length - 1 - lines] ?? ''];
        if (one !== two) break;
        bytes += one.length;
    }
    for (let nth = 1; nth <= Math.min(one.length, two.length) && one !== two && one.at(-nth) === two.at(-nth); nth++) bytes++;
    const trimmed = bytes - (bytes % BLOCK);
    let [left, taken] = [0, 0];
    while (left < lines && taken + (before[before.length - 1 - left]?.length ?? 0) < trimmed) {
        taken += before[before.length - 1 - left]?.length ?? 0;
        left++;
    }
    return left;
}

const BLOCK = 1_024;
