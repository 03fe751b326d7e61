import type { FileChanges } from '../protocol/indexing.ts';
import type { WorkspacePath } from '../protocol/text.ts';

/**
 * Gathers what the watcher reports: a checkout or an install comes as thousands of single events, and the engine wants one message.
 * The last word on a path counts. `flush` is called `delayMs` after the first event of a batch, so that a steady stream cannot hold it up for ever.
 */
export function collectChanges(flush: (changes: FileChanges) => void, delayMs = 300): ChangeCollector {
    const pending = new Map<WorkspacePath, 'changed' | 'removed'>();
    let timer: NodeJS.Timeout | undefined;
    const send = (): void => {
        timer = undefined;
        const all = [...pending];
        pending.clear();
        const of = (kind: 'changed' | 'removed'): readonly WorkspacePath[] => all.flatMap(([path, is]) => (is === kind ? [path] : []));
        flush({ changed: of('changed'), removed: of('removed') });
    };
    return {
        add(path, kind) {
            pending.set(path, kind);
            timer ??= setTimeout(send, delayMs);
        },
        dispose() {
            clearTimeout(timer);
            pending.clear();
        },
    };
}

export interface ChangeCollector {
    add(path: WorkspacePath, kind: 'changed' | 'removed'): void;
    dispose(): void;
}

/** Git's own bookkeeping changes with every command; of all that only the local ignore rules decide about files. */
export function isWatched(path: WorkspacePath): boolean {
    return !/(^|\/)\.git(\/|$)/.test(path) || path.endsWith('.git/info/exclude');
}
