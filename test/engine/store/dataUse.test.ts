import { access, mkdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { IndexStore } from '../../../src/engine/store/indexStore.ts';
import { createDataQuota } from '../../../src/engine/store/dataQuota.ts';
import { measureData, noteUse } from '../../../src/engine/store/dataUse.ts';
import { EmbeddingCache, cachePath } from '../../../src/engine/store/embeddingCache.ts';
import { openIndexStore } from '../../../src/engine/store/openIndexStore.ts';
import { pruneData } from '../../../src/engine/store/pruneData.ts';
import { silentLogger } from './silentLogger.ts';
import { DIMENSIONS, indexedFile } from './storedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** Numbers of a vector, so that few of them make megabytes. */
const LONG = 4000;
const longVector = (at: number): Float32Array => new Float32Array(LONG).fill(1, at, at + 1);

const GB = 2 ** 30;
const DAY_MS = 24 * 60 * 60 * 1000;

async function openIndex(dataDir: string, name: string, quotaBytes?: number, dimensions = DIMENSIONS): Promise<IndexStore> {
    const store = await openIndexStore({
        folder: join(dataDir, 'indexes', name),
        dataDir,
        fingerprint: 'f',
        dimensions,
        log: silentLogger,
        ...(quotaBytes === undefined ? {} : { quota: createDataQuota({ dataDir, quotaBytes, log: silentLogger }) }),
    });
    onTestFinished(() => store.close());
    return store;
}

/** A closed index of one file, of this folder, last opened so many days ago. */
async function oldIndex(dataDir: string, name: string, folder: string, daysAgo: number): Promise<string> {
    const store = await openIndex(dataDir, name);
    await store.commit([indexedFile(`${name}.ts`, [`total of ${name}`])], []);
    const at = join(dataDir, 'indexes', name);
    await noteUse(at, [folder]);
    await store.close();
    const usedAt = new Date(Date.now() - daysAgo * DAY_MS);
    await utimes(join(at, 'workspace.json'), usedAt, usedAt);
    return at;
}

const prune = (dataDir: string, more: { readonly removesOrphans?: boolean; readonly quotaBytes?: number } = {}) =>
    pruneData({ dataDir, quotaBytes: 2 * GB, now: Date.now(), removesOrphans: false, compactsVectors: true, log: silentLogger, ...more });

async function exists(path: string): Promise<boolean> {
    return access(path).then(
        () => true,
        () => false,
    );
}

describe('what is kept on disk', () => {
    test('is told by index, with its folders and size', async () => {
        const dataDir = await temporaryFolder();
        await oldIndex(dataDir, 'shop', '/home/ada/shop', 1);
        const use = await measureData(dataDir, 2 * GB);
        expect(use).toMatchObject({ indexes: [{ folders: ['/home/ada/shop'] }], quotaBytes: 2 * GB });
        expect(use.totalBytes).toBe((use.indexes[0]?.bytes ?? 0) + use.vectorBytes);
        expect(use.indexes[0]?.bytes).toBeGreaterThan(1000);
    });

    test('goes after 90 days without use, unless somebody has it open', async () => {
        const dataDir = await temporaryFolder();
        const folder = await temporaryFolder();
        const [fresh, stale] = [await oldIndex(dataDir, 'fresh', folder, 89), await oldIndex(dataDir, 'stale', folder, 91)];
        const held = await oldIndex(dataDir, 'held', folder, 91);
        await openIndex(dataDir, 'held');
        expect(await prune(dataDir)).toMatchObject({ removed: [{ what: 'index', why: 'unused', folders: [folder] }] });
        expect([await exists(fresh), await exists(stale), await exists(held)]).toEqual([true, false, true]);
    });

    test('of a folder that is gone goes when a user asks, and not by itself: a disk may be unmounted', async () => {
        const dataDir = await temporaryFolder();
        const folder = join(dataDir, 'project');
        await mkdir(folder);
        const index = await oldIndex(dataDir, 'gone', folder, 1);
        await rm(folder, { recursive: true });
        expect((await prune(dataDir)).removed).toEqual([]);
        expect((await prune(dataDir, { removesOrphans: true })).removed).toMatchObject([{ what: 'index', why: 'folder gone' }]);
        expect(await exists(index)).toBe(false);
    });

    test('vectors of no index go, the others stay and are found by who had the file open all the while', async () => {
        const dataDir = await temporaryFolder();
        const store = await openIndex(dataDir, 'shop', undefined, LONG);
        const file = indexedFile('a.ts', ['total of cart', 'sum of prices']);
        await store.commit([{ ...file, stored: { ...file.stored, vectors: [undefined, undefined] } }], []);
        await store.vectors.put(file.stored.rows.map(({ vectorKey }, at) => ({ key: vectorKey, vector: longVector(at) })));
        const other = new EmbeddingCache(cachePath(dataDir, 'f'), LONG);
        onTestFinished(() => other.close());
        await other.put(Array.from({ length: 1200 }, (_, nth) => ({ key: `unused ${nth}`, vector: longVector(nth) })));
        const before = (await stat(cachePath(dataDir, 'f'))).size;
        await store.barrier();
        expect((await prune(dataDir)).removed).toMatchObject([{ what: 'vectors' }]);
        expect((await stat(cachePath(dataDir, 'f'))).size).toBeLessThan(before / 500);
        const keys = file.stored.rows.map(({ vectorKey }) => vectorKey);
        for (const cache of [store.vectors, other]) {
            const found = await cache.get([...keys, 'unused 7']);
            expect(found.map(vector => vector !== undefined)).toEqual([true, true, false]);
            expect([found[0]?.[0], found[1]?.[1]]).toEqual([1, 1]);
        }
        await store.vectors.put([{ key: 'late', vector: longVector(5) }]);
        expect((await other.get(['late']))[0]).toBeDefined();
    });
});

describe('at the quota', () => {
    test('nothing more is added, what is there is found and can be removed, and with more room it goes on', async () => {
        const dataDir = await temporaryFolder();
        const folder = await temporaryFolder();
        const first = await openIndex(dataDir, 'shop');
        await first.commit([indexedFile('a.ts', ['total of cart'])], []);
        await first.close();
        const { totalBytes } = await measureData(dataDir, 0);
        const full = await openIndex(dataDir, 'shop', totalBytes);
        await expect(full.commit([indexedFile('b.ts', ['weight of cart'])], [])).rejects.toMatchObject({
            failure: { kind: 'quota-reached', quotaBytes: totalBytes },
        });
        expect(await full.passages.searchWords(['total'], 5)).toHaveLength(1);
        await full.commit([], [indexedFile('a.ts', []).record.path]);
        expect(await full.passages.searchWords(['total'], 5)).toHaveLength(0);
        await full.close();
        await oldIndex(dataDir, 'stale', folder, 91);
        const roomy = await openIndex(dataDir, 'shop', 2 * totalBytes);
        await roomy.commit([indexedFile('b.ts', ['weight of cart'])], []);
        expect(await roomy.passages.searchWords(['weight'], 5)).toHaveLength(1);
    });
});
