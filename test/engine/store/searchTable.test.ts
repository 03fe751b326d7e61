import { describe, expect, onTestFinished, test } from 'vitest';
import type { StoredFile } from '../../../src/engine/ports.ts';
import { bestRows, searchRoom } from '../../../src/engine/store/bestRows.ts';
import { countWordsOf } from '../../../src/engine/store/candidateRows.ts';
import { countWords } from '../../../src/engine/store/generationWriter.ts';
import { LanceStore } from '../../../src/engine/store/lanceStore.ts';
import { rankByMeaning, rankByWords } from '../../../src/engine/store/memoryRows.ts';
import { IN_NAMES, IN_TEXT, PostingsBuilder } from '../../../src/engine/store/packedPostings.ts';
import { VectorColumn } from '../../../src/engine/store/vectorColumn.ts';
import { VectorKernel } from '../../../src/engine/store/vectorKernel.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { numbersFrom } from '../../doubles/numbersFrom.ts';
import { DIMENSIONS, storedFile, vectorOf } from './storedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const WORDS = ['cart', 'price', 'total', 'order', 'tax', 'sum', 'item', 'größe', '数量', 'user', 'q'];

describe('rows that are searched in memory', () => {
    let revision = 0;

    async function openStore(): Promise<LanceStore> {
        const rows = await LanceStore.open(await temporaryFolder(), { dimensions: DIMENSIONS, isWriter: true });
        onTestFinished(() => rows.close());
        return rows;
    }

    async function put(rows: LanceStore, files: readonly StoredFile[], known: Iterable<string> = []): Promise<void> {
        await rows.replaceFiles(files, { revision: ++revision, known: new Set([...known].map(workspacePath)) });
    }

    /** What comparing every row finds. */
    async function expectExact(rows: LanceStore, files: ReadonlyMap<string, StoredFile>): Promise<void> {
        const all = [...files.values()];
        const counts = await countWords(rows);
        for (const words of [['tax'], ['cart', 'größe'], ['Order', '数量', 'q', 'absent'], ['user', 'user']]) {
            const expected = rankByWords(
                all.flatMap(file => file.rows),
                words,
                counts,
            ).map(({ row, score }) => [row.id, score.toFixed(4)]);
            const found = (await rows.searchWords(words, 10_000)).map(({ row, score }) => [row.id, score.toFixed(4)]);
            expect(found.sort()).toEqual(expected.sort());
        }
        const asked = vectorOf('anything');
        const near = await rows.searchMeaning(asked, 10_000);
        const exact = new Map(rankByMeaning(all, asked).map(({ row, similarity }) => [row.id, similarity]));
        expect(near.map(({ row }) => row.id).sort()).toEqual([...exact.keys()].sort());
        // Eight numbers in five bits each are rough; how near they come where there are as many as the model has is told below.
        for (const { row, similarity } of near) expect(Math.abs(similarity - (exact.get(row.id) ?? 9))).toBeLessThan(0.15);
        const places = near.map(({ similarity }) => similarity);
        expect(places).toEqual(places.toSorted((one, other) => other - one));
    }

    test('are those that comparing every row finds, after any changes, whether they were there before or came later', async () => {
        const random = numbersFrom(17);
        const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
        const some = (most: number): string[] => Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(WORDS));
        const rows = await openStore();
        const files = new Map<string, StoredFile>();
        const change = async (): Promise<void> => {
            const path = `src/f${String(Math.floor(random() * 12))}.ts`;
            if (random() < 0.25 && files.delete(path)) return rows.removeFiles([workspacePath(path)]);
            const file = storedFile(
                path,
                Array.from({ length: Math.floor(random() * 4) }, () => some(120).join(' ')),
            );
            await put(rows, [file], files.has(path) ? [path] : []);
            files.set(path, file);
        };
        for (let n = 0; n < 12; n++) await change();
        await rows.holdInMemory();
        expect(rows.isHeldInMemory).toBe(true);
        await expectExact(rows, files);
        for (let n = 0; n < 12; n++) {
            await change();
            await expectExact(rows, files);
        }
        expect(rows.isHeldInMemory).toBe(true);
    });

    test('have what was written while they were being read', async () => {
        const rows = await openStore();
        const files = new Map(Array.from({ length: 40 }, (_, n) => [`f${n}.ts`, storedFile(`f${n}.ts`, ['cart total', 'tax q'])]));
        await put(rows, [...files.values()]);
        const held = rows.holdInMemory();
        const changed = storedFile('f3.ts', ['user order']);
        files.set('f3.ts', changed);
        files.delete('f4.ts');
        await Promise.all([put(rows, [changed], ['f3.ts']), rows.removeFiles([workspacePath('f4.ts')]), held]);
        await expectExact(rows, files);
        await rows.holdInMemory();
        await expectExact(rows, files);
    });

    test('are held in the end, however often they are written', async () => {
        const rows = await openStore();
        const files = new Map(Array.from({ length: 40 }, (_, n) => [`f${n}.ts`, storedFile(`f${n}.ts`, ['cart total', 'tax q'])]));
        await put(rows, [...files.values()]);
        for (let n = 0; n < 5 && !rows.isHeldInMemory; n++) {
            const changed = storedFile('f3.ts', [`user order ${'q '.repeat(n)}`.trim()]);
            files.set('f3.ts', changed);
            await Promise.all([rows.holdInMemory(), put(rows, [changed], ['f3.ts'])]);
        }
        expect(rows.isHeldInMemory).toBe(true);
        await expectExact(rows, files);
    });

    test('come with all but their words, and those are counted as in the row itself', async () => {
        const rows = await openStore();
        const file = storedFile('a.ts', [`${'cart '.repeat(300)}total`, 'größe of tax']);
        await put(rows, [file]);
        await rows.holdInMemory();
        const found = (await rows.searchWords(['cart', 'tax'], 9)).map(({ row }) => row);
        const whole = await rows.inFull(found);
        expect(whole.map(({ id }) => id)).toEqual(found.map(({ id }) => id));
        for (const [at, row] of found.entries()) {
            const { id, path, language, kind, range, fileHash, vectorKey, symbol } = row;
            expect(whole[at]).toMatchObject({ id, path, language, kind, range, fileHash, vectorKey, symbol });
        }
        const told = (list: typeof found): string[] => {
            const lines: string[] = [];
            const sizes = countWordsOf(list, ['total', 'tax', 'größe', 'of', 'no'], (...each) => lines.push(each.join(' ')));
            return [...lines.sort(), ...sizes.map(String)];
        };
        expect(told(found)).toEqual(told([...whole]));
        expect(countWordsOf(found, ['cart'], () => undefined)).toEqual([301, 3]);
    });

    test('are looked for in LanceDB when more was written than there is room for, and in memory again later', async () => {
        const rows = await openStore();
        await rows.holdInMemory();
        const files = Array.from({ length: 45 }, (_, n) => storedFile(`f${n}.ts`, Array<string>(100).fill(`same text${n}`)));
        await put(rows, files);
        expect(rows.isHeldInMemory).toBe(false);
        expect(await rows.searchWords(['text7'], 500)).toHaveLength(100);
        await rows.holdInMemory();
        expect(rows.isHeldInMemory).toBe(true);
        expect(await rows.searchWords(['text7'], 500)).toHaveLength(100);
    });

    test('are looked for in LanceDB when they cannot be read, and what LanceDB says is told', async () => {
        const rows = await openStore();
        await put(rows, [storedFile('a.ts', ['cart total'])]);
        await rows.close();
        await rows.holdInMemory();
        expect(rows.isHeldInMemory).toBe(false);
        await expect(rows.searchWords(['cart'], 5)).rejects.toThrow();
    });
});

describe('vectors in five bits a number', () => {
    const [dimensions, rows] = [384, 9000];
    const random = numbersFrom(3);
    const unit = (from?: Float32Array): Float32Array => {
        const numbers = Float32Array.from(
            { length: dimensions },
            (_, at) => random() + random() + random() - 1.5 + 0.6 * (from?.[at] ?? 0) * 20,
        );
        const length = Math.hypot(...numbers);
        return numbers.map(number => number / length);
    };
    const asked = unit();
    const vectors = Array.from({ length: rows }, (_, row) => unit(row % 3 === 0 ? asked : undefined));
    const column = new VectorColumn(dimensions, rows);
    for (const [row, vector] of vectors.entries()) if (row !== 5) column.set(row, vector);
    const cosineOf = (row: number): number => vectors[row]?.reduce((sum, number, at) => sum + number * (asked[at] ?? 0), 0) ?? 0;
    const isWanted = new Uint8Array(rows).fill(1);
    isWanted[9] = 0;
    const room = searchRoom(rows);

    test('have nearly the cosine of the vector itself, and the nearest are found among nine thousand', () => {
        const near = column.nearest(asked, 400, { rows, isWanted, room });
        for (const { row, similarity } of near) expect(Math.abs(similarity - cosineOf(row))).toBeLessThan(0.02);
        const wanted = [...vectors.keys()].filter(row => row !== 5 && row !== 9);
        const exact = wanted.sort((one, other) => cosineOf(other) - cosineOf(one));
        const found = new Set(near.map(({ row }) => row));
        expect(exact.slice(0, 10).filter(row => found.has(row))).toHaveLength(10);
        expect(exact.slice(0, 400).filter(row => found.has(row)).length).toBeGreaterThan(360);
    });

    test('taken many at a time are those that are taken one by one, to the bit, with the kernel and without', () => {
        for (const width of [384, 100, 64, 8]) {
            const count = 700;
            const bytes = Int8Array.from({ length: count * width }, (_, at) =>
                Math.round((random() * 2 - 1) ** 3 * 127 * (at < width ? 0 : 1)),
            );
            const signs = Uint8Array.from({ length: count * Math.ceil(width / 8) }, () => random() * 256);
            const [fast, plain, single] = [undefined, () => undefined, undefined].map(open => new VectorColumn(width, count + 20, open));
            fast?.setRows(10, bytes, signs);
            plain?.setRows(10, bytes, signs);
            for (let nth = 0; nth < count; nth++)
                single?.setBytes(
                    10 + nth,
                    bytes.subarray(nth * width, (nth + 1) * width),
                    signs.subarray(nth * Math.ceil(width / 8), (nth + 1) * Math.ceil(width / 8)),
                );
            const among = { rows: count + 20, isWanted: new Uint8Array(count + 20).fill(1), room: searchRoom(count + 20) };
            for (const vector of vectors.slice(0, 4).map(each => each.subarray(0, width))) {
                const expected = single?.nearest(vector, count, among) ?? [];
                expect(expected).toHaveLength(count - 1);
                expect(fast?.nearest(vector, count, among)).toEqual(expected);
                expect(plain?.nearest(vector, count, among)).toEqual(expected);
            }
        }
    });

    test('are not found where there are none, where they are not wanted, or come later', () => {
        const found = column.nearest(asked, rows, { rows: 6000, isWanted, room }).map(({ row }) => row);
        expect(found).toHaveLength(5998);
        expect(found.filter(row => row === 5 || row === 9 || row >= 6000)).toEqual([]);
    });

    test('are found by instructions of the processor as they are without them, to the last bit', () => {
        for (const [width, count] of [
            [384, 400],
            [100, 30],
            [1, 3],
        ] as const) {
            let kernels = 0;
            const columns = [true, false].map(hasKernel => {
                const own = new VectorColumn(width, rows, shape => {
                    const kernel = hasKernel ? VectorKernel.open(shape) : undefined;
                    if (kernel) kernels++;
                    return kernel;
                });
                for (const [row, vector] of vectors.entries()) if (row !== 5) own.set(row, vector.subarray(0, width));
                return own;
            });
            expect(kernels).toBe(1);
            for (const vector of vectors.slice(0, 6).map(each => each.subarray(0, width))) {
                const [fast, plain] = columns.map(own => own.nearest(vector, count, { rows, isWanted, room }));
                expect(fast).toEqual(plain);
                expect(room.scores.every(score => score === 0)).toBe(true);
            }
        }
        expect(VectorKernel.open({ signBytes: 48, sizeBytes: 192, capacity: 2 ** 25 })).toBeUndefined();
    });
});

describe('packed lists of words', () => {
    test('say what was told, whatever the distance between rows and the count', async () => {
        const random = numbersFrom(5);
        const builder = new PostingsBuilder();
        const expected = new Map<string, [number, number][]>();
        const rows = 3000;
        for (let row = 0; row < rows; row++) {
            for (const [nth, word] of WORDS.entries()) {
                if (random() > 0.7 ** (nth * 2)) continue;
                const count = random() < 0.5 ? 1 : Math.ceil(random() * 400);
                const bytes = Buffer.from(`xx${word}`);
                builder.add(nth % 2 === 0 ? IN_TEXT : IN_NAMES, bytes, 2, bytes.length, count);
                expected.set(word, [...(expected.get(word) ?? []), [row, Math.min(count, 255)]]);
            }
            builder.endRow();
        }
        const packed = await builder.pack(() => Promise.resolve(true));
        const room = { rows: new Uint32Array(rows), counts: new Uint8Array(rows) };
        for (const [nth, word] of WORDS.entries()) {
            const count = packed?.read(word, nth % 2 === 0 ? IN_TEXT : IN_NAMES, room) ?? -1;
            const read = Array.from({ length: count }, (_, at) => [room.rows[at], room.counts[at]]);
            expect(read).toEqual(expected.get(word) ?? []);
            expect(packed?.read(word, nth % 2 === 0 ? IN_NAMES : IN_TEXT, room)).toBe(0);
        }
        expect(packed?.read('absent', IN_TEXT, room)).toBe(0);
    });

    test('are given up when nobody wants them any more', async () => {
        const builder = new PostingsBuilder();
        builder.endRow();
        expect(await builder.pack(() => Promise.resolve(false))).toBeUndefined();
    });
});

describe('the best of many rows', () => {
    const random = numbersFrom(9);
    for (const [of, least] of [
        ['words', 0],
        ['cosines', -12],
    ] as const) {
        test(`are those that sorting all of them puts first: scores of ${of}`, () => {
            const scores = Float64Array.from({ length: 5000 }, () => least + Math.floor(random() * 200) / 7);
            const rows = [...scores.keys()].filter(row => scores[row] !== 0);
            const sorted = rows.toSorted((one, other) => (scores[other] ?? 0) - (scores[one] ?? 0) || one - other);
            for (const limit of [0, 1, 37, 400, 4999, 6000])
                expect(bestRows(Uint32Array.from(rows), scores, limit)).toEqual(sorted.slice(0, limit));
        });
    }

    test('are the first ones where all are alike', () => {
        expect(bestRows(Uint32Array.of(4, 7, 9), new Float64Array(10).fill(2), 2)).toEqual([4, 7]);
    });
});
