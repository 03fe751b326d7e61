import type { FileTable } from '../ports.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { QuestionReading, QuestionTerm } from './readQuestion.ts';
import type { FileScores, Ranking } from './ranking.ts';
import { baseName } from '../../protocol/text.ts';
import { PathIndex, pushTo } from './pathIndex.ts';
import { idf } from './readQuestion.ts';
import { termsOf } from './terms.ts';

/** A ranking by paths, with the files that the question itself asks for by name, and no other file has. */
export interface PathRanking extends Ranking {
    readonly meant: ReadonlySet<WorkspacePath>;
    /** Files of a conventional name that people ask for in the words of the question, with those words as it writes them. */
    readonly conventional: ReadonlyMap<WorkspacePath, readonly string[]>;
}

/** Ranks by the words of paths, and by paths and file names that the question spells out. */
export function pathRanking(question: Pick<QuestionReading, 'terms' | 'paths'>, table: FileTable): PathRanking {
    const index = PathIndex.of(table);
    const scores = new Float64Array(index.paths.length);
    const { meanLength } = index;
    for (const { term, weight } of question.terms) {
        const postings = index.postings.get(term);
        if (!postings) continue;
        const importance = Math.min(1, weight / TYPICAL_WEIGHT) * idf(postings.length / 2, index.count);
        for (let at = 0; at + 1 < postings.length; at += 2) {
            const file = postings[at] ?? 0;
            const count = postings[at + 1] ?? 0;
            const length = (index.lengths[file] ?? 0) / meanLength;
            scores[file] = (scores[file] ?? 0) + (importance * count * (K1 + 1)) / (count + K1 * (1 - B + B * length));
        }
    }
    const spelledOut = new Map<WorkspacePath, string[]>();
    const meant = new Set<WorkspacePath>();
    for (const written of question.paths) {
        const named = filesNamed(index, written);
        for (const file of named) {
            // A name that many files share, such as `index.ts`, points at none of them.
            scores[file] = (scores[file] ?? 0) + (NAMED_SCORE * written.split('/').length) / named.length;
            const path = index.paths[file];
            if (path === undefined) continue;
            pushTo(spelledOut, path, written);
            if (named.length === 1) meant.add(path);
        }
    }
    return {
        signal: 'path',
        files: new ScoresOfPaths(index, scores),
        detail: path => describe(path, question.terms, spelledOut.get(path) ?? []),
        floor: 0,
        meant,
        conventional: conventionalFiles(question.terms, index),
    };
}

/** A number for each file there is, because a word like `test` stands in the paths of thousands: a map of them would be made anew with each question. */
class ScoresOfPaths implements FileScores {
    readonly size: number;
    private readonly index: PathIndex;
    private readonly scores: Float64Array;

    constructor(index: PathIndex, scores: Float64Array) {
        this.index = index;
        this.scores = scores;
        let size = 0;
        for (const score of scores) if (score > 0) size++;
        this.size = size;
    }

    get(path: WorkspacePath): number | undefined {
        const { byName, paths } = this.index;
        const file = byName.get(baseName(path).toLowerCase())?.find(each => paths[each] === path);
        const score = file === undefined ? 0 : (this.scores[file] ?? 0);
        return score > 0 ? score : undefined;
    }

    forEach(visit: (score: number, path: WorkspacePath) => void): void {
        const { paths } = this.index;
        for (let file = 0; file < paths.length; file++) {
            const [score, path] = [this.scores[file] ?? 0, paths[file]];
            if (score > 0 && path !== undefined) visit(score, path);
        }
    }
}

function conventionalFiles(terms: readonly QuestionTerm[], index: PathIndex): ReadonlyMap<WorkspacePath, readonly string[]> {
    const found = new Map<WorkspacePath, string[]>();
    for (const { term, written } of terms) {
        for (const file of index.conventional.get(term) ?? []) {
            const path = index.paths[file];
            if (path !== undefined) pushTo(found, path, written);
        }
    }
    return found;
}

/** The files that a path or a file name, in lower case, may stand for. */
export function filesWritten(table: FileTable, written: string): readonly WorkspacePath[] {
    const index = PathIndex.of(table);
    return filesNamed(index, written).flatMap(file => index.paths[file] ?? []);
}

/** What the question and the path share, as the question writes it. */
function describe(path: WorkspacePath, terms: readonly QuestionTerm[], spelledOut: readonly string[]): string {
    const words = new Set(termsOf(path));
    const written = terms.filter(({ term }) => words.has(term)).map(term => term.written);
    return `path has ${[...new Set([...written, ...spelledOut])].slice(0, 4).join(', ')}`;
}

/** How many files there are; known from the same state of the table as the paths. */
export function countFiles(table: FileTable): number {
    return PathIndex.of(table).count;
}

const K1 = 1.2;
const B = 0.5;

/** A question's term of this weight or more counts fully. */
const TYPICAL_WEIGHT = 4;

/** About twice what two rare words in a path give. */
const NAMED_SCORE = 20;

/** The files whose path ends with these names. */
function filesNamed(index: PathIndex, written: string): readonly number[] {
    const candidates = index.byName.get(baseName(written)) ?? [];
    if (!written.includes('/')) return candidates;
    const exact = candidates.filter(file => `/${(index.paths[file] ?? '').toLowerCase()}`.endsWith(`/${written}`));
    // Stack traces give absolute paths of another machine; the longest common ending is what they share with this one.
    return exact.length > 0 ? exact : longestCommonEnding(index, candidates, written.split('/'));
}

function longestCommonEnding(index: PathIndex, candidates: readonly number[], written: readonly string[]): readonly number[] {
    let best: number[] = [];
    let bestLength = 1;
    for (const file of candidates) {
        const segments = (index.paths[file] ?? '').toLowerCase().split('/');
        let length = 0;
        while (length < written.length && segments.at(-1 - length) === written.at(-1 - length)) length++;
        if (length > bestLength) {
            bestLength = length;
            best = [];
        }
        if (length === bestLength) best.push(file);
    }
    return best;
}
