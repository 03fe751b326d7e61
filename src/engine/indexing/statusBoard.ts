import type { IndexStatus } from '../../protocol/indexing.ts';
import type { StopOptions } from '../ports.ts';

/** The state of the index, for everybody who follows it. Followers get the present state at once and then the latest, never a backlog. */
export class StatusBoard {
    private latest: IndexStatus;
    private changed = Promise.withResolvers<void>();
    private isClosed = false;

    constructor(initial: IndexStatus) {
        this.latest = initial;
    }

    get status(): IndexStatus {
        return this.latest;
    }

    show(status: IndexStatus): void {
        this.latest = status;
        const { resolve } = this.changed;
        this.changed = Promise.withResolvers();
        resolve();
    }

    /** Ends when the index is closed or the signal fires. */
    async *follow({ signal }: StopOptions = {}): AsyncIterable<IndexStatus> {
        const stopped = Promise.withResolvers<void>();
        const stop = (): void => {
            stopped.resolve();
        };
        signal?.addEventListener('abort', stop, { once: true });
        try {
            for (let seen: IndexStatus | undefined; !signal?.aborted;) {
                const next = this.changed.promise;
                if (seen !== this.latest) {
                    seen = this.latest;
                    yield seen;
                    // While the follower was busy, newer states may have come.
                    continue;
                }
                if (this.isClosed) return;
                await Promise.race([next, stopped.promise]);
            }
        } finally {
            signal?.removeEventListener('abort', stop);
        }
    }

    close(): void {
        this.isClosed = true;
        this.changed.resolve();
    }
}
