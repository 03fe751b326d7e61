import type { IndexStore } from './store/indexStore.ts';

/**
 * Resolves when who holds the index has changed: a writer has lost it to a process that took over, a reader's holder is gone or answers again.
 * Then the workspace is opened anew and finds its place. Asked by timer, because nobody tells: a few directory reads or one connection a time.
 */
export async function untilHolderChanges(
    store: Pick<IndexStore, 'isLeaseAsItWas'>,
    options: { readonly answersAgain: () => Promise<boolean>; readonly signal: AbortSignal; readonly everyMs?: number },
): Promise<void> {
    for (;;) {
        await pause(options.everyMs ?? EVERY_MS, options.signal);
        if (options.signal.aborted) return new Promise<void>(() => undefined);
        try {
            if (!(await store.isLeaseAsItWas()) || (await options.answersAgain())) return;
        } catch {
            // The folder cannot be read at this moment; the next look tells.
        }
    }
}

/** Resolves false when it takes longer; the work itself is not stopped, because whoever does it may be stopped. */
export async function inTime(work: Promise<unknown>, ms: number): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => {
        late.resolve(false);
    }, ms);
    try {
        return await Promise.race([work.then(() => true), late.promise]);
    } finally {
        clearTimeout(timer);
    }
}

const EVERY_MS = 5_000;

/** Ends at once when the signal fires. Keeps no process alive. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>(resolve => {
        const timer = setTimeout(done, ms).unref();
        signal.addEventListener('abort', done, { once: true });
        function done(): void {
            clearTimeout(timer);
            signal.removeEventListener('abort', done);
            resolve();
        }
    });
}
