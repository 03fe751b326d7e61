import { describeFailure } from '../protocol/failure.ts';
import type { IndexStatus } from '../protocol/indexing.ts';
import type { ViewState } from '../protocol/view.ts';

/** What the item in the status bar says. */
export interface StatusLine {
    /** With a codicon in front. */
    readonly text: string;
    readonly tooltip: string;
    readonly isWarning: boolean;
}

/** The state of engine and index in a few words; the numbers are those that the panel and the command line show. */
export function statusLine(engine: ViewState['engine'], index: IndexStatus): StatusLine {
    if (engine.state === 'starting') return { text: '$(loading~spin) Footnote', tooltip: 'Footnote is starting', isWarning: false };
    if (engine.state === 'stopped') {
        const { title, remedy } = describeFailure(engine.failure);
        return { text: '$(warning) Footnote', tooltip: `${title}. ${remedy}`, isWarning: true };
    }
    switch (index.state) {
        case 'empty':
            return { text: '$(circle-slash) Footnote', tooltip: 'Not indexed yet', isWarning: false };
        case 'scanning':
            return { text: '$(sync~spin) Footnote', tooltip: 'Looking for files that have changed', isWarning: false };
        case 'indexing':
            return {
                text: `$(sync~spin) Footnote ${percentage(index.done, index.total)} %`,
                tooltip: `Indexing: ${number(index.done)} of ${number(index.total)} files. You can already ask.`,
                isWarning: false,
            };
        case 'paused':
            return {
                text: `$(debug-pause) Footnote ${percentage(index.done, index.total)} %`,
                tooltip: `Indexing is paused at ${number(index.done)} of ${number(index.total)} files`,
                isWarning: false,
            };
        case 'ready':
            return {
                text: '$(comment-discussion) Footnote',
                tooltip: [
                    `${number(index.counts.indexed)} of ${number(index.counts.total)} files indexed`,
                    ...(index.counts.skipped > 0 ? [`${number(index.counts.skipped)} left out`] : []),
                    ...(index.hasMeaning ? [] : ['found by words only: the embedding model is not available']),
                ].join(', '),
                isWarning: false,
            };
        case 'failed': {
            const { title, remedy } = describeFailure(index.failure);
            return { text: '$(warning) Footnote', tooltip: `${title}. ${remedy}`, isWarning: true };
        }
    }
}

function percentage(done: number, total: number): number {
    return total === 0 ? 0 : Math.floor((100 * done) / total);
}

function number(value: number): string {
    return value.toLocaleString('en-US');
}
