import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../src/protocol/engineContract.ts';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { makeShop, openShop } from './workspaceFolder.ts';

async function statusOf(engine: Engine): Promise<IndexStatus> {
    for await (const status of engine.indexStatus(undefined)) return status;
    throw new Error('no status');
}

test('a holder that was stopped is told of, its index is read, and after a take-over it writes no more', { timeout: 60_000 }, async () => {
    const shop = makeShop();
    const child = fork(path.join(import.meta.dirname, 'indexingChild.ts'), [shop.folder, shop.data], { silent: true });
    onTestFinished(() => {
        child.kill('SIGKILL');
        shop.dispose();
    });
    await once(child, 'message');
    child.kill('SIGSTOP');
    const engine = await openShop(shop);
    onTestFinished(() => engine.close(undefined));
    expect(await statusOf(engine)).toMatchObject({ state: 'held', holderPid: child.pid });
    await expect(engine.index('update')).rejects.toMatchObject({ failure: { kind: 'index-busy', holderPid: child.pid } });
    expect((await engine.search({ text: 'applyVat', limit: 5 })).files.length).toBeGreaterThan(0);

    const report = await engine.index('take-over');
    expect(report).toMatchObject({ counts: { indexed: 5 } });
    expect((await statusOf(engine)).state).toBe('ready');
    shop.write('src/gift.ts', 'export function wrapGift(): void {}\n');
    await engine.index('update');

    // It was in the middle of rebuilding; resumed, it finds that the index is another's. Its wish comes to nothing, or this process does it.
    const resumedAt = Date.now();
    const over = new Promise<void>(resolve => {
        child.once('exit', () => {
            resolve();
        });
        child.on('message', at => {
            if (Number(at) > resumedAt) resolve();
        });
    });
    child.kill('SIGCONT');
    await over;
    child.kill('SIGKILL');
    expect(await engine.verify({ depth: 'full', repairs: false })).toMatchObject({ isSound: true, differences: [] });
    expect((await engine.definitions('wrapGift')).map(({ path: file }) => file)).toEqual(['src/gift.ts']);
});

test.skipIf(!process.env['FOOTNOTE_FULL'])(
    'a holder that falls silent while it answers for others is told of within half a minute',
    { timeout: 180_000 },
    async () => {
        const shop = makeShop();
        const child = fork(path.join(import.meta.dirname, 'indexingChild.ts'), [shop.folder, shop.data], { silent: true });
        onTestFinished(() => {
            child.kill('SIGKILL');
            shop.dispose();
        });
        await once(child, 'message');
        const engine = await openShop(shop);
        onTestFinished(() => engine.close(undefined));
        expect((await statusOf(engine)).state).not.toBe('held');
        const stoppedAt = Date.now();
        child.kill('SIGSTOP');
        for await (const status of engine.indexStatus(undefined)) if (status.state === 'held') break;
        expect(Date.now() - stoppedAt).toBeLessThan(80_000);
        // Back from sleep, it is the holder again: this process asks it as before.
        child.kill('SIGCONT');
        for await (const status of engine.indexStatus(undefined)) if (status.state !== 'held') break;
    },
);
