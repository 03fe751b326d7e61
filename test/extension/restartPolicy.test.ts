import { describe, expect, test } from 'vitest';
import { decideRestart } from '../../src/extension/restartPolicy.ts';

const minute = 60_000;

function check(name: string, crashesAtMs: readonly number[], expected: 'give up' | number) {
    test(name, () => {
        const decision = decideRestart(crashesAtMs, crashesAtMs.at(-1) ?? 0);
        expect(decision.decision === 'give-up' ? 'give up' : decision.afterMs).toBe(expected);
    });
}

describe('when a crashed engine is started again', () => {
    check('the first time after a second', [0], 1_000);
    check('then after twice as long', [0, 5_000], 2_000);
    check('and again', [0, 1, 2], 4_000);
    check('and again', [0, 1, 2, 3], 8_000);
    check('never after more than eight seconds', [0, 1, 2, 3, 4], 8_000);
    check('not a sixth time within ten minutes', [0, 1, 2, 3, 4, 5], 'give up');
    check('crashes of long ago do not count', [0, 1, 2, 3, 4, 11 * minute], 1_000);
    check('a crash an hour is a first crash each time', [0, 60 * minute, 120 * minute], 1_000);
});
