import type { Stats } from 'node:fs';

/** How a file was found: one of another stamp is looked at again. */
export interface DiskStamp {
    readonly size: number;
    readonly mtimeMs: number;
    readonly ino: number;
    /**
     * When the system last saw its content, name, owner or rights change: programs set `mtimeMs` as they like, and this one they cannot.
     * Undefined for a file that has changed only just now.
     */
    readonly ctimeMs: number | undefined;
}

/**
 * A file may be written twice within one tick of the clock that its system takes the times from, and then both versions have the same times:
 * one that has changed that lately has no `ctimeMs`, which is like no other, so that it is looked at once more. Git calls it racily clean.
 */
export function stampOf({ size, mtimeMs, ino, ctimeMs }: Stats, now = Date.now()): DiskStamp {
    return { size, mtimeMs, ino, ctimeMs: Math.abs(now - ctimeMs) < CLOCK_TICK_MS ? undefined : ctimeMs };
}

/** Whether a file of this stamp can be believed to be as it was when it was remembered. */
export function isSameStamp(known: RememberedStamp, now: DiskStamp): boolean {
    return isSameButChangeTime(known, now) && known.ctimeMs !== undefined && known.ctimeMs === now.ctimeMs;
}

/** A stamp as it was kept; older programs kept no `ctimeMs`. */
export type RememberedStamp = Omit<DiskStamp, 'ctimeMs'> & { readonly ctimeMs?: number | undefined };

/** Whether nothing that a program can set tells them apart. */
export function isSameButChangeTime(one: RememberedStamp, other: RememberedStamp): boolean {
    return one.size === other.size && one.mtimeMs === other.mtimeMs && one.ino === other.ino;
}

/** The slowest clocks tick every 10 ms (Linux with 100 Hz) and every 15.6 ms (Windows). */
const CLOCK_TICK_MS = 20;
