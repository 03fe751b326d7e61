import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline as pump } from 'node:stream/promises';
import type { LocalProfile } from './embeddingProfile.ts';
import { fail } from '../../protocol/failure.ts';
import { embeddingProfile } from './embeddingProfile.ts';

/** A model that is there, with everything needed to load it. */
export interface ModelFiles {
    /** The folder that holds the model's folder, as transformers.js wants it. */
    readonly parent: string;
    /** The model's folder name. */
    readonly folderName: string;
    readonly isQuantized: boolean;
    readonly profile: LocalProfile;
}

export interface ModelPlaces {
    /** The models that ship with the product. */
    readonly models: string;
    /** The user's folder with further models, or the folder of one model; empty for none. */
    readonly embedderPath: string;
}

/** Finds a model, the user's folder first, and reads its profile. Nothing is ever downloaded: what is not there fails as `model-missing`. */
export async function findModel(model: string, places: ModelPlaces): Promise<ModelFiles> {
    const isName = !model.split(/[\\/]/).includes('..') && !model.startsWith('/');
    const candidates = isName
        ? [...(places.embedderPath === '' ? [] : [join(places.embedderPath, model), places.embedderPath]), join(places.models, model)]
        : [];
    for (const folder of candidates) {
        const found = await modelIn(folder, model);
        if (found) return found;
    }
    return fail({ kind: 'model-missing', model, folder: places.embedderPath === '' ? places.models : places.embedderPath });
}

async function modelIn(folder: string, model: string): Promise<ModelFiles | undefined> {
    const [quantized, full] = [join(folder, 'onnx', 'model_quantized.onnx'), join(folder, 'onnx', 'model.onnx')];
    const weights = (await isFile(quantized)) ? quantized : (await isFile(full)) ? full : undefined;
    const [config, tokenizer] = [join(folder, 'config.json'), join(folder, 'tokenizer.json')];
    if (weights === undefined || !(await isFile(config)) || !(await isFile(tokenizer))) return undefined;
    const hashed = [config, tokenizer, join(folder, 'tokenizer_config.json'), weights];
    const filesHash = (await Promise.all(hashed.map(hashOf))).join(' ');
    return {
        parent: dirname(folder),
        folderName: basename(folder),
        isQuantized: weights === quantized,
        profile: embeddingProfile({
            model,
            config: await readJson(config),
            pooling: await readJson(join(folder, '1_Pooling', 'config.json')),
            own: await readJson(join(folder, 'footnote.json')),
            filesHash,
        }),
    };
}

const hashes = new Map<string, string>();

/** SHA-256 of a file; remembered for this process as long as size and time stay the same. */
async function hashOf(path: string): Promise<string> {
    const found = await stat(path).catch(() => undefined);
    if (!found) return 'absent';
    const key = `${path}\n${String(found.size)}\n${String(found.mtimeMs)}`;
    const known = hashes.get(key);
    if (known !== undefined) return known;
    const hash = createHash('sha256');
    await pump(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
    const digest = hash.digest('hex');
    hashes.set(key, digest);
    return digest;
}

async function isFile(path: string): Promise<boolean> {
    return stat(path).then(
        found => found.isFile(),
        () => false,
    );
}

/** Undefined when there is no such file; a file that is not JSON throws, since guessing a profile would spoil the index. */
async function readJson(path: string): Promise<unknown> {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const parsed: unknown = JSON.parse(text);
    return parsed;
}
