import { Uri, window } from 'vscode';
import { fileAccountPage, type FileAccount } from '../../protocol/fileAccount.ts';
import { baseName, workspacePath, type WorkspacePath } from '../../protocol/text.ts';
import { t } from '../../protocol/l10n.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import type { TextPages } from '../textPage.ts';
import { toWorkspacePath } from '../workspacePaths.ts';

/** "Why is this file (not) in the index?": of the file or folder that was clicked in the explorer, or the file on show, as a page to read. */
export async function showFileAccount(argument: unknown, { engine, roots }: IndexedWorkspace, pages: TextPages): Promise<void> {
    const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
    const path = uri?.scheme === 'file' ? pathOf(roots, uri.fsPath) : undefined;
    if (path === undefined) {
        // Not waited for: a message stays until it is read.
        void window.showInformationMessage(t('This file is not in a folder of this workspace, and so not in the index.'));
        return;
    }
    const account = await engine.account(path);
    const name = path === '' ? baseName(uri?.path ?? '') : baseName(path);
    const page = fileAccountPage(account, Date.now(), account.state === 'folder' ? await engine.details() : {});
    await pages.show(titleOf(account, name), page);
}

/** A folder of the workspace is one too: by its name where there are several. */
function pathOf(roots: IndexedWorkspace['roots'], file: string): WorkspacePath | undefined {
    const root = roots.find(({ folder }) => folder === file);
    return root ? workspacePath(root.name) : toWorkspacePath(roots, file);
}

function titleOf({ state }: FileAccount, name: string): string {
    if (state === 'folder') return t('What of {0} is in the index', name);
    return state === 'indexed' ? t('Why {0} is in the index', name) : t('Why {0} is not in the index', name);
}
