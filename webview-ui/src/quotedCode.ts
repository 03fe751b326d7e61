import type { Citation, Evidence } from '../../src/protocol/answer.ts';
import type { TextRange } from '../../src/protocol/text.ts';
import type { CitationsByMark } from './answerMarks.ts';
import { visibleText } from '../../src/protocol/visibleText.ts';
import { writtenLines } from '../../src/protocol/citedLines.ts';

/** A block of code that is from a file: the citations it stands for, in the order of its lines. */
export interface Quote {
    readonly citations: readonly [Citation, ...Citation[]];
    /** The number of each line of the code in its file; undefined for a line that stands for what was left out. */
    readonly lineNumbers: readonly (number | undefined)[];
    /** The code says something that its source does not. */
    readonly isMisquoted: boolean;
}

/** Where a block of code says it is from. */
export interface ClaimedPlace {
    readonly path: string;
    readonly marks: readonly string[];
}

/** Reads what stands behind the backticks: `ts src/build/retry.ts:18-24 [1:18-24]`. */
export function readFenceInfo(info: string): { readonly language: string; readonly place?: ClaimedPlace } {
    const language = /^[\w+#.-]{0,30}/.exec(info.trim())?.[0] ?? '';
    const quoted = QUOTED_FENCE.exec(info.trim());
    return quoted?.[1] && quoted[2] ? { language, place: { path: quoted[1], marks: [quoted[2]] } } : { language };
}

const MARK = String.raw`\d{1,4}(?::\d{1,7}(?:-\d{1,7})?)?`;
const QUOTED_FENCE = new RegExp(String.raw`^[\w+#.-]{0,30}\s+(\S.{0,999}?):\d{1,7}(?:-\d{1,7})?\s+\[(${MARK})\]$`);

/** Reads the line that the quoting answer puts above its code: ``From `src/build/retry.ts`, lines 18-19 and 24 [1:18-19] [1:24]:`` */
export function readQuoteCaption(paragraph: string): ClaimedPlace | undefined {
    const caption = QUOTE_CAPTION.exec(paragraph);
    if (!caption?.[1] || !caption[2]) return undefined;
    return { path: caption[1], marks: [...caption[2].matchAll(/\[([^\]]+)\]/g)].flatMap(mark => mark[1] ?? []) };
}

/** In each language that quoting speaks: `Aus … , Zeilen 18-19 und 24 …:` */
const QUOTE_CAPTION = new RegExp(
    String.raw`^(?:From |Aus |De |Extrait de |摘自 )?\x60([^\x60]{1,1000})\x60(?:[\d\s,，、-]|lines? |Zeilen? |líneas? |lignes? |行目?|第|の|and|und|y|et|和){1,200}?((?:\[${MARK}\]\s?){1,9})[:：]$`,
    'u',
);

/**
 * The quotation that a place claims, if each of its marks has a citation of that very file. Anything less is code that somebody
 * wrote down: a model can write a file's name over whatever it likes.
 */
export function quoteOf(
    code: string,
    place: ClaimedPlace | undefined,
    citations: CitationsByMark,
    evidence: ReadonlyMap<number, Evidence>,
): Quote | undefined {
    const cited = place?.marks.map(mark => citations.get(mark)) ?? [];
    const named = cited.filter(citation => citation !== undefined && visibleText(citation.path) === place?.path);
    const [first, ...others] = named.filter(citation => citation !== undefined);
    if (!first || named.length < cited.length) return undefined;
    const all = [first, ...others] as const;
    const ranges = all.map(citation => writtenLines(citation, evidence.get(citation.number)));
    return { citations: all, lineNumbers: numberLines(code, ranges), isMisquoted: isMisquoted(code, ranges, evidence.get(first.number)) };
}

/** Numbers lines from the start of the first range; a line of dots goes on with the next. */
function numberLines(code: string, ranges: readonly TextRange[]): readonly (number | undefined)[] {
    let range = 0;
    let next = ranges[0]?.startLine ?? 1;
    return code.split('\n').map(line => {
        const following = ranges[range + 1];
        if (!isGap(line) || !following) return next++;
        range += 1;
        next = following.startLine;
        return undefined;
    });
}

/**
 * The evidence that came with the answer decides: quoted code may be indented otherwise or cut, with dots where lines are left
 * out, but each line of it must be there. Where the evidence does not reach, nothing is held against it.
 */
function isMisquoted(code: string, ranges: readonly TextRange[], evidence: Evidence | undefined): boolean {
    if (!evidence) return false;
    const { range: known, text } = evidence.passage;
    if (ranges.some(range => range.startLine < known.startLine || range.endLine > known.endLine)) return false;
    const source = visibleText(text).split('\n');
    const lines = new Set(
        ranges.flatMap(range => source.slice(range.startLine - known.startLine, range.endLine - known.startLine + 1)).map(bare),
    );
    return visibleText(code)
        .split('\n')
        .some(line => !isGap(line) && bare(line) !== '' && !lines.has(bare(line)));
}

function bare(line: string): string {
    return line.trim();
}

/** `…`, `// ...`, `# …` and their like. */
function isGap(line: string): boolean {
    return /^\W{0,6}(?:…|\.\.\.)\W{0,6}$/.test(line.trim());
}
