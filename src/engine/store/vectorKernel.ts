import { assembleWasm, type WasmFunction } from './assembleWasm.ts';
import { THRESHOLD_BYTES, sizesFunction, squaresFunction, stepOf, writeThresholds } from './vectorSizes.ts';

/**
 * The inner loops of comparing vectors, as instructions of the processor: counting the signs in which rows differ from a question takes
 * a fifth of the time that JavaScript needs, which has no instruction for it, and products of small whole numbers a tenth; so does taking
 * the sizes of many rows at once.
 * The columns that it compares stand in its memory. `dots` is near and not exact: see `mostOff`.
 */
export class VectorKernel {
    /** Of each row its signs, `signBytes` of them, and its sizes, `sizeBytes`. */
    readonly signs: Uint32Array;
    readonly sizes: Uint8Array;
    private readonly distances: Uint16Array;
    private readonly askedSigns: Uint32Array;
    private readonly asked: Int16Array;
    private readonly batch: Uint32Array;
    private readonly products: Int32Array;
    /** Rows whose sizes are taken, their thresholds, and what is told of each. */
    private readonly rows: Int8Array;
    private readonly thresholds: Uint8Array;
    private readonly told: Int32Array;
    private readonly calls: KernelCalls;

    private constructor(memory: KernelMemory, calls: KernelCalls, { signBytes, sizeBytes, capacity }: KernelShape) {
        const places = placesOf({ signBytes, sizeBytes, capacity });
        this.calls = calls;
        this.signs = new Uint32Array(memory.buffer, places.signs, (capacity * signBytes) / 4);
        this.sizes = new Uint8Array(memory.buffer, places.sizes, capacity * sizeBytes);
        this.distances = new Uint16Array(memory.buffer, places.distances, capacity);
        this.askedSigns = new Uint32Array(memory.buffer, places.askedSigns, signBytes / 4);
        this.asked = new Int16Array(memory.buffer, places.asked, sizeBytes * 2);
        this.batch = new Uint32Array(memory.buffer, places.batch, BATCH);
        this.products = new Int32Array(memory.buffer, places.products, BATCH);
        this.rows = new Int8Array(memory.buffer, places.rows, ROWS_AT_ONCE * sizeBytes * 2);
        this.thresholds = new Uint8Array(memory.buffer, places.thresholds, ROWS_AT_ONCE * THRESHOLD_BYTES);
        this.told = new Int32Array(memory.buffer, places.told, ROWS_AT_ONCE);
    }

    /** Undefined where the processor or the memory does not have what it takes; then it is done in JavaScript. */
    static open(shape: KernelShape): VectorKernel | undefined {
        const pages = Math.ceil(placesOf(shape).end / PAGE);
        if (pages > MOST_PAGES) return undefined;
        try {
            const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
            const rowBytes = shape.sizeBytes * 2;
            const functions = [distancesFunction(shape), dotsFunction(shape), squaresFunction(rowBytes), sizesFunction(rowBytes)];
            const module = new WebAssembly.Module(assembleWasm(functions));
            const calls = new WebAssembly.Instance(module, { env: { memory } }).exports;
            return new VectorKernel(memory, calls, shape);
        } catch (error) {
            if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return undefined;
            throw error;
        }
    }

    /** In how many places the signs of each of the first `rows` rows differ from these. Good until the next call. */
    distancesTo(signs: Uint32Array, rows: number): Uint16Array {
        if (rows === 0) return this.distances;
        this.askedSigns.set(signs);
        const from = this.signs.byteOffset;
        const end = from + (this.signs.byteLength / this.distances.length) * rows;
        this.calls.distances(this.askedSigns.byteOffset, from, end, this.distances.byteOffset);
        return this.distances;
    }

    /** Tells of each row its product with the vector; returns by how much a product may be off for each unit of the row's summed sizes. */
    dots(vector: Float64Array, rows: Uint32Array, tell: (row: number, product: number) => void): number {
        const scale = scaleOf(vector);
        for (let at = 0; at < this.asked.length; at++) this.asked[at] = Math.round((vector[placeInVector(at)] ?? 0) * scale);
        for (let first = 0; first < rows.length; first += BATCH) {
            const own = rows.subarray(first, first + BATCH);
            this.batch.set(own);
            const end = this.batch.byteOffset + own.byteLength;
            const [{ byteOffset: sizes }, { byteOffset: signs }] = [this.sizes, this.signs];
            this.calls.dots(this.asked.byteOffset, this.batch.byteOffset, end, this.products.byteOffset, sizes, signs);
            for (let nth = 0; nth < own.length; nth++) tell(own[nth] ?? 0, (this.products[nth] ?? 0) / scale);
        }
        return HALF_A_STEP / scale;
    }

    /**
     * Writes the sizes of the vectors that stand one after the other in `vectors`, for the rows from `first` on;
     * tells of each row the sum of the squares of its sizes.
     */
    takeSizes(first: number, vectors: Int8Array, dimensions: number, tell: (row: number, squares: number) => void): void {
        const count = vectors.length / dimensions;
        const sizeBytes = this.asked.length / 2;
        for (let from = 0; from < count; from += ROWS_AT_ONCE) {
            const many = Math.min(ROWS_AT_ONCE, count - from);
            this.layOut(vectors.subarray(from * dimensions, (from + many) * dimensions), dimensions);
            const [start, end] = [this.rows.byteOffset, this.rows.byteOffset + many * sizeBytes * 2];
            this.calls.squares(start, end, this.told.byteOffset);
            for (let nth = 0; nth < many; nth++)
                writeThresholds(stepOf(this.told[nth] ?? 0, dimensions), this.thresholds, nth * THRESHOLD_BYTES);
            const out = this.sizes.byteOffset + (first + from) * sizeBytes;
            this.calls.sizes(start, end, this.thresholds.byteOffset, out, this.told.byteOffset);
            for (let nth = 0; nth < many; nth++) tell(first + from + nth, this.told[nth] ?? 0);
        }
    }

    /** Each at the beginning of its row; what no vector has is 0 from the start, and stays so. */
    private layOut(vectors: Int8Array, dimensions: number): void {
        const rowBytes = this.asked.length;
        if (rowBytes === dimensions) this.rows.set(vectors);
        else
            for (let nth = 0; nth * dimensions < vectors.length; nth++)
                this.rows.set(vectors.subarray(nth * dimensions, (nth + 1) * dimensions), nth * rowBytes);
    }
}

export interface KernelShape {
    /** Bytes of signs a row: a multiple of 8. */
    readonly signBytes: number;
    /** Bytes of sizes a row, two numbers each: a multiple of 16. */
    readonly sizeBytes: number;
    readonly capacity: number;
}

/** What is used of the global that all of Node's versions have, and TypeScript knows with the library of browsers alone. */
declare const WebAssembly: {
    readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => KernelMemory;
    readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
    readonly Instance: new (
        module: object,
        imports: { readonly env: { readonly memory: KernelMemory } },
    ) => { readonly exports: KernelCalls };
    readonly CompileError: new () => Error;
};

interface KernelMemory {
    readonly buffer: ArrayBuffer;
}

/** Each works until it comes to the place `end`, and at least once. */
interface KernelCalls {
    distances(asked: number, from: number, end: number, out: number): void;
    dots(asked: number, rows: number, end: number, out: number, sizes: number, signs: number): void;
    squares(from: number, end: number, out: number): void;
    sizes(from: number, end: number, thresholds: number, out: number, kept: number): void;
}

/** A page of WebAssembly; a memory has at most 4 GB. */
const PAGE = 1 << 16;
const MOST_PAGES = 1 << 16;

/** Rows whose products are taken in one call. */
const BATCH = 4096;
/** Rows whose sizes are taken in one call. */
const ROWS_AT_ONCE = 256;
const HALF_A_STEP = 0.5;

/** As large as 16 bits hold, and so that no sum of products of sizes up to 15 passes 31 bits. */
function scaleOf(vector: Float64Array): number {
    let [largest, sum] = [0, 0];
    for (const value of vector) {
        largest = Math.max(largest, Math.abs(value));
        sum += Math.abs(value);
    }
    return largest === 0 ? 1 : Math.min(32_000 / largest, 2 ** 30 / (15 * sum));
}

/** Of 32 numbers the first of each byte come first and then the second ones, because that is how bytes are taken apart. */
function placeInVector(at: number): number {
    const within = at & 31;
    return at - within + (within < 16 ? within * 2 : (within - 16) * 2 + 1);
}

function placesOf({ signBytes, sizeBytes, capacity }: KernelShape) {
    const sizes = Math.ceil((capacity * signBytes) / 16) * 16;
    const distances = sizes + capacity * sizeBytes;
    const askedSigns = distances + Math.ceil((capacity * 2) / 16) * 16;
    const asked = askedSigns + Math.ceil(signBytes / 16) * 16;
    const batch = asked + sizeBytes * 4;
    const products = batch + BATCH * 4;
    const rows = products + BATCH * 4;
    const thresholds = rows + ROWS_AT_ONCE * sizeBytes * 2;
    const told = thresholds + ROWS_AT_ONCE * THRESHOLD_BYTES;
    return { signs: 0, sizes, distances, askedSigns, asked, batch, products, rows, thresholds, told, end: told + ROWS_AT_ONCE * 4 };
}

/** `(asked, from, end, out)`: one number of 16 bits a row. The loop over the words of a row is written out. */
function distancesFunction({ signBytes }: KernelShape): WasmFunction {
    const words = Array.from({ length: signBytes / 8 }, (_, nth) => nth);
    const differing = words.map(
        nth => `local.get $from i64.load offset=${nth * 8} local.get $asked${nth} i64.xor i64.popcnt ${nth === 0 ? '' : 'i64.add'}`,
    );
    return {
        name: 'distances',
        parameters: ['asked', 'from', 'end', 'out'],
        locals: Object.fromEntries(words.map(nth => [`asked${nth}`, 'i64'] as const)),
        body: `
            ${words.map(nth => `local.get $asked i64.load offset=${nth * 8} local.set $asked${nth}`).join('\n')}
            loop
                local.get $out ${differing.join('\n')} i64.store16
                local.get $out i32.const 2 i32.add local.set $out
                local.get $from i32.const ${signBytes} i32.add local.tee $from local.get $end i32.lt_u br_if 0
            end`,
    };
}

/**
 * `(asked, rows, end, out, sizes, signs)`: the product of each listed row, 32 numbers at a time. A number whose bit is not set is negative:
 * of the four bytes of signs each is spread (`four`) over the four bytes of sizes it belongs to, and every one looks at its own bit.
 */
function dotsFunction({ signBytes, sizeBytes }: KernelShape): WasmFunction {
    const half = (numbers: 'first' | 'second', sizes: string, asked: number): string => `
        ${sizes} local.get $spread local.get $${numbers} v128.and local.get $zero i8x16.eq local.tee $negative
        v128.xor local.get $negative i8x16.sub local.tee $values
        i16x8.extend_low_i8x16_s local.get $asked v128.load offset=${asked} i32x4.dot_i16x8_s
        local.get $values i16x8.extend_high_i8x16_s local.get $asked v128.load offset=${asked + 16} i32x4.dot_i16x8_s
        i32x4.add local.get $sum i32x4.add local.set $sum`;
    const blocks = Array.from(
        { length: sizeBytes / 16 },
        (_, nth) => `
        local.get $size v128.load offset=${nth * 16} local.set $both
        local.get $sign v128.load32_splat offset=${nth * 4} local.get $four i8x16.swizzle local.set $spread
        ${half('first', 'local.get $both local.get $low v128.and', nth * 64)}
        ${half('second', 'local.get $both i32.const 4 i8x16.shr_u', nth * 64 + 32)}`,
    );
    const lane = (nth: number): string => `local.get $sum i32x4.extract_lane ${nth}`;
    return {
        name: 'dots',
        parameters: ['asked', 'rows', 'end', 'out', 'sizes', 'signs'],
        locals: {
            ...{ size: 'i32', sign: 'i32', both: 'v128', spread: 'v128', negative: 'v128', values: 'v128', sum: 'v128' },
            ...{ zero: 'v128', low: 'v128', four: 'v128', first: 'v128', second: 'v128' },
        },
        body: `
            v128.const ${'15 '.repeat(16)} local.set $low
            v128.const 0 0 0 0 1 1 1 1 2 2 2 2 3 3 3 3 local.set $four
            v128.const ${'1 4 16 64 '.repeat(4)} local.set $first
            v128.const ${'2 8 32 128 '.repeat(4)} local.set $second
            loop
                local.get $rows i32.load i32.const ${sizeBytes} i32.mul local.get $sizes i32.add local.set $size
                local.get $rows i32.load i32.const ${signBytes} i32.mul local.get $signs i32.add local.set $sign
                local.get $zero local.set $sum
                ${blocks.join('\n')}
                local.get $out ${lane(0)} ${lane(1)} i32.add ${lane(2)} i32.add ${lane(3)} i32.add i32.store
                local.get $out i32.const 4 i32.add local.set $out
                local.get $rows i32.const 4 i32.add local.tee $rows local.get $end i32.lt_u br_if 0
            end`,
    };
}
