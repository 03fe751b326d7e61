import type { GitPattern, PatternOptions } from './gitPattern.ts';
import type { RulePlace, SkipReason } from '../../protocol/indexing.ts';
import { parseGitPattern, parseGlob } from './gitPattern.ts';

/** Why a path is kept out: the rule, and where it stands. */
export interface IgnoreVerdict {
    readonly reason: Extract<SkipReason, 'ignored' | 'excluded'>;
    /** `src/.gitignore:3: *.log`, for people. */
    readonly detail: string;
    readonly rule?: RulePlace;
}

/** One ignore file, its rules in order. */
export interface IgnoreFile {
    /** As shown: `.gitignore`, `src/.gitignore`, `.git/info/exclude`. */
    readonly name: string;
    /** Absolute path; absent for rules that were not read from a disk. */
    readonly at?: string;
    readonly rules: readonly { readonly line: number; readonly pattern: GitPattern }[];
}

/** The ignore files that stand in one folder, chained to those above; `path` is the folder's, relative to the top of its chain. */
export interface IgnoreLevel {
    readonly path: string;
    readonly parent: IgnoreLevel | undefined;
    readonly footnoteignore: IgnoreFile | undefined;
    /** `.gitignore` first; at the top of a repository also `info/exclude` and the user's own file, in order of precedence. */
    readonly git: readonly IgnoreFile[];
    /** True where a repository begins: rules of git above it do not reach in. */
    readonly isRepository: boolean;
    /** True where a package manager has put copies of dependencies into a folder `vendor`. */
    readonly hasVendored: boolean;
    /** Folders of submodules, relative to this one, where a repository begins and they are to be left out. */
    readonly submodules: ReadonlySet<string>;
}

export interface RootExcludes {
    /** Folder of the root relative to the top of its chain; empty when it is the top. */
    readonly rootPath: string;
    readonly globs: readonly { readonly source: string; readonly matches: (path: string) => boolean }[];
    /** Folders below the root that are roots themselves, relative to it: their files are theirs. */
    readonly innerRoots: ReadonlySet<string>;
    /** Folders below the root where Footnote keeps its indexes, relative to it: an index of itself would never come to an end. */
    readonly ownFolders: ReadonlySet<string>;
}

/**
 * Decides whether one entry of a folder is kept out, given that the folder itself is not.
 * The deepest rule that matches wins within each kind: `.footnoteignore` first (so that it can let in what git ignores),
 * then what is always left out and the editor's `files.exclude`, then git in git's order.
 * Because a folder that is kept out is never entered, a file below it stays out whatever rules follow, exactly as in git.
 */
export function judgeEntry(level: IgnoreLevel, name: string, isFolder: boolean, excludes: RootExcludes): IgnoreVerdict | undefined {
    const path = level.path === '' ? name : `${level.path}/${name}`;
    if (VERSION_CONTROL.has(name)) return { reason: 'excluded', detail: `${name} belongs to version control` };
    const inRoot = excludes.rootPath === '' ? path : path.slice(excludes.rootPath.length + 1);
    if (excludes.innerRoots.has(inRoot))
        return { reason: 'excluded', detail: 'it is a folder of the workspace itself, and indexed as that' };
    if (excludes.ownFolders.has(inRoot)) return { reason: 'excluded', detail: 'Footnote keeps its indexes in it' };
    const own = lastMatch(footnoteFiles(level), path, isFolder);
    if (own) return own.pattern.isNegative ? undefined : ignoredBy(own);
    if (isFolder && (DEPENDENCY_FOLDERS.has(name) || (name === 'vendor' && level.hasVendored)))
        return { reason: 'excluded', detail: `${name} holds dependencies or caches (re-include it with !${name} in .footnoteignore)` };
    if (isFolder && isSubmodule(level, path))
        return { reason: 'excluded', detail: `${name} is a submodule (footnote.index.submodules, or !${name} in .footnoteignore)` };
    const glob = excludes.globs.find(({ matches }) => matches(inRoot));
    if (glob) return { reason: 'excluded', detail: `files.exclude: ${glob.source}` };
    const git = lastMatch(gitFiles(level), path, isFolder);
    return git && !git.pattern.isNegative ? ignoredBy(git) : undefined;
}

/** By the `.gitmodules` of the repository that the path lies in. */
function isSubmodule(level: IgnoreLevel, path: string): boolean {
    let at: IgnoreLevel | undefined = level;
    while (at && !at.isRepository) at = at.parent;
    return at?.submodules.has(at.path === '' ? path : path.slice(at.path.length + 1)) ?? false;
}

/** Whether a rule of `.footnoteignore` names this very file to let it in (`!app.min.js`, `!*.map`), and not only a folder above it. */
export function isLetIn(level: IgnoreLevel, name: string): boolean {
    const path = level.path === '' ? name : `${level.path}/${name}`;
    return lastMatch(footnoteFiles(level), path, false)?.pattern.isNegative ?? false;
}

export function parseIgnoreFile(name: string, text: string, options: PatternOptions): IgnoreFile {
    const rules: IgnoreFile['rules'][number][] = [];
    for (const [index, line] of text
        .replace(/^\uFEFF/, '')
        .split('\n')
        .entries()) {
        const pattern = parseGitPattern(line, options);
        if (pattern) rules.push({ line: index + 1, pattern });
    }
    return { name, rules };
}

export function parseExcludes(globs: readonly string[], place: Omit<RootExcludes, 'globs'>, options: PatternOptions): RootExcludes {
    return { ...place, globs: globs.map(source => ({ source, matches: parseGlob(source, options) })) };
}

/** Version control keeps its data in these; no rule lets them in. */
const VERSION_CONTROL: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.jj', '.bzr', 'CVS', '.sl']);

/** Folders that package managers and tools fill. Some projects do not list them in `.gitignore`, and nobody asks about their contents. */
const DEPENDENCY_FOLDERS: ReadonlySet<string> = new Set([
    'node_modules',
    'bower_components',
    'jspm_packages',
    '.yarn',
    '.pnpm-store',
    '.venv',
    '__pycache__',
    '__pypackages__',
    '.mypy_cache',
    '.pytest_cache',
    '.ruff_cache',
    '.tox',
    '.nox',
    '.eggs',
    '.gradle',
    '.terraform',
    '.nuxt',
    '.svelte-kit',
    '.turbo',
    '.parcel-cache',
    '.nyc_output',
    '.vscode-test',
    '.cache',
    '.bundle',
    '.dart_tool',
    '.stack-work',
]);

interface Match {
    readonly file: IgnoreFile;
    readonly line: number;
    readonly pattern: GitPattern;
}

interface PlacedFile {
    readonly file: IgnoreFile;
    /** Where its patterns are relative to. */
    readonly folder: string;
}

function* footnoteFiles(level: IgnoreLevel): Iterable<PlacedFile> {
    for (let at: IgnoreLevel | undefined = level; at; at = at.parent) {
        if (at.footnoteignore) yield { file: at.footnoteignore, folder: at.path };
    }
}

function* gitFiles(level: IgnoreLevel): Iterable<PlacedFile> {
    for (let at: IgnoreLevel | undefined = level; at; at = at.isRepository ? undefined : at.parent) {
        for (const file of at.git) yield { file, folder: at.path };
    }
}

function lastMatch(files: Iterable<PlacedFile>, path: string, isFolder: boolean): Match | undefined {
    for (const { file, folder } of files) {
        const relative = folder === '' ? path : path.slice(folder.length + 1);
        for (let index = file.rules.length - 1; index >= 0; index--) {
            const rule = file.rules[index];
            if (rule?.pattern.matches(relative, isFolder)) return { file, ...rule };
        }
    }
    return undefined;
}

function ignoredBy({ file, line, pattern }: Match): IgnoreVerdict {
    return {
        reason: 'ignored',
        detail: `${file.name}:${line}: ${pattern.source}`,
        ...(file.at === undefined ? {} : { rule: { file: file.at, line } }),
    };
}
