import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EmbeddingCache } from '../../../src/engine/store/embeddingCache.ts';
import { bytesOf, cosinesWith, packVector, signsOf, signsOfBytes, unpackVector } from '../../../src/engine/store/byteVector.ts';
import { DIMENSIONS, vectorOf } from './storedFiles.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** One record: length, checksum, key, scale and a byte a number. */
const RECORD_BYTES = 8 + 16 + 4 + DIMENSIONS;

function openCache(path: string): EmbeddingCache {
    const cache = new EmbeddingCache(path, DIMENSIONS);
    onTestFinished(() => cache.close());
    return cache;
}

function entries(keys: readonly string[]): { key: string; vector: Float32Array }[] {
    return keys.map(key => ({ key, vector: vectorOf(key) }));
}

async function foundKeys(cache: EmbeddingCache, keys: readonly string[]): Promise<string[]> {
    const vectors = await cache.get(keys);
    return keys.filter((key, index) => {
        const vector = vectors[index];
        if (vector) expect(cosine(vector, vectorOf(key))).toBeGreaterThan(0.999);
        return vector !== undefined;
    });
}

function cosine(one: Float32Array, other: Float32Array): number {
    const dot = one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
    return dot / (Math.hypot(...one) * Math.hypot(...other));
}

describe('the embedding cache', () => {
    test('gives each key its vector, beside the keys asked, and nothing for a stranger', async () => {
        const cache = openCache(join(await temporaryFolder(), 'v.log'));
        await cache.put(entries(['a', 'b', 'c']));
        expect(await foundKeys(cache, ['c', 'x', 'a', 'a'])).toEqual(['c', 'a', 'a']);
    });

    test('keeps a key once', async () => {
        const path = join(await temporaryFolder(), 'v.log');
        const cache = openCache(path);
        await cache.put(entries(['a', 'a', 'b']));
        await cache.put(entries(['b']));
        expect((await stat(path)).size).toBe(2 * RECORD_BYTES);
    });

    test('is there after closing, and only for its owner to read', async () => {
        const path = join(await temporaryFolder(), 'v.log');
        const first = openCache(path);
        await first.put(entries(['a', 'b']));
        await first.close();
        expect(await foundKeys(openCache(path), ['a', 'b'])).toEqual(['a', 'b']);
        if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    });

    test('is shared: two that write see what the other has written', async () => {
        const path = join(await temporaryFolder(), 'v.log');
        const [one, other] = [openCache(path), openCache(path)];
        await Promise.all([one.put(entries(['a', 'b'])), other.put(entries(['c', 'd']))]);
        await one.put(entries(['e']));
        expect(await foundKeys(one, ['a', 'b', 'c', 'd', 'e'])).toHaveLength(5);
        expect(await foundKeys(other, ['a', 'b', 'c', 'd', 'e'])).toHaveLength(5);
    });

    test('loses a damaged record alone, even one torn in the middle by a full disk', async () => {
        const path = join(await temporaryFolder(), 'v.log');
        const first = openCache(path);
        await first.put(entries(['a', 'b', 'c', 'd']));
        const bytes = await readFile(path);
        bytes[RECORD_BYTES + 30] = (bytes[RECORD_BYTES + 30] ?? 0) ^ 1;
        const torn = Buffer.concat([bytes.subarray(0, 3 * RECORD_BYTES), bytes.subarray(0, 17), bytes.subarray(3 * RECORD_BYTES)]);
        await writeFile(path, torn);
        const second = openCache(path);
        expect(await foundKeys(second, ['a', 'b', 'c', 'd'])).toEqual(['a', 'c', 'd']);
        await second.put(entries(['b']));
        expect(await foundKeys(second, ['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c', 'd']);
    });

    test('notices a record that was damaged after it was read in', async () => {
        const path = join(await temporaryFolder(), 'v.log');
        const cache = openCache(path);
        await cache.put(entries(['a', 'b']));
        const bytes = await readFile(path);
        bytes[RECORD_BYTES - 1] = (bytes[RECORD_BYTES - 1] ?? 0) ^ 0x40;
        await writeFile(path, bytes);
        expect(await foundKeys(cache, ['a', 'b'])).toEqual(['b']);
    });

    test('refuses a vector of another length, and one with a number that is none', async () => {
        const cache = openCache(join(await temporaryFolder(), 'v.log'));
        await expect(cache.put([{ key: 'a', vector: new Float32Array(DIMENSIONS + 1) }])).rejects.toThrow('9 numbers where 8');
        await expect(cache.put([{ key: 'a', vector: new Float32Array(DIMENSIONS).fill(NaN) }])).rejects.toThrow('not finite');
    });
});

test('a byte a number keeps the direction of a vector, whatever its length', () => {
    const number = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1, max: 1 });
    fc.assert(
        fc.property(fc.array(number, { minLength: 384, maxLength: 384 }), fc.constantFrom(1, 1e-3, 1e3), (numbers, length) => {
            const vector = Float32Array.from(numbers, value => value * length);
            const back = unpackVector(packVector(vector));
            const largest = Math.max(...vector.map(Math.abs));
            for (const [at, value] of back.entries()) expect(Math.abs(value - (vector[at] ?? 9))).toBeLessThanOrEqual(largest / 253);
        }),
    );
    expect(unpackVector(packVector(new Float32Array(3)))).toEqual(new Float32Array(3));
});

describe('vectors as bytes and signs', () => {
    const number = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1, max: 1 });
    const vectors = fc.array(number, { minLength: 24, maxLength: 24 }).map(numbers => Float32Array.from(numbers));

    test('the cosine with a byte vector is the cosine to within a hundredth, and that with no vector is 0', () => {
        fc.assert(
            fc.property(vectors, vectors, (one, other) => {
                const [found = 9, ofNothing] = cosinesWith(one, Int8Array.from([...bytesOf(other), ...new Int8Array(24)]));
                const isNothing = !one.some(value => Math.abs(value) > 1e-6) || !other.some(value => Math.abs(value) > 1e-6);
                if (!isNothing) expect(Math.abs(found - cosine(one, other))).toBeLessThan(0.01);
                expect(ofNothing).toBe(0);
            }),
        );
    });

    test('a row has the same bytes and signs whether its vector was just made or comes from the cache, and a sign for what is not 0', () => {
        fc.assert(
            fc.property(vectors, fresh => {
                const cached = unpackVector(packVector(fresh));
                expect([bytesOf(cached), signsOfBytes(cached)]).toEqual([bytesOf(fresh), signsOfBytes(fresh)]);
                expect(signsOfBytes(fresh)).toEqual(signsOf(Float32Array.from(bytesOf(fresh))));
            }),
        );
    });

    test('a sign is a bit, and the last byte is filled up with none', () => {
        expect([...signsOf(Float32Array.of(1, -1, 0.5, 0, 0, 0, 0, 2, -3, 4))]).toEqual([0b1000_0101, 0b10]);
    });
});
