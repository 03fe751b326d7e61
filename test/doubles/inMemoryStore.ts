import type { WorkspacePath } from '../../src/protocol/text.ts';
import type { MeaningHit, PassageStore, SearchScope, StoredFile, StoredRow, WordHit, WordStatistics } from '../../src/engine/ports.ts';
import { countWordsOf, isWhole } from '../../src/engine/store/candidateRows.ts';
import { bagSize, forEachWord } from '../../src/engine/wordBag.ts';
import { idf } from '../../src/engine/retrieve/readQuestion.ts';

/** A passage store in memory: exact BM25 over names and words, exact cosine. Small and slow to change, quick to ask. */
export function inMemoryStore(): PassageStore {
    const stored = new Map<WorkspacePath, StoredFile>();
    let index: WordIndex | undefined;
    const changed = (): void => {
        index = undefined;
    };
    const words = (): WordIndex => (index ??= buildWordIndex([...stored.values()].flatMap(file => file.rows)));
    return {
        replaceFiles: files => {
            for (const file of files) stored.set(file.path, file);
            changed();
            return Promise.resolve();
        },
        removeFiles: paths => {
            for (const path of paths) stored.delete(path);
            changed();
            return Promise.resolve();
        },
        searchWords: (terms, limit, scope) => Promise.resolve(searchWords(words(), terms, limit, scope)),
        searchMeaning: (vector, limit, scope) => Promise.resolve(searchMeaning(stored.values(), vector, limit, scope)),
        countWords: countWordsOf,
        inFull: rows => Promise.resolve(rows.filter(isWhole)),
        rowsOf: path => Promise.resolve(stored.get(path)?.rows ?? []),
        statistics: () => words().statistics,
        countRows: () => Promise.resolve(words().rows.length),
    };
}

interface WordIndex {
    readonly rows: readonly StoredRow[];
    /** Row numbers, once for each occurrence; one in `names` counts as two more. */
    readonly postings: ReadonlyMap<string, readonly number[]>;
    readonly lengths: readonly number[];
    readonly statistics: WordStatistics;
}

function buildWordIndex(rows: readonly StoredRow[]): WordIndex {
    const postings = new Map<string, number[]>();
    const holders = new Map<string, number>();
    const lengths: number[] = [];
    const add = (word: string, row: number, times: number): void => {
        const own = postings.get(word) ?? [];
        if (own.at(-1) !== row) holders.set(word, (holders.get(word) ?? 0) + 1);
        for (let n = 0; n < times; n++) own.push(row);
        postings.set(word, own);
    };
    for (const [number, row] of rows.entries()) {
        forEachWord(row.terms, (word, count) => {
            add(word, number, count);
        });
        forEachWord(row.names, (word, count) => {
            add(word, number, count * 2);
        });
        lengths.push(bagSize(row.terms));
    }
    const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
    return { rows, postings, lengths, statistics: { rows: rows.length, meanLength, rowsWith: term => holders.get(term) ?? 0 } };
}

function searchWords(index: WordIndex, terms: readonly string[], limit: number, scope: SearchScope = {}): WordHit[] {
    const scores = new Map<number, number>();
    for (const term of new Set(terms)) {
        const counts = new Map<number, number>();
        for (const row of index.postings.get(term) ?? []) counts.set(row, (counts.get(row) ?? 0) + 1);
        const rarity = idf(index.statistics.rowsWith(term), index.rows.length);
        for (const [row, count] of counts) {
            const length = (index.lengths[row] ?? 0) / (index.statistics.meanLength || 1);
            scores.set(row, (scores.get(row) ?? 0) + (rarity * count * 2.2) / (count + 1.2 * (0.25 + 0.75 * length)));
        }
    }
    const hits: WordHit[] = [];
    for (const [number, score] of scores) {
        const row = index.rows[number];
        if (row && isInScope(row.path, scope)) hits.push({ row, score });
    }
    return hits.sort((a, b) => b.score - a.score).slice(0, limit);
}

function searchMeaning(files: Iterable<StoredFile>, vector: Float32Array, limit: number, scope: SearchScope = {}): MeaningHit[] {
    const hits: MeaningHit[] = [];
    for (const file of files) {
        if (!isInScope(file.path, scope)) continue;
        for (const [nth, row] of file.rows.entries()) {
            const own = file.vectors[nth];
            if (own) hits.push({ row, similarity: dot(own, vector) });
        }
    }
    return hits.sort((a, b) => b.similarity - a.similarity).slice(0, limit);
}

function dot(one: Float32Array, other: Float32Array): number {
    let sum = 0;
    for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
    return sum;
}

function isInScope(path: WorkspacePath, { folder }: SearchScope): boolean {
    return folder === undefined || path.startsWith(`${folder}/`);
}
