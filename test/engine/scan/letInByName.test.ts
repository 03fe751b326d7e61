import { expect, test } from 'vitest';
import type { FileAccount } from '../../../src/protocol/fileAccount.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { makeShop, openShop } from '../workspaceFolder.ts';

test('what a machine has made comes in when .footnoteignore names it, and only then; secrets never do', async () => {
    const shop = makeShop();
    const engine = await openShop(shop);
    const states = async (): Promise<Record<string, FileAccount['state']>> =>
        Object.fromEntries(
            await Promise.all(
                ['app.min.js', 'dist/app.js', 'package-lock.json', 'other.min.js', '.env'].map(
                    async file => [file, (await engine.account(workspacePath(file))).state] as const,
                ),
            ),
        );
    try {
        shop.write('app.min.js', 'const meadow=1;\n');
        shop.write('other.min.js', 'const other=1;\n');
        shop.write('dist/app.js', `${'const pasture=2;'.repeat(600)}\n`);
        shop.write('package-lock.json', '{ "name": "shop" }\n');
        shop.write('.env', 'KEY=1\n');
        await engine.index('update');
        const out = {
            'app.min.js': 'skipped',
            'dist/app.js': 'skipped',
            'package-lock.json': 'skipped',
            'other.min.js': 'skipped',
            '.env': 'skipped',
        };
        expect(await states()).toEqual(out);

        shop.write('.footnoteignore', '!app.min.js\n!/dist/app.js\n!package-lock.json\n!.env\n');
        await engine.filesChanged({ changed: [workspacePath('.footnoteignore')], removed: [] });
        await engine.index('update');
        expect(await states()).toEqual({ ...out, 'app.min.js': 'indexed', 'dist/app.js': 'indexed', 'package-lock.json': 'indexed' });
        expect((await engine.search({ text: 'meadow' })).passages.map(({ path }) => path)).toContain('app.min.js');
        expect(await engine.verify({ depth: 'full', repairs: false })).toMatchObject({ isSound: true });

        shop.remove('.footnoteignore');
        await engine.filesChanged({ changed: [], removed: [workspacePath('.footnoteignore')] });
        await engine.index('update');
        expect(await states()).toEqual(out);
        expect((await engine.search({ text: 'pasture' })).passages.map(({ path }) => path)).not.toContain('dist/app.js');
        expect(await engine.verify({ depth: 'full', repairs: false })).toMatchObject({ isSound: true });
    } finally {
        await engine.close(undefined);
        shop.dispose();
    }
});
