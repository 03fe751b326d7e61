/** A function of a WebAssembly module: its parameters are `i32`, its body is in the text format, one instruction after the other, with its own locals. */
export interface WasmFunction {
    readonly name: string;
    readonly parameters: readonly string[];
    readonly locals: Readonly<Record<string, ValueType>>;
    readonly body: string;
}

export type ValueType = 'i32' | 'i64' | 'v128';

/**
 * Bytes of a WebAssembly module that works on one memory, which it is given as `env.memory`, and exports these functions. Of the text format
 * it knows the few instructions of the table below (WebAssembly 2.0, sections 5.4 and 5.5), without nesting: `local.get $row i32.const 2 i32.mul`.
 * Loads and stores may have an offset: `v128.load offset=16`. Throws an error for an instruction or a local that it does not know.
 */
export function assembleWasm(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
    const types = functions.map(({ parameters }) => [0x60, ...vector(parameters.map(() => [VALUE_TYPES.i32])), 0]);
    const memoryImport = [...text('env'), ...text('memory'), 0x02, 0x00, ...unsigned(1)];
    return Uint8Array.from([
        ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
        ...section(1, vector(types)),
        ...section(2, vector([memoryImport])),
        ...section(3, vector(functions.map((_, nth) => unsigned(nth)))),
        ...section(7, vector(functions.map(({ name }, nth) => [...text(name), 0x00, ...unsigned(nth)]))),
        ...section(10, vector(functions.map(bodyOf))),
    ]);
}

function bodyOf({ parameters, locals, body }: WasmFunction): number[] {
    const names = [...parameters, ...Object.keys(locals)];
    const declared = Object.values(locals).map(type => [...unsigned(1), VALUE_TYPES[type]]);
    const words = body.split(/\s+/).filter(word => word !== '');
    const bytes = [...vector(declared)];
    for (let at = 0; at < words.length;) {
        const word = words[at++] ?? '';
        const instruction = INSTRUCTIONS.get(word);
        if (!instruction) throw new Error(`no such instruction: ${word}`);
        bytes.push(...instruction.code);
        switch (instruction.takes) {
            case 'nothing':
                break;
            case 'block':
                bytes.push(0x40);
                break;
            case 'local': {
                const place = names.indexOf((words[at++] ?? '').slice(1));
                if (place < 0) throw new Error(`no such local: ${words[at - 1] ?? ''}`);
                bytes.push(...unsigned(place));
                break;
            }
            case 'number':
                bytes.push(...unsigned(Number(words[at++])));
                break;
            case 'signed':
                bytes.push(...signed(Number(words[at++])));
                break;
            case 'bytes':
                for (let left = 16; left > 0; left--) bytes.push(Number(words[at++]) & 255);
                break;
            case 'memory': {
                const offset = /^offset=(\d+)$/.exec(words[at] ?? '')?.[1];
                if (offset !== undefined) at++;
                // Addresses are told to be multiples of one byte, which holds of all.
                bytes.push(0, ...unsigned(Number(offset ?? 0)));
            }
        }
    }
    bytes.push(0x0b);
    return [...unsigned(bytes.length), ...bytes];
}

const VALUE_TYPES: Readonly<Record<ValueType, number>> = { i32: 0x7f, i64: 0x7e, v128: 0x7b };

interface Instruction {
    readonly code: readonly number[];
    readonly takes: 'nothing' | 'block' | 'local' | 'number' | 'signed' | 'bytes' | 'memory';
}

/** Those of vectors begin with 0xfd. */
const INSTRUCTIONS: ReadonlyMap<string, Instruction> = new Map([
    ...known('block', { loop: [0x03] }),
    ...known('nothing', { end: [0x0b] }),
    ...known('number', { br_if: [0x0d] }),
    ...known('local', { 'local.get': [0x20], 'local.set': [0x21], 'local.tee': [0x22] }),
    ...known('memory', { 'i32.load': [0x28], 'i64.load': [0x29], 'i32.store': [0x36], 'i64.store16': [0x3d] }),
    ...known('signed', { 'i32.const': [0x41] }),
    ...known('nothing', { 'i32.lt_u': [0x49], 'i32.add': [0x6a], 'i32.mul': [0x6c] }),
    ...known('nothing', { 'i64.popcnt': [0x7b], 'i64.add': [0x7c], 'i64.xor': [0x85] }),
    ...known('memory', { 'v128.load': [0xfd, 0], 'v128.load32_splat': [0xfd, 9], 'v128.store': [0xfd, 11] }),
    ...known('bytes', { 'v128.const': [0xfd, 12] }),
    ...known('nothing', { 'i8x16.swizzle': [0xfd, 14], 'i8x16.eq': [0xfd, 35], 'i8x16.ge_u': [0xfd, 44] }),
    ...known('nothing', { 'v128.and': [0xfd, 78], 'v128.or': [0xfd, 80], 'v128.xor': [0xfd, 81] }),
    ...known('nothing', { 'i8x16.abs': [0xfd, 0x60], 'i8x16.narrow_i16x8_u': [0xfd, 0x66], 'i16x8.shr_u': [0xfd, 0x8d, 1] }),
    ...known('number', { 'i32x4.extract_lane': [0xfd, 27] }),
    ...known('nothing', { 'i8x16.shr_u': [0xfd, 0x6d], 'i8x16.sub': [0xfd, 0x71] }),
    ...known('nothing', { 'i16x8.extend_low_i8x16_s': [0xfd, 0x87, 1], 'i16x8.extend_high_i8x16_s': [0xfd, 0x88, 1] }),
    ...known('nothing', { 'i32x4.add': [0xfd, 0xae, 1], 'i32x4.dot_i16x8_s': [0xfd, 0xba, 1] }),
]);

function known(takes: Instruction['takes'], codes: Readonly<Record<string, readonly number[]>>): (readonly [string, Instruction])[] {
    return Object.entries(codes).map(([name, code]) => [name, { code, takes }]);
}

function section(id: number, content: readonly number[]): number[] {
    return [id, ...unsigned(content.length), ...content];
}

/** Their number, and then one after the other. */
function vector(items: readonly (readonly number[])[]): number[] {
    return [...unsigned(items.length), ...items.flat()];
}

function text(written: string): number[] {
    return vector([...Buffer.from(written)].map(byte => [byte]));
}

/** LEB128. */
function unsigned(value: number): number[] {
    const bytes: number[] = [];
    let left = value;
    for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
    bytes.push(left);
    return bytes;
}

/** LEB128 of a number that fits into 32 bits. */
function signed(value: number): number[] {
    const bytes: number[] = [];
    let left = value | 0;
    for (; left < -64 || left > 63; left >>= 7) bytes.push((left & 127) | 128);
    bytes.push(left & 127);
    return bytes;
}
