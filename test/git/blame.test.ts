/** Which commit brought a line, held against `git blame` on histories that are made up anew for each seed, and on our own. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { blame, type Blame } from '../../src/git/blame.ts';
import { commitAt } from '../../src/git/commits.ts';
import { findRepository } from '../../src/git/gitFiles.ts';
import { openObjects } from '../../src/git/gitObjects.ts';
import { KeptPacks } from '../../src/git/keptPacks.ts';
import { readBudget, unlimited, type ReadBudget } from '../../src/git/readBudget.ts';
import { madeUpHistory } from './madeUpHistory.ts';
import { repositoryFolder, type RepositoryFolder } from './repositoryFolder.ts';

let at: RepositoryFolder | undefined;
afterEach(() => at?.dispose());

async function ours(folder: string, file: string, lines?: readonly number[], budget: ReadBudget = unlimited): Promise<Blame | undefined> {
    const repository = await findRepository(folder);
    const kept = new KeptPacks();
    try {
        const objects = openObjects(repository?.common ?? '', (repository?.commit?.length ?? 40) / 2, { budget, kept });
        const tip = await commitAt(repository?.commit ?? '', objects);
        return tip && (await blame(tip, file, objects, lines ? { lines } : {}));
    } finally {
        await kept.close();
    }
}

/** `line: commit line-there`, as `git blame --porcelain` has it. */
function gits(folder: string, file: string): readonly string[] {
    const told = execFileSync('git', ['blame', '--porcelain', 'HEAD', '--', file], {
        cwd: folder,
        encoding: 'latin1',
        maxBuffer: 1e9,
        env: { ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: '1' },
    });
    return [...told.matchAll(/^([0-9a-f]{40,64}) (\d+) (\d+)(?: \d+)?$/gm)].map(
        ([, id, there, line]) => `${line ?? ''}: ${id ?? ''} ${there ?? ''}`,
    );
}

function asTold(found: Blame | undefined): readonly string[] {
    return [...(found?.lines ?? [])]
        .sort(([a], [b]) => a - b)
        .map(([line, { commit, line: there }]) => `${String(line)}: ${commit.id} ${String(there)}`);
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('a made up history with merges, renames, line ends and files that come back, %i', seed => {
    test('each line is brought by the commit that git says', async () => {
        at = repositoryFolder();
        const files = madeUpHistory(at.folder, seed);
        for (const file of files) expect(asTold(await ours(at.folder, file)), file).toEqual(gits(at.folder, file));
        expect(files.length).toBeGreaterThan(0);
    });
});

test('our own history, as far as this clone has it', async context => {
    const folder = path.resolve(import.meta.dirname, '../..');
    const repository = await findRepository(folder);
    if (!repository?.commit || existsSync(path.join(repository.common, 'shallow'))) return context.skip('a clone without its history');
    for (const file of ['README.md', 'package.json', 'src/engine/answer/gatherEvidence.ts'])
        expect(asTold(await ours(folder, file)), file).toEqual(gits(folder, file));
});

describe('a small history', () => {
    const history = (): RepositoryFolder => {
        at = repositoryFolder();
        at.commit('first', { 'a.txt': 'one\ntwo\nthree\n' });
        at.commit('second', { 'a.txt': 'one\nTWO\nthree\n' });
        at.git('mv', 'a.txt', 'b.txt');
        at.commit('moved');
        at.commit('third', { 'b.txt': 'one\nTWO\nthree\nfour\n' });
        return at;
    };
    const subjects = (found: Blame | undefined): readonly string[] =>
        [...(found?.lines ?? [])].map(([line, { commit, path: file, how }]) => `${String(line)} ${how} ${commit.subject} ${file}`);

    test('lines are followed to the name that their file had', async () => {
        const { folder } = history();
        expect(subjects(await ours(folder, 'b.txt')).toSorted()).toEqual([
            '1 brought first a.txt',
            '2 brought second a.txt',
            '3 brought first a.txt',
            '4 brought third b.txt',
        ]);
    });

    test('only the lines that were asked for are looked for, and no further than they go', async () => {
        const { folder } = history();
        const found = await ours(folder, 'b.txt', [4, 99]);
        expect(subjects(found)).toEqual(['4 brought third b.txt']);
        expect(found?.commits).toBe(1);
    });

    test('what a shallow clone does not have is no origin', async () => {
        const repository = history();
        const { folder } = repository;
        const clone = mkdtempSync(path.join(os.tmpdir(), 'footnote-shallow-'));
        try {
            repository.git('clone', '-q', '--depth', '2', `file://${folder}`, clone);
            expect(subjects(await ours(clone, 'b.txt')).toSorted()).toEqual([
                '1 seen moved b.txt',
                '2 seen moved b.txt',
                '3 seen moved b.txt',
                '4 brought third b.txt',
            ]);
        } finally {
            rmSync(clone, { recursive: true, force: true });
        }
    });

    test('with its budget spent it says how far lines were followed, and loses none', async () => {
        const { folder } = history();
        for (const bytes of [500, 900, 1_300, 1_700]) {
            const found = await ours(folder, 'b.txt', undefined, readBudget({ bytes, ms: 60_000 })).catch(() => undefined);
            if (!found) continue;
            expect(found.lines.size).toBe(4);
            expect(found.isCut).toBe([...found.lines.values()].some(({ how }) => how === 'seen'));
        }
        expect((await ours(folder, 'b.txt'))?.isCut).toBe(false);
    });

    test('what the commit does not have as a text has no origin', async () => {
        expect(await ours(history().folder, 'a.txt')).toBeUndefined();
        expect(await ours(history().folder, 'none/at/all')).toBeUndefined();
    });
});
