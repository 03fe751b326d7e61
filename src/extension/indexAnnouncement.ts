import type { IndexStatus } from '../protocol/indexing.ts';
import { indexStory } from '../protocol/indexStory.ts';
import { t } from '../protocol/l10n.ts';
import { failureButtons, type FailureButton } from './failureButtons.ts';

/** What is worth a message of its own, because the status bar alone could go unseen: once for each time that it comes up. */
export interface IndexAnnouncement {
    /** Two with the same key are one piece of news. */
    readonly key: string;
    readonly message: string;
    readonly isWarning: boolean;
    readonly buttons: readonly FailureButton[];
}

/** Undefined where the status bar says enough. */
export function indexAnnouncement(index: IndexStatus): IndexAnnouncement | undefined {
    const message = t('Footnote: {0}', indexStory(index).sentence);
    switch (index.state) {
        case 'held':
            return {
                key: `held ${String(index.holderPid)}`,
                message,
                isWarning: true,
                buttons: [{ label: t('Take Over'), command: 'footnote.takeOver' }],
            };
        case 'failed':
            return { key: `failed ${index.failure.kind}`, message, isWarning: true, buttons: failureButtons(index.failure) };
        case 'ready':
            if (index.missing) {
                const again: FailureButton = { label: t('Try Again'), command: 'footnote.index' };
                return { key: `missing ${index.missing.join(' ')}`, message, isWarning: true, buttons: [again] };
            }
            return index.withoutMeaning === undefined ? undefined : { key: index.withoutMeaning, message, isWarning: false, buttons: [] };
        case 'empty':
        case 'scanning':
        case 'indexing':
        case 'paused':
            return undefined;
    }
}

/** Says each piece of news once: again only after the index has been well in between. Words that never change are said once a session. */
export class IndexAnnouncer {
    private said = new Set<string>();

    /** What is to be shown now, if anything. */
    next(index: IndexStatus): IndexAnnouncement | undefined {
        const announcement = indexAnnouncement(index);
        // Well again: the next trouble is news. What a machine cannot do stays said.
        if (index.state === 'ready') {
            const over = index.missing ? /^(held|failed) / : /^(held|failed|missing) /;
            this.said = new Set([...this.said].filter(key => !over.test(key)));
        }
        if (!announcement || this.said.has(announcement.key)) return undefined;
        this.said.add(announcement.key);
        return announcement;
    }
}
