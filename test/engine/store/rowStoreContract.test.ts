import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { StoredFile } from '../../../src/engine/ports.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { countWords } from '../../../src/engine/store/generationWriter.ts';
import { LanceStore } from '../../../src/engine/store/lanceStore.ts';
import { rankByWords } from '../../../src/engine/store/memoryRows.ts';
import type { RowStore } from '../../../src/engine/store/rowStore.ts';
import { WordRows } from '../../../src/engine/store/wordRows.ts';
import { DIMENSIONS, storedFile } from './storedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** What every place that rows are kept in must do; LanceDB's own tests say what it does besides. */
const stores: readonly (readonly [string, (folder: string, isWriter: boolean) => Promise<RowStore>])[] = [
    ['LanceDB', (folder, isWriter) => LanceStore.open(folder, { dimensions: DIMENSIONS, isWriter })],
    ['LanceDB, searched in memory', openHeld],
    ['the log of words', (folder, isWriter) => WordRows.open(join(folder, 'rows.log'), { isWriter })],
];

async function openHeld(folder: string, isWriter: boolean): Promise<RowStore> {
    const rows = await LanceStore.open(folder, { dimensions: DIMENSIONS, isWriter });
    await rows.holdInMemory();
    expect(rows.isHeldInMemory).toBe(isWriter);
    return rows;
}

let revision = 1000;

describe.each(stores)('rows in %s', (_name, openRows) => {
    async function filled(files: readonly StoredFile[], folder?: string): Promise<RowStore> {
        const rows = await openRows(folder ?? (await temporaryFolder()), true);
        onTestFinished(() => rows.close());
        await replace(rows, files, []);
        return rows;
    }

    async function replace(rows: RowStore, files: readonly StoredFile[], known: readonly string[]): Promise<void> {
        await rows.replaceFiles(files, { revision: ++revision, known: new Set(known.map(workspacePath)) });
    }

    async function found(rows: RowStore, words: string, scope: Parameters<RowStore['searchWords']>[2] = {}): Promise<string[]> {
        return (await rows.searchWords(words.split(' '), 50, scope)).map(({ row }) => row.path).sort();
    }

    test('come back as they went in, in order of lines', async () => {
        const file = storedFile("src/o'brien «ü».ts", ['price of apples', 'weight of pears']);
        const rows = await filled([file, storedFile('b.ts', ['price'])]);
        expect(await rows.rowsOf([file.path])).toEqual(file.rows);
        expect(await rows.countRows()).toBe(3);
        expect([...(await rows.census())].map(([path, { rows: count, fileHash }]) => [path, count, fileHash]).sort()).toEqual([
            ['b.ts', 1, storedFile('b.ts', ['price']).fileHash],
            [file.path, 2, file.fileHash],
        ]);
    });

    test('are found by words: names before mentions, rare words before common ones, and nothing by none', async () => {
        const rows = await filled([
            storedFile('mentions.ts', ['uses total here']),
            storedFile('defines.ts', ['total uses here']),
            storedFile('other.ts', ['uses nothing here']),
        ]);
        expect((await rows.searchWords(['total', 'uses'], 10)).map(({ row }) => row.path)).toEqual([
            'defines.ts',
            'mentions.ts',
            'other.ts',
        ]);
        expect(await rows.searchWords(['Total'], 10)).toHaveLength(2);
        expect(await rows.searchWords(['absent'], 10)).toEqual([]);
        expect(await rows.searchWords([], 10)).toEqual([]);
        expect(await rows.searchWords(['uses'], 1)).toHaveLength(1);
    });

    test('are looked for below a folder, and not in hidden files', async () => {
        const rows = await filled(['src/a.ts', 'src/it/b.ts', 'srcs/c.ts'].map(path => storedFile(path, ['one two'])));
        expect(await found(rows, 'one', { folder: workspacePath('src') })).toEqual(['src/a.ts', 'src/it/b.ts']);
        expect(await found(rows, 'one', { hidden: [workspacePath('src/a.ts')] })).toEqual(['src/it/b.ts', 'srcs/c.ts']);
    });

    test('are replaced and removed as files', async () => {
        const rows = await filled([storedFile('a.ts', ['one two', 'three four']), storedFile('b.ts', ['one two'])]);
        await replace(rows, [storedFile('a.ts', ['three four', 'seven eight'])], ['a.ts']);
        expect([await found(rows, 'one'), await found(rows, 'seven'), await rows.countRows()]).toEqual([['b.ts'], ['a.ts'], 3]);
        await replace(rows, [storedFile('a.ts', [])], ['a.ts']);
        await rows.removeFiles([workspacePath('b.ts'), workspacePath('never.ts')]);
        expect([await rows.countRows(), await found(rows, 'one seven')]).toEqual([0, []]);
    });

    test('have versions that grow with every change, also over an optimize and a reopening', async () => {
        const folder = await temporaryFolder();
        const rows = await filled([storedFile('a.ts', ['one two'])], folder);
        const first = await rows.version();
        await replace(rows, [storedFile('a.ts', ['three'])], ['a.ts']);
        const second = await rows.version();
        expect(second).toBeGreaterThan(first);
        await rows.sync();
        await rows.optimize();
        const third = await rows.version();
        expect(third).toBeGreaterThanOrEqual(second);
        await rows.close();
        const again = await openRows(folder, true);
        onTestFinished(() => again.close());
        expect([await again.version(), await found(again, 'three')]).toEqual([third, ['a.ts']]);
        await again.verify();
    });

    test('are seen by a reader as they are written', async () => {
        const folder = await temporaryFolder();
        const writer = await filled([storedFile('a.ts', ['one two'])], folder);
        const reader = await openRows(folder, false);
        onTestFinished(() => reader.close());
        expect(await found(reader, 'two')).toEqual(['a.ts']);
        await replace(writer, [storedFile('b.ts', ['two'])], []);
        await writer.removeFiles([workspacePath('a.ts')]);
        expect([await found(reader, 'two'), await reader.countRows()]).toEqual([['b.ts'], 1]);
    });

    test('tell of themselves: ids, words, and which have vectors', async () => {
        const file = storedFile('a.ts', ['one two', 'three four']);
        const rows = await filled([file]);
        const ids: string[] = [];
        const words: string[] = [];
        await rows.scanRows(({ id }) => ids.push(id));
        await rows.scanWords(({ terms }) => words.push(terms.words));
        expect(ids.sort()).toEqual(file.rows.map(({ id }) => id).sort());
        expect(words.sort()).toEqual(['four three', 'one two']);
        expect([...(await rows.vectorsOf([file.path])).keys()].sort()).toEqual(ids);
    });
});

describe('the log of words', () => {
    test('scores as unsaved text is scored, so that both kinds can stand in one list', async () => {
        const words = ['cart', 'price', 'total', 'order', 'tax', 'sum', 'item', 'user'];
        const textOf = (nth: number, chunk: number): string =>
            Array.from({ length: 4 + ((nth * 7 + chunk) % 9) }, (_each, at) => words[(nth * (at + 3) + chunk * 5 + at * at) % 8]).join(' ');
        const files = Array.from({ length: 60 }, (_, nth) =>
            storedFile(
                `src/f${nth}.ts`,
                [0, 1, 2].map(chunk => textOf(nth, chunk)),
            ),
        );
        const rows = await WordRows.open(join(await temporaryFolder(), 'rows.log'), { isWriter: true });
        onTestFinished(() => rows.close());
        await rows.replaceFiles(files, { revision: 1, known: new Set() });
        const counts = await countWords(rows);
        for (const question of [['tax'], ['cart', 'total'], ['order', 'sum', 'user']]) {
            const scored = (await rows.searchWords(question, 500)).map(({ row, score }) => [row.id, score.toFixed(6)]);
            const expected = rankByWords(
                files.flatMap(file => file.rows),
                question,
                counts,
            ).map(({ row, score }) => [row.id, score.toFixed(6)]);
            expect(scored.sort()).toEqual(expected.sort());
        }
    });

    test('forgets its history, and keeps what counts', async () => {
        const folder = await temporaryFolder();
        const rows = await WordRows.open(join(folder, 'rows.log'), { isWriter: true });
        onTestFinished(() => rows.close());
        for (let round = 0; round < 30; round++) {
            const files = Array.from({ length: 100 }, (_, nth) => storedFile(`f${nth}.ts`, [`round${round} file${nth}`]));
            await rows.replaceFiles(files, { revision: 1, known: new Set(files.map(({ path }) => path)) });
        }
        const before = await rows.version();
        expect(await rows.optimize()).toBe(true);
        expect([await rows.version(), await rows.countRows(), (await rows.searchWords(['round29'], 200)).length]).toEqual([
            before,
            100,
            100,
        ]);
        expect(await rows.searchWords(['round28'], 200)).toEqual([]);
        expect(await rows.optimize()).toBe(false);
    });
});
