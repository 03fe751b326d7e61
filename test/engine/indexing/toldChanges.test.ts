/** What has been told of changes, seen by whoever asks right after it: in the proof of the index, and in the list of what is left out. */
import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { indexedShop } from '../indexedShop.ts';

const leftOut = async (engine: Engine): Promise<readonly string[]> =>
    (await engine.details(undefined)).skipped.map(({ path: file }) => file).sort();

test('a file that is written all the time, and rests between two looks, is proved as it is', async () => {
    const { shop, engine } = await indexedShop();
    for (let line = 0; line < 8; line++) {
        shop.write('log.txt', `line ${String(line)} of the log\n`);
        await engine.filesChanged({ changed: [workspacePath('log.txt')], removed: [] });
        await engine.details(undefined);
    }
    expect(await engine.verify({ depth: 'full', repairs: false })).toMatchObject({ differences: [] });
});

test('what was left out of a folder leaves the list with the folder, and comes back under its new name', async () => {
    const { shop, engine } = await indexedShop({ 'pictures/logo.png': 'x', '.gitignore': 'out/\n', 'out/app.js': 'let a;' });
    expect(await leftOut(engine)).toEqual(['out/', 'pictures/logo.png']);
    renameSync(path.join(shop.folder, 'pictures'), path.join(shop.folder, 'images'));
    rmSync(path.join(shop.folder, 'out'), { recursive: true });
    await engine.filesChanged({ changed: [workspacePath('images')], removed: [workspacePath('pictures'), workspacePath('out')] });
    await expect.poll(() => leftOut(engine)).toEqual(['images/logo.png']);
});
