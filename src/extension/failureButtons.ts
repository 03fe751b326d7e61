import type { Failure } from '../protocol/failure.ts';
import type { CommandId } from './commandTable.ts';

export interface FailureButton {
    readonly label: string;
    readonly command: CommandId | 'vscode.openFolder' | 'workbench.action.openSettings';
    /** What the command is called with. */
    readonly argument?: string;
}

/** What a person can do about it from the editor: at most two buttons. */
export function failureButtons(failure: Failure): readonly FailureButton[] {
    switch (failure.kind) {
        case 'no-folder':
            return [{ label: 'Open Folder', command: 'vscode.openFolder' }];
        case 'index-missing':
            return [{ label: 'Index', command: 'footnote.index' }];
        case 'index-busy':
            return [{ label: 'Try Again', command: 'footnote.restartEngine' }, SHOW_LOG];
        case 'index-damaged':
            return [{ label: 'Rebuild', command: 'footnote.rebuildIndex' }, SHOW_LOG];
        case 'model-missing':
            return [{ label: 'Settings', command: 'workbench.action.openSettings', argument: 'footnote.embedder' }];
        case 'model-refused':
            return [
                { label: 'Set API Key', command: 'footnote.setApiKey' },
                { label: 'Choose Model', command: 'footnote.chooseModel' },
            ];
        case 'model-unreachable':
        case 'lent-model':
        case 'answer-incomplete':
        case 'question-too-long':
        case 'not-agreed':
            return [{ label: 'Choose Model', command: 'footnote.chooseModel' }, SHOW_LOG];
        case 'network-disabled':
            return [{ label: 'Settings', command: 'workbench.action.openSettings', argument: 'footnote.network.enabled' }];
        case 'spending-limit':
        case 'price-unknown':
            return [
                { label: 'Settings', command: 'workbench.action.openSettings', argument: 'footnote.cost' },
                { label: 'Choose Model', command: 'footnote.chooseModel' },
            ];
        case 'platform-unsupported':
            return [SHOW_LOG];
        case 'not-writable':
            return [
                { label: 'Try Again', command: 'footnote.restartEngine' },
                { label: 'Settings', command: 'workbench.action.openSettings', argument: 'footnote.index.location' },
            ];
        case 'disk-full':
        case 'folder-missing':
        case 'system-refused':
            return [{ label: 'Try Again', command: 'footnote.index' }];
        case 'quota-reached':
            return [
                { label: 'Settings', command: 'workbench.action.openSettings', argument: 'footnote.index.quotaBytes' },
                { label: 'Clear Index', command: 'footnote.clearIndex' },
            ];
        case 'engine-stopped':
            return [{ label: 'Restart', command: 'footnote.restartEngine' }, SHOW_LOG];
    }
}

const SHOW_LOG: FailureButton = { label: 'Show Log', command: 'footnote.showLog' };
