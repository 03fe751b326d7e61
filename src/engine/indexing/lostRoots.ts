import { lstat } from 'node:fs/promises';
import type { DiskFiles } from '../scan/diskFiles.ts';
import type { Scan } from '../scan/scanWorkspace.ts';
import type { WorkspaceRoot } from '../../protocol/engineContract.ts';
import { fail } from '../../protocol/failure.ts';

/**
 * The roots that are there, and the folders of those that are not. An unmounted or renamed folder must not look like one whose files were
 * all deleted: nothing is concluded about it, and what the index knows of it stays. Fails when no root is there.
 */
export async function rootsThere<Root extends WorkspaceRoot>(
    roots: readonly Root[],
): Promise<{ readonly there: readonly Root[]; readonly missing: readonly string[] }> {
    const found = await Promise.all(roots.map(async root => ({ root, isThere: await isFolder(root.folder) })));
    const there = found.filter(({ isThere }) => isThere).map(({ root }) => root);
    const missing = found.filter(({ isThere }) => !isThere).map(({ root }) => root.folder);
    if (there.length === 0 && missing[0] !== undefined) fail({ kind: 'folder-missing', folder: missing[0] });
    return { there, missing };
}

/** Whether a path of the workspace lies in one of these roots; a root without a name is the only one. */
export function isInRoots(path: string, roots: readonly Pick<WorkspaceRoot, 'name'>[]): boolean {
    return roots.some(({ name }) => name === '' || path.startsWith(`${name}/`) || path === name);
}

/** Calls `onBack` once one of the folders that are missing is there again. The returned function ends that. */
export function watchMissingRoots(missing: () => readonly string[], onBack: () => void): () => void {
    const look = async (): Promise<void> => {
        const found = await Promise.all(missing().map(isFolder));
        if (found.includes(true)) onBack();
    };
    const timer = setInterval(() => void look(), LOOKED_FOR_EVERY_MS).unref();
    return () => {
        clearInterval(timer);
    };
}

async function isFolder(folder: string): Promise<boolean> {
    return lstat(folder).then(
        stat => stat.isDirectory(),
        () => false,
    );
}

const LOOKED_FOR_EVERY_MS = 10_000;

/**
 * A disk that was unmounted leaves an empty folder behind, as it was before the disk was mounted. A root of which the index knows many files
 * and the scan found none is therefore taken for lost, for a minute, unless it was changed itself since the index was: then somebody has
 * deleted everything in it.
 */
export class EmptiedRoots {
    private readonly since = new Map<string, number>();
    private readonly now: () => number;

    constructor(now: () => number = () => performance.now()) {
        this.now = now;
    }

    /** `indexedAt` says when the index was changed last; undefined where that is not known. */
    async check(
        { roots }: Pick<DiskFiles, 'roots'>,
        scan: Scan,
        known: Iterable<{ readonly path: string }>,
        indexedAt: () => Promise<number | undefined>,
    ): Promise<void> {
        const counts = new Map(roots.map(({ name }) => [name, 0]));
        const rootOf = (path: string): string => (counts.has('') ? '' : path.slice(0, Math.max(0, path.indexOf('/'))));
        for (const { path } of known) counts.set(rootOf(path), (counts.get(rootOf(path)) ?? 0) + 1);
        const found = new Set([...scan.files, ...scan.skipped].map(({ path }) => rootOf(path)));
        for (const { name, folder } of roots) {
            if (found.has(name) || (counts.get(name) ?? 0) < MANY_FILES) {
                this.since.delete(folder);
                continue;
            }
            if (await isChangedSince(folder, await indexedAt())) continue;
            const since = this.since.get(folder) ?? this.now();
            this.since.set(folder, since);
            if (this.now() - since < BELIEVED_AFTER_MS) fail({ kind: 'folder-missing', folder });
        }
    }
}

async function isChangedSince(folder: string, when: number | undefined): Promise<boolean> {
    const changedAt = (await lstat(folder).catch(() => undefined))?.mtimeMs;
    return changedAt !== undefined && when !== undefined && changedAt > when;
}

const MANY_FILES = 20;
const BELIEVED_AFTER_MS = 60_000;

/** The same files; a file that is gone because its root is gone fails the run instead of being taken for deleted. */
export function refusingLostRoots(files: DiskFiles): DiskFiles {
    return {
        ...files,
        async readFromDisk(path) {
            const outcome = await files.readFromDisk(path);
            if (outcome.state === 'gone') await rootsThere(files.roots.filter(root => isInRoots(path, [root])));
            return outcome;
        },
    };
}
