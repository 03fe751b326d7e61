/** Folders in which something stands where nobody expects it: the index itself, a link to a folder, nothing at all. */
import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { makeShop, openShop, type Shop } from '../workspaceFolder.ts';

async function opened(shop: Shop, data = shop.data): Promise<Engine> {
    const engine = await openShop({ folder: shop.folder, data });
    onTestFinished(() => engine.close(undefined));
    return engine;
}

function shopOf(files?: Readonly<Record<string, string>>): Shop {
    const shop = makeShop(files);
    onTestFinished(() => {
        shop.dispose();
    });
    return shop;
}

test('an index that is kept within the folder does not index itself', async () => {
    const shop = shopOf();
    const data = path.join(shop.folder, 'tools/index');
    const engine = await opened(shop, data);
    expect(await engine.index('update')).toMatchObject({ counts: { indexed: 5 } });
    expect(await engine.index('update')).toMatchObject({ added: 0, changed: 0, removed: 0, embedded: 0 });
    expect(await engine.account(workspacePath('tools/index/indexes'))).toMatchObject({ state: 'skipped', reason: 'excluded' });
    expect(await engine.verify({ depth: 'full', repairs: false })).toMatchObject({ isSound: true });
});

test('an index that somebody else keeps within the folder is not indexed either, nor shown by git', async () => {
    const shop = shopOf();
    const other = await opened(shop, path.join(shop.folder, 'tools/index'));
    await other.index('update');
    const engine = await opened(shop);
    expect(await engine.index('update')).toMatchObject({ counts: { indexed: 5 } });
    execFileSync('git', ['init', '-q'], { cwd: shop.folder });
    const shown = execFileSync('git', ['status', '--porcelain', '-uall'], { cwd: shop.folder, encoding: 'utf8' });
    expect(shown).toContain('src/cart.ts');
    expect(shown).not.toContain('tools/index');
    expect((await other.details(undefined)).use.indexes).toHaveLength(1);
});

test('a place for indexes that is a file is told as one that cannot be written to', async () => {
    const shop = shopOf();
    await expect(openShop({ folder: shop.folder, data: path.join(shop.folder, 'README.md') })).rejects.toMatchObject({
        failure: { kind: 'not-writable' },
    });
});

test('a file that is saved by a path through a linked folder is indexed where it is, and nowhere else', async () => {
    const shop = shopOf();
    symlinkSync('src', path.join(shop.folder, 'linked'));
    const engine = await opened(shop);
    await engine.index('update');
    const byLink = workspacePath('linked/cart.ts');
    expect(await engine.account(byLink)).toMatchObject({ state: 'skipped', reason: 'symlink' });
    await engine.filesChanged({ changed: [byLink], removed: [] });
    expect(await engine.verify({ depth: 'full', repairs: false })).toMatchObject({ isSound: true, files: 5 });
    expect((await engine.definitions('Cart')).map(symbol => symbol.path)).toEqual(['src/cart.ts']);
});

test('a folder in which everything was deleted is an empty one, also for a process that has just begun', async () => {
    const shop = shopOf(
        Object.fromEntries(Array.from({ length: 25 }, (_, nth) => [`f${String(nth)}.ts`, `export const a${String(nth)} = 1;\n`])),
    );
    const before = await opened(shop);
    await before.index('update');
    await before.close(undefined);
    for (let nth = 0; nth < 25; nth++) rmSync(path.join(shop.folder, `f${String(nth)}.ts`));
    const engine = await opened(shop);
    expect(await engine.index('update')).toMatchObject({ removed: 25, counts: { indexed: 0 } });
});

test('what a run says it did adds up: files that are left out for their content are none of it', async () => {
    const shop = shopOf({ 'a.ts': 'export const a = 1;\n', 'b.ts': 'export const b = 1;\n', 'data.xyz': '\0\0\0\0' });
    const engine = await opened(shop);
    expect(await engine.index('update')).toMatchObject({ added: 2, counts: { indexed: 2, skipped: 1 } });
    shop.write('a.ts', '\0\0\0\0');
    expect(await engine.index('update')).toMatchObject({
        added: 0,
        changed: 0,
        removed: 1,
        counts: { indexed: 1, skipped: 2 },
    });
    shop.write('a.ts', 'export const again = 1;\n');
    shop.remove('data.xyz');
    expect(await engine.index('update')).toMatchObject({
        added: 1,
        changed: 0,
        removed: 0,
        counts: { indexed: 2, skipped: 0 },
    });
});
