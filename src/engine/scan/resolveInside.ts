import { constants } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { lstat, open, readlink, realpath, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { DiskStamp } from './diskStamp.ts';
import { isShortage } from '../store/systemRefusal.ts';
import { stampOf } from './diskStamp.ts';

/** A path that has been shown to lie inside a root. */
export interface InsidePath {
    readonly absolute: string;
    /** `/`-separated, relative to the root, as the disk spells it: ignore rules decide on this one. */
    readonly relative: string;
}

/**
 * Follows every link of a relative path and answers only when the end lies inside the root.
 * `root` is a real path. Names that mean something else than a file are refused before the disk is asked.
 */
export async function resolveInside(root: string, candidate: string): Promise<InsidePath | undefined> {
    if (!isPlainRelative(candidate)) return undefined;
    const absolute = await realpath(join(root, candidate)).catch(() => undefined);
    if (absolute === undefined) return undefined;
    const inside = relative(root, absolute);
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return undefined;
    return { absolute, relative: sep === '/' ? inside : inside.replaceAll(sep, '/') };
}

/** Relative, without `..`, NUL, UNC and device paths; on Windows also without drives and alternate data streams. */
export function isPlainRelative(path: string, platform: NodeJS.Platform = process.platform): boolean {
    if (path === '' || path.includes('\0') || path.startsWith('/')) return false;
    if (platform === 'win32' && (/[:\\]/.test(path) || /(^|\/)(con|prn|aux|nul|com\d|lpt\d)(\.[^/]*)?(\/|$)/i.test(path))) return false;
    return !path.split('/').some(segment => segment === '..' || segment === '.' || segment === '');
}

/** The bytes and stamp of a file inside a root, at most `maxBytes`; `bytes` is undefined when there are more. */
export interface OpenedFile {
    readonly stamp: DiskStamp;
    readonly bytes: Buffer | undefined;
}

/**
 * Opens a resolved path without following a link or waiting for a pipe, and looks again after opening:
 * when something was swapped in between, the file that was opened is not the file that stands there, and nothing is read.
 */
export async function readInside(path: InsidePath, maxBytes: number): Promise<OpenedFile | undefined> {
    return withRegularFile(path.absolute, async (handle, opened) => {
        const [realNow, statNow] = await Promise.all([realpath(path.absolute), stat(path.absolute)]);
        if (realNow !== path.absolute || statNow.ino !== opened.ino || statNow.dev !== opened.dev) return undefined;
        if ((await readlink(openedFileLink(handle.fd)).catch(() => path.absolute)) !== path.absolute) return undefined;
        const stamp = stampOf(opened);
        if (stamp.size > maxBytes) return { stamp, bytes: undefined };
        return { stamp, bytes: await readAtMost(handle, stamp.size, maxBytes) };
    });
}

/**
 * The link that Linux keeps to the very file that was opened: its path as the kernel knows it, whatever has been swapped since.
 * Two looks at the path itself can both miss a link that came before the first and went before the second.
 * Other systems, and a sandbox without `/proc`, have no such link, and there the looks at the path stand alone.
 */
export function openedFileLink(descriptor: number): string {
    return `/proc/self/fd/${String(descriptor)}`;
}

/** The first `maxBytes` of a file that is no link, pipe or device; undefined when there is none. For files of rules. */
export async function readRegularFile(absolute: string, maxBytes: number): Promise<Buffer | undefined> {
    return withRegularFile(absolute, (handle, opened) => readAtMost(handle, Math.min(opened.size, maxBytes), maxBytes));
}

/** The same, for rules that git goes on without where it may not read them. Throws only where this process has run out of descriptors or memory. */
export async function readRuleFile(absolute: string, maxBytes: number): Promise<Buffer | undefined> {
    return readRegularFile(absolute, maxBytes).catch((error: unknown) => {
        if (isShortage(error)) throw error;
        return undefined;
    });
}

/** Pipes and devices are not opened at all: the `lstat` sees them, the flags cover what is swapped in after it. */
async function withRegularFile<Result>(
    absolute: string,
    use: (handle: FileHandle, opened: Stats) => Promise<Result | undefined>,
): Promise<Result | undefined> {
    const before = await lstat(absolute).catch(() => undefined);
    if (!before?.isFile()) return undefined;
    // Windows has neither of the last two flags (undefined counts as 0); there the look after opening stands alone.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const handle = await open(absolute, flags).catch((error: unknown) => {
        if (isGone(error)) return undefined;
        throw error;
    });
    if (!handle) return undefined;
    try {
        const opened = await handle.stat();
        return opened.isFile() ? await use(handle, opened) : undefined;
    } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
    } finally {
        await handle.close();
    }
}

/** Reads what there was at the time of the `stat`, and no more while the file grows. */
async function readAtMost(handle: FileHandle, expected: number, maxBytes: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(Math.min(expected, maxBytes));
    let filled = 0;
    while (filled < buffer.length) {
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
    }
    return buffer.subarray(0, filled);
}

/** The file went away, or became a link or a folder, between two looks: not an error. */
function isGone(error: unknown): boolean {
    return error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'EMLINK'].includes(String(error.code));
}
