import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DiskFiles } from '../../../src/engine/scan/diskFiles.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { openDiskFiles } from '../../../src/engine/scan/diskFiles.ts';
import { isPlainRelative } from '../../../src/engine/scan/resolveInside.ts';
import { scanWorkspace } from '../../../src/engine/scan/scanWorkspace.ts';

let base = '';
let root = '';
beforeAll(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'footnote-scan-')));
    root = join(base, 'root');
    await mkdir(join(root, 'src'), { recursive: true });
    await mkdir(join(root, 'out'));
    await writeFile(join(root, '.gitignore'), 'out/\n');
    await writeFile(join(root, 'src', 'a.ts'), 'export const a = 1;\n');
    await writeFile(join(root, 'src', 'blob'), Buffer.from([1, 0, 2]));
    await writeFile(join(root, 'out', 'a.js'), 'var a = 1;\n');
    await writeFile(join(root, '.env'), 'KEY=1\n');
    await writeFile(join(base, 'outside.ts'), 'secret\n');
    await symlink(join(base, 'outside.ts'), join(root, 'link.ts'));
    await symlink(base, join(root, 'up'));
    await symlink('loop', join(root, 'loop'));
    if (process.platform !== 'win32') spawnSync('mkfifo', [join(root, 'pipe')]);
});
afterAll(async () => {
    await rm(base, { recursive: true, force: true });
});

const open = (): Promise<DiskFiles> =>
    openDiskFiles({ roots: [{ folder: root, name: '' }], excludes: [], maxFileBytes: 1024, globalIgnoreFile: join(base, 'none') });

test('a scan lists every file once and says why others are left out', async () => {
    const scan = await scanWorkspace((await open()).roots, { maxFileBytes: 1024 });
    expect(scan.files.map(({ path }) => path).sort()).toEqual(['.gitignore', 'src/a.ts', 'src/blob']);
    const left = scan.skipped.map(({ path, reason, detail }) => `${path} ${reason}: ${detail}`).sort();
    expect(left).toEqual([
        '.env secret: environment variables with secrets: never indexed or sent',
        'link.ts symlink: links are not followed',
        'loop symlink: links are not followed',
        'out/ ignored: .gitignore:1: out/',
        ...(process.platform === 'win32' ? [] : ['pipe not-a-file: a pipe, socket or device']),
        'up symlink: links are not followed',
    ]);
});

test('files of several roots carry the name of their root', async () => {
    const files = await openDiskFiles({
        roots: [
            { folder: join(root, 'src'), name: 'one' },
            { folder: join(root, 'out'), name: 'two' },
        ],
        excludes: [],
        maxFileBytes: 1024,
    });
    const scan = await scanWorkspace(files.roots, { maxFileBytes: 1024 });
    expect(scan.files.map(({ path }) => path).sort()).toEqual(['one/a.ts', 'one/blob', 'two/a.js']);
    expect((await files.read(workspacePath('two/a.js')))?.text).toBe('var a = 1;\n');
});

test('a root that is gone fails the scan; it does not look empty', async () => {
    const files = await openDiskFiles({ roots: [{ folder: join(base, 'unmounted'), name: '' }], excludes: [], maxFileBytes: 1024 });
    await expect(scanWorkspace(files.roots, { maxFileBytes: 1024 })).rejects.toBeInstanceOf(FailureError);
});

describe('nothing outside the root, ignored or unfit can be read', () => {
    const check = (path: string, text: string | undefined): void => {
        test(`${path}: ${text === undefined ? 'refused' : 'read'}`, async () => {
            expect((await (await open()).read(workspacePath(path)))?.text).toBe(text);
        });
    };
    check('src/a.ts', 'export const a = 1;\n');
    check('link.ts', undefined);
    check('up/outside.ts', undefined);
    check('up/root/src/a.ts', 'export const a = 1;\n');
    check('../outside.ts', undefined);
    check('src/../../outside.ts', undefined);
    check('/etc/passwd', undefined);
    check('out/a.js', undefined);
    check('.env', undefined);
    check('src/blob', undefined);
    check('pipe', undefined);
    check('loop', undefined);
    check('src', undefined);
    check('src/a.ts\0.png', undefined);
});

test('names that mean devices, drives or streams on Windows are refused there', () => {
    for (const path of ['c:/a', 'a.ts:stream', 'a\\b', 'con', 'src/aux.ts', '//server/share'])
        expect([path, isPlainRelative(path, 'win32')]).toEqual([path, false]);
    expect(isPlainRelative('src/console.ts', 'win32')).toBe(true);
});

test('unsaved text comes before the disk, and a change on disk is seen at the next read', async () => {
    const files = await open();
    const path = workspacePath('src/a.ts');
    expect((await files.read(path))?.isUnsaved).toBe(false);
    files.unsaved.set(path, 'draft');
    expect(await files.read(path)).toMatchObject({ text: 'draft', isUnsaved: true });
    files.unsaved.delete(path);
    await writeFile(join(root, 'src', 'a.ts'), 'export const a = 22;\n');
    expect((await files.read(path))?.text).toBe('export const a = 22;\n');
    files.unsaved.set(workspacePath('.env'), 'KEY=2');
    expect(await files.read(workspacePath('.env'))).toBeUndefined();
});

test('a link that is swapped in while files are read never leads outside', async () => {
    const files = await open();
    const target = join(root, 'src', 'swap.ts');
    await writeFile(target, 'inside\n');
    let isOver = false;
    const swapping = (async () => {
        while (!isOver) {
            await symlink(join(base, 'outside.ts'), `${target}.new`);
            await rename(`${target}.new`, target);
            await unlink(target);
            await writeFile(target, 'inside\n');
        }
    })();
    const seen = new Set<string>();
    for (let attempt = 0; attempt < 1500; attempt++) {
        const outcome = await files.readFromDisk(workspacePath('src/swap.ts'));
        seen.add(outcome.state === 'read' ? outcome.text : outcome.state);
    }
    isOver = true;
    await swapping;
    expect(seen).toContain('inside\n');
    expect(seen).not.toContain('secret\n');
});
