import { window } from 'vscode';
import { t } from '../../protocol/l10n.ts';
import type { Conversations } from '../chat/conversations.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import { writeUserSettings } from '../readSettings.ts';

/**
 * The emergency switch: what is being answered is stopped, every way out is closed in this window at once, and the setting keeps it closed
 * in all of them. Settings that cannot be written do not keep this window open.
 */
export async function disableNetwork(indexed: IndexedWorkspace, conversations: Pick<Conversations, 'stop'>): Promise<void> {
    conversations.stop();
    await indexed.cutNetwork(true);
    try {
        await writeUserSettings({ 'footnote.network.enabled': false });
    } catch (error) {
        // Not waited for: a message stays until it is read.
        void window.showWarningMessage(
            t(
                'Footnote: the network is switched off in this window until it closes. Your settings could not be written: {0}',
                String(error),
            ),
        );
        return;
    }
    window.setStatusBarMessage(t('$(circle-slash) Footnote reaches no network'), 6_000);
}

export async function enableNetwork(indexed: IndexedWorkspace): Promise<void> {
    await writeUserSettings({ 'footnote.network.enabled': true });
    await indexed.cutNetwork(false);
    window.setStatusBarMessage(t('$(globe) Footnote may reach what you choose'), 6_000);
}
