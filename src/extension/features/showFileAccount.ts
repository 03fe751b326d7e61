import { Uri, window } from 'vscode';
import { fileAccountText } from '../../protocol/fileAccount.ts';
import { baseName } from '../../protocol/text.ts';
import { t } from '../../protocol/l10n.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { TextPages } from '../textPage.ts';
import { toWorkspacePath } from '../workspacePaths.ts';

/** "Why is this file (not) in the index?": of the file that was clicked in the explorer, or the one on show, as a page to read. */
export async function showFileAccount(argument: unknown, { engine, roots }: IndexedWorkspace, pages: TextPages): Promise<void> {
    const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
    const path = uri?.scheme === 'file' ? toWorkspacePath(roots, uri.fsPath) : undefined;
    if (path === undefined) {
        await window.showInformationMessage(t('This file is not in a folder of this workspace, and so not in the index.'));
        return;
    }
    const account = await engine.account(path);
    await pages.show(
        account.state === 'indexed' ? t('Why {0} is in the index', baseName(path)) : t('Why {0} is not in the index', baseName(path)),
        fileAccountText(account, Date.now()),
    );
}
