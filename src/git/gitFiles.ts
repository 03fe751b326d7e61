import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from './missingFile.ts';
import { NOT_A_FILE, readPlain } from './plainFile.ts';
import { chooseRemote, readGitConfig, type GitRemote } from './gitConfig.ts';

/** The repository a file belongs to, as far as a permalink wants to know. */
export interface Checkout {
    /** The working tree's root. */
    readonly folder: string;
    /** 40 or 64 hex digits; undefined before the first commit. */
    readonly commit: string | undefined;
    /** Undefined when HEAD is detached. */
    readonly branch: string | undefined;
    readonly remote: GitRemote | undefined;
}

/**
 * Reads `.git` as files. No git process runs: git executes what a repository's own configuration names,
 * and a repository somebody has just cloned is not to be trusted with that.
 */
export async function readCheckout(file: string): Promise<Checkout | undefined> {
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
        const directories = await gitDirectories(path.join(folder, '.git'));
        if (directories) return checkoutIn(folder, directories);
        if (folder === path.dirname(folder)) return undefined;
    }
}

/** Where a working tree's objects, refs and configuration lie; undefined where there is no repository. */
export async function gitFolder(folder: string): Promise<string | undefined> {
    return (await gitDirectories(path.join(folder, '.git')))?.common;
}

/** Where a repository lies and what is checked out. */
export interface Repository {
    /** The working tree's root. */
    readonly top: string;
    /** HEAD, the index and what else a worktree has of its own. */
    readonly own: string;
    /** Objects, refs and configuration, shared by all worktrees. */
    readonly common: string;
    /** 40 or 64 hex digits; undefined before the first commit. */
    readonly commit: string | undefined;
    /** True: references are kept in a format of their own, which is not read here. */
    readonly hasReftable: boolean;
}

/** The repository that a folder lies in, itself or below its root; undefined where there is none. */
export async function findRepository(inside: string): Promise<Repository | undefined> {
    for (let top = inside; ; top = path.dirname(top)) {
        const directories = await gitDirectories(path.join(top, '.git'));
        if (directories) {
            const { commit } = await checkoutIn(top, directories);
            return { top, ...directories, commit, hasReftable: (await kindOf(path.join(directories.common, 'reftable'))) !== undefined };
        }
        if (top === path.dirname(top)) return undefined;
    }
}

/** A folder as paths of the repository begin; empty when it is the root of the working tree itself. */
export function prefixOf(top: string, folder: string): string {
    const below = path.relative(top, folder).replaceAll(path.sep, '/');
    return below === '' ? '' : `${below}/`;
}

interface GitDirectories {
    /** HEAD and what else a worktree has of its own. */
    readonly own: string;
    /** Refs and configuration, shared by all worktrees. */
    readonly common: string;
}

async function gitDirectories(dotGit: string): Promise<GitDirectories | undefined> {
    const kind = await kindOf(dotGit);
    if (kind === undefined) return undefined;
    let own = dotGit;
    if (kind === 'file') {
        // A linked worktree or a submodule: one line says where the rest is.
        const target = /^gitdir:\s*(.+)/.exec((await textOf(dotGit)) ?? '')?.[1]?.trim();
        if (target === undefined) return undefined;
        own = path.resolve(path.dirname(dotGit), target);
    }
    const common = (await textOf(path.join(own, 'commondir')))?.trim();
    return { own, common: common === undefined ? own : path.resolve(own, common) };
}

async function checkoutIn(folder: string, { own, common }: GitDirectories): Promise<Checkout> {
    const head = (await textOf(path.join(own, 'HEAD')))?.trim() ?? '';
    const ref = /^ref:\s*(\S+)$/.exec(head)?.[1];
    const branch = ref?.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined;
    const commit = ref === undefined ? head : await commitOf(ref, common);
    const config = readGitConfig((await textOf(path.join(common, 'config'))) ?? '');
    return {
        folder,
        commit: commit !== undefined && COMMIT.test(commit) ? commit : undefined,
        branch,
        remote: chooseRemote(config, branch),
    };
}

/** The commit that a reference names, loose or packed. */
export async function commitOf(ref: string, common: string): Promise<string | undefined> {
    // The ref comes from a file of the repository: it must stay below it.
    if (!ref.startsWith('refs/') || ref.split('/').includes('..')) return undefined;
    const loose = (await textOf(path.join(common, ref)))?.trim();
    if (loose !== undefined) return loose;
    const packed = (await textOf(path.join(common, 'packed-refs'))) ?? '';
    return packed
        .split(/\r?\n/)
        .find(line => line.endsWith(` ${ref}`))
        ?.split(' ')[0];
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

async function kindOf(file: string): Promise<'file' | 'directory' | undefined> {
    try {
        const found = await stat(file);
        return found.isDirectory() ? 'directory' : found.isFile() ? 'file' : undefined;
    } catch (error) {
        if (isMissing(error, NOT_A_FILE)) return undefined;
        throw error;
    }
}

/** Undefined for what is no file, or larger than any of those that are read here. */
async function textOf(file: string): Promise<string | undefined> {
    try {
        return (await readPlain(file, MOST_BYTES))?.toString('utf8');
    } catch (error) {
        if (error instanceof RangeError) return undefined;
        throw error;
    }
}

/** Half a million packed references. */
const MOST_BYTES = 32 * 1024 * 1024;
