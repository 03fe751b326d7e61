import type { Table } from '@lancedb/lancedb';
import type * as Arrow from 'apache-arrow';
import type { WorkspacePath } from '../../protocol/text.ts';
import { takeVectors } from './fillSearchTable.ts';
import { inBatches, inPieces, isOneOf } from './lanceQueries.ts';
import { SearchTable } from './searchTable.ts';
import type { MayGoOn, StoredVector } from './searchTable.ts';
import { ROW_COLUMNS, rowsFromArrow } from './storeSchema.ts';
import { readTableFile } from './tableFile.ts';
import { KEY_BYTES, TableRows } from './tableRows.ts';
import { VectorColumn } from './vectorColumn.ts';

/**
 * The `SearchTable` of the version of the rows that there is now, made from the one that was kept: a fifth of what `fillSearchTable` costs,
 * most of it for the vectors, which are not kept twice.
 * LanceDB says which rows there are, and files whose rows are not all as they were kept are read from it.
 * Undefined where none is kept that is whole, where too much has changed since, or when `mayGoOn` says no.
 */
export async function loadSearchTable(
    table: Table,
    options: {
        readonly path: string;
        readonly dimensions: number;
        /** For rows that come later; half of it may be taken by those that came since it was kept. */
        readonly room: number;
        readonly mayGoOn: MayGoOn;
    },
): Promise<SearchTable | undefined> {
    const { path, dimensions, room, mayGoOn } = options;
    const kept = await readTableFile(path, room);
    if (!kept) return undefined;
    const { count } = kept.rows;
    const capacity = count + room;
    const rows = new TableRows(capacity, kept.rows);
    const vectors = new VectorColumn(dimensions, capacity);
    const present = new PresentRows(kept.rows.keys, kept.revisions, count);
    const freshIds: string[] = [];
    for await (const batch of inBatches(table.query().select(['id', 'revision', 'vector', 'signs']), ROWS_AT_ONCE)) {
        if (!(await mayGoOn())) return undefined;
        const ids = batch.getChild('id');
        const numbers = present.numbersOf(batch);
        for (let at = 0; at < numbers.length; at++) if (numbers[at] === NOT_KEPT) freshIds.push(String(ids?.get(at)));
        if (freshIds.length > room / 2) return undefined;
        const [vector, signs] = [batch.getChild('vector')?.data[0], batch.getChild('signs')?.data[0]];
        takeVectors(vectors, { vector, signs, dimensions, numberOf: at => numbers[at] ?? NOT_KEPT }, batch.numRows);
    }
    const gone = present.goneOf(rows);
    if (gone.rows > count / 4) return undefined;
    const loaded = new SearchTable({ rows, vectors, packed: kept.packed, capacity });
    // All rows of a file are of one commit: where one is gone or new, the whole file is read.
    const changed = [...new Set([...gone.paths, ...(await pathsOf(table, freshIds))])];
    loaded.removeFiles(changed);
    let left = capacity - count;
    for (const some of inPieces(changed)) {
        if (!(await mayGoOn())) return undefined;
        const found = await table
            .query()
            .where(isOneOf(some))
            .select([...ROW_COLUMNS, 'vector', 'signs'])
            .toArrow();
        left -= found.numRows;
        if (left < room / 2) return undefined;
        for (const [at, row] of rowsFromArrow(found).entries()) loaded.add(row, vectorAt(found, at));
    }
    return loaded;
}

/** Which of the kept rows LanceDB has as they were kept. */
class PresentRows {
    private readonly keys: DataView;
    private readonly revisions: Int32Array;
    private readonly count: number;
    private readonly isSeen: Uint8Array;
    private next = 0;
    private index: Int32Array | undefined;

    constructor(keys: Uint8Array, revisions: Int32Array, count: number) {
        this.keys = new DataView(keys.buffer, keys.byteOffset, keys.byteLength);
        this.revisions = revisions;
        this.count = count;
        this.isSeen = new Uint8Array(count);
    }

    /** The numbers of the rows of a batch with `id` and `revision`, `NOT_KEPT` where there is none. */
    numbersOf(batch: Arrow.RecordBatch): Int32Array {
        const numbers = new Int32Array(batch.numRows).fill(NOT_KEPT);
        const [id, revision] = [batch.getChild('id')?.data[0], batch.getChild('revision')?.data[0]];
        const text: unknown = id?.values;
        const offsets: unknown = id?.valueOffsets;
        const commits: unknown = revision?.values;
        if (!(text instanceof Uint8Array && offsets instanceof Int32Array && commits instanceof Int32Array)) return numbers;
        const key = new Uint32Array(KEY_WORDS);
        for (let at = 0; at < numbers.length; at++) {
            for (let word = 0, from = offsets[at] ?? 0; word < KEY_WORDS; word++, from += 8) key[word] = wordFromHex(text, from);
            const number = this.find(key);
            if (number < 0 || this.revisions[number] !== commits[at] || this.isSeen[number] === 1) continue;
            this.isSeen[number] = 1;
            this.next = number + 1;
            numbers[at] = number;
        }
        return numbers;
    }

    /** Those that were kept and that nobody has named: the files they are of, and how many they are. */
    goneOf(rows: TableRows): { readonly paths: ReadonlySet<WorkspacePath>; readonly rows: number } {
        const paths = new Set<WorkspacePath>();
        let gone = 0;
        for (let number = 0; number < this.count; number++) {
            if (this.isSeen[number] === 1) continue;
            gone++;
            const path = rows.pathOfRow(number);
            if (path !== undefined) paths.add(path);
        }
        return { paths, rows: gone };
    }

    /** Rows mostly come in the order in which they were kept. */
    private find(key: Uint32Array): number {
        if (this.next < this.count && this.isAt(this.next, key)) return this.next;
        const index = (this.index ??= this.makeIndex());
        const last = index.length - 1;
        for (let place = (key[0] ?? 0) & last; ; place = (place + 1) & last) {
            const number = (index[place] ?? 0) - 1;
            if (number < 0 || this.isAt(number, key)) return number;
        }
    }

    private isAt(number: number, key: Uint32Array): boolean {
        const from = number * 2 * KEY_BYTES;
        for (let word = 0; word < KEY_WORDS; word++) if (this.keys.getUint32(from + word * 4) !== key[word]) return false;
        return true;
    }

    /** Numbers plus one by the first word of the id, in places that follow each other where several want the same. */
    private makeIndex(): Int32Array {
        const index = new Int32Array(2 ** Math.ceil(Math.log2(this.count * 2 + 1)));
        const last = index.length - 1;
        for (let number = 0; number < this.count; number++) {
            let place = this.keys.getUint32(number * 2 * KEY_BYTES) & last;
            while (index[place] !== 0) place = (place + 1) & last;
            index[place] = number + 1;
        }
        return index;
    }
}

const KEY_WORDS = KEY_BYTES / 4;

/** Of eight hexadecimal digits. */
function wordFromHex(text: Uint8Array, from: number): number {
    let word = 0;
    for (let at = from; at < from + 8; at++) {
        const digit = text[at] ?? 0;
        word = (word << 4) | (digit <= NINE ? digit & 15 : (digit & 15) + 9);
    }
    return word >>> 0;
}

const NINE = 0x39;

async function pathsOf(table: Table, ids: readonly string[]): Promise<Set<WorkspacePath>> {
    const paths = new Set<WorkspacePath>();
    for (let from = 0; from < ids.length; from += IDS_PER_FILTER) {
        const some = ids.slice(from, from + IDS_PER_FILTER);
        const found = await table
            .query()
            .where(`id IN (${some.map(id => `'${id}'`).join(', ')})`)
            .select(['path'])
            .toArrow();
        for (const path of found.getChild('path') ?? []) paths.add(String(path) as WorkspacePath);
    }
    return paths;
}

/** 4 MB of them, and a hundredth of a second until whoever asks meanwhile gets a turn. */
const ROWS_AT_ONCE = 8_192;
/** In place of the number of a row. */
const NOT_KEPT = -1;

const IDS_PER_FILTER = 500;

function vectorAt(found: Arrow.Table, at: number): StoredVector | undefined {
    const bytes: unknown = found.getChild('vector')?.get(at);
    const signs: unknown = found.getChild('signs')?.get(at);
    if (bytes === null || bytes === undefined || signs === null || signs === undefined) return undefined;
    return { bytes: Int8Array.from(bytes as Iterable<number>), signs: Uint8Array.from(signs as Iterable<number>) };
}
