import type { Table } from '@lancedb/lancedb';
import type * as Arrow from 'apache-arrow';
import type { FileKind, SymbolKind } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import { COUNT_BASE } from '../wordBag.ts';
import { signBytes } from './byteVector.ts';
import { IN_NAMES, IN_TEXT, PostingsBuilder } from './packedPostings.ts';
import type { WordField } from './packedPostings.ts';
import { SearchTable } from './searchTable.ts';
import { TableRows } from './tableRows.ts';
import { VectorColumn } from './vectorColumn.ts';

/**
 * Reads all rows of the version there is now into a `SearchTable`, letting others work in between: 100,000 rows take about a second.
 * Words are hashed as the bytes that LanceDB hands over, because making strings of them would take most of the time.
 * Undefined when `mayGoOn`, which is asked now and then, says no. Throws what LanceDB throws for rows that cannot be read.
 */
export async function fillSearchTable(
    table: Table,
    options: { readonly dimensions: number; readonly room: number; readonly mayGoOn: () => Promise<boolean> },
): Promise<SearchTable | undefined> {
    const { dimensions, mayGoOn } = options;
    // What is written while it is read is laid over it afterwards, so that a count that is out of date by then does no harm but of room.
    const capacity = (await table.countRows()) + options.room;
    const rows = new TableRows(capacity);
    const vectors = new VectorColumn(dimensions, capacity);
    const postings = new PostingsBuilder();
    const revisions = new Int32Array(capacity);
    for await (const batch of table.query().select(COLUMNS)) {
        if (!(await mayGoOn()) || rows.count + batch.numRows > capacity) return undefined;
        const numbers: unknown = batch.getChild('revision')?.data[0]?.values;
        if (numbers instanceof Int32Array) revisions.set(numbers.subarray(0, batch.numRows), rows.count);
        takeBatch(batch, { rows, vectors, postings }, dimensions);
    }
    const packed = await postings.pack(mayGoOn);
    return packed && new SearchTable({ rows, vectors, packed, capacity, revisions: revisions.slice(0, rows.count) });
}

const COLUMNS = [
    'id',
    'path',
    'language',
    'kind',
    'vector_key',
    'file_hash',
    'symbol_name',
    'symbol_kind',
    'symbol_container',
    'start_line',
    'end_line',
    'terms',
    'term_counts',
    'names',
    'name_counts',
    'revision',
    'vector',
    'signs',
];

interface TableInMaking {
    readonly rows: TableRows;
    readonly vectors: VectorColumn;
    readonly postings: PostingsBuilder;
}

function takeBatch(batch: Arrow.RecordBatch, { rows, vectors, postings }: TableInMaking, dimensions: number): void {
    const texts = (name: string): ColumnOfTexts => new ColumnOfTexts(batch.getChild(name)?.data[0]);
    const [id, path, language, kind, key] = [texts('id'), texts('path'), texts('language'), texts('kind'), texts('vector_key')];
    const [terms, termCounts, names, nameCounts] = [texts('terms'), texts('term_counts'), texts('names'), texts('name_counts')];
    const [hash, symbolName, symbolKind, container] = [
        texts('file_hash'),
        texts('symbol_name'),
        texts('symbol_kind'),
        texts('symbol_container'),
    ];
    const [start, end] = [batch.getChild('start_line'), batch.getChild('end_line')];
    const [vector, signs] = [batch.getChild('vector')?.data[0], batch.getChild('signs')?.data[0]];
    const first = rows.count;
    for (let at = 0; at < batch.numRows; at++) {
        const words = takeWords(postings, IN_TEXT, { words: terms, counts: termCounts, at });
        takeWords(postings, IN_NAMES, { words: names, counts: nameCounts, at });
        postings.endRow();
        const name = symbolName.read(at);
        const symbol = name === '' ? {} : { symbol: { name, kind: symbolKind.read(at) as SymbolKind, container: container.read(at) } };
        rows.add(
            {
                id: id.read(at),
                path: path.read(at) as WorkspacePath,
                language: language.read(at),
                kind: kind.read(at) as FileKind,
                range: { startLine: Number(start?.get(at)), endLine: Number(end?.get(at)) },
                vectorKey: key.read(at),
                fileHash: hash.read(at),
                ...symbol,
            },
            words,
        );
    }
    takeVectors(vectors, { vector, signs, dimensions, numberOf: at => first + at }, batch.numRows);
}

/** Those of the rows of one piece of what LanceDB hands over, as many at once as follow each other. A row below 0 is not wanted. */
export function takeVectors(
    vectors: VectorColumn,
    piece: {
        readonly vector: Arrow.Data | undefined;
        readonly signs: Arrow.Data | undefined;
        readonly dimensions: number;
        readonly numberOf: (at: number) => number;
    },
    count: number,
): void {
    const { vector, signs, dimensions, numberOf } = piece;
    const [bytes, bits, width] = [bytesOfLists(vector), bytesOfLists(signs), signBytes(dimensions)];
    const isThere = (at: number): boolean => numberOf(at) >= 0 && vector?.getValid(at) === true;
    for (let at = 0; at < count;) {
        if (!isThere(at)) {
            at++;
            continue;
        }
        const first = numberOf(at);
        let end = at + 1;
        while (end < count && isThere(end) && numberOf(end) === first + end - at) end++;
        const asSigned = new Int8Array(bytes.buffer, bytes.byteOffset + at * dimensions, (end - at) * dimensions);
        vectors.setRows(first, asSigned, bits.subarray(at * width, end * width));
        at = end;
    }
}

/** Hands on the words of one bag, blank-separated, with their counts, one character each; returns the sum of the counts. */
function takeWords(
    postings: PostingsBuilder,
    field: WordField,
    { words, counts, at }: { readonly words: ColumnOfTexts; readonly counts: ColumnOfTexts; readonly at: number },
): number {
    const { bytes } = words;
    const last = words.endOf(at);
    let [start, sum] = [words.startOf(at), 0];
    const countsEnd = counts.endOf(at);
    for (let place = counts.startOf(at); place < countsEnd;) {
        // Counts of 96 and more are characters of several bytes.
        const isPlain = (counts.bytes[place] ?? 0) < 128;
        const count = isPlain ? (counts.bytes[place] ?? 0) - COUNT_BASE : countOfCharacter(counts.bytes, place);
        place++;
        while (!isPlain && ((counts.bytes[place] ?? 0) & 0xc0) === 0x80) place++;
        let end = start;
        while (end < last && bytes[end] !== BLANK) end++;
        postings.add(field, bytes, start, end, count);
        sum += count;
        start = end + 1;
    }
    return sum;
}

function countOfCharacter(bytes: Uint8Array, place: number): number {
    return (DECODER.decode(bytes.subarray(place, place + LONGEST_CHARACTER)).codePointAt(0) ?? COUNT_BASE) - COUNT_BASE;
}

const BLANK = 0x20;
const LONGEST_CHARACTER = 4;
const DECODER = new TextDecoder();

/** Texts of a column as LanceDB hands them over: all bytes one after the other. */
class ColumnOfTexts {
    readonly bytes: Buffer;
    private readonly offsets: Int32Array;
    private last = { start: 0, end: 0, text: '' };

    constructor(data: Arrow.Data | undefined) {
        const values: unknown = data?.values;
        this.bytes = values instanceof Uint8Array ? Buffer.from(values.buffer, values.byteOffset, values.byteLength) : Buffer.alloc(0);
        const offsets: unknown = data?.valueOffsets;
        this.offsets = offsets instanceof Int32Array ? offsets : new Int32Array(1);
    }

    startOf(at: number): number {
        return this.offsets[at] ?? 0;
    }

    endOf(at: number): number {
        return this.offsets[at + 1] ?? 0;
    }

    /** Rows of one file follow each other, and have much in common. */
    read(at: number): string {
        const [start, end] = [this.startOf(at), this.endOf(at)];
        const { last } = this;
        if (this.bytes.compare(this.bytes, last.start, last.end, start, end) !== 0)
            this.last = { start, end, text: this.bytes.toString('utf8', start, end) };
        return this.last.text;
    }
}

/** Of lists of equal length, one after the other. */
function bytesOfLists(data: Arrow.Data | undefined): Uint8Array {
    const values: unknown = data?.children[0]?.values;
    if (values instanceof Int8Array) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return values instanceof Uint8Array ? values : new Uint8Array();
}
