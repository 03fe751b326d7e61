/** Our static models are computed without onnxruntime: the same tokens as transformers.js finds, the same vectors as onnxruntime gives. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AutoTokenizer, env } from '@xenova/transformers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLocalEmbedder } from '../../../src/engine/embed/localEmbedder.ts';
import { findModel } from '../../../src/engine/embed/modelFiles.ts';
import { createOnnxEmbedder } from '../../../src/engine/embed/onnxEmbedder.ts';
import { readGraph } from '../../../src/engine/embed/onnxConstants.ts';
import { tensorFrom } from '../../../src/engine/embed/poolVectors.ts';
import { StaticModel } from '../../../src/engine/embed/staticModel.ts';
import { WordPieces } from '../../../src/engine/embed/wordPieces.ts';
import { bytesOf } from '../../../src/engine/store/byteVector.ts';

const models = path.join(import.meta.dirname, '../../../media/models');
const MODEL = 'code-static-384';
const files = await findModel(MODEL, { models, embedderPath: '' });

/** Stretches of this repository's own code, and what tokenizers stumble over. */
const sources = path.join(import.meta.dirname, '../../../src/engine/retrieve');
const TEXTS = [
    ...readdirSync(sources)
        .filter(name => name.endsWith('.ts'))
        .map(name => readFileSync(path.join(sources, name), 'utf8').slice(0, 1500)),
    'HTTPServer getURLFor2ndUser X509Cert aBC ABc A1b2C3 snake_case_name SCREAMING_CASE $jquery __proto__ constructor',
    'a literal [CLS] and [MASK]s in [brackets], [PAD][UNK]',
    'naïve ÜBER straße ＦＵＬＬ İstanbul K Ω 数据库连接 Жук ünïcode_Имя 𝒳variable 👩‍💻 zero\u200bwidth',
    `${'x'.repeat(100)} ${'y'.repeat(101)} ${'Zq'.repeat(60)}`,
    'return null;'.repeat(900),
    'x',
];

test('tokens are those of transformers.js', async () => {
    Object.assign(env, { allowRemoteModels: false, localModelPath: models });
    const theirs = await AutoTokenizer.from_pretrained(MODEL);
    const ours = WordPieces.from(JSON.parse(readFileSync(path.join(models, MODEL, 'tokenizer.json'), 'utf8')));
    for (const text of TEXTS) {
        const { data } = tensorFrom(theirs(text, { truncation: true, max_length: 512 }), 'input_ids');
        expect(ours?.encode(text, 512), text).toEqual(Array.from(data, Number));
    }
});

test('vectors are those of onnxruntime: of a thousand bytes that are stored, one at most is rounded the other way', async () => {
    const [ours, theirs] = [createLocalEmbedder(files), createOnnxEmbedder(files)];
    const [local, general] = [await ours.embedDocuments(TEXTS), await theirs.embedDocuments(TEXTS)];
    let [bytes, others] = [0, 0];
    for (const [at, text] of TEXTS.entries()) {
        const [one, other] = [local[at], general[at]];
        if (!one || !other) throw new Error(`no vector for ${text}`);
        const stored = bytesOf(other);
        for (const [place, value] of bytesOf(one).entries()) {
            const difference = Math.abs(value - (stored[place] ?? 0));
            expect(difference, text).toBeLessThanOrEqual(1);
            others += difference;
            bytes++;
        }
        expect(Math.max(...Array.from(one, (value, place) => Math.abs(value - (other[place] ?? 0))))).toBeLessThan(1e-6);
    }
    expect(others).toBeLessThanOrEqual(bytes / 1000);
    expect(await ours.embedQuery('how are failed builds tried again?')).toEqual(
        (await ours.embedDocuments(['how are failed builds tried again?']))[0],
    );
    await ours.close();
    await theirs.close();
});

test('a text without a single known token has no vector; its neighbours keep theirs', async () => {
    const embedder = createLocalEmbedder(files);
    const vectors = await embedder.embedDocuments(['x', '', '(((', '日本', 'y']);
    expect(vectors.map(vector => vector?.length)).toEqual([384, undefined, undefined, undefined, 384]);
    expect(await embedder.embedQuery('({[')).toBeUndefined();
});

test('embedding stops when asked to', async () => {
    const controller = new AbortController();
    const running = createLocalEmbedder(files).embedDocuments(
        Array.from({ length: 5000 }, (_, nth) => `const value${String(nth)} = compute(${String(nth)});`),
        { signal: controller.signal },
    );
    setImmediate(() => {
        controller.abort();
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
});

describe('a model of another kind', () => {
    let folder = '';
    beforeAll(async () => {
        folder = mkdtempSync(path.join(tmpdir(), 'footnote-local-model-'));
        await cp(path.join(models, MODEL), path.join(folder, MODEL), { recursive: true });
    });
    afterAll(() => {
        rmSync(folder, { recursive: true, force: true });
    });
    const isStatic = async (): Promise<boolean> =>
        (await StaticModel.read(await findModel(MODEL, { models, embedderPath: folder }))) !== undefined;
    const change = async (name: string, edit: (text: string) => string): Promise<void> => {
        const file = path.join(folder, MODEL, name);
        await writeFile(file, edit(readFileSync(path.join(models, MODEL, name), 'utf8')));
    };

    test('is left to onnxruntime: words that are split, or counted, in another way', async () => {
        expect(await isStatic()).toBe(true);
        await change('tokenizer.json', text => text.replace('"Lowercase"', '"NFC"'));
        expect(await isStatic()).toBe(false);
        await change('tokenizer.json', text => text);
        await change('config.json', text => text.replace('"sqrt"', '"binary"'));
        expect(await isStatic()).toBe(false);
        await change('config.json', text => text);
        expect(await isStatic()).toBe(true);
    });

    test('and so is a file that is cut off, which says what is wrong with it', async () => {
        const weights = path.join(models, MODEL, 'onnx/model_quantized.onnx');
        expect(() => readGraph(readFileSync(weights).subarray(0, 5_000_000))).toThrow(RangeError);
        await writeFile(path.join(folder, MODEL, 'onnx/model_quantized.onnx'), readFileSync(weights).subarray(0, 5_000_000));
        const embedder = createLocalEmbedder(await findModel(MODEL, { models, embedderPath: folder }));
        await expect(embedder.embedDocuments(['x'])).rejects.toMatchObject({ failure: { kind: 'platform-unsupported' } });
    });
});
