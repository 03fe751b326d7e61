import { describe, expect, test } from 'vitest';
import { embeddingProfile } from '../../../src/engine/embed/embeddingProfile.ts';
import { poolVectors } from '../../../src/engine/embed/poolVectors.ts';

const describeModel = (model: string, more: object = {}) =>
    embeddingProfile({ model, config: { hidden_size: 384 }, pooling: undefined, own: undefined, filesHash: 'abc', ...more });

describe('how a model wants its texts', () => {
    const check = (model: string, more: object, expected: object): void => {
        test(`${model} ${JSON.stringify(more)}`, () => {
            expect(describeModel(model, more)).toMatchObject(expected);
        });
    };
    check(
        'code-static-384',
        { config: { hidden_size: 384, pooling: 'cls', max_position_embeddings: 512, static_embedding: true } },
        { dimensions: 384, pooling: 'cls', queryPrefix: '', maxCharacters: 4096, batchSize: 1 },
    );
    check('Xenova/all-MiniLM-L6-v2', {}, { pooling: 'mean', queryPrefix: '', documentPrefix: '' });
    check('Xenova/e5-small-v2', {}, { pooling: 'mean', queryPrefix: 'query: ', documentPrefix: 'passage: ' });
    check(
        'bge-small-en-v1.5',
        {},
        { pooling: 'cls', queryPrefix: 'Represent this sentence for searching relevant passages: ', documentPrefix: '' },
    );
    check('something-new', { pooling: { pooling_mode_cls_token: true } }, { pooling: 'cls' });
    check(
        'something-new',
        { own: { pooling: 'mean', documentPrefix: 'doc: ', batchSize: 4 }, pooling: { pooling_mode_cls_token: true } },
        { pooling: 'mean', documentPrefix: 'doc: ', batchSize: 4 },
    );
});

test('another file of the model is another fingerprint', () => {
    expect(describeModel('m').fingerprint).toBe(describeModel('m').fingerprint);
    expect(describeModel('m', { filesHash: 'abd' }).fingerprint).not.toBe(describeModel('m').fingerprint);
});

describe('one vector from the states of all tokens', () => {
    // Two texts of two tokens, two dimensions; the second token of the second text is padding.
    const output = {
        ids: { dims: [2, 2], data: BigInt64Array.of(2n, 9n, 2n, 0n) },
        mask: { dims: [2, 2], data: BigInt64Array.of(1n, 1n, 1n, 0n) },
        states: { dims: [2, 2, 2], data: Float32Array.of(3, 0, 0, 4, 0, 5, 7, 7) },
    };
    const pool = (pooling: 'cls' | 'mean', emptyTokens: readonly number[] = []) =>
        poolVectors(output, { dimensions: 2, pooling, emptyTokens: new Set(emptyTokens) }).map(
            vector => vector && [...vector].map(value => Math.round(value * 100) / 100),
        );

    test('cls takes the first token', () => {
        expect(pool('cls')).toEqual([
            [1, 0],
            [0, 1],
        ]);
    });
    test('mean takes all tokens but padding', () => {
        expect(pool('mean')).toEqual([
            [0.6, 0.8],
            [0, 1],
        ]);
    });
    test('a text of empty tokens has no vector', () => {
        expect(pool('cls', [2])).toEqual([[1, 0], undefined]);
    });
    test('a vector that is not a number is none', () => {
        const states = { dims: [2, 1, 2], data: Float32Array.of(Number.NaN, 0, 0, 1) };
        expect(
            poolVectors({ ...output, states }, { dimensions: 2, pooling: 'cls', emptyTokens: new Set() }).map(vector => vector?.length),
        ).toEqual([undefined, 2]);
    });
    test('another width than the profile says is our mistake, not a vector', () => {
        expect(() => poolVectors(output, { dimensions: 3, pooling: 'cls', emptyTokens: new Set() })).toThrow('2 dimensions');
    });
});
