import type { QuestionWord } from '../answer/findings.ts';
import type { TextRange } from '../../protocol/text.ts';
import { termsOf } from '../retrieve/terms.ts';

export interface DecisiveOptions {
    readonly fewest: number;
    readonly most: number;
    /** Lines of the file that decide whatever their words, such as calls the answer has told about; each counts as a word of mean weight. */
    readonly telling?: ReadonlySet<number>;
}

/**
 * The lines of a passage that carry the words of the question: the window whose lines say most for their number, beginning and ending at
 * lines with something on them. A word counts fully where it first occurs and little after that, so that a window with several
 * words beats one that repeats a single word.
 */
export function decisiveLines(
    lines: readonly string[],
    startLine: number,
    words: readonly QuestionWord[],
    options: DecisiveOptions,
): TextRange {
    const weights = new Map(words.map(word => [word.term, word.weight]));
    const terms = lines.map(line => termsOf(line).filter(term => weights.has(term)));
    const mean = words.reduce((sum, { weight }) => sum + weight, 0) / Math.max(1, words.length);
    let best = { score: -1, from: 0, to: Math.min(lines.length, options.fewest) - 1 };
    for (let from = 0; from < lines.length; from++) {
        if (isIdle(lines[from])) continue;
        const seen = new Map<string, number>();
        let told = 0;
        for (let to = from; to < Math.min(lines.length, from + options.most); to++) {
            for (const term of terms[to] ?? []) {
                const times = seen.get(term) ?? 0;
                seen.set(term, times + 1);
                told += (weights.get(term) ?? 0) * (times === 0 ? 1 : times < 4 ? 0.15 : 0) * (isComment(lines[to]) ? COMMENT : 1);
            }
            if (options.telling?.has(startLine + to)) told += mean;
            const length = to - from + 1;
            if (length < options.fewest && to < lines.length - 1) continue;
            if ((lines[to] ?? '').trim() === '') continue;
            const score = (told / Math.sqrt(length + 6) + 0.1) * wholeness(lines, from, to);
            if (score > best.score + 1e-9) best = { score, from, to };
        }
    }
    return { startLine: startLine + best.from, endLine: startLine + closed(lines, best.from, best.to) };
}

function isIdle(line: string | undefined): boolean {
    return line === undefined || /^[\s{}()[\];,*/#"']*$/.test(line);
}

/** The last line with the brackets that close what was opened, when they follow at once. */
function closed(lines: readonly string[], from: number, to: number): number {
    let last = to;
    while (
        last - to < MOST_CLOSING &&
        /^\s*[})\]][})\];,]*\s*$/.test(lines[last + 1] ?? '') &&
        indent(lines[last + 1]) >= indent(lines[from]) &&
        indent(lines[last + 1]) <= indent(lines[last])
    )
        last++;
    return last;
}

const MOST_CLOSING = 4;

function isComment(line: string | undefined): boolean {
    return line !== undefined && /^\s*(?:\/\/|\/?\*|#(?!\[|include|define)|--\s)/.test(line);
}

/** A comment explains the lines below it; without them it decides nothing. */
const COMMENT = 0.6;

/**
 * 1 for lines that can be read alone, less for what is torn: a beginning inside a statement or block that began above it, an end that
 * leaves open what began in the window. Indentation says it well enough in every language that people lay out.
 */
function wholeness(lines: readonly string[], from: number, to: number): number {
    const first = indent(lines[from]);
    const inside = lines.slice(from, to + 1).filter(line => line.trim() !== '');
    const isTornAbove = inside.some(line => indent(line) < first) || /^\s*[})\]]/.test(lines[from] ?? '');
    const last = lines[to] ?? '';
    const next = lines.slice(to + 1).find(line => line.trim() !== '');
    const opens = /[{([:,]\s*$/.test(last) || isComment(last) || (next !== undefined && indent(next) > indent(last));
    const isOpenBelow = next !== undefined && (indent(next) > first || (indent(next) === first && /^\s*[})\]]/.test(next)));
    return (isTornAbove ? TORN : 1) * (opens ? CUT : 1) * (isOpenBelow ? OPEN : 1);
}

const TORN = 0.6;
/** Ends at a line that only begins something: worse than leaving a block before its end. */
const CUT = 0.6;
const OPEN = 0.8;

function indent(line: string | undefined): number {
    return /^\s*/.exec(line ?? '')?.[0].length ?? 0;
}
