/** One run after another; each can be stopped by its caller, by whoever needs the way free, and by closing. */
export class OneAtATime {
    private readonly closing = new AbortController();
    private running = new AbortController();
    private tail: Promise<unknown> = Promise.resolve();

    /** Fires when nothing more begins. */
    get closed(): AbortSignal {
        return this.closing.signal;
    }

    /** True when the run under way was stopped by `interrupt` or `close`. */
    get isInterrupted(): boolean {
        return this.closing.signal.aborted || this.running.signal.aborted;
    }

    /** Begins when every run before it is over. */
    run<Result>(work: () => Promise<Result>): Promise<Result> {
        const result = this.tail.then(() => {
            this.closing.signal.throwIfAborted();
            this.running = new AbortController();
            return work();
        });
        this.tail = result.catch(() => undefined);
        return result;
    }

    /** Stops the run under way. */
    interrupt(): void {
        this.running.abort();
    }

    close(): void {
        this.closing.abort();
    }

    /** Resolves when all that has been asked for is over, however it went. */
    async over(): Promise<void> {
        await this.tail;
    }

    /** Fires when the run under way is to stop; `asked` is its caller's signal. */
    stoppedBy(asked: AbortSignal | undefined): AbortSignal {
        return AbortSignal.any([this.closing.signal, this.running.signal, ...(asked ? [asked] : [])]);
    }
}
