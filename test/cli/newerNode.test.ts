import os from 'node:os';
import { describe, expect, test } from 'vitest';
import { isTooOld, runWithNewerNode } from '../../src/cli/newerNode.ts';

describe('the command line under an old Node', () => {
    test.each([
        ['20.20.2', true],
        ['21.7.3', true],
        ['22.0.0', false],
        ['24.21.0', false],
    ])('%s is too old: %s', (version, tooOld) => {
        expect(isTooOld(version)).toBe(tooOld);
    });

    test('where no newer one was installed, the caller is told', async () => {
        expect(await runWithNewerNode(os.tmpdir())).toBeUndefined();
    });
});
