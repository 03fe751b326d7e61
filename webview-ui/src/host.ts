import type { ViewIntent, ViewMessage } from '../../src/protocol/view.ts';

/** What survives a reload of the page; everything else comes with the next snapshot. */
export interface SavedView {
    readonly draft: string;
    /** Undefined where the reader has not scrolled. */
    readonly scrollTop: number | undefined;
}

/** The view's side of the line to the extension: intents go up, messages come down. The view makes no requests. */
export interface ViewHost {
    send(intent: ViewIntent): void;
    receive(listener: (message: ViewMessage) => void): void;
    saved(): SavedView;
    save(view: SavedView): void;
}

export const nothingSaved: SavedView = { draft: '', scrollTop: undefined };

/** The host that VS Code gives to a webview. May be called once per page, as `acquireVsCodeApi` allows no more. */
export function vscodeHost(): ViewHost {
    const api = acquireVsCodeApi<SavedView>();
    return {
        send: intent => {
            api.postMessage(intent);
        },
        receive: listener => {
            window.addEventListener('message', (event: MessageEvent<unknown>) => {
                if (isViewMessage(event.data)) listener(event.data);
            });
        },
        saved: () => ({ ...nothingSaved, ...api.getState() }),
        save: view => {
            api.setState(view);
        },
    };
}

const MESSAGE_TYPES: ReadonlySet<unknown> = new Set<ViewMessage['type']>([
    'snapshot',
    'turn',
    'turn-grew',
    'index',
    'attachments',
    'attachment-offers',
    'not-attached',
    'path-attached',
    'found-conversations',
    'conversations-elsewhere',
    'focus-question',
]);

/**
 * Browser extensions and VS Code itself post to the same window, so anything else is dropped here.
 * The body is not checked: only the extension that built this page can post to it.
 */
function isViewMessage(data: unknown): data is ViewMessage {
    return typeof data === 'object' && data !== null && 'type' in data && MESSAGE_TYPES.has(data.type);
}
