import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WordCounts, loadCounts, saveCounts } from '../../../src/engine/store/wordStatistics.ts';
import type { WordBags } from '../../../src/engine/store/wordStatistics.ts';
import { bagOfWords } from '../../../src/engine/wordBag.ts';
import { temporaryFolder } from './temporaryFolder.ts';

function row(terms: string, names: string): WordBags {
    return { terms: bagOfWords(terms.split(' ')), names: bagOfWords(names.split(' ').filter(name => name !== '')) };
}

function counted(rows: readonly WordBags[]): WordCounts {
    const counts = new WordCounts();
    for (const row of rows) counts.add(row);
    return counts;
}

describe('word counts', () => {
    test('count a word once a row, wherever it stands in it', () => {
        const counts = counted([row('a a b', 'a c'), row('b', '')]);
        expect([counts.rows, counts.meanLength]).toEqual([2, 2]);
        expect(['a', 'b', 'c', 'd'].map(term => counts.rowsWith(term))).toEqual([1, 2, 1, 0]);
    });

    test('after any rows have come and gone, are those of a recount', () => {
        const bag = fc.array(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '7')).map(bagOfWords);
        fc.assert(
            fc.property(fc.array(fc.record({ terms: bag, names: bag })), fc.array(fc.record({ terms: bag, names: bag })), (kept, gone) => {
                const counts = counted([...gone, ...kept]);
                for (const row of gone) counts.subtract(row);
                expect(new Map(counts.entries())).toEqual(new Map(counted(kept).entries()));
                expect([counts.rows, counts.meanLength]).toEqual([kept.length, counted(kept).meanLength]);
            }),
        );
    });

    test('of very many words are those of a map', () => {
        const words = Array.from({ length: 20_000 }, (_, n) => `word${n % 7000}x${n % 3}`);
        const rows = Array.from({ length: 200 }, (_, n) => row(words.slice(n * 100, n * 100 + 100).join(' '), ''));
        const counts = counted(rows);
        const expected = new Map<string, number>();
        for (const { terms } of rows) for (const word of terms.words.split(' ')) expected.set(word, (expected.get(word) ?? 0) + 1);
        for (const [word, times] of expected) expect(counts.rowsWith(word)).toBe(times);
        expect([...counts.entries()]).toHaveLength(expected.size);
    });

    test('saved, come back with the state they were saved at, and only undamaged', async () => {
        const path = join(await temporaryFolder(), 'words');
        const counts = counted([row('__proto__ b', 'c')]);
        expect(await loadCounts(path)).toBeUndefined();
        await saveCounts(path, 4, counts);
        const loaded = await loadCounts(path);
        expect([loaded?.sequence, loaded?.counts.rows, loaded?.counts.meanLength]).toEqual([4, 1, 2]);
        expect(['__proto__', 'b', 'c', 'd'].map(term => loaded?.counts.rowsWith(term))).toEqual([1, 1, 1, 0]);
        const bytes = await readFile(path);
        for (let at = 0; at < bytes.length; at++) {
            const damaged = Buffer.from(bytes);
            damaged[at] = (damaged[at] ?? 0) ^ 0x10;
            await writeFile(path, damaged);
            expect(await loadCounts(path)).toBeUndefined();
        }
        await writeFile(path, bytes.subarray(0, bytes.length - 1));
        expect(await loadCounts(path)).toBeUndefined();
    });
});
