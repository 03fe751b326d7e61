import type { Turn } from '../../src/protocol/conversation.ts';
import type { ViewState } from '../../src/protocol/view.ts';
import { describeFailure } from '../../src/protocol/failure.ts';
import { costWords, tooLargeNote } from './attachmentWords.ts';
import { plural, t } from './l10n.ts';

/**
 * What a screen reader is told when the state moves on, or nothing. Only the moments that change what the reader can do are
 * spoken: a search that began, an answer that is ready, an end without one, an index that became usable or failed.
 * A state that arrives first is not news.
 */
export function announcement(before: ViewState | undefined, after: ViewState): string | undefined {
    if (!before) return undefined;
    return turnNews(before, after) ?? attachmentNews(before, after) ?? engineNews(before, after) ?? indexNews(before, after);
}

function turnNews(before: ViewState, after: ViewState): string | undefined {
    const turn = after.turns.at(-1);
    if (!turn) return undefined;
    const known = before.turns.find(other => other.id === turn.id);
    if (known?.progress.state === turn.progress.state) return undefined;
    // A conversation that was opened from the history brings finished turns; they are read by moving to them.
    if (!known && turn.progress.state !== 'searching' && turn.progress.state !== 'queued') return undefined;
    return progressWords(turn);
}

function progressWords(turn: Turn): string | undefined {
    switch (turn.progress.state) {
        case 'queued':
            return t('Waiting for the engine');
        case 'searching':
            return t('Searching');
        case 'answering':
            return undefined;
        case 'finished':
            return turn.progress.answer.isAnswered
                ? plural(turn.evidence.length, 'Answer ready, {0} source', 'Answer ready, {0} sources')
                : t('Nothing relevant was found');
        case 'stopped':
            return t('Stopped');
        case 'failed':
            return t('No answer. {0}', describeFailure(turn.progress.failure).title);
    }
}

/** What the reader puts beside a question is told with its cost, once that is known; the selection, which changes with each move, is not. */
function attachmentNews(before: ViewState, after: ViewState): string | undefined {
    const told = (after.attachments ?? []).find(({ id, isAutomatic, fate }) => {
        const known = before.attachments?.find(attachment => attachment.id === id);
        return !isAutomatic && fate !== undefined && known?.fate?.state !== fate.state;
    });
    return told && t('Attached {0}, {1}', told.name, tooLargeNote(told) ?? costWords(told.fate));
}

function engineNews(before: ViewState, after: ViewState): string | undefined {
    if (before.engine.state === after.engine.state || after.engine.state !== 'stopped') return undefined;
    return describeFailure(after.engine.failure).title;
}

function indexNews(before: ViewState, after: ViewState): string | undefined {
    if (before.index.state === after.index.state) return undefined;
    if (after.index.state === 'ready') return plural(after.index.counts.indexed, '{0} file indexed', '{0} files indexed');
    if (after.index.state === 'failed') return describeFailure(after.index.failure).title;
    return undefined;
}
