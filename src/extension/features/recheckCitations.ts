import { window } from 'vscode';
import { changeWords } from './changeWords.ts';
import type { Conversations } from '../chat/conversations.ts';
import { t } from '../../protocol/l10n.ts';

/** Compares every footnote on show with the files of today; each is marked in the panel, and a sentence says how many changed. */
export async function recheckCitations(conversations: Conversations): Promise<void> {
    await conversations.recheckAsReopened();
    // Not waited for: it ends when the reader closes it.
    void window.showInformationMessage(t('Footnote: {0}', changeWords(conversations.current.turns)));
}
