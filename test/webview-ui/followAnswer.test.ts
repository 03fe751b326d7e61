import { expect, test } from 'vitest';
import { followTo } from '../../webview-ui/src/followAnswer.ts';

/** A panel 500 px high; the last question begins 1000 px down. */
function check(rule: string, scrolledTo: number, heights: { readonly before: number; readonly after: number }, expected: number): void {
    test(rule, () => {
        const before = { scrollTop: scrolledTo, viewHeight: 500, contentHeight: heights.before };
        expect(followTo(before, { ...before, contentHeight: heights.after }, 1000)).toBe(expected);
    });
}

check('a reader at the end sees the answer come', 600, { before: 1100, after: 1200 }, 700);
check('until the question has reached the top', 600, { before: 1100, after: 4000 }, 1000);
check('a reader further up is left alone', 300, { before: 1100, after: 1200 }, 300);
check('who went on to the end of a long answer stays at the end', 1400, { before: 1900, after: 2000 }, 1500);
