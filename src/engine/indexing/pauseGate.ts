/** Holds work back between two files. */
export class PauseGate {
    private opened: Promise<void> | undefined;
    private release: (() => void) | undefined;

    get isClosed(): boolean {
        return this.opened !== undefined;
    }

    close(): void {
        this.opened ??= new Promise(resolve => {
            this.release = resolve;
        });
    }

    open(): void {
        this.release?.();
        this.opened = undefined;
    }

    /** Resolves when the gate is open; rejects when stopped while waiting. */
    async pass(signal: AbortSignal | undefined): Promise<void> {
        while (this.opened) {
            signal?.throwIfAborted();
            const { promise, reject } = Promise.withResolvers<never>();
            const stop = (): void => {
                reject(signal?.reason);
            };
            signal?.addEventListener('abort', stop, { once: true });
            try {
                await Promise.race([this.opened, promise]);
            } finally {
                signal?.removeEventListener('abort', stop);
            }
        }
        signal?.throwIfAborted();
    }
}

/** Open when both are. */
export function bothGates(one: PauseGate, other: PauseGate): Pick<PauseGate, 'isClosed' | 'pass'> {
    return {
        get isClosed() {
            return one.isClosed || other.isClosed;
        },
        pass: async signal => {
            while (one.isClosed || other.isClosed) {
                await one.pass(signal);
                await other.pass(signal);
            }
        },
    };
}
