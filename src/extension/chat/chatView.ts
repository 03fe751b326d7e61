import { randomBytes } from 'node:crypto';
import { Uri, type WebviewView, type WebviewViewProvider } from 'vscode';
import type { Turn } from '../../protocol/conversation.ts';
import type { Translations } from '../../protocol/l10n.ts';
import type { FoundElsewhere, ViewIntent, ViewMessage, ViewState } from '../../protocol/view.ts';
import { chatHtml } from './chatHtml.ts';
import { parseIntent } from './parseIntent.ts';
import type { FolderConversations } from './otherFolders.ts';
import type { ConversationSearch } from './searchConversations.ts';
import { paceTurns, turnMessage } from './turnPacing.ts';

export interface ChatViewOptions {
    readonly extension: Uri;
    /** What the panel speaks. */
    readonly translations: Translations;
    /** Everything the panel draws, as it is now. */
    readonly state: () => ViewState;
    readonly onIntent: (intent: ViewIntent) => void;
    readonly onRefused: (message: unknown) => void;
}

/**
 * The panel's place in the side bar. State goes down, intents come up.
 * What is posted before the page's script listens is lost, so nothing is: the script says `ready` and gets a snapshot, as after every hiding.
 */
export class ChatView implements WebviewViewProvider {
    private readonly options: ChatViewOptions;
    private view: WebviewView | undefined;
    private isReady = false;
    /** Waits for the page: a focus asked for while it loads. */
    private pendingFocus: Extract<ViewMessage, { type: 'focus-question' }> | undefined;
    private readonly turns = paceTurns(turn => {
        this.post(turnMessage(this.sent, turn));
        this.sent = turn;
    });
    /** The turn that the page was told last; undefined when it has, or will have, a snapshot. */
    private sent: Turn | undefined;

    constructor(options: ChatViewOptions) {
        this.options = options;
    }

    get isVisible(): boolean {
        return this.view?.visible === true;
    }

    resolveWebviewView(view: WebviewView): void {
        this.view = view;
        this.isReady = false;
        const { webview } = view;
        const folder = Uri.joinPath(this.options.extension, 'dist', 'view');
        webview.options = { enableScripts: true, enableCommandUris: false, enableForms: false, localResourceRoots: [folder] };
        const addressOf = (name: string): string => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
        webview.onDidReceiveMessage((message: unknown) => this.receive(message));
        view.onDidDispose(() => {
            this.view = undefined;
            this.isReady = false;
        });
        webview.html = chatHtml({
            nonce: randomBytes(16).toString('base64'),
            cspSource: webview.cspSource,
            script: addressOf('chat.js'),
            styles: [addressOf('theme.css')],
            translations: this.options.translations,
        });
    }

    /** Everything anew. */
    showAll(): void {
        this.turns.forget();
        this.sent = undefined;
        this.post({ type: 'snapshot', state: this.options.state() });
    }

    showTurn(turn: Turn): void {
        this.turns.show(turn);
    }

    showIndex(): void {
        const { index, engine } = this.options.state();
        this.post({ type: 'index', index, engine });
    }

    /** Something beside the turns: what is attached, what may be. A page that is not there yet begins with a snapshot. */
    tell(message: ViewMessage): void {
        this.post(message);
    }

    showElsewhere(folders: readonly FolderConversations[]): void {
        this.post({
            type: 'conversations-elsewhere',
            folders: folders.map(({ key, name, conversations }) => ({ key, name, conversations })),
        });
    }

    showFound(query: string, { found, of }: ConversationSearch, elsewhere: readonly FoundElsewhere[]): void {
        this.post({ type: 'found-conversations', query, found, of, elsewhere });
    }

    /** Puts the cursor into the question box as soon as there is one. */
    focusQuestion(text?: string): void {
        const message = { type: 'focus-question', ...(text === undefined ? {} : { text }) } as const;
        if (this.isReady) this.post(message);
        else this.pendingFocus = message;
    }

    private receive(message: unknown): void {
        const intent = parseIntent(message);
        if (!intent) {
            this.options.onRefused(message);
            return;
        }
        if (intent.type !== 'ready') {
            this.options.onIntent(intent);
            return;
        }
        this.isReady = true;
        this.showAll();
        if (this.pendingFocus) this.post(this.pendingFocus);
        this.pendingFocus = undefined;
    }

    private post(message: ViewMessage): void {
        if (!this.isReady || !this.view) return;
        // A view that is being closed does not take it; the next one begins with a snapshot.
        void this.view.webview.postMessage(message);
    }
}
