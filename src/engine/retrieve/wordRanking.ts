import type { CandidateRow, PassageStore, SearchScope } from '../ports.ts';
import type { QuestionTerm } from './readQuestion.ts';
import type { FileScore, RowRanking, RowScore } from './ranking.ts';
import { rowsByFile } from './ranking.ts';
import { searchTerms } from './readQuestion.ts';
import { CROWDED, fullestFolder } from './spreadPassages.ts';
import { termsOf } from './terms.ts';

/** The rows that the store's word index finds: a few hundred, in an order that `rankRows` improves. */
export async function findByWords(
    terms: readonly QuestionTerm[],
    store: Pick<PassageStore, 'searchWords'>,
    options: SearchScope = {},
): Promise<readonly CandidateRow[]> {
    if (terms.length === 0) return [];
    const found = await store.searchWords(searchTerms(terms), CANDIDATE_ROWS, options);
    const isCrowded = found.length === CANDIDATE_ROWS && fullestFolder(found.map(({ row }) => row.path)).share > CROWDED;
    return (isCrowded ? await store.searchWords(searchTerms(terms), ROWS_WHEN_CROWDED, options) : found).map(({ row }) => row);
}

/**
 * Ranks rows by the words of the question, exactly: BM25 over three fields (body, names defined, path), because the store's own score
 * knows neither the path nor our weights, nor how often a word occurs. Rows that other rankers found are ranked along, at no cost:
 * on the judged questions that made up for what the store's order leaves out.
 */
export function rankRows(
    rows: readonly CandidateRow[],
    terms: readonly QuestionTerm[],
    store: Pick<PassageStore, 'countWords' | 'statistics'>,
): RowRanking {
    const unique = [...new Map(rows.map(row => [row.id, row])).values()];
    // How often each term stands in each row, row after row: eight hundred small maps took longer than all the rest.
    const counts = new Float32Array(unique.length * terms.length);
    const words = terms.map(({ term }) => term);
    const sizes = store.countWords(unique, words, (row, word, inText, inNames) => {
        counts[row * terms.length + word] = inText + inNames * NAME_WEIGHT;
    });
    const { meanLength } = store.statistics();
    const readPath = pathReader(words);
    const rowScores: RowScore[] = [];
    const placeOf = new Map<CandidateRow, number>();
    const shares = new Float32Array(counts.length);
    for (const [nth, row] of unique.entries()) {
        const first = nth * terms.length;
        const path = readPath(row.path);
        for (const word of path.asked) counts[first + word] = (counts[first + word] ?? 0) + PATH_WEIGHT;
        const length = ((sizes[nth] ?? 0) + path.length * PATH_WEIGHT) / (meanLength + path.length * PATH_WEIGHT || 1);
        const saturation = K1 * (1 - B + B * length);
        let score = 0;
        for (let word = 0; word < terms.length; word++) {
            const count = counts[first + word] ?? 0;
            if (count === 0) continue;
            const share = ((terms[word]?.weight ?? 0) * count * (K1 + 1)) / (count + saturation);
            shares[first + word] = share;
            score += share;
        }
        if (score === 0) continue;
        placeOf.set(row, nth);
        rowScores.push({ row, score });
    }
    rowScores.sort((a, b) => b.score - a.score);
    const files = new Map<CandidateRow['path'], FileScore>();
    for (const [path, own] of rowsByFile(rowScores)) {
        const detail = (): string =>
            describe(
                own.map(({ row }) => shares.subarray((placeOf.get(row) ?? 0) * terms.length).subarray(0, terms.length)),
                terms,
            );
        files.set(path, { score: norm(own.map(({ score }) => score)), detail });
    }
    return { signal: 'words', files, floor: 0, rows: rowScores };
}

/** Enough that the rows of every file worth naming are among them; more only costs time. */
const CANDIDATE_ROWS = 400;

/** Where nearly all of them stand in one folder, it is looked behind them. */
const ROWS_WHEN_CROWDED = 4 * CANDIDATE_ROWS;

/** BM25's customary saturation; the length counts less than usual (0.75), because chunks are cut to about one size already. */
const K1 = 1.2;
const B = 0.5;

/** How many occurrences in the body one in the path, or in a defined name, is worth. */
const PATH_WEIGHT = 8;
const NAME_WEIGHT = 2;

/**
 * Between the best row alone (which rewards a lucky paragraph) and the sum (which rewards length):
 * norms from 4 to 12 were equally good on the judged questions.
 */
const NORM = 6;

function norm(scores: readonly number[]): number {
    return scores.reduce((sum, score) => sum + score ** NORM, 0) ** (1 / NORM);
}

/** Which words stand in a path, by their places, once for each time, and how many words it has; a file of many rows is read once. */
function pathReader(words: readonly string[]): (path: CandidateRow['path']) => PathWords {
    const places = new Map(words.map((word, place) => [word, place]));
    const known = new Map<CandidateRow['path'], PathWords>();
    return path => {
        const before = known.get(path);
        if (before) return before;
        const all = termsOf(path);
        const read = { asked: all.map(word => places.get(word)).filter(place => place !== undefined), length: all.length };
        known.set(path, read);
        return read;
    };
}

interface PathWords {
    readonly asked: readonly number[];
    readonly length: number;
}

/** The words that carry the score, as the question writes them; `rows` has for each row what each term adds. */
function describe(rows: readonly Float32Array[], terms: readonly QuestionTerm[]): string {
    const shares = new Map<string, number>();
    for (const row of rows) {
        for (const [place, share] of row.entries()) {
            const written = terms[place]?.written;
            if (share > 0 && written !== undefined) shares.set(written, Math.max(shares.get(written) ?? 0, share));
        }
    }
    const told = [...shares].sort((a, b) => b[1] - a[1]).slice(0, 4);
    return `has ${told.map(([written]) => written).join(', ')}`;
}
