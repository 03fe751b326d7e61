import type { TextRange } from '../../protocol/text.ts';
import type { ChunkLimits, MeasuredLines } from './chunkLimits.ts';

/** Overlapping windows of lines, for text whose structure is unknown: what one window cuts apart, the next has whole. */
export function lineRanges(lines: MeasuredLines, limits: ChunkLimits): readonly TextRange[] {
    const ranges: TextRange[] = [];
    let start = 1;
    while (start <= lines.count) {
        // A window never begins with blank lines, so a million of them cost one pass and no chunk.
        if (lines.isBlank(start)) {
            start++;
            continue;
        }
        let end = start;
        while (
            end < lines.count &&
            end - start + 1 < limits.windowLines &&
            lines.characters({ startLine: start, endLine: end + 1 }) <= limits.maxCharacters
        )
            end++;
        const window = lines.trim({ startLine: start, endLine: end });
        if (window) ranges.push(window);
        if (end >= lines.count) break;
        start = overlapStart(lines, start, end, limits);
    }
    return ranges;
}

/** Where long lines fill a window, the overlap shrinks, so that no more than a quarter of the text is repeated. */
function overlapStart(lines: MeasuredLines, start: number, end: number, limits: ChunkLimits): number {
    let next = end + 1;
    while (
        end + 1 - next < limits.windowOverlap &&
        next - 1 > start + (end - start) / 2 &&
        lines.characters({ startLine: next - 1, endLine: end }) <= limits.maxCharacters / 4
    )
        next--;
    return next;
}
