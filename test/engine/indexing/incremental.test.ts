import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { workspacePath } from '../../../src/protocol/text.ts';
import { closeTestTools, openTestWorkspace, type TestWorkspace } from './openTestWorkspace.ts';

afterAll(closeTestTools);

/** A step of somebody who works on a folder. `told` says whether a watcher notices it. */
type Step =
    | { readonly do: 'write'; readonly file: string; readonly version: number; readonly told: boolean }
    | { readonly do: 'touch' | 'delete'; readonly file: string; readonly told: boolean }
    | { readonly do: 'rename'; readonly file: string; readonly to: string; readonly told: boolean }
    | { readonly do: 'ignore'; readonly rules: string; readonly told: boolean }
    | { readonly do: 'type'; readonly file: string; readonly version: number }
    | { readonly do: 'look' | 'rebuild' | 'reopen' | 'crash' | 'pause' | 'resume' };

const file = fc.constantFrom('a.ts', 'src/b.ts', 'src/c.py', 'src/deep/d.md', 'src/deep/e.ts', 'out/f.js', 'lib', '.env');
const told = fc.boolean();
const version = fc.nat(4);
const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), file, version, told }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('touch' as const, 'delete' as const), file, told }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const), file, to: file, told }) },
    {
        weight: 1,
        arbitrary: fc.record({
            do: fc.constant('ignore' as const),
            rules: fc.constantFrom('', 'out/\n', '*.py\n', 'deep\n!e.ts\n', '*\n!a.ts\n'),
            told,
        }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('type' as const), file, version }) },
    {
        weight: 3,
        arbitrary: fc.record({
            do: fc.constantFrom(
                'look' as const,
                'look' as const,
                'rebuild' as const,
                'reopen' as const,
                'crash' as const,
                'pause' as const,
                'resume' as const,
            ),
        }),
    },
);

const RUNS = process.env['FOOTNOTE_FULL'] === '1' ? 1_000 : 20;

test(`whatever happens to a folder (${String(RUNS)} stories), its index becomes what a fresh one would be`, async () => {
    await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), async steps => {
            let workspace = await openTestWorkspace({ 'a.ts': textOf('a.ts', 0), 'src/b.ts': textOf('src/b.ts', 0) });
            try {
                await workspace.index.act('update');
                for (const next of steps) workspace = await take(next, workspace);
                // Ends a pause, which might hold a change in the middle.
                await workspace.index.act('update');
                await workspace.index.settled();
                const { files, folders } = await contentOf(workspace);
                const fresh = await openTestWorkspace(files);
                try {
                    for (const folder of folders) await mkdir(path.join(fresh.root, folder), { recursive: true });
                    await fresh.index.act('update');
                    expect(await rowsOf(workspace)).toEqual(await rowsOf(fresh));
                } finally {
                    await fresh.close();
                }
                const { differences } = await workspace.index.verify({ depth: 'full', repairs: false });
                expect(differences).toEqual([]);
            } finally {
                await workspace.close();
            }
        }),
        { numRuns: RUNS, endOnFailure: true },
    );
}, 3_600_000);

async function take(next: Step, workspace: TestWorkspace): Promise<TestWorkspace> {
    const { index, root } = workspace;
    const at = (name: string): string => path.join(root, name);
    const tell = async (isTold: boolean, changed: readonly string[], removed: readonly string[] = []): Promise<void> => {
        if (isTold) await index.filesChanged({ changed: changed.map(workspacePath), removed: removed.map(workspacePath) });
    };
    switch (next.do) {
        case 'write':
            await put(root, next.file, textOf(next.file, next.version));
            await tell(next.told, [next.file]);
            return workspace;
        case 'touch':
            await utimes(at(next.file), 1, 1).catch(() => undefined);
            await tell(next.told, [next.file]);
            return workspace;
        case 'delete':
            await rm(at(next.file), { recursive: true, force: true });
            await tell(next.told, [], [next.file]);
            return workspace;
        case 'rename':
            await mkdir(path.dirname(at(next.to)), { recursive: true }).catch(() => undefined);
            await rename(at(next.file), at(next.to)).catch(() => undefined);
            await tell(next.told, [next.to], [next.file]);
            return workspace;
        case 'ignore':
            await writeFile(at('.gitignore'), next.rules);
            await tell(next.told, ['.gitignore']);
            return workspace;
        case 'type':
            index.editorChanged({ path: workspacePath(next.file), text: textOf(next.file, next.version) });
            index.editorChanged({ path: workspacePath(next.file), text: undefined });
            return workspace;
        case 'look':
            await index.act('update');
            return workspace;
        case 'rebuild':
        case 'pause':
        case 'resume':
            await index.act(next.do);
            return workspace;
        case 'reopen':
        case 'crash':
            return workspace.reopen({ crashed: next.do === 'crash' });
    }
}

/** A few definitions whose words tell the version; the same text under two names, and an empty one, now and then. */
function textOf(name: string, nth: number): string {
    if (nth === 4) return '';
    const owner = nth === 3 ? 'shared' : name.replaceAll(/\W/g, '');
    return Array.from(
        { length: 2 + nth },
        (_, at) => `function ${owner}${String(at)}() {\n${`    work(${String(nth)});\n`.repeat(12)}}\n`,
    ).join('\n');
}

async function put(root: string, name: string, text: string): Promise<void> {
    try {
        await mkdir(path.dirname(path.join(root, name)), { recursive: true });
        await writeFile(path.join(root, name), text);
    } catch {
        // The story has put a folder where a file is wanted, or the other way round; then nothing happens.
    }
}

async function contentOf({
    root,
}: TestWorkspace): Promise<{ readonly files: Readonly<Record<string, string>>; readonly folders: readonly string[] }> {
    const files: Record<string, string> = {};
    const folders: string[] = [];
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
        const absolute = path.join(entry.parentPath, entry.name);
        if (entry.isFile()) files[path.relative(root, absolute)] = await readFile(absolute, 'utf8');
        else folders.push(path.relative(root, absolute));
    }
    return { files, folders };
}

/** Every row of every file, by what it is and where; and what was left out, and why. */
async function rowsOf({ store, index }: TestWorkspace): Promise<unknown> {
    const rows: unknown[] = [];
    for (const { path: name, hash, state } of [...store.manifest.records()].sort((one, other) => (one.path < other.path ? -1 : 1))) {
        const own = await store.passages.rowsOf(name);
        rows.push([name, hash, state, own.map(({ id, range, terms, vectorKey }) => [id, range, terms, vectorKey])]);
    }
    const skipped = (await index.skipped()).map(({ path: name, reason }) => `${name} ${reason}`).sort();
    return { rows, count: await store.passages.countRows(), skipped };
}
