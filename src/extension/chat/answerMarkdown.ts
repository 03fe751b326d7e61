import type { Turn } from '../../protocol/conversation.ts';
import { placeLabel } from '../../protocol/text.ts';

/** An answer for the clipboard: its text with the marks as they stand, and below it what each of them names. */
export function answerMarkdown(turn: Turn): string {
    const notes = turn.citations.map(
        citation => `[${citation.mark}] ${placeLabel(citation)}${citation.state === 'stale' ? ' (no longer there)' : ''}`,
    );
    return [`**${turn.question}**`, turn.text.trim(), ...(notes.length === 0 ? [] : [notes.join('  \n')])].join('\n\n') + '\n';
}
