import { commands, window } from 'vscode';
import type { Question } from '../protocol/answer.ts';
import type { Turn } from '../protocol/conversation.ts';
import type { Attachment } from '../protocol/attachment.ts';
import type { TextRange, WorkspacePath } from '../protocol/text.ts';
import type { DraftAttachments } from './attachments/draftAttachments.ts';
import { t } from '../protocol/l10n.ts';
import type { ChatView } from './chat/chatView.ts';
import type { Conversations } from './chat/conversations.ts';
import { recentQuestions } from './chat/recentQuestions.ts';
import { showPreview } from './features/confirmSending.ts';
import type { IndexedWorkspace } from './indexedWorkspace.ts';
import { openPaths } from './openPaths.ts';
import { pickQuestion } from './pickQuestion.ts';
import type { TextPages } from './textPage.ts';
import { activePath } from './watchWorkspace.ts';
import { toWorkspacePath } from './workspacePaths.ts';

/** How a question comes about in the editor: from the panel, from the palette, about selected lines. */
export class Asking {
    private readonly parts: AskingParts;

    constructor(parts: AskingParts) {
        this.parts = parts;
    }

    /** Asks with what is attached and what is open. Resolves when the answer is complete, stopped or failed. */
    async ask(text: string): Promise<Turn> {
        return this.askWith(text, this.parts.drafts.take());
    }

    private async askWith(text: string, attachments: readonly Attachment[]): Promise<Turn> {
        return this.parts.conversations().ask(this.withSurroundings(text, attachments));
    }

    private withSurroundings(text: string, attachments: readonly Attachment[]): Pick<Question, 'text' | 'attachments' | 'focus' | 'near'> {
        const focus: WorkspacePath | undefined = activePath(this.parts.indexed.roots);
        const near = openPaths(this.parts.indexed.roots).filter(path => path !== focus);
        return {
            text,
            ...(attachments.length === 0 ? {} : { attachments }),
            ...(focus === undefined ? {} : { focus }),
            ...(near.length === 0 ? {} : { near }),
        };
    }

    /** From the palette: with the question given, or typed into a quick input that offers earlier ones. The answer comes in the panel. */
    async askFromPalette(text: unknown): Promise<void> {
        if (typeof text === 'string' && text.trim() !== '') {
            await this.showPanel();
            await this.ask(text.trim());
            return;
        }
        if (!this.parts.indexed.canAsk) {
            // The panel says what is missing.
            await this.focusPanel();
            return;
        }
        const { current, history } = this.parts.conversations();
        const typed = await pickQuestion(recentQuestions(current, history));
        if (typed === undefined) return;
        await this.showPanel();
        await this.ask(typed);
    }

    /** Shows what this question, or one that is typed, would send if it were asked now. It is not asked. */
    async previewFromPalette(text: unknown, pages: TextPages): Promise<void> {
        const { indexed } = this.parts;
        const { current, history } = this.parts.conversations();
        const isGiven = typeof text === 'string' && text.trim() !== '';
        const typed = isGiven
            ? text.trim()
            : await pickQuestion(recentQuestions(current, history), t('Footnote: Show What This Question Would Send'));
        if (typed === undefined) return;
        const payload = await indexed.engine.previewPayload(
            this.parts.conversations().nextQuestion(this.withSurroundings(typed, this.parts.drafts.all)),
        );
        if (payload) await showPreview(payload, pages);
        // Not waited for: it ends when the reader closes it.
        else void window.showInformationMessage(t('Footnote: this question would send nothing. Quotations answer it.'));
    }

    /** The selected lines go with the next question; without a selection, the line of the cursor. */
    async askAboutSelection(): Promise<void> {
        const selection = selectedLines(this.parts.indexed);
        if (!selection) {
            // Not waited for: it ends when the reader closes it.
            void window.showInformationMessage(t('Footnote: open a file of this folder and select the lines in question.'));
            return;
        }
        await this.attach({ kind: 'lines', ...selection });
    }

    /** This goes with the next question, which the reader types. */
    async attach(attachment: Attachment): Promise<void> {
        const measured = this.parts.drafts.addInstead(attachment);
        await this.focusPanel();
        await measured;
    }

    /** Asks about these lines at once, and about nothing else. */
    async explain(question: string, selection: Selection): Promise<void> {
        await this.showPanel();
        await this.askWith(question, [{ kind: 'lines', ...selection }]);
    }

    async showPanel(): Promise<void> {
        await commands.executeCommand('footnote.chat.focus');
    }

    async focusPanel(): Promise<void> {
        await this.showPanel();
        this.parts.view().focusQuestion();
    }
}

/** Lines that were pointed at. */
export interface Selection {
    readonly path: WorkspacePath;
    readonly range: TextRange;
}

export interface AskingParts {
    readonly indexed: IndexedWorkspace;
    /** What goes with the next question. */
    readonly drafts: DraftAttachments;
    /** Functions, because view and conversations need what asks as well. */
    readonly conversations: () => Conversations;
    readonly view: () => ChatView;
}

/** The selected lines of the active editor; an end at the start of a line does not count that line. */
export function selectedLines({ roots }: Pick<IndexedWorkspace, 'roots'>): Selection | undefined {
    const editor = window.activeTextEditor;
    if (editor?.document.uri.scheme !== 'file') return undefined;
    const path = toWorkspacePath(roots, editor.document.uri.fsPath);
    if (path === undefined) return undefined;
    const { start, end, isEmpty } = editor.selection;
    const isEndExcluded = !isEmpty && end.character === 0 && end.line > start.line;
    return { path, range: { startLine: start.line + 1, endLine: isEndExcluded ? end.line : end.line + 1 } };
}
