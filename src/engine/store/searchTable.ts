import type { WorkspacePath } from '../../protocol/text.ts';
import type { MeaningHit, StoredFile, StoredRow, TellOfWord, WordHit } from '../ports.ts';
import { bagSize } from '../wordBag.ts';
import { FreshPostings } from './freshPostings.ts';
import { NAMES_BOOST, lengthFactorOf, rarityOf, wordScore } from './memoryRows.ts';
import type { PackedPostings, Postings, WordField } from './packedPostings.ts';
import { IN_NAMES, IN_TEXT } from './packedPostings.ts';
import { bestRows, searchRoom, type SearchRoom } from './bestRows.ts';
import type { KeptRows, RowOwner, TableRows } from './tableRows.ts';
import type { RowScope } from './rowStore.ts';
import type { VectorColumn } from './vectorColumn.ts';

/**
 * All that searching needs of the rows, in memory, so that a question is answered without asking the disk: words, vectors, and where rows are.
 * Some 600 bytes a row. It is made from the rows of the store (`fillSearchTable`), takes in what is written afterwards, and is thrown away
 * and made again when that becomes much (`isFull`). What it finds is what comparing every row would find; only vectors are
 * compared by their signs first, above four thousand rows.
 */
export class SearchTable implements RowOwner {
    private readonly rows: TableRows;
    private readonly vectors: VectorColumn;
    private readonly packed: PackedPostings;
    private readonly fresh = new FreshPostings();
    private readonly capacity: number;
    private readonly revisions: Int32Array | undefined;
    /** Where the rows of one word are written to, of its text and its names; and what a search finds. */
    private readonly text: Postings;
    private readonly names: Postings;
    private readonly room: SearchRoom;

    constructor(parts: TableParts) {
        this.rows = parts.rows;
        this.vectors = parts.vectors;
        this.packed = parts.packed;
        this.capacity = parts.capacity;
        this.revisions = parts.revisions;
        this.text = roomFor(parts.capacity);
        this.names = roomFor(parts.capacity);
        this.room = searchRoom(parts.capacity);
    }

    /** Rows that can be found. */
    get size(): number {
        return this.rows.live;
    }

    /** What was costly to make of it, for whoever keeps it: the rows it was made from. Undefined when it was kept already. */
    get worthKeeping(): KeptColumns | undefined {
        const { revisions, packed } = this;
        return revisions && { rows: this.rows.columns(revisions.length), revisions, packed };
    }

    /** A row of a file whose earlier rows were removed, as it is stored. There must be room for it. */
    add(row: StoredRow, vector: StoredVector | undefined): void {
        const number = this.rows.add(row, bagSize(row.terms));
        this.fresh.add(number, row);
        if (vector) this.vectors.setBytes(number, vector.bytes, vector.signs);
    }

    /** The rows of these files are these from here on. False when there is no room for them, and then the table is of no use any more. */
    replaceFiles(files: readonly StoredFile[]): boolean {
        this.rows.removeFiles(files.map(({ path }) => path));
        if (this.rows.count + files.reduce((sum, { rows }) => sum + rows.length, 0) > this.capacity) return false;
        for (const file of files) {
            for (const [nth, row] of file.rows.entries()) {
                const number = this.rows.add(row, bagSize(row.terms));
                this.fresh.add(number, row);
                const vector = file.vectors[nth];
                if (vector) this.vectors.set(number, vector);
            }
        }
        return true;
    }

    removeFiles(paths: readonly WorkspacePath[]): void {
        this.rows.removeFiles(paths);
    }

    /** By BM25 over the text and the names, as `rankByWords` has it for rows that are not stored. */
    searchWords(words: readonly string[], limit: number, scope: RowScope = {}): WordHit[] {
        const isWanted = this.rows.wanted(scope);
        const { text, names } = this;
        const { found, scores } = this.room;
        const { live, meanLength, lengths } = this.rows;
        let many = 0;
        for (const word of new Set(words.map(each => each.toLowerCase()))) {
            const [inText, inNames] = [this.read(word, IN_TEXT), this.read(word, IN_NAMES)];
            // As `rowsWith` has it: a row counts once, whether the word stands in its text or its names.
            const rarity = rarityOf(Math.max(this.rows.presentAmong(text.rows, inText), this.rows.presentAmong(names.rows, inNames)), live);
            for (let nth = 0; nth < inText; nth++) {
                const row = text.rows[nth] ?? 0;
                if (isWanted[row] === 0) continue;
                const before = scores[row] ?? 0;
                if (before === 0) found[many++] = row;
                scores[row] = before + wordScore(text.counts[nth] ?? 0, rarity, lengthFactorOf(lengths[row] ?? 0, meanLength));
            }
            for (let nth = 0; nth < inNames; nth++) {
                const row = names.rows[nth] ?? 0;
                if (isWanted[row] === 0) continue;
                const before = scores[row] ?? 0;
                if (before === 0) found[many++] = row;
                scores[row] = before + NAMES_BOOST * wordScore(names.counts[nth] ?? 0, rarity, 1);
            }
        }
        const all = found.subarray(0, many);
        const best = bestRows(all, scores, Math.max(0, limit)).map(row => ({ row: this.rows.at(row, this), score: scores[row] ?? 0 }));
        for (let nth = 0; nth < many; nth++) scores[found[nth] ?? 0] = 0;
        return best;
    }

    searchMeaning(vector: Float32Array, limit: number, scope: RowScope = {}): MeaningHit[] {
        const isWanted = this.rows.wanted(scope);
        const near = this.vectors.nearest(vector, Math.max(0, limit), { rows: this.rows.count, isWanted, room: this.room });
        return near.map(({ row, similarity }) => ({ row: this.rows.at(row, this), similarity }));
    }

    countWords(numbers: readonly number[], words: readonly string[], tell: TellOfWord): readonly number[] {
        const { text, names } = this;
        const { scores: places } = this.room;
        for (const [nth, number] of numbers.entries()) places[number] = nth + 1;
        const named = new Map<number, number>();
        for (const [at, word] of words.entries()) {
            named.clear();
            const [inText, inNames] = [this.read(word, IN_TEXT), this.read(word, IN_NAMES)];
            for (let nth = 0; nth < inNames; nth++) {
                const place = places[names.rows[nth] ?? 0] ?? 0;
                if (place > 0) named.set(place, names.counts[nth] ?? 0);
            }
            for (let nth = 0; nth < inText; nth++) {
                const place = places[text.rows[nth] ?? 0] ?? 0;
                if (place === 0) continue;
                tell(place - 1, at, text.counts[nth] ?? 0, named.get(place) ?? 0);
                named.delete(place);
            }
            for (const [place, count] of named) tell(place - 1, at, 0, count);
        }
        for (const number of numbers) places[number] = 0;
        return numbers.map(number => this.rows.lengthOf(number));
    }

    /** Into `text` or `names`; how many there are, rows that are gone among them. */
    private read(word: string, field: WordField): number {
        const into = field === IN_TEXT ? this.text : this.names;
        return this.fresh.read(word, field, into, this.packed.read(word, field, into));
    }
}

export interface TableParts {
    readonly rows: TableRows;
    readonly vectors: VectorColumn;
    readonly packed: PackedPostings;
    /** Rows there is room for, also for those that come later. */
    readonly capacity: number;
    /** Of the rows that it is made from, the commits that wrote them; absent where these are kept already. */
    readonly revisions?: Int32Array;
}

/** To be called now and then while a table is made or kept: lets others work, and says whether to go on. */
export type MayGoOn = () => Promise<boolean>;

/** Rows with the commits that wrote them, and their words. */
export interface KeptColumns {
    readonly rows: KeptRows;
    readonly revisions: Int32Array;
    readonly packed: PackedPostings;
}

/** A vector as a row of the store has it. */
export interface StoredVector {
    readonly bytes: Int8Array;
    readonly signs: Uint8Array;
}

function roomFor(rows: number): Postings {
    return { rows: new Uint32Array(rows), counts: new Uint8Array(rows) };
}
