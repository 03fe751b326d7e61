import { commands, languages, Location, Position, Uri, window, workspace, type Disposable } from 'vscode';
import type { Asking } from '../asking.ts';
import { selectedLines } from '../asking.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import { openPlace } from '../openCitation.ts';
import { isIndexUsable } from '../surfaces/isIndexUsable.ts';
import { PointedThings, type Pointed } from '../surfaces/pointedAt.ts';
import { questionAbout, questionAboutLines } from '../surfaces/explanationText.ts';
import { rootName, toDiskPath, toWorkspacePath } from '../workspacePaths.ts';
import { ExplainHover } from './explainHover.ts';
import { findReferences } from './findReferences.ts';
import { ReferenceLenses } from './referenceLenses.ts';

export interface SurfacesParts {
    readonly indexed: IndexedWorkspace;
    readonly asking: Asking;
    readonly onError: (error: unknown) => void;
}

/** What Footnote shows in the text itself, hover and lenses, and what a click on them does. */
export class Surfaces implements Disposable {
    private readonly parts: SurfacesParts;
    private readonly things = new PointedThings();
    private readonly disposables: { dispose(): unknown }[] = [];
    private isUsable = false;

    constructor(parts: SurfacesParts) {
        this.parts = parts;
        const { indexed, onError } = parts;
        const isUsable = (): boolean => this.isUsable;
        const lenses = new ReferenceLenses({ indexed, server: indexed.languageServers, isUsable, onError });
        let lastState = indexed.index.state;
        this.disposables.push(
            lenses,
            indexed.languageServers.onDidWarm(() => lenses.refresh()),
            languages.registerHoverProvider({ scheme: 'file' }, new ExplainHover({ indexed, things: this.things, isUsable, onError })),
            languages.registerCodeLensProvider({ scheme: 'file' }, lenses),
            indexed.onDidChange(() => {
                const before = this.isUsable;
                this.isUsable = isIndexUsable(indexed.state, indexed.index, before);
                const { state } = indexed.index;
                // A run has ended: definitions and counts may be others.
                if (this.isUsable !== before || (state === 'ready' && lastState !== 'ready')) lenses.refresh();
                lastState = state;
            }),
            workspace.onDidChangeConfiguration(event => {
                if (event.affectsConfiguration('footnote.codeLens')) lenses.refresh();
            }),
        );
    }

    /** Asks at once: what a link in a hover is about. */
    async explainSymbol(argument: unknown): Promise<void> {
        const thing = this.things.find(argument);
        if (thing) await this.parts.asking.explain(thing.question, thing.selection);
    }

    /** The definition goes with the question that the reader types next. */
    async askAboutSymbol(argument: unknown): Promise<void> {
        const thing = this.things.find(argument);
        if (thing) await this.parts.asking.attach({ kind: 'lines', ...thing.selection });
    }

    /** The selected lines, or the line of the cursor. */
    async explainSelection(): Promise<void> {
        const { indexed, asking } = this.parts;
        const selection = selectedLines(indexed);
        if (!selection) return;
        const around = await indexed.engine.explain({ path: selection.path, line: selection.range.startLine, name: undefined });
        await asking.explain(around ? questionAbout(around.symbol) : questionAboutLines(selection), selection);
    }

    /** The file on show, or a file or folder of the explorer: the question that the reader types next is about what is in there. */
    async askAboutPlace(argument: unknown): Promise<void> {
        const { indexed, asking } = this.parts;
        const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
        if (uri?.scheme !== 'file') return;
        const within = toWorkspacePath(indexed.roots, uri.fsPath) ?? rootName(indexed.roots, uri.fsPath);
        // The one folder of the window is everything: there is nothing to attach.
        if (within === undefined) await asking.focusPanel();
        else await asking.attach({ kind: 'file', path: within });
    }

    /** VS Code's own peek. */
    async showReferences(argument: unknown): Promise<void> {
        const thing = this.things.find(argument);
        const file = thing && toDiskPath(this.parts.indexed.roots, thing.at.path);
        if (!thing || file === undefined) return;
        const document = await workspace.openTextDocument(Uri.file(file));
        const position = new Position(thing.position.line, thing.position.column);
        await commands.executeCommand(
            'editor.action.showReferences',
            document.uri,
            position,
            await this.locationsOf(thing, document, position),
        );
    }

    async openDefinition(argument: unknown): Promise<void> {
        const definition = this.things.find(argument)?.definition;
        if (definition) await openPlace(this.parts.indexed.roots, definition);
    }

    dispose(): void {
        for (const disposable of this.disposables) disposable.dispose();
    }

    private async locationsOf(
        thing: Pointed,
        document: Parameters<typeof findReferences>[0],
        position: Position,
    ): Promise<readonly Location[]> {
        const { engine, languageServers, roots } = this.parts.indexed;
        const found = await findReferences(
            document,
            position,
            thing.at,
            { server: languageServers, engine, roots },
            { most: MOST_PEEKED, signal: AbortSignal.timeout(PEEK_MS) },
        );
        return found?.locations ?? [];
    }
}

/** More than anybody scrolls through. */
const MOST_PEEKED = 500;
/** Somebody has clicked and waits. */
const PEEK_MS = 5_000;
