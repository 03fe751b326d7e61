/** Objects that nobody made with git: each costs a bounded amount of work and memory, ends, and is no object. */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openObjects } from '../../src/git/gitObjects.ts';
import { commitsFrom, whereTheyMeet } from '../../src/git/history.ts';
import { patched } from '../../src/git/patchedObject.ts';
import { ReadBudgetSpent, readBudget } from '../../src/git/readBudget.ts';
import { branchesOf } from '../../src/git/references.ts';
import { treeDifference } from '../../src/git/treeDifference.ts';
import { repositoryFolder, type RepositoryFolder } from './repositoryFolder.ts';

let at: RepositoryFolder;
let common: string;
beforeEach(() => {
    at = repositoryFolder();
    common = path.join(at.folder, '.git');
});
afterEach(() => at.dispose());

/** A loose object under an id of our own choosing, which git would never write: ids are not believed. */
function plant(id: string, type: string, data: Buffer): string {
    const file = path.join(common, 'objects', id.slice(0, 2), id.slice(2));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, deflateSync(Buffer.concat([Buffer.from(`${type} ${String(data.length)}\0`), data])));
    return id;
}

const idOf = (nth: number): string => createHash('sha1').update(String(nth)).digest('hex');
const treeOf = (...entries: readonly (readonly [mode: string, name: string, id: string])[]): Buffer =>
    Buffer.concat(entries.map(([mode, name, id]) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')])));
const commitOf = (tree: string, ...parents: readonly string[]): Buffer =>
    Buffer.from(`tree ${tree}\n${parents.map(parent => `parent ${parent}\n`).join('')}committer T <t@example.com> 1700000000 +0000\n\nx\n`);

test('a commit that is its own parent, and two that are each other’s, are walked once', async () => {
    plant(idOf(1), 'commit', commitOf(idOf(9), idOf(1)));
    plant(idOf(2), 'commit', commitOf(idOf(9), idOf(3)));
    plant(idOf(3), 'commit', commitOf(idOf(9), idOf(2)));
    const objects = openObjects(common, 20);
    expect((await commitsFrom(idOf(1), objects, { most: 50 })).length).toBe(1);
    expect((await commitsFrom(idOf(2), objects, { most: 50 })).length).toBe(2);
    expect(await whereTheyMeet(idOf(1), idOf(2), objects, { most: 50 })).toBeUndefined();
});

test('a tree that contains itself, and names that lead elsewhere, are no files', async () => {
    const blob = plant(idOf(5), 'blob', Buffer.from('text\n'));
    plant(idOf(1), 'tree', treeOf(['40000', 'again', idOf(1)], ['100644', 'a.txt', blob]));
    const objects = openObjects(common, 20);
    const endless = await treeDifference(undefined, idOf(1), objects, { prefix: '', most: 5_000 });
    expect(endless.isCut).toBe(true);
    expect(endless.files.length).toBeLessThanOrEqual(200);
    plant(
        idOf(2),
        'tree',
        treeOf(
            ['100644', '../../outside', blob],
            ['100644', '..', blob],
            ['100644', '.GIT', blob],
            ['100644', 'a\\b', blob],
            ['100644', '', blob],
            ['120000', 'link', blob],
            ['160000', 'module', idOf(7)],
            ['100644', 'plain.txt', blob],
        ),
    );
    const named = await treeDifference(undefined, idOf(2), objects, { prefix: '', most: 5_000 });
    expect(named.files.map(file => file.path)).toEqual(['plain.txt']);
    expect(named.others).toBe(2);
});

test('a tree of a hundred thousand files is cut, and says so', async () => {
    const blob = plant(idOf(5), 'blob', Buffer.from('text\n'));
    const many = Array.from({ length: 100_000 }, (_, nth) => ['100644', `f${String(nth)}`, blob] as const);
    plant(idOf(1), 'tree', treeOf(...many));
    const { files, isCut } = await treeDifference(undefined, idOf(1), openObjects(common, 20), { prefix: '', most: 5_000 });
    expect([files.length, isCut]).toEqual([5_000, true]);
});

test('an object that unpacks to more than any file is none', async () => {
    plant(idOf(1), 'blob', Buffer.alloc(80 * 1024 * 1024));
    expect(await openObjects(common, 20).read(idOf(1))).toBeUndefined();
});

test('bytes that are unpacked are counted, over all objects', async () => {
    for (let nth = 0; nth < 8; nth++) plant(idOf(nth), 'blob', Buffer.alloc(1024 * 1024));
    const objects = openObjects(common, 20, { budget: readBudget({ bytes: 4 * 1024 * 1024, ms: 60_000 }) });
    const read: number[] = [];
    await expect(
        (async () => {
            for (let nth = 0; nth < 8; nth++) read.push((await objects.read(idOf(nth)))?.data.length ?? 0);
        })(),
    ).rejects.toThrow(ReadBudgetSpent);
    expect(read.length).toBe(3);
});

test('time is counted too', () => {
    let now = 0;
    const budget = readBudget({ bytes: 1_000, ms: 10, now: () => now });
    budget.take(1);
    now = 11;
    expect(() => budget.take(1)).toThrow(ReadBudgetSpent);
});

test('differences that insert nothing, copy from nowhere, or make more than they say are none', () => {
    const base = Buffer.from('base');
    const of = (...bytes: readonly number[]) => patched(base, Buffer.from(bytes), 1_000);
    expect(of(4, 4, 0x90, 4).toString()).toBe('base');
    expect(() => of(4, 4, 0, 0, 0, 0)).toThrow(RangeError);
    expect(() => of(4, 8, 0x90, 8)).toThrow(RangeError);
    expect(() => of(4, 4, 0x90, 4, 0x90, 4)).toThrow(RangeError);
    expect(() => of(4, 9, 0x90, 4)).toThrow(RangeError);
    expect(() => of(5, 4, 0x90, 4)).toThrow(RangeError);
    expect(() => of(4, 0xff, 0xff, 0x7f, 0x90, 4)).toThrow(RangeError);
});

test('a pack cut at any of a hundred places gives what it has, or nothing, and no error', async () => {
    const lines = Array.from({ length: 300 }, (_, nth) => `line ${String(nth)}`);
    const ids: string[] = [];
    for (let nth = 0; nth < 6; nth++) {
        lines[nth] = `changed ${String(nth)}`;
        ids.push(at.commit(`c${String(nth)}`, { 'a.txt': lines.join('\n') }));
    }
    at.git('gc', '-q', '--aggressive', '--prune=now');
    const folder = path.join(common, 'objects/pack');
    for (const ending of ['.pack', '.idx']) {
        const name = readdirSync(folder).find(file => file.endsWith(ending)) ?? '';
        const file = path.join(folder, name);
        const whole = readFileSync(file);
        execFileSync('chmod', ['u+w', file]);
        for (let cut = 0; cut < 50; cut++) {
            const damaged = Buffer.from(whole);
            // Half of them shorter, half of them with bytes that say something else.
            const at = Math.floor((statSync(file).size * cut) / 50);
            damaged.fill(cut % 2 === 0 ? 0xff : 0x95, at, at + 6);
            writeFileSync(file, cut % 2 === 0 ? damaged : damaged.subarray(0, at));
            const objects = openObjects(common, 20);
            for (const id of ids) expect(['commit', undefined]).toContain((await objects.read(id))?.type);
            writeFileSync(file, whole);
        }
    }
    expect((await openObjects(common, 20).read(ids[0] ?? ''))?.type).toBe('commit');
});

test.skipIf(process.platform === 'win32')('pipes in the place of files are not waited for', async () => {
    const id = at.commit('one', { 'a.txt': 'one\n' });
    const object = path.join(common, 'objects', idOf(1).slice(0, 2), idOf(1).slice(2));
    mkdirSync(path.dirname(object), { recursive: true });
    mkdirSync(path.join(common, 'objects/info'), { recursive: true });
    for (const file of [
        object,
        path.join(common, 'objects/pack/pack-1.idx'),
        path.join(common, 'packed-refs'),
        path.join(common, 'objects/info/alternates'),
    ])
        execFileSync('mkfifo', [file]);
    const objects = openObjects(common, 20);
    expect(await objects.read(idOf(1))).toBeUndefined();
    expect((await objects.read(id))?.type).toBe('commit');
    expect((await branchesOf({ common })).map(({ name }) => name)).toEqual(['main']);
});

test('stores that borrow from each other are each read once', async () => {
    const id = at.commit('one', { 'a.txt': 'one\n' });
    const other = path.join(at.folder, 'elsewhere');
    mkdirSync(path.join(other, 'info'), { recursive: true });
    mkdirSync(path.join(common, 'objects/info'), { recursive: true });
    writeFileSync(path.join(common, 'objects/info/alternates'), `${other}\n`);
    writeFileSync(path.join(other, 'info/alternates'), `${path.join(common, 'objects')}\n${other}\n`);
    const objects = openObjects(common, 20);
    expect((await objects.read(id))?.type).toBe('commit');
    expect(await objects.read(idOf(1))).toBeUndefined();
});
