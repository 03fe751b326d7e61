import type { Intent } from '../../src/engine/retrieve/intent.ts';
import { INTENTS } from '../../src/engine/retrieve/intent.ts';
import { intentFeatures } from '../../src/engine/retrieve/intentFeatures.ts';
import { packModel, probabilities, unpackModel, type IntentModel } from '../../src/engine/retrieve/intentModel.ts';
import type { LabelledQuestion } from './labelledQuestions.ts';
import { trainModel } from './trainModel.ts';

/** A question with what a model said that had not seen its group. */
export interface Judged {
    readonly question: LabelledQuestion;
    readonly shares: ReadonlyMap<Intent, number>;
}

/** Features that can move no probability by a hundredth. */
export const LEAST_WEIGHT = 0.05;

/** As it ships: rounded to bytes, without the features that say nothing. */
export function trainAsShipped(questions: readonly LabelledQuestion[]): IntentModel {
    return unpackModel(packModel(trainModel(questions), LEAST_WEIGHT));
}

export function judge(model: IntentModel, question: LabelledQuestion): Judged {
    const shares = probabilities(model, intentFeatures(question.text));
    return { question, shares: new Map(INTENTS.map((intent, at) => [intent, shares[at] ?? 0])) };
}

/** Each group of the questions is judged by a model that was trained on all others. */
export function judgeUnseen(
    questions: readonly LabelledQuestion[],
    others: readonly LabelledQuestion[],
    groupOf: (question: LabelledQuestion) => string,
): readonly Judged[] {
    return [...Map.groupBy(questions, groupOf)].flatMap(([group, own]) => {
        const model = trainAsShipped([...questions.filter(question => groupOf(question) !== group), ...others]);
        return own.map(question => judge(model, question));
    });
}

export interface Figures {
    readonly questions: number;
    /** Share whose likeliest intent is the label. */
    readonly accuracy: number;
    /** Share whose likeliest intent is the label or the second label. */
    readonly either: number;
    /** Share that is rightly told to want code, or not to. */
    readonly code: number;
    /** Mean of -ln(probability of the label). */
    readonly logLoss: number;
}

export function figuresOf(judged: readonly Judged[]): Figures {
    const share = (holds: (one: Judged) => boolean): number => judged.filter(holds).length / Math.max(1, judged.length);
    return {
        questions: judged.length,
        accuracy: share(one => bestOf(one) === one.question.wants),
        either: share(one => bestOf(one) === one.question.wants || bestOf(one) === one.question.also),
        code: share(({ question, shares }) => (shares.get('code') ?? 0) > 0.5 === (question.wants === 'code')),
        logLoss:
            judged.reduce((sum, { question, shares }) => sum - Math.log(Math.max(1e-6, shares.get(question.wants) ?? 0)), 0) /
            Math.max(1, judged.length),
    };
}

export function bestOf({ shares }: Judged): Intent {
    return INTENTS.reduce((best, intent) => ((shares.get(intent) ?? 0) > (shares.get(best) ?? 0) ? intent : best), 'code');
}

/** For tenths of the probability of the likeliest intent: how many there are, what was promised, and what came true. */
export function calibration(
    judged: readonly Judged[],
): readonly { readonly said: number; readonly true: number; readonly count: number }[] {
    const bins = Map.groupBy(judged, one => Math.min(9, Math.floor((one.shares.get(bestOf(one)) ?? 0) * 10)));
    return [...bins]
        .sort(([a], [b]) => a - b)
        .map(([, own]) => ({
            said: own.reduce((sum, one) => sum + (one.shares.get(bestOf(one)) ?? 0), 0) / own.length,
            true: own.filter(one => bestOf(one) === one.question.wants).length / own.length,
            count: own.length,
        }));
}
