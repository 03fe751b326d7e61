import { Uri, window, workspace, type Disposable } from 'vscode';

/** Shows text that Footnote made up (a list, a report) as a page that asks for no saving. */
export class TextPages implements Disposable {
    private readonly texts = new Map<string, string>();
    private readonly registration = workspace.registerTextDocumentContentProvider(SCHEME, {
        provideTextDocumentContent: uri => this.texts.get(uri.path) ?? '',
    });
    private shown = 0;

    async show(title: string, text: string): Promise<void> {
        // A new address each time: a page that is open already would keep its old text.
        const uri = Uri.from({ scheme: SCHEME, path: `/${title} ${++this.shown}` });
        this.texts.clear();
        this.texts.set(uri.path, text);
        await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
    }

    dispose(): void {
        this.registration.dispose();
    }
}

const SCHEME = 'footnote-page';
