import { cp, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredRow } from '../../../src/engine/ports.ts';
import type { IndexStore } from '../../../src/engine/store/indexStore.ts';
import { isAbort } from '../../../src/protocol/failure.ts';
import { openIndexStore } from '../../../src/engine/store/openIndexStore.ts';
import { compareStore } from '../../../src/engine/verify/compareStore.ts';
import { silentLogger } from './silentLogger.ts';
import { DIMENSIONS, indexedFile } from './storedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const FILES = Array.from({ length: 12 }, (_, nth) =>
    indexedFile(
        `src/f${nth}.ts`,
        Array.from({ length: 1 + (nth % 4) }, (_ignored, chunk) => `name${nth} word${chunk} cart${nth * chunk}`),
    ),
);

let golden: string;
let names: readonly string[];

/** An index as it lies on disk after three barriers. */
beforeAll(async () => {
    golden = await mkdtemp(join(tmpdir(), 'footnote-golden-'));
    const store = await open(golden);
    for (const part of [FILES.slice(0, 5), FILES.slice(5, 9), FILES.slice(9)]) {
        await store.commit(part, []);
        await store.barrier();
    }
    await store.close();
    const found = await readdir(join(golden, 'index'), { recursive: true, withFileTypes: true });
    names = found
        .filter(entry => entry.isFile() && !entry.parentPath.includes('lease'))
        .map(entry => join(entry.parentPath, entry.name).slice(golden.length + 1))
        .sort();
});

function open(dataDir: string): Promise<IndexStore> {
    return openIndexStore({ folder: join(dataDir, 'index'), dataDir, fingerprint: 'f', dimensions: DIMENSIONS, log: silentLogger });
}

interface Mutation {
    readonly file: number;
    readonly kind: 'flip' | 'truncate' | 'zero' | 'delete' | 'append';
    /** Where, from 0 to 1. */
    readonly at: number;
    readonly bytes: number;
}

const RUNS = process.env['FOOTNOTE_FULL'] === '1' ? 1_000 : 15;
const LIMIT_MS = Math.max(600_000, RUNS * 10_000);

const mutation: fc.Arbitrary<Mutation> = fc.record({
    file: fc.nat(1000),
    kind: fc.constantFrom('flip', 'truncate', 'zero', 'delete', 'append'),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    bytes: fc.integer({ min: 1, max: 64 }),
});

async function mutate(dataDir: string, { file, kind, at, bytes }: Mutation): Promise<void> {
    const path = join(dataDir, names[file % names.length] ?? '');
    const size = (await stat(path).catch(() => undefined))?.size;
    if (size === undefined) return;
    const offset = Math.floor(size * at);
    switch (kind) {
        case 'delete':
            return rm(path);
        case 'truncate':
            return truncate(path, offset);
        case 'append':
            return writeFile(path, Buffer.alloc(bytes, 0x5a), { flag: 'a' });
        case 'flip':
        case 'zero': {
            const content = await readFile(path);
            for (let i = offset; i < Math.min(size, offset + bytes); i++)
                content[i] = kind === 'zero' ? 0 : (content[i] ?? 0) ^ (1 << (i & 7));
            return writeFile(path, content);
        }
    }
}

async function rowsOf(store: IndexStore): Promise<ReadonlyMap<string, readonly StoredRow[]>> {
    const rows = new Map<string, readonly StoredRow[]>();
    for (const { path } of store.manifest.records()) rows.set(path, await store.inspect().rows.rowsOf([path]));
    return rows;
}

/** True when every row that is served is one that was stored, and the parts agree. */
async function isAsStored(store: IndexStore): Promise<boolean> {
    try {
        if ((await compareStore(store)).length > 0) return false;
        const stored = new Map(FILES.map(file => [file.record.path as string, file.stored.rows]));
        for (const [path, rows] of await rowsOf(store)) {
            const expected = stored.get(path);
            if (JSON.stringify(rows) !== JSON.stringify(expected)) return false;
        }
        return true;
    } catch (error) {
        if (isAbort(error)) throw error;
        return false;
    }
}

afterAll(async () => {
    await rm(golden, { recursive: true, force: true });
});

describe('whatever the disk does to a closed index', () => {
    test(
        'it opens whole, healed or anew, what it serves is what was stored or is known to be damaged, and it can be filled again',
        async () => {
            const outcomes: Record<string, number> = {};
            await fc.assert(
                fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async mutations => {
                    const dataDir = await temporaryFolder();
                    try {
                        await cp(golden, dataDir, { recursive: true });
                        for (const each of mutations) await mutate(dataDir, each);
                        const store = await open(dataDir);
                        try {
                            const size = store.manifest.size;
                            const isKnown = (await store.inspect().brokenFiles()).length > 0;
                            const isRight = await isAsStored(store);
                            const outcome =
                                isKnown && !isRight ? 'detected' : size === FILES.length ? 'ok' : size === 0 ? 'rebuilt' : 'healed';
                            outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
                            expect(isRight || isKnown).toBe(true);
                            // What the next run does.
                            if (isKnown || !isRight) await store.clear();
                            await store.commit(
                                FILES.filter(({ record }) => !store.manifest.get(record.path)),
                                [],
                            );
                            await store.barrier();
                            expect([store.manifest.size, await isAsStored(store), await store.inspect().brokenFiles()]).toEqual([
                                FILES.length,
                                true,
                                [],
                            ]);
                        } finally {
                            await store.close();
                        }
                    } finally {
                        await rm(dataDir, { recursive: true, force: true });
                    }
                }),
                { numRuns: RUNS, endOnFailure: true },
            );
            // A property that only ever saw one outcome has shown little.
            expect(Object.keys(outcomes).length).toBeGreaterThan(1);
        },
        LIMIT_MS,
    );
});

describe('a list of deleted rows that the disk has changed', () => {
    test('is not shown to LanceDB, which would take a length in it at its word and end the process; the index is made anew', async () => {
        const dataDir = await temporaryFolder();
        try {
            const store = await open(dataDir);
            await store.commit(FILES, []);
            await store.commit([indexedFile('src/f3.ts', ['another text'])], []);
            await store.barrier();
            await store.close();
            for (const list of await listsOfDeleted(dataDir)) await damage(list);
            const again = await open(dataDir);
            expect(again.manifest.size).toBe(0);
            await again.commit(FILES, []);
            await again.barrier();
            expect(await isAsStored(again)).toBe(true);
            await again.close();
        } finally {
            await rm(dataDir, { recursive: true, force: true });
        }
    }, 60_000);

    test('is not shown to it by a process that only reads either: files and symbols can be asked, rows say what is wrong', async () => {
        const dataDir = await temporaryFolder();
        const writer = await open(dataDir);
        try {
            await writer.commit(FILES, []);
            await writer.commit([indexedFile('src/f3.ts', ['another text'])], []);
            await writer.barrier();
            const early = await open(dataDir);
            expect([early.isWriter, early.manifest.size]).toEqual([false, FILES.length]);
            expect((await early.passages.searchWords(['another'], 5)).length).toBe(1);
            const before = await listsOfDeleted(dataDir);
            await writer.commit([indexedFile('src/f4.ts', ['yet another text'])], []);
            await writer.barrier();
            const after = await listsOfDeleted(dataDir);
            for (const list of after) if (!before.includes(list)) await damage(list);
            expect(after.length).toBeGreaterThan(before.length);
            await early.refresh();
            const late = await open(dataDir);
            for (const reader of [early, late]) {
                expect(reader.manifest.size).toBe(FILES.length);
                await expect(reader.passages.searchWords(['another'], 5)).rejects.toMatchObject({ failure: { kind: 'index-damaged' } });
                expect(reader.damage).toContain('_deletions');
                await reader.close();
            }
        } finally {
            await writer.close();
            await rm(dataDir, { recursive: true, force: true });
        }
    }, 60_000);
});

async function listsOfDeleted(dataDir: string): Promise<readonly string[]> {
    const below = await readdir(join(dataDir, 'index'), { recursive: true, encoding: 'utf8' });
    const lists = below.filter(name => name.includes('_deletions') && name.endsWith('.arrow'));
    if (lists.length === 0) throw new Error('no rows were deleted');
    return lists.map(name => join(dataDir, 'index', name));
}

/** The place of the one block stands in the footer: its length becomes one that no machine has. */
async function damage(list: string): Promise<void> {
    const whole = await readFile(list);
    for (let at = whole.length - 120; at < whole.length - 20; at++) whole[at] = (whole[at] ?? 0) ^ 0x10;
    await writeFile(list, whole);
}
