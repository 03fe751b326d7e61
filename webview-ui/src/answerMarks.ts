import type { Citation, Evidence } from '../../src/protocol/answer.ts';
import type { TextRange } from '../../src/protocol/text.ts';

/** A stretch of answer text: words, or a footnote that stands for a citation. */
export type TextPiece = { readonly type: 'words'; readonly words: string } | { readonly type: 'footnote'; readonly citation: Citation };

export type CitationsByMark = ReadonlyMap<string, Citation>;

/**
 * Splits text at its footnotes. Only a mark that has a citation becomes one: brackets that a model made up, or that a quoted
 * file contains, stay words, so nothing can look checked that was not.
 */
export function splitMarks(text: string, citations: CitationsByMark): readonly TextPiece[] {
    const pieces: TextPiece[] = [];
    let end = 0;
    for (const match of text.matchAll(MARK)) {
        const citation = citations.get(match[1] ?? '');
        if (!citation) continue;
        if (match.index > end) pieces.push({ type: 'words', words: text.slice(end, match.index) });
        pieces.push({ type: 'footnote', citation });
        end = match.index + match[0].length;
    }
    if (end < text.length) pieces.push({ type: 'words', words: text.slice(end) });
    return pieces;
}

const MARK = /\[(\d{1,4}(?::\d{1,7}(?:-\d{1,7})?)?)\]/g;

/** Text that is still arriving, without the beginning of a mark at its end, so that brackets do not flicker. */
export function withoutUnfinishedMark(text: string): string {
    return text.replace(/\[\d{0,4}(?::\d{0,7}(?:-\d{0,7})?)?$/, '');
}

/** What stands behind the three backticks: a language, and in a quotation where it is from. */
export interface FenceInfo {
    readonly language: string;
    readonly quoted?: { readonly path: string; readonly range: TextRange; readonly mark: string };
}

/** Reads `ts src/build/retry.ts:18-24 [1:18-24]`; whatever does not have this form is a language and no more. */
export function readFenceInfo(info: string): FenceInfo {
    const language = /^[\w+#.-]{0,30}/.exec(info.trim())?.[0] ?? '';
    const quoted = QUOTED_FENCE.exec(info.trim());
    if (!quoted) return { language };
    const [, path = '', start = '1', end = start, mark = ''] = quoted;
    return { language, quoted: { path, range: { startLine: Number(start), endLine: Number(end) }, mark } };
}

const QUOTED_FENCE = /^[\w+#.-]{0,30}\s+(\S.{0,999}?):(\d{1,7})(?:-(\d{1,7}))?\s+\[(\d{1,4}(?::\d{1,7}(?:-\d{1,7})?)?)\]$/;

/**
 * Whether quoted code says something that its source does not. The evidence that came with the answer decides: a fence under
 * a file's name may be indented otherwise or cut, with `…` where lines are left out, but each line of it must be there.
 * Undefined when the evidence does not reach that far and nothing can be said.
 */
export function isMisquoted(code: string, range: TextRange, evidence: Evidence | undefined): boolean | undefined {
    if (!evidence) return undefined;
    const { range: known, text } = evidence.passage;
    if (range.startLine < known.startLine || range.endLine > known.endLine) return undefined;
    const source = text.split('\n').slice(range.startLine - known.startLine, range.endLine - known.startLine + 1);
    const lines = new Set(source.map(line => line.trim()));
    return code.split('\n').some(line => !ELLIPSIS.test(line.trim()) && line.trim() !== '' && !lines.has(line.trim()));
}

const ELLIPSIS = /^\W{0,6}(?:…|\.\.\.)\W{0,6}$/;

/** Characters that reorder what is read; in an answer about code they are shown by their number instead of obeyed. */
export function visibleText(text: string): string {
    return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, mark => `⟨U+${mark.charCodeAt(0).toString(16).toUpperCase()}⟩`);
}
