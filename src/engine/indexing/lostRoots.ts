import { lstat } from 'node:fs/promises';
import type { DiskFiles } from '../scan/diskFiles.ts';
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
