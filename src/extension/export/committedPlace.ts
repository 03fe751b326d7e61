import type { TextRange } from '../../protocol/text.ts';

/** Where quoted lines stand in a commit, so that a link to the commit shows what was quoted. */
export type CommittedPlace =
    | { readonly state: 'same'; readonly range: TextRange }
    /** The commit has other lines there: what was quoted was changed and not committed. */
    | { readonly state: 'differs'; readonly range: TextRange }
    /** The commit does not have the file. */
    | { readonly state: 'absent' };

/**
 * Looks for the quoted lines in the committed file: where they were quoted from, else the nearest place that has them word for word.
 * Line ends do not count, since git may translate them.
 */
export function committedPlace(quoted: string, range: TextRange, committed: string | undefined): CommittedPlace {
    if (committed === undefined) return { state: 'absent' };
    const lines = linesOf(committed);
    const wanted = linesOf(quoted);
    const standsAt = (start: number): boolean => wanted.every((line, nth) => lines[start + nth] === line);
    const told = range.startLine - 1;
    let nearest: number | undefined;
    for (let start = 0; start + wanted.length <= lines.length; start++) {
        if (nearest !== undefined && Math.abs(start - told) >= Math.abs(nearest - told)) continue;
        if (standsAt(start)) nearest = start;
    }
    if (nearest !== undefined) return { state: 'same', range: { startLine: nearest + 1, endLine: nearest + wanted.length } };
    const last = Math.max(1, lines.length);
    return { state: 'differs', range: { startLine: Math.min(range.startLine, last), endLine: Math.min(range.endLine, last) } };
}

function linesOf(text: string): readonly string[] {
    return text.split(/\r\n|\r|\n/);
}
