import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../protocol/failure.ts';
import { errorCode } from './durableFile.ts';

/** Why nothing can be written to an index that can be read: a disk that is read-only or full, or a folder that is somebody else's. */
export type KeptFromWriting = Extract<Failure, { readonly kind: 'not-writable' | 'disk-full' }>;

/** What an error of writing into this folder says of the folder; undefined for any other. LanceDB hands the system's errors on as text. */
export function keptFromWriting(error: unknown, folder: string): KeptFromWriting | undefined {
    const number = Number(/os error (\d+)\)/.exec(String(error))?.[1]);
    const code = errorCode(error) ?? CODES.get(number) ?? '';
    if (FULL.has(code)) return { kind: 'disk-full', folder };
    const detail = REASONS.get(code);
    return detail === undefined ? undefined : { kind: 'not-writable', folder, detail };
}

/** Tried and not asked for: what rights and free space seem to allow, a disk that goes away, a quota or a sandbox may refuse. */
export async function canWriteInto(folder: string): Promise<boolean> {
    const trial = join(folder, `${randomBytes(8).toString('hex')}.trial`);
    try {
        await writeFile(trial, Buffer.alloc(TRIAL_BYTES), { flag: 'wx', mode: 0o600 });
        return true;
    } catch {
        return false;
    } finally {
        // Nothing is there to be removed where nothing could be written.
        await rm(trial, { force: true }).catch(() => undefined);
    }
}

const REASONS: ReadonlyMap<string, string> = new Map([
    ['EACCES', 'permission denied'],
    ['EPERM', 'not permitted'],
    ['EROFS', 'the disk is read-only'],
    ['ENOTDIR', 'a file is in the way'],
]);
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
/** Numbers of Linux, macOS and Windows, as far as they are not the same. */
const CODES: ReadonlyMap<number, string> = new Map([
    [1, 'EPERM'],
    [13, 'EACCES'],
    [28, 'ENOSPC'],
    [30, 'EROFS'],
    [69, 'EDQUOT'],
    [112, 'ENOSPC'],
    [122, 'EDQUOT'],
]);
/** Enough that an index which can be opened after it can also note that it was. */
const TRIAL_BYTES = 1024 * 1024;
