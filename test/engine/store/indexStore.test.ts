import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { workspacePath } from '../../../src/protocol/text.ts';
import { skippedFile } from '../../../src/engine/store/indexStore.ts';
import type { IndexStore, IndexStoreOptions } from '../../../src/engine/store/indexStore.ts';
import { openIndexStore } from '../../../src/engine/store/openIndexStore.ts';
import { RecordLog, rewriteLog } from '../../../src/engine/store/recordLog.ts';
import { compareStore } from '../../../src/engine/verify/compareStore.ts';
import { roundOf } from './rounds.ts';
import { silentLogger } from './silentLogger.ts';
import { DIMENSIONS, indexedFile, storedFile, vectorOf } from './storedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const [A, B] = [workspacePath('src/a.ts'), workspacePath('src/b.ts')];

async function open(dataDir: string, options: Partial<IndexStoreOptions> = {}): Promise<IndexStore> {
    const store = await openIndexStore({
        folder: join(dataDir, 'index'),
        dataDir,
        fingerprint: 'f',
        dimensions: DIMENSIONS,
        log: silentLogger,
        ...options,
    });
    onTestFinished(() => store.close());
    return store;
}

/** As `storedFile`, for a model of four numbers. */
function withVectorsOfFour(path: string, texts: readonly string[]) {
    return { ...storedFile(path, texts), vectors: texts.map(() => Float32Array.of(1, 0, 0, 0)) };
}

async function filesWith(store: IndexStore, word: string): Promise<string[]> {
    return [...new Set((await store.passages.searchWords([word], 100)).map(hit => hit.row.path))].sort();
}

/** Journal, rows, symbols and word counts say the same. */
async function expectConsistent(store: IndexStore): Promise<void> {
    const records = [...store.manifest.records()];
    expect(await store.passages.countRows()).toBe(store.manifest.chunks);
    const rows = (await Promise.all(records.map(record => store.passages.rowsOf(record.path)))).flat();
    expect(new Set(rows.map(row => row.id)).size).toBe(store.manifest.chunks);
    for (const record of records) {
        const own = rows.filter(row => row.path === record.path);
        expect(own.map(row => row.fileHash)).toEqual(Array.from({ length: record.chunks }, () => record.hash));
        expect(store.symbols.factsOf(record.path)?.definitions.map(symbol => symbol.name)).toEqual(own.map(row => row.names.words));
    }
    expect([...store.symbols.files()].length).toBe(records.filter(record => record.state !== 'skipped').length);
    // An interrupted index may still be counting its words behind the searches; a change waits for that.
    await store.commit([], [workspacePath('never/there.ts')]);
    const statistics = store.passages.statistics();
    expect(statistics.rows).toBe(rows.length);
    const words = new Set(rows.flatMap(row => row.terms.words.split(' ')));
    for (const word of words)
        expect([word, statistics.rowsWith(word)]).toEqual([word, rows.filter(row => row.terms.words.split(' ').includes(word)).length]);
}

async function generationFolder(dataDir: string): Promise<string> {
    return join(dataDir, 'index', (await readFile(join(dataDir, 'index', 'CURRENT'), 'utf8')).trim());
}

describe('an index', () => {
    test('finds a commit at once, and has it after closing', async () => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        await store.commit([indexedFile('src/a.ts', ['total of cart', 'sum of prices']), indexedFile('src/b.ts', ['weight of cart'])], []);
        expect(await filesWith(store, 'cart')).toEqual(['src/a.ts', 'src/b.ts']);
        await store.commit([indexedFile('src/a.ts', ['sum of prices'])], []);
        expect(await filesWith(store, 'cart')).toEqual(['src/b.ts']);
        await expectConsistent(store);
        await store.close();
        const again = await open(dataDir);
        expect(await filesWith(again, 'cart')).toEqual(['src/b.ts']);
        expect(again.symbols.definitionsOf('sum')).toMatchObject([{ path: 'src/a.ts', container: 'Cart' }]);
        expect(
            again.symbols
                .referencesTo('of')
                .map(reference => reference.path)
                .sort(),
        ).toEqual(['src/a.ts', 'src/b.ts']);
        await expectConsistent(again);
    });

    test('forgets a removed file in rows, symbols and counts', async () => {
        const store = await open(await temporaryFolder());
        await store.commit([indexedFile('src/a.ts', ['total of cart']), indexedFile('src/b.ts', ['weight of cart'])], []);
        await store.commit([], [A, workspacePath('never/there.ts')]);
        expect([await filesWith(store, 'cart'), store.symbols.definitionsOf('total'), store.symbols.kindOf(A)]).toEqual([
            ['src/b.ts'],
            [],
            undefined,
        ]);
        await expectConsistent(store);
    });

    test('remembers why a file was skipped, even one that had rows before', async () => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        const file = indexedFile('src/a.ts', ['total of cart']);
        await store.commit([file], []);
        await store.commit(
            [skippedFile({ ...file.record, chunks: 0, hash: '', state: 'skipped', reason: 'binary', detail: 'NUL at byte 9' })],
            [],
        );
        await store.close();
        const again = await open(dataDir);
        expect(again.manifest.get(A)).toMatchObject({ state: 'skipped', reason: 'binary' });
        expect([await again.passages.countRows(), again.symbols.kindOf(A)]).toEqual([0, undefined]);
    });

    test('takes a new stamp for a file without touching its rows', async () => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        const file = indexedFile('src/a.ts', ['total of cart']);
        await store.commit([file], []);
        await store.restamp([{ ...file.record, mtimeMs: 77 }]);
        await store.close();
        const again = await open(dataDir);
        expect(again.manifest.get(A)?.mtimeMs).toBe(77);
        await expectConsistent(again);
    });

    test('refuses a file whose record does not describe its rows', async () => {
        const store = await open(await temporaryFolder());
        const file = indexedFile('src/a.ts', ['total of cart']);
        await expect(store.commit([{ ...file, record: { ...file.record, chunks: 2 } }], [])).rejects.toThrow('does not describe');
        expect(store.manifest.size).toBe(0);
    });

    test('begins anew for another model, and keeps the vectors of the first', async () => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        await store.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        await store.vectors.put([{ key: 'k', vector: vectorOf('k') }]);
        await store.close();
        const other = await open(dataDir, { fingerprint: 'g', dimensions: 4 });
        expect([other.manifest.size, other.isDraft, await other.vectors.get(['k'])]).toEqual([0, true, [undefined]]);
        await other.promote();
        await other.close();
        const back = await open(dataDir);
        expect(back.manifest.size).toBe(0);
        expect((await back.vectors.get(['k']))[0]).toBeDefined();
        expect((await readdir(join(dataDir, 'index'))).filter(name => name.startsWith('gen-'))).toHaveLength(1);
    });

    test('made for another model, answers by words until the new one is complete, and then by the new one alone', async () => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        await store.commit([indexedFile('src/a.ts', ['total of cart']), indexedFile('src/b.ts', ['weight of cart'])], []);
        await store.close();
        const other = await open(dataDir, { fingerprint: 'g', dimensions: 4 });
        expect(await filesWith(other, 'cart')).toEqual(['src/a.ts', 'src/b.ts']);
        expect(other.symbols.definitionsOf('total')).toHaveLength(1);
        const ofFourNumbers = {
            ...indexedFile('src/a.ts', ['total of basket']),
            stored: withVectorsOfFour('src/a.ts', ['total of basket']),
        };
        await other.commit([ofFourNumbers], []);
        expect([await filesWith(other, 'basket'), await filesWith(other, 'cart')]).toEqual([[], ['src/a.ts', 'src/b.ts']]);
        expect(await other.passages.searchMeaning(Float32Array.of(1, 0, 0, 0), 5)).toEqual([]);
        await other.promote();
        expect([await filesWith(other, 'basket'), await filesWith(other, 'cart')]).toEqual([['src/a.ts'], []]);
        expect((await other.passages.searchMeaning(Float32Array.of(1, 0, 0, 0), 5)).map(({ row }) => row.path)).toEqual(['src/a.ts']);
        expect((await readdir(join(dataDir, 'index'))).filter(name => name.startsWith('gen-'))).toEqual(['gen-2']);
        await expectConsistent(other);
    });

    test('goes on with a draft that an earlier process had begun, and serves the old index meanwhile', async () => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        await store.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        await store.close();
        const first = await open(dataDir, { fingerprint: 'g' });
        await first.commit([indexedFile('src/a.ts', ['total of basket'])], []);
        await first.close();
        const second = await open(dataDir, { fingerprint: 'g' });
        expect([second.isDraft, second.manifest.size, await filesWith(second, 'cart')]).toEqual([true, 1, ['src/a.ts']]);
        await second.promote();
        expect(await filesWith(second, 'basket')).toEqual(['src/a.ts']);
    });

    test('rebuilt, serves as it was until the new one is complete', async () => {
        const store = await open(await temporaryFolder());
        await store.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        await store.beginDraft();
        expect([store.manifest.size, await filesWith(store, 'cart')]).toEqual([0, ['src/a.ts']]);
        expect(await store.passages.searchMeaning(vectorOf('total of cart'), 5)).toHaveLength(1);
        await store.commit([indexedFile('src/b.ts', ['weight of cart'])], []);
        await store.promote();
        expect(await filesWith(store, 'cart')).toEqual(['src/b.ts']);
        await expectConsistent(store);
    });

    test('that holds nothing leaves no file behind', async () => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        await store.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        await store.clear();
        await store.close();
        expect((await readdir(dataDir)).filter(name => name === 'index')).toEqual([]);
    });

    test.each([
        ['of an older program', (text: string) => text.replace(/"schema":\d+/, '"schema":1')],
        ['of a newer program', (text: string) => text.replace(/"schema":\d+/, '"schema":999')],
        ['of a newer program with entries that nobody knows', () => JSON.stringify({ type: 'shard', schema: 999, parts: [1, 2] })],
    ])('%s is made anew, and its vectors are kept', async (_name, change) => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        await store.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        await store.vectors.put([{ key: 'k', vector: vectorOf('k') }]);
        await store.close();
        const journal = join(await generationFolder(dataDir), 'journal.log');
        const heads: string[] = [];
        const { log } = await RecordLog.open(journal, payload => heads.push(payload.toString()));
        await log.close();
        await rewriteLog(
            journal,
            heads.map((text, at) => (at === 0 ? change(text) : text)),
        );
        const other = await open(dataDir);
        expect([other.manifest.size, other.isDraft, await other.passages.countRows()]).toEqual([0, false, 0]);
        expect((await other.vectors.get(['k']))[0]).toBeDefined();
    });

    test('cleared, is empty and can be filled again', async () => {
        const store = await open(await temporaryFolder());
        await store.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        const { version } = store.symbols;
        await store.clear();
        expect([store.manifest.size, await filesWith(store, 'cart'), store.symbols.definitionsOf('total')]).toEqual([0, [], []]);
        expect(store.symbols.version).toBeGreaterThan(version);
        await store.commit([indexedFile('src/b.ts', ['weight of cart'])], []);
        await expectConsistent(store);
    });

    test('is for its owner alone, and holds no text', async () => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        await store.commit([indexedFile('src/a.ts', ['zebra apple mango'])], []);
        await store.close();
        if (process.platform !== 'win32') expect((await stat(join(dataDir, 'index'))).mode & 0o777).toBe(0o700);
        for (const name of await readdir(dataDir, { recursive: true })) {
            const path = join(dataDir, name);
            if ((await stat(path)).isFile()) expect((await readFile(path)).includes('zebra apple mango'), name).toBe(false);
        }
    });
});

describe('texts newer than the disk', () => {
    test('are found instead of the rows on disk, at once', async () => {
        const store = await open(await temporaryFolder());
        await store.commit([indexedFile('src/a.ts', ['total of cart', 'sum of prices']), indexedFile('src/b.ts', ['weight of cart'])], []);
        const unsaved = indexedFile('src/a.ts', ['discount of cart']).stored;
        store.passages.overlay(A, unsaved);
        expect([await filesWith(store, 'total'), await filesWith(store, 'discount'), await filesWith(store, 'cart')]).toEqual([
            [],
            ['src/a.ts'],
            ['src/a.ts', 'src/b.ts'],
        ]);
        expect((await store.passages.searchMeaning(vectorOf('discount of cart'), 1))[0]?.row).toEqual(unsaved.rows[0]);
        expect((await store.passages.searchMeaning(vectorOf('total of cart'), 9)).map(hit => hit.row.symbol?.name)).not.toContain('total');
        expect([await store.passages.rowsOf(A), await store.passages.countRows()]).toEqual([unsaved.rows, 2]);
        store.passages.clearOverlay(A);
        expect(await filesWith(store, 'total')).toEqual(['src/a.ts']);
    });

    test('obey the folder that is asked for', async () => {
        const store = await open(await temporaryFolder());
        store.passages.overlay(A, indexedFile('src/a.ts', ['discount of cart']).stored);
        const found = async (folder: string): Promise<number> =>
            (await store.passages.searchWords(['cart'], 9, { folder: workspacePath(folder) })).length;
        expect([await found('src'), await found('lib')]).toEqual([1, 0]);
    });

    test('hide a file that was deleted a moment ago, until the disk has caught up', async () => {
        const store = await open(await temporaryFolder());
        await store.commit([indexedFile('src/a.ts', ['total of cart']), indexedFile('src/b.ts', ['weight of cart'])], []);
        store.passages.overlay(A, 'removed');
        expect([await filesWith(store, 'cart'), await store.passages.countRows()]).toEqual([['src/b.ts'], 1]);
        expect([store.symbols.definitionsOf('total'), store.symbols.kindOf(A), [...store.symbols.files()].length]).toEqual([
            [],
            undefined,
            1,
        ]);
        await store.commit([], [A]);
        await store.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        expect(await filesWith(store, 'cart')).toEqual(['src/a.ts', 'src/b.ts']);
    });
});

describe('two processes', () => {
    test('share an index: one writes, the other reads what was committed', async () => {
        const dataDir = await temporaryFolder();
        const writer = await open(dataDir);
        await writer.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        const reader = await open(dataDir);
        expect([reader.isWriter, reader.holder?.pid]).toEqual([false, process.pid]);
        await expect(reader.commit([], [A])).rejects.toThrow('Another process is indexing');
        await writer.commit([indexedFile('src/b.ts', ['weight of cart'])], [A]);
        await reader.refresh();
        expect([await filesWith(reader, 'cart'), [...reader.manifest.records()].map(file => file.path), reader.symbols.kindOf(B)]).toEqual([
            ['src/b.ts'],
            ['src/b.ts'],
            'code',
        ]);
        await writer.clear();
        await reader.refresh();
        expect([await filesWith(reader, 'cart'), reader.manifest.size]).toEqual([[], 0]);
    });

    test('a reader of an index made with another model asks words only', async () => {
        const dataDir = await temporaryFolder();
        const writer = await open(dataDir);
        await writer.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        const reader = await open(dataDir, { fingerprint: 'g' });
        expect([await filesWith(reader, 'cart'), await reader.passages.searchMeaning(vectorOf('total of cart'), 5)]).toEqual([
            ['src/a.ts'],
            [],
        ]);
    });

    test('after a take-over the first commits no more, and the index is whole', async () => {
        const dataDir = await temporaryFolder();
        const first = await open(dataDir);
        await first.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        const second = await open(dataDir, { takeOver: true });
        await expect(first.commit([indexedFile('src/b.ts', ['weight of cart'])], [])).rejects.toThrow('Another process is indexing');
        expect(first.isWriter).toBe(false);
        await first.close();
        await second.commit([indexedFile('src/b.ts', ['weight of cart'])], []);
        await expectConsistent(second);
    });
});

describe('after a crash', () => {
    test('the index is whole, and nothing acknowledged is lost, whenever its writer was killed', async () => {
        const dataDir = await temporaryFolder();
        const acknowledged = new Map<string, string>();
        for (const [seed, rounds, delayMs] of [
            ['a', 2, 0],
            ['b', 5, 3],
            ['c', 8, 7],
            ['d', 3, 12],
            ['e', 11, 1],
        ] as const) {
            const child = fork(join(import.meta.dirname, 'committer.ts'), [dataDir, seed], { execArgv: [] });
            let last = -1;
            child.on('message', round => {
                last = Number(round);
            });
            while (last < rounds) await once(child, 'message');
            await pause(delayMs);
            const gone = once(child, 'close');
            child.kill('SIGKILL');
            await gone;
            for (let round = 0; round <= last; round++) {
                for (const { record } of roundOf(round, seed).files) acknowledged.set(record.path, record.hash);
                acknowledged.delete(roundOf(round, seed).gone);
            }
            // The round that was interrupted may have come to any end.
            const interrupted = [last + 1, last + 2].map(round => roundOf(round, seed));
            for (const round of interrupted)
                for (const path of [round.gone, ...round.files.map(file => file.record.path)]) acknowledged.delete(path);

            const store = await open(dataDir);
            expect(store.isWriter).toBe(true);
            await expectConsistent(store);
            for (const [path, hash] of acknowledged) expect([path, store.manifest.get(workspacePath(path))?.hash]).toEqual([path, hash]);
            await store.close();
        }
        expect(await readFile(join(dataDir, 'index', 'CURRENT'), 'utf8')).toBe('gen-1\n');
    });

    test.each<[string, (folder: string) => Promise<void>]>([
        ['the newest version of the rows is empty', folder => emptyNewest(join(folder, 'rows/chunks.lance/_versions'))],
        ['a file of rows is empty', folder => emptyNewest(join(folder, 'rows/chunks.lance/data'))],
        ['the rows are gone', folder => rm(join(folder, 'rows'), { recursive: true })],
        [
            'the journal has lost its end',
            async folder => truncate(join(folder, 'journal.log'), (await stat(join(folder, 'journal.log'))).size - 9),
        ],
        ['the journal ends in zeros', folder => appendFile(join(folder, 'journal.log'), Buffer.alloc(4096))],
        [
            'the symbols have lost their end',
            async folder => truncate(join(folder, 'symbols.log'), (await stat(join(folder, 'symbols.log'))).size - 9),
        ],
        ['the symbols are gone', folder => rm(join(folder, 'symbols.log'))],
        ['the word counts are damaged', folder => writeFile(join(folder, 'words.counts'), '12\n{')],
        ['the whole generation is gone', folder => rm(folder, { recursive: true })],
        ['the pointer is damaged', folder => writeFile(join(folder, '../CURRENT'), Buffer.alloc(6))],
    ])('%s: it opens, whole, and goes on', async (_what, damage) => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        await store.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        await store.barrier();
        await store.commit([indexedFile('src/b.ts', ['weight of cart'])], []);
        await store.close();
        await damage(await generationFolder(dataDir));
        const again = await open(dataDir);
        await expectConsistent(again);
        await again.commit([indexedFile('src/a.ts', ['total of cart']), indexedFile('src/b.ts', ['weight of cart'])], []);
        expect(await filesWith(again, 'cart')).toEqual(['src/a.ts', 'src/b.ts']);
        await expectConsistent(again);
    });

    test('its parts agree also while the words are still being counted again', async () => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        await store.commit(
            Array.from({ length: 30 }, (_, nth) => indexedFile(`src/f${String(nth)}.ts`, [`total of cart ${String(nth)}`])),
            [],
        );
        await store.close();
        const going = await open(dataDir);
        await going.commit([indexedFile('src/a.ts', ['weight of cart'])], []);
        // As after a kill: the counts on disk are those before the last change.
        const killed = await temporaryFolder();
        await cp(dataDir, killed, { recursive: true, filter: file => !file.includes('lease') });
        expect(await compareStore(await open(killed))).toEqual([]);
    });

    test('rows that cannot be read while searching are reported, and a cleared index works again', async () => {
        const dataDir = await temporaryFolder();
        const store = await open(dataDir);
        await store.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        await rm(join(await generationFolder(dataDir), 'rows/chunks.lance/data'), { recursive: true });
        await expect(store.passages.searchMeaning(vectorOf('total of cart'), 5)).rejects.toThrow('The index cannot be read');
        expect(store.damage).toBeDefined();
        await store.clear();
        expect(store.damage).toBeUndefined();
        await store.commit([indexedFile('src/a.ts', ['total of cart'])], []);
        await expectConsistent(store);
    });
});

async function emptyNewest(folder: string): Promise<void> {
    const files = await Promise.all(
        (await readdir(folder)).map(async name => ({ path: join(folder, name), made: (await stat(join(folder, name))).mtimeMs })),
    );
    const newest = files.filter(file => !file.path.endsWith('.json')).sort((one, other) => other.made - one.made)[0];
    if (!newest) throw new Error('nothing to damage');
    await truncate(newest.path, 0);
}
