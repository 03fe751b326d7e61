import type { CancellationToken } from 'vscode';

/** The only place that knows VS Code's tokens: everything else is stopped by an `AbortSignal`. */
export function toSignal(token: CancellationToken): AbortSignal {
    const controller = new AbortController();
    if (token.isCancellationRequested) controller.abort();
    else token.onCancellationRequested(() => controller.abort());
    return controller.signal;
}
