/** Files that change while they are read, are renamed, or come under a rule: the rows of the adversarial repository that take time. */
import { appendFile, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine } from '../../src/protocol/engineContract.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { makeShop, openShop, type Shop } from '../engine/workspaceFolder.ts';

let shop: Shop;
let engine: Engine;

beforeEach(async () => {
    shop = makeShop();
    engine = await openShop(shop);
});
afterEach(async () => {
    await engine.close(undefined);
    shop.dispose();
});

const changing = workspacePath('src/changing.ts');
const line = 'export function changingFile() {\n    return "a line that is long enough to be read in parts";\n}\n';

/** Index runs, one after another, while `disturb` is called again and again; then one in peace. */
async function indexWhile(disturb: (file: string, round: number) => Promise<void>): Promise<void> {
    const file = path.join(shop.folder, changing);
    let isOver = false;
    let rounds = 0;
    const disturbing = (async () => {
        while (!isOver) await disturb(file, rounds++);
    })();
    for (let run = 0; run < RUNS; run++) {
        const report = await engine.index('update');
        expect(report?.counts.chunks).toBeGreaterThan(3);
    }
    isOver = true;
    await disturbing;
    expect(rounds).toBeGreaterThan(RUNS);
    await engine.index('update');
    expect(await engine.account(workspacePath('src/cart.ts'))).toMatchObject({ state: 'indexed', isCurrent: true });
}

const RUNS = process.env['FOOTNOTE_FULL'] === '1' ? 100 : 12;

test('A15: a file that grows while it is read is read again, to its end', async () => {
    await writeFile(path.join(shop.folder, changing), line);
    await indexWhile((file, round) => (round < 2000 ? appendFile(file, `// round ${String(round)}\n${line}`) : pause(5)));
    expect(await engine.account(changing)).toMatchObject({ state: 'indexed', isCurrent: true });
});

test('A16: a file that is cut while it is read is read again', async () => {
    await indexWhile(async (file, round) => {
        await writeFile(file, line.repeat(200));
        await truncate(file, (round % 7) * line.length);
    });
    await writeFile(path.join(shop.folder, changing), line);
    await engine.index('update');
    expect(await engine.account(changing)).toMatchObject({ state: 'indexed', isCurrent: true, lines: 4 });
});

test('A17: a file that becomes a folder and a file again is whichever it is in the end', async () => {
    await indexWhile(async file => {
        await writeFile(file, line);
        await rm(file);
        await mkdir(file);
        await writeFile(path.join(file, 'inner.ts'), line);
        await rm(file, { recursive: true });
    });
    await mkdir(path.join(shop.folder, changing));
    await writeFile(path.join(shop.folder, changing, 'inner.ts'), line);
    await engine.index('update');
    expect(await engine.account(changing)).toMatchObject({ state: 'folder', indexed: 1 });
});

test('A18: a file that is deleted between list and open is no error', async () => {
    await indexWhile(async file => {
        await writeFile(file, line);
        await rm(file);
    });
    expect(await engine.account(changing)).toMatchObject({ state: 'missing' });
    expect((await engine.search({ text: 'changingFile' })).files.map(({ path: found }) => found)).not.toContain(changing);
});

test('A42: a file whose name changes its case is one file, and goes on being one', async () => {
    shop.write('src/Name.ts', line);
    await engine.index('update');
    await rename(path.join(shop.folder, 'src/Name.ts'), path.join(shop.folder, 'src/name.ts'));
    await engine.filesChanged({ changed: [workspacePath('src/name.ts')], removed: [workspacePath('src/Name.ts')] });
    const report = await engine.index('update');
    expect(report?.embedded).toBe(0);
    expect((await engine.definitions('changingFile')).map(({ path: found }) => found)).toEqual(['src/name.ts']);
    expect((await engine.search({ text: 'changingFile' })).passages.filter(({ text }) => text.includes('changingFile'))).toMatchObject([
        { path: 'src/name.ts' },
    ]);
    expect(await engine.index('update')).toMatchObject({ added: 0, changed: 0, removed: 0 });
});

test('A57: what comes under a rule is gone from answers at once, and from the index soon', async () => {
    await engine.index('update');
    expect((await engine.search({ text: 'applyVat' })).passages.some(({ path: found }) => found === 'src/vat.ts')).toBe(true);
    shop.write('.gitignore', 'secret-notes.txt\nvat.ts\n');
    await engine.filesChanged({ changed: [workspacePath('.gitignore')], removed: [] });
    expect((await engine.search({ text: 'applyVat' })).passages.some(({ path: found }) => found === 'src/vat.ts')).toBe(false);
    await expect
        .poll(() => engine.account(workspacePath('src/vat.ts')), { timeout: 30_000 })
        .toMatchObject({ state: 'skipped', reason: 'ignored' });
    await expect
        .poll(async () => (await engine.references('applyVat')).map(({ path: found }) => found), { timeout: 30_000 })
        .not.toContain('src/vat.ts');
});
