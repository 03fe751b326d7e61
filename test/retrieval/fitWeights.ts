import type { PassageOrigin, Signal } from '../../src/protocol/passage.ts';
import type { SignalWeights } from '../../src/engine/retrieve/fuseRankings.ts';
import type { JudgedQuery, Prediction } from './score.ts';

/** What every signal gave the files that any of them speaks for, each scaled so that its best file has 1. */
export interface SignalsOfQuery {
    readonly query: JudgedQuery;
    readonly files: readonly { readonly path: string; readonly origins: readonly PassageOrigin[] }[];
}

/** The weights that are fitted; the reader's focus plays no part in the pack. */
export const FITTED: readonly Signal[] = ['words', 'meaning', 'path', 'symbol', 'graph', 'tests', 'folder', 'kind'];

/**
 * Fits weights to judged queries: the likelihood of the gold files under a softmax of the fused scores (ListNet, Cao et al. 2007) is made as
 * large as it gets by gradient steps (Adam), held near the weights it starts from, because a few hundred queries say little about eight numbers.
 */
export function fitWeights(queries: readonly SignalsOfQuery[], start: SignalWeights): SignalWeights {
    const tables = queries.map(tableOf).filter(({ gold }) => gold.some(share => share > 0));
    const from = FITTED.map(signal => start[signal]);
    const weights = [...from];
    const [first, second] = [weights.map(() => 0), weights.map(() => 0)];
    for (let step = 1; step <= STEPS; step++) {
        const slope = weights.map((weight, at) => HOLD * (weight - (from[at] ?? 0)));
        for (const { features, gold } of tables) {
            const scores = features.map(own => SHARPNESS * own.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0));
            const highest = Math.max(...scores);
            const shares = scores.map(score => Math.exp(score - highest));
            const total = shares.reduce((sum, share) => sum + share, 0);
            for (const [nth, own] of features.entries()) {
                const surplus = ((shares[nth] ?? 0) / total - (gold[nth] ?? 0)) * (SHARPNESS / tables.length);
                for (const [at, value] of own.entries()) slope[at] = (slope[at] ?? 0) + surplus * value;
            }
        }
        for (const [at, rise] of slope.entries()) {
            first[at] = 0.9 * (first[at] ?? 0) + 0.1 * rise;
            second[at] = 0.99 * (second[at] ?? 0) + 0.01 * rise ** 2;
            const speed = (first[at] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((second[at] ?? 0) / (1 - 0.99 ** step)) + 1e-8);
            weights[at] = (weights[at] ?? 0) - RATE * speed;
        }
    }
    return { ...start, ...Object.fromEntries(FITTED.map((signal, at) => [signal, weights[at] ?? 0])) };
}

/** Fits on all groups but one and ranks the queries of that one, for each group in turn. */
export function crossValidate(
    queries: readonly SignalsOfQuery[],
    groupOf: (query: JudgedQuery) => string,
    start: SignalWeights,
): { readonly predictions: readonly Prediction[]; readonly folds: readonly { readonly left: string; readonly weights: SignalWeights }[] } {
    const predictions: Prediction[] = [];
    const folds: { left: string; weights: SignalWeights }[] = [];
    for (const [left, own] of Map.groupBy(queries, ({ query }) => groupOf(query))) {
        const weights = fitWeights(
            queries.filter(({ query }) => groupOf(query) !== left),
            start,
        );
        folds.push({ left, weights });
        predictions.push(...own.map(signals => rankedBy(signals, weights)));
    }
    return { predictions, folds };
}

/** The list that these weights give. */
export function rankedBy({ query, files }: SignalsOfQuery, weights: SignalWeights): Prediction {
    const scored = files.map(({ path, origins }) => ({
        path,
        score: origins.reduce((sum, { signal, contribution }) => sum + weights[signal] * contribution, 0),
    }));
    scored.sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
    return { id: query.id, files: scored.map(({ path }) => path) };
}

const STEPS = 150;
const RATE = 0.03;
/** How much a difference of one in the fused score tells; the first place then has a few times the share of the fifth. */
const SHARPNESS = 4;
/** Pulls towards the start; a tenth or ten times as much gives the same figures within noise. */
const HOLD = 0.2;

function tableOf({ query, files }: SignalsOfQuery): {
    readonly features: readonly (readonly number[])[];
    readonly gold: readonly number[];
} {
    const wanted = new Set(query.gold);
    const found = files.filter(({ path }) => wanted.has(path)).length;
    return {
        features: files.map(({ origins }) => FITTED.map(signal => origins.find(origin => origin.signal === signal)?.contribution ?? 0)),
        gold: files.map(({ path }) => (wanted.has(path) ? 1 / found : 0)),
    };
}
