/**
 * Loads an exported model as the product does, through transformers.js, and compares it with what training says of it.
 *   node training/checkExport.mjs <model folder> <check.json of export_model.py>
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { env, pipeline } from '@xenova/transformers';

const [folder, checkFile] = process.argv.slice(2);
const { texts, ids, vectors } = JSON.parse(readFileSync(checkFile, 'utf8'));
env.allowRemoteModels = false;
env.localModelPath = `${path.resolve(folder, '..')}/`;
const extract = await pipeline('feature-extraction', path.basename(folder), { quantized: true });
const how = { pooling: 'cls', normalize: true };

let worst = 1;
for (const [at, text] of texts.slice(0, 400).entries()) {
    const found = Array.from((await extract.tokenizer(text, { truncation: true })).input_ids.data, Number);
    assert.deepEqual(found, [2, ...ids[at]], `token ids of text ${at}`);
    worst = Math.min(worst, cosine((await extract(text, how)).data, vectors[at]));
}
assert.ok(worst > 0.99999, `a vector differs: cosine ${worst}`);
for (const text of ['', '{}', '数据库连接', 'ünïcode Ж']) {
    const { data } = await extract(text, how);
    assert.ok(data.every(Number.isFinite), `${JSON.stringify(text)} has no finite vector`);
}
const mixed = texts.slice(0, 8);
const together = await extract(mixed, how);
for (const [at] of mixed.entries())
    assert.ok(cosine(together.data.slice(at * together.dims[2 - 1], (at + 1) * together.dims[2 - 1]), vectors[at]) > 0.99999);

for (const batch of [1, 8]) {
    const began = performance.now();
    for (let at = 0; at + batch <= texts.length; at += batch) {
        const inputs = extract.tokenizer(texts.slice(at, at + batch), { padding: true, truncation: true });
        await extract.model(inputs);
    }
    console.log(`${((texts.length / (performance.now() - began)) * 1000).toFixed(0)} texts a second in batches of ${batch}`);
}
console.log(`400 texts: same tokens, least cosine ${worst.toFixed(6)}`);

function cosine(a, b) {
    let dot = 0;
    let [left, right] = [0, 0];
    for (const [at, value] of [...a].entries()) {
        dot += value * b[at];
        left += value * value;
        right += b[at] * b[at];
    }
    return dot / Math.sqrt(left * right);
}
