import type { IndexStatus } from '../../protocol/indexing.ts';
import type { StopOptions } from '../ports.ts';

/** The state of the index, for everybody who follows it. Followers get the present state at once and then the latest, never a backlog. */
export class StatusBoard {
    private latest: IndexStatus;
    private readonly waiting = new Set<() => void>();
    private isClosed = false;

    constructor(initial: IndexStatus) {
        this.latest = initial;
    }

    get status(): IndexStatus {
        return this.latest;
    }

    show(status: IndexStatus): void {
        this.latest = status;
        this.wake();
    }

    /** Ends when the index is closed or the signal fires. */
    async *follow({ signal }: StopOptions = {}): AsyncIterable<IndexStatus> {
        for (let seen: IndexStatus | undefined; !signal?.aborted;) {
            if (seen !== this.latest) {
                seen = this.latest;
                yield seen;
                // While the follower was busy, newer states may have come.
                continue;
            }
            if (this.isClosed) return;
            await this.nextChange(signal);
        }
    }

    close(): void {
        this.isClosed = true;
        this.wake();
    }

    /** No race with a promise that lives as long as the follower: it would keep what each of them has left behind, for the life of a window. */
    private nextChange(signal: AbortSignal | undefined): Promise<void> {
        return new Promise(resolve => {
            const wake = (): void => {
                this.waiting.delete(wake);
                signal?.removeEventListener('abort', wake);
                resolve();
            };
            this.waiting.add(wake);
            signal?.addEventListener('abort', wake, { once: true });
        });
    }

    private wake(): void {
        for (const wake of [...this.waiting]) wake();
    }
}
