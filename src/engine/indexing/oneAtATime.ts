import { isAbort } from '../../protocol/failure.ts';

/** One run after another; each can be stopped by its caller, by whoever needs the way free, and by closing. */
export class OneAtATime {
    private readonly closing = new AbortController();
    private running = new AbortController();
    private tail: Promise<unknown> = Promise.resolve();
    private wishes = 0;

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

    /** The same for what somebody waits for: a run that only wanted the way free puts it off, and it begins anew behind that one. */
    async runThrough<Result>(work: () => Promise<Result>): Promise<Result> {
        for (;;) {
            let running: AbortSignal | undefined;
            try {
                return await this.run(() => {
                    running = this.running.signal;
                    return work();
                });
            } catch (error) {
                if (!isAbort(error) || running?.reason !== PUT_OFF || this.closing.signal.aborted) throw error;
            }
        }
    }

    /** A run for somebody who waits for what comes of it. */
    async wish<Result>(how: 'run' | 'runThrough', work: () => Promise<Result>): Promise<Result> {
        this.wishes++;
        try {
            return await this[how](work);
        } finally {
            this.wishes--;
        }
    }

    /** To be asked within one: whether somebody waits for another. */
    get hasOtherWishes(): boolean {
        return this.wishes > 1;
    }

    /** Stops the run under way: for good, or until the next one is over. */
    interrupt(how: 'for good' | 'put off'): void {
        this.running.abort(how === 'put off' ? PUT_OFF : undefined);
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

/** An abort like any other to whoever is stopped. */
const PUT_OFF = new DOMException('put off', 'AbortError');
