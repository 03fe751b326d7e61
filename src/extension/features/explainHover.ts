import { Hover, MarkdownString, Range, window, type CancellationToken, type HoverProvider, type Position, type TextDocument } from 'vscode';
import type { SymbolExplanation } from '../../protocol/explanation.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import { t } from '../../protocol/l10n.ts';
import type { CommandId } from '../commandTable.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import { explanationText, questionAbout, questionAboutLines } from '../surfaces/explanationText.ts';
import type { Pointed, PointedThings } from '../surfaces/pointedAt.ts';
import { surfaceSettings } from '../readSettings.ts';
import { toSignal } from '../toSignal.ts';
import { toWorkspacePath } from '../workspacePaths.ts';

export interface ExplainHoverOptions {
    readonly indexed: IndexedWorkspace;
    readonly things: PointedThings;
    readonly isUsable: () => boolean;
    readonly onError: (error: unknown) => void;
}

/** Explains an identifier, or the selected lines, from the index: no model is asked and nothing is sent anywhere. */
export class ExplainHover implements HoverProvider {
    private readonly options: ExplainHoverOptions;

    constructor(options: ExplainHoverOptions) {
        this.options = options;
    }

    async provideHover(document: TextDocument, position: Position, token: CancellationToken): Promise<Hover | undefined> {
        const { indexed, isUsable, onError } = this.options;
        if (!isUsable() || !surfaceSettings(document)['footnote.hover.enabled']) return undefined;
        const path = toWorkspacePath(indexed.roots, document.uri.fsPath);
        if (path === undefined) return undefined;
        try {
            const signal = AbortSignal.any([toSignal(token), AbortSignal.timeout(DEADLINE_MS)]);
            for (const target of targetsAt(document, position)) {
                const explanation = await indexed.engine.explain(
                    { path, line: target.range.start.line + 1, name: target.name },
                    { signal },
                );
                if (explanation || target.name === undefined) return this.hover(path, target, explanation);
            }
            return undefined;
        } catch (error) {
            onError(error);
            return undefined;
        }
    }

    private hover(path: WorkspacePath, target: Target, explanation: SymbolExplanation | undefined): Hover {
        const thing = pointed(path, target, explanation);
        const contents = [
            ...(explanation ? [repositoryText(explanation)] : []),
            links(this.options.things.remember(thing), {
                hasDefinition: thing.definition !== undefined,
                hasReferences: target.name !== undefined,
            }),
        ];
        return new Hover(contents, target.range);
    }
}

/** The budget is 50 ms; an engine that is busy for longer than this would only make a hover jump. */
const DEADLINE_MS = 500;

interface Target {
    readonly range: Range;
    /** Undefined for selected lines. */
    readonly name: string | undefined;
}

/**
 * What the mouse may mean, the likeliest first. A part of a line was selected on purpose; over selected lines, as a footnote selects them,
 * a name that is known says more to the hand that points at it than all of them.
 */
function targetsAt(document: TextDocument, position: Position): readonly Target[] {
    const range = document.getWordRangeAtPosition(position, /[\p{L}_$][\p{L}\p{N}_$]*/u);
    const word: Target | undefined = range && { range, name: document.getText(range) };
    const selection = window.visibleTextEditors.find(editor => editor.document === document)?.selection;
    if (!selection || selection.isEmpty || !selection.contains(position)) return word ? [word] : [];
    const selected: Target = { range: new Range(selection.start, selection.end), name: undefined };
    return word && (!selection.isSingleLine || word.range.isEqual(selection)) ? [word, selected] : [selected];
}

function pointed(path: WorkspacePath, { range, name }: Target, explanation: SymbolExplanation | undefined): Pointed {
    const line = range.start.line + 1;
    const selected = {
        path,
        range: { startLine: line, endLine: range.end.line + (range.end.character === 0 && !range.isSingleLine ? 0 : 1) },
    };
    const symbol = explanation?.symbol;
    const isHere = symbol?.path === path && symbol.nameLine === line;
    return {
        at: { path, line, name },
        position: { line: range.start.line, column: range.start.character },
        definition: symbol && explanation.isCertain && !isHere ? { path: symbol.path, range: symbol.signature } : undefined,
        selection: name !== undefined && symbol && explanation.isCertain ? { path: symbol.path, range: symbol.range } : selected,
        question: symbol ? questionAbout(symbol) : questionAboutLines(selected),
    };
}

/** Words and code of the repository, in a string that can run nothing: no command, no HTML, no image. */
function repositoryText(explanation: SymbolExplanation): MarkdownString {
    const { heading, signature, doc, facts } = explanationText(explanation);
    const text = new MarkdownString();
    text.isTrusted = false;
    text.supportHtml = false;
    text.supportThemeIcons = false;
    appendWords(text, heading);
    if (signature !== '') text.appendCodeblock(signature, explanation.language);
    if (doc !== '') appendWords(text, `${signature === '' ? '\n' : ''}${doc}\n`);
    for (const fact of facts) appendWords(text, `\n${fact}`);
    return text;
}

/** As plain text. VS Code makes every blank one that does not break, and a long comment would run out of the hover. */
function appendWords(text: MarkdownString, words: string): void {
    const escaped = new MarkdownString().appendText(words).value;
    text.appendMarkdown(escaped.replaceAll(/(?<=\S)&nbsp;(?=\S)/g, ' '));
}

/** Our own words and a number: the only string that may run commands, and those three alone. */
function links(
    number: number,
    { hasDefinition, hasReferences }: { readonly hasDefinition: boolean; readonly hasReferences: boolean },
): MarkdownString {
    const offered: readonly (readonly [CommandId, string, boolean])[] = [
        ['footnote.explainSymbol', t('Explain'), true],
        ['footnote.showReferences', t('References'), hasReferences],
        ['footnote.openDefinition', t('Definition'), hasDefinition],
    ];
    const text = new MarkdownString('$(comment-discussion)\u2002', true);
    text.isTrusted = { enabledCommands: offered.map(([command]) => command) };
    text.appendMarkdown(
        offered
            .filter(([, , isOffered]) => isOffered)
            .map(([command, title]) => `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([number]))})`)
            .join('\u2002·\u2002'),
    );
    return text;
}
