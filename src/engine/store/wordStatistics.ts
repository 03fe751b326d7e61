import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { StoredRow, WordStatistics } from '../ports.ts';
import { bagSize, forEachWord } from '../wordBag.ts';
import { isMissing, writeDurably } from './durableFile.ts';

/** How often words occur over all rows, kept up to date as rows come and go, because BM25 asks for it with every question. */
export class WordCounts implements WordStatistics {
    rows = 0;
    private length = 0;
    private readonly rowsByTerm = new Map<string, number>();

    get meanLength(): number {
        return this.rows === 0 ? 0 : this.length / this.rows;
    }

    rowsWith(term: string): number {
        return this.rowsByTerm.get(term) ?? 0;
    }

    add(row: WordBags): void {
        this.count(row, 1);
    }

    /** Takes back a row that was added with these same words. */
    subtract(row: WordBags): void {
        this.count(row, -1);
    }

    /** Everything, as plain data. */
    snapshot(): CountedWords {
        return { rows: this.rows, length: this.length, terms: [...this.rowsByTerm] };
    }

    static from(counted: CountedWords): WordCounts {
        const counts = new WordCounts();
        counts.rows = counted.rows;
        counts.length = counted.length;
        for (const [term, rows] of counted.terms) counts.rowsByTerm.set(term, rows);
        return counts;
    }

    private count(row: WordBags, step: 1 | -1): void {
        this.rows += step;
        this.length += step * bagSize(row.terms);
        const words = new Set<string>();
        forEachWord(row.terms, word => words.add(word));
        forEachWord(row.names, word => words.add(word));
        for (const term of words) {
            const rows = (this.rowsByTerm.get(term) ?? 0) + step;
            if (rows > 0) this.rowsByTerm.set(term, rows);
            else this.rowsByTerm.delete(term);
        }
    }
}

export type WordBags = Pick<StoredRow, 'terms' | 'names'>;

export interface CountedWords {
    readonly rows: number;
    /** Words in `terms` of all rows together. */
    readonly length: number;
    /** Each word with the rows that have it. */
    readonly terms: readonly (readonly [string, number])[];
}

/** `sequence` is the change of the index after which the counts are right. */
export async function saveCounts(path: string, sequence: number, counts: WordCounts): Promise<void> {
    const body = JSON.stringify({ sequence, ...counts.snapshot() });
    await writeDurably(path, `${crc32(body)}\n${body}`);
}

/** The counts and the change after which they were right. Undefined when there are none, or when the disk has damaged them. */
export async function loadCounts(path: string): Promise<{ readonly counts: WordCounts; readonly sequence: number } | undefined> {
    let text: string;
    try {
        text = await readFile(path, 'utf8');
    } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
    }
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (end < 0 || crc32(body) !== Number(text.slice(0, end))) return undefined;
    const counted = JSON.parse(body) as CountedWords & { readonly sequence: number };
    return { counts: WordCounts.from(counted), sequence: counted.sequence };
}
