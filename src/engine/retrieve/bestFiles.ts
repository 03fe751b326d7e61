import type { WorkspacePath } from '../../protocol/text.ts';
import type { OrderedFile, Ranking } from './ranking.ts';

/** A ranking with what a score of it adds to a file: at most `most`, never less than nothing. */
export interface ScaledRanking {
    readonly ranking: Ranking;
    readonly most: number;
    readonly share: (score: number) => number;
}

export interface BestFilesOptions {
    /** What a file has in the end whose shares add up to `sum`. */
    readonly whole: (path: WorkspacePath, sum: number) => number;
    /** More than this `whole` adds to no file. */
    readonly mostAdded: number;
    /** Files that are looked at although no ranking knows them. */
    readonly seeds: Iterable<WorkspacePath>;
    readonly includes?: ((path: WorkspacePath) => boolean) | undefined;
    /** How many of the best files are wanted; all when absent. */
    readonly most: number | undefined;
    /** Files of this score are wanted as well, however many there are. */
    readonly least?: number | undefined;
}

/** Best first, equal ones by path. Complete down to the score `least`: below it, files are missing. */
export interface BestFiles {
    readonly files: readonly OrderedFile[];
    readonly least: number;
}

/**
 * Adds rankings up without adding up what cannot win: once as many files are known as are wanted, a ranking that knows thousands more
 * brings in only those which could still reach the last of them (MaxScore, Turtle & Flood 1995, over whole rankings and not over words).
 * What it returns is what adding up everything would put first, to the last bit, because shares are added in the same order.
 */
export function bestFiles(rankings: readonly ScaledRanking[], options: BestFilesOptions): BestFiles {
    const { whole, mostAdded, includes, most = Infinity } = options;
    const sums = new Map<WorkspacePath, number>();
    for (const path of options.seeds) if (includes?.(path) ?? true) sums.set(path, 0);
    let least = -Infinity;
    let later = rankings.reduce((sum, ranking) => sum + ranking.most, 0);
    const bound = (): number => Math.min(options.least ?? Infinity, leastOfBest(sums, whole, most)) - ROUNDING;
    for (const { ranking, share, most: mostHere } of rankings) {
        later -= mostHere;
        // Worth finding out where a ranking knows more files than all before it.
        if (least === -Infinity && sums.size >= most && ranking.files.size > sums.size) least = bound();
        const enough = least - later - mostAdded;
        ranking.files.forEach((score, path) => {
            const known = sums.get(path);
            const own = share(score);
            if (known !== undefined) sums.set(path, known + own);
            else if (own >= enough && (includes?.(path) ?? true)) sums.set(path, own);
        });
    }
    if (least === -Infinity && sums.size > most) least = bound();
    const files: OrderedFile[] = [];
    for (const [path, sum] of sums) if (sum + mostAdded >= least) files.push({ path, score: whole(path, sum) });
    return { files: files.sort((a, b) => (a.score > b.score ? -1 : a.score < b.score ? 1 : a.path < b.path ? -1 : 1)), least };
}

/**
 * The score that so many files have already, or more: the last of the best cannot have less in the end. Asked of those with the highest
 * sums, because what is true of some files is true of all of them, and the others seldom raise it.
 */
function leastOfBest(sums: ReadonlyMap<WorkspacePath, number>, whole: BestFilesOptions['whole'], most: number): number {
    const sorted = Float64Array.from(sums.values()).sort();
    const enough = sorted[sorted.length - most * TIMES_AS_MANY] ?? -Infinity;
    const scores: number[] = [];
    for (const [path, sum] of sums) if (sum >= enough) scores.push(whole(path, sum));
    return Float64Array.from(scores).sort()[scores.length - most] ?? -Infinity;
}

const TIMES_AS_MANY = 6;

/** Bounds are added up in another order than scores. */
const ROUNDING = 1e-9;
