import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { isMissing, makePrivateFolder, writeDurably } from '../store/durableFile.ts';
import { isSameModel } from './serverProfile.ts';
import { parsedJson } from '../../protocol/parsedJson.ts';

/** A model behind a server, as it answered once. */
export interface KnownModel {
    /** As the server knows it. */
    readonly model: string;
    /** Numbers that were asked for; 0 for as many as the model gives. */
    readonly askedDimensions: number;
    /** Its unit vector for `CANARY_TEXT`. */
    readonly canary: Float32Array;
}

/**
 * The model of this name that answered last; undefined when none ever did. With it an index can be opened while the server is away:
 * how long its vectors are, and that they are still those of the same model, is not asked again.
 */
export async function lastKnownModel(
    dataDir: string,
    asked: Pick<KnownModel, 'model' | 'askedDimensions'>,
): Promise<KnownModel | undefined> {
    return (await readModels(dataDir)).findLast(known => isNamed(known, asked));
}

/**
 * Notes a model that has just answered. What is returned is the model as it was first met, rounding and all, so that whoever comes back
 * to a model finds the vectors that were made with it.
 */
export async function rememberModel(dataDir: string, met: KnownModel): Promise<KnownModel> {
    const known = await readModels(dataDir);
    const same = known.find(one => isNamed(one, met) && isSameModel(one.canary, met.canary)) ?? met;
    if (known.findLast(one => isNamed(one, met)) === same) return same;
    const now = [...known.filter(one => one !== same), same].slice(-MOST_KNOWN);
    await makePrivateFolder(path.dirname(fileOf(dataDir)));
    await writeDurably(fileOf(dataDir), `${JSON.stringify(now.map(toJson))}\n`);
    return same;
}

/** A model has 6 KB; who tries more than this comes back to the first rarely. */
const MOST_KNOWN = 50;

function isNamed(one: Pick<KnownModel, 'model' | 'askedDimensions'>, other: Pick<KnownModel, 'model' | 'askedDimensions'>): boolean {
    return one.model === other.model && one.askedDimensions === other.askedDimensions;
}

const schema = z.array(z.object({ model: z.string(), askedDimensions: z.int().min(0), canary: z.string().min(1) }));

/** None when there is no such file or it cannot be read: then the server is asked. */
async function readModels(dataDir: string): Promise<readonly KnownModel[]> {
    let text: string;
    try {
        text = await readFile(fileOf(dataDir), 'utf8');
    } catch (error) {
        if (isMissing(error)) return [];
        throw error;
    }
    const parsed = schema.safeParse(parsedJson(text));
    if (!parsed.success) return [];
    return parsed.data.map(({ canary, ...named }) => ({ ...named, canary: floatsFrom(Buffer.from(canary, 'base64')) }));
}

function toJson({ canary, ...named }: KnownModel): object {
    const bytes = Buffer.alloc(canary.length * 4);
    for (const [at, value] of canary.entries()) bytes.writeFloatLE(value, at * 4);
    return { ...named, canary: bytes.toString('base64') };
}

function floatsFrom(bytes: Buffer): Float32Array {
    return Float32Array.from({ length: bytes.length >> 2 }, (_, at) => bytes.readFloatLE(at * 4));
}

function fileOf(dataDir: string): string {
    // Beside the vectors: who deletes those needs nothing of this.
    return path.join(dataDir, 'vectors', 'embedders.json');
}
