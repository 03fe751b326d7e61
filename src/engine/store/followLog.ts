import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { isMissing } from './durableFile.ts';
import { readRecords } from './recordLog.ts';

/** How far a log has been read, and in which file: one that was written anew is read from its beginning. */
export interface LogPlace {
    readonly ino: number;
    readonly end: number;
}

/** Reads what another process has added to a log since `place`, all of it without one, and says how far that was; undefined while there is no log. */
export async function followLog(
    path: string,
    place: LogPlace | undefined,
    reader: { readonly restart: () => unknown; readonly visit: (payload: Buffer) => void },
): Promise<LogPlace | undefined> {
    const handle = await openIfThere(path);
    if (!handle) return place;
    try {
        const { ino, size } = await handle.stat();
        if (ino === place?.ino && size === place.end) return place;
        const from = ino === place?.ino && size > place.end ? place.end : undefined;
        if (from === undefined) reader.restart();
        return { ino, end: await readRecords(handle, { from: from ?? 0 }, reader.visit) };
    } finally {
        await handle.close();
    }
}

export async function openIfThere(path: string): Promise<FileHandle | undefined> {
    try {
        return await open(path, 'r');
    } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
    }
}
