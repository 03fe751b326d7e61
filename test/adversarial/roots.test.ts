/** What a workspace is opened on: links, mounts, other people's files, one root inside another. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/protocol/engineContract.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { silentLogger } from '../../src/engine/log.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { makeShop, openShop, workspaceOf, type Shop } from '../engine/workspaceFolder.ts';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
const canMount = spawnSync('unshare', ['-m', 'true']).status === 0;
if (!canMount) console.log('SKIPPED: A32 and A80: mounts need root');
const isRoot = process.getuid?.() === 0;
if (!isRoot) console.log('SKIPPED: A81: files of somebody else need root');

let shop: Shop;
let engines: Engine[];

beforeEach(() => {
    shop = makeShop();
    engines = [];
});
afterEach(async () => {
    for (const engine of engines) await engine.close(undefined);
    shop.dispose();
});

async function open(place: Pick<Shop, 'folder' | 'data'>): Promise<Engine> {
    const engine = await openShop(place);
    engines.push(engine);
    return engine;
}

/** The command line in a world of its own mounts; `arrange` is what root does there first. */
function inOwnMounts(
    arrange: string,
    command: string,
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    return spawnSync('unshare', ['-m', 'sh', '-ec', `${arrange}\nexec '${process.execPath}' '${cli}' ${command}`], {
        encoding: 'utf8',
        cwd: shop.folder,
        env: { ...process.env, XDG_DATA_HOME: shop.data },
        timeout: 120_000,
    });
}

test('A31: a root that is a link is the same workspace as the folder it leads to', async () => {
    const link = path.join(shop.data, 'link');
    mkdirSync(shop.data, { recursive: true });
    symlinkSync(shop.folder, link);
    const first = await open(shop);
    await first.index('update');
    const { location } = await first.details(undefined);
    await first.close(undefined);
    const second = await open({ folder: link, data: shop.data });
    expect((await second.details(undefined)).location).toBe(location);
    expect(await second.index('update')).toMatchObject({ added: 0, embedded: 0 });
    expect(await second.account(workspacePath('src/cart.ts'))).toMatchObject({ state: 'indexed', isCurrent: true });
});

test.skipIf(!canMount)('A32: a folder that is mounted into itself ends', () => {
    const { status, stdout, stderr } = inOwnMounts('mkdir again; mount --rbind . again', 'index --json .');
    expect(status, stderr).toBe(0);
    // The mount shows the folder as it is without the mount: one copy, and no loop.
    expect((JSON.parse(stdout) as { readonly counts: { readonly indexed: number } }).counts.indexed).toBeLessThanOrEqual(10);
});

test.skipIf(!canMount)('A80: a workspace that cannot be written is indexed, and asked', () => {
    const before = readdirSync(shop.folder, { recursive: true });
    const { status, stdout, stderr } = inOwnMounts(
        'mount --bind . . ; mount -o remount,ro,bind . ; cd .; ! touch x 2>/dev/null',
        'ask "Where is value added tax applied?" .',
    );
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('src/vat.ts');
    expect(readdirSync(shop.folder, { recursive: true })).toEqual(before);
});

/** The folder as the user `nobody` indexes it. */
function indexedByNobody() {
    mkdirSync(shop.data, { recursive: true });
    chmodSync(shop.data, 0o777);
    for (let folder = shop.folder; folder !== path.dirname(path.dirname(shop.folder)); folder = path.dirname(folder))
        chmodSync(folder, 0o755);
    const asNobody = (...args: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } =>
        spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, cli, ...args], {
            encoding: 'utf8',
            env: { PATH: process.env['PATH'], XDG_DATA_HOME: shop.data, HOME: '/nonexistent' },
        });
    return { index: asNobody('index', '--json', shop.folder), asNobody };
}

test.skipIf(!isRoot)(
    'A81: rules that may not be read hold up nothing: those of git count as none, and where our own cannot be read all stays out',
    () => {
        shop.write('src/.gitignore', '*.log');
        shop.write('src/own/.footnoteignore', 'private.ts');
        shop.write('src/own/private.ts', 'export const kept = "out";');
        for (const file of ['src/.gitignore', 'src/own/.footnoteignore']) chmodSync(path.join(shop.folder, file), 0o000);
        const { index, asNobody } = indexedByNobody();
        expect(index.status, index.stderr).toBe(0);
        expect(asNobody('why', 'src/cart.ts', shop.folder).stdout).toContain('is in the index');
        expect(asNobody('why', 'src/own/private.ts', shop.folder).stdout).toMatch(
            /ignored \(src\/own\/\.footnoteignore:1: .*cannot be read/,
        );
    },
);

test.skipIf(!isRoot)('A81: files that may not be read are listed, and the others indexed', () => {
    chmodSync(path.join(shop.folder, 'src/vat.ts'), 0o000);
    mkdirSync(path.join(shop.folder, 'locked'), { mode: 0o700 });
    const { index, asNobody } = indexedByNobody();
    expect(index.status, index.stderr).toBe(0);
    const why = asNobody('why', 'src/vat.ts', shop.folder);
    expect(why.stdout).toMatch(/not in the index: unreadable \(.*(permission|EACCES)/i);
    expect(asNobody('why', 'src/cart.ts', shop.folder).stdout).toContain('is in the index');
    expect(asNobody('status', '--json', shop.folder).stdout).toContain('locked/');
});

describe('A83: two roots', () => {
    test('one inside the other: each file once, under the inner one', async () => {
        shop.write('web/page.ts', 'export function showPageOnce() {\n    return 1;\n}\n');
        const engine = createEngine({ log: silentLogger });
        engines.push(engine);
        await engine.open({
            ...workspaceOf(shop),
            roots: [
                { folder: shop.folder, name: 'shop' },
                { folder: path.join(shop.folder, 'web'), name: 'web' },
            ],
        });
        await engine.index('update');
        expect((await engine.definitions('showPageOnce')).map(({ path: found }) => found)).toEqual(['web/page.ts']);
        expect(await engine.account(workspacePath('shop/src/cart.ts'))).toMatchObject({ state: 'indexed' });
        expect(await engine.account(workspacePath('shop/web/page.ts'))).toMatchObject({ state: 'skipped' });
    });

    test('the same folder twice: each file once', async () => {
        const engine = createEngine({ log: silentLogger });
        engines.push(engine);
        await engine.open({
            ...workspaceOf(shop),
            roots: [
                { folder: shop.folder, name: 'one' },
                { folder: shop.folder, name: 'two' },
            ],
        });
        await engine.index('update');
        expect((await engine.definitions('applyVat')).map(({ path: found }) => found)).toEqual(['one/src/vat.ts']);
    });
});

test('a folder that joins a workspace embeds its own files alone, and takes nothing but them with it when it leaves', async () => {
    const folders = { one: path.join(shop.folder, 'one'), two: path.join(shop.folder, 'two') };
    for (const [name, folder] of Object.entries(folders)) {
        mkdirSync(folder, { recursive: true });
        for (let nth = 0; nth < 5; nth++)
            shop.write(
                `${name}/file${String(nth)}.ts`,
                `export function ${name}${String(nth)}(): string {\n    return '${name} meadow ${String(nth)}';\n}\n`,
            );
    }
    const openWith = async (...names: readonly (keyof typeof folders)[]): Promise<Engine> => {
        const engine = createEngine({ log: silentLogger });
        engines.push(engine);
        await engine.open({
            ...workspaceOf(shop),
            roots: names.map(name => ({ folder: folders[name], name: names.length > 1 ? name : '' })),
        });
        return engine;
    };
    const pathsOf = async (engine: Engine): Promise<readonly string[]> =>
        (await engine.search({ text: 'meadow', limit: 20 })).passages.map(({ path: found }) => found).sort();

    const alone = await openWith('one');
    expect(await alone.index('update')).toMatchObject({ embedded: 5, counts: { indexed: 5 } });
    await alone.close(undefined);

    const both = await openWith('one', 'two');
    expect(await both.index('update')).toMatchObject({ embedded: 5, reusedVectors: 5, counts: { indexed: 10 } });
    expect(await pathsOf(both)).toEqual(['one', 'two'].flatMap(name => [0, 1, 2, 3, 4].map(nth => `${name}/file${String(nth)}.ts`)));
    await both.close(undefined);

    // The index of the first folder alone is still there, and true.
    const left = await openWith('one');
    expect(await left.index('update')).toMatchObject({ added: 0, changed: 0, removed: 0, embedded: 0, counts: { indexed: 5 } });
    expect(await pathsOf(left)).toEqual([0, 1, 2, 3, 4].map(nth => `file${String(nth)}.ts`));
    expect(await left.verify({ depth: 'full', repairs: false })).toMatchObject({ isSound: true });
});
