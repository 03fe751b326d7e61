import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type * as Arrow from 'apache-arrow';
import type * as Lance from '@lancedb/lancedb';
import type { FileKind, SymbolKind } from '../../protocol/code.ts';
import { fail } from '../../protocol/failure.ts';
import type { ChunkId } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StoredFile, StoredRow } from '../ports.ts';
import { checkVector } from './embeddingCache.ts';
import { bytesOf, signBytes, signsOfBytes } from './byteVector.ts';

/**
 * The columns of a row, and rows as LanceDB takes and gives them.
 * `revision` is the number of the commit that wrote a row, so that the rows a file had before can be told from the ones it has now.
 * A vector stands there twice: as bytes, which its cosine is taken from, and as signs, by which LanceDB finds those worth the while.
 */
export function rowSchema(arrow: typeof Arrow, dimensions: number): Arrow.Schema {
    const text = (name: string, isNullable = false): Arrow.Field => new arrow.Field(name, new arrow.Utf8(), isNullable);
    const number = (name: string): Arrow.Field => new arrow.Field(name, new arrow.Int32(), false);
    return new arrow.Schema([
        ...TEXT_COLUMNS.map(name => text(name)),
        ...SYMBOL_COLUMNS.map(name => text(name, true)),
        ...NUMBER_COLUMNS.map(name => number(name)),
        new arrow.Field('vector', listOf(arrow, new arrow.Int8(), dimensions), true),
        new arrow.Field('signs', listOf(arrow, new arrow.Uint8(), signBytes(dimensions)), true),
    ]);
}

/** Raised when the columns, what stands in them, or the form of the logs beside them change. */
export const SCHEMA_VERSION = 8;

const TEXT_COLUMNS = ['id', 'path', 'language', 'kind', 'file_hash', 'vector_key', 'names', 'name_counts', 'terms', 'term_counts'] as const;
const SYMBOL_COLUMNS = ['symbol_name', 'symbol_kind', 'symbol_container'] as const;
const NUMBER_COLUMNS = ['start_line', 'end_line', 'revision'] as const;

/** The columns of a `StoredRow`: everything but the vector and the revision. */
export const ROW_COLUMNS: readonly string[] = [...TEXT_COLUMNS, ...SYMBOL_COLUMNS, 'start_line', 'end_line'];

/** Column by column instead of object by object: exact types, no guessing, and nothing padded in silence. */
export function rowsToArrow(
    arrow: typeof Arrow,
    files: readonly StoredFile[],
    options: { readonly dimensions: number; readonly revision: number },
): Arrow.Table {
    const { dimensions, revision } = options;
    const schema = rowSchema(arrow, dimensions);
    const rows = files.flatMap(file => file.rows);
    const vectors = files.flatMap(file => file.rows.map((_row, index) => file.vectors[index]));
    for (const vector of vectors) if (vector) checkVector(vector, dimensions);
    const children = schema.fields.map(({ name, type }: { readonly name: string; readonly type: Arrow.DataType }): Arrow.Data => {
        if (name === 'vector')
            return listData(arrow, vectors, { type: new arrow.Int8(), all: new Int8Array(rows.length * dimensions), of: bytesOf });
        if (name === 'signs')
            return listData(arrow, vectors, {
                type: new arrow.Uint8(),
                all: new Uint8Array(rows.length * signBytes(dimensions)),
                of: signsOfBytes,
            });
        if (arrow.DataType.isInt(type)) {
            const data = Int32Array.from(rows, row => (name === 'revision' ? revision : numberOf(row, name)));
            return arrow.makeData({ type, length: data.length, nullCount: 0, data });
        }
        return textData(
            arrow,
            rows.map(row => textOf(row, name)),
        );
    });
    const data = arrow.makeData({
        type: new arrow.Struct(schema.fields),
        length: rows.length,
        nullCount: 0,
        children,
    });
    return new arrow.Table(schema, new arrow.RecordBatch(schema, data));
}

/** Rows out of a query's result. */
export function rowsFromArrow(table: Arrow.Table): StoredRow[] {
    const texts = (name: string): ((index: number) => string) => {
        const column = table.getChild(name);
        return index => String(column?.get(index) ?? '');
    };
    const numbers = (name: string): ((index: number) => number) => {
        const column = table.getChild(name);
        return index => Number(column?.get(index) ?? 0);
    };
    const [id, path, language, kind] = [texts('id'), texts('path'), texts('language'), texts('kind')];
    const [fileHash, vectorKey] = [texts('file_hash'), texts('vector_key')];
    const [names, nameCounts, terms, termCounts] = [texts('names'), texts('name_counts'), texts('terms'), texts('term_counts')];
    const [symbolName, symbolKind, symbolContainer] = [texts('symbol_name'), texts('symbol_kind'), texts('symbol_container')];
    const [startLine, endLine] = [numbers('start_line'), numbers('end_line')];
    return Array.from({ length: table.numRows }, (_, index) => ({
        id: id(index) as ChunkId,
        path: path(index) as WorkspacePath,
        language: language(index),
        kind: kind(index) as FileKind,
        range: { startLine: startLine(index), endLine: endLine(index) },
        fileHash: fileHash(index),
        vectorKey: vectorKey(index),
        ...(symbolName(index) === ''
            ? {}
            : { symbol: { name: symbolName(index), kind: symbolKind(index) as SymbolKind, container: symbolContainer(index) } }),
        names: { words: names(index), counts: nameCounts(index) },
        terms: { words: terms(index), counts: termCounts(index) },
    }));
}

/** The native packages; loading them fails where no binary was built for the platform. */
export interface NativeStore {
    readonly lance: typeof Lance;
    readonly arrow: typeof Arrow;
}

/**
 * Loads LanceDB, which is late and by `require` on purpose.
 * Both packages must come as CommonJS: LanceDB compares schemas by the classes of the arrow package it has loaded itself.
 */
export function loadNativeStore(): NativeStore {
    process.env['LANCEDB_LOG'] ??= 'error';
    // LanceDB 0.31.0 hangs for ever in building a word index on two cores with fewer threads than three; drop this when it no longer does.
    process.env['LANCE_CPU_THREADS'] ??= String(Math.max(4, availableParallelism()));
    const require = createRequire(import.meta.url);
    try {
        return { lance: require('@lancedb/lancedb') as typeof Lance, arrow: require('apache-arrow') as typeof Arrow };
    } catch (error) {
        // The first sentence says what is wrong; what follows is advice for people who build it.
        const detail = error instanceof Error ? (error.message.split(/\.\s|\n/)[0] ?? '') : String(error);
        return fail(
            {
                kind: 'platform-unsupported',
                detail: `the vector database (LanceDB) does not load on ${process.platform}-${process.arch} (${detail}); the package of Footnote for this system brings it`,
            },
            { cause: error },
        );
    }
}

function numberOf(row: StoredRow, column: string): number {
    if (column === 'start_line') return row.range.startLine;
    if (column === 'end_line') return row.range.endLine;
    throw new Error(`no column ${column} of numbers`);
}

function textOf(row: StoredRow, column: string): string | undefined {
    switch (column) {
        case 'id':
            return row.id;
        case 'path':
            return row.path;
        case 'language':
            return row.language;
        case 'kind':
            return row.kind;
        case 'file_hash':
            return row.fileHash;
        case 'vector_key':
            return row.vectorKey;
        case 'names':
            return row.names.words;
        case 'name_counts':
            return row.names.counts;
        case 'terms':
            return row.terms.words;
        case 'term_counts':
            return row.terms.counts;
        case 'symbol_name':
            return row.symbol?.name;
        case 'symbol_kind':
            return row.symbol?.kind;
        case 'symbol_container':
            return row.symbol?.container;
        default:
            throw new Error(`no column ${column}`);
    }
}

/** A column of texts, null where there is none; Arrow's own builder takes ten times as long. */
function textData(arrow: typeof Arrow, texts: readonly (string | undefined)[]): Arrow.Data {
    const offsets = new Int32Array(texts.length + 1);
    const present = new Uint8Array(Math.ceil(texts.length / 8));
    let longest = 0;
    // A UTF-16 unit is three bytes at most.
    for (const text of texts) longest += (text?.length ?? 0) * 3;
    const bytes = Buffer.allocUnsafeSlow(longest);
    let [end, missing] = [0, 0];
    for (const [index, text] of texts.entries()) {
        if (text === undefined) missing++;
        else {
            end += bytes.write(text, end);
            present[index >> 3] = (present[index >> 3] ?? 0) | (1 << (index & 7));
        }
        offsets[index + 1] = end;
    }
    return arrow.makeData({
        type: new arrow.Utf8(),
        length: texts.length,
        nullCount: missing,
        nullBitmap: present,
        valueOffsets: offsets,
        data: bytes.subarray(0, end),
    });
}

function listOf(arrow: typeof Arrow, type: Arrow.Int8 | Arrow.Uint8, width: number): Arrow.FixedSizeList {
    return new arrow.FixedSizeList<Arrow.DataType>(width, new arrow.Field('item', type, true));
}

/** A list of numbers a row, made from its vector; null where there is none. */
function listData<Numbers extends Int8Array | Uint8Array>(
    arrow: typeof Arrow,
    vectors: readonly (Float32Array | undefined)[],
    list: { readonly type: Arrow.Int8 | Arrow.Uint8; readonly all: Numbers; readonly of: (vector: Float32Array) => Numbers },
): Arrow.Data {
    const width = vectors.length === 0 ? 1 : list.all.length / vectors.length;
    const present = new Uint8Array(Math.ceil(vectors.length / 8));
    let missing = 0;
    for (const [index, vector] of vectors.entries()) {
        if (!vector) {
            missing++;
            continue;
        }
        list.all.set(list.of(vector), index * width);
        present[index >> 3] = (present[index >> 3] ?? 0) | (1 << (index & 7));
    }
    const child = arrow.makeData({ type: list.type, length: list.all.length, nullCount: 0, data: list.all });
    return arrow.makeData({
        type: listOf(arrow, list.type, width),
        length: vectors.length,
        nullCount: missing,
        nullBitmap: present,
        child,
    });
}
