import type { CommandFormat, StatedCommand } from './statedCommand.ts';
import type { CommandQuestion, ProjectTask } from './commandQuestion.ts';
import { documentedCommands } from './documentedCommands.ts';
import { fitsTask, typedIn } from './commandLine.ts';

/** The commands for a task that a file states, best first; empty when it states none. `lines` are those of the whole file. */
export function statedCommands(format: CommandFormat, lines: readonly string[], question: CommandQuestion): readonly StatedCommand[] {
    const found = read(format, lines, question.task).map(command => ({ ...command, fit: fitOfKind(command, lines, question) }));
    return found.filter(({ fit }) => fit > 0).sort((a, b) => b.fit - a.fit || a.range.startLine - b.range.startLine);
}

function read(format: CommandFormat, lines: readonly string[], task: ProjectTask): readonly StatedCommand[] {
    switch (format) {
        case 'npm':
        case 'composer':
            return scripts(lines, task);
        case 'make':
        case 'just':
            return named(lines, task, /^(\w[\w.-]*)(?:\s+[\w*+=' "-]+)?\s*:(?![:=])/, 1);
        case 'rake':
            return named(lines, task, /^\s*(?:task|RSpec::Core::RakeTask\.new|Rake::TestTask\.new)[ (]+:?["']?(\w+)/, 1);
        case 'nox':
            return named(lines, task, /^def (\w+)\(/, 0.9).filter(({ range }) => /^@nox\.session/.test(lines[range.startLine - 2] ?? ''));
        case 'tox':
            return toxEnvironment(lines, task);
        case 'ci':
            // What CI starts is a step of its own work.
            if (task === 'start') return [];
            return lines.flatMap((line, at) => {
                const fit = fitsTask(line, task);
                return fit === 0 ? [] : [{ ...oneLine(at), name: '', typed: typedIn(line), fit: fit * CI_SHARE }];
            });
        case 'docs':
            return documentedCommands(lines, task);
        case 'manifest':
            return [];
    }
}

/** What CI runs is right for CI; what is written for people comes before it. */
const CI_SHARE = 0.7;

/** The names that scripts and targets bear everywhere, best first. */
const NAMES: Readonly<Record<ProjectTask, readonly string[]>> = {
    test: ['test', 'tests', 'check', 'spec', 'test-unit', 'test:unit', 'unit-test', 'unit'],
    build: ['build', 'compile', 'all', 'dist', 'package', 'build:all', 'bundle'],
    start: ['dev', 'start', 'serve', 'run', 'develop', 'server', 'watch'],
    dependencies: ['deps', 'dependencies', 'install-deps', 'bootstrap', 'setup', 'init'],
    install: ['setup', 'bootstrap', 'install', 'init', 'deps', 'install-deps', 'develop'],
    docs: ['docs-build', 'docs:build', 'build-docs', 'build:docs', 'docs', 'doc', 'documentation', 'html'],
    lint: ['lint', 'lint:all', 'check:lint', 'clippy', 'eslint', 'flake8', 'typecheck', 'check'],
    format: ['format', 'fmt', 'prettier', 'format:write', 'style'],
    bench: ['bench', 'benchmark', 'benchmarks', 'perf'],
    release: ['release', 'publish', 'ci-publish', 'ship'],
};

/** Of a name: 1 for the usual one, less for a lesser one or for a variant such as `test:watch`; 0 for another thing. */
function fitOfName(name: string, task: ProjectTask): number {
    const at = NAMES[task].indexOf(name.toLowerCase());
    if (at >= 0) return 1 - at * 0.03;
    const parts = name.toLowerCase().split(/[:._-]/);
    if (task !== 'release' && /^(?:update|upgrade|clean|publish|release)$/.test(parts[0] ?? '')) return 0;
    return parts.length > 1 && parts.some(part => part === (task === 'docs' ? 'docs' : NAMES[task][0])) ? VARIANT : 0;
}

const VARIANT = 0.7;

/** The entries of `"scripts"` in a manifest of JSON, each on a line of its own as package managers write them. */
function scripts(lines: readonly string[], task: ProjectTask): readonly StatedCommand[] {
    const start = lines.findIndex(line => /^\s*"scripts"\s*:\s*\{/.test(line));
    if (start < 0) return [];
    const length = lines.slice(start + 1).findIndex(line => /^\s*\}/.test(line));
    return lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).flatMap((line, at) => {
        const name = /^\s*"([^"]+)"\s*:/.exec(line)?.[1] ?? '';
        // What npm writes into a new manifest is no test.
        const fit = /no test specified/.test(line) ? 0 : fitOfName(name, task);
        return fit === 0 ? [] : [{ ...oneLine(start + 1 + at), name, typed: '', fit }];
    });
}

/** Definitions by name with what is indented under them: targets of make and just, tasks of rake, sessions of nox. */
function named(lines: readonly string[], task: ProjectTask, pattern: RegExp, share: number): readonly StatedCommand[] {
    return lines.flatMap((line, at) => {
        const name = pattern.exec(line)?.[1] ?? '';
        const fit = name === '' ? 0 : fitOfName(name, task) * share;
        if (fit === 0) return [];
        let end = at;
        while (end + 1 < lines.length && end - at < MOST_RECIPE && /^\s+\S/.test(lines[end + 1] ?? '')) end++;
        return [{ line: at + 1, range: { startLine: at + 1, endLine: end + 1 }, name, typed: '', fit }];
    });
}

const MOST_RECIPE = 5;

/** `[testenv]` is what `tox` runs, and nearly always the tests. */
function toxEnvironment(lines: readonly string[], task: ProjectTask): readonly StatedCommand[] {
    if (task !== 'test') return [];
    const at = lines.findIndex(line => /^\[testenv\]/.test(line));
    if (at < 0) return [];
    const length = lines.slice(at + 1).findIndex(line => line.startsWith('['));
    const end = length < 0 ? lines.length : at + 1 + length;
    const commands = lines.slice(at, end).findIndex(line => /^commands\s*=/.test(line));
    if (commands < 0) return [];
    const from = at + commands;
    let to = from;
    while (to + 1 < end && to - from < MOST_RECIPE && /^\s+\S/.test(lines[to + 1] ?? '')) to++;
    return [{ line: at + 1, range: { startLine: at + 1, endLine: to + 1 }, name: 'testenv', typed: '', fit: 0.9 }];
}

/** Where one kind of tests is asked for, its name must be in the lines; all tests hold the unit tests. */
function fitOfKind({ range, name, fit }: StatedCommand, lines: readonly string[], { kind }: CommandQuestion): number {
    if (!kind) return fit;
    const text = `${name} ${lines.slice(range.startLine - 1, range.endLine).join(' ')}`.toLowerCase();
    const isNamed = (kind === 'e2e' ? /e2e|end[-_ ]?to[-_ ]?end/ : kind === 'unit' ? /\bunit/ : /integration/).test(text);
    if (isNamed) return Math.max(fit, 1);
    return kind === 'unit' ? fit * 0.8 : 0;
}

function oneLine(at: number): Pick<StatedCommand, 'line' | 'range'> {
    return { line: at + 1, range: { startLine: at + 1, endLine: at + 1 } };
}
