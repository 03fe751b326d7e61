import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { StoredRow, WordStatistics } from '../ports.ts';
import { bagSize, forEachPlace } from '../wordBag.ts';
import { isMissing, writeDurably } from './durableFile.ts';

/**
 * How often words occur over all rows, kept up to date as rows come and go, because BM25 asks for it with every question.
 * A table of numbers by the hash of the word: a quarter of the memory of a `Map` with the words themselves, which nobody asks for.
 * Of 140,000 words two share a hash of 53 bits once in a million repositories, and then weigh a little less than they should.
 */
export class WordCounts implements WordStatistics {
    rows = 0;
    private length = 0;
    /** Open addressing with steps of one: hashes, 0 where there is none, and beside them the rows that have the word. */
    private hashes = new Float64Array(SMALLEST);
    private counts = new Uint32Array(SMALLEST);
    private used = 0;

    get meanLength(): number {
        return this.rows === 0 ? 0 : this.length / this.rows;
    }

    rowsWith(term: string): number {
        return this.counts[this.placeOf(hashOf(term, 0, term.length))] ?? 0;
    }

    add(row: WordBags): void {
        this.count(row, 1);
    }

    /** Takes back a row that was added with these same words. */
    subtract(row: WordBags): void {
        this.count(row, -1);
    }

    /** The hashes of the words there are, each with the rows that have it. */
    *entries(): Iterable<readonly [number, number]> {
        for (const [place, rows] of this.counts.entries()) if (rows > 0) yield [this.hashes[place] ?? 0, rows];
    }

    /** Everything, little-endian: rows, words, entries, then the hashes and the counts one after the other. */
    toBytes(): Buffer {
        const entries = [...this.entries()];
        const bytes = Buffer.alloc(HEAD_BYTES + entries.length * ENTRY_BYTES);
        for (const [nth, value] of [this.rows, this.length, entries.length].entries()) bytes.writeDoubleLE(value, nth * 8);
        for (const [nth, [hash, rows]] of entries.entries()) {
            bytes.writeDoubleLE(hash, HEAD_BYTES + nth * 8);
            bytes.writeUInt32LE(rows, HEAD_BYTES + entries.length * 8 + nth * 4);
        }
        return bytes;
    }

    static fromBytes(bytes: Buffer): WordCounts {
        const counts = new WordCounts();
        counts.rows = bytes.readDoubleLE(0);
        counts.length = bytes.readDoubleLE(8);
        const entries = bytes.readDoubleLE(16);
        counts.resize(entries);
        for (let nth = 0; nth < entries; nth++) {
            counts.put(bytes.readDoubleLE(HEAD_BYTES + nth * 8), bytes.readUInt32LE(HEAD_BYTES + entries * 8 + nth * 4));
        }
        return counts;
    }

    private count({ terms, names }: WordBags, step: 1 | -1): void {
        this.rows += step;
        this.length += step * bagSize(terms);
        const seen = new Set<number>();
        for (const bag of [terms, names]) {
            forEachPlace(bag, (start, end) => {
                const hash = hashOf(bag.words, start, end);
                if (seen.has(hash)) return;
                seen.add(hash);
                this.put(hash, Math.max(0, (this.counts[this.placeOf(hash)] ?? 0) + step));
            });
        }
    }

    private put(hash: number, rows: number): void {
        const place = this.placeOf(hash);
        if (this.hashes[place] !== hash) {
            if (rows === 0) return;
            this.hashes[place] = hash;
            this.used++;
        }
        this.counts[place] = rows;
        if (this.used > this.hashes.length * FULL) this.resize(this.used);
    }

    /** Where the word stands, or would. */
    private placeOf(hash: number): number {
        const last = this.hashes.length - 1;
        let place = hash & last;
        for (;;) {
            const there = this.hashes[place];
            if (there === hash || there === 0) return place;
            place = (place + 1) & last;
        }
    }

    /** Room for so many; words that no row has any more are left behind. */
    private resize(entries: number): void {
        const old = [...this.entries()];
        let size = SMALLEST;
        while (size * FULL < Math.max(entries, old.length) + 1) size *= 2;
        this.hashes = new Float64Array(size);
        this.counts = new Uint32Array(size);
        this.used = 0;
        for (const [hash, rows] of old) this.put(hash, rows);
    }
}

export type WordBags = Pick<StoredRow, 'terms' | 'names'>;

/** A power of two, as all sizes of the table. */
const SMALLEST = 1024;
const FULL = 0.7;
const HEAD_BYTES = 24;
const ENTRY_BYTES = 12;
const SEALS_BYTES = 12;

/** `sequence` is the change of the index after which the counts are right. */
export async function saveCounts(path: string, sequence: number, counts: WordCounts): Promise<void> {
    const body = counts.toBytes();
    const head = Buffer.alloc(SEALS_BYTES);
    head.writeDoubleLE(sequence, 4);
    head.writeUInt32LE(crc32(body, crc32(head.subarray(4))), 0);
    await writeDurably(path, Buffer.concat([head, body]));
}

/** The counts and the change after which they were right. Undefined when there are none, or when the disk has damaged them. */
export async function loadCounts(path: string): Promise<{ readonly counts: WordCounts; readonly sequence: number } | undefined> {
    let bytes: Buffer;
    try {
        bytes = await readFile(path);
    } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
    }
    if (bytes.length < SEALS_BYTES + HEAD_BYTES || crc32(bytes.subarray(4)) !== bytes.readUInt32LE(0)) return undefined;
    return { counts: WordCounts.fromBytes(bytes.subarray(SEALS_BYTES)), sequence: bytes.readDoubleLE(4) };
}

/** Of a part of a text, 53 bits and never 0: cyrb53 (bryc, public domain), which mixes two multiplications of 32 bits. */
function hashOf(text: string, start: number, end: number): number {
    let one = 0xdeadbeef;
    let other = 0x41c6ce57;
    for (let at = start; at < end; at++) {
        const code = text.charCodeAt(at);
        one = Math.imul(one ^ code, 2654435761);
        other = Math.imul(other ^ code, 1597334677);
    }
    one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
    other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
    return 4294967296 * (other & 0x1fffff) + (one >>> 0) || 1;
}
