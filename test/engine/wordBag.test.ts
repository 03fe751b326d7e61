import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bagOfWords, bagSize, forEachWord } from '../../src/engine/wordBag.ts';

test('a bag has the words that went in, as often, and each of them is written once', () => {
    const word = fc.stringMatching(/^[a-z0-9_\u00e9\u4e2d]{1,4}$/);
    fc.assert(
        fc.property(fc.array(word, { maxLength: 400 }), words => {
            const bag = bagOfWords(words);
            const out: string[] = [];
            forEachWord(bag, (each, count) => out.push(...Array.from({ length: count }, () => each)));
            expect(out).toEqual([...words].sort());
            expect(bagSize(bag)).toBe(words.length);
            expect(bag.counts.length).toBe(new Set(words).size);
        }),
    );
});

test('counts stand beside their words', () => {
    expect(bagOfWords(['total', 'cart', 'cart', 'cart'])).toEqual({ words: 'cart total', counts: '#!' });
});
