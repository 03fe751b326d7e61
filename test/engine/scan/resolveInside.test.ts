import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPlainRelative, readInside, resolveInside } from '../../../src/engine/scan/resolveInside.ts';
import { toDiskPath, toWorkspacePath } from '../../../src/extension/workspacePaths.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

let base = '';
let root = '';

beforeAll(async () => {
    base = await realpath(await mkdtemp(path.join(os.tmpdir(), 'footnote-inside-')));
    root = path.join(base, 'root');
    await mkdir(path.join(root, 'src/deep'), { recursive: true });
    // A sibling whose name begins like the root's: a check by prefix would let it in.
    await mkdir(path.join(base, 'root-secret'));
    for (const file of ['root/a.ts', 'root/src/b.ts', 'root/src/deep/..c.ts', 'root/...']) await writeFile(path.join(base, file), 'inside');
    for (const file of ['outside.ts', 'root-secret/key.ts']) await writeFile(path.join(base, file), 'OUTSIDE');
    if (process.platform === 'win32') return;
    await symlink('../..', path.join(root, 'src/up'));
    await symlink(base, path.join(root, 'absolute'));
    await symlink('../root-secret', path.join(root, 'sibling'));
    await symlink('../outside.ts', path.join(root, 'link.ts'));
    await symlink('src', path.join(root, 'inner'));
    await symlink('loop', path.join(root, 'loop'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

/** Names that exist, names that climb, and names that mean something else to some system. */
const segment = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a.ts', 'src', 'b.ts', 'deep', '..c.ts', '...', 'root', 'inner', 'loop') },
    { weight: 4, arbitrary: fc.constantFrom('..', '.', '', 'up', 'absolute', 'sibling', 'link.ts', 'outside.ts', 'root-secret', 'key.ts') },
    {
        weight: 2,
        arbitrary: fc.constantFrom('..\\..', '\\\\?\\C:', 'C:', 'a.ts:stream', 'con', '%2e%2e', '..%2f', '~', 'A.TS', '\0', '\u2024\u2024'),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 6, unit: 'binary' }) },
);
const candidate = fc
    .tuple(fc.constantFrom('', '', '', '/', '//', './', '\\', 'file://'), fc.array(segment, { maxLength: 6 }))
    .map(([start, parts]) => start + parts.join('/'));

/** 100,000 before a release. */
const RUNS = process.env['FOOTNOTE_FULL'] === '1' ? 100_000 : 3_000;

test(`of ${RUNS} paths none leads outside the root, whatever it is made of`, async () => {
    const read = new Set<string>();
    await fc.assert(
        fc.asyncProperty(candidate, async wanted => {
            const inside = await resolveInside(root, wanted);
            if (!inside) return;
            expect(inside.absolute.startsWith(`${root}${path.sep}`)).toBe(true);
            expect(await realpath(inside.absolute), 'all links are followed').toBe(inside.absolute);
            expect(path.join(root, inside.relative), 'rules decide on the real path').toBe(inside.absolute);
            const file = await readInside(inside, 100);
            if (file?.bytes) read.add(file.bytes.toString());
        }),
        { numRuns: RUNS },
    );
    expect([...read]).toEqual(['inside']);
}, 300_000);

test('a place of an answer or of a saved conversation is opened inside a root or not at all', () => {
    const roots = [
        { folder: root, name: 'root' },
        { folder: path.join(base, 'other'), name: 'root (2)' },
    ];
    fc.assert(
        fc.property(candidate, fc.constantFrom('', 'root/', 'root (2)/'), (wanted, prefix) => {
            for (const among of [roots, [{ folder: root, name: '' }]]) {
                const file = toDiskPath(among, workspacePath(prefix + wanted));
                if (file !== undefined && among.every(one => !file.startsWith(`${one.folder}${path.sep}`))) return false;
                if (file !== undefined && toWorkspacePath(among, file) === undefined) return false;
            }
            return true;
        }),
        { numRuns: RUNS },
    );
});

test('names that mean something else on Windows are refused there', () => {
    fc.assert(
        fc.property(candidate, wanted => {
            if (!isPlainRelative(wanted, 'win32')) return true;
            const there = path.win32.resolve('C:\\root', wanted);
            return there.startsWith('C:\\root\\') && !/[:\0]/.test(wanted) && !path.win32.isAbsolute(wanted);
        }),
        { numRuns: RUNS },
    );
});

test('the trap works: a plain read does lead outside', async () => {
    if (process.platform !== 'win32') expect(await readFile(path.join(root, 'src/up/outside.ts'), 'utf8')).toBe('OUTSIDE');
});
