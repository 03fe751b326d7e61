/** A workspace of several folders, one of which is not there: an unmounted disk, a folder that was renamed. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { silentLogger } from '../../src/engine/log.ts';
import type { Engine } from '../../src/protocol/engineContract.ts';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { indexStory } from '../../src/protocol/indexStory.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { makeShop, workspaceOf, type Shop } from './workspaceFolder.ts';

let shop: Shop;
let engine: Engine;
let depot: string;

beforeEach(() => {
    shop = makeShop();
    depot = path.join(path.dirname(shop.folder), 'depot');
    mkdirSync(depot);
    writeFileSync(path.join(depot, 'crane.ts'), 'export function liftContainer() {\n    return 1;\n}\n');
    engine = createEngine({ log: silentLogger });
});
afterEach(async () => {
    await engine.close();
    shop.dispose();
});

async function open(): Promise<void> {
    await engine.open({
        ...workspaceOf(shop),
        roots: [
            { folder: shop.folder, name: 'shop' },
            { folder: depot, name: 'depot' },
        ],
    });
}

async function presentStatus(): Promise<IndexStatus> {
    for await (const status of engine.indexStatus()) return status;
    throw new Error('no status');
}

async function filesWith(name: string): Promise<readonly string[]> {
    const { passages } = await engine.search({ text: name });
    return passages.filter(({ text }) => text.includes(name)).map(({ path }) => path);
}

test('the others are kept up to date, the state says which folder is missing, and nothing of it is lost', async () => {
    await open();
    const whole = await engine.index('update');
    renameSync(depot, `${depot}-away`);
    shop.write('src/later.ts', 'export function weighParcel() {\n    return 1;\n}\n');
    await engine.filesChanged({
        changed: [workspacePath('shop/src/later.ts')],
        removed: [workspacePath('depot'), workspacePath('depot/crane.ts')],
    });
    await expect.poll(() => filesWith('weighParcel'), { timeout: 20_000 }).toEqual(['shop/src/later.ts']);
    const report = await engine.index('update');
    expect([report?.added, report?.removed]).toEqual([0, 0]);
    const status = await presentStatus();
    expect(status).toMatchObject({ state: 'ready', missing: [depot] });
    expect(indexStory(status)).toMatchObject({ tone: 'waiting' });
    expect(indexStory(status).sentence).toContain(`the folder ${depot} is not there`);
    // What cannot be read is not shown.
    expect(await filesWith('liftContainer')).toEqual([]);
    renameSync(`${depot}-away`, depot);
    const back = await engine.index('update');
    expect([back?.embedded, back?.counts.indexed]).toEqual([0, (whole?.counts.indexed ?? 0) + 1]);
    expect(await filesWith('liftContainer')).toEqual(['depot/crane.ts']);
    expect(await presentStatus()).not.toHaveProperty('missing');
});

test('from the start: the others are indexed, and it is taken in when it appears', async () => {
    renameSync(depot, `${depot}-away`);
    await open();
    await engine.index('update');
    expect(await presentStatus()).toMatchObject({ state: 'ready', missing: [depot] });
    renameSync(`${depot}-away`, depot);
    await expect.poll(() => filesWith('liftContainer'), { timeout: 25_000, interval: 500 }).toEqual(['depot/crane.ts']);
}, 40_000);

test('an index is not made anew without it', async () => {
    await open();
    await engine.index('update');
    renameSync(depot, `${depot}-away`);
    await expect(engine.index('rebuild')).rejects.toMatchObject({ failure: { kind: 'folder-missing', folder: depot } });
    renameSync(`${depot}-away`, depot);
    await engine.index('update');
    expect(await filesWith('liftContainer')).toEqual(['depot/crane.ts']);
});
