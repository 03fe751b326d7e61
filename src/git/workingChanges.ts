import { lstat, open } from 'node:fs/promises';
import path from 'node:path';
import { findRepository, prefixOf, type Repository } from './gitFiles.ts';
import { openObjects, type GitObjects } from './gitObjects.ts';
import { readIndex, type GitIndex, type IndexEntry } from './gitIndex.ts';

/** A file that may differ from the last commit: its text decides, which the caller reads in its own way. */
export interface Candidate {
    /** `/`-separated, relative to the folder that was asked about. */
    readonly path: string;
    /** The file of the last commit; undefined when that does not have it. */
    readonly before: string | undefined;
    readonly isConflict: boolean;
}

export interface WorkingChanges {
    readonly candidates: readonly Candidate[];
    /** True for what git knows of; what it does not is untracked. */
    isTracked(path: string): boolean;
    /** The text that a candidate had in the last commit; undefined when it is too large or cannot be read. */
    textOf(id: string): Promise<string | undefined>;
}

/** What of a repository is damaged, or in a format that is not read here. */
export type UnreadableWhy = 'reftable' | 'index-damaged' | 'index-format' | 'commit-unreadable';

/**
 * What of a folder differs from the last commit, in the index of git or in the working tree, as far as sizes and times tell. All is read
 * as files, because git runs what a repository's configuration names: hooks, filters, text conversions and file system monitors. Undefined
 * where there is no repository; a word says why one cannot be read.
 */
export async function workingChanges(
    folder: string,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<WorkingChanges | UnreadableWhy | undefined> {
    const repository = await findRepository(folder);
    if (!repository) return undefined;
    if (repository.hasReftable) return 'reftable';
    try {
        return await changesIn(repository, folder, signal);
    } catch (error) {
        if (error instanceof RangeError) return 'index-damaged';
        throw error;
    }
}

async function changesIn(
    { top, own, common, commit }: Repository,
    folder: string,
    signal: AbortSignal | undefined,
): Promise<WorkingChanges | UnreadableWhy> {
    const read = await readIndexFile(path.join(own, 'index'));
    const hashBytes = (commit?.length ?? 40) / 2;
    const index = read ? readIndex(read.bytes, hashBytes) : { entries: [], trees: new Map<string, string>() };
    if (!index) return 'index-format';
    const objects = openObjects(common, hashBytes);
    const staged = commit === undefined ? stagedAtFirst(index) : await stagedSince(commit, index, objects);
    if (!staged) return 'commit-unreadable';

    const prefix = prefixOf(top, folder);
    const candidates = new Map<string, Candidate>();
    const add = (below: string, before: string | undefined, isConflict = false): void => {
        candidates.set(below, { path: below, before, isConflict });
    };
    const tracked = new Set<string>();
    const inside = index.entries.filter(entry => entry.path.startsWith(prefix));
    for (let at = 0; at < inside.length; at += STATS_AT_ONCE) {
        signal?.throwIfAborted();
        await Promise.all(
            inside.slice(at, at + STATS_AT_ONCE).map(async entry => {
                const below = entry.path.slice(prefix.length);
                tracked.add(below);
                if (!isRegular(entry.mode) || (entry.isAbsent && !staged.has(entry.path))) return;
                const isStaged = staged.has(entry.path);
                const before = isStaged ? staged.get(entry.path) : entry.id;
                if (isStaged || entry.isUnmerged || (await looksChanged(path.join(folder, below), entry, read?.mtimeMs ?? 0)))
                    add(below, before, entry.isUnmerged);
            }),
        );
    }
    // What was taken out of the index stands in the commit alone.
    for (const [file, before] of staged) {
        const below = file.slice(prefix.length);
        if (file.startsWith(prefix) && !candidates.has(below) && !tracked.has(below)) add(below, before);
    }
    return {
        candidates: [...candidates.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
        isTracked: below => tracked.has(below),
        textOf: async id => {
            const found = await objects.read(id);
            return found?.type === 'blob' ? found.data.toString('utf8') : undefined;
        },
    };
}

const STATS_AT_ONCE = 32;

function isRegular(mode: number): boolean {
    return (mode & 0o170000) === 0o100000;
}

/** Before the first commit everything is new. */
function stagedAtFirst({ entries }: GitIndex): Map<string, string | undefined> {
    return new Map(entries.map(entry => [entry.path, undefined]));
}

/**
 * Every path whose file in the commit is not the one in the index, with the former. Folders whose tree is known and the same are passed
 * over, so that a repository of any size costs a handful of objects. Undefined when an object cannot be read.
 */
async function stagedSince(commit: string, index: GitIndex, objects: GitObjects): Promise<Map<string, string | undefined> | undefined> {
    const root = await objects.treeOf(commit);
    if (root === undefined) return undefined;
    const folders = new Map<string, Map<string, IndexEntry | 'folder'>>([['', new Map()]]);
    for (const entry of index.entries) {
        const names = entry.path.split('/');
        for (let depth = 0; depth < names.length; depth++) {
            const above = names.slice(0, depth).join('/');
            const inAbove = folders.get(above) ?? new Map<string, IndexEntry | 'folder'>();
            folders.set(above, inAbove);
            inAbove.set(names[depth] ?? '', depth === names.length - 1 ? entry : 'folder');
        }
    }
    const staged = new Map<string, string | undefined>();
    const addAll = (folder: string): void => {
        for (const [name, found] of folders.get(folder) ?? []) {
            const file = folder === '' ? name : `${folder}/${name}`;
            if (found === 'folder') addAll(file);
            else staged.set(file, undefined);
        }
    };
    const compare = async (folder: string, tree: string): Promise<boolean> => {
        if (index.trees.get(folder) === tree) return true;
        const committed = await objects.entriesOf(tree);
        if (!committed) return false;
        const now = folders.get(folder) ?? new Map<string, IndexEntry | 'folder'>();
        for (const { name, mode, id } of committed) {
            const file = folder === '' ? name : `${folder}/${name}`;
            const found = now.get(name);
            if (mode === FOLDER) {
                if (!(await compare(file, id))) return false;
            } else if (isRegular(mode) && (typeof found !== 'object' || found.id !== id)) staged.set(file, id);
        }
        const known = new Set(committed.map(({ name }) => name));
        for (const [name, found] of now) {
            if (known.has(name)) continue;
            const file = folder === '' ? name : `${folder}/${name}`;
            if (found === 'folder') addAll(file);
            else staged.set(file, undefined);
        }
        return true;
    };
    return (await compare('', root)) ? staged : undefined;
}

const FOLDER = 0o040000;

/** As git decides: another size or time, or a time not before that of the index, which may have been written within the same tick. */
async function looksChanged(file: string, entry: IndexEntry, indexMtimeMs: number): Promise<boolean> {
    const stat = await lstat(file, { bigint: true }).catch(() => undefined);
    if (!stat?.isFile()) return true;
    if (Number(stat.size & 0xffff_ffffn) !== entry.size) return true;
    const seconds = Number(stat.mtimeNs / 1_000_000_000n);
    const nanoseconds = Number(stat.mtimeNs % 1_000_000_000n);
    if ((seconds & 0xffff_ffff) >>> 0 !== entry.mtimeSeconds) return true;
    if (entry.mtimeNanoseconds !== 0 && nanoseconds !== entry.mtimeNanoseconds) return true;
    return Number(stat.mtimeNs / 1_000_000n) >= Math.floor(indexMtimeMs);
}

/** Opened once, looked at and read: a pipe or a link in its place is no index. */
async function readIndexFile(file: string): Promise<{ readonly bytes: Buffer; readonly mtimeMs: number } | undefined> {
    const before = await lstat(file).catch(() => undefined);
    if (!before?.isFile()) return undefined;
    if (before.size > MOST_BYTES) throw new RangeError('larger than any index');
    const handle = await open(file, 'r');
    try {
        return { bytes: await handle.readFile(), mtimeMs: before.mtimeMs };
    } finally {
        await handle.close();
    }
}

/** Half a million files. */
const MOST_BYTES = 128 * 1024 * 1024;
