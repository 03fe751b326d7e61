import { commands, Uri, window, workspace } from 'vscode';
import type { Conversation } from '../../protocol/conversation.ts';
import { t } from '../../protocol/l10n.ts';
import type { Conversations } from '../chat/conversations.ts';
import { exportHtml } from '../export/exportHtml.ts';
import { readExported } from '../export/embeddedConversation.ts';
import { exportJson } from '../export/exportJson.ts';
import { exportMarkdown } from '../export/exportMarkdown.ts';
import type { ExportedConversation } from '../export/exportedConversation.ts';
import { linkPlaces } from '../export/linkPlaces.ts';
import { redactConversation } from '../export/redactConversation.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import { readIfThere } from '../../git/missingFile.ts';
import { toDiskPath } from '../workspacePaths.ts';

export interface ExportParts {
    readonly indexed: Pick<IndexedWorkspace, 'engine' | 'roots'>;
    readonly conversations: Conversations;
}

/** Writes the conversation on show where the user says; the name's ending says in which form. */
export async function exportConversation(parts: ExportParts): Promise<void> {
    const { current } = parts.conversations;
    if (current.turns.length === 0) return;
    const target = await window.showSaveDialog({
        title: t('Export Conversation'),
        saveLabel: t('Export'),
        filters: { Markdown: ['md'], HTML: ['html'], [t('JSON (can be imported again)')]: ['json'] },
        ...defaultPlace(current, parts),
    });
    if (!target) return;
    await workspace.fs.writeFile(target, new TextEncoder().encode(await exportText(current, target.path, parts)));
    const open = t('Open');
    const name = target.path.slice(target.path.lastIndexOf('/') + 1);
    if ((await window.showInformationMessage(t('Footnote: exported to {0}', name), open)) === open) {
        await commands.executeCommand('vscode.open', target);
    }
}

/** A conversation as the text of a file with this name: without secrets, footnotes linked to the commit that is checked out. */
export async function exportText(conversation: Conversation, fileName: string, { indexed }: Pick<ExportParts, 'indexed'>): Promise<string> {
    // The places are looked up by what was quoted, so before secrets are taken out of it.
    const links = await linkPlaces(conversation.turns, indexed.roots);
    const safe = await redactConversation(conversation, {
        redact: texts => indexed.engine.redact(texts),
        readFile: async path => {
            const file = toDiskPath(indexed.roots, path);
            return file === undefined ? undefined : readIfThere(file, ['ENOENT', 'ENOTDIR', 'EISDIR']);
        },
    });
    const exported: ExportedConversation = { title: safe.title, at: new Date(), turns: safe.turns, links };
    if (/\.html?$/i.test(fileName)) return exportHtml(exported);
    return /\.json$/i.test(fileName) ? exportJson(exported) : exportMarkdown(exported);
}

/** Takes an exported conversation among the others, and shows it. */
export async function importConversation(
    { conversations }: ExportParts,
    show: (id: string) => Promise<void>,
    title = t('Import Conversation'),
): Promise<void> {
    const [file] =
        (await window.showOpenDialog({
            title,
            openLabel: t('Import'),
            filters: { [t('Exported conversation')]: ['json', 'md', 'html'] },
        })) ?? [];
    if (!file) return;
    const { size } = await workspace.fs.stat(file);
    const text = size > MOST_BYTES ? '' : new TextDecoder().decode(await workspace.fs.readFile(file));
    const conversation = readExported(text, '');
    if (conversation) await show(await conversations.add(conversation));
    // Not waited for: it ends when the reader closes it.
    else void window.showWarningMessage(t('Footnote: this file is no conversation that was exported.'));
}

/** As large as a conversation that is read from disk may be. */
const MOST_BYTES = 64 * 1024 * 1024;

function defaultPlace({ title }: Conversation, { indexed }: ExportParts): { readonly defaultUri?: Uri } {
    const [root] = indexed.roots;
    const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '') || 'conversation';
    return root ? { defaultUri: Uri.joinPath(Uri.file(root.folder), `${name}.md`) } : {};
}
