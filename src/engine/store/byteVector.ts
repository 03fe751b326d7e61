/**
 * Vectors as bytes, which is how the cache and the rows keep them: one signed byte a number, in steps of a 127th of the largest.
 * A quarter of single precision; the cosine with the vector it was made from is above 0.9999, and of the first fifty by it 99.4 % are the same
 * (the rows of the model that ships are bytes themselves).
 */
export function bytesOf(vector: Float32Array): Int8Array {
    return quantized(vector, largestOf(vector));
}

/**
 * The signs of a vector, one bit a number, the first in the lowest bit of the first byte: in how many of them two vectors differ
 * tells which may be near (random hyperplanes, Charikar 2002), at a sixteenth of the cost of their cosine in half precision.
 */
export function signsOf(vector: Float32Array): Uint8Array {
    const signs = new Uint8Array(signBytes(vector.length));
    for (let at = 0; at < vector.length; at++) if ((vector[at] ?? 0) > 0) signs[at >> 3] = (signs[at >> 3] ?? 0) | (1 << (at & 7));
    return signs;
}

/**
 * The signs of a vector as a row keeps it, which are those of its bytes: a vector that was just made and the same one from the cache, where
 * it has been bytes already, make the same row. A number that rounds to 0 has none.
 */
export function signsOfBytes(vector: Float32Array): Uint8Array {
    const largest = largestOf(vector);
    const signs = new Uint8Array(signBytes(vector.length));
    // What `quantized` rounds to 1 or more.
    for (let at = 0; at < vector.length; at++)
        if (((vector[at] ?? 0) / largest) * 127 >= 0.5) signs[at >> 3] = (signs[at >> 3] ?? 0) | (1 << (at & 7));
    return signs;
}

/** Bytes that the signs of so many numbers take. */
export function signBytes(dimensions: number): number {
    return Math.ceil(dimensions / 8);
}

/** Cosines of a vector with each of the byte vectors that stand one after the other in `bytes`; 0 for one without a length. */
export function cosinesWith(vector: Float32Array, bytes: Int8Array): Float32Array {
    const width = vector.length;
    const cosines = new Float32Array(bytes.length / width);
    let length = 0;
    for (const value of vector) length += value * value;
    for (let nth = 0, start = 0; nth < cosines.length; nth++, start += width) {
        let dot = 0;
        let squares = 0;
        for (let at = 0; at < width; at++) {
            const byte = bytes[start + at] ?? 0;
            dot += byte * (vector[at] ?? 0);
            squares += byte * byte;
        }
        const scale = Math.sqrt(squares * length);
        cosines[nth] = scale === 0 ? 0 : dot / scale;
    }
    return cosines;
}

/** With its scale: in front of the bytes, the single-precision number that 127 stands for, little-endian. */
export function packVector(vector: Float32Array): Buffer {
    const largest = largestOf(vector);
    const packed = Buffer.alloc(packedBytes(vector.length));
    packed.writeFloatLE(largest, 0);
    packed.set(new Uint8Array(quantized(vector, largest).buffer), SCALE_BYTES);
    return packed;
}

export function unpackVector(packed: Buffer): Float32Array {
    const step = packed.readFloatLE(0) / 127;
    const vector = new Float32Array(packed.length - SCALE_BYTES);
    for (let at = 0; at < vector.length; at++) vector[at] = step * packed.readInt8(SCALE_BYTES + at);
    return vector;
}

/** Bytes of a packed vector of so many numbers. */
export function packedBytes(dimensions: number): number {
    return SCALE_BYTES + dimensions;
}

const SCALE_BYTES = 4;

function largestOf(vector: Float32Array): number {
    let largest = 0;
    for (let at = 0; at < vector.length; at++) {
        const size = Math.abs(vector[at] ?? 0);
        if (size > largest) largest = size;
    }
    return largest;
}

function quantized(vector: Float32Array, largest: number): Int8Array {
    const bytes = new Int8Array(vector.length);
    if (largest > 0) for (let at = 0; at < vector.length; at++) bytes[at] = Math.round(((vector[at] ?? 0) / largest) * 127);
    return bytes;
}
