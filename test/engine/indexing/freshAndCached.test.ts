/** An index whose vectors were just made, and one whose vectors come from the cache: the same rows, to the last bit. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { IndexStore } from '../../../src/engine/store/indexStore.ts';
import { loadNativeStore } from '../../../src/engine/store/storeSchema.ts';
import { shop } from '../workspaceFolder.ts';
import { closeTestTools, openTestWorkspace } from './openTestWorkspace.ts';

afterAll(closeTestTools);

/** Every column of every row as LanceDB has it, but for the number of the commit. */
async function rowsOf(store: IndexStore): Promise<readonly unknown[]> {
    const generation = (await readFile(join(store.folder, 'CURRENT'), 'utf8')).trim();
    const connection = await loadNativeStore().lance.connect(join(store.folder, generation, 'rows'));
    const table = await (await connection.openTable('chunks')).query().toArrow();
    const rows = table.toArray().map((row: { toJSON(): Record<string, unknown> }) => {
        const { revision, ...columns } = row.toJSON();
        expect(revision).toBeDefined();
        return JSON.stringify(columns, (_name, value: unknown) => (hasNumbers(value) ? [...value] : value));
    });
    connection.close();
    return rows.sort();
}

function hasNumbers(value: unknown): value is Iterable<number> {
    return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

test('a rebuild makes the rows that were there', async () => {
    const workspace = await openTestWorkspace(shop);
    try {
        expect(await workspace.index.act('update')).toMatchObject({ reusedVectors: 0 });
        const fresh = await rowsOf(workspace.store);
        expect(await workspace.index.act('rebuild')).toMatchObject({ embedded: 0 });
        const cached = await rowsOf(workspace.store);
        expect(cached.length).toBeGreaterThan(3);
        expect(cached[0]).toMatch(/"signs":\[\d+,/);
        expect(cached).toEqual(fresh);
    } finally {
        await workspace.close();
    }
});
