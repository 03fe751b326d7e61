import {
    commands,
    Position,
    Range,
    Uri,
    window,
    workspace,
    WorkspaceEdit,
    TabInputTextDiff,
    type Disposable,
    type TextDocument,
} from 'vscode';
import type { CodeSymbol } from '../../protocol/code.ts';
import { t } from '../../protocol/l10n.ts';
import { baseName, rangeLabel, type TextRange } from '../../protocol/text.ts';
import { editedText, proposeEdit, type CodeEdit } from '../code/proposeEdit.ts';

/** Code that somebody may want in a file. */
export interface ProposedCode {
    readonly code: string;
    /** The lines that it says it replaces. */
    readonly range: TextRange | undefined;
    readonly definitions: readonly CodeSymbol[];
}

/**
 * Shows what a block of code would change, as the difference between the live document and a page of our own. Nothing is written before
 * the reader says so, by the button of the difference, of the message or by the command; then one edit is made, which can be undone, and
 * the file is left unsaved. A document that has changed since is compared again first.
 */
export class Proposals implements Disposable {
    private readonly texts = new Map<string, string>();
    private readonly registration = workspace.registerTextDocumentContentProvider(SCHEME, {
        provideTextDocumentContent: uri => this.texts.get(uri.path) ?? '',
    });
    private shown = 0;
    private open:
        | {
              readonly file: Uri;
              readonly base: string;
              readonly edit: Exclude<CodeEdit, { type: 'leaves out' }>;
              readonly proposed: ProposedCode;
          }
        | undefined;

    async show(file: Uri, proposed: ProposedCode): Promise<void> {
        const document = await workspace.openTextDocument(file);
        const base = document.getText();
        const edit = proposeEdit(base, proposed, proposed.definitions);
        if (edit.type === 'leaves out') {
            // Not waited for: it ends when the reader closes it.
            void window.showInformationMessage(
                t(
                    'Footnote: this code leaves lines out, so it cannot be compared with {0} as a whole. Insert it at the cursor instead.',
                    baseName(file.path),
                ),
            );
            return;
        }
        const name = baseName(file.path);
        // A new address each time: a page that is open already would keep its old text.
        const page = Uri.from({ scheme: SCHEME, path: `/${++this.shown}/${name}` });
        this.texts.clear();
        this.texts.set(page.path, editedText(base, edit));
        this.open = { file, base, edit, proposed };
        await commands.executeCommand('vscode.diff', file, page, t('{0} ↔ proposed by the answer', name), { preview: true });
        await commands.executeCommand('setContext', HAS_PROPOSAL, true);
        const apply = t('Apply');
        // Not waited for: it ends when the reader chooses or closes it.
        void window.showInformationMessage(t('Footnote: {0}', told(edit, name)), apply).then(async chosen => {
            if (chosen === apply && this.open?.edit === edit) await this.apply();
        });
    }

    /** Makes the edit that is on show; the reader has said so. */
    async apply(): Promise<void> {
        const { open } = this;
        if (!open) return;
        const document = await workspace.openTextDocument(open.file);
        if (document.getText() !== open.base) {
            await closeProposals();
            await this.show(open.file, open.proposed);
            // Not waited for: it ends when the reader closes it.
            void window.showWarningMessage(
                t('Footnote: {0} has changed meanwhile; look at the difference again.', baseName(open.file.path)),
            );
            return;
        }
        const change = new WorkspaceEdit();
        change.replace(open.file, ...placeOf(open.edit, document));
        const isDone = await workspace.applyEdit(change);
        if (!isDone) return;
        this.open = undefined;
        await commands.executeCommand('setContext', HAS_PROPOSAL, false);
        await closeProposals();
        await window.showTextDocument(await workspace.openTextDocument(open.file), { preview: false });
    }

    dispose(): void {
        this.registration.dispose();
    }
}

const SCHEME = 'footnote-proposal';
const HAS_PROPOSAL = 'footnote.hasProposal';

function told(edit: Exclude<CodeEdit, { type: 'leaves out' }>, name: string): string {
    const nothing = t('Nothing is written before you apply it.');
    if (edit.type === 'append') return t('this would add the code at the end of {0}. {text1}', name, nothing);
    return t('this would replace {0}:{1}. {text2}', name, rangeLabel(edit.range), nothing);
}

function placeOf(edit: Exclude<CodeEdit, { type: 'leaves out' }>, document: TextDocument): [Range, string] {
    const last = document.lineAt(document.lineCount - 1).range.end;
    if (edit.type === 'replace')
        return [new Range(new Position(edit.range.startLine - 1, 0), document.lineAt(edit.range.endLine - 1).range.end), edit.text];
    const before = document.getText() === '' ? '' : last.character === 0 ? '\n' : '\n\n';
    return [new Range(last, last), `${before}${edit.text}\n`];
}

async function closeProposals(): Promise<void> {
    const tabs = window.tabGroups.all
        .flatMap(group => group.tabs)
        .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === SCHEME);
    if (tabs.length > 0) await window.tabGroups.close(tabs);
}
