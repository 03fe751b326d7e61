import path from 'node:path';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OpenRoot } from '../../../src/engine/scan/diskFiles.ts';
import type { Scan } from '../../../src/engine/scan/scanWorkspace.ts';
import { EmptiedRoots } from '../../../src/engine/indexing/lostRoots.ts';
import { readIgnoreRules } from '../../../src/engine/scan/readIgnoreRules.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

const root = async (name: string): Promise<OpenRoot> => ({
    name,
    folder: `/roots/${name}`,
    rules: await readIgnoreRules(`/roots/${name}`, { excludes: [] }),
});
const known = (files: number, below = ''): readonly { readonly path: string }[] =>
    Array.from({ length: files }, (_, nth) => ({ path: `${below}file${String(nth)}.ts` }));
const nothing: Scan = { files: [], skipped: [] };
const some = (path: string): Scan => ({
    files: [{ path: workspacePath(path), stamp: { size: 1, mtimeMs: 1, ino: 1, ctimeMs: 1 } }],
    skipped: [],
});

const never = () => Promise.resolve(undefined);

describe('a root that is suddenly empty', () => {
    test('is taken for a disk that went away, and after a minute for what it is', async () => {
        let now = 0;
        const emptied = new EmptiedRoots(() => now);
        const roots = [await root('')];
        await expect(emptied.check({ roots }, nothing, known(100), never)).rejects.toThrow('folder');
        now = 59_000;
        await expect(emptied.check({ roots }, nothing, known(100), never)).rejects.toThrow('folder');
        now = 61_000;
        await emptied.check({ roots }, nothing, known(100), never);
    });

    test('and comes back is forgotten about', async () => {
        let now = 0;
        const emptied = new EmptiedRoots(() => now);
        const roots = [await root('')];
        await expect(emptied.check({ roots }, nothing, known(100), never)).rejects.toThrow();
        now = 70_000;
        await emptied.check({ roots }, some('file0.ts'), known(100), never);
        await expect(emptied.check({ roots }, nothing, known(100), never)).rejects.toThrow();
    });

    test('is one of several, or had few files', async () => {
        const emptied = new EmptiedRoots(() => 0);
        const roots = [await root('one'), await root('two')];
        const files = [...known(100, 'one/'), ...known(100, 'two/')];
        await expect(emptied.check({ roots }, some('one/file0.ts'), files, never)).rejects.toThrow();
        await emptied.check({ roots }, some('one/file0.ts'), [...known(100, 'one/'), ...known(3, 'two/')], never);
        const only = [await root('')];
        await emptied.check({ roots: only }, nothing, [], never);
    });

    test('is believed at once when the folder itself was changed after the index was, and not when it was before', async () => {
        const folder = mkdtempSync(path.join(tmpdir(), 'footnote-emptied-'));
        onTestFinished(() => rmSync(folder, { recursive: true }));
        const roots = [{ ...(await root('')), folder }];
        utimesSync(folder, 2000, 2000);
        const emptied = new EmptiedRoots(() => 0);
        await expect(emptied.check({ roots }, nothing, known(100), () => Promise.resolve(2_001_000))).rejects.toThrow('folder');
        await emptied.check({ roots }, nothing, known(100), () => Promise.resolve(1_999_000));
    });
});
