import {
    CodeLens,
    EventEmitter,
    Position,
    Range,
    type CancellationToken,
    type CodeLensProvider,
    type Event,
    type TextDocument,
} from 'vscode';
import { t } from '../../protocol/l10n.ts';
import type { CommandId } from '../commandTable.ts';
import type { IndexedWorkspace } from '../indexedWorkspace.ts';
import { lensesFor, MOST_LINES, type LensPlace } from '../surfaces/lensesFor.ts';
import { questionAbout } from '../surfaces/explanationText.ts';
import { PointedArgument, type Pointed } from '../surfaces/pointedAt.ts';
import { countLabel } from '../surfaces/referenceCount.ts';
import { hasOwnReferenceLenses, surfaceSettings } from '../readSettings.ts';
import { toSignal } from '../toSignal.ts';
import { toWorkspacePath } from '../workspacePaths.ts';
import { findReferences } from './findReferences.ts';
import type { LanguageServerReferences } from './languageServerReferences.ts';

export interface ReferenceLensesOptions {
    readonly indexed: IndexedWorkspace;
    readonly server: LanguageServerReferences;
    /** False before the folder has been indexed once: counts of half an index would be wrong. */
    readonly isUsable: () => boolean;
    readonly onError: (error: unknown) => void;
}

/** `3 references | Ask` above definitions. Where they stand is known at once; who refers to them is counted for those in sight. */
export class ReferenceLenses implements CodeLensProvider<DefinitionLens> {
    readonly onDidChangeCodeLenses: Event<void>;
    private readonly changed = new EventEmitter<void>();
    private readonly options: ReferenceLensesOptions;

    constructor(options: ReferenceLensesOptions) {
        this.options = options;
        this.onDidChangeCodeLenses = this.changed.event;
    }

    refresh(): void {
        this.changed.fire();
    }

    dispose(): void {
        this.changed.dispose();
    }

    async provideCodeLenses(document: TextDocument, token: CancellationToken): Promise<DefinitionLens[]> {
        const { indexed, isUsable, onError } = this.options;
        const settings = surfaceSettings(document);
        const references = settings['footnote.codeLens.references'];
        const ask = settings['footnote.codeLens.ask'];
        const path = toWorkspacePath(indexed.roots, document.uri.fsPath);
        if ((!references && !ask) || path === undefined || document.lineCount > MOST_LINES || !isUsable()) return [];
        if (hasOwnReferenceLenses(document)) return [];
        try {
            const symbols = await indexed.engine.outline(path, { signal: toSignal(token) });
            const lines = document.getText().split(/\r\n|\r|\n/);
            return lensesFor(symbols, lines, { references, ask, kinds: settings['footnote.codeLens.kinds'] }).flatMap(place =>
                lensesAt(place, document),
            );
        } catch (error) {
            onError(error);
            return [];
        }
    }

    async resolveCodeLens(lens: DefinitionLens, token: CancellationToken): Promise<DefinitionLens> {
        const { indexed, server, onError } = this.options;
        const { thing, document } = lens;
        const position = new Position(thing.position.line, thing.position.column);
        const counted = await findReferences(
            document,
            position,
            thing.at,
            { server, engine: indexed.engine, roots: indexed.roots },
            { most: 0, signal: toSignal(token) },
        ).catch((error: unknown) => {
            onError(error);
            return undefined;
        });
        const title = counted ? countLabel(counted.count, counted.by) : t('references');
        lens.command =
            counted?.count === 0
                ? // Plain text: there is nothing to open.
                  { title, command: '' }
                : {
                      title,
                      command: 'footnote.showReferences' satisfies CommandId,
                      tooltip: counted?.by === 'index' ? t('No language server answered: the index counts every line with this name') : '',
                      arguments: [new PointedArgument(thing)],
                  };
        return lens;
    }
}

/** A lens without a command is resolved when it comes into sight. */
export class DefinitionLens extends CodeLens {
    readonly thing: Pointed;
    readonly document: TextDocument;

    constructor(range: Range, thing: Pointed, document: TextDocument) {
        super(range);
        this.thing = thing;
        this.document = document;
    }
}

function lensesAt({ line, column, symbol, hasReferences, hasAsk }: LensPlace, document: TextDocument): DefinitionLens[] {
    const range = new Range(line, column, line, column + symbol.name.length);
    const by = line + 1 - symbol.nameLine;
    const thing: Pointed = {
        at: { path: symbol.path, line: symbol.nameLine, name: symbol.name },
        position: { line, column },
        definition: undefined,
        selection: { path: symbol.path, range: { startLine: symbol.range.startLine + by, endLine: symbol.range.endLine + by } },
        question: questionAbout(symbol),
    };
    const lenses: DefinitionLens[] = [];
    if (hasReferences) lenses.push(new DefinitionLens(range, thing, document));
    if (hasAsk) {
        const ask = new DefinitionLens(range, thing, document);
        ask.command = {
            title: t('Ask'),
            command: 'footnote.askAboutSymbol' satisfies CommandId,
            tooltip: t('Ask Footnote about this definition'),
            arguments: [new PointedArgument(thing)],
        };
        lenses.push(ask);
    }
    return lenses;
}
