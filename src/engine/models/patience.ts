/** How long a model is waited for, in milliseconds. */
export interface ModelTimeouts {
    /** For the first word of the server, counted from the request; a local model may have to be loaded first. */
    readonly firstMs: number;
    /** For each word after it. */
    readonly idleMs: number;
    /** For the whole answer, however lively it is. */
    readonly totalMs: number;
}

export const modelTimeouts: ModelTimeouts = { firstMs: 60_000, idleMs: 30_000, totalMs: 600_000 };

/**
 * Ends one request for any of its reasons: the user stopped it, the server fell silent, or it never comes to an end.
 * `end()` must be called; it also closes the connection of a request whose reader has left in the middle.
 */
export class Patience {
    /** Why it ran out, for people; undefined while it has not. */
    ranOut: string | undefined;
    private readonly controller = new AbortController();
    private readonly timeouts: ModelTimeouts;
    private readonly outer: AbortSignal | undefined;
    private readonly whole: NodeJS.Timeout;
    private waiting: NodeJS.Timeout;
    private isEnding = false;

    constructor(timeouts: ModelTimeouts, outer: AbortSignal | undefined) {
        outer?.throwIfAborted();
        this.timeouts = timeouts;
        this.outer = outer;
        outer?.addEventListener('abort', this.stop);
        this.waiting = setTimeout(this.giveUp, timeouts.firstMs, `no word for ${inWords(timeouts.firstMs)}`);
        this.whole = setTimeout(this.giveUp, timeouts.totalMs, `not finished after ${inWords(timeouts.totalMs)}`);
    }

    get signal(): AbortSignal {
        return this.controller.signal;
    }

    /** What matters has come; whatever may follow has this long, and its absence is no failure. */
    endWithin(ms: number): void {
        if (this.isEnding) return;
        this.isEnding = true;
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => {
            this.controller.abort();
        }, ms);
    }

    heard(): void {
        if (this.isEnding) return;
        clearTimeout(this.waiting);
        this.waiting = setTimeout(this.giveUp, this.timeouts.idleMs, `silent for ${inWords(this.timeouts.idleMs)}`);
    }

    end(): void {
        clearTimeout(this.waiting);
        clearTimeout(this.whole);
        this.outer?.removeEventListener('abort', this.stop);
        this.controller.abort();
    }

    private readonly stop = (): void => {
        this.controller.abort();
    };

    private readonly giveUp = (reason: string): void => {
        this.ranOut ??= reason;
        this.controller.abort();
    };
}

function inWords(ms: number): string {
    if (ms < 1_000) return `${String(ms)} ms`;
    const seconds = Math.round(ms / 1_000);
    return seconds < 120 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`;
}
