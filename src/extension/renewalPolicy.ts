/**
 * When a process of the engine that has grown is replaced by a new one in a quiet moment, where nobody notices a second without: calls wait.
 * LanceDB's memory is known to creep upward in a long life; what a table and its caches need by themselves is no reason.
 */
export function shouldRenew({ residentBytes, settledBytes, ageMs, sinceRenewedMs }: GrownProcess): boolean {
    if (sinceRenewedMs < RENEWED_EVERY_MS) return false;
    return residentBytes > ABOVE_BYTES || (ageMs > LONG_LIFE_MS && residentBytes > settledBytes + CREPT_BYTES);
}

export interface GrownProcess {
    readonly residentBytes: number;
    /** The least that it took in any quiet moment. */
    readonly settledBytes: number;
    readonly ageMs: number;
    /** Since one was replaced for its size; infinite when none was. */
    readonly sinceRenewedMs: number;
}

/** A serving engine takes 250 to 400 MB. */
const ABOVE_BYTES = 600 * 2 ** 20;
/** An index that needs more by itself must not cost a restart every few seconds. */
const RENEWED_EVERY_MS = 30 * 60_000;
/** A working day, or most of one. */
const LONG_LIFE_MS = 6 * 60 * 60_000;
const CREPT_BYTES = 100 * 2 ** 20;
