import { window, type ExtensionContext } from 'vscode';
import { t } from '../../protocol/l10n.ts';
import type { Conversations } from '../chat/conversations.ts';
import { deleteAllData } from '../deleteAllData.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { KeyStore } from '../keyStore.ts';
import { accountFolder, readDataFolder } from '../readSettings.ts';

export interface DeletionParts {
    readonly context: ExtensionContext;
    readonly indexed: IndexedWorkspace;
    readonly conversations: Conversations;
    readonly secrets: KeyStore;
}

/** Deletes all that Footnote keeps, after one question that says what that is. The engine stays stopped: otherwise it would index anew. */
export async function deleteEverything({ context, indexed, conversations, secrets }: DeletionParts): Promise<void> {
    const data = readDataFolder(indexed.settings);
    const agree = t('Delete All Data');
    const detail = [
        t(
            'Every index and vector in {0}, every conversation of every workspace, the account of what models cost, the keys of model servers, and what you agreed to. Your files and settings stay.',
            data,
        ),
        t('Footnote then stays stopped in this window until you restart it. Close other windows first: they write while they are open.'),
    ].join('\n\n');
    if ((await window.showWarningMessage(t('Delete all data of Footnote?'), { modal: true, detail }, agree)) !== agree) return;
    await conversations.delete(conversations.current.id);
    await indexed.stop();
    await secrets.deleteAll();
    const problems = await deleteAllData({
        data,
        account: accountFolder(),
        globalStorage: context.globalStorageUri.fsPath,
        storage: context.storageUri?.fsPath,
    });
    for (const state of [context.globalState, context.workspaceState]) for (const key of state.keys()) await state.update(key, undefined);
    await conversations.loadHistory();
    // Not waited for: messages stay until they are read.
    if (problems.length > 0) void window.showWarningMessage(t('Footnote: this could not be deleted: {0}', problems.join('; ')));
    else void window.showInformationMessage(t('Footnote: all data is deleted. "Restart Engine" begins anew.'));
}
