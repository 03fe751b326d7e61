import type { Failure } from '../protocol/failure.ts';
import { t } from '../protocol/l10n.ts';
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
            return [{ label: t('Open Folder'), command: 'vscode.openFolder' }];
        case 'index-missing':
            return [{ label: t('Index'), command: 'footnote.index' }];
        case 'index-busy':
            return [{ label: t('Try Again'), command: 'footnote.restartEngine' }, showLog()];
        case 'index-damaged':
            return [{ label: t('Rebuild'), command: 'footnote.rebuildIndex' }, showLog()];
        case 'model-missing':
            return [
                { label: t('Choose Embedding Model'), command: 'footnote.chooseEmbedder' },
                { label: t('Settings'), command: 'workbench.action.openSettings', argument: 'footnote.embedder' },
            ];
        case 'model-refused':
            return [
                { label: t('Set API Key'), command: 'footnote.setApiKey' },
                { label: t('Choose Model'), command: 'footnote.chooseModel' },
            ];
        case 'model-unreachable':
        case 'lent-model':
        case 'answer-incomplete':
        case 'question-too-long':
        case 'not-agreed':
            return [{ label: t('Choose Model'), command: 'footnote.chooseModel' }, showLog()];
        case 'network-disabled':
            return [{ label: t('Settings'), command: 'workbench.action.openSettings', argument: 'footnote.network.enabled' }];
        case 'spending-limit':
        case 'price-unknown':
            return [
                { label: t('Settings'), command: 'workbench.action.openSettings', argument: 'footnote.cost' },
                { label: t('Choose Model'), command: 'footnote.chooseModel' },
            ];
        case 'platform-unsupported':
            return [showLog()];
        case 'not-writable':
            return [
                { label: t('Try Again'), command: 'footnote.restartEngine' },
                { label: t('Settings'), command: 'workbench.action.openSettings', argument: 'footnote.index.location' },
            ];
        case 'disk-full':
        case 'folder-missing':
        case 'system-refused':
            return [{ label: t('Try Again'), command: 'footnote.index' }];
        case 'quota-reached':
            return [
                { label: t('Remove Indexes No Longer Needed'), command: 'footnote.pruneIndexes' },
                { label: t('Settings'), command: 'workbench.action.openSettings', argument: 'footnote.index.quotaBytes' },
            ];
        case 'engine-stopped':
            return [{ label: t('Restart'), command: 'footnote.restartEngine' }, showLog()];
    }
}

function showLog(): FailureButton {
    return { label: t('Show Log'), command: 'footnote.showLog' };
}
