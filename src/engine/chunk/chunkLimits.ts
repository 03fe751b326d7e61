import type { ChunkSizes } from '../../protocol/engineContract.ts';
import type { TextRange } from '../../protocol/text.ts';

/** How large chunks become. Changing it changes every chunk, and with them what is embedded. */
export interface ChunkLimits {
    /** A definition with at least this many lines stands alone; smaller ones share a chunk with their neighbours. */
    readonly minLines: number;
    readonly maxLines: number;
    readonly maxCharacters: number;
    /** Windows of lines, where there is no syntax. */
    readonly windowLines: number;
    readonly windowOverlap: number;
}

/** Definition-sized chunks of 12 to 60 lines ranked best on the dev pack (nDCG .78 against .74 for windows of 40 lines). */
export const chunkLimits: ChunkLimits = { minLines: 12, maxLines: 60, maxCharacters: 4_000, windowLines: 40, windowOverlap: 10 };

/** The limits for sizes in tokens: a token is counted as four characters, a line as forty. */
export function limitsOfSizes({ size, overlap, maxTokens }: ChunkSizes): ChunkLimits {
    const windowLines = Math.max(2, Math.round(size / TOKENS_PER_LINE));
    const maxCharacters = Math.max(size, maxTokens) * CHARACTERS_PER_TOKEN;
    return {
        minLines: chunkLimits.minLines,
        maxLines: Math.max(windowLines, Math.round(maxTokens / TOKENS_PER_LINE)),
        maxCharacters,
        windowLines,
        windowOverlap: Math.min(windowLines - 1, Math.round(overlap / TOKENS_PER_LINE)),
    };
}

/** As decisions on prompts count them. */
const CHARACTERS_PER_TOKEN = 4;
/** Lines of code of the judged trees have some forty characters. */
const TOKENS_PER_LINE = 10;

/** The lines of a file, as an editor counts them, measured once. Lines are 1-based. */
export class MeasuredLines {
    readonly #lines: readonly string[];
    /** Characters before each line, line breaks included. */
    readonly #offsets: Float64Array;

    /** Takes text whose only line break is `\n`. */
    constructor(text: string) {
        this.#lines = text.split('\n');
        this.#offsets = new Float64Array(this.#lines.length + 1);
        for (const [index, line] of this.#lines.entries()) this.#offsets[index + 1] = (this.#offsets[index] ?? 0) + line.length + 1;
    }

    get count(): number {
        return this.#lines.length;
    }

    text(line: number): string {
        return this.#lines[line - 1] ?? '';
    }

    textOf(range: TextRange): string {
        return this.#lines.slice(range.startLine - 1, range.endLine).join('\n');
    }

    characters(range: TextRange): number {
        return (this.#offsets[range.endLine] ?? 0) - (this.#offsets[range.startLine - 1] ?? 0);
    }

    isBlank(line: number): boolean {
        return this.text(line).trim() === '';
    }

    /** Columns of white space before the text; a tab counts four. */
    indent(line: number): number {
        let columns = 0;
        for (const character of this.text(line)) {
            if (character === ' ') columns++;
            else if (character === '\t') columns += 4;
            else break;
        }
        return columns;
    }

    /** A single line always fits. */
    fits(range: TextRange, limits: ChunkLimits): boolean {
        const count = range.endLine - range.startLine + 1;
        return count <= 1 || (count <= limits.maxLines && this.characters(range) <= limits.maxCharacters);
    }

    /** The range without blank lines at its ends; undefined when nothing is left. */
    trim(range: TextRange): TextRange | undefined {
        let { startLine, endLine } = range;
        while (startLine <= endLine && this.isBlank(startLine)) startLine++;
        while (endLine > startLine && this.isBlank(endLine)) endLine--;
        return startLine <= endLine ? { startLine, endLine } : undefined;
    }
}
