import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataUse, IndexUse } from '../../protocol/dataUse.ts';
import { isMissing, writeDurably } from './durableFile.ts';
import { bytesBelow } from './generations.ts';

/** What all indexes of this user take, each with the folders it is of and when it was opened last. */
export async function measureData(dataDir: string, quotaBytes: number): Promise<DataUse> {
    const indexes = await indexesIn(dataDir);
    const vectorBytes = await bytesBelow(join(dataDir, 'vectors'));
    const totalBytes = indexes.reduce((sum, { bytes }) => sum + bytes, vectorBytes);
    return {
        indexes: indexes.map(({ folders, bytes, usedAt }) => ({ folders, bytes, usedAt })).sort((one, other) => other.bytes - one.bytes),
        vectorBytes,
        totalBytes,
        quotaBytes,
    };
}

export interface IndexOnDisk extends IndexUse {
    /** Where it lies. */
    readonly folder: string;
}

export async function indexesIn(dataDir: string): Promise<readonly IndexOnDisk[]> {
    const parent = join(dataDir, 'indexes');
    const entries = await readdir(parent, { withFileTypes: true }).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
    });
    const indexes = entries.filter(entry => entry.isDirectory());
    return Promise.all(
        indexes.map(async ({ name }) => {
            const folder = join(parent, name);
            return { folder, bytes: await bytesBelow(folder), ...(await readUse(folder)) };
        }),
    );
}

/** To be told at each opening of an index: whose it is, and that it is used. */
export async function noteUse(folder: string, folders: readonly string[]): Promise<void> {
    await writeDurably(join(folder, USE_FILE), JSON.stringify({ folders }));
}

const USE_FILE = 'workspace.json';

/** An index without a note (of an older program, or one that was never opened to its end) was used when its folder was changed last. */
async function readUse(folder: string): Promise<{ readonly folders: readonly string[]; readonly usedAt: number }> {
    const path = join(folder, USE_FILE);
    try {
        const noted: unknown = JSON.parse(await readFile(path, 'utf8'));
        const folders =
            typeof noted === 'object' && noted !== null && 'folders' in noted && Array.isArray(noted.folders) ? noted.folders : [];
        return { folders: folders.filter(each => typeof each === 'string'), usedAt: (await stat(path)).mtimeMs };
    } catch (error) {
        if (!isMissing(error) && !(error instanceof SyntaxError)) throw error;
        const usedAt = await stat(folder).then(
            found => found.mtimeMs,
            () => Date.now(),
        );
        return { folders: [], usedAt };
    }
}
