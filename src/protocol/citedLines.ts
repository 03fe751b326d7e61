import type { Citation, Evidence } from './answer.ts';
import type { TextRange } from './text.ts';

/** The lines that a mark named when the answer was written; where they are now is the citation's `range`. */
export function writtenLines(citation: Citation, evidence: Evidence | undefined): TextRange {
    const lines = /^\d+:(\d+)(?:-(\d+))?$/.exec(citation.mark);
    if (!lines) return evidence?.passage.range ?? citation.range;
    return { startLine: Number(lines[1]), endLine: Number(lines[2] ?? lines[1]) };
}

/** The cited lines as the answer saw them; undefined when they are not in what was found. */
export function citedText(citation: Citation, evidence: Evidence | undefined): string | undefined {
    if (!evidence) return undefined;
    const { range, text } = evidence.passage;
    const { startLine, endLine } = writtenLines(citation, evidence);
    if (startLine < range.startLine || endLine > range.endLine) return undefined;
    const lines = text.split('\n').slice(startLine - range.startLine, endLine - range.startLine + 1);
    // Lines of a difference that are cited where they stand in the file have a sign before them in the difference.
    return (citation.path === evidence.passage.path ? lines : lines.map(line => line.slice(1))).join('\n');
}
