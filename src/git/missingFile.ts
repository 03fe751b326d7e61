import { readFile } from 'node:fs/promises';

/** The text of a file; undefined when it is not there, which is what the named error codes say. Other errors are thrown. */
export async function readIfThere(file: string, codes: readonly string[] = NOT_THERE): Promise<string | undefined> {
    try {
        return await readFile(file, 'utf8');
    } catch (error) {
        if (isMissing(error, codes)) return undefined;
        throw error;
    }
}

export function isMissing(error: unknown, codes: readonly string[] = NOT_THERE): boolean {
    return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

const NOT_THERE: readonly string[] = ['ENOENT'];
