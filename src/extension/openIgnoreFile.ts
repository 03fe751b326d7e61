import path from 'node:path';
import { Uri, window, workspace } from 'vscode';

/** Opens a folder's `.footnoteignore` for editing; one that is not there yet is written when the user saves it, and not before. */
export async function openIgnoreFile(folder: string): Promise<void> {
    const file = Uri.file(path.join(folder, '.footnoteignore'));
    const isThere = await workspace.fs.stat(file).then(
        () => true,
        () => false,
    );
    await window.showTextDocument(await workspace.openTextDocument(isThere ? file : file.with({ scheme: 'untitled' })));
}
