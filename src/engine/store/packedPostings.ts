import { hashOfBytes } from './wordHash.ts';

/** Where a word is looked for: the text of a row, or the names that it defines. */
export type WordField = 0 | 1;
export const IN_TEXT: WordField = 0;
export const IN_NAMES: WordField = 1;

/**
 * Which rows have which words and how often, packed: some 1.5 bytes for a word of a row, where a list of numbers takes eight.
 * Made once from all rows, and never changed; numbers of rows are given out in the order in which they were told to the builder.
 * For each word the rows stand in order, each as its distance to the one before, with a bit that says whether a count follows
 * (variable bytes, least significant first, as in Lucene).
 */
export class PackedPostings {
    /** Hashes of the words, ascending: a word's place is its number. */
    readonly words: Float64Array;
    /** Of the text and of the names. */
    readonly fields: readonly PackedField[];

    constructor(words: Float64Array, fields: readonly PackedField[]) {
        this.words = words;
        this.fields = fields;
    }

    /** Bytes that it takes. */
    get size(): number {
        return this.fields.reduce((sum, { ends, bytes }) => sum + ends.byteLength + bytes.byteLength, this.words.byteLength);
    }

    /** Writes the rows that have the word, and beside them how often, into `into`, from its beginning; returns how many there are. */
    read(word: string, field: WordField, into: Postings): number {
        const number = this.numberOf(word);
        const { ends, bytes } = this.fields[field] ?? NOTHING;
        if (number < 0) return 0;
        const end = ends[number] ?? 0;
        let at = number === 0 ? 0 : (ends[number - 1] ?? 0);
        let row = -1;
        let nth = 0;
        const { rows, counts } = into;
        while (at < end) {
            let byte = bytes[at++] ?? 0;
            let value = byte & 127;
            for (let shift = 7; byte > 127; shift += 7) {
                byte = bytes[at++] ?? 0;
                value |= (byte & 127) << shift;
            }
            row += value >>> 1;
            rows[nth] = row;
            counts[nth++] = (value & 1) === 0 ? 1 : (bytes[at++] ?? 1);
        }
        return nth;
    }

    private numberOf(word: string): number {
        const bytes = Buffer.from(word);
        const hash = hashOfBytes(bytes, 0, bytes.length);
        let [low, high] = [0, this.words.length - 1];
        while (low <= high) {
            const middle = (low + high) >> 1;
            const there = this.words[middle] ?? 0;
            if (there === hash) return middle;
            if (there < hash) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }
}

/** Room for the rows of one word. */
export interface Postings {
    readonly rows: Uint32Array;
    readonly counts: Uint8Array;
}

export interface PackedField {
    /** Where the rows of each word end in `bytes`; they begin where those of the word before end. */
    readonly ends: Uint32Array;
    readonly bytes: Uint8Array;
}

const NOTHING: PackedField = { ends: new Uint32Array(), bytes: new Uint8Array() };

/** Counts are kept in a byte; more occurrences than this say nothing more. */
export const MOST_COUNTED = 255;

/** Takes the words of row after row, and packs them at the end. In between it holds five bytes for a word of a row. */
export class PostingsBuilder {
    private hashes = new Float64Array(1 << 16);
    private numbers = new Uint32Array(1 << 16);
    private words = 0;
    private row = 0;
    private readonly streams = [new PostingStream(), new PostingStream()] as const;

    /** A word of the row that is being told, in UTF-8; each at most once a row and field. */
    add(field: WordField, bytes: Uint8Array, start: number, end: number, count: number): void {
        this.streams[field].add(this.numberOf(hashOfBytes(bytes, start, end)), Math.min(count, MOST_COUNTED));
    }

    endRow(): void {
        this.row++;
        for (const stream of this.streams) stream.endRow();
    }

    /** Undefined when `mayGoOn`, which is asked now and then, says no. */
    async pack(mayGoOn: () => Promise<boolean>): Promise<PackedPostings | undefined> {
        const sorted = new Float64Array(this.words);
        let nth = 0;
        for (const hash of this.hashes) if (hash !== 0) sorted[nth++] = hash;
        sorted.sort();
        const placeOf = new Uint32Array(this.words);
        for (const [place, hash] of sorted.entries()) placeOf[this.numberOf(hash)] = place;
        const fields: PackedField[] = [];
        for (const stream of this.streams) {
            const packed = await packStream(stream, placeOf, mayGoOn);
            if (!packed) return undefined;
            fields.push(packed);
        }
        return new PackedPostings(sorted, fields);
    }

    private numberOf(hash: number): number {
        const last = this.hashes.length - 1;
        let place = hash & last;
        for (let there = this.hashes[place]; there !== 0; there = this.hashes[place]) {
            if (there === hash) return this.numbers[place] ?? 0;
            place = (place + 1) & last;
        }
        this.hashes[place] = hash;
        const number = this.words++;
        this.numbers[place] = number;
        if (this.words * 2 > this.hashes.length) this.grow();
        return number;
    }

    private grow(): void {
        const [hashes, numbers] = [this.hashes, this.numbers];
        this.hashes = new Float64Array(hashes.length * 2);
        this.numbers = new Uint32Array(hashes.length * 2);
        const last = this.hashes.length - 1;
        for (const [from, hash] of hashes.entries()) {
            if (hash === 0) continue;
            let place = hash & last;
            while (this.hashes[place] !== 0) place = (place + 1) & last;
            this.hashes[place] = hash;
            this.numbers[place] = numbers[from] ?? 0;
        }
    }
}

/** Words and counts in the order of rows, in pieces, so that growing copies nothing. */
class PostingStream {
    private readonly pieces: Postings[] = [];
    private readonly ends: number[] = [];
    private length = 0;

    add(word: number, count: number): void {
        const within = this.length & (PIECE - 1);
        if (within === 0) this.pieces.push({ rows: new Uint32Array(PIECE), counts: new Uint8Array(PIECE) });
        const piece = this.pieces[this.length >> PIECE_BITS];
        if (piece) [piece.rows[within], piece.counts[within]] = [word, count];
        this.length++;
    }

    endRow(): void {
        this.ends.push(this.length);
    }

    get rows(): number {
        return this.ends.length;
    }

    forEach(row: number, visit: (word: number, count: number) => void): void {
        const end = this.ends[row] ?? 0;
        for (let at = row === 0 ? 0 : (this.ends[row - 1] ?? 0); at < end; at++) {
            const piece = this.pieces[at >> PIECE_BITS];
            const within = at & (PIECE - 1);
            visit(piece?.rows[within] ?? 0, piece?.counts[within] ?? 0);
        }
    }
}

const PIECE_BITS = 16;
const PIECE = 1 << PIECE_BITS;

/** Counts the bytes of each word first, and then writes each where it belongs. */
async function packStream(stream: PostingStream, placeOf: Uint32Array, mayGoOn: () => Promise<boolean>): Promise<PackedField | undefined> {
    const lengths = new Uint32Array(placeOf.length);
    const last = new Int32Array(placeOf.length).fill(-1);
    const valueOf = (word: number, row: number, count: number): number => {
        const value = ((row - (last[word] ?? -1)) << 1) | (count > 1 ? 1 : 0);
        last[word] = row;
        return value;
    };
    for (let row = 0; row < stream.rows; row++) {
        if (row % ROWS_AT_ONCE === 0 && !(await mayGoOn())) return undefined;
        stream.forEach(row, (word, count) => {
            const place = placeOf[word] ?? 0;
            const value = valueOf(place, row, count);
            lengths[place] = (lengths[place] ?? 0) + lengthOf(value) + (value & 1);
        });
    }
    const ends = new Uint32Array(placeOf.length);
    const cursors = new Uint32Array(placeOf.length);
    let end = 0;
    for (const [place, length] of lengths.entries()) {
        cursors[place] = end;
        end += length;
        ends[place] = end;
    }
    const bytes = new Uint8Array(end);
    last.fill(-1);
    for (let row = 0; row < stream.rows; row++) {
        if (row % ROWS_AT_ONCE === 0 && !(await mayGoOn())) return undefined;
        stream.forEach(row, (word, count) => {
            const place = placeOf[word] ?? 0;
            let at = cursors[place] ?? 0;
            let value = valueOf(place, row, count);
            const isCounted = (value & 1) === 1;
            for (; value > 127; value >>>= 7) bytes[at++] = (value & 127) | 128;
            bytes[at++] = value;
            if (isCounted) bytes[at++] = count;
            cursors[place] = at;
        });
    }
    return { ends, bytes };
}

/** A hundredth of a second of work. */
const ROWS_AT_ONCE = 4000;

function lengthOf(value: number): number {
    let length = 1;
    for (; value > 127; value >>>= 7) length++;
    return length;
}
