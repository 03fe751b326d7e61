/** Commits, branches and what they changed, held against what git itself says of the same repository. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitAt } from '../../src/git/commits.ts';
import { findRepository, type Repository } from '../../src/git/gitFiles.ts';
import { openObjects, type GitObjects } from '../../src/git/gitObjects.ts';
import { commitsFrom, whereTheyMeet } from '../../src/git/history.ts';
import { branchesOf, revisionOf } from '../../src/git/references.ts';
import { treeDifference } from '../../src/git/treeDifference.ts';
import { repositoryFolder, type RepositoryFolder } from './repositoryFolder.ts';

let at: RepositoryFolder;
beforeEach(() => {
    at = repositoryFolder();
});
afterEach(() => at.dispose());

async function opened(folder = at.folder): Promise<{ readonly repository: Repository; readonly objects: GitObjects }> {
    const repository = await findRepository(folder);
    if (!repository?.commit) throw new Error('no repository');
    return { repository, objects: openObjects(repository.common, repository.commit.length / 2) };
}

/** Two branches that went apart at the second commit, one of which merged a third. */
function branched(): void {
    at.commit('first', { 'a.txt': 'one\n' });
    at.commit('second', { 'a.txt': 'two\n', 'src/b.txt': 'b\n' });
    at.git('checkout', '-q', '-b', 'side/topic');
    at.commit('on the side', { 'side.txt': 's\n' });
    at.git('checkout', '-q', 'main');
    at.git('checkout', '-q', '-b', 'third');
    at.commit('on the third', { 'third.txt': 't\n' });
    at.git('checkout', '-q', 'main');
    at.commit('main goes on', { 'a.txt': 'three\n' });
    at.git('merge', '-q', '--no-ff', '-m', 'merge third', 'third');
}

/** What git says two commits do not have alike, as lines of `A`, `M`, `D` and paths. */
const nameStatus = (one: string, other: string, ...below: readonly string[]): readonly string[] =>
    at
        .git('diff-tree', '-r', '--no-renames', '--name-status', ...below, one, other)
        .split('\n')
        .filter(line => line !== '')
        .map(line => line.replace('\t', ' '));

async function ours(one: string, other: string, prefix = ''): Promise<readonly string[]> {
    const { objects } = await opened();
    const { files } = await treeDifference(await objects.treeOf(one), await objects.treeOf(other), objects, { prefix, most: 1_000 });
    return files.map(({ path: file, before, after }) => `${before === undefined ? 'A' : after === undefined ? 'D' : 'M'} ${file}`);
}

describe.each(['loose', 'packed', 'packed with one index for all packs'])('a history, %s', how => {
    beforeEach(() => {
        branched();
        if (how !== 'loose') at.git('gc', '-q', '--prune=now');
        if (how.endsWith('packs')) {
            at.commit('a second pack', { 'c.txt': 'c\n' });
            at.git('repack', '-q');
            at.git('multi-pack-index', 'write');
        }
    });

    test('is walked as git log walks it, with author, date and message', async () => {
        const { repository, objects } = await opened();
        const commits = await commitsFrom(repository.commit ?? '', objects, { most: 50 });
        const told = commits.map(({ id, author, committedAt, subject }) => `${id} ${author} ${String(committedAt)} ${subject}`);
        expect(told).toEqual(at.git('log', '--format=%H %an %ct %s').split('\n'));
        expect((await commitsFrom(repository.commit ?? '', objects, { most: 2 })).length).toBe(2);
    });

    test('meets another where git says', async () => {
        const { objects } = await opened();
        for (const [one, other] of [
            ['side/topic', 'main'],
            ['main', 'side/topic'],
            ['third', 'main'],
            ['side/topic', 'third'],
            ['main', 'main'],
        ] as const) {
            const [first, second] = [at.git('rev-parse', one), at.git('rev-parse', other)];
            const meeting = await whereTheyMeet(first, second, objects, { most: 100 });
            expect(meeting?.base.id, `${one} ${other}`).toBe(at.git('merge-base', first, second));
            const own = at.git('log', '--format=%H', first, `^${second}`);
            expect(meeting?.onlyInFirst.map(({ id }) => id).join('\n'), `${one} ${other}`).toBe(own);
        }
    });

    test('has branches, and names them, tags and the beginnings of ids as people write them', async () => {
        at.git('tag', '-a', '-m', 'a release', 'v1.0', 'HEAD~1');
        at.git('tag', 'light', 'side/topic');
        at.git('update-ref', 'refs/remotes/origin/main', 'HEAD~1');
        at.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
        const { repository, objects } = await opened();
        const branches = await branchesOf(repository);
        expect(branches.map(({ name }) => name)).toEqual(['main', 'side/topic', 'third', 'origin/main']);
        for (const { name, commit } of branches) expect(commit, name).toBe(at.git('rev-parse', name));
        const named = async (written: string): Promise<string> => {
            const found = await revisionOf(written, repository, objects);
            return typeof found === 'string' ? found : found.kind === 'branch' ? `branch ${found.tip.id}` : found.commit.id;
        };
        for (const written of ['main', 'side/topic', 'origin/main'])
            expect(await named(written)).toBe(`branch ${at.git('rev-parse', written)}`);
        for (const written of ['HEAD', 'HEAD~1', 'HEAD^', 'main~2', 'v1.0', 'light', 'v1.0^'])
            expect(await named(written), written).toBe(at.git('rev-parse', `${written}^{commit}`));
        const head = at.git('rev-parse', 'HEAD');
        expect(await named(head)).toBe(head);
        expect(await named(head.slice(0, 12).toUpperCase())).toBe(head);
        for (const written of [
            'nothing',
            'HEAD~400',
            '../main',
            'refs/heads/main\n',
            '',
            head.slice(0, 3),
            at.git('rev-parse', 'HEAD^{tree}'),
        ])
            expect(await named(written), written).toBe('unknown');
    });
});

describe('what two commits do not have alike', () => {
    test('is what git says: added, changed, removed, a file for a folder and the other way round', async () => {
        const one = at.commit('one', { 'a.txt': '1\n', 'src/b.txt': '1\n', 'src/deep/c.txt': '1\n', 'same/or': '1\n' });
        at.git('rm', '-q', '-r', 'src/deep', 'same');
        const other = at.commit('other', { 'a.txt': '2\n', 'src/deep': 'a file now\n', 'new/d.txt': '', same: 'still\n' });
        expect([...(await ours(one, other))].sort()).toEqual([...nameStatus(one, other)].sort());
        expect([...(await ours(one, other, 'src/'))].sort()).toEqual([...nameStatus(one, other, '--relative=src')].sort());
    });

    test('is found below a folder, and it is said that there is more elsewhere', async () => {
        const one = at.commit('one', { 'src/b.txt': '1\n', 'other/c.txt': '1\n' });
        const other = at.commit('other', { 'src/b.txt': '2\n', 'other/c.txt': '2\n' });
        const { objects } = await opened();
        const [before, after] = [await objects.treeOf(one), await objects.treeOf(other)];
        const options = { prefix: 'src/', most: 10 };
        expect(await treeDifference(before, after, objects, options)).toMatchObject({ files: [{ path: 'b.txt' }], differsElsewhere: true });
        expect(await treeDifference(before, before, objects, options)).toMatchObject({ files: [], differsElsewhere: false });
    });
});

describe('where else objects are', () => {
    test('stores that a clone borrows from are read, and those that these borrow from', async () => {
        const first = at.commit('first', { 'a.txt': 'one\n' });
        const clones = mkdtempSync(path.join(os.tmpdir(), 'footnote-clones-'));
        try {
            const [near, far] = [path.join(clones, 'near'), path.join(clones, 'far')];
            at.git('clone', '-q', '--shared', at.folder, near);
            at.git('clone', '-q', '--shared', near, far);
            const { objects, repository } = await opened(far);
            expect(repository.commit).toBe(first);
            expect((await commitAt(first, objects))?.subject).toBe('first');
        } finally {
            rmSync(clones, { recursive: true, force: true });
        }
    });

    test('a linked worktree has its own commit, and the branches of all', async () => {
        branched();
        const beside = mkdtempSync(path.join(os.tmpdir(), 'footnote-worktree-'));
        try {
            at.git('worktree', 'add', '-q', path.join(beside, 'tree'), 'side/topic');
            const { repository, objects } = await opened(path.join(beside, 'tree'));
            expect(repository.commit).toBe(at.git('rev-parse', 'side/topic'));
            expect((await branchesOf(repository)).map(({ name }) => name)).toContain('main');
            expect(await revisionOf('main', repository, objects)).toMatchObject({ kind: 'branch', name: 'main' });
        } finally {
            rmSync(beside, { recursive: true, force: true });
        }
    });

    test('a shallow clone ends where it ends', async () => {
        branched();
        const clones = mkdtempSync(path.join(os.tmpdir(), 'footnote-clones-'));
        try {
            const shallow = path.join(clones, 'shallow');
            at.git('clone', '-q', '--depth', '2', `file://${at.folder}`, shallow);
            const { repository, objects } = await opened(shallow);
            const commits = await commitsFrom(repository.commit ?? '', objects, { most: 50 });
            expect(commits.length).toBe(Number(at.git('-C', shallow, 'rev-list', '--count', 'HEAD')));
        } finally {
            rmSync(clones, { recursive: true, force: true });
        }
    });
});

test('a repository of SHA-256 is read like any other', async () => {
    const other = repositoryFolder({ format: 'sha256' });
    try {
        other.commit('first', { 'a.txt': 'one\n' });
        const id = other.commit('second', { 'a.txt': 'two\n' });
        other.git('gc', '-q');
        const { repository, objects } = await opened(other.folder);
        expect((await commitsFrom(id, objects, { most: 5 })).map(({ subject }) => subject)).toEqual(['second', 'first']);
        expect(await revisionOf(id.slice(0, 8), repository, objects)).toMatchObject({ commit: { id } });
    } finally {
        other.dispose();
    }
});
