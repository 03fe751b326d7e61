import type { FileKind } from '../../protocol/code.ts';
import type { PassageOrigin, RankedFile, Signal } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { IntentShares } from './intent.ts';
import type { OrderedFile, Ranking } from './ranking.ts';
import { folderName } from '../../protocol/text.ts';
import { bestFiles, type BestFiles, type ScaledRanking } from './bestFiles.ts';
import { describePrior, kindPrior, mostPrior } from './kindPrior.ts';
import { elsewhere, scoreElsewhere } from './spreadPassages.ts';

export interface FuseOptions {
    /** How likely the question wants which kind of file. */
    readonly wants: IntentShares;
    readonly kindOf: (path: WorkspacePath) => FileKind | undefined;
    /** Files that the question asks for by name: whatever their kind, it is wanted. */
    readonly meant?: ReadonlySet<WorkspacePath> | undefined;
    /** Files of a conventional name, with the words of the question that people ask for such files with. */
    readonly conventional?: ReadonlyMap<WorkspacePath, readonly string[]> | undefined;
    /** The file the reader has open. */
    readonly focus?: WorkspacePath | undefined;
    readonly weights?: SignalWeights | undefined;
    /** Files open beside it, or edited lately. */
    readonly near?: readonly WorkspacePath[] | undefined;
    /** Files that were changed on disk lately. */
    readonly lately?: ReadonlySet<WorkspacePath> | undefined;
    /** Which files may be among the result; all when absent. */
    readonly includes?: ((path: WorkspacePath) => boolean) | undefined;
    /** How many of the best files are wanted; all when absent. */
    readonly most?: number | undefined;
    /** True: where one folder fills those, the best of other folders come after them. */
    readonly looksElsewhere?: boolean | undefined;
}

export type SignalWeights = Readonly<Record<Signal, number>>;

/**
 * Adds the rankings up, each scaled so that its best file has 1 and an unknown file 0, times its weight; then the kind of file and the reader's
 * focus. Sums of scaled scores kept more of what the rankers know than fusing by rank did (test/retrieval).
 */
export function fuseRankings(rankings: readonly Ranking[], options: FuseOptions): RankedFile[] {
    const weights = options.weights ?? SIGNAL_WEIGHTS;
    const scaled = scaledRankings(rankings, weights);
    // Thousands of files have a score; reasons are given for those that are looked at.
    return ordered(scaled, options, weights).map(({ path, score }) => {
        const own = scaled.flatMap(scale => originIn(scale, path));
        const origins = [...own, ...leanings(path, options, weights)].sort((a, b) => b.contribution - a.contribution);
        return { path, score, origins };
    });
}

/** The same without the reasons. */
export function orderFiles(rankings: readonly Ranking[], options: FuseOptions): readonly OrderedFile[] {
    const weights = options.weights ?? SIGNAL_WEIGHTS;
    return ordered(scaledRankings(rankings, weights), options, weights);
}

function ordered(scaled: readonly ScaledRanking[], options: FuseOptions, weights: SignalWeights): readonly OrderedFile[] {
    const { wants, conventional, focus, near, lately, includes, most } = options;
    const conventions = conventional && conventional.size > 0 ? CONVENTION * (1 - wants.code) * weights.kind : 0;
    const find = (least?: number): BestFiles =>
        bestFiles(scaled, {
            whole: (path, sum) =>
                sum + priorOf(path, options, weights) + conventionOf(path, options, weights) + focusOf(path, options, weights),
            mostAdded: mostPrior(wants) * weights.kind + conventions + (focus !== undefined || near || lately ? weights.focus : 0),
            // `.prettierrc` has not a word in common with the question, but the name of the tool.
            seeds: wants.code < SURELY_CODE ? (conventional?.keys() ?? []) : [],
            includes,
            most,
            least,
        });
    const found = find();
    if (most === undefined) return found.files;
    if (!options.looksElsewhere) return found.files.slice(0, most);
    const least = scoreElsewhere(found.files, most);
    const { files } = least < found.least ? find(least) : found;
    return [...files.slice(0, most), ...elsewhere(files, most)];
}

function scaledRankings(rankings: readonly Ranking[], weights: SignalWeights): readonly ScaledRanking[] {
    return rankings.map(ranking => scaleOf(ranking, weights[ranking.signal])).filter(scale => scale !== undefined);
}

/** 0 for an unknown file, the signal's weight for the best one. Undefined for a ranking that has nothing to say. */
function scaleOf(ranking: Ranking, weight: number): ScaledRanking | undefined {
    const { files, floor, telling } = ranking;
    let best = telling ?? floor;
    files.forEach(score => {
        if (score > best) best = score;
    });
    if (best <= floor || weight === 0) return undefined;
    const range = best - floor;
    return { ranking, most: weight, share: score => (weight * (score - floor)) / range };
}

function originIn({ ranking, share }: ScaledRanking, path: WorkspacePath): PassageOrigin[] {
    const score = ranking.files.get(path);
    if (score === undefined) return [];
    const [signal, contribution, detail] = [ranking.signal, share(score), ranking.detail?.(path)];
    return [detail === undefined ? { signal, contribution } : { signal, contribution, detail }];
}

/** Round numbers; neighbours within a factor of 1.5 score the same within noise. */
export const SIGNAL_WEIGHTS: SignalWeights = {
    words: 2,
    meaning: 0.75,
    path: 0.5,
    symbol: 0.5,
    graph: 0.3,
    tests: 0.2,
    folder: 0.15,
    kind: 1,
    focus: 0.2,
    // A model that orders files deals out their scores anew (reorderFiles), and adds nothing.
    model: 0,
};

function leanings(path: WorkspacePath, options: FuseOptions, weights: SignalWeights): PassageOrigin[] {
    const found: PassageOrigin[] = [];
    const kind = options.kindOf(path);
    const [prior, focus] = [priorOf(path, options, weights), focusOf(path, options, weights)];
    const convention = conventionOf(path, options, weights);
    if (kind !== undefined && prior + convention !== 0) {
        const asked = (options.conventional?.get(path) ?? []).slice(0, 4).join(', ');
        const reasons = [
            ...(prior === 0 ? [] : [describePrior(kind, path, prior)]),
            ...(convention === 0 ? [] : [`by its name is where ${asked} is usually found`]),
        ];
        found.push({ signal: 'kind', contribution: prior + convention, detail: reasons.join('; ') });
    }
    if (focus !== 0) {
        const isOpen = options.focus === path || (options.near?.includes(path) ?? false);
        const isLate = focus === weights.focus / 4;
        const detail = isOpen ? 'is open in the editor, or was edited lately' : isLate ? 'was changed lately' : 'is beside the open file';
        found.push({ signal: 'focus', contribution: focus, detail });
    }
    return found;
}

function priorOf(path: WorkspacePath, { wants, kindOf, meant }: FuseOptions, weights: SignalWeights): number {
    const kind = kindOf(path);
    const prior = kind === undefined ? 0 : kindPrior(kind, path, wants) * weights.kind;
    return meant?.has(path) ? Math.max(0, prior) : prior;
}

/** Counts as far as something else than code is likely wanted: `changelog` in a bug report is what the code writes. */
function conventionOf(path: WorkspacePath, { wants, conventional }: FuseOptions, weights: SignalWeights): number {
    const words = conventional?.get(path);
    if (!conventional || !words) return 0;
    const alike = namesakes(conventional).get(words.join(' ')) ?? 1;
    return ((CONVENTION * Math.min(1, words.length / TELLING_WORDS)) / Math.sqrt(alike)) * (1 - wants.code) * weights.kind;
}

/** How many files answer to the same words: of forty `package.json` each says little. */
function namesakes(conventional: ReadonlyMap<WorkspacePath, readonly string[]>): ReadonlyMap<string, number> {
    const before = countedNamesakes.get(conventional);
    if (before) return before;
    const counts = new Map<string, number>();
    for (const words of conventional.values()) counts.set(words.join(' '), (counts.get(words.join(' ')) ?? 0) + 1);
    countedNamesakes.set(conventional, counts);
    return counts;
}

const countedNamesakes = new WeakMap<ReadonlyMap<WorkspacePath, readonly string[]>, ReadonlyMap<string, number>>();

/** 2 finds some more files of configuration, and puts them before scripts that do the work. */
const CONVENTION = 1.6;
const SURELY_CODE = 0.8;
/** One word in common can be chance. */
const TELLING_WORDS = 2;

function focusOf(path: WorkspacePath, { focus, near, lately }: FuseOptions, weights: SignalWeights): number {
    if (focus === path) return weights.focus;
    const isNear = near?.includes(path) ?? false;
    if (isNear || (focus !== undefined && folderName(focus) === folderName(path))) return weights.focus / 2;
    return lately?.has(path) ? weights.focus / 4 : 0;
}

export function isBelow(path: WorkspacePath, folder: WorkspacePath): boolean {
    return folder === '' || path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
