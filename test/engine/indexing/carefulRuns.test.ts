import { describe, expect, test } from 'vitest';
import type { Visit } from '../../../src/engine/indexing/planIndexing.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { cautionAfter, slicesOf } from '../../../src/engine/indexing/carefulRuns.ts';

const visits: readonly Visit[] = Array.from({ length: 70 }, (_, nth) => ({
    path: workspacePath(`f${nth}.ts`),
    stamp: { size: 1, mtimeMs: 1, ino: nth, ctimeMs: 1 },
    record: undefined,
}));
const names = (slices: readonly (readonly Visit[])[]): readonly number[] => slices.map(slice => slice.length);

describe('after a crash', () => {
    test('with nothing in hand, no file is suspected', () => {
        expect(cautionAfter(undefined)).toEqual({ kind: 'none' });
    });

    test('with everything in hand, files are taken up in groups', () => {
        expect(names(slicesOf(visits, cautionAfter('everything')))).toEqual([32, 32, 6]);
    });

    test('with a group in hand, its files come first and alone', () => {
        const slices = slicesOf(visits, cautionAfter([workspacePath('f40.ts'), workspacePath('f41.ts')]));
        expect(names(slices)).toEqual([1, 1, 32, 32, 4]);
        expect(slices.slice(0, 2).map(slice => slice[0]?.path)).toEqual(['f40.ts', 'f41.ts']);
    });

    test('with one file in hand, that file is left out', () => {
        expect(cautionAfter([workspacePath('f3.ts')])).toEqual({ kind: 'quarantine', path: 'f3.ts' });
        expect(slicesOf(visits, cautionAfter([workspacePath('f3.ts')]))[0]?.map(({ path }) => path)).toEqual(['f3.ts']);
    });
});
