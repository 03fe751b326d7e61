import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline, env } from '@xenova/transformers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Embedder } from '../../../src/engine/ports.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { findModel } from '../../../src/engine/embed/modelFiles.ts';
import { tensorFrom } from '../../../src/engine/embed/poolVectors.ts';
import { createOnnxEmbedder } from '../../../src/engine/embed/onnxEmbedder.ts';

const models = join(import.meta.dirname, '../../../media/models');
const MODEL = 'code-static-384';

let embedder: Embedder;
beforeAll(async () => {
    embedder = createOnnxEmbedder(await findModel(MODEL, { models, embedderPath: '' }));
});
afterAll(async () => {
    await embedder.close();
});

const TEXTS = [
    'func retryBuild(attempts int) error',
    'x',
    'class ShoppingCart { total() { return this.items.reduce((a, b) => a + b.price, 0); } }',
    '',
    '(((',
    '日本',
    'return null;'.repeat(900),
];

test('vectors are those of the packaged pipeline, in the order of the texts', async () => {
    const ours = await embedder.embedDocuments(TEXTS);
    Object.assign(env, { allowRemoteModels: false, localModelPath: models });
    const packaged = await pipeline('feature-extraction', MODEL, { quantized: true });
    for (const index of [0, 1, 2, 6]) {
        const theirs = tensorFrom({ vector: await packaged(TEXTS[index] ?? '', { pooling: 'cls', normalize: true }) }, 'vector').data;
        expect(cosine(ours[index], theirs)).toBeCloseTo(1, 5);
    }
});

test('a text without a single known token has no vector; its neighbours keep theirs', async () => {
    const vectors = await embedder.embedDocuments(TEXTS);
    expect(vectors.map(vector => vector?.length)).toEqual([384, 384, 384, undefined, undefined, undefined, 384]);
    expect(await embedder.embedQuery('({[')).toBeUndefined();
});

test('a question is nearer to the code it means than to other code', async () => {
    const [query, [meant, other]] = await Promise.all([
        embedder.embedQuery('how are failed builds tried again?'),
        embedder.embedDocuments([
            'func retryBuild(attempts int) { for i := 0; i < attempts; i++ { if build() == nil { return } } }',
            'func parseColor(hex string) (r, g, b uint8)',
        ]),
    ]);
    expect(cosine(query, meant)).toBeGreaterThan(cosine(query, other) + 0.1);
});

test('embedding stops between batches when asked to', async () => {
    const controller = new AbortController();
    const many = Array.from({ length: 2000 }, (_, index) => `const value${String(index)} = compute(${String(index)});`);
    const running = embedder.embedDocuments(many, { signal: controller.signal });
    setImmediate(() => {
        controller.abort();
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
});

describe('finding a model', () => {
    let folder = '';
    beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'footnote-model-'));
    });
    afterAll(async () => {
        await rm(folder, { recursive: true, force: true });
    });

    test('a model that is not there is a failure that says where to put it', async () => {
        const failure = await findModel('no-such-model', { models, embedderPath: '' }).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(FailureError);
        expect(failure).toMatchObject({ failure: { kind: 'model-missing', model: 'no-such-model', folder: models } });
    });

    test('a name cannot lead out of the folder', async () => {
        await expect(findModel(`../models/${MODEL}`, { models, embedderPath: '' })).rejects.toBeInstanceOf(FailureError);
    });

    test("the user's copy comes first, and its own word changes the fingerprint", async () => {
        await cp(join(models, MODEL), join(folder, MODEL), { recursive: true });
        const copy = await findModel(MODEL, { models, embedderPath: folder });
        expect(copy.parent).toBe(folder);
        expect(copy.profile).toEqual(embedder.profile);
        await writeFile(join(folder, MODEL, 'footnote.json'), JSON.stringify({ queryPrefix: 'query: ' }));
        const changed = await findModel(MODEL, { models, embedderPath: folder });
        expect(changed.profile.queryPrefix).toBe('query: ');
        expect(changed.profile.fingerprint).not.toBe(copy.profile.fingerprint);
    });
});

function cosine(one: Float32Array | undefined, other: Float32Array | BigInt64Array | undefined): number {
    let sum = 0;
    for (const [at, value] of (one ?? []).entries()) sum += value * Number(other?.[at] ?? 0);
    return sum;
}
