import { DocumentLink, languages, Range, Uri, window, workspace, type CancellationToken, type Disposable, type TextDocument } from 'vscode';
import type { WorkspaceRoot } from '../protocol/engineContract.ts';
import type { LinkedPlace, LinkedText, TextLink } from '../protocol/linkedText.ts';
import { t } from '../protocol/l10n.ts';
import { toDiskPath } from './workspacePaths.ts';

/**
 * Shows text that Footnote made up (a list, a report) as a page that asks for no saving. Where it names a file of the workspace or a
 * line of ignore rules, a click leads there; the keyboard gets there with "Open Link".
 */
export class TextPages implements Disposable {
    private readonly roots: () => readonly WorkspaceRoot[];
    private readonly pages = new Map<string, LinkedText>();
    private readonly disposables: readonly Disposable[];
    private shown = 0;

    constructor(roots: () => readonly WorkspaceRoot[]) {
        this.roots = roots;
        this.disposables = [
            workspace.registerTextDocumentContentProvider(SCHEME, {
                provideTextDocumentContent: uri => this.pages.get(uri.query)?.text ?? '',
            }),
            languages.registerDocumentLinkProvider(
                { scheme: SCHEME },
                { provideDocumentLinks: (document, token) => this.linksOf(document, token) },
            ),
        ];
    }

    /** `language` is one of VS Code's, such as `markdown`; text whose lines wrap otherwise. */
    async show(title: string, page: string | LinkedText, language = LANGUAGE): Promise<void> {
        // A new address each time: a page that is open already would keep its old text. The tab shows the path alone.
        const uri = Uri.from({ scheme: SCHEME, path: `/${title.replaceAll('/', '-')}`, query: String(++this.shown) });
        this.pages.clear();
        this.pages.set(uri.query, typeof page === 'string' ? { text: page, links: [] } : page);
        const document = await workspace.openTextDocument(uri);
        await window.showTextDocument(await languages.setTextDocumentLanguage(document, language), { preview: true });
    }

    private linksOf(document: TextDocument, token: CancellationToken): DocumentLink[] {
        const links: DocumentLink[] = [];
        for (const { row, from, to, place } of this.pages.get(document.uri.query)?.links ?? []) {
            if (token.isCancellationRequested) break;
            const target = this.targetOf(place);
            if (target) links.push(withTooltip(new DocumentLink(new Range(row, from, row, to), target), place));
        }
        return links;
    }

    /** Nothing outside the workspace but a file of rules, whose place the engine has read it from. */
    private targetOf(place: TextLink['place']): Uri | undefined {
        if ('rule' in place) return Uri.file(place.rule.file).with({ fragment: `L${String(place.rule.line)}` });
        const file = toDiskPath(this.roots(), place.path);
        if (file === undefined) return undefined;
        return place.line === undefined ? Uri.file(file) : Uri.file(file).with({ fragment: `L${String(place.line)}` });
    }

    dispose(): void {
        for (const disposable of this.disposables) disposable.dispose();
    }
}

function withTooltip(link: DocumentLink, place: LinkedPlace): DocumentLink {
    link.tooltip = 'rule' in place ? t('Open the rule') : t('Open the file');
    return link;
}

const SCHEME = 'footnote-page';
/** How its lines are shown stands in the manifest (`contributions.ts`). */
const LANGUAGE = 'footnote-page';
