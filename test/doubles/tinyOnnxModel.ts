/**
 * A model in ONNX form that any machine can run: every token has a vector, and nothing else happens. Unlike the model that ships it gives
 * a vector a token, as transformers do, so that pooling and padding are put to the test by the real runtime.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface TinyModel {
    /** The folder that models lie in, and the name of this one in it. */
    readonly parent: string;
    readonly name: string;
    /** A folder with the tokenizer to use. */
    readonly tokenizerOf: string;
    readonly vocabulary: number;
    readonly dimensions: number;
}

export function writeTinyModel({ parent, name, tokenizerOf, vocabulary, dimensions }: TinyModel): void {
    const folder = path.join(parent, name);
    mkdirSync(path.join(folder, 'onnx'), { recursive: true });
    for (const file of ['tokenizer.json', 'tokenizer_config.json']) cpSync(path.join(tokenizerOf, file), path.join(folder, file));
    const config = { model_type: 'bert', hidden_size: dimensions, max_position_embeddings: 512 };
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
    writeFileSync(path.join(folder, 'onnx/model.onnx'), onnxModel(vocabulary, dimensions));
}

/** `ModelProto` of onnx.proto3, by the numbers of its fields: one `Gather` of token ids from a table. */
function onnxModel(vocabulary: number, dimensions: number): Buffer {
    const rows = Buffer.alloc(vocabulary * dimensions * 4);
    // Any numbers will do, as long as no two rows are alike.
    let seed = 1;
    for (let at = 0; at < vocabulary * dimensions; at++) {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        rows.writeFloatLE(seed / 2 ** 31 - 1, at * 4);
    }
    const table = Buffer.concat([number(1, vocabulary), number(1, dimensions), number(2, FLOAT), text(8, 'table'), bytes(9, rows)]);
    const gather = Buffer.concat([text(1, 'table'), text(1, 'input_ids'), text(2, 'last_hidden_state'), text(4, 'Gather')]);
    const graph = Buffer.concat([
        bytes(1, gather),
        text(2, 'tiny'),
        bytes(5, table),
        bytes(11, value('input_ids', INT64, ['texts', 'tokens'])),
        bytes(11, value('attention_mask', INT64, ['texts', 'tokens'])),
        bytes(12, value('last_hidden_state', FLOAT, ['texts', 'tokens', dimensions])),
    ]);
    return Buffer.concat([number(1, 8), bytes(7, graph), bytes(8, number(2, 13))]);
}

const FLOAT = 1;
const INT64 = 7;

/** `ValueInfoProto`. */
function value(name: string, type: number, shape: readonly (string | number)[]): Buffer {
    const dims = shape.map(size => bytes(1, typeof size === 'string' ? text(2, size) : number(1, size)));
    return Buffer.concat([text(1, name), bytes(2, bytes(1, Buffer.concat([number(1, type), bytes(2, Buffer.concat(dims))])))]);
}

function number(field: number, content: number): Buffer {
    return Buffer.concat([varint(field << 3), varint(content)]);
}

function bytes(field: number, content: Buffer): Buffer {
    return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}

function text(field: number, content: string): Buffer {
    return bytes(field, Buffer.from(content));
}

function varint(content: number): Buffer {
    const parts: number[] = [];
    let rest = content;
    for (; rest > 127; rest = Math.floor(rest / 128)) parts.push((rest % 128) | 128);
    return Buffer.from([...parts, rest]);
}
