import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
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

test('the command line needs nothing of the language that Node 22 does not have', () => {
    const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts');
    const { status, stderr } = spawnSync(
        process.execPath,
        [...WITHOUT_WHAT_CAME_LATER, main, 'status', os.tmpdir(), '--index-dir', '/dev/null'],
        {
            encoding: 'utf8',
        },
    );
    // The whole program is loaded, and then stopped by the place for the index.
    expect(stderr).toContain('The index cannot be written');
    expect(status).toBe(1);
}, 30_000);

/** V8 of Node 24 as that of Node 22 was. */
const WITHOUT_WHAT_CAME_LATER = ['duplicate-named-groups', 'modifiers'].map(name => `--no-js-regexp-${name}`);
