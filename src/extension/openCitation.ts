import { realpath } from 'node:fs/promises';
import { Range, Selection, TextEditorRevealType, Uri, window, workspace, type TextDocument, type TextEditor } from 'vscode';
import type { WorkspaceRoot } from '../protocol/engineContract.ts';
import { placeLabel, type TextRange, type WorkspacePath } from '../protocol/text.ts';
import { t } from '../protocol/l10n.ts';
import { toDiskPath, toWorkspacePath } from './workspacePaths.ts';

export interface Place {
    readonly path: WorkspacePath;
    readonly range: TextRange;
}

/**
 * Opens the lines of a footnote: selected, and in the middle of the editor if they were out of sight.
 * The path is checked again, links followed: nothing outside the workspace is opened on the word of an answer.
 */
export async function openPlace(roots: readonly WorkspaceRoot[], place: Place): Promise<void> {
    const file = await fileInside(roots, place.path);
    if (file === undefined) {
        // Not waited for: it ends when the reader closes it.
        void window.showWarningMessage(t('Footnote: {0} is no longer there.', placeLabel(place)));
        return;
    }
    const document = await workspace.openTextDocument(Uri.file(file));
    const last = Math.max(0, document.lineCount - 1);
    const startLine = Math.min(Math.max(place.range.startLine - 1, 0), last);
    const endLine = Math.min(Math.max(place.range.endLine - 1, startLine), last);
    const range = new Range(startLine, 0, endLine, document.lineAt(endLine).text.length);
    const editor = await window.showTextDocument(document, { preview: true });
    // The cursor goes to the first line: that is where reading goes on.
    editor.selection = new Selection(range.end, range.start);
    shownPlaces.set(document, editor.selection);
    editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

const shownPlaces = new WeakMap<TextDocument, Selection>();

/** True when what is selected in an editor was selected by opening a footnote, and not by the reader. */
export function isShownPlace({ document, selection }: Pick<TextEditor, 'document' | 'selection'>): boolean {
    return shownPlaces.get(document)?.isEqual(selection) === true;
}

/** Where a file of the workspace is on the disk, links followed; undefined for what is not there or leads outside. */
export async function fileInside(roots: readonly WorkspaceRoot[], path: WorkspacePath): Promise<string | undefined> {
    const file = toDiskPath(roots, path);
    if (file === undefined) return undefined;
    try {
        const real = await realpath(file);
        const realRoots = await Promise.all(roots.map(async root => ({ ...root, folder: await realpath(root.folder) })));
        return toWorkspacePath(realRoots, real) === undefined ? undefined : file;
    } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
        throw error;
    }
}
