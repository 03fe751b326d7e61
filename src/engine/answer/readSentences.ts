/** A sentence of an answer with the marks that stand in it or right behind it. */
export interface Sentence {
    /** Without its marks, otherwise as written. */
    readonly words: string;
    /** Offset in the answer right behind it and its marks. */
    readonly end: number;
    /** As between the brackets, each once. */
    readonly marks: readonly string[];
    /** The words before each mark, back to the mark before. */
    readonly spans: readonly { readonly mark: string; readonly words: string }[];
    /** The number of its paragraph or list item. */
    readonly block: number;
}

/** A paragraph, list item or heading; or a fenced block, whose lines are code. */
export type AnswerBlock =
    | { readonly type: 'prose'; readonly isHeading: boolean; readonly isItem: boolean; readonly sentences: readonly Sentence[] }
    | { readonly type: 'code'; readonly lines: readonly string[]; readonly end: number };

/**
 * The sentences of an answer in Markdown. Marks must be in the form that `readCitations` gives them. A full stop inside a code span,
 * after an abbreviation or before a small letter ends nothing.
 */
export function readSentences(text: string): readonly AnswerBlock[] {
    const blocks: AnswerBlock[] = [];
    let prose: { start: number; text: string; isHeading: boolean; isItem: boolean } | undefined;
    let fence: { readonly mark: string; readonly lines: string[] } | undefined;
    const endProse = (): void => {
        if (prose && prose.text.trim() !== '') {
            const { start, isHeading, isItem } = prose;
            blocks.push({ type: 'prose', isHeading, isItem, sentences: sentencesOf(prose.text, start, blocks.length) });
        }
        prose = undefined;
    };
    let at = 0;
    for (const line of text.split('\n')) {
        const opening = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
        if (fence) {
            if (opening?.startsWith(fence.mark) && line.trim() === opening) {
                blocks.push({ type: 'code', lines: fence.lines, end: at + line.length });
                fence = undefined;
            } else fence.lines.push(line);
        } else if (opening !== undefined) {
            endProse();
            fence = { mark: opening, lines: [] };
        } else if (line.trim() === '' || /^\s*(?:---+|\*\*\*+)\s*$/.test(line)) {
            endProse();
        } else {
            const lead = /^\s*(?:>\s*)*(?:(?<heading>#{1,6}\s+)|(?<item>(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ x]\]\s+)?)|(?<row>\|))?/.exec(line);
            const begins = lead?.groups?.['heading'] ?? lead?.groups?.['item'] ?? lead?.groups?.['row'];
            if (begins !== undefined || prose?.isHeading) endProse();
            const skipped = lead?.[0].length ?? 0;
            prose ??= {
                start: at + skipped,
                text: '',
                isHeading: lead?.groups?.['heading'] !== undefined,
                isItem: lead?.groups?.['item'] !== undefined,
            };
            // Every character keeps its offset: what is skipped at the beginning of a further line becomes blanks.
            prose.text += prose.text === '' ? line.slice(skipped) : `\n${' '.repeat(skipped)}${line.slice(skipped)}`;
        }
        at += line.length + 1;
    }
    endProse();
    if (fence) blocks.push({ type: 'code', lines: fence.lines, end: text.length });
    return blocks;
}

function sentencesOf(text: string, start: number, block: number): readonly Sentence[] {
    // Code spans and marks hold full stops and brackets that end nothing.
    const masked = text
        .replaceAll(/`[^`]*`/g, span => 'x'.repeat(span.length))
        .replaceAll(/["“][^"“”]{0,300}["”]/g, span => 'x'.repeat(span.length - 1) + (/[.!?]["”]$/.test(span) ? '.' : 'x'));
    const sentences: Sentence[] = [];
    let from = 0;
    for (const match of masked.matchAll(SENTENCE_END)) {
        const end = match.index + match[0].trimEnd().length;
        if (end <= from || ABBREVIATION.test(masked.slice(from, match.index + 1))) continue;
        sentences.push(sentenceOf(text.slice(from, end), start + end, block));
        from = end;
    }
    if (text.slice(from).trim() !== '') sentences.push(sentenceOf(text.slice(from), start + text.trimEnd().length, block));
    return sentences;
}

/** The stop with closing signs and the marks behind it, before a blank and something that begins a sentence. */
const SENTENCE_END = /[.!?…。！？](?:[)"”'’*_]*)(?:\s*\[\d{1,3}(?::\d+(?:-\d+)?)?\])*(?=\s+["“(*_]*[\p{Lu}\p{N}x[]|\s*$)|[。！？]/gu;
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|etc|cf|vs|approx|no|resp|z\.B|d\.h|bzw)\.$/i;

function sentenceOf(text: string, end: number, block: number): Sentence {
    const spans: { readonly mark: string; readonly words: string }[] = [];
    let words = '';
    let from = 0;
    const masked = text.replaceAll(/`[^`]*`/g, span => 'x'.repeat(span.length));
    for (const match of masked.matchAll(MARK)) {
        const before = text.slice(from, match.index);
        words += before;
        // Marks side by side stand for the same words.
        const isBeside = before.replaceAll(/[\s,;and]/g, '') === '' && spans.length > 0;
        spans.push({ mark: match[1] ?? '', words: isBeside ? (spans.at(-1)?.words ?? '') : before });
        from = match.index + match[0].length;
    }
    words += text.slice(from);
    return { words, end, marks: [...new Set(spans.map(({ mark }) => mark))], spans, block };
}

const MARK = /\[(\d{1,3}(?::\d+(?:-\d+)?)?)\](?!\()/g;
