import type { Question } from '../../../protocol/answer.ts';
import type { SearchResult } from '../../../protocol/passage.ts';
import type { ScopeOptions } from '../attached.ts';
import type { CommandPlace, ProjectCommands } from '../findings.ts';
import type { EvidencePorts, Gathered } from '../gatherEvidence.ts';
import type { CommandFile } from './commandFiles.ts';
import type { CommandQuestion } from './commandQuestion.ts';
import type { StatedCommand } from './statedCommand.ts';
import { baseName } from '../../../protocol/text.ts';
import { languageOf } from '../../parse/languages.ts';
import { EvidenceList, type EvidenceEntry } from '../evidenceList.ts';
import { LiveFiles } from '../liveFiles.ts';
import { questionShape } from '../questionShape.ts';
import { questionWords } from '../questionWords.ts';
import { commandFiles } from './commandFiles.ts';
import { commandQuestion } from './commandQuestion.ts';
import { statedCommands } from './statedCommands.ts';

/**
 * Answers how the project is tested, built, started or installed from the files that state it: scripts and targets, documents for
 * contributors, CI jobs, nearest the root first. Undefined for a question of another kind, and where no such file says anything.
 */
export async function gatherCommands(
    question: Question,
    result: SearchResult,
    { files, fileTable, statistics }: Pick<EvidencePorts, 'files' | 'fileTable' | 'statistics'>,
    { signal, scope = [] }: ScopeOptions = {},
): Promise<Gathered | undefined> {
    const asked = !LEAVES_IT_TO_THE_WORDS.has(question.command) ? undefined : commandQuestion(question.text);
    if (!asked) return undefined;
    const candidates = commandFiles(
        [...fileTable.files()].map(({ path }) => path),
        scope,
    );
    const live = new LiveFiles(files);
    const list = new EvidenceList();
    const add = (path: CommandFile['path'], entry: Pick<EvidenceEntry, 'role' | 'range' | 'lines' | 'detail' | 'found'>): number =>
        list.add({ ...entry, path, language: languageOf(path).id, kind: fileTable.kindOf(path) ?? 'build' });

    const read: FileCommands[] = [];
    for (const file of candidates) {
        signal?.throwIfAborted();
        const lines = await live.lines(file.path);
        if (lines) read.push({ file, lines, commands: statedCommands(file.format, lines, asked) });
    }
    const places: CommandPlace[] = best(read).map(({ file, lines, command }) => {
        const { line, range, name, typed } = command;
        const role = file.format === 'docs' ? 'documentation' : 'configuration';
        const number = add(file.path, { role, range, lines, detail: DETAILS[asked.task], found: undefined });
        return {
            path: file.path,
            format: file.format,
            name,
            typed: typed === '' ? typedFor(name, file, lines) : typed,
            line,
            shown: { number, range },
        };
    });
    const manifests: ProjectCommands['manifests'][number][] = [];
    for (const { file, lines } of places.length > 0 ? [] : read) {
        const tool = TOOLS.get(baseName(file.path).toLowerCase());
        if (tool === undefined || file.depth > 0 || lines.length === 0) continue;
        const range = { startLine: 1, endLine: Math.min(lines.length, BEGINNING) };
        manifests.push({
            path: file.path,
            tool,
            number: add(file.path, { role: 'configuration', range, lines, detail: `manifest of ${tool}`, found: undefined }),
        });
    }
    if (places.length + manifests.length === 0) return undefined;
    // Beside a stated command, what else has the words of the question is noise.
    for (const passage of places.length > 0 ? [] : result.passages.filter(({ kind }) => RELATED_KINDS.has(kind)).slice(0, MOST_RELATED)) {
        const lines = await live.lines(passage.path);
        if (lines && passage.range.startLine <= lines.length)
            add(passage.path, { role: 'found', range: passage.range, lines, detail: '', found: passage });
    }
    const words = questionWords(question.text, statistics());
    return {
        evidence: list.evidence(words),
        findings: {
            shape: questionShape(question.text, question.command),
            words,
            subjects: [],
            introductions: [],
            verdict: { isRelevant: true },
            commands: { question: asked, places, manifests },
        },
    };
}

/** Commands that ask for another kind of answer, such as `/tests`, are left alone. */
const LEAVES_IT_TO_THE_WORDS: ReadonlySet<Question['command']> = new Set<Question['command']>([
    undefined,
    'how',
    'docs',
    'find',
    'explain',
]);
const RELATED_KINDS: ReadonlySet<string> = new Set(['docs', 'config', 'build']);
const MOST_RELATED = 3;
/** Lines of a manifest that show what it is. */
const BEGINNING = 12;

interface FileCommands {
    readonly file: CommandFile;
    readonly lines: readonly string[];
    readonly commands: readonly StatedCommand[];
}

/** The best command of each file; those far below the best, and a second CI job, say nothing more. */
function best(read: readonly FileCommands[]): readonly (Omit<FileCommands, 'commands'> & { readonly command: StatedCommand })[] {
    const ranked = read
        .flatMap(({ file, lines, commands: [command] }) =>
            command ? [{ file, lines, command, score: command.fit - DEEPER * file.depth }] : [],
        )
        .sort((a, b) => b.score - a.score);
    const least = (ranked[0]?.score ?? 0) - FAR_BELOW;
    const firstCi = ranked.find(({ file }) => file.format === 'ci');
    return ranked.filter(place => place.score >= least && (place.file.format !== 'ci' || place === firstCi)).slice(0, MOST_PLACES);
}

/** A folder down is a package or an example of its own. */
const DEEPER = 0.3;
const FAR_BELOW = 0.35;
const MOST_PLACES = 4;

const DETAILS: Readonly<Record<CommandQuestion['task'], string>> = {
    test: 'states how the tests are run',
    build: 'states how it is built',
    start: 'states how it is started',
    dependencies: 'states how dependencies are installed',
    install: 'states how it is installed',
    docs: 'states how the documentation is built',
    lint: 'states how the code is checked',
    format: 'states how the code is formatted',
    bench: 'states how the benchmarks are run',
    release: 'states how a release is made',
};

/** What starts a script or target by its name; empty where that cannot be told, as for a file that another includes. */
function typedFor(name: string, { path, format }: CommandFile, lines: readonly string[]): string {
    switch (format) {
        case 'npm': {
            const manager = lines.map(line => /^\s*"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/.exec(line)?.[1]).find(found => found);
            return `${manager ?? 'npm'} run ${name}`;
        }
        case 'composer':
            return `composer run ${name}`;
        case 'make':
            return /^(?:gnu)?makefile$/i.test(baseName(path)) ? `make ${name}` : '';
        case 'just':
        case 'rake':
            return `${format} ${name}`;
        case 'nox':
            return `nox -s ${name}`;
        case 'tox':
            return 'tox';
        case 'docs':
        case 'ci':
        case 'manifest':
            return '';
    }
}

const TOOLS: ReadonlyMap<string, string> = new Map([
    ['package.json', 'npm'],
    ['composer.json', 'Composer'],
    ['pyproject.toml', 'Python'],
    ['setup.py', 'setuptools'],
    ['cargo.toml', 'Cargo'],
    ['go.mod', 'Go'],
    ['pom.xml', 'Maven'],
    ['build.gradle', 'Gradle'],
    ['build.gradle.kts', 'Gradle'],
    ['gemfile', 'Bundler'],
    ['cmakelists.txt', 'CMake'],
]);
