/** A model whose files are there and cannot be loaded: a download that broke off. */
import { cpSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine } from '../../../src/engine/engine.ts';
import { silentLogger } from '../../../src/engine/log.ts';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import type { IndexStatus } from '../../../src/protocol/indexing.ts';
import { makeShop, workspaceOf, type Shop } from '../workspaceFolder.ts';

let shop: Shop;
let engine: Engine;

beforeEach(() => {
    shop = makeShop();
    engine = createEngine({ log: silentLogger });
});
afterEach(async () => {
    await engine.close();
    shop.dispose();
});

test('files are found by words, and the state says what is wrong with the model, in words', async () => {
    const workspace = workspaceOf(shop);
    const broken = path.join(path.dirname(shop.folder), 'broken');
    cpSync(path.join(workspace.paths.models, 'code-static-384'), broken, { recursive: true });
    truncateSync(path.join(broken, 'onnx/model_quantized.onnx'), 1000);
    await engine.open({ ...workspace, settings: { ...workspace.settings, embedderPath: broken } });
    await engine.index('update');
    const status = await presentStatus();
    expect(status).toMatchObject({ state: 'ready', hasMeaning: false });
    const told = status.state === 'ready' ? status.withoutMeaning : undefined;
    expect(told).toMatch(/^found by words only: The embedding model does not load: \S/);
    const { problems } = await engine.details();
    expect(problems[0]?.reason).toMatch(/^not embedded: The embedding model does not load: \S/);
    expect((await engine.search({ text: 'applyVat' })).passages.length).toBeGreaterThan(0);
});

async function presentStatus(): Promise<IndexStatus> {
    for await (const status of engine.indexStatus()) return status;
    throw new Error('no status');
}
