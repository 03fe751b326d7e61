/** Models by path (`footnote.embedder.path`): pooled as transformers.js itself does, whatever shares their batch. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { env, pipeline } from '@xenova/transformers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findModel } from '../../../src/engine/embed/modelFiles.ts';
import { createOnnxEmbedder } from '../../../src/engine/embed/onnxEmbedder.ts';
import { tensorFrom } from '../../../src/engine/embed/poolVectors.ts';
import { writeTinyModel } from '../../doubles/tinyOnnxModel.ts';

const shipped = path.join(import.meta.dirname, '../../../media/models');
const TEXTS = [
    'retry',
    'func retryBuild(attempts int) error { return nil }',
    'class ShoppingCart { total() { return this.items.reduce((a, b) => a + b.price, 0); } }',
];

/** Ours, all in one batch, and theirs, each text by itself. */
async function checkModel(parent: string, model: string): Promise<void> {
    const files = await findModel(model, { models: shipped, embedderPath: parent });
    const { pooling, dimensions, documentPrefix } = files.profile;
    const embedder = createOnnxEmbedder(files);
    try {
        const ours = await embedder.embedDocuments(TEXTS);
        Object.assign(env, { allowRemoteModels: false, localModelPath: files.parent });
        const packaged = await pipeline('feature-extraction', files.folderName, { quantized: files.isQuantized });
        for (const [at, text] of TEXTS.entries()) {
            const { data } = tensorFrom({ vector: await packaged(documentPrefix + text, { pooling, normalize: true }) }, 'vector');
            expect(ours[at]).toHaveLength(dimensions);
            const furthest = Math.max(...[...(ours[at] ?? [])].map((value, place) => Math.abs(value - Number(data[place]))));
            expect(furthest, text).toBeLessThan(1e-3);
        }
    } finally {
        await embedder.close();
    }
}

describe('a model with a vector a token', () => {
    let parent = '';
    beforeAll(() => {
        parent = mkdtempSync(path.join(tmpdir(), 'footnote-models-'));
        const tokenizerOf = path.join(shipped, 'code-static-384');
        const { model } = JSON.parse(readFileSync(path.join(tokenizerOf, 'tokenizer.json'), 'utf8')) as {
            readonly model: { readonly vocab: object };
        };
        const vocabulary = Object.keys(model.vocab).length;
        for (const name of ['all-MiniLM-tiny', 'bge-tiny']) writeTinyModel({ parent, name, tokenizerOf, vocabulary, dimensions: 24 });
    });
    afterAll(() => {
        rmSync(parent, { recursive: true, force: true });
    });

    test('of a family that takes the mean', async () => {
        expect((await findModel('all-MiniLM-tiny', { models: shipped, embedderPath: parent })).profile.pooling).toBe('mean');
        await checkModel(parent, 'all-MiniLM-tiny');
    });

    test('of a family that takes the first', async () => {
        expect((await findModel('bge-tiny', { models: shipped, embedderPath: parent })).profile.pooling).toBe('cls');
        await checkModel(parent, 'bge-tiny');
    });
});

/** Weights are not downloaded for a test; who has some (all-MiniLM-L6-v2, bge-small-en-v1.5) names their folder. */
const own = process.env['FOOTNOTE_MODELS'] ?? '';
if (own === '') console.log('SKIPPED: larger embedding models: FOOTNOTE_MODELS names no folder of them');

describe.skipIf(own === '')('a model of FOOTNOTE_MODELS', () => {
    for (const model of own === '' ? [] : readdirSync(own)) test(model, () => checkModel(own, model), 120_000);
});
