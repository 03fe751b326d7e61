import type { TextRange } from '../../protocol/text.ts';
import type { ChunkLimits, MeasuredLines } from './chunkLimits.ts';

/**
 * Cuts a long stretch into pieces of about equal length where a reader would: before the outermost statement,
 * after a blank line, never before a closing brace if that can be helped. A single line is never cut.
 */
export function splitRange(lines: MeasuredLines, range: TextRange, limits: ChunkLimits): readonly TextRange[] {
    const pieces: TextRange[] = [];
    const add = (piece: TextRange) => {
        const trimmed = lines.trim(piece);
        if (trimmed) pieces.push(trimmed);
    };
    let start = range.startLine;
    while (!lines.fits({ startLine: start, endLine: range.endLine }, limits)) {
        const cut = bestCut(lines, start, range.endLine, limits);
        add({ startLine: start, endLine: cut - 1 });
        start = cut;
    }
    add({ startLine: start, endLine: range.endLine });
    return pieces;
}

/** The line, after `start`, that begins the next piece. */
function bestCut(lines: MeasuredLines, start: number, end: number, limits: ChunkLimits): number {
    let last = start + 1;
    while (last < end && lines.fits({ startLine: start, endLine: last }, limits)) last++;
    const longest = last - start;
    const piecesLeft = Math.ceil((end - start + 1) / longest);
    const ideal = start + Math.ceil((end - start + 1) / piecesLeft);
    const first = Math.min(last, start + Math.max(1, Math.floor(longest / 2)));
    let best = last;
    let bestCost = Infinity;
    for (let line = first; line <= last; line++) {
        const cost = costOfCut(lines, line) + Math.abs(line - ideal) / longest;
        if (cost < bestCost) {
            best = line;
            bestCost = cost;
        }
    }
    return best;
}

/** A level of indentation weighs as much as the whole way to the ideal length. */
function costOfCut(lines: MeasuredLines, line: number): number {
    const text = lines.text(line);
    if (text.trim() === '') return 2 + lines.indent(line - 1) / 4;
    const closes = /^\s*([)\]}>]|else\b|elif\b|except\b|catch\b|finally\b|end\b|case\b|default\b)/.test(text);
    const followsBlank = lines.text(line - 1).trim() === '';
    return lines.indent(line) / 4 + (closes ? 2 : 0) + (followsBlank ? 0 : 1);
}
