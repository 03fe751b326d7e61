import { spawnSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import type { FileAccount } from '../../../src/protocol/fileAccount.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { silentLogger } from '../../../src/engine/log.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { engineOptions } from '../../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../../src/settings/settings.ts';
import { makeShop, workspaceOf, type Shop } from '../workspaceFolder.ts';

const IN_LIB = workspacePath('libs/meadow/a.ts');

/** A repository with a submodule, which has one of its own, and a clone that is none. */
function shopWithSubmodule(): Shop {
    const shop = makeShop();
    onTestFinished(() => shop.dispose());
    shop.write('.git/HEAD', 'ref: refs/heads/main\n');
    shop.write('.gitmodules', '[submodule "meadow"]\n\tpath = libs/meadow\n\turl = https://127.0.0.1:9/meadow.git\n');
    shop.write('libs/meadow/.git', 'gitdir: ../../.git/modules/meadow\n');
    shop.write('libs/meadow/a.ts', 'export const meadowOfSheep = 1;\n');
    shop.write('libs/meadow/.gitmodules', '[submodule "deep"]\n\tpath = "deep"\n');
    shop.write('libs/meadow/deep/b.ts', 'export const deepOfSheep = 1;\n');
    shop.write('libs/clone/.git/HEAD', 'ref: refs/heads/main\n');
    shop.write('libs/clone/c.ts', 'export const cloneOfSheep = 1;\n');
    return shop;
}

async function openWith(shop: Shop, submodules: 'include' | 'skip'): Promise<Engine> {
    const engine = createEngine({ log: silentLogger });
    onTestFinished(() => engine.close(undefined));
    const settings = engineOptions({ ...defaultSettings, 'footnote.index.submodules': submodules }, { apiKey: '', excludes: [], cores: 2 });
    await engine.open({ ...workspaceOf(shop), settings });
    await engine.index('update');
    return engine;
}

const states = async (engine: Engine, ...files: readonly string[]): Promise<readonly FileAccount['state'][]> =>
    Promise.all(files.map(async file => (await engine.account(workspacePath(file))).state));
const ALL = ['libs/meadow/a.ts', 'libs/meadow/deep/b.ts', 'libs/clone/c.ts'];

test('submodules are part of the workspace', async () => {
    const engine = await openWith(shopWithSubmodule(), 'include');
    expect(await states(engine, ...ALL)).toEqual(['indexed', 'indexed', 'indexed']);
});

test('submodules are left out when that is set, with the setting as the reason; a clone that is none stays', async () => {
    const shop = shopWithSubmodule();
    const engine = await openWith(shop, 'skip');
    expect(await states(engine, ...ALL)).toEqual(['skipped', 'skipped', 'indexed']);
    const why = await engine.whySkipped(IN_LIB);
    expect([why?.reason, why?.detail]).toEqual([
        'excluded',
        'meadow is a submodule (footnote.index.submodules, or !meadow in .footnoteignore)',
    ]);
    expect((await engine.search({ text: 'meadowOfSheep' })).passages.map(({ path }) => path)).not.toContain(IN_LIB);

    // What is let in by name has its own submodules left out all the same.
    shop.write('.footnoteignore', '!/libs/meadow\n');
    await engine.filesChanged({ changed: [workspacePath('.footnoteignore')], removed: [] });
    await engine.index('update');
    expect(await states(engine, ...ALL)).toEqual(['indexed', 'skipped', 'indexed']);

    // It is no submodule any more.
    shop.remove('.footnoteignore');
    shop.write('.gitmodules', '');
    await engine.filesChanged({ changed: [workspacePath('.gitmodules')], removed: [workspacePath('.footnoteignore')] });
    await engine.index('update');
    expect(await states(engine, 'libs/meadow/a.ts')).toEqual(['indexed']);
});

test('the submodules of git are those that are left out', async () => {
    const git = (folder: string, ...args: readonly string[]): boolean =>
        spawnSync('git', ['-c', 'protocol.file.allow=always', '-c', 'user.name=t', '-c', 'user.email=t@t.invalid', ...args], {
            cwd: folder,
        }).status === 0;
    const other = makeShop({ 'a.ts': 'export const meadowOfSheep = 1;\n' });
    onTestFinished(() => other.dispose());
    const shop = makeShop();
    onTestFinished(() => shop.dispose());
    if (!git(other.folder, 'init', '-q')) return;
    git(other.folder, 'add', '.');
    git(other.folder, 'commit', '-qm', 'one');
    git(shop.folder, 'init', '-q');
    expect(git(shop.folder, 'submodule', 'add', '-q', other.folder, 'third/a b')).toBe(true);
    const engine = await openWith(shop, 'skip');
    expect(await states(engine, 'third/a b/a.ts', 'src/vat.ts')).toEqual(['skipped', 'indexed']);
});
