import type { WorkspacePath } from '../../../protocol/text.ts';
import type { CommandFormat } from './statedCommand.ts';
import { baseName } from '../../../protocol/text.ts';
import { isBelow } from '../../retrieve/fuseRankings.ts';

export interface CommandFile {
    readonly path: WorkspacePath;
    readonly format: CommandFormat;
    /** Folders between it and the folder that is asked about; what lies in `.github` belongs to the root. */
    readonly depth: number;
}

/** The files that may state how a project is built, run and tested, nearest the root first, so that a nested package comes last. */
export function commandFiles(paths: Iterable<WorkspacePath>, scope: readonly WorkspacePath[] = []): readonly CommandFile[] {
    const files: CommandFile[] = [];
    for (const path of paths) {
        if (scope.length > 0 && !scope.some(folder => isBelow(path, folder))) continue;
        const format = formatOf(path);
        if (!format) continue;
        const folders = path.split('/').slice(0, -1);
        const own = folders.findIndex(folder => folder === '.github' || folder === '.circleci');
        files.push({ path, format, depth: own < 0 ? folders.length : own });
    }
    // A workspace of several folders, and a folder that was named, have their root further down.
    const root = Math.min(...files.map(({ depth }) => depth));
    return files
        .map(file => ({ ...file, depth: file.depth - root }))
        .filter(({ depth }) => depth <= DEEPEST)
        .sort((a, b) => a.depth - b.depth || order(a) - order(b) || (a.path < b.path ? -1 : 1))
        .slice(0, MOST_FILES);
}

const DEEPEST = 2;
/** Read for one answer; about twice what the roots of large repositories have. */
const MOST_FILES = 40;

function order({ format }: CommandFile): number {
    return format === 'ci' ? 1 : 0;
}

function formatOf(path: string): CommandFormat | undefined {
    const name = baseName(path).toLowerCase();
    const known = BY_NAME.get(name);
    if (known) return known;
    if (/(?:^|\/)(?:\.github\/workflows\/[^/]+|\.circleci\/config)\.ya?ml$/.test(path)) return 'ci';
    // `Makefile.common` is what a Makefile includes.
    if (/^(?:gnu)?makefile(?:\.(?!in$|am$)\w+)?$/.test(name)) return 'make';
    if (
        /^(?:readme|contributing|development|developing|developers?|hacking|install|building|testing)(?:\.(?:md|rst|txt|adoc|markdown))?$/.test(
            name,
        )
    )
        return 'docs';
    return undefined;
}

const BY_NAME: ReadonlyMap<string, CommandFormat> = new Map([
    ['package.json', 'npm'],
    ['composer.json', 'composer'],
    ['justfile', 'just'],
    ['.justfile', 'just'],
    ['tox.ini', 'tox'],
    ['noxfile.py', 'nox'],
    ['rakefile', 'rake'],
    ['.gitlab-ci.yml', 'ci'],
    ['.travis.yml', 'ci'],
    ['azure-pipelines.yml', 'ci'],
    ['pyproject.toml', 'manifest'],
    ['setup.py', 'manifest'],
    ['cargo.toml', 'manifest'],
    ['go.mod', 'manifest'],
    ['pom.xml', 'manifest'],
    ['build.gradle', 'manifest'],
    ['build.gradle.kts', 'manifest'],
    ['gemfile', 'manifest'],
    ['cmakelists.txt', 'manifest'],
]);
