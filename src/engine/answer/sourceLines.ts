import { contentHash } from '../contentHash.ts';
import type { TextRange } from '../../protocol/text.ts';

/** The lines of a text as an editor counts them: ended by `\n`, `\r\n` or a lone `\r`. */
export function linesOf(text: string): readonly string[] {
    return text.split(/\r\n|\r|\n/);
}

/** The lines of a range (1-based, both ends included), joined with `\n`; what lies beyond the end is left out. */
export function textIn(lines: readonly string[], range: TextRange): string {
    return lines.slice(Math.max(0, range.startLine - 1), range.endLine).join('\n');
}

/** What a citation of these lines is checked against. */
export function hashOfLines(lines: readonly string[], range: TextRange): string {
    return contentHash(textIn(lines, range));
}

/**
 * Where the lines with this hash stand now: the same count of neighbouring lines, nearest to where they were.
 * Lines that say next to nothing, such as a lone brace, are found everywhere and so count as lost.
 */
export function findLines(lines: readonly string[], was: TextRange, hash: string): TextRange | undefined {
    const count = was.endLine - was.startLine + 1;
    const lastStart = lines.length - count + 1;
    for (let distance = 1; distance < Math.max(lines.length, was.startLine + 1); distance++) {
        for (const startLine of [was.startLine - distance, was.startLine + distance]) {
            if (startLine < 1 || startLine > lastStart) continue;
            const range = { startLine, endLine: startLine + count - 1 };
            const text = textIn(lines, range);
            if (contentHash(text) === hash) return isTelling(text) ? range : undefined;
        }
    }
    return undefined;
}

function isTelling(text: string): boolean {
    return text.replaceAll(/[\s{}()[\];,]/g, '').length >= 8;
}
