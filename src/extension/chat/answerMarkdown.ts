import type { Turn } from '../../protocol/conversation.ts';
import { doubtNote, withDoubtMarks } from '../../protocol/doubtNote.ts';
import { placeLabel } from '../../protocol/text.ts';
import { t, textTable } from '../../protocol/l10n.ts';

/** An answer for the clipboard: its text with the marks as they stand, and below it what each of them names. */
export function answerMarkdown(turn: Turn): string {
    const doubts = turn.progress.state === 'finished' ? (turn.progress.answer.doubts ?? []) : [];
    const notes = [
        ...turn.citations.map(citation => `[${citation.mark}] ${placeLabel(citation)}${t(STATE_WORDS[citation.state])}`),
        ...doubts.map((doubt, nth) => `[?${String(nth + 1)}] ${doubtNote(doubt)}`),
    ];
    return (
        [`**${turn.question}**`, withDoubtMarks(turn.text, doubts).trim(), ...(notes.length === 0 ? [] : [notes.join('  \n')])].join(
            '\n\n',
        ) + '\n'
    );
}

const STATE_WORDS = textTable({ verified: '', moved: '', stale: ' (no longer there)', unsupported: ' (does not show it)' } as const);
