import type {
    CutPlace,
    ExpectedFile,
    ExplainedFile,
    ExplainedSignal,
    SearchExplanation,
    Passage,
    RankedFile,
} from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StoredRow } from '../ports.ts';
import type { ChosenRow } from './choosePassages.ts';
import type { SignalWeights } from './fuseRankings.ts';
import type { QuestionReading } from './readQuestion.ts';
import type { Ranking } from './ranking.ts';
import { overlaps } from '../../protocol/text.ts';
import { forEachWord } from '../wordBag.ts';
import { likeliest } from './intent.ts';
import { termsOf } from './terms.ts';

/** What a search has at hand when it is done. */
export interface RankingParts {
    readonly question: QuestionReading;
    readonly weights: SignalWeights;
    readonly rankings: readonly Ranking[];
    /** Every candidate, best first, whatever its folder. */
    readonly ranked: readonly RankedFile[];
    readonly shown: readonly RankedFile[];
    readonly gone: ReadonlySet<WorkspacePath>;
    readonly isInScope: (path: WorkspacePath) => boolean;
    readonly chosen: readonly ChosenRow[];
    /** All that were read, and how many of them are shown. */
    readonly passages: readonly Passage[];
    readonly limit: number;
    /** The file that was expected, with its rows. */
    readonly expected: { readonly path: WorkspacePath; readonly isIndexed: boolean; readonly rows: readonly StoredRow[] } | undefined;
}

/** Tells how the order came about. Nothing here changes it: the numbers are those that were added up. */
export function explainRanking(parts: RankingParts): SearchExplanation {
    const { question, weights, ranked, shown, expected } = parts;
    const positions = parts.rankings.map(positionsOf);
    const explained = (file: RankedFile, at: number): ExplainedFile => ({
        path: file.path,
        rank: at + 1,
        score: file.score,
        signals: file.origins.map((origin): ExplainedSignal => {
            const own = positions.find(({ signal }) => signal === origin.signal);
            const rank = own?.byPath.get(file.path);
            return own === undefined || rank === undefined ? origin : { ...origin, rank, of: own.byPath.size };
        }),
        fate: fateOf(file.path, parts),
    });
    const files = ranked.slice(0, shown.length + parts.gone.size + BEYOND).map(explained);
    return {
        intent: likeliest(question.wants),
        wants: question.wants,
        terms: question.terms.slice(0, MOST_TERMS).map(({ written, weight }) => ({ written, weight })),
        paths: question.paths,
        weights,
        candidates: ranked.length,
        files,
        cut: cutPlaces(parts),
        ...(expected ? { expected: explainExpected(expected, explained, parts) } : {}),
    };
}

const MOST_TERMS = 24;
/** Files that came next. */
const BEYOND = 5;
const MOST_CUT = 30;

/** Each file's place in one signal's order; equal scores share a place. */
function positionsOf({ signal, files }: Ranking): {
    readonly signal: Ranking['signal'];
    readonly byPath: ReadonlyMap<WorkspacePath, number>;
} {
    const sorted: { readonly path: WorkspacePath; readonly score: number }[] = [];
    files.forEach((score, path) => sorted.push({ path, score }));
    sorted.sort((a, b) => b.score - a.score);
    const byPath = new Map<WorkspacePath, number>();
    let place = 0;
    let before = Number.POSITIVE_INFINITY;
    for (const [at, { path, score }] of sorted.entries()) {
        if (score < before) place = at + 1;
        before = score;
        byPath.set(path, place);
    }
    return { signal, byPath };
}

function fateOf(path: WorkspacePath, { shown, gone, isInScope }: RankingParts): ExplainedFile['fate'] {
    if (!isInScope(path)) return 'out of scope';
    if (gone.has(path)) return 'gone from the disk';
    return shown.some(file => file.path === path) ? 'shown' : 'below the limit';
}

/** Chosen rows that are in no passage that is shown. */
function cutPlaces({ chosen, passages, limit }: RankingParts): readonly CutPlace[] {
    const cut: CutPlace[] = [];
    for (const { row, score } of chosen) {
        const at = passages.findIndex(({ path, range }) => path === row.path && overlaps(range, row.range));
        if (at >= 0 && at < limit) continue;
        const isRead = passages.some(({ path }) => path === row.path);
        const reason = at >= 0 ? 'below the limit' : isRead ? 'the file has better places' : 'its lines are gone';
        cut.push({ path: row.path, range: row.range, score, reason });
    }
    return cut.slice(0, MOST_CUT);
}

function explainExpected(
    { path, isIndexed, rows }: NonNullable<RankingParts['expected']>,
    explained: (file: RankedFile, at: number) => ExplainedFile,
    { ranked, shown, question }: RankingParts,
): ExpectedFile {
    const words = new Set(termsOf(path));
    for (const row of rows) for (const bag of [row.terms, row.names]) forEachWord(bag, word => words.add(word));
    const terms = question.terms.slice(0, MOST_TERMS);
    const at = ranked.findIndex(file => file.path === path);
    const file = ranked[at];
    const last = shown.at(-1);
    const isShown = shown.some(other => other.path === path);
    return {
        path,
        isIndexed,
        ...(file ? { file: explained(file, at) } : {}),
        has: terms.filter(({ term }) => words.has(term)).map(({ written }) => written),
        lacks: terms.filter(({ term }) => !words.has(term)).map(({ written }) => written),
        behind: isShown || !last ? [] : differences(last, file),
    };
}

function differences(better: RankedFile, worse: RankedFile | undefined): ExpectedFile['behind'] {
    const signals = new Set([...better.origins, ...(worse?.origins ?? [])].map(({ signal }) => signal));
    const share = (file: RankedFile | undefined, signal: string): number =>
        file?.origins.find(origin => origin.signal === signal)?.contribution ?? 0;
    return [...signals]
        .map(signal => ({ signal, by: share(better, signal) - share(worse, signal) }))
        .sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
}
