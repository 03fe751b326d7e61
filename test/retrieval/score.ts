import type { TextRange } from '../../src/protocol/text.ts';
import { overlaps } from '../../src/protocol/text.ts';

/** A judged question of the pack. */
export interface JudgedQuery {
    readonly id: string;
    readonly repo: string;
    readonly kind: string;
    readonly query: string;
    readonly gold: readonly string[];
    /** Where in a gold file the answer is; absent for queries without published lines. */
    readonly lines?: Readonly<Record<string, readonly (readonly [number, number])[]>>;
    readonly hint: string;
}

/** What an engine answered to one query. */
export interface Prediction {
    readonly id: string;
    /** Ranked, best first. */
    readonly files: readonly string[];
    /** Ranked, best first; other engines' lists have none. */
    readonly passages?: readonly PredictedPassage[];
}

export interface PredictedPassage {
    readonly path: string;
    readonly range: TextRange;
    readonly characters: number;
}

/** `raw`: the list as it is. `code`: predicted paths that can never be gold (tests, documents, data) are taken out first, by the same rule for every engine. */
export type View = 'raw' | 'code';

export type Metric = 'recall1' | 'recall5' | 'recall10' | 'mrr' | 'ndcg10';
export const METRICS: readonly Metric[] = ['recall1', 'recall5', 'recall10', 'mrr', 'ndcg10'];
export type Scores = Readonly<Record<Metric, number>>;

/** Scores one ranked list: share of gold files among the first 1, 5 and 10, reciprocal rank of the first, and nDCG over ten. */
export function scoreFiles(query: JudgedQuery, files: readonly string[], view: View): Scores {
    const gold = new Set(query.gold);
    const ranked = [...new Set(files.map(file => file.replaceAll('\\', '/').replace(/^\.\//, '')))].filter(
        file => view === 'raw' || gold.has(file) || couldBeGold(file),
    );
    const found = ranked.flatMap((file, at) => (gold.has(file) ? [at] : []));
    const recall = (limit: number): number => found.filter(at => at < limit).length / gold.size;
    const gain = (positions: readonly number[]): number => positions.reduce((sum, at) => sum + 1 / Math.log2(at + 2), 0);
    const ideal = gain(Array.from({ length: Math.min(10, gold.size) }, (_, at) => at));
    return {
        recall1: recall(1),
        recall5: recall(5),
        recall10: recall(10),
        mrr: found[0] === undefined ? 0 : 1 / (found[0] + 1),
        ndcg10: gain(found.filter(at => at < 10)) / ideal,
    };
}

/** Means over queries; one without a prediction scores 0. */
export function scoreAll(queries: readonly JudgedQuery[], predictions: readonly Prediction[], view: View): Scores {
    const byId = new Map(predictions.map(prediction => [prediction.id, prediction.files]));
    const scores = queries.map(query => scoreFiles(query, byId.get(query.id) ?? [], view));
    return meanScores(scores);
}

function meanScores(scores: readonly Scores[]): Scores {
    const mean = (metric: Metric): number => scores.reduce((sum, score) => sum + score[metric], 0) / Math.max(1, scores.length);
    return { recall1: mean('recall1'), recall5: mean('recall5'), recall10: mean('recall10'), mrr: mean('mrr'), ndcg10: mean('ndcg10') };
}

/** True if one of the gold line ranges overlaps a passage among those that fill the budget. */
export function findsLines(query: JudgedQuery, passages: readonly PredictedPassage[]): boolean {
    let characters = 0;
    for (const { path, range, characters: own } of passages) {
        characters += own;
        if (characters > LINES_BUDGET_CHARACTERS) return false;
        const wanted = query.lines?.[path] ?? [];
        if (wanted.some(([startLine, endLine]) => overlaps(range, { startLine, endLine }))) return true;
    }
    return false;
}

/** 8,000 tokens at 4 characters each. */
const LINES_BUDGET_CHARACTERS = 32_000;

export function hasLines(query: JudgedQuery): boolean {
    return Object.values(query.lines ?? {}).some(ranges => ranges.length > 0);
}

/** Mean difference of two runs over the same queries, with the middle 95 % of 2,000 resamplings. */
export function compareRuns(
    queries: readonly JudgedQuery[],
    runs: { readonly ours: readonly Prediction[]; readonly theirs: readonly Prediction[] },
    options: { readonly metric: Metric; readonly view: View },
): { readonly difference: number; readonly low: number; readonly high: number } {
    const filesOf = (run: readonly Prediction[]): ReadonlyMap<string, readonly string[]> =>
        new Map(run.map(({ id, files }) => [id, files]));
    const [ours, theirs] = [filesOf(runs.ours), filesOf(runs.theirs)];
    const score = (query: JudgedQuery, files: ReadonlyMap<string, readonly string[]>): number =>
        scoreFiles(query, files.get(query.id) ?? [], options.view)[options.metric];
    const differences = queries.map(query => score(query, ours) - score(query, theirs));
    const means = resampledMeans(differences);
    const mean = differences.reduce((sum, difference) => sum + difference, 0) / Math.max(1, differences.length);
    return { difference: mean, low: means[50] ?? mean, high: means[1949] ?? mean };
}

/** Means of 2,000 samples with replacement, ascending; the same on every run. */
function resampledMeans(values: readonly number[]): readonly number[] {
    let seed = 12345;
    const draw = (): number => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return values[Math.floor((seed / 2 ** 32) * values.length)] ?? 0;
    };
    return Array.from({ length: 2000 }, () => values.reduce(sum => sum + draw(), 0) / Math.max(1, values.length)).sort((a, b) => a - b);
}

/** The rule of the pack's own scorer: gold is never a test, an example, a document or a file that is not code. */
export function couldBeGold(path: string): boolean {
    const ending = /\.([^./]+)$/.exec(path)?.[1];
    return ending !== undefined && CODE_ENDINGS.has(ending) && !NEVER_GOLD.test(path);
}

const CODE_ENDINGS = new Set('py pyx js jsx mjs cjs ts tsx mts cts vue svelte go rs java kt c h cc cpp y'.split(' '));
const NEVER_GOLD =
    /(^|\/)(tests?|testing|__tests__|__mocks__|spec|specs|testdata|test-data|test_data|dts-tests?|dts-test|fixtures?|test-suite|e2e|benches|benchmarks?|examples?|playgrounds?|docs?|documentation|website|scripts?|\.github|vendor|node_modules|dist|third_party|testutil|testsuite[^/]*|microbench|changelogs?|demo)(\/|$)|(_test\.go|_tests?\.py|(^|\/)test_[^/]*\.py|\.test\.[cm]?[jt]sx?|\.test-d\.ts|\.spec\.[cm]?[jt]sx?|-spec\.[jt]sx?|Tests?\.java|TestCase\.java|(^|\/)tests?\.rs|_tests?\.rs|conftest\.py|\.d\.ts|\.snap)$/i;
