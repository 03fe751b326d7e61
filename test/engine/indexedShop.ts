import { onTestFinished } from 'vitest';
import type { Engine } from '../../src/protocol/engineContract.ts';
import { makeShop, openShop, type Shop } from './workspaceFolder.ts';

/** A small folder with these files beside its own, and an engine that has indexed it; both are gone after the test. */
export async function indexedShop(files: Readonly<Record<string, string>> = {}): Promise<{ readonly shop: Shop; readonly engine: Engine }> {
    const shop = makeShop();
    for (const [file, text] of Object.entries(files)) shop.write(file, text);
    const engine = await openShop(shop);
    onTestFinished(async () => {
        await engine.close(undefined);
        shop.dispose();
    });
    await engine.index('update');
    return { shop, engine };
}
