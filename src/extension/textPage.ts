import { languages, Uri, window, workspace, type Disposable } from 'vscode';

/** Shows text that Footnote made up (a list, a report) as a page that asks for no saving. */
export class TextPages implements Disposable {
    private readonly texts = new Map<string, string>();
    private readonly registration = workspace.registerTextDocumentContentProvider(SCHEME, {
        provideTextDocumentContent: uri => this.texts.get(uri.path) ?? '',
    });
    private shown = 0;

    /** `language` is one of VS Code's, such as `markdown`; plain text otherwise. */
    async show(title: string, text: string, language?: string): Promise<void> {
        // A new address each time: a page that is open already would keep its old text.
        const uri = Uri.from({ scheme: SCHEME, path: `/${title} ${++this.shown}` });
        this.texts.clear();
        this.texts.set(uri.path, text);
        const page = await workspace.openTextDocument(uri);
        await window.showTextDocument(language === undefined ? page : await languages.setTextDocumentLanguage(page, language), {
            preview: true,
        });
    }

    dispose(): void {
        this.registration.dispose();
    }
}

const SCHEME = 'footnote-page';
