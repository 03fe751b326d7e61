import type { Signal } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { CandidateRow } from '../ports.ts';

/** One ranker's opinion of files; scores of different rankers cannot be compared before `fuseRankings` has scaled them. */
export interface Ranking {
    readonly signal: Signal;
    readonly files: FileScores;
    /** Why a file has its score, for people: `has retry, backoff`. Asked of the few files that are shown, out of thousands. */
    readonly detail?: ((path: WorkspacePath) => string | undefined) | undefined;
    /** The score of a file that the ranker knows nothing about. */
    readonly floor: number;
    /** A best file below this score does not earn the whole weight of its signal: the ranker found something, but nothing telling. */
    readonly telling?: number;
}

/** Scores by path. A `Map` is one, and what scores thousands of files may keep them in a list instead. */
export interface FileScores {
    readonly size: number;
    get(path: WorkspacePath): number | undefined;
    forEach(visit: (score: number, path: WorkspacePath) => void): void;
}

/** A file with what all rankings add up to, before anybody asks why. */
export interface OrderedFile {
    readonly path: WorkspacePath;
    readonly score: number;
}

/** A row with the score that a ranker gave it. */
export interface RowScore {
    readonly row: CandidateRow;
    readonly score: number;
}

/** A ranker that also looks inside files. */
export interface RowRanking extends Ranking {
    readonly rows: readonly RowScore[];
}

/** The rows of each file, in the order they came. */
export function rowsByFile<Scored extends RowScore>(rows: readonly Scored[]): Map<WorkspacePath, Scored[]> {
    const byFile = new Map<WorkspacePath, Scored[]>();
    for (const scored of rows) {
        const known = byFile.get(scored.row.path);
        if (known) known.push(scored);
        else byFile.set(scored.row.path, [scored]);
    }
    return byFile;
}
