import { rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { workspacePath } from '../../../src/protocol/text.ts';
import type { TestWorkspace } from './openTestWorkspace.ts';
import { closeTestTools, openTestWorkspace } from './openTestWorkspace.ts';

let workspace: TestWorkspace;
afterEach(async () => {
    await workspace.close();
});
afterAll(closeTestTools);

const [APPLE, PEAR] = [workspacePath('apple.ts'), workspacePath('pear.ts')];

async function orchard(): Promise<void> {
    workspace = await openTestWorkspace({ 'apple.ts': 'plant(apple);\n', 'pear.ts': 'plant(pear);\n' });
    await workspace.index.act('update');
}

test('a verification ends a pause that holds a change in the middle, and does not wait for ever', async () => {
    await orchard();
    await workspace.write('apple.ts', 'plant(cherry);\n');
    await workspace.index.filesChanged({ changed: [APPLE], removed: [] });
    await workspace.index.act('pause');
    const { differences } = await workspace.index.verify({ depth: 'full', repairs: false });
    expect(differences).toEqual([]);
    expect(await workspace.filesWith('cherry')).toEqual(['apple.ts']);
    expect(workspace.index.status.state).not.toBe('paused');
});

test('whoever stops an update that they have asked for keeps nobody waiting who has asked for one as well', async () => {
    await orchard();
    for (let file = 0; file < 60; file++) await workspace.write(`cherry${String(file)}.ts`, `plant(cherry, ${String(file)});\n`);
    const stopping = new AbortController();
    const stopped = workspace.index.act('update', { signal: stopping.signal });
    const other = workspace.index.act('update');
    stopping.abort();
    await expect(stopped).rejects.toThrow();
    expect(await other).toMatchObject({ counts: { indexed: 62 } });
    expect(workspace.index.status.state).toBe('ready');
});

describe('what the process leaves behind', () => {
    test('a pause outlives it, and resuming takes in what has changed meanwhile', async () => {
        await orchard();
        await workspace.index.act('pause');
        workspace = await workspace.reopen();
        expect(workspace.index.status.state).toBe('paused');
        await workspace.write('apple.ts', 'plant(cherry);\n');
        await workspace.index.filesChanged({ changed: [APPLE], removed: [] });
        expect(await workspace.filesWith('cherry')).toEqual([]);
        await workspace.index.act('resume');
        await workspace.index.settled();
        expect(await workspace.filesWith('cherry')).toEqual(['apple.ts']);
        workspace = await workspace.reopen();
        expect(workspace.index.status.state).toBe('ready');
    });

    test('a file that was alone in hand when the engine fell is left out with its reason, until it changes', async () => {
        await orchard();
        await workspace.write('pear.ts', 'plant(dynamite);\n');
        await workspace.store.saveState({ isPaused: false, inHand: [PEAR] });
        workspace = await workspace.reopen({ crashed: true });
        await workspace.index.act('update');
        expect(await workspace.index.whySkipped(PEAR)).toMatchObject({ reason: 'quarantined' });
        expect(await workspace.filesWith('plant')).toEqual(['apple.ts']);
        expect((await workspace.index.verify({ depth: 'full', repairs: false })).differences).toEqual([]);
        workspace = await workspace.reopen();
        expect(await workspace.index.act('update')).toMatchObject({ changed: 0, unchanged: 2 });
        await workspace.write('pear.ts', 'plant(pear, again);\n');
        await workspace.index.act('update');
        expect(await workspace.filesWith('plant')).toEqual(['apple.ts', 'pear.ts']);
    });

    test('a process that was killed proves nothing: no file is left out', async () => {
        await orchard();
        await workspace.write('pear.ts', 'plant(plum);\n');
        await workspace.store.saveState({ isPaused: false, inHand: [PEAR] });
        workspace = await workspace.reopen({ crashed: false });
        await workspace.index.act('update');
        expect(await workspace.filesWith('plum')).toEqual(['pear.ts']);
    });
});

describe('a folder that is away', () => {
    test('deletes nothing, says so, and is taken up again when it is back', async () => {
        await orchard();
        const away = `${workspace.root}-away`;
        await rename(workspace.root, away);
        await workspace.index.filesChanged({ changed: [], removed: [APPLE, PEAR] });
        await workspace.index.settled();
        expect(await workspace.filesWith('plant')).toEqual(['apple.ts', 'pear.ts']);
        expect(workspace.store.manifest.size).toBe(2);
        expect(workspace.index.status).toMatchObject({ state: 'failed', failure: { kind: 'folder-missing', folder: workspace.root } });
        await rename(away, workspace.root);
        const before = workspace.embeddedTexts();
        await workspace.index.act('update');
        expect([workspace.index.status.state, workspace.embeddedTexts() - before]).toEqual(['ready', 0]);
    });
});

describe('a save', () => {
    test('is found while a run over the whole workspace is under way, and is what is found after it', async () => {
        const files = Object.fromEntries(
            Array.from({ length: 300 }, (_, nth) => [`many/f${nth}.ts`, `export function plant${nth}() {\n    water(${nth});\n}\n`]),
        );
        workspace = await openTestWorkspace({ ...files, 'apple.ts': 'plant(apple);\n' });
        await workspace.index.act('update');
        for (const path of Object.keys(files)) await workspace.write(path, `export function prune() {\n    cut('${path}');\n}\n`);
        const outcome = { isDone: false };
        const run = workspace.index.act('update').finally(() => {
            outcome.isDone = true;
        });
        while (workspace.index.status.state !== 'indexing') await pause(1);
        await workspace.write('apple.ts', 'plant(cherry);\n');
        await workspace.index.filesChanged({ changed: [APPLE], removed: [] });
        let wasFoundBefore = false;
        while (!outcome.isDone && !wasFoundBefore) {
            wasFoundBefore = (await workspace.filesWith('cherry')).length > 0 && !outcome.isDone;
            await pause(5);
        }
        await run;
        expect(wasFoundBefore).toBe(true);
        await workspace.index.settled();
        expect(await workspace.filesWith('cherry')).toEqual(['apple.ts']);
        expect((await workspace.index.verify({ depth: 'full', repairs: false })).differences).toEqual([]);
    });
});

describe('who waits for an update or a proof', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, nth) => [`many/f${String(nth)}.ts`, `plant(tree${String(nth)});\n`]));

    test('has it after a rebuild that came between', async () => {
        workspace = await openTestWorkspace(many);
        const update = workspace.index.act('update');
        while (workspace.index.status.state !== 'indexing') await pause(1);
        const rebuild = workspace.index.act('rebuild');
        expect(await update).toMatchObject({ counts: { indexed: 200 } });
        expect(await rebuild).toMatchObject({ counts: { indexed: 200 } });
        const proof = workspace.index.verify({ depth: 'full', repairs: false });
        await workspace.index.act('rebuild');
        expect(await proof).toMatchObject({ isSound: true, files: 200 });
    });

    test('is told that it was stopped when the index is cleared, and nothing is indexed again', async () => {
        workspace = await openTestWorkspace(many);
        const update = workspace.index.act('update');
        const stopped = expect(update).rejects.toMatchObject({ name: 'AbortError' });
        while (workspace.index.status.state !== 'indexing') await pause(1);
        await workspace.index.act('clear');
        await stopped;
        await workspace.index.settled();
        expect([workspace.index.status.state, workspace.store.manifest.size]).toEqual(['empty', 0]);
    });
});
