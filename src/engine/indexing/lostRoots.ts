import { lstat } from 'node:fs/promises';
import type { DiskFiles } from '../scan/diskFiles.ts';
import type { Scan } from '../scan/scanWorkspace.ts';
import { fail } from '../../protocol/failure.ts';

/** An unmounted or renamed folder must not look like one whose files were all deleted: nothing is concluded while a root is missing. */
export async function checkRoots(files: Pick<DiskFiles, 'roots'>): Promise<void> {
    const missing = await missingRoot(files);
    if (missing !== undefined) fail({ kind: 'folder-missing', folder: missing });
}

/** The folder of a root that is not there; undefined when all are. */
export async function missingRoot({ roots }: Pick<DiskFiles, 'roots'>): Promise<string | undefined> {
    for (const { folder } of roots) {
        const isThere = await lstat(folder).then(
            stat => stat.isDirectory(),
            () => false,
        );
        if (!isThere) return folder;
    }
    return undefined;
}

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
            if (outcome.state === 'gone') await checkRoots(files);
            return outcome;
        },
    };
}
