import type { CommandPlace, ProjectCommands } from '../answer/findings.ts';
import type { CommandQuestion } from '../answer/commands/commandQuestion.ts';
import type { CommandFormat } from '../answer/commands/statedCommand.ts';
import type { Prompt } from '../modelPorts.ts';
import { t, textTable } from '../../protocol/l10n.ts';
import { folderName } from '../../protocol/text.ts';
import { quotation } from './composeQuotation.ts';
import { relatedPlaces } from './composeRelated.ts';
import { codeSpan, footnote, joined, listed } from './prose.ts';

/**
 * The answer to how the project is tested, built, started or installed: the place that states it best with its lines, then the other places
 * that state it. Where none does, says so, and what kind of project it is as far as a manifest shows that.
 */
export function composeCommands({ question, places, manifests }: ProjectCommands, prompt: Prompt): string {
    const task = question.task === 'test' ? t(TEST_TASKS[question.kind ?? 'all']) : t(TASKS[question.task]);
    const isShown = ({ number }: { readonly number: number }): boolean => prompt.evidence.some(piece => piece.number === number);
    const [first, ...others] = places.filter(({ shown }) => isShown(shown));
    const piece = prompt.evidence.find(({ number }) => number === first?.shown.number);
    const paragraphs =
        first && piece
            ? [
                  joined([t('To {0}, {1}.', task, placeSentence(first)), typedSentence(first)]),
                  quotation(piece, [first.shown.range]),
                  others.length === 0 ? '' : `${t('Also stated:')}\n\n${others.map(place => `- ${placeSentence(place)}`).join('\n')}`,
              ]
            : [
                  t('No script, target, CI job or document for contributors that was read states a command to {0}.', task),
                  kindSentence(manifests.filter(isShown)),
              ];
    const said = paragraphs.filter(paragraph => paragraph !== '').join('\n\n');
    const related = relatedPlaces(prompt, undefined, said);
    return related === '' ? said : `${said}\n\n${related}`;
}

type TestKind = NonNullable<CommandQuestion['kind']> | 'all';
type OtherTask = Exclude<CommandQuestion['task'], 'test'>;

const TEST_TASKS = textTable({
    all: 'run the tests',
    unit: 'run the unit tests',
    integration: 'run the integration tests',
    e2e: 'run the e2e tests',
} satisfies Readonly<Record<TestKind, string>>);

const TASKS = textTable({
    build: 'build the project',
    start: 'start it',
    dependencies: 'install the dependencies',
    install: 'install it',
    docs: 'build the documentation',
    lint: 'check the code',
    format: 'format the code',
    bench: 'run the benchmarks',
    release: 'make a release',
} satisfies Readonly<Record<OtherTask, string>>);

function placeSentence({ path, format, name, typed, line, shown }: CommandPlace): string {
    const mark = footnote({ number: shown.number, range: { startLine: line, endLine: line } });
    if (name !== '') return t(NAMED[format], codeSpan(path), codeSpan(name), mark);
    const told = codeSpan(typed.length > LONGEST ? `${typed.slice(0, LONGEST)} …` : typed);
    return format === 'ci' ? t('{0} has CI run {1} {2}', codeSpan(path), told, mark) : t('{0} says {1} {2}', codeSpan(path), told, mark);
}

const LONGEST = 110;

const NAMED = textTable({
    npm: '{0} has the script {1} {2}',
    composer: '{0} has the script {1} {2}',
    make: '{0} has the target {1} {2}',
    just: '{0} has the recipe {1} {2}',
    rake: '{0} has the task {1} {2}',
    nox: '{0} has the session {1} {2}',
    tox: '{0} has the environment {1} {2}',
    docs: '{0} has the line {1} {2}',
    ci: '{0} has the line {1} {2}',
    manifest: '{0} has the line {1} {2}',
} satisfies Readonly<Record<CommandFormat, string>>);

/** How a script is started is the tool's convention, stands in no line, and so is set apart from what is cited. */
function typedSentence({ name, typed, path }: CommandPlace): string {
    if (name === '' || typed === '') return '';
    const folder = folderName(path);
    return folder === '' ? t('It is started with: {0}', typed) : t('It is started with: {0} (in the folder {1})', typed, folder);
}

function kindSentence(manifests: ProjectCommands['manifests']): string {
    if (manifests.length === 0) return '';
    const told = manifests.map(({ path, tool, number }) => t('{0} is a manifest of {1} {2}', codeSpan(path), tool, footnote({ number })));
    return t('What is known is the kind of project: {0}.', listed(told));
}
