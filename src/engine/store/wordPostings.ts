import type { StoredRow } from '../ports.ts';
import type { WordBag } from '../wordBag.ts';
import { bagSize, forEachWord } from '../wordBag.ts';
import { NAMES_BOOST, lengthFactorOf, rarityOf, wordScore } from './memoryRows.ts';

/**
 * Which rows hold which words, in memory: the word index where LanceDB does not load, with the scores that LanceDB gives.
 * A row has a number; rows that are gone are passed over, and once they are half of all, the lists are made anew by the owner.
 */
export class WordPostings {
    private readonly inTerms = new Map<string, number[]>();
    private readonly inNames = new Map<string, number[]>();
    private readonly lengths: (number | undefined)[] = [];
    private live = 0;
    private totalLength = 0;

    add(row: number, { terms, names }: Pick<StoredRow, 'terms' | 'names'>): void {
        post(this.inTerms, row, terms);
        post(this.inNames, row, names);
        const length = bagSize(terms);
        this.lengths[row] = length;
        this.live++;
        this.totalLength += length;
    }

    remove(row: number): void {
        this.live--;
        this.totalLength -= this.lengths[row] ?? 0;
        this.lengths[row] = undefined;
    }

    /** Rows with at least one of the words, by number, with their scores beside them. */
    scores(words: Iterable<string>): ScoredRows {
        const scores = new Float64Array(this.lengths.length);
        const found: number[] = [];
        const meanLength = this.live === 0 ? 0 : this.totalLength / this.live;
        const raise = (row: number, by: number): void => {
            if (scores[row] === 0) found.push(row);
            scores[row] = (scores[row] ?? 0) + by;
        };
        for (const word of new Set([...words].map(each => each.toLowerCase()))) {
            const [terms, names] = [this.inTerms.get(word) ?? [], this.inNames.get(word) ?? []];
            // As the counts of words have it: a row counts once, whether the word stands in its text or its names.
            const rarity = rarityOf(Math.max(terms.length, names.length), this.live);
            for (const posting of terms) {
                const row = rowOf(posting);
                const length = this.lengths[row];
                if (length !== undefined) raise(row, wordScore(countOf(posting), rarity, lengthFactorOf(length, meanLength)));
            }
            for (const posting of names) {
                const row = rowOf(posting);
                if (this.lengths[row] !== undefined) raise(row, NAMES_BOOST * wordScore(countOf(posting), rarity, 1));
            }
        }
        return { rows: found, scores };
    }
}

export interface ScoredRows {
    /** In no order. */
    readonly rows: readonly number[];
    /** By number of the row. */
    readonly scores: Float64Array;
}

/** The best of these rows; sorting all of them is most of a search by common words. */
export function bestOf(rows: readonly number[], scores: Float64Array, limit: number): readonly number[] {
    const byScore = (one: number, other: number): number => (scores[other] ?? 0) - (scores[one] ?? 0);
    if (rows.length <= limit) return rows.toSorted(byScore);
    const sorted = Float64Array.from(rows, row => scores[row] ?? 0).sort();
    const least = sorted[sorted.length - limit] ?? 0;
    return rows
        .filter(row => (scores[row] ?? 0) >= least)
        .sort(byScore)
        .slice(0, limit);
}

/** Row and count as one number, so that a list of them is an array of small integers: up to two million rows. */
const COUNTS = 1024;

function post(postings: Map<string, number[]>, row: number, bag: WordBag): void {
    forEachWord(bag, (word, count) => {
        const posting = row * COUNTS + Math.min(count, COUNTS - 1);
        const list = postings.get(word);
        if (list) list.push(posting);
        else postings.set(word, [posting]);
    });
}

function rowOf(posting: number): number {
    return Math.floor(posting / COUNTS);
}

function countOf(posting: number): number {
    return posting % COUNTS;
}
