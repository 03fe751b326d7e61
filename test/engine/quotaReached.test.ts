/** An index that cannot grow any more: what it holds is served, and what it lacks is told. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { silentLogger } from '../../src/engine/log.ts';
import type { Engine } from '../../src/protocol/engineContract.ts';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { indexStory } from '../../src/protocol/indexStory.ts';
import { makeShop, openShop, workspaceOf, type Shop } from './workspaceFolder.ts';

let shop: Shop;
let engine: Engine;

beforeEach(async () => {
    shop = makeShop();
    engine = await openShop(shop);
});
afterEach(async () => {
    await engine.close();
    shop.dispose();
});

test('what was indexed before the quota was reached is found, and nobody is told that it was all', async () => {
    const report = await engine.index('update');
    const before = report?.counts.indexed ?? 0;
    await engine.close();
    shop.write('src/later.ts', 'export function weighParcel() {\n    return 1;\n}\n');
    const workspace = workspaceOf(shop);
    engine = createEngine({ log: silentLogger });
    await engine.open({ ...workspace, settings: { ...workspace.settings, quotaBytes: 1 } });
    await expect(engine.index('update')).rejects.toMatchObject({ failure: { kind: 'quota-reached' } });
    const status = await presentStatus();
    expect(status).toMatchObject({ state: 'failed', counts: { indexed: before, total: before + 1 } });
    expect(indexStory(status).ways).toContain('ask');
    const { passages, coverage } = await engine.search({ text: 'applyVat' });
    expect(passages.length).toBeGreaterThan(0);
    expect(coverage).toMatchObject({ isPartial: true, totalFiles: before + 1 });
});

async function presentStatus(): Promise<IndexStatus> {
    for await (const status of engine.indexStatus()) return status;
    throw new Error('no status');
}
