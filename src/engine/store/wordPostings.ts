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
    private readonly lengths: number[] = [];
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
        delete this.lengths[row];
    }

    /** Rows with at least one of the words, by number, with their scores. */
    scores(words: Iterable<string>): ReadonlyMap<number, number> {
        const scores = new Map<number, number>();
        const meanLength = this.live === 0 ? 0 : this.totalLength / this.live;
        for (const word of new Set([...words].map(each => each.toLowerCase()))) {
            const [terms, names] = [this.inTerms.get(word) ?? [], this.inNames.get(word) ?? []];
            // As the counts of words have it: a row counts once, whether the word stands in its text or its names.
            const rarity = rarityOf(Math.max(terms.length, names.length), this.live);
            for (const posting of terms) {
                const length = this.lengths[rowOf(posting)];
                if (length !== undefined)
                    raise(scores, rowOf(posting), wordScore(countOf(posting), rarity, lengthFactorOf(length, meanLength)));
            }
            for (const posting of names)
                if (this.lengths[rowOf(posting)] !== undefined)
                    raise(scores, rowOf(posting), NAMES_BOOST * wordScore(countOf(posting), rarity, 1));
        }
        return scores;
    }
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

function raise(scores: Map<number, number>, row: number, by: number): void {
    scores.set(row, (scores.get(row) ?? 0) + by);
}
