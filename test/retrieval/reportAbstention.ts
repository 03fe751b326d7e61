import { EVIDENCE_FEATURES } from '../../src/engine/answer/judgeEvidence.ts';
import { dot, fitDecision, type JudgedMeasure } from './fitDecision.ts';

export interface AskedQuestion extends JudgedMeasure {
    readonly id: string;
    readonly kind: string;
    /** The project that was asked. */
    readonly tree: string;
    /** The project that the question is about. */
    readonly from: string;
    /** What is measured where there are no vectors. */
    readonly featuresByWords: readonly number[];
    /** What the engine decides as it is in this checkout, with meaning and without. */
    readonly isShippedAnswered: boolean;
    readonly isShippedAnsweredByWords: boolean;
    /** What a rule decides whatever the weights say: a few words with a known name are answered, names from elsewhere are not. */
    readonly ruled: boolean | undefined;
}

/** The report on when the engine abstains, as Markdown. */
export function reportAbstention(asked: readonly AskedQuestion[]): string {
    const byMeaning = heldOut(asked, ABSTAINS);
    const withoutMeaning = asked.map(question => ({ ...question, features: question.featuresByWords }));
    const byWords = heldOut(withoutMeaning, ABSTAINS_BY_WORDS);
    const questions = (decided: readonly Decided[]) => decided.filter(({ kind }) => kind !== 'change');
    const curve = [0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98].map(abstains => heldOut(asked, abstains));
    const shipped = asked.map(question => ({ ...question, isAnswered: question.isShippedAnswered }));
    const chosen = { meaning: fitDecision(asked, ABSTAINS), words: fitDecision(withoutMeaning, ABSTAINS_BY_WORDS) };
    return [
        '# When the engine says that it does not know',
        '',
        'Written by `npm run test:abstention -- --trees <folder>`.',
        '',
        `Unanswerable: ${String(asked.filter(({ isAnswerable }) => !isAnswerable).length)} questions of the pack put to a tree of another project, in another language and without a file of a gold file's name.`,
        `Answerable: ${String(asked.filter(({ isAnswerable }) => isAnswerable).length)} questions put to their own tree with a gold file among the passages that were found.`,
        `Weights and limit are fitted on all projects but one, to abstain on ${percent(ABSTAINS)} of the unanswerable questions there, and tried on the tree of that one; questions about it were not seen either.`,
        `By words alone, as where no vectors can be had, the limit is chosen to abstain on ${percent(ABSTAINS_BY_WORDS)}.`,
        'The measures were chosen on the same questions, so a new pack may do somewhat worse; how much is in docs/decisions/0039.',
        '',
        '## Held out, by kind of question',
        '',
        '| questions | answerable | falsely abstained | unanswerable | abstained |',
        '|---|---|---|---|---|',
        ...KINDS.map(kind =>
            row(
                kind,
                byMeaning.filter(question => question.kind === kind),
            ),
        ),
        row('all but commit subjects (`change`)', questions(byMeaning)),
        row('**all**', byMeaning),
        row('all, by words alone', byWords),
        '',
        '## Held out, by project',
        '',
        '| tree | answerable | falsely abstained | unanswerable | abstained |',
        '|---|---|---|---|---|',
        ...[...new Set(asked.map(({ tree }) => tree))].map(tree =>
            row(
                tree,
                byMeaning.filter(question => question.tree === tree),
            ),
        ),
        '',
        '## Held out, by kind and project',
        '',
        'Fitted without the questions of a kind as well as without the project: a way of asking that the weights have never seen.',
        '',
        '| questions | answerable | falsely abstained | unanswerable | abstained |',
        '|---|---|---|---|---|',
        ...KINDS.map(kind => row(kind, heldOut(asked, ABSTAINS, kind))),
        '',
        '## The curve, held out',
        '',
        '| limit chosen to abstain on | abstained | falsely abstained | the same without commit subjects | |',
        '|---|---|---|---|---|',
        ...curve.map((decided, at) => {
            const chosenAt = [0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98][at] ?? 0;
            return `| ${percent(chosenAt)} | ${percent(abstained(decided))} | ${percent(falselyAbstained(decided))} | ${percent(abstained(questions(decided)))} | ${percent(falselyAbstained(questions(decided)))} |`;
        }),
        '',
        '## As it ships',
        '',
        'The decision of this checkout on the same questions, which its weights have seen:',
        '',
        '| questions | answerable | falsely abstained | unanswerable | abstained |',
        '|---|---|---|---|---|',
        row('all', shipped),
        row('all but commit subjects', questions(shipped)),
        row(
            'all, by words alone',
            asked.map(question => ({ ...question, isAnswered: question.isShippedAnsweredByWords })),
        ),
        '',
        '## Weights for `judgeEvidence`',
        '',
        '| measure | with meaning | by words |',
        '|---|---|---|',
        ...EVIDENCE_FEATURES.map(
            (name, at) => `| ${name} | ${(chosen.meaning.weights[at] ?? 0).toFixed(4)} | ${(chosen.words.weights[at] ?? 0).toFixed(4)} |`,
        ),
        `| least sum | ${chosen.meaning.least.toFixed(4)} | ${chosen.words.least.toFixed(4)} |`,
        '',
    ].join('\n');
}

/** Of the unanswerable questions that the limit is chosen on. */
const ABSTAINS = 0.96;
const ABSTAINS_BY_WORDS = 0.95;

const KINDS = ['repo-qa', 'nl', 'symbol', 'issue', 'change'];

type Decided = AskedQuestion & { readonly isAnswered: boolean };

/** Every question, or those of a kind, decided by what was fitted without its tree, any question about that tree's project, and that kind. */
function heldOut(asked: readonly AskedQuestion[], abstains: number, without?: string): readonly Decided[] {
    return [...Map.groupBy(asked, ({ tree }) => tree)].flatMap(([tree, own]) => {
        const { weights, least } = fitDecision(
            asked.filter(question => question.tree !== tree && question.from !== tree && question.kind !== without),
            abstains,
        );
        return own
            .filter(({ kind }) => without === undefined || kind === without)
            .map(question => ({ ...question, isAnswered: question.ruled ?? dot(question.features, weights) >= least }));
    });
}

function row(name: string, decided: readonly Decided[]): string {
    const answerable = decided.filter(({ isAnswerable }) => isAnswerable).length;
    return `| ${name} | ${String(answerable)} | ${percent(falselyAbstained(decided))} | ${String(decided.length - answerable)} | ${percent(abstained(decided))} |`;
}

function abstained(decided: readonly Decided[]): number {
    return share(decided.filter(({ isAnswerable }) => !isAnswerable));
}

function falselyAbstained(decided: readonly Decided[]): number {
    return share(decided.filter(({ isAnswerable }) => isAnswerable));
}

function share(decided: readonly Decided[]): number {
    return decided.length === 0 ? NaN : decided.filter(({ isAnswered }) => !isAnswered).length / decided.length;
}

function percent(value: number): string {
    return Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`;
}
