import { open, stat } from 'node:fs/promises';
import { isMissing } from './missingFile.ts';

/**
 * The bytes of a regular file; undefined where there is none. A pipe, which would be waited for without end, and a device are none; a file
 * of more than `mostBytes` is a `RangeError`, because whoever unpacked the folder may have been given it to fill the memory.
 */
export async function readPlain(file: string, mostBytes: number): Promise<Buffer | undefined> {
    let size: number;
    try {
        const found = await stat(file);
        if (!found.isFile()) return undefined;
        size = found.size;
    } catch (error) {
        if (isMissing(error, NOT_A_FILE)) return undefined;
        throw error;
    }
    if (size > mostBytes) throw new RangeError('larger than any such file');
    const handle = await open(file, 'r').catch((error: unknown) => {
        if (isMissing(error, NOT_A_FILE)) return undefined;
        throw error;
    });
    try {
        return await handle?.readFile();
    } finally {
        await handle?.close();
    }
}

/** In a repository a file may stand where a folder is looked for, and the other way round; links may go in circles. */
export const NOT_A_FILE = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'];
