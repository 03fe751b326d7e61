import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DigestPlaces } from '../../../src/engine/store/digestPlaces.ts';

const digestBytes = (of: number): Buffer => createHash('sha256').update(String(of)).digest().subarray(0, 16);
const digestText = (of: number): string => digestBytes(of).toString('latin1');

test('each digest has the place that it was given last, whatever else there is', () => {
    const writes = fc.array(fc.record({ of: fc.integer({ min: 0, max: 3000 }), place: fc.nat() }), { maxLength: 4000 });
    fc.assert(
        fc.property(writes, given => {
            const places = new DigestPlaces();
            const expected = new Map<number, number>();
            for (const { of, place } of given) {
                places.set(digestBytes(of), place);
                expected.set(of, place);
            }
            for (let of = 0; of <= 3000; of++) expect(places.get(digestText(of))).toBe(expected.get(of));
        }),
        { numRuns: 20 },
    );
});

test('a hundred thousand are told apart, and none is left after clearing', () => {
    const places = new DigestPlaces();
    for (let of = 0; of < 100_000; of++) places.set(digestBytes(of), of * 400 + 8);
    const wrong = Array.from({ length: 100_000 }, (_, of) => of).filter(of => places.get(digestText(of)) !== of * 400 + 8);
    expect(wrong).toEqual([]);
    expect(places.has(digestText(100_001))).toBe(false);
    places.clear();
    expect(places.has(digestText(1))).toBe(false);
});

test('a digest of zeros is one like any other', () => {
    const places = new DigestPlaces();
    expect(places.has('\0'.repeat(16))).toBe(false);
    places.set(Buffer.alloc(16), 8);
    expect(places.get('\0'.repeat(16))).toBe(8);
});
