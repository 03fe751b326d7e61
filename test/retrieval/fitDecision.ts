import type { EvidenceWeights } from '../../src/engine/answer/judgeEvidence.ts';

/** What was measured for one question, and whether the repository could answer it. */
export interface JudgedMeasure {
    readonly features: readonly number[];
    readonly isAnswerable: boolean;
}

/**
 * Logistic regression with a ridge, both classes weighing the same, fitted by Newton's method (Hastie et al., The Elements of Statistical
 * Learning, 4.4.1); the weights are for the features as they are. `least` is where `abstains` of the unanswerable fall below.
 */
export function fitDecision(judged: readonly JudgedMeasure[], abstains: number): EvidenceWeights {
    const width = judged[0]?.features.length ?? 0;
    const scales = Array.from({ length: width }, (_, at) => scaleOf(judged.map(({ features }) => features[at] ?? 0)));
    const rows = judged.map(({ features }) => [
        1,
        ...features.map((value, at) => (value - (scales[at]?.mean ?? 0)) / (scales[at]?.spread ?? 1)),
    ]);
    const answerable = judged.filter(({ isAnswerable }) => isAnswerable).length;
    let fitted = rows[0]?.map(() => 0) ?? [];
    for (let step = 0; step < STEPS; step++) {
        const slope = fitted.map((weight, at) => (at === 0 ? 0 : -RIDGE * weight));
        const curve: number[][] = fitted.map((_, at) => fitted.map((__, other) => (at === other ? (at === 0 ? 1e-3 : RIDGE) : 0)));
        for (const [nth, row] of rows.entries()) {
            const isAnswerable = judged[nth]?.isAnswerable === true;
            const worth = judged.length / 2 / (isAnswerable ? answerable : judged.length - answerable);
            const chance = 1 / (1 + Math.exp(-dot(row, fitted)));
            for (const [at, value] of row.entries()) {
                slope[at] = (slope[at] ?? 0) + worth * ((isAnswerable ? 1 : 0) - chance) * value;
                const line = curve[at];
                if (line)
                    for (const [other, its] of row.entries())
                        line[other] = (line[other] ?? 0) + worth * chance * (1 - chance) * value * its;
            }
        }
        const change = solve(curve, slope);
        fitted = fitted.map((weight, at) => weight + (change[at] ?? 0));
    }
    const weights = fitted.slice(1).map((weight, at) => weight / (scales[at]?.spread ?? 1));
    const unanswerable = judged
        .filter(({ isAnswerable }) => !isAnswerable)
        .map(({ features }) => dot(features, weights))
        .sort((a, b) => a - b);
    return { weights, least: unanswerable[Math.min(unanswerable.length - 1, Math.floor(unanswerable.length * abstains))] ?? 0 };
}

const STEPS = 25;
const RIDGE = 3;

export function dot(one: readonly number[], other: readonly number[]): number {
    return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}

function scaleOf(values: readonly number[]): { readonly mean: number; readonly spread: number } {
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
    // A feature that never changes gets no weight.
    return { mean, spread: variance < 1e-12 ? Infinity : Math.sqrt(variance) };
}

/** Gaussian elimination with pivots; the matrices are ten wide. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
    const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
    const width = right.length;
    for (let at = 0; at < width; at++) {
        let pivot = at;
        for (let row = at + 1; row < width; row++) if (Math.abs(rows[row]?.[at] ?? 0) > Math.abs(rows[pivot]?.[at] ?? 0)) pivot = row;
        const [held, best] = [rows[at] ?? [], rows[pivot] ?? []];
        rows[pivot] = held;
        rows[at] = best;
        for (const [row, line] of rows.entries()) {
            if (row === at) continue;
            const factor = (line[at] ?? 0) / (best[at] ?? 1);
            for (let column = at; column <= width; column++) line[column] = (line[column] ?? 0) - factor * (best[column] ?? 0);
        }
    }
    return rows.map((row, at) => (row[width] ?? 0) / (row[at] ?? 1));
}
