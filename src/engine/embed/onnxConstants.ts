/**
 * What an ONNX file says of its graph: the operators in the order of calculation, and the constants with their bytes, which stay where they are
 * in `file`. Only as much of the format (protocol buffers, onnx.proto3) is read as a table of numbers needs; throws `RangeError` for a file that is cut off.
 */
export function readGraph(file: Uint8Array): OnnxGraph {
    const operators: string[] = [];
    const constants = new Map<string, OnnxConstant>();
    for (const graph of messagesOf(file, MODEL_GRAPH)) {
        for (const node of messagesOf(graph, GRAPH_NODE)) for (const name of messagesOf(node, NODE_OPERATOR)) operators.push(textOf(name));
        for (const tensor of messagesOf(graph, GRAPH_CONSTANT)) {
            const [name] = messagesOf(tensor, TENSOR_NAME);
            const [bytes] = messagesOf(tensor, TENSOR_BYTES);
            const [type = 0] = numbersOf(tensor, TENSOR_TYPE);
            if (name && bytes) constants.set(textOf(name), { type, shape: numbersOf(tensor, TENSOR_SHAPE), bytes });
        }
    }
    return { operators, constants };
}

export interface OnnxGraph {
    readonly operators: readonly string[];
    readonly constants: ReadonlyMap<string, OnnxConstant>;
}

export interface OnnxConstant {
    /** `TensorProto.DataType`. */
    readonly type: number;
    readonly shape: readonly number[];
    /** Little-endian. */
    readonly bytes: Uint8Array;
}

/** Of `TensorProto.DataType`. */
export const FLOAT = 1;
export const INT8 = 3;

const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_CONSTANT = 5;
const NODE_OPERATOR = 4;
const TENSOR_SHAPE = 1;
const TENSOR_TYPE = 2;
const TENSOR_NAME = 8;
const TENSOR_BYTES = 9;

function messagesOf(message: Uint8Array, field: number): Uint8Array[] {
    return fieldsOf(message).flatMap(({ number, value }) => (number === field && typeof value !== 'number' ? [value] : []));
}

/** Of a repeated number, each by itself or all in one piece. */
function numbersOf(message: Uint8Array, field: number): number[] {
    return fieldsOf(message).flatMap(({ number, value }) => {
        if (number !== field) return [];
        if (typeof value === 'number') return [value];
        const reader = new Reader(value);
        const found: number[] = [];
        while (!reader.isAtEnd) found.push(reader.takeNumber());
        return found;
    });
}

function fieldsOf(message: Uint8Array): { readonly number: number; readonly value: number | Uint8Array }[] {
    const reader = new Reader(message);
    const fields: { readonly number: number; readonly value: number | Uint8Array }[] = [];
    while (!reader.isAtEnd) {
        const key = reader.takeNumber();
        fields.push({ number: Math.floor(key / 8), value: reader.takeValue(key % 8) });
    }
    return fields;
}

class Reader {
    private readonly bytes: Uint8Array;
    private at = 0;

    constructor(bytes: Uint8Array) {
        this.bytes = bytes;
    }

    get isAtEnd(): boolean {
        return this.at >= this.bytes.length;
    }

    /** Seven bits a byte, the lowest first. Exact up to 53 bits, which no size or type comes near. */
    takeNumber(): number {
        for (let [value, unit] = [0, 1]; ; unit *= 128) {
            const byte = this.bytes[this.at++];
            if (byte === undefined) throw new RangeError('an ONNX file that is cut off');
            value += (byte & 127) * unit;
            if (byte < 128) return value;
        }
    }

    takeValue(wire: number): number | Uint8Array {
        switch (wire) {
            case 0:
                return this.takeNumber();
            case 1:
                return this.takeBytes(8);
            case 2:
                return this.takeBytes(this.takeNumber());
            case 5:
                return this.takeBytes(4);
            default:
                throw new RangeError('not an ONNX file');
        }
    }

    private takeBytes(length: number): Uint8Array {
        const end = this.at + length;
        if (end > this.bytes.length) throw new RangeError('an ONNX file that is cut off');
        const taken = this.bytes.subarray(this.at, end);
        this.at = end;
        return taken;
    }
}

function textOf(bytes: Uint8Array): string {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
