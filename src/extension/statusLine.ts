import { describeFailure } from '../protocol/failure.ts';
import type { IndexStatus } from '../protocol/indexing.ts';
import { indexStory, shareDone } from '../protocol/indexStory.ts';
import type { ViewState } from '../protocol/view.ts';
import { t } from '../protocol/l10n.ts';

/** What the item in the status bar says. */
export interface StatusLine {
    /** With a codicon in front. */
    readonly text: string;
    readonly tooltip: string;
    readonly isWarning: boolean;
}

/** The state of engine and index in a few words; the numbers are those that the panel and the command line show. */
export function statusLine(engine: ViewState['engine'], index: IndexStatus): StatusLine {
    if (engine.state === 'starting') return { text: '$(loading~spin) Footnote', tooltip: t('Footnote is starting'), isWarning: false };
    if (engine.state === 'stopped') {
        const { title, remedy } = describeFailure(engine.failure);
        return { text: '$(warning) Footnote', tooltip: t('{text0}. {text1}', title, remedy), isWarning: true };
    }
    const { tone, sentence } = indexStory(index);
    return { text: `${ICONS[index.state]} Footnote${progress(index)}`, tooltip: sentence, isWarning: tone === 'bad' };
}

const ICONS: Readonly<Record<IndexStatus['state'], string>> = {
    empty: '$(circle-slash)',
    scanning: '$(sync~spin)',
    indexing: '$(sync~spin)',
    paused: '$(debug-pause)',
    ready: '$(comment-discussion)',
    held: '$(warning)',
    failed: '$(warning)',
};

function progress(index: IndexStatus): string {
    // A pause before the files are known is at no share of them.
    return index.state === 'indexing' || (index.state === 'paused' && index.total > 0) ? ` ${shareDone(index)}` : '';
}
