/** What differs from the last commit, held against what git itself says of the same repository. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { workingChanges, type WorkingChanges } from '../../src/git/workingChanges.ts';

let folder: string;
let commits = 0;
beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'footnote-changes-'));
    git('init', '-q', '-b', 'main');
    git('config', 'user.email', 'test@example.com');
    git('config', 'user.name', 'Test');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
    return execFileSync('git', [...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
}

function commitAll(): void {
    git('add', '-A');
    git('commit', '-q', '-m', 'c');
    // Not within the tick in which the index is written, and another second each time, since git counts in seconds: so times can be trusted.
    const before = new Date(1_700_000_000_000 + 10_000 * commits++);
    for (const file of git('ls-files').split('\n').filter(Boolean)) utimesSync(path.join(folder, file), before, before);
    git('update-index', '--refresh');
}

async function changes(of = folder): Promise<WorkingChanges> {
    const found = await workingChanges(of);
    if (typeof found !== 'object') throw new Error(found ?? 'no repository');
    return found;
}

/** Paths that differ, with the text that the commit has. */
async function told(of = folder): Promise<Readonly<Record<string, string | undefined>>> {
    const found = await changes(of);
    const entries = found.candidates.map(
        async ({ path: file, before }) => [file, before === undefined ? undefined : await found.textOf(before)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
}

function seed(): void {
    write('a.txt', 'one\n');
    write('src/b.txt', 'two\n');
    write('src/deep/c.txt', 'three\n');
    write('src/deep/d.txt', 'four\n');
    write('e.txt', 'five\n');
    commitAll();
}

describe('what differs', () => {
    test('is nothing right after a commit', async () => {
        seed();
        expect(await told()).toEqual({});
    });

    for (const version of ['2', '3', '4'])
        test(`is what git status says: staged, changed, both, removed, added; index version ${version}`, async () => {
            seed();
            git('update-index', '--index-version', version);
            write('src/b.txt', 'two, changed\n');
            write('src/deep/c.txt', 'three, staged\n');
            git('add', 'src/deep/c.txt');
            write('src/deep/c.txt', 'three, staged and changed\n');
            git('rm', '-q', '--cached', 'a.txt');
            rmSync(path.join(folder, 'e.txt'));
            write('src/new/f.txt', 'six\n');
            git('add', 'src/new/f.txt');
            write('untracked.txt', 'seven\n');
            if (version === '3') git('add', '-N', 'untracked.txt');
            expect(await told()).toEqual({
                'a.txt': 'one\n',
                'e.txt': 'five\n',
                'src/b.txt': 'two\n',
                'src/deep/c.txt': 'three\n',
                'src/new/f.txt': undefined,
                ...(version === '3' ? { 'untracked.txt': undefined } : {}),
            });
            const found = await changes();
            expect(['src/b.txt', 'src/new/f.txt'].map(file => found.isTracked(file))).toEqual([true, true]);
        });

    test('is found in packed objects, below a folder that is opened by itself, and in a linked worktree', async () => {
        seed();
        git('gc', '-q');
        write('src/deep/d.txt', 'four!\n');
        expect(await told(path.join(folder, 'src'))).toEqual({ 'deep/d.txt': 'four\n' });
        git('worktree', 'add', '-q', path.join(folder, 'tree'));
        writeFileSync(path.join(folder, 'tree', 'a.txt'), 'one, elsewhere\n');
        expect((await told(path.join(folder, 'tree')))['a.txt']).toBe('one\n');
    });

    test('before the first commit is everything that was added', async () => {
        write('a.txt', 'one\n');
        git('add', 'a.txt');
        expect(await told()).toEqual({ 'a.txt': undefined });
    });

    test('in a conflict is told once', async () => {
        seed();
        git('checkout', '-q', '-b', 'other');
        write('a.txt', 'theirs\n');
        commitAll();
        git('checkout', '-q', 'main');
        write('a.txt', 'ours\n');
        commitAll();
        try {
            git('merge', 'other');
        } catch {
            // It stops with the conflict, which is what is wanted.
        }
        const { candidates } = await changes();
        expect(candidates).toEqual([{ path: 'a.txt', before: expect.any(String) as string, isConflict: true }]);
    });
});

describe('what stands in the way', () => {
    test('of a folder without a repository is nothing: there is none', async () => {
        rmSync(path.join(folder, '.git'), { recursive: true });
        expect(await workingChanges(folder)).toBeUndefined();
    });

    test('is said: a damaged index, a split one, a commit that is not there', async () => {
        seed();
        const index = path.join(folder, '.git/index');
        git('update-index', '--split-index');
        expect(await workingChanges(folder)).toBe('index-format');
        git('update-index', '--no-split-index');
        writeFileSync(path.join(folder, '.git/refs/heads/main'), `${'0'.repeat(39)}1\n`);
        git('read-tree', '--empty');
        expect(await workingChanges(folder)).toBe('commit-unreadable');
        writeFileSync(index, Buffer.concat([Buffer.from('DIRC'), Buffer.from([0, 0, 0, 2, 0, 0, 9, 9])]));
        expect(await workingChanges(folder)).toBe('index-damaged');
    });
});

test('nothing that the repository names is run: monitors, filters, text conversions, hooks', async () => {
    seed();
    const canary = path.join(folder, 'canary');
    const run = `touch ${canary}`;
    git('config', 'core.fsmonitor', run);
    git('config', 'filter.evil.clean', run);
    git('config', 'filter.evil.smudge', run);
    git('config', 'diff.evil.textconv', run);
    git('config', 'core.pager', run);
    write('.gitattributes', '*.txt filter=evil diff=evil\n');
    write('.git/hooks/post-index-change', `#!/bin/sh\n${run}\n`);
    write('src/b.txt', 'two, changed\n');
    expect(Object.keys(await told())).toContain('src/b.txt');
    expect(existsSync(canary)).toBe(false);
});
