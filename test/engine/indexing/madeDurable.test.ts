import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { TestWorkspace } from './openTestWorkspace.ts';
import { closeTestTools, openTestWorkspace } from './openTestWorkspace.ts';

let workspace: TestWorkspace;
afterEach(() => workspace.close());
afterAll(closeTestTools);

/** More than fill the first batch, and few enough that none is worth a compaction, which makes all durable by itself. */
const FILES = Object.fromEntries(Array.from({ length: 500 }, (_, nth) => [`file${nth}.ts`, `plant(tree${nth});\n`]));

/** Bytes of the journal, and how many of them the last barrier has vouched for. */
async function journal(): Promise<{ readonly written: number; readonly durable: number }> {
    const { folder } = workspace.store;
    const generation = (await readdir(folder)).find(name => name.startsWith('gen-')) ?? '';
    const mark = JSON.parse(await readFile(join(folder, generation, 'durable'), 'utf8')) as { readonly journal: number };
    return { written: (await stat(join(folder, generation, 'journal.log'))).size, durable: mark.journal };
}

test('a run of several batches that follow each other fast leaves nothing that a loss of power could take', async () => {
    workspace = await openTestWorkspace(FILES);
    expect(await workspace.index.act('update')).toMatchObject({ added: 500 });
    const { written, durable } = await journal();
    expect(durable).toBe(written);
});
