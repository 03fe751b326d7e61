import type { WorkspacePath } from '../../protocol/text.ts';
import type { MeaningHit, SearchScope, StoredFile, StoredRow, WordHit, WordStatistics } from '../ports.ts';
import type { WordBag } from '../wordBag.ts';
import { bagSize, forEachWord } from '../wordBag.ts';

/** Ranks rows that are in memory by words, on the scale of the rows on disk, so that both kinds can stand in one list. */
export function rankByWords(rows: Iterable<StoredRow>, terms: readonly string[], statistics: WordStatistics): WordHit[] {
    const wanted = new Set(terms.map(term => term.toLowerCase()));
    const hits: WordHit[] = [];
    for (const row of rows) {
        const score =
            bm25(row.terms, wanted, statistics, statistics.meanLength) + NAMES_BOOST * bm25(row.names, wanted, statistics, undefined);
        if (score > 0) hits.push({ row, score });
    }
    return hits.sort((one, other) => other.score - one.score);
}

/** Exact cosines; vectors of length one are not taken for granted. */
export function rankByMeaning(files: Iterable<StoredFile>, vector: Float32Array): MeaningHit[] {
    const hits: MeaningHit[] = [];
    for (const file of files) {
        for (const [index, row] of file.rows.entries()) {
            const other = file.vectors[index];
            if (other) hits.push({ row, similarity: cosine(vector, other) });
        }
    }
    return hits.sort((one, other) => other.similarity - one.similarity);
}

/** True for a row that a search with this scope may find. */
export function isInScope({ path, kind, language }: Pick<StoredRow, 'path' | 'kind' | 'language'>, scope: SearchScope): boolean {
    if (scope.kinds && !scope.kinds.includes(kind)) return false;
    if (scope.languages && !scope.languages.includes(language)) return false;
    return isBelow(path, scope.folder);
}

/** True for a file below the folder, or named as such; every file is below no folder. */
function isBelow(path: WorkspacePath, folder: WorkspacePath | undefined): boolean {
    return folder === undefined || folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** How much more a word counts among the names a chunk defines than in its text. */
export const NAMES_BOOST = 3;

/** Of BM25, as LanceDB uses them: the saturation of repeated words, and how much longer texts are held back. */
const K1 = 1.2;
const B = 0.75;

/** Names are so few that a mean of their number, which nobody keeps, would not tell much. */
function bm25(bag: WordBag, wanted: ReadonlySet<string>, statistics: WordStatistics, meanLength: number | undefined): number {
    const lengthFactor = meanLength === undefined ? 1 : lengthFactorOf(bagSize(bag), meanLength);
    let score = 0;
    forEachWord(bag, (word, count) => {
        if (wanted.has(word)) score += wordScore(count, rarityOf(statistics.rowsWith(word), statistics.rows), lengthFactor);
    });
    return score;
}

/** What a word adds that stands `count` times in a row. */
export function wordScore(count: number, rarity: number, lengthFactor: number): number {
    return (rarity * count * (K1 + 1)) / (count + K1 * lengthFactor);
}

/** The inverse document frequency of BM25. */
export function rarityOf(rowsWith: number, rows: number): number {
    return Math.log(1 + (Math.max(rows, rowsWith) - rowsWith + 0.5) / (rowsWith + 0.5));
}

/** How much a row of so many words is held back, 1 for one of mean length. */
export function lengthFactorOf(words: number, meanLength: number): number {
    return 1 - B + (B * words) / Math.max(1, meanLength);
}

function cosine(one: Float32Array, other: Float32Array): number {
    let dot = 0;
    let oneSquared = 0;
    let otherSquared = 0;
    for (let i = 0; i < one.length; i++) {
        const [a, b] = [one[i] ?? 0, other[i] ?? 0];
        dot += a * b;
        oneSquared += a * a;
        otherSquared += b * b;
    }
    const scale = Math.sqrt(oneSquared * otherSquared);
    return scale === 0 ? 0 : dot / scale;
}
