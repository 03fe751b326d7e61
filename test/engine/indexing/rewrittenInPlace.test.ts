/** Files that are written over in place with as many bytes, and get their old time back, as `cp -p`, `touch -r` and `rsync --times` do. */
import { chmod, lstat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { workspacePath } from '../../../src/protocol/text.ts';
import { recheckCitations } from '../../../src/engine/answer/checkCitations.ts';
import { hashOfLines } from '../../../src/engine/answer/sourceLines.ts';
import { hasOwnChangeTime, restamped } from '../../../src/engine/indexing/recordFile.ts';
import { openDiskFiles } from '../../../src/engine/scan/diskFiles.ts';
import { stampOf } from '../../../src/engine/scan/diskStamp.ts';
import type { TestWorkspace } from './openTestWorkspace.ts';
import { closeTestTools, openTestWorkspace } from './openTestWorkspace.ts';

const APPLE = workspacePath('apple.ts');
let workspace: TestWorkspace;

beforeEach(async () => {
    workspace = await openTestWorkspace({ 'apple.ts': 'plant(apple);\n', 'pear.ts': 'plant(pear);\n' });
    await settled();
    await workspace.index.act('update');
});
afterEach(async () => {
    await workspace.close();
});
afterAll(closeTestTools);

/** Files that have changed only just now are looked at twice, which is not what is shown here. */
async function settled(): Promise<void> {
    await pause(25);
}

/** Writes a text, and gives the file the time it is always given. */
async function rewrite(file: string, text: string): Promise<void> {
    const place = join(workspace.root, file);
    const longAgo = new Date('2020-02-02T02:02:02Z');
    await writeFile(place, text);
    await utimes(place, longAgo, longAgo);
    await settled();
}

/** Both files have that time, and are in the index as they are. */
async function aged(): Promise<void> {
    await rewrite('apple.ts', 'plant(apple);\n');
    await rewrite('pear.ts', 'plant(pear);\n');
    await workspace.index.act('update');
}

describe('a file that was written over with its size, time and inode kept', () => {
    test('while the program was closed is found at the next start', async () => {
        await aged();
        const before = await lstat(join(workspace.root, 'apple.ts'));
        workspace = await workspace.reopen();
        await rewrite('apple.ts', 'plant(grape);\n');
        const after = await lstat(join(workspace.root, 'apple.ts'));
        expect([after.size, after.mtimeMs, after.ino]).toEqual([before.size, before.mtimeMs, before.ino]);
        expect(await workspace.index.act('update')).toMatchObject({ changed: 1, unchanged: 1 });
        expect([await workspace.filesWith('grape'), await workspace.filesWith('apple')]).toEqual([['apple.ts'], []]);
        expect((await workspace.index.verify({ depth: 'full', repairs: false })).differences).toEqual([]);
    });

    test('while the program runs is taken in when it is told of', async () => {
        await aged();
        await rewrite('apple.ts', 'plant(grape);\n');
        await workspace.index.filesChanged({ changed: [APPLE], removed: [] });
        await workspace.index.settled();
        expect([await workspace.filesWith('grape'), await workspace.filesWith('apple')]).toEqual([['apple.ts'], []]);
    });

    test('between two checks of a citation makes it stale, although its text was read a moment before', async () => {
        await aged();
        const files = await openDiskFiles({ roots: [{ folder: workspace.root, name: '' }], excludes: [], maxFileBytes: 1024 });
        const range = { startLine: 1, endLine: 1 };
        const hash = hashOfLines(['plant(apple);'], range);
        const citation = { mark: '[1]', number: 1, path: APPLE, range, hash, state: 'verified' } as const;
        expect(await recheckCitations([citation], files)).toMatchObject([{ state: 'verified' }]);
        await rewrite('apple.ts', 'plant(grape);\n');
        expect(await recheckCitations([citation], files)).toMatchObject([{ state: 'stale' }]);
    });
});

describe('a file of which only the rights have changed', () => {
    test('is read once, and neither parsed nor embedded', async () => {
        await chmod(join(workspace.root, 'apple.ts'), 0o700);
        await settled();
        const { hash } = workspace.store.manifest.get(APPLE) ?? {};
        expect(await workspace.index.act('update')).toMatchObject({
            added: 0,
            changed: 0,
            removed: 0,
            unchanged: 2,
            embedded: 0,
            reusedVectors: 0,
        });
        const { ctimeMs } = await lstat(join(workspace.root, 'apple.ts'));
        expect(workspace.store.manifest.get(APPLE)).toMatchObject({ hash, ctimeMs });
    });
});

describe('an index of a program that kept no time of change', () => {
    beforeEach(async () => {
        await aged();
        await workspace.store.restamp([...workspace.store.manifest.records()].map(record => ({ ...record, ctimeMs: undefined })));
    });

    test('goes on as it is: its files are read once, and nothing is embedded', async () => {
        workspace = await workspace.reopen();
        expect(await workspace.index.act('update')).toMatchObject({ changed: 0, unchanged: 2, embedded: 0, reusedVectors: 0 });
        expect([...workspace.store.manifest.records()].filter(({ ctimeMs }) => ctimeMs === undefined)).toEqual([]);
        expect(workspace.embeddedTexts()).toBe(0);
    });

    test('and what was written over meanwhile is found', async () => {
        workspace = await workspace.reopen();
        await rewrite('apple.ts', 'plant(grape);\n');
        expect(await workspace.index.act('update')).toMatchObject({ changed: 1, unchanged: 1 });
        expect(await workspace.filesWith('apple')).toEqual([]);
    });
});

test('two writes within one tick of the clock have the same times: a file that has changed only just now is looked at again', async () => {
    const stats = await lstat(join(workspace.root, 'apple.ts'));
    expect(stampOf(stats, stats.ctimeMs + 5).ctimeMs).toBeUndefined();
    expect(stampOf(stats, stats.ctimeMs + 50).ctimeMs).toBe(stats.ctimeMs);
    // A clock that went wrong long ago, or that of a server, must not have it read for ever.
    expect(stampOf(stats, stats.ctimeMs - 60_000).ctimeMs).toBe(stats.ctimeMs);
});

describe('on a file system whose times of change are made up', () => {
    const looks = (ages: readonly number[]): boolean => {
        let record = workspace.store.manifest.get(APPLE);
        let now = Date.now();
        for (const age of ages) {
            now += 300_000;
            record = record && restamped(record, { ...record, ctimeMs: now - age }, false, now);
        }
        return record !== undefined && hasOwnChangeTime(record);
    };
    test('files are not read for ever: after three looks in vain at a time that was as young as the look, it is not asked any more', () => {
        expect(looks([0, 900])).toBe(true);
        expect(looks([0, 900, 0])).toBe(false);
    });
    test('and a backup that changes rights or links every night does not count as that', () => {
        expect(looks([3_600_000, 3_600_000, 3_600_000, 3_600_000])).toBe(true);
        expect(looks([0, 0, 3_600_000, 0])).toBe(true);
    });
});
