/** Differences between two texts, held against what `patch` makes of them. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines } from '../../../src/git/diffLines.ts';
import { differenceText, type ComparedLines } from '../../../src/engine/attach/differenceText.ts';

const plain = (lines: readonly string[]): ComparedLines => ({ lines, shown: lines });

/** What stands after a difference in the unified format has been applied. */
function applied(before: readonly string[], difference: readonly string[]): readonly string[] {
    const after: string[] = [];
    let at = 0;
    for (const line of difference) {
        const hunk = /^@@ -(\d+),(\d+) /.exec(line);
        if (hunk) {
            const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
            after.push(...before.slice(at, start));
            at = start;
        } else if (line.startsWith('+')) after.push(line.slice(1));
        else {
            expect(before[at]).toBe(line.slice(1));
            if (line.startsWith(' ')) after.push(line.slice(1));
            at++;
        }
    }
    return [...after, ...before.slice(at)];
}

test('a difference makes the new text out of the old one, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '}'), { maxLength: 30 });
    fc.assert(
        fc.property(text, text, (before, after) => {
            expect(applied(before, differenceText(plain(before), plain(after)).lines)).toEqual(after);
        }),
        { numRuns: 500 },
    );
});

test('it is the shortest: one line changed in a thousand is one change', () => {
    const before = Array.from({ length: 1_000 }, (_, nth) => `line ${String(nth)}`);
    const after = before.with(500, 'another');
    expect(diffLines(before, after)).toEqual([{ before: 500, removed: 1, after: 500, added: 1 }]);
    expect(differenceText(plain(before), plain(after)).lines[0]).toBe('@@ -498,7 +498,7 @@');
});

test('two texts of ten thousand lines with nothing in common are one change, and soon told', () => {
    const before = Array.from({ length: 10_000 }, (_, nth) => `a${String(nth)}`);
    const after = Array.from({ length: 10_000 }, (_, nth) => `b${String(nth)}`);
    expect(diffLines(before, after)).toHaveLength(1);
});

test('lines are shown without secrets, and compared with them', () => {
    const before = { lines: ['key=one'], shown: ['key=[REDACTED:secret]'] };
    const after = { lines: ['key=two'], shown: ['key=[REDACTED:secret]'] };
    expect(differenceText(before, after).lines).toEqual(['@@ -1,1 +1,1 @@', '-key=[REDACTED:secret]', '+key=[REDACTED:secret]']);
});
