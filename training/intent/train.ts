/**
 * Trains the reader of intents and measures it on what it has not seen: `node training/intent/train.ts` writes
 * src/engine/retrieve/intentWeights.ts and training/intent/report.md. Takes seconds, needs nothing but Node, draws nothing by chance.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { INTENTS } from '../../src/engine/retrieve/intent.ts';
import { packModel } from '../../src/engine/retrieve/intentModel.ts';
import { bestOf, calibration, figuresOf, judgeUnseen, LEAST_WEIGHT, type Judged } from './evaluateModel.ts';
import { readLabelledQuestions } from './labelledQuestions.ts';
import { trainModel } from './trainModel.ts';

const questions = readLabelledQuestions();
const written = questions.filter(({ writer }) => writer !== 'subjects');
const subjects = questions.filter(({ writer }) => writer === 'subjects');
const packed = packModel(trainModel(questions), LEAST_WEIGHT);
const target = path.join(import.meta.dirname, '../../src/engine/retrieve/intentWeights.ts');
const source = `import type { PackedModel } from './intentModel.ts';

/** Written by \`node training/intent/train.ts\`; do not edit. */
export const PACKED_MODEL: PackedModel = {
    step: ${packed.step},
    bias: [${packed.bias.join(', ')}],
    features:
        ${JSON.stringify(packed.features).replaceAll("'", "\\'").replaceAll('\\"', '"').replace(/^"|"$/g, "'")},
    weights:
        '${packed.weights}',
};
`;
writeFileSync(target, source);

const byWriter = judgeUnseen(written, subjects, ({ writer }) => writer);
const byProject = judgeUnseen(written, subjects, ({ project }) => String(groupOfName(project)));
const foreign = byWriter.filter(({ question }) => isForeign(question.text));

/** Projects in ten groups, whoever wrote about them. */
function groupOfName(project: string): number {
    return Array.from(project.toLowerCase()).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7) % 10;
}

/** Not English, as far as letters and a few words tell. */
function isForeign(text: string): boolean {
    return (
        /[^\x00-\x7f“”‘’…–—→×]/.test(text) ||
        /\b(?:wie|wird|werden|wo|welche|und|nicht|que|donde|como|où|quel|quelle|est|les|onde|para)\b/i.test(text)
    );
}

const figure = (value: number): string => value.toFixed(3).replace(/^0/, '');
const row = (name: string, judged: readonly Judged[]): string => {
    const { questions: count, accuracy, either, code, logLoss } = figuresOf(judged);
    return `| ${name} | ${count} | ${figure(accuracy)} | ${figure(either)} | ${figure(code)} | ${figure(logLoss)} |`;
};
const report = [
    '# The reader of intents, on questions it has not seen',
    '',
    'Written by `node training/intent/train.ts`. Each row is judged by models that were trained without the writer (or the projects) in question.',
    'Six labels; "code or not" is what decides most of the ranking. The models are judged as they ship, rounded to bytes.',
    `What ships was trained on all ${written.length} questions and ${subjects.length} subjects: ${packed.features.split('\n').length} features, ${(Buffer.byteLength(source) / 1000).toFixed(0)} KB of source.`,
    '',
    '|  | questions | label | label or second | code or not | log loss |',
    '| --- | --- | --- | --- | --- | --- |',
    row('**without their writer**', byWriter),
    ...[...Map.groupBy(byWriter, ({ question }) => question.writer)].map(([writer, own]) => row(`writer ${writer}`, own)),
    ...[...Map.groupBy(byWriter, ({ question }) => question.wants)].map(([wants, own]) => row(`wants ${wants}`, own)),
    row('not English', foreign),
    row('**without their projects**', byProject),
    '',
    '## What was taken for what (without their writer)',
    '',
    `| wanted | ${INTENTS.join(' | ')} |`,
    `| --- | ${INTENTS.map(() => '---').join(' | ')} |`,
    ...INTENTS.map(wanted => {
        const own = byWriter.filter(({ question }) => question.wants === wanted);
        return `| ${wanted} | ${INTENTS.map(intent => own.filter(one => bestOf(one) === intent).length).join(' | ')} |`;
    }),
    '',
    '## What was promised and what came true (without their writer)',
    '',
    '| probability of the likeliest | was right | questions |',
    '| --- | --- | --- |',
    ...calibration(byWriter).map(bin => `| ${figure(bin.said)} | ${figure(bin.true)} | ${bin.count} |`),
    '',
    'A third set of 48 questions, asked blind and once with the weights of the second round (docs/decisions/0026): 36 labels right, code or not in 43; recall@5 .604.',
    '',
].join('\n');
writeFileSync(path.join(import.meta.dirname, 'report.md'), report);
console.log(report);
