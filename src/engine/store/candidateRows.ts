import type { CandidateRow, StoredRow, TellOfWord } from '../ports.ts';
import { bagSize, forEachWord } from '../wordBag.ts';
import { TableRow } from './tableRows.ts';
import type { RowOwner } from './tableRows.ts';

/**
 * `PassageStore.countWords` for rows of every kind: whole ones, whose bags are looked through, and rows of a `SearchTable`, which looks
 * through the lists of the words instead.
 */
export function countWordsOf(rows: readonly CandidateRow[], words: readonly string[], tell: TellOfWord): readonly number[] {
    const sizes = new Array<number>(rows.length).fill(0);
    const wanted = new Map(words.map((word, at) => [word, at]));
    const ofTables = new Map<RowOwner, { readonly numbers: number[]; readonly places: number[] }>();
    for (const [place, row] of rows.entries()) {
        if (row instanceof TableRow) {
            const own = ofTables.get(row.owner) ?? { numbers: [], places: [] };
            own.numbers.push(row.number);
            own.places.push(place);
            ofTables.set(row.owner, own);
        } else if (isWhole(row)) {
            const counts = new Map<number, readonly [number, number]>();
            forEachWord(row.terms, (word, count) => {
                const at = wanted.get(word);
                if (at !== undefined) counts.set(at, [count, 0]);
            });
            forEachWord(row.names, (word, count) => {
                const at = wanted.get(word);
                if (at !== undefined) counts.set(at, [counts.get(at)?.[0] ?? 0, count]);
            });
            for (const [at, [inText, inNames]] of counts) tell(place, at, inText, inNames);
            sizes[place] = bagSize(row.terms);
        }
    }
    for (const [owner, { numbers, places }] of ofTables) {
        const own = owner.countWords(numbers, words, (nth, word, inText, inNames) => {
            tell(places[nth] ?? 0, word, inText, inNames);
        });
        for (const [nth, size] of own.entries()) sizes[places[nth] ?? 0] = size;
    }
    return sizes;
}

/** True for a row with all that is stored of it. */
export function isWhole(row: CandidateRow): row is StoredRow {
    return 'terms' in row;
}
