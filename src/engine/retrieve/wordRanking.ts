import type { PassageStore, SearchScope, StoredRow, WordStatistics } from '../ports.ts';
import type { QuestionTerm } from './readQuestion.ts';
import type { FileScore, RowRanking, RowScore } from './ranking.ts';
import { rowsByFile } from './ranking.ts';
import { searchTerms } from './readQuestion.ts';
import { bagSize, forEachWord } from '../wordBag.ts';
import { CROWDED, fullestFolder } from './spreadPassages.ts';
import { termsOf } from './terms.ts';

/** The rows that the store's word index finds: a few hundred, in an order that `rankRows` improves. */
export async function findByWords(
    terms: readonly QuestionTerm[],
    store: Pick<PassageStore, 'searchWords'>,
    options: SearchScope = {},
): Promise<readonly StoredRow[]> {
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
export function rankRows(rows: readonly StoredRow[], terms: readonly QuestionTerm[], statistics: WordStatistics): RowRanking {
    const weights = new Map(terms.map(term => [term.term, term]));
    const rowScores: RowScore[] = [];
    const found = new Map<StoredRow, readonly Found[]>();
    for (const row of new Map(rows.map(row => [row.id, row])).values()) {
        const matches = scoreRow(row, weights, statistics.meanLength);
        if (matches.length === 0) continue;
        found.set(row, matches);
        rowScores.push({ row, score: matches.reduce((sum, match) => sum + match.score, 0) });
    }
    rowScores.sort((a, b) => b.score - a.score);
    const files = new Map<StoredRow['path'], FileScore>();
    for (const [path, own] of rowsByFile(rowScores)) {
        const detail = (): string => describe(own.flatMap(({ row }) => found.get(row) ?? []));
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

interface Found {
    readonly term: QuestionTerm;
    readonly score: number;
}

function scoreRow(row: StoredRow, weights: ReadonlyMap<string, QuestionTerm>, meanLength: number): Found[] {
    const counts = new Map<QuestionTerm, number>();
    const tally = (word: string, count: number): void => {
        const term = weights.get(word);
        if (term) counts.set(term, (counts.get(term) ?? 0) + count);
    };
    forEachWord(row.terms, tally);
    forEachWord(row.names, (word, count) => {
        tally(word, count * NAME_WEIGHT);
    });
    const path = termsOf(row.path);
    for (const word of path) tally(word, PATH_WEIGHT);
    const length = (bagSize(row.terms) + path.length * PATH_WEIGHT) / (meanLength + path.length * PATH_WEIGHT || 1);
    const saturation = K1 * (1 - B + B * length);
    return [...counts].map(([term, count]) => ({ term, score: (term.weight * count * (K1 + 1)) / (count + saturation) }));
}

/** The words that carry the score, as the question writes them. */
function describe(matches: readonly Found[]): string {
    const shares = new Map<string, number>();
    for (const { term, score } of matches) shares.set(term.written, Math.max(shares.get(term.written) ?? 0, score));
    const told = [...shares].sort((a, b) => b[1] - a[1]).slice(0, 4);
    return `has ${told.map(([written]) => written).join(', ')}`;
}
