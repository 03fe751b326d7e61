/**
 * Half-precision numbers as vectors stand in the rows: half the bytes, and a cosine that differs in the fourth digit.
 * By hand, because `Float16Array` came with Node 24 and the command line also runs on 20.
 * IEEE 754-2019 binary16, rounding to nearest, ties to even.
 */
export function toHalves(values: Float32Array): Uint16Array {
    const halves = new Uint16Array(values.length);
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    for (let i = 0; i < halves.length; i++) halves[i] = halfOfBits(bits[i] ?? 0);
    return halves;
}

/** `bits` are those of a single-precision number: 1 sign, 8 exponent (bias 127), 23 fraction. */
function halfOfBits(bits: number): number {
    const sign = (bits >>> 16) & 0x8000;
    const exponent = (bits >>> 23) & 0xff;
    const fraction = bits & 0x7fffff;
    if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
    const shifted = exponent - 127 + 15;
    if (shifted >= 31) return sign | 0x7c00;
    if (shifted <= 0) {
        // Subnormal: the hidden bit becomes visible and everything moves right.
        if (shifted < -10) return sign;
        return sign | roundShift(fraction | 0x800000, 14 - shifted);
    }
    // A carry out of the fraction raises the exponent, which is what rounding up to the next power of two means.
    return sign | ((shifted << 10) + roundShift(fraction, 13));
}

function roundShift(value: number, shift: number): number {
    const kept = value >>> shift;
    const rest = value & ((1 << shift) - 1);
    const half = 1 << (shift - 1);
    return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}
