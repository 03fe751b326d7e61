import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StoredFile } from '../../../src/engine/ports.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { WorkspaceSymbols } from '../../../src/engine/store/symbolTable.ts';
import type { TestWorkspace } from '../indexing/openTestWorkspace.ts';
import { closeTestTools, openTestWorkspace } from '../indexing/openTestWorkspace.ts';

const source = (name: string) =>
    ['plant', 'water', 'harvest']
        .map(verb => `export function ${verb}${name}() {\n    tend('orchard');\n${`    ${verb}('${name}');\n`.repeat(25)}}\n`)
        .join('\n');

const APPLE = workspacePath('src/apple.ts');

let workspace: TestWorkspace;
beforeEach(async () => {
    workspace = await openTestWorkspace({
        'src/apple.ts': source('Apple'),
        'src/pear.ts': source('Pear'),
        'docs/guide.md': '# Guide\n\nHow to prune an orchard.\n',
        'blob.bin2': 'a\0b',
    });
    await workspace.index.act('update');
});
afterEach(async () => {
    await workspace.close();
});
afterAll(closeTestTools);

async function verify(depth: 'quick' | 'full', repairs = false) {
    const report = await workspace.index.verify({ depth, repairs });
    return { ...report, told: report.differences.map(({ kind, path }) => `${kind} ${path}`.trim()).sort() };
}

/** The rows of a file as they are, and their vectors, to be put back changed. */
async function storedAs(change: (file: StoredFile) => StoredFile): Promise<void> {
    const { rows } = workspace.store.inspect();
    const own = await rows.rowsOf([APPLE]);
    const vectors = await rows.vectorsOf([APPLE]);
    const file = { path: APPLE, fileHash: own[0]?.fileHash ?? '', rows: own, vectors: own.map(({ id }) => vectors.get(id)) };
    await rows.replaceFiles([change(file)], { revision: 7, known: new Set([APPLE]) });
}

async function filesOfRows(): Promise<string[]> {
    const base = join(workspace.root, '..', 'index');
    const names = await readdir(base, { recursive: true });
    return names.filter(name => name.includes('rows/') && /[^s]\.(lance|manifest)$/.test(name)).map(name => join(base, name));
}

describe('an index is sound', () => {
    test('when it was just made, to the last vector, and also after edits', async () => {
        expect(await verify('full')).toMatchObject({ isSound: true, told: [], repair: 'none', files: 4 });
        await workspace.write('src/apple.ts', source('Cherry'));
        await workspace.index.filesChanged({ changed: [APPLE], removed: [] });
        expect(await verify('full')).toMatchObject({ isSound: true, told: [] });
    });
});

describe('a difference is found by its path and mended', () => {
    test('a file that has come, gone, or changed while nobody watched', async () => {
        await workspace.write('src/new.ts', source('New'));
        await workspace.write('src/pear.ts', source('Plum'));
        await rm(join(workspace.root, 'docs/guide.md'));
        expect((await verify('quick')).told).toEqual(['changed src/pear.ts', 'gone docs/guide.md', 'missing src/new.ts']);
        expect(await verify('full', true)).toMatchObject({ isSound: true, remaining: [], repair: 'files' });
        expect(await workspace.filesWith('plum')).toEqual(['src/pear.ts']);
        expect(await workspace.filesWith('prune')).toEqual([]);
    });

    test('rows that are missing', async () => {
        await workspace.store.inspect().rows.removeFiles([APPLE]);
        expect((await verify('quick')).told).toContain('rows src/apple.ts');
        // Fewer rows than were counted: the counts are of the whole index, and so is the repair.
        expect(await verify('quick', true)).toMatchObject({ isSound: true, repair: 'rebuilt' });
        expect(await workspace.filesWith('apple')).toEqual(['src/apple.ts']);
    });

    test('a row whose words are not those of its text', async () => {
        await storedAs(file => ({
            ...file,
            rows: file.rows.map((row, at) => (at === 0 ? { ...row, range: { ...row.range, endLine: row.range.endLine + 1 } } : row)),
        }));
        expect((await verify('quick')).told).toEqual([]);
        expect((await verify('full')).told).toEqual(['chunks src/apple.ts']);
        expect(await verify('full', true)).toMatchObject({ isSound: true, repair: 'files' });
    });

    test('a vector with one number off by one step', async () => {
        await storedAs(file => {
            const [first, ...others] = file.vectors;
            if (!first) throw new Error('a row without a vector');
            const at = first.findIndex(value => value !== 0 && Math.abs(value) < 100);
            return { ...file, vectors: [first.with(at, (first[at] ?? 0) - Math.sign(first[at] ?? 0)), ...others] };
        });
        expect((await verify('full')).told).toEqual(['vector src/apple.ts']);
        expect(await verify('full', true)).toMatchObject({ isSound: true, repair: 'files' });
    });

    test('symbols that are missing', async () => {
        const { symbols } = workspace.store.inspect();
        if (!(symbols instanceof WorkspaceSymbols)) throw new Error('symbols that cannot be spoiled');
        symbols.delete(APPLE);
        expect((await verify('quick')).told).toEqual(['symbols src/apple.ts']);
        expect(await verify('quick', true)).toMatchObject({ isSound: true, repair: 'files' });
        expect(workspace.store.symbols.definitionsOf('plantApple')).toHaveLength(1);
    });

    test('a single flipped bit in any file of the rows, which LanceDB reads without an error', async () => {
        for (const path of await filesOfRows()) {
            const bytes = await readFile(path);
            const at = bytes.length >> 1;
            await writeFile(path, bytes.with(at, (bytes[at] ?? 0) ^ 1));
            expect([path, (await verify('quick')).told]).toEqual([path, expect.arrayContaining(['damaged-file'])]);
            await writeFile(path, bytes);
        }
    });

    test('a damaged file, by making the index anew without embedding anything', async () => {
        const [path = ''] = (await filesOfRows()).filter(name => name.includes('/data/'));
        const bytes = await readFile(path);
        await writeFile(path, bytes.with(bytes.length >> 1, (bytes[bytes.length >> 1] ?? 0) ^ 255));
        const before = workspace.embeddedTexts();
        expect(await verify('quick', true)).toMatchObject({ isSound: true, repair: 'rebuilt' });
        expect(workspace.embeddedTexts()).toBe(before);
        expect(await workspace.filesWith('prune')).toEqual(['docs/guide.md']);
        expect(await verify('full')).toMatchObject({ isSound: true, told: [] });
    });
});
