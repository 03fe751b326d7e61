import { basename, dirname } from 'node:path';
import { FailureError } from '../../protocol/failure.ts';
import { errorCode } from './durableFile.ts';

/**
 * The failure to tell when the system refuses for a reason of its own: not allowed, too many open files, disk full, out of memory,
 * read-only, input/output. None of these is damage: nothing of an index goes for them, and what was tried is tried again.
 * Undefined for any other error.
 */
export function refusalOf(error: unknown, folder: string): FailureError | undefined {
    if (error instanceof FailureError) return error;
    if (isDiskFull(error)) return new FailureError({ kind: 'disk-full', folder: dataOf(folder) }, { cause: error });
    if (!isFromSystem(error)) return undefined;
    return new FailureError({ kind: 'system-refused', folder, detail: reasonOf(error) }, { cause: error });
}

/** The folder that all indexes share, for that of one of them: its name is a hash, which helps nobody to find the disk. */
function dataOf(folder: string): string {
    return basename(dirname(folder)) === 'indexes' ? dirname(dirname(folder)) : folder;
}

/** This process has run out of descriptors or memory. That says nothing about a file, which must not leave the index for it. */
export function isShortage(error: unknown): boolean {
    return SHORTAGES.has(errorCode(error) ?? '');
}

const SHORTAGES: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/** LanceDB hands the system's errors on as text, with the place in its own source. */
export function isFromSystem(error: unknown): boolean {
    if (error instanceof FailureError) return false;
    if (REFUSALS.has(errorCode(error) ?? '')) return true;
    return (
        NO_TEMPORARY_FOLDER.test(String(error)) ||
        /os error (1|5|12|13|23|24|28|30|122)\)|permission denied|too many open files|no space left/i.test(String(error))
    );
}

function isDiskFull(error: unknown): boolean {
    const code = errorCode(error);
    return code === 'ENOSPC' || code === 'EDQUOT' || (error instanceof Error && error.message.includes('No space left on device'));
}

/** Only what the system says: `Too many open files`, `EIO: i/o error, write`. */
function reasonOf(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    const temporary = NO_TEMPORARY_FOLDER.exec(text)?.[1];
    if (temporary !== undefined) return `no file can be made in ${dirname(temporary)}, the folder for temporary files`;
    return /([A-Z][\w ,/-]*) \(os error \d+\)/.exec(text)?.[1] ?? text;
}

/** LanceDB sorts in it; some systems clear it away while a program runs. */
const NO_TEMPORARY_FOLDER = /Failed to create temp dir\b.*? at path "([^"]+)"/s;

const REFUSALS: ReadonlySet<string> = new Set([
    'EIO',
    'EMFILE',
    'ENFILE',
    'EACCES',
    'EPERM',
    'EROFS',
    'ENOMEM',
    'ENOSPC',
    'EDQUOT',
    'ENXIO',
    'ESTALE',
]);
