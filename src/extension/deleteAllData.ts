import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from '../git/missingFile.ts';

export interface StoredData {
    /** The directory that window and command line share; others may keep things in it as well. */
    readonly data: string;
    /** Where the account of what models cost is; where `data` is when absent. */
    readonly account?: string;
    /** Of this extension in VS Code's own storage; undefined for what is not there. */
    readonly globalStorage: string;
    /** Of this window. */
    readonly storage: string | undefined;
}

/**
 * Deletes what Footnote has written to the disk: indexes, vectors, and the conversations of every workspace. Folders that may hold other
 * people's files are left standing. Returns what could not be deleted, each with its reason.
 */
export async function deleteAllData(where: StoredData): Promise<readonly string[]> {
    const problems: string[] = [];
    const remove = async (folder: string): Promise<void> => {
        try {
            await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
        } catch (error) {
            problems.push(`${folder}: ${error instanceof Error ? error.message : String(error)}`);
        }
    };
    for (const folder of OURS_IN_DATA) await remove(path.join(where.data, folder));
    await remove(path.join(where.account ?? where.data, OURS_IN_ACCOUNT));
    for (const storage of await storagesOf(where)) {
        // The folder itself stays: a window that is open goes on writing there.
        for (const entry of await entriesOf(storage)) await remove(path.join(storage, entry));
    }
    return problems;
}

/** What the engine keeps in the data directory. */
export const OURS_IN_DATA: readonly string[] = ['indexes', 'vectors'];

/** What models have cost, month by month. */
export const OURS_IN_ACCOUNT = 'spending';

/** The folder of conversations of this window, of windows without a folder, and of every other workspace. */
async function storagesOf({ globalStorage, storage }: StoredData): Promise<readonly string[]> {
    // VS Code keeps `globalStorage/<extension>` and `workspaceStorage/<workspace>/<extension>` side by side.
    const extension = path.basename(globalStorage);
    const workspaces = path.resolve(globalStorage, '../../workspaceStorage');
    const others = (await entriesOf(workspaces)).map(workspace => path.join(workspaces, workspace, extension));
    return [...new Set([globalStorage, ...(storage === undefined ? [] : [storage]), ...others])];
}

async function entriesOf(folder: string): Promise<readonly string[]> {
    try {
        return await readdir(folder);
    } catch (error) {
        if (isMissing(error, ['ENOENT', 'ENOTDIR'])) return [];
        throw error;
    }
}
