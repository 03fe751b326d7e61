import type { FileKind, Language } from '../../protocol/code.ts';
import type { PassageSymbol } from '../../protocol/passage.ts';
import type { TextRange } from '../../protocol/text.ts';
import type { Chunk, ParsedFile, SourceFile } from '../ports.ts';
import type { FileSyntax, OutlineItem } from '../parse/fileSyntax.ts';
import { noSyntax } from '../parse/fileSyntax.ts';
import { chunkLimits, MeasuredLines, type ChunkLimits } from './chunkLimits.ts';
import { embeddedText } from './embeddedText.ts';
import { lineRanges } from './lineChunks.ts';
import { syntaxRanges } from './syntaxChunks.ts';

/** What is known about a file before it is cut. */
export interface ChunkOptions {
    readonly language: Language;
    readonly kind: FileKind;
    /** Undefined where there is none, or none that can be trusted: the file is cut by lines. */
    readonly syntax?: FileSyntax | undefined;
    readonly problem?: string | undefined;
    /** Those that ship, when absent. */
    readonly limits?: ChunkLimits | undefined;
}

/** Cuts a file into chunks, along its syntax if there is any, and says of each what it is called. `file.text` may have any line ends. */
export function chunkFile(file: SourceFile, options: ChunkOptions): ParsedFile {
    const syntax = options.syntax ?? noSyntax;
    const lines = new MeasuredLines(withPlainLineEnds(file.text));
    const limits = options.limits ?? chunkLimits;
    const ranges = options.syntax ? syntaxRanges(lines, syntax.outline, limits) : lineRanges(lines, limits);
    return {
        path: file.path,
        hash: file.hash,
        language: options.language,
        kind: options.kind,
        lines: lines.count,
        chunks: describeChunks(ranges, syntax.outline, lines),
        facts: syntax.facts,
        ...(options.problem === undefined ? {} : { problem: options.problem }),
    };
}

/** Lines as editors count them (LF, CR LF, CR), with `\n` between them and no byte order mark. */
export function withPlainLineEnds(text: string): string {
    const unmarked = text.startsWith('\uFEFF') ? text.slice(1) : text;
    return unmarked.includes('\r') ? unmarked.replace(/\r\n?/g, '\n') : unmarked;
}

function describeChunks(ranges: readonly TextRange[], outline: readonly OutlineItem[], lines: MeasuredLines): readonly Chunk[] {
    const chunks: Chunk[] = [];
    const open: OutlineItem[] = [];
    let next = 0;
    // Both lists are in order of lines, so each item is looked at for its own chunks only.
    for (const range of ranges) {
        while (open.length > 0) {
            const finished = open.findIndex(item => item.range.endLine < range.startLine);
            if (finished < 0) break;
            open.splice(finished, 1);
        }
        for (let item = outline[next]; item && firstLine(item) <= range.endLine; item = outline[++next]) {
            if (item.range.endLine >= range.startLine) open.push(item);
        }
        chunks.push(describeChunk(range, open, lines));
    }
    return chunks;
}

/** `near` are all items that touch the range. */
function describeChunk(range: TextRange, near: readonly OutlineItem[], lines: MeasuredLines): Chunk {
    const around = near.filter(item => item.range.startLine < range.startLine && item.range.endLine >= range.endLine);
    const owner = ownerOf(range, near);
    const names = new Set(near.filter(item => !item.isScope && isWithin(item.nameLine, range)).map(item => item.name));
    return {
        range,
        text: lines.textOf(range),
        ...(owner ? { symbol: symbolOf(owner) } : {}),
        names: [...names],
        embeddedText: embeddedText(lines, range, around),
    };
}

/** The innermost definition around the chunk, or the one that makes up most of it. */
function ownerOf(range: TextRange, near: readonly OutlineItem[]): OutlineItem | undefined {
    let owner: OutlineItem | undefined;
    for (const item of near) {
        const shared = Math.min(item.range.endLine, range.endLine) - Math.max(firstLine(item), range.startLine) + 1;
        const holdsMost = shared * 2 > range.endLine - range.startLine + 1;
        // Items come parents first: of those that hold most of the chunk, the last is the innermost.
        if (holdsMost) owner = item;
    }
    return owner;
}

function symbolOf(item: OutlineItem): PassageSymbol {
    return { name: item.name, kind: item.kind, container: item.container };
}

function firstLine(item: OutlineItem): number {
    return Math.min(item.range.startLine, item.doc?.startLine ?? item.range.startLine);
}

function isWithin(line: number, range: TextRange): boolean {
    return line >= range.startLine && line <= range.endLine;
}
