import type { Token } from 'markdown-it';
import type { Citation, Doubt } from '../../src/protocol/answer.ts';
import type { AnswerBlock } from './answerBlocks.ts';
import type { CitationsByMark } from './answerMarks.ts';
import { codeNumber, isCode } from './answerBlocks.ts';

/**
 * What the drawing of some text depends on besides the text: what is known of its marks. When it is as before, nothing is drawn again.
 */
export function keysOfMarks(
    marks: readonly string[],
    { citations, doubts }: { readonly citations: CitationsByMark; readonly doubts: readonly Doubt[] },
): unknown {
    return marks.map(mark => {
        const citation = citations.get(mark);
        if (citation) return keyOfCitation(citation);
        const doubt = mark.startsWith('?') ? doubts[Number(mark.slice(1)) - 1] : undefined;
        return doubt ? [doubt.why, doubt.missing] : '';
    });
}

export function keyOfCitation({ mark, path, range, state }: Citation): unknown {
    return [mark, path, range.startLine, range.endLine, state];
}

/** Lists and long paragraphs are drawn by their items and pieces, and blocks of code pace themselves. */
export function sizeOf({ source, tokens }: AnswerBlock): number {
    const [first] = tokens;
    if (first?.type === 'fence' || first?.type === 'code_block' || isList(first) || isLongParagraph(tokens)) return 500;
    return source.length;
}

/** The number of the first block of code in these tokens; undefined without one. */
export function firstCode(tokens: readonly Token[]): number | undefined {
    const code = tokens.find(isCode);
    return code && codeNumber(code);
}

export function isList(token: Token | undefined): boolean {
    return token?.type === 'bullet_list_open' || token?.type === 'ordered_list_open';
}

export function isLongParagraph([open, words]: readonly Token[]): boolean {
    return open?.type === 'paragraph_open' && (words?.content.length ?? 0) > LONGEST_PARAGRAPH;
}

/** Nobody writes one like that; it is drawn as several, so that its end can grow without the rest. */
const LONGEST_PARAGRAPH = 8 * 1024;

/** Cut from the beginning, so that what was cut stays where it is when more comes. */
export function piecesOf(content: string): readonly string[] {
    const pieces: string[] = [];
    for (let at = 0; at < content.length;) {
        const cut = content.length - at <= LONGEST_PARAGRAPH ? content.length : cutBefore(content, at + LONGEST_PARAGRAPH, at);
        pieces.push(content.slice(at, cut));
        at = cut;
    }
    return pieces;
}

function cutBefore(content: string, most: number, least: number): number {
    const blank = Math.max(content.lastIndexOf(' ', most), content.lastIndexOf('\n', most));
    return blank > least + LONGEST_PARAGRAPH / 2 ? blank + 1 : most;
}
