import { join } from 'node:path';
import { lstat, readFile } from 'node:fs/promises';
import type { IgnoreFile, IgnoreLevel, IgnoreVerdict, RootExcludes } from './ignoreRules.ts';
import type { PatternOptions } from './gitPattern.ts';
import { globalIgnoreFile } from './globalIgnoreFile.ts';
import { isLetIn, judgeEntry, parseExcludes, parseIgnoreFile } from './ignoreRules.ts';
import { errorCode } from '../store/durableFile.ts';
import { isShortage } from '../store/systemRefusal.ts';
import { readRegularFile, readRuleFile } from './resolveInside.ts';

export interface IgnoreOptions {
    /** Globs of `files.exclude` and `search.exclude`. */
    readonly excludes: readonly string[];
    /** The user's own ignore file; as git finds it (`globalIgnoreFile`) when absent. */
    readonly globalIgnoreFile?: string | undefined;
    /** Folders below the root that are roots of the same workspace, relative to it. */
    readonly innerRoots?: readonly string[] | undefined;
    /** Folders below the root where indexes are kept, relative to it. */
    readonly ownFolders?: readonly string[] | undefined;
    /** Folders that a repository's `.gitmodules` names are left out. */
    readonly skipsSubmodules?: boolean | undefined;
    /** As `core.ignorecase`; by platform when absent. */
    readonly ignoreCase?: boolean | undefined;
}

/** The ignore rules of one root, read from disk folder by folder as they are needed, and read again when a file of rules has changed. */
export interface IgnoreRules {
    /** Rules that hold for the entries of a folder; `folder` is relative to the root, empty for the root itself. */
    enter(folder: string): Promise<IgnoreLevel>;
    /** An entry of an entered folder. */
    judge(level: IgnoreLevel, name: string, isFolder: boolean): IgnoreVerdict | undefined;
    /** A file that its owner has let in by name, whatever it looks like. */
    isWanted(path: string): Promise<boolean>;
    /** Any path, parents first: a file below an ignored folder is ignored. */
    verdictFor(path: string, isFolder?: boolean): Promise<IgnoreVerdict | undefined>;
    /** Forgets what was read, so that the next question sees the disk. */
    forget(): void;
}

/** Rule files longer than this are cut: no real one comes near, and the rest of a hostile one costs time for every path. */
const MAX_RULE_BYTES = 1024 * 1024;

/** Opens the rules of a root. When the root lies inside a repository, rules of the folders above it hold too, as in git. */
export async function readIgnoreRules(root: string, options: IgnoreOptions): Promise<IgnoreRules> {
    const patterns: PatternOptions = { ignoreCase: options.ignoreCase ?? (process.platform === 'win32' || process.platform === 'darwin') };
    const above = await foldersAbove(root);
    const rootPath = above.map(({ name }) => name).join('/');
    const excludes: RootExcludes = parseExcludes(
        options.excludes,
        { rootPath, innerRoots: new Set(options.innerRoots), ownFolders: new Set(options.ownFolders) },
        patterns,
    );
    const levels = new Map<string, Promise<IgnoreLevel>>();
    /** Which file it is can change as well as what is in it. */
    let globalFile: Promise<string> | undefined;

    const read = async (absolute: string, shown: string): Promise<IgnoreFile | undefined> => {
        const bytes = await readRuleFile(absolute, MAX_RULE_BYTES);
        return bytes && { ...parseIgnoreFile(shown, bytes.toString('utf8'), patterns), at: absolute };
    };

    const readGlobal = async (): Promise<IgnoreFile | undefined> => {
        const file = await (globalFile ??= Promise.resolve(options.globalIgnoreFile ?? globalIgnoreFile()));
        return read(file, file);
    };

    /** What somebody wanted kept out and this process may not read is not guessed at: all of the folder stays out. */
    const readOwn = async (absolute: string, shown: string): Promise<IgnoreFile | undefined> => {
        try {
            const bytes = await readRegularFile(absolute, MAX_RULE_BYTES);
            return bytes && { ...parseIgnoreFile(shown, bytes.toString('utf8'), patterns), at: absolute };
        } catch (error) {
            if (isShortage(error)) throw error;
            const { rules } = parseIgnoreFile(shown, '*', patterns);
            const source = `everything, because it cannot be read (${errorCode(error) ?? 'unknown error'})`;
            return { name: shown, at: absolute, rules: rules.map(({ line, pattern }) => ({ line, pattern: { ...pattern, source } })) };
        }
    };

    const readLevel = async (absolute: string, path: string, shown: string, parent: IgnoreLevel | undefined): Promise<IgnoreLevel> => {
        const gitFolder = await gitFolderOf(absolute);
        const label = (name: string): string => (shown === '' ? name : `${shown}/${name}`);
        const files = [
            await read(join(absolute, '.gitignore'), label('.gitignore')),
            // Without a repository git has nothing to say, yet a lone `.gitignore` means what it says; the user's file holds there too.
            ...(gitFolder ? [await read(join(gitFolder, 'info', 'exclude'), label('.git/info/exclude'))] : []),
            ...(gitFolder || !parent ? [await readGlobal()] : []),
        ];
        return {
            path,
            parent,
            footnoteignore: await readOwn(join(absolute, '.footnoteignore'), label('.footnoteignore')),
            git: files.filter(file => file !== undefined),
            isRepository: gitFolder !== undefined,
            hasVendored: await hasVendored(absolute),
            submodules: options.skipsSubmodules && gitFolder ? await submodulesOf(absolute) : NONE,
        };
    };

    const enterRoot = async (): Promise<IgnoreLevel> => {
        let level: IgnoreLevel | undefined;
        for (const [index, folder] of above.entries()) {
            const path = above
                .slice(0, index)
                .map(({ name }) => name)
                .join('/');
            level = await readLevel(folder.parent, path, '../'.repeat(above.length - index).slice(0, -1), level);
        }
        return readLevel(root, rootPath, '', level);
    };

    const enter = (folder: string): Promise<IgnoreLevel> => {
        let level = levels.get(folder);
        if (!level) {
            level =
                folder === ''
                    ? enterRoot()
                    : enter(folder.slice(0, Math.max(0, folder.lastIndexOf('/')))).then(parent =>
                          readLevel(join(root, folder), rootPath === '' ? folder : `${rootPath}/${folder}`, folder, parent),
                      );
            levels.set(folder, level);
        }
        return level;
    };

    const judge = (level: IgnoreLevel, name: string, isFolder: boolean): IgnoreVerdict | undefined =>
        judgeEntry(level, name, isFolder, excludes);

    return {
        enter,
        judge,
        forget: () => {
            levels.clear();
            globalFile = undefined;
        },
        async isWanted(path) {
            const slash = path.lastIndexOf('/');
            return isLetIn(await enter(path.slice(0, Math.max(0, slash))), path.slice(slash + 1));
        },
        async verdictFor(path, isFolder = false) {
            const segments = path.split('/');
            let folder = '';
            for (const [index, name] of segments.entries()) {
                const verdict = judge(await enter(folder), name, isFolder || index < segments.length - 1);
                if (verdict) return verdict;
                folder = folder === '' ? name : `${folder}/${name}`;
            }
            return undefined;
        },
    };
}

/** Go, Composer and Bundler leave a mark in the folder `vendor` that they fill; without one, `vendor` is a word like others. */
async function hasVendored(folder: string): Promise<boolean> {
    const vendor = join(folder, 'vendor');
    if (!(await lstat(vendor).catch(() => undefined))?.isDirectory()) return false;
    const marks = await Promise.all(
        ['modules.txt', 'autoload.php', 'bundle'].map(mark => lstat(join(vendor, mark)).catch(() => undefined)),
    );
    return marks.some(mark => mark !== undefined);
}

/** The folders that `.gitmodules` names, which git's own rules of configuration files write as `path = lib/a`. Its addresses are not looked at. */
async function submodulesOf(folder: string): Promise<ReadonlySet<string>> {
    const text = (await readRuleFile(join(folder, '.gitmodules'), MAX_RULE_BYTES))?.toString('utf8') ?? '';
    const paths = [...text.matchAll(/^[ \t]*path[ \t]*=[ \t]*"?([^"\r\n]+?)"?[ \t]*$/gim)].map(([, path = '']) => path);
    return new Set(paths.map(path => path.replace(/\/+$/, '')));
}

const NONE: ReadonlySet<string> = new Set();

/** The folders from the top of the repository that holds the root down to it; empty when the root is a top itself or no repository holds it. */
async function foldersAbove(root: string): Promise<readonly { readonly parent: string; readonly name: string }[]> {
    const folders: { readonly parent: string; readonly name: string }[] = [];
    let at = root;
    while (!(await gitFolderOf(at))) {
        const parent = join(at, '..');
        if (parent === at) return [];
        folders.unshift({ parent, name: at.slice(parent.endsWith('/') || parent.endsWith('\\') ? parent.length : parent.length + 1) });
        at = parent;
    }
    return folders;
}

/** The folder with `info/exclude`: `.git` itself, or where a `.git` file of a worktree or submodule points. */
async function gitFolderOf(folder: string): Promise<string | undefined> {
    const dotGit = join(folder, '.git');
    const stat = await lstat(dotGit).catch(() => undefined);
    if (stat?.isDirectory()) return dotGit;
    if (!stat?.isFile()) return undefined;
    const target = /^gitdir: (.+?)\s*$/.exec(await readFile(dotGit, 'utf8').catch(() => ''))?.[1];
    if (target === undefined) return undefined;
    const gitFolder = target.startsWith('/') || /^[A-Za-z]:/.test(target) ? target : join(folder, target);
    const common = (await readRuleFile(join(gitFolder, 'commondir'), 4096))?.toString('utf8').trim();
    if (common === undefined || common === '') return gitFolder;
    return common.startsWith('/') ? common : join(gitFolder, common);
}
