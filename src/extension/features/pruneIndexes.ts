import { window } from 'vscode';
import type { Engine } from '../../protocol/engineContract.ts';
import { megabytes } from '../../protocol/dataUse.ts';

/** "Remove Indexes No Longer Needed": what goes is decided by the engine; what is left is said. */
export async function pruneIndexes(engine: Pick<Engine, 'prune'>): Promise<void> {
    const { removed, freedBytes, use } = await engine.prune();
    const left = `${megabytes(use.totalBytes)} of ${megabytes(use.quotaBytes)} are in use.`;
    // Not waited for: a message stays until it is read.
    void window.showInformationMessage(removed.length === 0 ? `Nothing to remove: ${left}` : `Removed ${megabytes(freedBytes)}; ${left}`);
}
