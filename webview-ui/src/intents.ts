import type { Failure } from '../../src/protocol/failure.ts';
import type { ViewCommand, ViewIntent } from '../../src/protocol/view.ts';
import { t } from './l10n.ts';

/** Tells the panel what the user did; `chat-app` listens at the top and is the only one that talks to the host. */
export function fireIntent(element: Element, intent: ViewIntent): void {
    element.dispatchEvent(new CustomEvent<ViewIntent>('view-intent', { detail: intent, bubbles: true, composed: true }));
}

export function fireCommand(element: Element, command: ViewCommand): void {
    fireIntent(element, { type: 'command', command });
}

/** A button that gets the user out of a state. */
export interface WayOut {
    readonly label: string;
    readonly command: ViewCommand;
}

/** What can be done about a failure from the panel, the likeliest first; at most two. */
export function waysOut(failure: Failure): readonly WayOut[] {
    switch (failure.kind) {
        case 'no-folder':
            return [{ label: t('Open Folder'), command: 'open-folder' }];
        case 'index-missing':
            return [{ label: t('Index This Folder'), command: 'index' }];
        case 'index-busy':
        case 'disk-full':
        case 'folder-missing':
        case 'system-refused':
            return [{ label: t('Try Again'), command: 'index' }, showLog()];
        case 'index-damaged':
            return [{ label: t('Rebuild Index'), command: 'rebuild' }, showLog()];
        case 'model-missing':
            return [{ label: t('Choose Embedding Model'), command: 'choose-embedder' }, openSettings()];
        case 'model-refused':
        case 'model-unreachable':
        case 'lent-model':
        case 'answer-incomplete':
        case 'question-too-long':
        case 'not-agreed':
            return [{ label: t('Choose Model'), command: 'choose-model' }, openSettings()];
        case 'spending-limit':
        case 'price-unknown':
            return [{ label: t('Choose Model'), command: 'choose-model' }, openSettings()];
        case 'quota-reached':
            return [{ label: t('Remove Indexes No Longer Needed'), command: 'prune' }, openSettings()];
        case 'network-disabled':
            return [openSettings()];
        case 'platform-unsupported':
            return [showLog()];
        case 'not-writable':
            return [{ label: t('Try Again'), command: 'restart-engine' }, openSettings()];
        case 'engine-stopped':
            return [{ label: t('Restart'), command: 'restart-engine' }, showLog()];
    }
}

function showLog(): WayOut {
    return { label: t('Show Log'), command: 'show-log' };
}

function openSettings(): WayOut {
    return { label: t('Open Settings'), command: 'open-settings' };
}
