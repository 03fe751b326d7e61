import type { Evidence } from '../../protocol/answer.ts';
import type { Prompt } from '../modelPorts.ts';
import type { Subject } from '../answer/findings.ts';
import type { TextRange } from '../../protocol/text.ts';
import { t } from '../../protocol/l10n.ts';
import { codeBlock, codeSpan, footnote, listed } from './prose.ts';
import { decisiveLines } from './decisiveLines.ts';
import { attachedTextName } from '../../protocol/attachment.ts';
import { rangeLabel } from '../../protocol/text.ts';

/** The lines of a definition that decide, under its signature, with a caption that names them. */
export function quoteOf(subject: Subject, prompt: Prompt): string {
    const piece = prompt.evidence.find(({ number }) => number === subject.definition.number);
    if (!piece) return '';
    const { signature, range } = subject.symbol;
    const whole = { startLine: signature.startLine, endLine: Math.min(range.endLine, piece.passage.range.endLine) };
    if (lengthOf(whole) <= WHOLE_DEFINITION) return quotation(piece, [whole]);
    const head = { startLine: signature.startLine, endLine: Math.min(signature.endLine, signature.startLine + LONGEST_SIGNATURE - 1) };
    // The doc comment has been told already, and the signature is quoted anyway: neither decides here.
    const isTold = (line: number): boolean => isIn(signature, line) || (subject.doc !== undefined && isIn(subject.doc.shown.range, line));
    const lines = linesIn(piece, whole).map((line, at) => (isTold(whole.startLine + at) ? '' : line));
    const decisive = decisiveLines(lines, whole.startLine, prompt.findings.words, {
        fewest: 6,
        most: 14,
        telling: new Set(subject.steps.filter(({ doc }) => doc).map(({ line }) => line)),
    });
    if (decisive.startLine <= head.endLine + 3) return quotation(piece, [{ startLine: head.startLine, endLine: decisive.endLine }]);
    return quotation(piece, [head, decisive]);
}

/** The lines of a passage that decide. */
export function quoteOfPassage(piece: Evidence, prompt: Prompt): string {
    const { range } = piece.passage;
    const lines = linesIn(piece, range);
    return quotation(piece, [
        lines.length <= WHOLE_DEFINITION ? range : decisiveLines(lines, range.startLine, prompt.findings.words, { fewest: 5, most: 14 }),
    ]);
}

const WHOLE_DEFINITION = 14;
/** A longer list of parameters is cut, and would be half the answer. */
const LONGEST_SIGNATURE = 13;

/** One or two stretches of a piece of evidence in one block; what lies between is left out visibly. */
export function quotation(piece: Evidence, ranges: readonly TextRange[]): string {
    const { path, language } = piece.passage;
    const marks = ranges.map(range => footnote({ number: piece.number, range })).join(' ');
    const isOneLine = ranges.length === 1 && ranges[0]?.startLine === ranges[0]?.endLine;
    const source = attachedTextName(path) === undefined ? codeSpan(path) : t('the text that was attached');
    const lines = listed(ranges.map(rangeLabel));
    const caption = isOneLine ? t('From {0}, line {1} {2}:', source, lines, marks) : t('From {0}, lines {1} {2}:', source, lines, marks);
    const blocks = ranges.map(range => linesIn(piece, range));
    const gap = `${/^\s*/.exec(blocks[1]?.[0] ?? '')?.[0] ?? ''}…`;
    return `${caption}\n\n${codeBlock(
        blocks.flatMap((block, at) => (at === 0 ? block : [gap, ...block])),
        language,
    )}`;
}

function linesIn({ passage }: Evidence, range: TextRange): readonly string[] {
    const offset = passage.range.startLine;
    return passage.text.split('\n').slice(Math.max(0, range.startLine - offset), range.endLine - offset + 1);
}

function lengthOf(range: TextRange): number {
    return range.endLine - range.startLine + 1;
}

function isIn(range: TextRange, line: number): boolean {
    return line >= range.startLine && line <= range.endLine;
}
