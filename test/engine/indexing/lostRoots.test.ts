import { describe, expect, test } from 'vitest';
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
const some = (path: string): Scan => ({ files: [{ path: workspacePath(path), stamp: { size: 1, mtimeMs: 1, ino: 1 } }], skipped: [] });

describe('a root that is suddenly empty', () => {
    test('is taken for a disk that went away, and after a minute for what it is', async () => {
        let now = 0;
        const emptied = new EmptiedRoots(() => now);
        const roots = [await root('')];
        expect(() => emptied.check({ roots }, nothing, known(100))).toThrow('folder');
        now = 59_000;
        expect(() => emptied.check({ roots }, nothing, known(100))).toThrow('folder');
        now = 61_000;
        expect(() => emptied.check({ roots }, nothing, known(100))).not.toThrow();
    });

    test('and comes back is forgotten about', async () => {
        let now = 0;
        const emptied = new EmptiedRoots(() => now);
        const roots = [await root('')];
        expect(() => emptied.check({ roots }, nothing, known(100))).toThrow();
        now = 70_000;
        emptied.check({ roots }, some('file0.ts'), known(100));
        expect(() => emptied.check({ roots }, nothing, known(100))).toThrow();
    });

    test('is one of several, or had few files', async () => {
        const emptied = new EmptiedRoots(() => 0);
        const roots = [await root('one'), await root('two')];
        const files = [...known(100, 'one/'), ...known(100, 'two/')];
        expect(() => emptied.check({ roots }, some('one/file0.ts'), files)).toThrow();
        expect(() => emptied.check({ roots }, some('one/file0.ts'), [...known(100, 'one/'), ...known(3, 'two/')])).not.toThrow();
        const only = [await root('')];
        expect(() => emptied.check({ roots: only }, nothing, [])).not.toThrow();
    });
});
