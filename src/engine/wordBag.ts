/**
 * The words of a text without their order: each word once, and beside it how often it occurs, one character a word.
 * This is what the store keeps and what rankings count in, because a query looks into some eight hundred bags.
 * The word index must see each word once: LanceDB 0.31.0 counts occurrences where it should count rows among rows that are not in its index yet,
 * and a word that occurs more often than there are rows is then not found at all.
 */
export interface WordBag {
    /** Sorted, blank-separated, each once. */
    readonly words: string;
    /** As long as there are words: the character with the code `COUNT_BASE` plus the count. */
    readonly counts: string;
}

/** The bag of these words, which contain no blanks. */
export function bagOfWords(words: Iterable<string>): WordBag {
    const occurrences = new Map<string, number>();
    for (const word of words) occurrences.set(word, (occurrences.get(word) ?? 0) + 1);
    const sorted = [...occurrences.keys()].sort();
    let counts = '';
    for (const word of sorted) counts += String.fromCharCode(COUNT_BASE + Math.min(occurrences.get(word) ?? 0, HIGHEST_COUNT));
    return { words: sorted.join(' '), counts };
}

/** Each word once, with its count. */
export function forEachWord({ words, counts }: WordBag, visit: (word: string, count: number) => void): void {
    let start = 0;
    for (let nth = 0; nth < counts.length; nth++) {
        const blank = words.indexOf(' ', start);
        const end = blank < 0 ? words.length : blank;
        visit(words.slice(start, end), counts.charCodeAt(nth) - COUNT_BASE);
        start = end + 1;
    }
}

/** Where each word begins and ends in `words`, for whoever can do without making it a string of its own. */
export function forEachPlace({ words, counts }: WordBag, visit: (start: number, end: number) => void): void {
    let start = 0;
    for (let nth = 0; nth < counts.length; nth++) {
        const blank = words.indexOf(' ', start);
        const end = blank < 0 ? words.length : blank;
        visit(start, end);
        start = end + 1;
    }
}

/** How many words there are, repetitions included. */
export function bagSize({ counts }: WordBag): number {
    let size = 0;
    for (let nth = 0; nth < counts.length; nth++) size += counts.charCodeAt(nth) - COUNT_BASE;
    return size;
}

/** A count of one is `!`, the first printable character. */
export const COUNT_BASE = 32;
/** Below the surrogates, which are no characters of their own. No chunk has room for as many words. */
const HIGHEST_COUNT = 50_000;
