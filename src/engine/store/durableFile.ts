import { mkdir, open, rename, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file so that a reader, and a loss of power, sees either the old content or the new one, never a part.
 * Written beside it, synced, renamed, and the folder synced, because a rename is only durable with its folder.
 */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
    const draft = `${path}.${process.pid}.new`;
    const handle = await open(draft, 'w', 0o600);
    try {
        await handle.writeFile(content);
        await handle.sync();
    } finally {
        await handle.close();
    }
    await rename(draft, path);
    await syncFolder(dirname(path));
}

/**
 * Folders of the index are for their owner's eyes only. Made from the top by ourselves: where the system says that a folder which is there is not
 * (below `/proc`, where a mount is managed by another program), Node's own way of making all of them never returns.
 */
export async function makePrivateFolder(path: string): Promise<void> {
    try {
        await mkdir(path, { mode: 0o700 });
    } catch (error) {
        if (await isFolder(path)) return;
        if (!isMissing(error) || dirname(path) === path) throw error;
        if (await isFolder(dirname(path)))
            throw Object.assign(new Error('a folder cannot be made there', { cause: error }), { code: 'EPERM' });
        await makePrivateFolder(dirname(path));
        await makePrivateFolder(path);
    }
}

async function isFolder(path: string): Promise<boolean> {
    return stat(path).then(
        found => found.isDirectory(),
        () => false,
    );
}

export async function syncFile(path: string): Promise<void> {
    // For writing, because Windows flushes nothing through a handle that may only read.
    await syncThrough(path, 'r+');
}

/** New names in a folder survive a loss of power only after this. */
export async function syncFolder(path: string): Promise<void> {
    // Windows has no folder handles to sync; NTFS journals names by itself.
    if (process.platform !== 'win32') await syncThrough(path, 'r');
}

async function syncThrough(path: string, flags: 'r' | 'r+'): Promise<void> {
    const handle = await open(path, flags);
    try {
        await handle.sync();
    } finally {
        await handle.close();
    }
}

/** What `read` makes of the file, which is closed afterwards; undefined when there is none. */
export async function readIfThere<Result>(path: string, read: (handle: FileHandle) => Promise<Result>): Promise<Result | undefined> {
    let handle;
    try {
        handle = await open(path, 'r');
    } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
    }
    try {
        return await read(handle);
    } finally {
        await handle.close();
    }
}

/** True for the error of a file or folder that is not there. */
export function isMissing(error: unknown): boolean {
    return errorCode(error) === 'ENOENT';
}

/** `ENOENT`, `ENOSPC` and the like; undefined for errors that carry no code. */
export function errorCode(error: unknown): string | undefined {
    return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
