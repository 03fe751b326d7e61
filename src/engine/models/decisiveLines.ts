import type { QuestionWord } from '../answer/findings.ts';
import type { TextRange } from '../../protocol/text.ts';
import { termsOf } from '../retrieve/terms.ts';

export interface DecisiveOptions {
    readonly fewest: number;
    readonly most: number;
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
    let best = { score: -1, from: 0, to: Math.min(lines.length, options.fewest) - 1 };
    for (let from = 0; from < lines.length; from++) {
        if (isIdle(lines[from])) continue;
        const seen = new Map<string, number>();
        let told = 0;
        for (let to = from; to < Math.min(lines.length, from + options.most); to++) {
            for (const term of terms[to] ?? []) {
                const times = seen.get(term) ?? 0;
                seen.set(term, times + 1);
                told += (weights.get(term) ?? 0) * (times === 0 ? 1 : times < 4 ? 0.15 : 0);
            }
            const length = to - from + 1;
            if (length < options.fewest && to < lines.length - 1) continue;
            if ((lines[to] ?? '').trim() === '') continue;
            const score = told / Math.sqrt(length + 6) + startsWell(lines, from) * 0.05 + endsWell(lines, to, from) * 0.08;
            if (score > best.score + 1e-9) best = { score, from, to };
        }
    }
    return { startLine: startLine + best.from, endLine: startLine + best.to };
}

function isIdle(line: string | undefined): boolean {
    return line === undefined || /^[\s{}()[\];,*/#"']*$/.test(line);
}

function startsWell(lines: readonly string[], from: number): number {
    return from === 0 || (lines[from - 1] ?? '').trim() === '' || indent(lines[from]) <= indent(lines[from - 1]) ? 1 : 0;
}

/** A window ends well where its first line's block ends: before an outdent or a blank line. */
function endsWell(lines: readonly string[], to: number, from: number): number {
    const next = lines[to + 1];
    if (next === undefined) return 1;
    if (next.trim() === '') return 1;
    return indent(next) <= indent(lines[from]) && !/^\s*[}\])]/.test(next) ? 1 : 0;
}

function indent(line: string | undefined): number {
    return /^\s*/.exec(line ?? '')?.[0].length ?? 0;
}
