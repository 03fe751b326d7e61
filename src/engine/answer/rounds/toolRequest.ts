import { evidenceTools, type EvidenceTool } from '../../../protocol/trace.ts';
import type { TextRange } from '../../../protocol/text.ts';

/** Something that a model asks to see before it answers. */
export interface ToolRequest {
    readonly tool: EvidenceTool;
    /** Words, a path, a name or a folder. */
    readonly argument: string;
    /** With `read` and `history`: the lines; the beginning of the file when absent. */
    readonly range?: TextRange;
}

/**
 * Reads requests from what a model wrote: one a line, `SEARCH: retry limit`, `READ: src/a.ts:10-40`. Anything else it writes is passed over,
 * so a model that begins to answer, or to talk, gets no further round.
 */
export function readToolRequests(text: string): readonly ToolRequest[] {
    const requests: ToolRequest[] = [];
    for (const line of text.slice(0, LONGEST_REPLY).split('\n')) {
        const written = /^\s*(?:[-*]\s+|\d+[.)]\s+)?`?([A-Za-z]+)\s*:\s*(.{1,300}?)`?\s*$/.exec(line);
        const tool = evidenceTools.find(known => known.toUpperCase() === written?.[1]);
        const argument = written?.[2]?.trim().replace(/^["'`]|["'`]$/g, '') ?? '';
        if (tool === undefined || argument === '') continue;
        const place = tool === 'read' || tool === 'history' ? /^(.+?):(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?$/.exec(argument) : null;
        const startLine = Number(place?.[2]);
        requests.push(
            place?.[1] === undefined
                ? { tool, argument }
                : { tool, argument: place[1], range: { startLine, endLine: Math.max(startLine, Number(place[3] ?? startLine)) } },
        );
    }
    return requests;
}

/** Characters of a reply that are looked at; requests are short. */
export const LONGEST_REPLY = 4_000;
