/** A tensor as transformers.js returns it, taken out of its proxy. */
export interface PlainTensor {
    readonly dims: readonly number[];
    readonly data: Float32Array | BigInt64Array;
}

export interface ModelOutput {
    /** [texts, tokens] */
    readonly ids: PlainTensor;
    /** [texts, tokens]: 1 for a token, 0 for padding. */
    readonly mask: PlainTensor;
    /** [texts, tokens or 1, dimensions] */
    readonly states: PlainTensor;
}

export interface PoolOptions {
    readonly dimensions: number;
    readonly pooling: 'cls' | 'mean';
    readonly emptyTokens: ReadonlySet<number>;
}

/**
 * One unit vector a text from what the model returned for a batch.
 * Undefined where the text has no token that the model knows, or where the model did not give numbers: such a vector would match anything.
 */
export function poolVectors({ ids, mask, states }: ModelOutput, options: PoolOptions): readonly (Float32Array | undefined)[] {
    const [texts = 0, tokens = 0] = ids.dims;
    const [, positions = 0, width = 0] = states.dims;
    if (width !== options.dimensions)
        throw new Error(`the model gives ${String(width)} dimensions, its profile says ${String(options.dimensions)}`);
    if (!(states.data instanceof Float32Array)) throw new Error('the model does not give 32-bit floats');
    const values = states.data;
    return Array.from({ length: texts }, (_, text) => {
        if (!hasKnownToken(ids, mask, text * tokens, tokens, options.emptyTokens)) return undefined;
        const vector = new Float32Array(width);
        const used = options.pooling === 'cls' ? 1 : positions;
        for (let position = 0; position < used; position++) {
            if (options.pooling === 'mean' && Number(mask.data[text * tokens + position]) === 0) continue;
            const start = (text * positions + position) * width;
            for (let at = 0; at < width; at++) vector[at] = (vector[at] ?? 0) + (values[start + at] ?? 0);
        }
        return normalized(vector);
    });
}

/** Takes a named tensor out of what the tokenizer or the model returned. */
export function tensorFrom(result: unknown, name: string): PlainTensor {
    const tensor: unknown = Reflect.get(Object(result), name);
    const dims: unknown = Reflect.get(Object(tensor), 'dims');
    const data: unknown = Reflect.get(Object(tensor), 'data');
    const isData = data instanceof Float32Array || data instanceof BigInt64Array;
    if (!isData || !Array.isArray(dims) || !dims.every(size => typeof size === 'number'))
        throw new Error(`the model has no output "${name}"`);
    return { dims, data };
}

function hasKnownToken(ids: PlainTensor, mask: PlainTensor, start: number, count: number, emptyTokens: ReadonlySet<number>): boolean {
    for (let at = start; at < start + count; at++) {
        if (Number(mask.data[at]) !== 0 && !emptyTokens.has(Number(ids.data[at]))) return true;
    }
    return false;
}

/** Division by the number of tokens cancels out here, so the mean is never taken. */
function normalized(vector: Float32Array): Float32Array | undefined {
    let square = 0;
    for (const value of vector) square += value * value;
    const length = Math.sqrt(square);
    if (!Number.isFinite(length) || length === 0) return undefined;
    for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) / length;
    return vector;
}
