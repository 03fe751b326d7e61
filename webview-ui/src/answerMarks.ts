import type { Citation, Doubt } from '../../src/protocol/answer.ts';

/** A stretch of answer text: words, a footnote that stands for a citation, or the mark of a sentence that could not be confirmed. */
export type TextPiece =
    | { readonly type: 'words'; readonly words: string }
    | { readonly type: 'footnote'; readonly citation: Citation }
    | { readonly type: 'doubt'; readonly doubt: Doubt };

export type CitationsByMark = ReadonlyMap<string, Citation>;

/**
 * Splits text at its footnotes. Only a mark that has a citation becomes one: brackets that a model made up, or that a quoted
 * file contains, stay words, so nothing can look checked that was not.
 */
export function splitMarks(text: string, citations: CitationsByMark, doubts: readonly Doubt[] = []): readonly TextPiece[] {
    const pieces: TextPiece[] = [];
    let end = 0;
    for (const match of text.matchAll(MARK)) {
        const citation = citations.get(match[1] ?? '');
        const doubt = match[2] === undefined ? undefined : doubts[Number(match[2]) - 1];
        if (!citation && !doubt) continue;
        if (match.index > end) pieces.push({ type: 'words', words: text.slice(end, match.index) });
        if (citation) pieces.push({ type: 'footnote', citation });
        else if (doubt) pieces.push({ type: 'doubt', doubt });
        end = match.index + match[0].length;
    }
    if (end < text.length) pieces.push({ type: 'words', words: text.slice(end) });
    return pieces;
}

/** `[?1]` is how `withDoubtMarks` writes the first doubt. */
const MARK = /\[(?:(\d{1,4}(?::\d{1,7}(?:-\d{1,7})?)?)|\?(\d{1,4}))\]/g;

/** Text that is still arriving, without the beginning of a mark at its end, so that brackets do not flicker. */
export function withoutUnfinishedMark(text: string): string {
    return text.replace(/\[\d{0,4}(?::\d{0,7}(?:-\d{0,7})?)?$/, '');
}

/**
 * Prose with the characters that reorder it shown by their number instead of obeyed. Joiners stay, unlike in code: Persian,
 * Hindi and emoji need them.
 */
export function visibleOrder(text: string): string {
    return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, mark => `\\u{${mark.charCodeAt(0).toString(16)}}`);
}
