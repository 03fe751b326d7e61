import type { Doubt } from './answer.ts';
import { listText, t } from './l10n.ts';

/** What a reader is told about a sentence that could not be confirmed, as a short note in brackets or a tooltip. */
export function doubtNote({ why, missing }: Doubt): string {
    switch (why) {
        case 'uncited':
            return t('no source given');
        case 'general':
            return t('general knowledge, not from this repository');
        case 'unsupported':
            return missing.length === 0 ? t('the cited lines do not show this') : t('not in the cited lines: {0}', listText(missing));
    }
}

/** The text with `[?1]`, `[?2]` … behind the sentences that could not be confirmed, for whoever draws marks; the text itself stays as written. */
export function withDoubtMarks(text: string, doubts: readonly Doubt[]): string {
    let marked = '';
    let done = 0;
    for (const [nth, { at }] of doubts.entries()) {
        if (at < done || at > text.length) continue;
        marked += `${text.slice(done, at)}[?${String(nth + 1)}]`;
        done = at;
    }
    return marked + text.slice(done);
}
