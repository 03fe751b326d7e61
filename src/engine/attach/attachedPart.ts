import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { estimateTokens } from '../answer/fitPassages.ts';
import { textIn } from '../answer/sourceLines.ts';

/** Lines that an attachment wants to have among the evidence: of a file, or of a text of its own. */
export interface AttachedPart {
    readonly path: WorkspacePath;
    readonly range: TextRange;
    /** All lines of the file or text. */
    readonly lines: readonly string[];
    /** Lines at which a piece may well begin, such as those of definitions. */
    readonly beginnings: readonly number[];
}

export interface CutParts {
    readonly parts: readonly AttachedPart[];
    readonly tokens: number;
}

export function tokensOf({ lines, range }: Pick<AttachedPart, 'lines' | 'range'>): number {
    return estimateTokens(textIn(lines, range));
}

/** From the first line on, as much as the budget holds. */
export function keepHead(parts: readonly AttachedPart[], budget: number): CutParts {
    const kept: AttachedPart[] = [];
    let tokens = 0;
    for (const part of parts) {
        const cost = tokensOf(part);
        if (tokens + cost <= budget) {
            kept.push(part);
            tokens += cost;
            continue;
        }
        const head = headOf(part, budget - tokens);
        if (head) {
            kept.push(head);
            tokens += tokensOf(head);
        }
        break;
    }
    return { parts: kept, tokens };
}

/** Parts in their order, whole ones only: what is too large does not keep out what comes after it. */
export function keepWhole(parts: readonly AttachedPart[], budget: number): CutParts {
    const kept: AttachedPart[] = [];
    let tokens = 0;
    for (const part of parts) {
        const cost = tokensOf(part);
        if (tokens + cost > budget) continue;
        kept.push(part);
        tokens += cost;
    }
    return { parts: kept, tokens };
}

function headOf(part: AttachedPart, budget: number): AttachedPart | undefined {
    const { startLine } = part.range;
    let fits = startLine - 1;
    let characters = -1;
    while (fits < part.range.endLine) {
        characters += (part.lines[fits]?.length ?? 0) + 1;
        if (Math.ceil(characters / CHARACTERS_A_TOKEN) > budget) break;
        fits++;
    }
    return fits < startLine ? undefined : { ...part, range: { startLine, endLine: fits } };
}

/** As `estimateTokens` counts. */
const CHARACTERS_A_TOKEN = 3;

/**
 * A part as pieces that can be read and cited, each of at most `LONGEST_PIECE` lines; a piece begins with a definition, or behind a blank
 * line, where there is one in its second half.
 */
export function pieceRanges({ range, lines, beginnings }: AttachedPart): readonly TextRange[] {
    const isBeginning = new Set(beginnings);
    const ranges: TextRange[] = [];
    let startLine = range.startLine;
    while (range.endLine - startLine >= LONGEST_PIECE) {
        const last = startLine + LONGEST_PIECE;
        const first = startLine + LONGEST_PIECE / 2;
        let next = last;
        while (next > first && !isBeginning.has(next)) next--;
        if (next === first) {
            next = last;
            while (next > first && (lines[next - 2] ?? '').trim() !== '') next--;
        }
        if (next === first) next = last;
        ranges.push({ startLine, endLine: next - 1 });
        startLine = next;
    }
    ranges.push({ startLine, endLine: range.endLine });
    return ranges;
}

/** Two and a half screens. */
const LONGEST_PIECE = 120;
