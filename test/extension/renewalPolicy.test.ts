import { describe, expect, test } from 'vitest';
import { shouldRenew, type GrownProcess } from '../../src/extension/renewalPolicy.ts';

const MB = 2 ** 20;
const HOUR = 60 * 60_000;

function check(name: string, process: Partial<GrownProcess>, expected: 'renewed' | 'kept'): void {
    test(name, () => {
        const usual: GrownProcess = { residentBytes: 300 * MB, settledBytes: 250 * MB, ageMs: HOUR, sinceRenewedMs: Infinity };
        expect(shouldRenew({ ...usual, ...process }) ? 'renewed' : 'kept').toBe(expected);
    });
}

describe('an engine in a quiet moment', () => {
    check('that is of its usual size', {}, 'kept');
    check('that is far too large', { residentBytes: 601 * MB }, 'renewed');
    check(
        'that is so large again soon after it was renewed: its index needs that much',
        { residentBytes: 700 * MB, sinceRenewedMs: HOUR / 3 },
        'kept',
    );
    check('that has crept upward in six hours', { residentBytes: 351 * MB, ageMs: 6.1 * HOUR }, 'renewed');
    check('that has grown as much in an hour', { residentBytes: 351 * MB }, 'kept');
    check('that is as large as ever after a day', { residentBytes: 300 * MB, ageMs: 24 * HOUR }, 'kept');
});
