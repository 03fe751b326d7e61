import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packBag, unpackBag } from '../../../src/engine/store/packedBag.ts';

test('a bag comes out as it went in, and each word is kept once', () => {
    const word = fc.stringMatching(/^[a-z0-9_\u00e9\u4e2d]{1,4}$/);
    fc.assert(
        fc.property(fc.array(word, { maxLength: 400 }), words => {
            const bag = [...words].sort().join(' ');
            const packed = packBag(bag);
            expect(unpackBag(packed)).toBe(bag);
            expect(packed.words.split(' ').length).toBe(new Set(packed.words.split(' ')).size);
        }),
    );
});

test('counts stand beside their words', () => {
    expect(packBag('cart cart cart total')).toEqual({ words: 'cart total', counts: '#!' });
});
