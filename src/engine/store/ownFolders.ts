import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from './durableFile.ts';

/** Below a data directory: folders with nothing in them that somebody has written to be read. */
export const OWN_FOLDERS: readonly string[] = ['indexes', 'vectors'];

/**
 * Has these folders say by themselves that they belong to no repository, as other tools' caches do: one that lies in a workspace shows up
 * neither in `git status` nor in an index that is kept elsewhere. Where nothing can be written, whoever writes the index says so.
 */
export async function markOwnFolders(dataDir: string): Promise<void> {
    for (const name of OWN_FOLDERS) {
        const folder = join(dataDir, name);
        await makePrivateFolder(folder);
        // One that is there already is left as it is.
        await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 }).catch(() => undefined);
    }
}
