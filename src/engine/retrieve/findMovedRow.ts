import type { TextRange } from '../../protocol/text.ts';
import type { StoredRow } from '../ports.ts';
import type { WordBag } from '../wordBag.ts';
import { forEachWord } from '../wordBag.ts';
import { termsOf } from './terms.ts';

/**
 * Where the lines of a row stand in a file that has changed since it was indexed. The store keeps no text, but the bag of a row's words;
 * a window of as many lines with exactly these words is the row. Undefined when no window has them: then the lines themselves have changed.
 */
export function findMovedRow(row: Pick<StoredRow, 'range' | 'terms'>, lines: readonly string[]): TextRange | undefined {
    if (row.terms.words === '') return undefined;
    const wanted = sumOfBag(row.terms);
    const height = row.range.endLine - row.range.startLine + 1;
    const before = new Float64Array(lines.length + 1);
    for (const [at, line] of lines.entries()) before[at + 1] = ((before[at] ?? 0) + sumOfHashes(termsOf(line))) % MODULUS;
    let best: { readonly startLine: number; readonly doubt: number } | undefined;
    for (let start = 0; start + height <= lines.length; start++) {
        const sum = ((before[start + height] ?? 0) - (before[start] ?? 0) + MODULUS) % MODULUS;
        if (sum !== wanted) continue;
        // Equal passages exist, and then the one nearest to the old place is meant.
        const doubt =
            Math.abs(start + 1 - row.range.startLine) + (hasGoodEdges(lines[start], lines[start + height - 1]) ? 0 : lines.length);
        if (!best || doubt < best.doubt) best = { startLine: start + 1, doubt };
    }
    return best && { startLine: best.startLine, endLine: best.startLine + height - 1 };
}

/** Lines without a word do not tell windows apart that are a line or two from each other; chunks begin and end with text, and not with a brace that closes. */
function hasGoodEdges(first = '', last = ''): boolean {
    return /^\s*[^\s\])}]/.test(first) && last.trim() !== '';
}

/** A sum of hashes is the same in any order, and that of a window is the difference of two sums. */
function sumOfHashes(words: readonly string[]): number {
    let sum = 0;
    for (const word of words) sum = (sum + hash(word)) % MODULUS;
    return sum;
}

function sumOfBag(bag: WordBag): number {
    let sum = 0;
    forEachWord(bag, (word, count) => {
        const one = hash(word);
        // Added one by one, because a product would not be exact.
        for (let n = 0; n < count; n++) sum = (sum + one) % MODULUS;
    });
    return sum;
}

/** Below 2 to the 52nd, so that sums of two stay exact. */
const MODULUS = 2 ** 51;

/** FNV-1a over two seeds, 51 bits together: a chance meeting of two windows is out of the question. */
function hash(word: string): number {
    let low = 0x811c9dc5;
    let high = 0x9e3779b1;
    for (let at = 0; at < word.length; at++) {
        low = Math.imul(low ^ word.charCodeAt(at), 0x01000193);
        high = Math.imul(high ^ word.charCodeAt(at), 0x85ebca6b);
    }
    return (high >>> 0) * 2 ** 19 + ((low >>> 0) >>> 13);
}
