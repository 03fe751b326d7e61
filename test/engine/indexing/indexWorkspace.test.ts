import { rename, rm, utimes } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IndexStatus } from '../../../src/protocol/indexing.ts';
import type { TestWorkspace } from './openTestWorkspace.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { closeTestTools, openTestWorkspace } from './openTestWorkspace.ts';

const paths = (...names: readonly string[]) => names.map(workspacePath);

/** Three functions, long enough to be chunks of their own, each with the word in one line. */
const source = (name: string, word = 'orchard') =>
    ['plant', 'water', 'harvest']
        .map(verb => `export function ${verb}${name}() {\n    tend('${word}');\n${`    ${verb}('${name}');\n`.repeat(25)}}\n`)
        .join('\n');

let workspace: TestWorkspace;
beforeEach(async () => {
    workspace = await openTestWorkspace({
        '.gitignore': 'out/\n',
        'src/apple.ts': source('Apple'),
        'src/pear.ts': source('Pear'),
        'src/copy/apple.ts': source('Apple'),
        'docs/guide.md': '# Guide\n\nHow to prune an orchard.\n',
        'out/apple.js': 'orchard();\n',
        'blob.bin2': 'a\0b',
        '.env': 'ORCHARD_KEY=1\n',
    });
});
afterEach(async () => {
    await workspace.close();
});
afterAll(closeTestTools);

/** Tells of changes on disk as a watcher does, and waits until they are in the index. */
async function tell(changed: readonly string[], removed: readonly string[] = []): Promise<void> {
    await workspace.index.filesChanged({ changed: paths(...changed), removed: paths(...removed) });
    await workspace.index.settled();
}

describe('a folder is indexed', () => {
    test('every eligible file is found by its words, the others are listed with a reason', async () => {
        const report = await workspace.index.act('update');
        expect(report).toMatchObject({ changed: 0, removed: 0, unchanged: 0, problems: [], counts: { indexed: 5, total: 5 } });
        expect(await workspace.filesWith('orchard')).toEqual(['docs/guide.md', 'src/apple.ts', 'src/copy/apple.ts', 'src/pear.ts']);
        const skipped = await workspace.index.skipped();
        expect(skipped.map(({ path, reason }) => `${path} ${reason}`).sort()).toEqual(['.env secret', 'blob.bin2 binary', 'out/ ignored']);
        expect(workspace.index.status).toMatchObject({ state: 'ready', hasMeaning: true });
        expect(workspace.store.symbols.definitionsOf('plantPear').map(({ path }) => path)).toEqual(['src/pear.ts']);
    });

    test('two equal files are two sets of rows with one set of vectors', async () => {
        const report = await workspace.index.act('update');
        const [one, two] = await Promise.all(paths('src/apple.ts', 'src/copy/apple.ts').map(path => workspace.store.passages.rowsOf(path)));
        expect(two?.map(({ vectorKey }) => vectorKey)).toEqual(one?.map(({ vectorKey }) => vectorKey));
        expect(report?.reusedVectors).toBe(one?.length);
        expect(new Set([...(one ?? []), ...(two ?? [])].map(({ id }) => id)).size).toBe(2 * (one?.length ?? 0));
    });

    test('opened again it is ready at once, and nothing is read or embedded', async () => {
        await workspace.index.act('update');
        workspace = await workspace.reopen();
        expect(workspace.index.status.state).toBe('ready');
        expect(await workspace.index.act('update')).toMatchObject({
            added: 0,
            changed: 0,
            removed: 0,
            unchanged: 6,
            bytes: 0,
            embedded: 0,
        });
        expect(workspace.embeddedTexts()).toBe(0);
    });

    test('rebuilt, every row is made anew and no text is embedded again', async () => {
        const first = await workspace.index.act('update');
        const again = await workspace.index.act('rebuild');
        expect(again).toMatchObject({ added: first?.added, embedded: 0, counts: first?.counts });
        expect(await workspace.filesWith('prune')).toEqual(['docs/guide.md']);
    });

    test('while it is rebuilt, the files that can be asked about are those of the index that still answers', async () => {
        const first = await workspace.index.act('update');
        const told = new Set<string>();
        const rebuilding = workspace.index.act('rebuild');
        for await (const status of workspace.index.followStatus()) {
            if (status.state === 'indexing') told.add(`${status.counts.indexed} files, ${status.counts.chunks} passages`);
            if (status.state === 'ready' && told.size > 0) break;
        }
        await rebuilding;
        expect([...told]).toEqual([`${first?.counts.indexed ?? 0} files, ${first?.counts.chunks ?? 0} passages`]);
    });

    test('cleared, it is empty and stays empty when files change', async () => {
        await workspace.index.act('update');
        await workspace.index.act('clear');
        await workspace.write('src/plum.ts', source('Plum'));
        await tell(['src/plum.ts']);
        expect(workspace.index.status).toEqual({ state: 'empty' });
        expect(await workspace.filesWith('orchard')).toEqual([]);
    });
});

describe('a change is taken in by content', () => {
    beforeEach(async () => {
        await workspace.index.act('update');
    });

    test('one edited line embeds one chunk', async () => {
        const before = workspace.embeddedTexts();
        await workspace.write('src/pear.ts', source('Pear').replace("water('Pear')", "water('drought')"));
        await tell(['src/pear.ts']);
        expect(workspace.embeddedTexts() - before).toBe(1);
        expect(await workspace.filesWith('drought')).toEqual(['src/pear.ts']);
    });

    test('lines inserted above shift the rest without embedding it', async () => {
        const before = workspace.embeddedTexts();
        const [row] = await workspace.store.passages.rowsOf(workspacePath('src/pear.ts'));
        await workspace.write('src/pear.ts', `const zeppelin = 1;\n\n${source('Pear')}`);
        await tell(['src/pear.ts']);
        expect(workspace.embeddedTexts() - before).toBeLessThanOrEqual(1);
        const shifted = (await workspace.store.passages.rowsOf(workspacePath('src/pear.ts'))).find(
            ({ symbol }) => symbol?.name === 'harvestPear',
        );
        expect(shifted?.range.startLine).toBeGreaterThan(row?.range.startLine ?? 0);
        expect(await workspace.filesWith('zeppelin')).toEqual(['src/pear.ts']);
    });

    test('a touched file costs one read and no row', async () => {
        await utimes(join(workspace.root, 'src/pear.ts'), new Date(), new Date());
        // What has changed within a tick of the clock is looked at once more (diskStamp.ts).
        await pause(30);
        expect(await workspace.index.act('update')).toMatchObject({ changed: 0, unchanged: 6, embedded: 0, bytes: 0 });
        expect((await workspace.index.act('update'))?.stagesMs).not.toHaveProperty('read');
    });

    test('a deleted file is hidden at once, and gone after', async () => {
        await rm(join(workspace.root, 'src/pear.ts'));
        const told = workspace.index.filesChanged({ changed: [], removed: paths('src/pear.ts') });
        await told;
        expect(await workspace.filesWith('pear')).toEqual([]);
        await workspace.index.settled();
        expect(workspace.store.manifest.get(workspacePath('src/pear.ts'))).toBeUndefined();
        expect(workspace.store.symbols.definitionsOf('plantPear')).toEqual([]);
    });

    test('a deleted folder takes its files along', async () => {
        await rm(join(workspace.root, 'src'), { recursive: true });
        await tell([], ['src']);
        expect(await workspace.filesWith('orchard')).toEqual(['docs/guide.md']);
    });

    test('a renamed folder is found under its new name without embedding', async () => {
        const before = workspace.embeddedTexts();
        await rename(join(workspace.root, 'src'), join(workspace.root, 'lib'));
        await tell(['lib'], ['src']);
        expect(workspace.embeddedTexts()).toBe(before);
        expect(await workspace.filesWith('pear')).toEqual(['lib/pear.ts']);
    });

    test('a file that was removed and written again within a burst stays', async () => {
        await workspace.write('src/pear.ts', source('Pear', 'meadow'));
        await tell(['src/pear.ts'], ['src/pear.ts']);
        expect(await workspace.filesWith('meadow')).toEqual(['src/pear.ts']);
    });

    test('a new ignore rule takes files out, and its end brings them back without embedding', async () => {
        const before = workspace.embeddedTexts();
        await workspace.write('.gitignore', 'out/\nsrc/copy\n');
        await tell(['.gitignore']);
        expect(await workspace.filesWith('apple')).toEqual(['src/apple.ts']);
        expect(await workspace.index.whySkipped(workspacePath('src/copy/apple.ts'))).toMatchObject({
            reason: 'ignored',
            detail: '.gitignore:2: src/copy',
        });
        await workspace.write('.gitignore', 'out/\n');
        await tell(['.gitignore']);
        expect(await workspace.filesWith('apple')).toEqual(['src/apple.ts', 'src/copy/apple.ts']);
        // The ignore file itself is indexed too.
        expect(workspace.embeddedTexts() - before).toBeLessThanOrEqual(1);
    });

    test('a file that turns binary leaves the index', async () => {
        await workspace.write('src/pear.ts', 'a\0b');
        await tell(['src/pear.ts']);
        expect(await workspace.filesWith('pear')).toEqual([]);
        expect(await workspace.index.whySkipped(workspacePath('src/pear.ts'))).toMatchObject({ reason: 'binary' });
    });
});

describe('text that is typed and not saved', () => {
    const path = workspacePath('src/pear.ts');
    beforeEach(async () => {
        await workspace.index.act('update');
    });

    test('is found soon after the last key, and the saved file again when it is thrown away', async () => {
        workspace.index.editorChanged({ path, text: source('Pear', 'meadow') });
        await expect.poll(() => workspace.filesWith('meadow')).toEqual(['src/pear.ts']);
        expect(await workspace.filesWith('pear', 'orchard')).toEqual([]);
        workspace.index.editorChanged({ path, text: undefined });
        await workspace.index.settled();
        expect(await workspace.filesWith('meadow')).toEqual([]);
        expect(await workspace.filesWith('pear', 'orchard')).toEqual(['src/pear.ts']);
    });

    test('never gives way to the old file while it is being saved, and costs no second embedding', async () => {
        workspace.index.editorChanged({ path, text: source('Pear', 'meadow') });
        await expect.poll(() => workspace.filesWith('meadow')).toEqual(['src/pear.ts']);
        const before = workspace.embeddedTexts();
        await workspace.write('src/pear.ts', source('Pear', 'meadow'));
        workspace.index.editorChanged({ path, text: undefined });
        expect(await workspace.filesWith('meadow')).toEqual(['src/pear.ts']);
        await workspace.index.settled();
        expect(await workspace.filesWith('meadow')).toEqual(['src/pear.ts']);
        expect(workspace.embeddedTexts()).toBe(before);
    });

    test('in an ignored file is not found', async () => {
        workspace.index.editorChanged({ path: workspacePath('out/apple.js'), text: source('Ignored', 'meadow') });
        workspace.index.editorChanged({ path, text: source('Pear', 'brook') });
        await expect.poll(() => workspace.filesWith('brook')).toEqual(['src/pear.ts']);
        expect(await workspace.filesWith('meadow')).toEqual([]);
    });
});

describe('the state of the index', () => {
    test('is a story with a beginning and an end, and progress never falls', async () => {
        for (let file = 0; file < 60; file++) await workspace.write(`many/file${String(file)}.ts`, source(`File${String(file)}`));
        const seen: IndexStatus[] = [];
        const following = (async () => {
            for await (const status of workspace.index.followStatus()) {
                seen.push(status);
                if (status.state === 'ready') return;
            }
        })();
        await workspace.index.act('update');
        await following;
        const indexing = seen.filter(status => status.state === 'indexing');
        expect([seen[0]?.state, seen[1]?.state, seen.at(-1)?.state]).toEqual(['empty', 'scanning', 'ready']);
        expect(new Set(indexing.map(({ total }) => total))).toEqual(new Set([66]));
        expect(indexing.map(({ done }) => done)).toEqual(indexing.map(({ done }) => done).toSorted((one, other) => one - other));
    });

    test('paused, changes wait and are done on resuming', async () => {
        await workspace.index.act('update');
        await workspace.index.act('pause');
        await workspace.write('src/pear.ts', source('Pear', 'meadow'));
        await tell(['src/pear.ts']);
        expect(workspace.index.status.state).toBe('paused');
        expect(await workspace.filesWith('meadow')).toEqual([]);
        await workspace.index.act('resume');
        await workspace.index.settled();
        expect(await workspace.filesWith('meadow')).toEqual(['src/pear.ts']);
        expect(workspace.index.status.state).toBe('ready');
    });

    test('a stopped update is paused with what it has done, and goes on from there', async () => {
        for (let file = 0; file < 200; file++) await workspace.write(`many/file${String(file)}.ts`, source(`File${String(file)}`));
        const controller = new AbortController();
        const running = workspace.index.act('update', { signal: controller.signal });
        for await (const status of workspace.index.followStatus()) {
            if (status.state === 'indexing' && status.done > 0) break;
        }
        controller.abort();
        await expect(running).rejects.toMatchObject({ name: 'AbortError' });
        const { status } = workspace.index;
        expect(status).toMatchObject({ state: 'paused', total: 206 });
        const indexedSoFar = workspace.index.counts().indexed;
        expect(indexedSoFar).toBeGreaterThan(0);
        expect(indexedSoFar).toBeLessThan(205);
        await workspace.index.act('resume');
        await workspace.index.settled();
        expect(workspace.index.status).toMatchObject({ state: 'ready', counts: { indexed: 205, total: 205 } });
    });

    test('a workspace that has gone away fails, and nothing is taken for deleted', async () => {
        await workspace.index.act('update');
        await rename(workspace.root, `${workspace.root}-away`);
        await expect(workspace.index.act('update')).rejects.toMatchObject({ failure: { kind: 'folder-missing' } });
        expect(workspace.index.status).toMatchObject({ state: 'failed', failure: { kind: 'folder-missing' } });
        expect(await workspace.filesWith('prune')).toEqual(['docs/guide.md']);
        await rename(`${workspace.root}-away`, workspace.root);
        expect(await workspace.index.act('update')).toMatchObject({ added: 0, embedded: 0, unchanged: 6 });
        expect(workspace.index.status.state).toBe('ready');
    });
});
