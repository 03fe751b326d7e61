import { Uri, window, workspace } from 'vscode';
import { plural, t } from '../../protocol/l10n.ts';
import { keptIn, readBackup, restoreInto, writeBackup } from '../chat/conversationBackup.ts';
import type { ConversationFiles } from '../chat/conversationFiles.ts';
import type { Conversations } from '../chat/conversations.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import { writeWhole } from '../writeWhole.ts';
import { restoredWords } from './restoredWords.ts';

/** Writes all conversations about this folder into one file, where the user says. Private ones are kept nowhere, and so not there either. */
export async function backUpConversations(files: ConversationFiles, { roots }: Pick<IndexedWorkspace, 'roots'>): Promise<void> {
    const kept = await keptIn(files);
    if (kept.length === 0) {
        // Not waited for: it ends when the reader closes it.
        void window.showInformationMessage(t('Footnote: there are no conversations to back up.'));
        return;
    }
    const [root] = roots;
    const at = new Date();
    const target = await window.showSaveDialog({
        title: t('Back Up Conversations'),
        saveLabel: t('Back Up'),
        filters: { [t('Backup of conversations')]: ['json'] },
        ...(root
            ? { defaultUri: Uri.joinPath(Uri.file(root.folder), '..', `footnote-conversations-${at.toISOString().slice(0, 10)}.json`) }
            : {}),
    });
    if (!target) return;
    const text = writeBackup(kept, at);
    if (target.scheme === 'file') await writeWhole(target.fsPath, text);
    else await workspace.fs.writeFile(target, new TextEncoder().encode(text));
    void window.showInformationMessage(
        plural(
            kept.length,
            'Footnote: {0} conversation is backed up. The file has its questions, answers and sources as they are.',
            'Footnote: {0} conversations are backed up. The file has their questions, answers and sources as they are.',
        ),
    );
}

/** Takes the conversations of a backup among those that are there; what is there and newer, or went on differently, stays. */
export async function restoreConversations(
    files: ConversationFiles,
    conversations: Pick<Conversations, 'current' | 'loadHistory'>,
): Promise<void> {
    const [file] =
        (await window.showOpenDialog({
            title: t('Restore Conversations'),
            openLabel: t('Restore'),
            filters: { [t('Backup of conversations')]: ['json'] },
        })) ?? [];
    if (!file) return;
    const { size } = await workspace.fs.stat(file);
    const read = readBackup(size > MOST_BYTES ? '' : new TextDecoder().decode(await workspace.fs.readFile(file)));
    if (read.state === 'read') {
        const restored = await restoreInto(files, read, conversations.current.id);
        await conversations.loadHistory();
        void window.showInformationMessage(restoredWords(restored));
    } else
        void window.showWarningMessage(
            read.state === 'newer'
                ? t('Footnote: this backup was made by a newer Footnote. Nothing was restored.')
                : t('Footnote: this file is no backup of conversations, or it is damaged. Nothing was restored.'),
        );
}

/** More would fill the memory of the extension host. */
const MOST_BYTES = 256 * 1024 * 1024;
