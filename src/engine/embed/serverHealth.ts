import { FailureError } from '../../protocol/failure.ts';

export interface ServerHealthOptions {
    /** Asks the server something harmless; fails with what is wrong. */
    readonly probe: (signal: AbortSignal) => Promise<void>;
    /** How long after it went away, and after each vain probe, the server is tried again; the last counts on. */
    readonly probeAfterMs: readonly number[];
}

/**
 * Whether a server can be asked. After a failure nobody waits for it again: what needs it fails at once, with the same words, until a
 * probe in the background finds it back. So a state in which nothing comes has always an end, and nobody has to do anything for it.
 */
export class ServerHealth {
    private readonly options: ServerHealthOptions;
    private readonly listeners = new Set<(isBack: boolean) => void>();
    private readonly closing = new AbortController();
    private timer: NodeJS.Timeout | undefined;
    private probes = 0;
    private trouble: FailureError | undefined;

    constructor(options: ServerHealthOptions) {
        this.options = options;
    }

    /** Why the server cannot be asked now; undefined while it can. */
    get failure(): FailureError | undefined {
        return this.trouble;
    }

    throwIfAway(): void {
        if (this.trouble) throw this.trouble;
    }

    noteFailure(failure: FailureError): void {
        if (this.closing.signal.aborted) return;
        const isNews = this.trouble === undefined;
        this.trouble = failure;
        if (!isNews) return;
        this.probes = 0;
        this.tryLater();
        this.tell(false);
    }

    noteAnswer(): void {
        if (this.trouble === undefined) return;
        clearTimeout(this.timer);
        this.trouble = undefined;
        this.tell(true);
    }

    /** Something has changed that may have been in the way. */
    async probeNow(): Promise<void> {
        clearTimeout(this.timer);
        try {
            await this.options.probe(this.closing.signal);
            this.noteAnswer();
        } catch (error) {
            if (this.closing.signal.aborted) return;
            if (error instanceof FailureError) this.noteFailure(error);
            else if (!this.trouble) throw error;
            this.tryLater();
        }
    }

    onChange(listener: (isBack: boolean) => void): void {
        this.listeners.add(listener);
    }

    close(): void {
        this.closing.abort();
        clearTimeout(this.timer);
        this.listeners.clear();
    }

    private tryLater(): void {
        clearTimeout(this.timer);
        const { probeAfterMs } = this.options;
        const waitMs = probeAfterMs[Math.min(this.probes, probeAfterMs.length - 1)] ?? 60_000;
        this.probes++;
        this.timer = setTimeout(() => {
            // It handles its own failures; a defect in it ends the process as it should.
            void this.probeNow();
        }, waitMs);
        this.timer.unref();
    }

    private tell(isBack: boolean): void {
        for (const listener of this.listeners) listener(isBack);
    }
}
