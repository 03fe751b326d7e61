/** Two processes on one folder: what the one that does not hold the index was asked is done although the holder leaves meanwhile. */
import { expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../src/protocol/engineContract.ts';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { answerOf, makeShop, openShop, type Shop } from './workspaceFolder.ts';

interface TwoEngines {
    readonly holder: Engine;
    readonly other: Engine;
    readonly shop: Shop;
}

/** The first engine holds the index; the second asks it over its socket. */
async function twoOnOneFolder(): Promise<TwoEngines> {
    const shop = makeShop();
    for (let file = 0; file < 150; file++)
        shop.write(`src/part${String(file)}.ts`, `export function part${String(file)}(): number {\n    return ${String(file)};\n}\n`);
    const holder = await openShop(shop);
    const other = await openShop(shop);
    onTestFinished(async () => {
        await holder.close(undefined);
        await other.close(undefined);
        shop.dispose();
    });
    return { holder, other, shop };
}

test('an update that was asked of a holder that leaves in the middle is done here', { timeout: 30_000 }, async () => {
    const { holder, other } = await twoOnOneFolder();
    const asked = other.index('update');
    const own = holder.index('update').catch(() => undefined);
    for await (const status of holder.indexStatus(undefined)) if (status.state === 'indexing') break;
    await holder.close(undefined);
    await own;
    expect(await asked).toMatchObject({ counts: { indexed: 155 } });
    expect(await other.verify({ depth: 'full', repairs: false })).toMatchObject({ isSound: true, files: 155 });
});

test('whoever follows the state goes on following it when the holder closes in good order', { timeout: 30_000 }, async () => {
    const { holder, other, shop } = await twoOnOneFolder();
    await holder.index('update');
    const seen: IndexStatus[] = [];
    const stop = new AbortController();
    const following = (async () => {
        for await (const status of other.indexStatus(undefined, { signal: stop.signal })) seen.push(status);
    })().catch(() => undefined);
    await expect.poll(() => seen.at(-1)?.state).toBe('ready');
    await holder.close(undefined);
    shop.write('src/late.ts', 'export const late = 1;\n');
    await other.index('update');
    await expect.poll(() => seen.at(-1)).toMatchObject({ state: 'ready', counts: { indexed: 156 } });
    stop.abort();
    await following;
});

test('a search and a question that were on their way to it are answered', { timeout: 30_000 }, async () => {
    const { holder, other } = await twoOnOneFolder();
    await holder.index('update');
    const found = other.search({ text: 'applyVat', limit: 3 });
    const answer = answerOf(other.ask({ text: 'Where is value added tax applied?' }));
    await holder.close(undefined);
    expect((await found).files[0]?.path).toBe('src/vat.ts');
    expect((await answer).citations.length).toBeGreaterThan(0);
});

test('whoever stops waiting for the holder does not pause its index', { timeout: 30_000 }, async () => {
    const { holder, other } = await twoOnOneFolder();
    const stopping = new AbortController();
    const asked = other.index('update', { signal: stopping.signal });
    for await (const status of holder.indexStatus(undefined)) if (status.state === 'indexing') break;
    stopping.abort();
    await expect(asked).rejects.toThrow();
    for await (const status of holder.indexStatus(undefined)) {
        expect(status.state).not.toBe('paused');
        if (status.state === 'ready') break;
    }
    expect(await holder.verify({ depth: 'quick', repairs: false })).toMatchObject({ isSound: true, files: 155 });
});
