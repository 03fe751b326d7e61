import { commands, window } from 'vscode';
import type { Question } from '../protocol/answer.ts';
import type { Turn } from '../protocol/conversation.ts';
import { placeLabel, type WorkspacePath } from '../protocol/text.ts';
import type { ChatView } from './chat/chatView.ts';
import type { Conversations, Selection } from './chat/conversations.ts';
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
    /** What goes with the next question. */
    attached: Attached | undefined;
    private readonly parts: AskingParts;

    constructor(parts: AskingParts) {
        this.parts = parts;
    }

    get attachedLabel(): string | undefined {
        if (!this.attached) return undefined;
        return 'range' in this.attached ? placeLabel(this.attached) : this.attached.within;
    }

    /** Asks with what is attached and what is open. Resolves when the answer is complete, stopped or failed. */
    async ask(text: string): Promise<Turn> {
        const question = this.withSurroundings(text);
        this.attached = undefined;
        return this.parts.conversations().ask(question);
    }

    private withSurroundings(text: string): Pick<Question, 'text' | 'selection' | 'within' | 'focus' | 'near'> {
        const { attached } = this;
        const about = !attached ? {} : 'range' in attached ? { selection: attached } : { within: attached.within };
        const focus: WorkspacePath | undefined = activePath(this.parts.indexed.roots);
        const near = openPaths(this.parts.indexed.roots).filter(path => path !== focus);
        return { text, ...about, ...(focus === undefined ? {} : { focus }), ...(near.length === 0 ? {} : { near }) };
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
            : await pickQuestion(recentQuestions(current, history), 'Footnote: Show What This Question Would Send');
        if (typed === undefined) return;
        const payload = await indexed.engine.previewPayload(this.parts.conversations().nextQuestion(this.withSurroundings(typed)));
        if (payload) await showPreview(payload, pages);
        // Not waited for: it ends when the reader closes it.
        else void window.showInformationMessage('Footnote: this question would send nothing. Quotations answer it.');
    }

    /** The selected lines go with the next question; without a selection, the line of the cursor. */
    async askAboutSelection(): Promise<void> {
        const selection = selectedLines(this.parts.indexed);
        if (!selection) {
            // Not waited for: it ends when the reader closes it.
            void window.showInformationMessage('Footnote: open a file of this folder and select the lines in question.');
            return;
        }
        await this.attach(selection);
    }

    /** This goes with the next question, which the reader types. */
    async attach(attached: Attached): Promise<void> {
        this.attached = attached;
        await this.focusPanel();
        this.parts.view().showAll();
    }

    /** Asks about these lines at once. */
    async explain(question: string, selection: Selection): Promise<void> {
        await this.showPanel();
        this.attached = selection;
        await this.ask(question);
    }

    async showPanel(): Promise<void> {
        await commands.executeCommand('footnote.chat.focus');
    }

    async focusPanel(): Promise<void> {
        await this.showPanel();
        this.parts.view().focusQuestion();
    }
}

/** Lines, or all of a file or folder: of the latter the engine chooses the passages. */
export type Attached = Selection | { readonly within: WorkspacePath };

export interface AskingParts {
    readonly indexed: IndexedWorkspace;
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
