import type { CommandPlace, ProjectCommands } from '../answer/findings.ts';
import type { Prompt } from '../ports.ts';
import { folderName } from '../../protocol/text.ts';
import { quotation } from './composeQuotation.ts';
import { relatedPlaces } from './composeRelated.ts';
import { codeSpan, footnote, listed } from './prose.ts';

/**
 * The answer to how the project is tested, built, started or installed: the place that states it best with its lines, then the other places
 * that state it. Where none does, says so, and what kind of project it is as far as a manifest shows that.
 */
export function composeCommands({ question, places, manifests }: ProjectCommands, prompt: Prompt): string {
    const kind = question.kind === undefined || question.task !== 'test' ? '' : `${question.kind} `;
    const task = question.task === 'test' ? `run the ${kind}tests` : TASKS[question.task];
    const isShown = ({ number }: { readonly number: number }): boolean => prompt.evidence.some(piece => piece.number === number);
    const [first, ...others] = places.filter(({ shown }) => isShown(shown));
    const piece = prompt.evidence.find(({ number }) => number === first?.shown.number);
    const paragraphs =
        first && piece
            ? [
                  `To ${task}, ${placeSentence(first)}.${typedSentence(first)}`,
                  quotation(piece, [first.shown.range]),
                  others.length === 0 ? '' : `Also stated:\n\n${others.map(place => `- ${placeSentence(place)}`).join('\n')}`,
              ]
            : [
                  `No script, target, CI job or document for contributors that was read states a command to ${task}.`,
                  kindSentence(manifests.filter(isShown)),
              ];
    const said = paragraphs.filter(paragraph => paragraph !== '').join('\n\n');
    const related = relatedPlaces(prompt, undefined, said);
    return related === '' ? said : `${said}\n\n${related}`;
}

const TASKS: Readonly<Record<Exclude<ProjectCommands['question']['task'], 'test'>, string>> = {
    build: 'build the project',
    start: 'start it',
    dependencies: 'install the dependencies',
    install: 'install it',
    docs: 'build the documentation',
    lint: 'check the code',
    format: 'format the code',
    bench: 'run the benchmarks',
    release: 'make a release',
};

function placeSentence({ path, format, name, typed, line, shown }: CommandPlace): string {
    const mark = footnote({ number: shown.number, range: { startLine: line, endLine: line } });
    if (name !== '') return `${codeSpan(path)} has the ${NOUNS[format]} ${codeSpan(name)} ${mark}`;
    const verb = format === 'ci' ? 'has CI run' : 'says';
    return `${codeSpan(path)} ${verb} ${codeSpan(typed.length > LONGEST ? `${typed.slice(0, LONGEST)} …` : typed)} ${mark}`;
}

const LONGEST = 110;

const NOUNS: Readonly<Record<CommandPlace['format'], string>> = {
    npm: 'script',
    composer: 'script',
    make: 'target',
    just: 'recipe',
    rake: 'task',
    nox: 'session',
    tox: 'environment',
    docs: 'line',
    ci: 'line',
    manifest: 'line',
};

/** How a script is started is the tool's convention, stands in no line, and so is set apart from what is cited. */
function typedSentence({ name, typed, path }: CommandPlace): string {
    if (name === '' || typed === '') return '';
    const folder = folderName(path);
    return ` It is started with: ${typed}${folder === '' ? '' : ` (in the folder ${folder})`}`;
}

function kindSentence(manifests: ProjectCommands['manifests']): string {
    if (manifests.length === 0) return '';
    const told = manifests.map(({ path, tool, number }) => `${codeSpan(path)} is a manifest of ${tool} ${footnote({ number })}`);
    return `What is known is the kind of project: ${listed(told)}.`;
}
