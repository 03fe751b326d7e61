import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalProfile } from './embeddingProfile.ts';
import type { ModelFiles } from './modelFiles.ts';
import { parsedJson } from '../../protocol/parsedJson.ts';
import { FLOAT, INT8, readGraph } from './onnxConstants.ts';
import type { OnnxConstant } from './onnxConstants.ts';
import { WordPieces } from './wordPieces.ts';

/**
 * A static model as `training/export_model.py` writes it, computed here instead of by onnxruntime: the vector of a text is the sum, over its
 * different tokens, of the token's learned row times the square root of how often it occurs, made a unit vector.
 * That is all its graph says; in the general runtime it takes five times as long, a second thread, and some 60 MB.
 */
export class StaticModel {
    private readonly pieces: WordPieces;
    private readonly profile: LocalProfile;
    private readonly table: Int8Array;
    private readonly scales: Float32Array;
    private readonly mostTokens: number;
    /** How often a token occurs in the text at hand; all 0 between two texts. */
    private readonly counts: Uint16Array;
    private readonly sum: Float64Array;

    private constructor(parts: StaticParts) {
        this.pieces = parts.pieces;
        this.profile = parts.profile;
        this.table = parts.table;
        this.scales = parts.scales;
        this.mostTokens = parts.mostTokens;
        this.counts = new Uint16Array(parts.scales.length);
        this.sum = new Float64Array(parts.profile.dimensions);
    }

    /** Undefined for a model of any other kind, which is onnxruntime's business. */
    static async read({ parent, folderName, isQuantized, profile }: ModelFiles): Promise<StaticModel | undefined> {
        const folder = join(parent, folderName);
        if (!isQuantized || !isStatic(await readJson(join(folder, 'config.json')))) return undefined;
        const pieces = WordPieces.from(await readJson(join(folder, 'tokenizer.json')));
        const mostTokens: unknown = Reflect.get(Object(await readJson(join(folder, 'tokenizer_config.json'))), 'model_max_length');
        if (!pieces || typeof mostTokens !== 'number') return undefined;
        const { operators, constants } = readGraph(await readFile(join(folder, 'onnx', 'model_quantized.onnx')));
        const of = (type: number, rank: number) => [...constants.values()].find(each => each.type === type && each.shape.length === rank);
        const [table, scale, power] = [of(INT8, 2), of(FLOAT, 1), of(FLOAT, 0)];
        if (operators.toSorted().join(' ') !== OPERATORS || !table || !scale || !power || floatsOf(power)[0] !== -0.5) return undefined;
        const [rows = 0, width = 0] = table.shape;
        const hasRightSize = width === profile.dimensions && scale.shape[0] === rows && table.bytes.length === rows * width;
        if (!hasRightSize || pieces.size > rows) return undefined;
        // Out of the file's buffer, which then goes.
        return new StaticModel({ pieces, profile, table: Int8Array.from(asSigned(table)), scales: floatsOf(scale), mostTokens });
    }

    /** A unit vector; undefined for a text without a single known token. */
    embed(text: string): Float32Array | undefined {
        const { counts, sum, table, scales } = this;
        const ids = this.pieces.encode(text, this.mostTokens);
        const different: number[] = [];
        let isKnown = false;
        for (const id of ids) {
            if (counts[id] === 0) different.push(id);
            counts[id] = (counts[id] ?? 0) + 1;
            isKnown ||= !this.pieces.special.has(id);
        }
        sum.fill(0);
        for (const id of different) {
            const weight = (scales[id] ?? 0) * Math.sqrt(counts[id] ?? 0);
            counts[id] = 0;
            for (let at = 0, from = id * sum.length; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + weight * (table[from + at] ?? 0);
        }
        return isKnown ? unitVector(sum) : undefined;
    }
}

interface StaticParts {
    readonly pieces: WordPieces;
    readonly profile: LocalProfile;
    /** Row after row. */
    readonly table: Int8Array;
    /** What the numbers of each row are to be multiplied by. */
    readonly scales: Float32Array;
    /** `[CLS]` among them; what is beyond is cut. */
    readonly mostTokens: number;
}

/** Those of a static model without rows for neighbouring tokens; its exporters have written them in one order and another. */
const OPERATORS = 'Cast Cast Cast Cast Equal Gather Gather MatMul Mul Mul Pow ReduceSum Unsqueeze Unsqueeze Unsqueeze';

function unitVector(sum: Float64Array): Float32Array | undefined {
    let square = 0;
    for (const value of sum) square += value * value;
    const length = Math.sqrt(square);
    if (!Number.isFinite(length) || length === 0) return undefined;
    const unit = new Float32Array(sum.length);
    for (let at = 0; at < sum.length; at++) unit[at] = (sum[at] ?? 0) / length;
    return unit;
}

function isStatic(config: unknown): boolean {
    const stated = (key: string): unknown => Reflect.get(Object(config), key);
    return stated('static_embedding') === true && stated('term_frequency') === 'sqrt';
}

async function readJson(path: string): Promise<unknown> {
    return parsedJson(await readFile(path, 'utf8').catch(() => ''));
}

function asSigned({ bytes }: OnnxConstant): Int8Array {
    return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The bytes of a file need not begin where floats may. */
function floatsOf({ bytes }: OnnxConstant): Float32Array {
    return new Float32Array(Uint8Array.from(bytes).buffer);
}
