import { INTENTS } from './intent.ts';

/** A linear model over features that are there or not: a score for each intent is the sum of the weights of what is there. */
export interface IntentModel {
    /** Six weights a feature, in the order of `INTENTS`. */
    readonly weights: ReadonlyMap<string, ArrayLike<number>>;
    /** Six scores of a question without any known feature. */
    readonly bias: readonly number[];
}

/** Probabilities in the order of `INTENTS`: the softmax of the scores. */
export function probabilities({ weights, bias }: IntentModel, features: Iterable<string>): Float64Array {
    const scores = Float64Array.from(bias);
    for (const feature of features) {
        const own = weights.get(feature);
        if (own) for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) + (own[at] ?? 0);
    }
    const highest = Math.max(...scores);
    const shares = scores.map(score => Math.exp(score - highest));
    const total = shares.reduce((sum, share) => sum + share, 0);
    return shares.map(share => share / total);
}

/** A model as it is kept: weights as one byte each, in units of `step`, the features they belong to line by line. */
export interface PackedModel {
    readonly step: number;
    readonly bias: readonly number[];
    /** Joined with `\n`. */
    readonly features: string;
    /** Base64 of signed bytes, six a feature. */
    readonly weights: string;
}

/** Rounds weights to bytes. Features that would move no probability by a hundredth are left out. */
export function packModel({ weights, bias }: IntentModel, least: number): PackedModel {
    const kept = [...weights].filter(([, own]) => Array.from(own).some(weight => Math.abs(weight) >= least));
    const largest = kept.reduce((most, [, own]) => Array.from(own).reduce((so, weight) => Math.max(so, Math.abs(weight)), most), 1e-6);
    const step = largest / 127;
    const bytes = Int8Array.from(kept.flatMap(([, own]) => Array.from(own, weight => Math.round(weight / step))));
    return {
        step,
        bias: Array.from(bias, score => Number(score.toFixed(4))),
        features: kept.map(([feature]) => feature).join('\n'),
        weights: Buffer.from(bytes.buffer).toString('base64'),
    };
}

export function unpackModel({ step, bias, features, weights }: PackedModel): IntentModel {
    const bytes = new Int8Array(Buffer.from(weights, 'base64'));
    const size = INTENTS.length;
    const names = features.split('\n');
    if (bytes.length !== names.length * size) throw new Error('the weights of the reader of intents do not fit its features');
    return {
        bias,
        weights: new Map(
            names.map((name, at) => [name, Float32Array.from(bytes.subarray(at * size, (at + 1) * size), byte => byte * step)]),
        ),
    };
}
