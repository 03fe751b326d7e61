import type { WasmFunction } from './assembleWasm.ts';

/**
 * How large the numbers of a vector are, in four bits each: in fifteen steps up to three times their mean (the root of that of the squares).
 * Beside the plain form two loops of WebAssembly, which do hundreds of rows in the time that JavaScript takes for twenty, and the same to the bit.
 */
export function stepOf(squares: number, dimensions: number): number {
    return (LARGEST_KEPT * Math.sqrt(squares / dimensions)) / MOST_STEPS || 1;
}

/** `value` is not negative. */
export function sizeIn(step: number, value: number): number {
    return Math.min(MOST_STEPS, Math.round(value / step));
}

/**
 * Writes the least whole number that has each size, from 0 on, sixteen bytes. None of a vector in bytes is above 128, so that 255 stands for never.
 */
export function writeThresholds(step: number, into: Uint8Array, from: number): void {
    into[from] = 0;
    for (let size = 1; size <= MOST_STEPS; size++) {
        let least = Math.ceil((size - HALF) * step);
        // Where the quotient is rounded, it is the quotient that counts.
        while (least > 0 && Math.round((least - 1) / step) >= size) least--;
        while (Math.round(least / step) < size) least++;
        into[from + size] = Math.min(least, NEVER);
    }
}

/** Sixteen bytes of thresholds belong to each row. */
export const THRESHOLD_BYTES = 16;

const LARGEST_KEPT = 3;
const MOST_STEPS = 15;
const HALF = 0.5;
const NEVER = 255;

/** `(from, end, out)`: of each row, `rowBytes` signed bytes long (a multiple of 32), the sum of the squares. */
export function squaresFunction(rowBytes: number): WasmFunction {
    const pieces = Array.from({ length: rowBytes / 16 }, (_, nth) => `local.get $from v128.load offset=${nth * 16} ${ADD_SQUARES}`);
    return {
        name: 'squares',
        parameters: ['from', 'end', 'out'],
        locals: { zero: 'v128', sum: 'v128', values: 'v128', half: 'v128' },
        body: `
            loop
                local.get $zero local.set $sum
                ${pieces.join('\n')}
                local.get $out ${SUM_OF_LANES} i32.store
                local.get $out i32.const 4 i32.add local.set $out
                local.get $from i32.const ${rowBytes} i32.add local.tee $from local.get $end i32.lt_u br_if 0
            end`,
    };
}

/**
 * `(from, end, thresholds, out, kept)`: the sizes of each row, two a byte, and in `kept` the sum of their squares. A size is found bit by bit,
 * from the highest on: it has the bit if the value is not below the threshold of the size with that bit.
 */
export function sizesFunction(rowBytes: number): WasmFunction {
    const bit = (value: number): string => `
        local.get $all local.get $sizes v128.const ${`${value} `.repeat(16)} v128.or local.tee $tried i8x16.swizzle local.set $least
        local.get $values i8x16.abs local.get $least i8x16.ge_u v128.const ${`${value} `.repeat(16)} v128.and
        local.get $sizes v128.or local.set $sizes`;
    const sixteen = (offset: number): string => `
        local.get $from v128.load offset=${offset} local.set $values local.get $zero local.set $sizes
        ${[8, 4, 2, 1].map(bit).join('')}
        local.get $sizes ${ADD_SQUARES}
        local.get $sizes local.get $sizes i32.const 4 i16x8.shr_u v128.or v128.const ${'255 0 '.repeat(8)} v128.and`;
    const pieces = Array.from(
        { length: rowBytes / 32 },
        (_, nth) => `local.get $out ${sixteen(nth * 32)} ${sixteen(nth * 32 + 16)} i8x16.narrow_i16x8_u v128.store offset=${nth * 16}`,
    );
    return {
        name: 'sizes',
        parameters: ['from', 'end', 'thresholds', 'out', 'kept'],
        locals: {
            ...{ zero: 'v128', sum: 'v128', values: 'v128', half: 'v128' },
            ...{ all: 'v128', sizes: 'v128', tried: 'v128', least: 'v128' },
        },
        body: `
            loop
                local.get $zero local.set $sum
                local.get $thresholds v128.load local.set $all
                ${pieces.join('\n')}
                local.get $kept ${SUM_OF_LANES} i32.store
                local.get $kept i32.const 4 i32.add local.set $kept
                local.get $out i32.const ${rowBytes / 2} i32.add local.set $out
                local.get $thresholds i32.const ${THRESHOLD_BYTES} i32.add local.set $thresholds
                local.get $from i32.const ${rowBytes} i32.add local.tee $from local.get $end i32.lt_u br_if 0
            end`,
    };
}

/** Takes sixteen signed bytes from the stack and adds their squares to `sum`. */
const ADD_SQUARES = `
    local.tee $values i16x8.extend_low_i8x16_s local.tee $half local.get $half i32x4.dot_i16x8_s
    local.get $values i16x8.extend_high_i8x16_s local.tee $half local.get $half i32x4.dot_i16x8_s
    i32x4.add local.get $sum i32x4.add local.set $sum`;

const SUM_OF_LANES = [0, 1, 2, 3].map(nth => `local.get $sum i32x4.extract_lane ${nth} ${nth === 0 ? '' : 'i32.add'}`).join(' ');
