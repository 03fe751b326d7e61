/** How long something in a window may take; a limit for what never comes, not a figure. */
export const PATIENCE_MS = 90_000;

/**
 * Asks again and again until the answer is as expected, and returns it. When that never happens it tells what it saw last, so that who
 * reads the failure need not run it again.
 */
export async function until<T>(
    what: string,
    look: () => T | Promise<T>,
    isIt: (seen: T) => boolean,
    { patienceMs = PATIENCE_MS } = {},
): Promise<T> {
    const end = Date.now() + patienceMs;
    while (true) {
        const seen = await look();
        if (isIt(seen)) return seen;
        if (Date.now() > end) throw new Error(`waited in vain until ${what}; last seen: ${JSON.stringify(seen)}`);
        await new Promise(resolve => setTimeout(resolve, 100));
    }
}

/** Tries until it goes through; the last error counts. For what something else may undo, such as an editor that takes the focus. */
export async function tryUntilDone<T>(attempt: () => Promise<T>, { patienceMs = PATIENCE_MS } = {}): Promise<T> {
    const end = Date.now() + patienceMs;
    while (true) {
        try {
            return await attempt();
        } catch (error) {
            if (Date.now() > end) throw error;
        }
    }
}
