import { describe, expect, onTestFinished, test } from 'vitest';
import { workspacePath } from '../../../src/protocol/text.ts';
import type { WorkspacePath } from '../../../src/protocol/text.ts';
import type { StoredFile } from '../../../src/engine/ports.ts';
import { LanceStore } from '../../../src/engine/store/lanceStore.ts';
import { DIMENSIONS, storedFile, vectorOf } from './storedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

let revision = 0;

async function storeWith(files: readonly StoredFile[]): Promise<LanceStore> {
    const store = await LanceStore.open(await temporaryFolder(), { dimensions: DIMENSIONS, isWriter: true });
    onTestFinished(() => store.close());
    await store.replaceFiles(files, { revision: ++revision, known: new Set() });
    return store;
}

async function replace(store: LanceStore, file: StoredFile): Promise<void> {
    await store.replaceFiles([file], { revision: ++revision, known: new Set([file.path]) });
}

async function pathsWith(
    store: LanceStore,
    words: string,
    scope: { folder?: WorkspacePath; hidden?: WorkspacePath[] } = {},
): Promise<string[]> {
    return (await store.searchStoredWords(words.split(' '), 50, scope)).map(hit => hit.row.path).sort();
}

describe('rows in LanceDB', () => {
    test('come back as they went in', async () => {
        const file = storedFile("src/o'brien «ü».ts", ['price of apples', 'weight of pears']);
        const store = await storeWith([file]);
        expect(await store.rowsOf([file.path])).toEqual(file.rows);
    });

    test('a row without a symbol or a vector has none afterwards, and is found by words alone', async () => {
        const whole = storedFile('a.ts', ['price of apples', 'weight of pears']);
        const rows = whole.rows.map(({ id, path, language, kind, range, fileHash, vectorKey, names, terms }) => ({
            id,
            path,
            language,
            kind,
            range,
            fileHash,
            vectorKey,
            names,
            terms,
        }));
        const store = await storeWith([{ ...whole, rows, vectors: [undefined, whole.vectors[1]] }]);
        expect(await store.rowsOf([whole.path])).toEqual(rows);
        expect((await store.searchStoredMeaning(vectorOf('price of apples'), 10)).map(hit => hit.row.terms.words)).toEqual([
            'of pears weight',
        ]);
        expect(await pathsWith(store, 'apples')).toEqual(['a.ts']);
    });

    test('a word that occurs more often than there are rows is found, before and after compaction', async () => {
        const store = await storeWith([
            storedFile('a.ts', ['cart cart cart cart cart cart', 'cart cart cart total']),
            storedFile('b.ts', ['price']),
        ]);
        expect(await pathsWith(store, 'cart')).toEqual(['a.ts', 'a.ts']);
        await store.optimize();
        expect(await pathsWith(store, 'cart')).toEqual(['a.ts', 'a.ts']);
    });

    test('the nearest meaning comes first, with its cosine', async () => {
        const store = await storeWith([storedFile('a.ts', ['price of apples', 'weight of pears', 'length of beans'])]);
        const [first, second] = await store.searchStoredMeaning(vectorOf('weight of pears'), 2);
        expect(first?.row.terms.words).toBe('of pears weight');
        expect(first?.similarity).toBeCloseTo(1, 3);
        const expected = vectorOf(second?.row.terms.words === 'apples of price' ? 'price of apples' : 'length of beans').reduce(
            (sum, value, i) => sum + value * (vectorOf('weight of pears')[i] ?? 0),
            0,
        );
        expect(second?.similarity).toBeCloseTo(expected, 2);
    });

    test('a name weighs more than a mention, and a rare word more than a common one', async () => {
        const store = await storeWith([
            storedFile('mentions.ts', ['uses total here']),
            storedFile('defines.ts', ['total uses here']),
            storedFile('other.ts', ['uses nothing here']),
        ]);
        expect((await store.searchStoredWords(['total', 'uses'], 10)).map(hit => hit.row.path)).toEqual([
            'defines.ts',
            'mentions.ts',
            'other.ts',
        ]);
    });

    test('a replaced file has its new rows only, an unchanged row among them', async () => {
        const store = await storeWith([storedFile('a.ts', ['one two', 'three four', 'five six']), storedFile('b.ts', ['one two'])]);
        const next = storedFile('a.ts', ['three four', 'seven eight']);
        await replace(store, next);
        expect(await store.rowsOf([next.path])).toEqual(next.rows);
        expect([await pathsWith(store, 'one'), await pathsWith(store, 'seven'), await store.countRows()]).toEqual([['b.ts'], ['a.ts'], 3]);
        await replace(store, storedFile('a.ts', []));
        expect(await store.countRows()).toBe(1);
    });

    test('rows left by another cutting of the same text go with the next replacement', async () => {
        const store = await storeWith([storedFile('a.ts', ['one', 'two'])]);
        const other = storedFile('a.ts', ['one two']);
        const { fileHash } = storedFile('a.ts', ['one', 'two']);
        await replace(store, { ...other, fileHash, rows: other.rows.map(row => ({ ...row, fileHash })) });
        expect(await store.countRows()).toBe(1);
    });

    test('a removed file is gone from every search', async () => {
        const store = await storeWith([storedFile("it's.ts", ['one two']), storedFile('b.ts', ['one two'])]);
        await store.removeFiles([workspacePath("it's.ts")]);
        expect(await pathsWith(store, 'one')).toEqual(['b.ts']);
        expect((await store.searchStoredMeaning(vectorOf('one two'), 10)).map(hit => hit.row.path)).toEqual(['b.ts']);
    });

    test('a folder holds what is below it, and not what only begins like it', async () => {
        const store = await storeWith(['src/a.ts', 'src/it/b.ts', 'src/its.ts', 'srcs/c.ts'].map(path => storedFile(path, ['one two'])));
        const inFolder = (folder: string): Promise<string[]> => pathsWith(store, 'one', { folder: workspacePath(folder) });
        expect(await inFolder('src')).toEqual(['src/a.ts', 'src/it/b.ts', 'src/its.ts']);
        expect(await inFolder('src/it')).toEqual(['src/it/b.ts']);
        expect(await inFolder("src/it' OR '1'='1")).toEqual([]);
        const near = await store.searchStoredMeaning(vectorOf('one two'), 10, { folder: workspacePath('src/it') });
        expect(near.map(hit => hit.row.path)).toEqual(['src/it/b.ts']);
    });

    test('hidden files are not found, and do not use up the limit', async () => {
        const store = await storeWith(['a.ts', 'b.ts', 'c.ts'].map(path => storedFile(path, ['one two'])));
        const hidden = [workspacePath('a.ts'), workspacePath('b.ts')];
        expect((await store.searchStoredWords(['one'], 1, { hidden })).map(hit => hit.row.path)).toEqual(['c.ts']);
        expect((await store.searchStoredMeaning(vectorOf('one two'), 1, { hidden })).map(hit => hit.row.path)).toEqual(['c.ts']);
    });

    test('ten thousand identical chunks are ten thousand rows, before and after compaction', async () => {
        const files = Array.from({ length: 2000 }, (_, i) => storedFile(`copies/${i}.ts`, Array<string>(5).fill('the same text')));
        const store = await storeWith(files);
        expect(await store.countRows()).toBe(10_000);
        expect(await store.optimize()).toBe(true);
        expect(await store.countRows()).toBe(10_000);
        expect((await store.census()).size).toBe(2000);
        expect(await store.searchStoredWords(['same'], 300)).toHaveLength(300);
        expect(await store.optimize()).toBe(false);
    });

    test('among very many rows the nearest are the same before and after compaction, and rows added later are found', async () => {
        const files = Array.from({ length: 510 }, (_, i) =>
            storedFile(
                `many/${i}.ts`,
                Array.from({ length: 100 }, (_ignored, chunk) => `text ${i} ${chunk}`),
            ),
        );
        const store = await storeWith(files);
        const question = vectorOf('text 7 7');
        const [exact] = await store.searchStoredMeaning(question, 20);
        expect(await store.optimize()).toBe(true);
        const [found] = await store.searchStoredMeaning(question, 20);
        expect([found?.row, found?.similarity.toFixed(3)]).toEqual([exact?.row, exact?.similarity.toFixed(3)]);
        expect(await store.optimize()).toBe(false);
        await replace(store, storedFile('new.ts', ['text 7 7']));
        expect(
            (await store.searchStoredMeaning(question, 20))
                .slice(0, 2)
                .map(hit => hit.row.path)
                .sort(),
        ).toEqual(['many/7.ts', 'new.ts']);
    });

    test('a vector of another length, or with a number that is none, does not get in', async () => {
        const file = storedFile('a.ts', ['one']);
        await expect(storeWith([{ ...file, vectors: [new Float32Array(DIMENSIONS - 1)] }])).rejects.toThrow('7 numbers where 8');
        await expect(storeWith([{ ...file, vectors: [new Float32Array(DIMENSIONS).fill(Infinity)] }])).rejects.toThrow('not finite');
    });

    test.each(['', '"', "'", 'a AND (b', '*', '💥', '\\', '%'])(
        'words with nothing in them or a meaning elsewhere are only words: %j',
        async words => {
            const store = await storeWith([storedFile('a.ts', ['one two'])]);
            expect(await pathsWith(store, words)).toEqual([]);
        },
    );

    test('a search that was stopped says so', async () => {
        const store = await storeWith([storedFile('a.ts', ['one two'])]);
        await expect(store.searchStoredWords(['one'], 5, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
    });
});
