import type { StoredRow } from '../ports.ts';
import { forEachWord } from '../wordBag.ts';
import type { WordBag } from '../wordBag.ts';
import type { Postings, WordField } from './packedPostings.ts';
import { IN_NAMES, IN_TEXT, MOST_COUNTED } from './packedPostings.ts';

/** Which rows have which words, of the few that came after the others were packed: quick to add to, and large. */
export class FreshPostings {
    private readonly fields = [new Map<string, number[]>(), new Map<string, number[]>()] as const;

    add(row: number, { terms, names }: Pick<StoredRow, 'terms' | 'names'>): void {
        this.post(IN_TEXT, row, terms);
        this.post(IN_NAMES, row, names);
    }

    /** Like `PackedPostings.read`, but from the place `from` on; returns where the rows end. */
    read(word: string, field: WordField, into: Postings, from: number): number {
        let nth = from;
        for (const posting of this.fields[field].get(word) ?? []) {
            into.rows[nth] = Math.floor(posting / COUNTS);
            into.counts[nth++] = posting % COUNTS;
        }
        return nth;
    }

    private post(field: WordField, row: number, bag: WordBag): void {
        forEachWord(bag, (word, count) => {
            const posting = row * COUNTS + Math.min(count, MOST_COUNTED);
            const list = this.fields[field].get(word);
            if (list) list.push(posting);
            else this.fields[field].set(word, [posting]);
        });
    }
}

/** Row and count as one number. */
const COUNTS = 256;
