import { setTimeout as pause } from 'node:timers/promises';
import { window } from 'vscode';

/** How long something in the editor may take; a limit for what never comes, not a figure. */
const PATIENCE_MS = 90_000;

/**
 * Looks again and again until it is as expected, and returns what was seen. When that never happens it tells what it saw last, so that
 * who reads the failure need not run it again.
 */
export async function untilSeen<T>(what: string, look: () => T | PromiseLike<T>, isIt: (seen: T) => boolean): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    while (true) {
        const seen = await look();
        if (isIt(seen)) return seen;
        if (Date.now() > end) throw new Error(`waited in vain until ${what}; last seen: ${JSON.stringify(seen)}`);
        await pause(100);
    }
}

export async function until(what: string, isTrue: () => boolean | PromiseLike<boolean>): Promise<void> {
    await untilSeen(what, isTrue, is => is);
}

/** Waits until it is equal to this, and tells what it was otherwise. */
export async function untilEqual(what: string, look: () => unknown, wanted: unknown): Promise<void> {
    await untilSeen(what, look, seen => JSON.stringify(seen) === JSON.stringify(wanted));
}

/** The text of the editor in front, once it has these words: what a command shows is there a moment after the command. */
export async function shownText(words: RegExp): Promise<string> {
    return untilSeen(
        `${String(words)} is shown`,
        () => window.activeTextEditor?.document.getText() ?? '',
        text => words.test(text),
    );
}
