import { INTENTS } from '../../src/engine/retrieve/intent.ts';
import { intentFeatures } from '../../src/engine/retrieve/intentFeatures.ts';
import type { IntentModel } from '../../src/engine/retrieve/intentModel.ts';
import type { LabelledQuestion } from './labelledQuestions.ts';

/**
 * Multinomial logistic regression with a Gaussian prior on the weights, all examples at a time, by Adam (Kingma and Ba 2015) with a rate that
 * falls at the end. Nothing is drawn by chance: the same questions give the same weights.
 */
export function trainModel(questions: readonly LabelledQuestion[]): IntentModel {
    const features = questions.map(({ text }) => intentFeatures(text));
    const places = placesOf(features);
    const examples = questions.map((question, at) => exampleOf(question, features[at] ?? new Set(), places));
    const total = examples.reduce((sum, { weight }) => sum + weight, 0);
    const size = (places.size + 1) * K;
    const [weights, slope, first, second] = [0, 0, 0, 0].map(() => new Float64Array(size)) as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
    ];
    for (let step = 1; step <= STEPS; step++) {
        // The bias, which comes last, is not held.
        for (let at = 0; at < size; at++) slope[at] = at < size - K ? (HOLD * (weights[at] ?? 0)) / total : 0;
        for (const example of examples) addSlope(example, weights, slope, total);
        const rate = RATE * Math.min(1, (STEPS - step) / (STEPS * 0.3) + 0.02);
        for (let at = 0; at < size; at++) {
            const rise = slope[at] ?? 0;
            const mean = 0.9 * (first[at] ?? 0) + 0.1 * rise;
            const square = 0.999 * (second[at] ?? 0) + 0.001 * rise ** 2;
            [first[at], second[at]] = [mean, square];
            weights[at] = (weights[at] ?? 0) - (rate * (mean / (1 - 0.9 ** step))) / (Math.sqrt(square / (1 - 0.999 ** step)) + 1e-8);
        }
    }
    return {
        bias: [...weights.slice(size - K)],
        weights: new Map([...places].map(([feature, place]) => [feature, weights.slice(place, place + K)])),
    };
}

const K = INTENTS.length;
const STEPS = 150;
const RATE = 0.1;
/** Half and twice as much give the same figures within noise, as do most other choices here. */
const HOLD = 1.5;
/** A feature that stands in fewer questions is chance. */
const LEAST_QUESTIONS = 3;
/** What the second label gets where there is one. */
const ALSO_SHARE = 0.15;
/** Subjects are many and all alike; together they weigh as much as half a writer. */
const SUBJECT_WEIGHT = 0.25;

interface Example {
    /** Where the weights of its features begin. */
    readonly places: Int32Array;
    readonly wanted: readonly number[];
    readonly weight: number;
}

function placesOf(features: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const own of features) for (const feature of own) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    const known = [...counts].filter(([, count]) => count >= LEAST_QUESTIONS).map(([feature]) => feature);
    return new Map(known.sort().map((feature, at) => [feature, at * K]));
}

function exampleOf({ wants, also, writer }: LabelledQuestion, features: ReadonlySet<string>, places: ReadonlyMap<string, number>): Example {
    const second = also === '' || also === wants ? undefined : also;
    return {
        places: Int32Array.from([...features].flatMap(feature => places.get(feature) ?? []).concat(places.size * K)),
        wanted: INTENTS.map(intent => (intent === wants ? 1 - (second ? ALSO_SHARE : 0) : intent === second ? ALSO_SHARE : 0)),
        weight: writer === 'subjects' ? SUBJECT_WEIGHT : 1,
    };
}

/** What this example adds to the slope of the mean negative log likelihood. */
function addSlope({ places, wanted, weight }: Example, weights: Float64Array, slope: Float64Array, total: number): void {
    const scores = new Float64Array(K);
    for (const place of places) for (let at = 0; at < K; at++) scores[at] = (scores[at] ?? 0) + (weights[place + at] ?? 0);
    const highest = Math.max(...scores);
    let sum = 0;
    for (let at = 0; at < K; at++) sum += scores[at] = Math.exp((scores[at] ?? 0) - highest);
    for (let at = 0; at < K; at++) scores[at] = (weight / total) * ((scores[at] ?? 0) / sum - (wanted[at] ?? 0));
    for (const place of places) for (let at = 0; at < K; at++) slope[place + at] = (slope[place + at] ?? 0) + (scores[at] ?? 0);
}
