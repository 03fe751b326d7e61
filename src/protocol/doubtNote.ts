import type { Doubt } from './answer.ts';

/** What a reader is told about a sentence that could not be confirmed, as a short note in brackets or a tooltip. */
export function doubtNote({ why, missing }: Doubt): string {
    switch (why) {
        case 'uncited':
            return 'no source given';
        case 'general':
            return 'general knowledge, not from this repository';
        case 'unsupported':
            return missing.length === 0 ? 'the cited lines do not show this' : `not in the cited lines: ${missing.join(', ')}`;
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
