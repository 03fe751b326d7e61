import { languages, Uri, window, workspace, type TextEditor } from 'vscode';
import type { Turn } from '../../protocol/conversation.ts';
import { t } from '../../protocol/l10n.ts';
import { baseName, folderName, type WorkspacePath } from '../../protocol/text.ts';
import type { CodeUse } from '../../protocol/view.ts';
import { codeBlocks, type CodeBlock } from '../code/codeBlocks.ts';
import { codeTargets, type CodeTarget } from '../code/codeTarget.ts';
import { indentedFor } from '../code/proposeEdit.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import { fileInside } from '../openCitation.ts';
import { pathOfDocument } from '../workspacePaths.ts';
import type { Proposals } from './proposals.ts';

export interface UseCodeParts {
    readonly indexed: Pick<IndexedWorkspace, 'engine' | 'roots' | 'state'>;
    readonly proposals: Proposals;
}

/** Does with a block of code of an answer what its button says. No file is written: what comes of it are unsaved editors. */
export async function useCode(turn: Turn, nth: number, use: CodeUse, parts: UseCodeParts): Promise<void> {
    const block = codeBlocks(turn.text)[nth];
    if (!block) return;
    switch (use) {
        case 'insert':
            await insertAtCursor(block);
            return;
        case 'new-file':
            await openAsNewFile(block);
            return;
        case 'apply':
            await proposeFor(block, turn, parts);
            return;
    }
}

/** Takes the place of what is selected, in the editor that was used last, indented as the cursor is. */
async function insertAtCursor({ code }: CodeBlock): Promise<void> {
    const editor = lastEditor();
    if (!editor) {
        // Not waited for: it ends when the reader closes it.
        void window.showInformationMessage(t('Footnote: open a file and put the cursor where the code belongs.'));
        return;
    }
    await editor.edit(change => {
        for (const selection of editor.selections) {
            const before = editor.document.lineAt(selection.start.line).text.slice(0, selection.start.character);
            change.replace(selection, indentedFor(code, /^[ \t]*/.exec(before)?.[0] ?? ''));
        }
    });
    await window.showTextDocument(editor.document, { ...(editor.viewColumn === undefined ? {} : { viewColumn: editor.viewColumn }) });
}

function lastEditor(): TextEditor | undefined {
    const isText = ({ document }: TextEditor): boolean => document.uri.scheme === 'file' || document.uri.scheme === 'untitled';
    const { activeTextEditor, visibleTextEditors } = window;
    return activeTextEditor && isText(activeTextEditor) ? activeTextEditor : visibleTextEditors.find(isText);
}

async function openAsNewFile({ code, info }: CodeBlock): Promise<void> {
    const language = /^[\w+#.-]*/.exec(info)?.[0] ?? '';
    const known = (await languages.getLanguages()).find(id => id === (LANGUAGE_IDS[language] ?? language));
    const document = await workspace.openTextDocument({ content: `${code}\n`, ...(known === undefined ? {} : { language: known }) });
    await window.showTextDocument(document, { preview: false });
}

/** How fences are labelled where VS Code calls the language otherwise. */
const LANGUAGE_IDS: Readonly<Record<string, string>> = {
    ts: 'typescript',
    tsx: 'typescriptreact',
    js: 'javascript',
    jsx: 'javascriptreact',
    py: 'python',
    rb: 'ruby',
    rs: 'rust',
    sh: 'shellscript',
    bash: 'shellscript',
    yml: 'yaml',
    md: 'markdown',
    cs: 'csharp',
    'c++': 'cpp',
    ex: 'elixir',
    exs: 'elixir',
    hs: 'haskell',
    ml: 'ocaml',
    jl: 'julia',
    clj: 'clojure',
    ps1: 'powershell',
    tf: 'terraform',
    gql: 'graphql',
};

async function proposeFor(block: CodeBlock, turn: Turn, { indexed, proposals }: UseCodeParts): Promise<void> {
    const { labelled, others, code } = codeTargets(block, turn);
    const { roots } = indexed;
    const isThere = labelled && (await fileInside(roots, labelled.path)) !== undefined;
    const target: CodeTarget | undefined = isThere ? labelled : await pickTarget(others, indexed);
    const file = target && (await fileInside(roots, target.path));
    if (!target || file === undefined) return;
    // Without the engine the block is compared by its lines alone.
    const definitions = indexed.state.state === 'running' ? await indexed.engine.outline(target.path) : [];
    await proposals.show(Uri.file(file), { code, range: target.range, definitions });
}

/** The file on show, those that the answer cites, or any other of the folder. */
async function pickTarget(others: readonly WorkspacePath[], { roots }: Pick<IndexedWorkspace, 'roots'>): Promise<CodeTarget | undefined> {
    const onShow = pathOfDocument(roots, lastEditor()?.document.uri);
    const paths = [...new Set([...(onShow === undefined ? [] : [onShow]), ...others])];
    if (paths.length === 0) {
        // Not waited for: it ends when the reader closes it.
        void window.showInformationMessage(t('Footnote: open the file that this code is for, then apply it again.'));
        return undefined;
    }
    const items = paths.map(path => ({
        label: baseName(path).replaceAll('$(', '\\$('),
        description: path === onShow ? t('on show') : folderName(path),
        path,
    }));
    const picked = await window.showQuickPick(items, { title: t('Footnote: Which File Is This Code For?'), matchOnDescription: true });
    return picked && { path: picked.path };
}
