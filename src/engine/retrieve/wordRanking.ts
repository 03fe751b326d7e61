import type { WorkspacePath } from '../../protocol/text.ts';
import type { CandidateRow, PassageStore, SearchScope } from '../ports.ts';
import type { QuestionTerm } from './readQuestion.ts';
import { rowsByFile, type RowRanking, type RowScore } from './ranking.ts';
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
    const counts = new Uint16Array(unique.length * terms.length);
    const words = terms.map(({ term }) => term);
    const sizes = store.countWords(unique, words, (row, word, inText, inNames) => {
        counts[row * terms.length + word] = Math.min(MOST_COUNTED, inText + inNames * NAME_WEIGHT);
    });
    const { meanLength } = store.statistics();
    const readPath = pathReader(words);
    const weights = Float64Array.from(terms, ({ weight }) => weight);
    const scored: CountedRow[] = [];
    for (const [nth, row] of unique.entries()) {
        const first = nth * terms.length;
        const path = readPath(row.path);
        for (const word of path.asked) counts[first + word] = (counts[first + word] ?? 0) + PATH_WEIGHT;
        const length = ((sizes[nth] ?? 0) + path.length * PATH_WEIGHT) / (meanLength + path.length * PATH_WEIGHT || 1);
        const saturation = K1 * (1 - B + B * length);
        let score = 0;
        for (let word = 0; word < weights.length; word++) {
            const count = counts[first + word] ?? 0;
            if (count > 0) score += shareOf(weights[word] ?? 0, count, saturation);
        }
        if (score > 0) scored.push({ row, score, first, saturation });
    }
    scored.sort((a, b) => (a.score > b.score ? -1 : a.score < b.score ? 1 : 0));
    const files = new Map<WorkspacePath, number>();
    for (const { row, score } of scored) files.set(row.path, (files.get(row.path) ?? 0) + score ** NORM);
    for (const [path, sum] of files) files.set(path, sum ** (1 / NORM));
    let byFile: ReadonlyMap<WorkspacePath, readonly CountedRow[]> | undefined;
    const detail = (path: WorkspacePath): string => {
        byFile ??= rowsByFile(scored);
        return describe(byFile.get(path) ?? [], { counts, weights, terms });
    };
    return { signal: 'words', files, detail, floor: 0, rows: scored };
}

/** What a term adds to a row in which it stands so often. */
function shareOf(weight: number, count: number, saturation: number): number {
    return (weight * count * (K1 + 1)) / (count + saturation);
}

interface CountedRow extends RowScore {
    /** Where its counts begin. */
    readonly first: number;
    readonly saturation: number;
}

/** More than a row can have, and room for its path. */
const MOST_COUNTED = 60_000;

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
 * The score of a file is between that of its best row alone (which rewards a lucky paragraph) and their sum (which rewards length):
 * norms from 4 to 12 were equally good on the judged questions.
 */
const NORM = 6;

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

/** The words that carry the score of a file with these rows, as the question writes them. */
function describe(
    rows: readonly CountedRow[],
    words: {
        readonly counts: Uint16Array;
        readonly weights: Float64Array;
        readonly terms: readonly QuestionTerm[];
    },
): string {
    const { counts, weights, terms } = words;
    const most = new Float32Array(terms.length);
    // A word is told by its way of writing, at the place of the first row that has it.
    const places: number[] = [];
    for (const { first, saturation } of rows) {
        for (let word = 0; word < terms.length; word++) {
            const count = counts[first + word] ?? 0;
            if (count === 0) continue;
            if (most[word] === 0) places.push(word);
            most[word] = Math.max(most[word] ?? 0, shareOf(weights[word] ?? 0, count, saturation));
        }
    }
    const told = new Set(places.sort((a, b) => (most[b] ?? 0) - (most[a] ?? 0)).map(word => terms[word]?.written ?? ''));
    return `has ${[...told].slice(0, 4).join(', ')}`;
}
