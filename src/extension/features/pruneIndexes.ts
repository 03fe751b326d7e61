import { window } from 'vscode';
import type { Engine } from '../../protocol/engineContract.ts';
import { megabytes } from '../../protocol/dataUse.ts';
import { t } from '../../protocol/l10n.ts';

/** "Remove Indexes No Longer Needed": what goes is decided by the engine; what is left is said. */
export async function pruneIndexes(engine: Pick<Engine, 'prune'>): Promise<void> {
    const { removed, freedBytes, use } = await engine.prune();
    const left = t('{0} of {1} are in use.', megabytes(use.totalBytes), megabytes(use.quotaBytes));
    // Not waited for: a message stays until it is read.
    void window.showInformationMessage(
        removed.length === 0 ? t('Nothing to remove: {0}', left) : t('Removed {0}; {1}', megabytes(freedBytes), left),
    );
}
