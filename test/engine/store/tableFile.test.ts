import { readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Table } from '@lancedb/lancedb';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { StoredFile } from '../../../src/engine/ports.ts';
import { fillSearchTable } from '../../../src/engine/store/fillSearchTable.ts';
import { LanceStore, TABLE_FILE } from '../../../src/engine/store/lanceStore.ts';
import { loadSearchTable } from '../../../src/engine/store/loadSearchTable.ts';
import type { SearchTable } from '../../../src/engine/store/searchTable.ts';
import { loadNativeStore } from '../../../src/engine/store/storeSchema.ts';
import { writeTableFile } from '../../../src/engine/store/tableFile.ts';
import { TableSource } from '../../../src/engine/store/tableSource.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { numbersFrom } from '../../doubles/numbersFrom.ts';
import { DIMENSIONS, storedFile, vectorOf } from './storedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const WORDS = ['cart', 'price', 'total', 'order', 'tax', 'größe', '数量', 'user', 'q'];
const goOn = (): Promise<boolean> => Promise.resolve(true);
const ROOM = 40;

/** A folder as a generation has it, its rows, and LanceDB's own table of them. */
class Generation {
    readonly folder: string;
    readonly rows: LanceStore;
    readonly table: Table;
    private revision = 0;

    private constructor(folder: string, rows: LanceStore, table: Table) {
        this.folder = folder;
        this.rows = rows;
        this.table = table;
    }

    static async make(files: readonly StoredFile[], tableKeptFrom = 1): Promise<Generation> {
        const folder = await temporaryFolder();
        const rows = await LanceStore.open(join(folder, 'rows'), { dimensions: DIMENSIONS, isWriter: true, tableKeptFrom });
        const connection = await loadNativeStore().lance.connect(join(folder, 'rows'), { readConsistencyInterval: 0 });
        const table = await connection.openTable('chunks');
        onTestFinished(async () => {
            await rows.close();
            connection.close();
        });
        const made = new Generation(folder, rows, table);
        await made.put(files);
        return made;
    }

    get path(): string {
        return join(this.folder, TABLE_FILE);
    }

    async put(files: readonly StoredFile[]): Promise<void> {
        await this.rows.replaceFiles(files, { revision: ++this.revision, known: new Set(files.map(({ path }) => path)) });
    }

    async fill(): Promise<SearchTable> {
        const filled = await fillSearchTable(this.table, { dimensions: DIMENSIONS, room: ROOM, mayGoOn: goOn });
        return filled ?? expect.fail('not filled');
    }

    async keep(): Promise<void> {
        const kept = (await this.fill()).worthKeeping ?? expect.fail('nothing to keep');
        expect(await writeTableFile(this.path, kept, goOn)).toBe(true);
    }

    async load(): Promise<SearchTable | undefined> {
        return loadSearchTable(this.table, { path: this.path, dimensions: DIMENSIONS, room: ROOM, mayGoOn: goOn });
    }
}

/** All that is found, row by row with everything that is told of it. */
function found(table: SearchTable): unknown {
    const hits = [
        ...[['tax'], ['cart', 'größe'], ['Order', '数量', 'q', 'absent']].map(words => table.searchWords(words, 10_000)),
        ...['anything', 'else'].map(text => table.searchMeaning(vectorOf(text), 10_000)),
    ];
    const told = hits.map(list =>
        list
            .map(({ row, ...score }) => {
                const { id, path, language, kind, range, fileHash, vectorKey, symbol } = row;
                return { ...score, id, path, language, kind, range, fileHash, vectorKey, symbol };
            })
            // Equals come in the order of their numbers, which nobody promises.
            .sort((one, other) => (one.id < other.id ? -1 : 1)),
    );
    expect(told.every(list => list.length > 0)).toBe(true);
    return { told, rows: table.size };
}

const random = numbersFrom(11);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const texts = (): string[] =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
        Array.from({ length: 2 + Math.floor(random() * 90) }, () => pick(WORDS)).join(' '),
    );
const files = Array.from({ length: 30 }, (_, nth) => storedFile(`src/f${nth}.ts`, texts()));

describe('a table that was kept', () => {
    test('finds what one finds that is made from the rows, and need not be kept again', async () => {
        const generation = await Generation.make(files);
        await generation.keep();
        const loaded = (await generation.load()) ?? expect.fail('not loaded');
        expect(found(loaded)).toEqual(found(await generation.fill()));
        expect(loaded.worthKeeping).toBeUndefined();
        expect((await stat(generation.path)).mode & 0o077).toBe(0);
    });

    test('finds what has changed since, whatever that was, and takes in what comes then', async () => {
        const generation = await Generation.make(files);
        await generation.keep();
        // Other text, fewer rows, no rows, a vector where there was none, and the same once more.
        const [first, second, third, fourth, fifth] = files as [StoredFile, StoredFile, StoredFile, StoredFile, StoredFile];
        await generation.put([storedFile(first.path, ['user order', 'tax größe']), storedFile('src/new.ts', ['cart 数量'])]);
        await generation.put([{ ...second, rows: second.rows.slice(0, 1), vectors: second.vectors.slice(0, 1) }]);
        await generation.rows.removeFiles([third.path]);
        await generation.put([{ ...fourth, vectors: fourth.vectors.map(() => undefined) }, fifth]);
        const loaded = (await generation.load()) ?? expect.fail('not loaded');
        const filled = await generation.fill();
        expect(found(loaded)).toEqual(found(filled));
        for (const table of [loaded, filled]) {
            expect(table.replaceFiles([storedFile('src/new.ts', ['price total q'])])).toBe(true);
            table.removeFiles([workspacePath('src/f9.ts')]);
        }
        expect(found(loaded)).toEqual(found(filled));
    });

    test('is left alone when much has changed: more than there is room for, or a quarter is gone', async () => {
        const many = await Generation.make(files);
        await many.keep();
        await many.put(Array.from({ length: ROOM }, (_, nth) => storedFile(`more${nth}.ts`, ['tax'])));
        expect(await many.load()).toBeUndefined();
        const few = await Generation.make(files);
        await few.keep();
        await few.rows.removeFiles(files.slice(0, 12).map(({ path }) => path));
        expect(await few.load()).toBeUndefined();
    });

    test('of another index says nothing of this one', async () => {
        const [one, other] = [await Generation.make(files), await Generation.make(files.slice(0, 20))];
        // The same files, but other commits wrote them.
        await one.put(files);
        await one.keep();
        await writeFile(other.path, await readFile(one.path));
        expect(await other.load()).toBeUndefined();
    });

    test('never says anything wrong, whatever the disk does to its bytes', async () => {
        const generation = await Generation.make(files);
        await generation.keep();
        const whole = await readFile(generation.path);
        const expected = found(await generation.fill());
        let unread = 0;
        for (let round = 0; round < 150; round++) {
            const damaged = Buffer.from(whole);
            // Its head is small and the place where most goes wrong: half of the rounds are there.
            const at = Math.floor(random() * (round % 2 === 0 ? 180 : whole.length));
            if (round % 5 === 4) damaged.fill(0, at, Math.min(at + 4096, whole.length));
            else damaged[at] = (damaged[at] ?? 0) ^ (1 << Math.floor(random() * 8));
            await writeFile(generation.path, damaged);
            if (round % 7 === 6) await truncate(generation.path, at);
            const loaded = await generation.load();
            if (loaded) expect(found(loaded)).toEqual(expected);
            else unread++;
        }
        // A zero may stand where zeros were written.
        expect(unread).toBeGreaterThan(140);
    });

    test('is not there when it could not be written to its end, and leaves nothing behind', async () => {
        const generation = await Generation.make(files);
        const kept = (await generation.fill()).worthKeeping ?? expect.fail('nothing to keep');
        let pieces = 0;
        expect(await writeTableFile(generation.path, kept, () => Promise.resolve(++pieces < 5))).toBe(false);
        expect((await readdir(generation.folder)).sort()).toEqual(['rows']);
        // What a killed process has left is not taken for a table, and written over.
        await writeFile(`${generation.path}.new`, 'half');
        expect(await generation.load()).toBeUndefined();
        await generation.keep();
        expect((await readdir(generation.folder)).sort()).toEqual(['rows', TABLE_FILE]);
        expect(await generation.load()).toBeDefined();
    });

    test('is not written when the user allows no more on disk, nor when the folder is gone, and nobody is told', async () => {
        const generation = await Generation.make(files);
        const table = await generation.fill();
        const options = { dimensions: DIMENSIONS, keptFrom: 1 };
        const full = { check: () => Promise.reject(new Error('quota reached')) };
        await new TableSource(generation.table, { ...options, path: generation.path, quota: full }).keep(table, goOn);
        await new TableSource(generation.table, { ...options, path: join(generation.folder, 'gone', TABLE_FILE) }).keep(table, goOn);
        expect(await readdir(generation.folder)).toEqual(['rows']);
    });
});

describe('an index that is opened again', () => {
    async function reopen(generation: Generation, tableKeptFrom: number): Promise<LanceStore> {
        await generation.rows.close();
        const again = await LanceStore.open(join(generation.folder, 'rows'), { dimensions: DIMENSIONS, isWriter: true, tableKeptFrom });
        onTestFinished(() => again.close());
        return again;
    }

    test('answers its first question from memory, by what was kept or, of a few rows, by reading them', async () => {
        const generation = await Generation.make(files);
        await generation.rows.holdInMemory();
        expect(await readdir(generation.folder)).toContain(TABLE_FILE);
        const again = await reopen(generation, 1);
        expect(again.isHeldInMemory).toBe(false);
        const ask = async (): Promise<unknown> => {
            const [words, meaning] = await Promise.all([again.searchWords(['tax'], 9), again.searchMeaning(vectorOf('any'), 9)]);
            return [words.map(({ row, score }) => [row.id, score]), meaning.map(({ row, similarity }) => [row.id, similarity])];
        };
        const first = await ask();
        expect(again.isHeldInMemory).toBe(true);
        expect(await ask()).toEqual(first);

        const small = await Generation.make(files, 1_000);
        await small.rows.holdInMemory();
        expect(await readdir(small.folder)).toEqual(['rows']);
        const smallAgain = await reopen(small, 1_000);
        expect(await smallAgain.searchWords(['tax'], 9)).toHaveLength(9);
        expect(smallAgain.isHeldInMemory).toBe(true);
    });

    test('with many rows and nothing kept of them is answered by LanceDB first, and from memory in a moment', async () => {
        const generation = await Generation.make(files);
        await generation.rows.holdInMemory();
        await rm(generation.path);
        const again = await reopen(generation, 1);
        expect(await again.searchWords(['tax'], 9)).toHaveLength(9);
        expect(again.isHeldInMemory).toBe(false);
        await again.holdInMemory();
        expect(again.isHeldInMemory).toBe(true);
        expect(await readdir(generation.folder)).toContain(TABLE_FILE);
    });

    test('has in memory what is written while that is being read', async () => {
        const generation = await Generation.make(files);
        await generation.rows.holdInMemory();
        const again = await reopen(generation, 1);
        const changed = storedFile('src/f3.ts', ['zebra order']);
        const [hits] = await Promise.all([
            again.searchWords(['tax'], 9),
            again.replaceFiles([changed], { revision: 77, known: new Set([changed.path]) }),
            again.removeFiles([workspacePath('src/f4.ts')]),
        ]);
        expect(hits).toHaveLength(9);
        expect(again.isHeldInMemory).toBe(true);
        expect((await again.searchMeaning(vectorOf('zebra order'), 1)).map(({ row }) => row.path)).toEqual(['src/f3.ts']);
        expect((await again.searchWords(['zebra'], 9)).map(({ row }) => row.path)).toEqual(['src/f3.ts']);
        expect((await again.searchWords(['tax', 'cart', 'q'], 999)).filter(({ row }) => row.path === 'src/f4.ts')).toEqual([]);
    });
});
