/**
 * A bag of words as the store keeps it: each word once, and beside it how often it occurs, one character a word.
 * The word index must see each word once: LanceDB 0.31.0 counts occurrences where it should count rows among rows that are not in its index yet,
 * and a word that occurs more often than there are rows is then not found at all.
 */
export interface PackedBag {
    /** Sorted, blank-separated, each once. */
    readonly words: string;
    /** As long as there are words: the character with the code `COUNT_BASE` plus the count. */
    readonly counts: string;
}

/** Takes and gives a sorted, blank-separated bag in which words repeat. */
export function packBag(bag: string): PackedBag {
    const words: string[] = [];
    let counts = '';
    let count = 0;
    const all = bag === '' ? [] : bag.split(' ');
    for (const [index, word] of all.entries()) {
        count++;
        if (word === all[index + 1]) continue;
        words.push(word);
        counts += String.fromCharCode(COUNT_BASE + Math.min(count, HIGHEST_COUNT));
        count = 0;
    }
    return { words: words.join(' '), counts };
}

export function unpackBag({ words, counts }: PackedBag): string {
    if (words === '') return '';
    return words
        .split(' ')
        .map((word, index) => {
            const count = counts.charCodeAt(index) - COUNT_BASE;
            return count > 1 ? `${word} `.repeat(count - 1) + word : word;
        })
        .join(' ');
}

/** A count of one is `!`, the first printable character. */
const COUNT_BASE = 32;
/** Below the surrogates, which are no characters of their own. No chunk has room for as many words. */
const HIGHEST_COUNT = 50_000;
