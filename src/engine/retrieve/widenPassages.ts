import type { CodeSymbol, FileFacts } from '../../protocol/code.ts';
import type { Passage, PassageOrigin, PassageSymbol } from '../../protocol/passage.ts';
import type { TextRange } from '../../protocol/text.ts';
import type { ChosenRow } from './choosePassages.ts';
import type { TextLines } from './textLines.ts';
import { overlaps } from '../../protocol/text.ts';
import { contentHash } from '../contentHash.ts';

/** A passage before its text is read. */
export type PlacedPassage = Omit<Passage, 'text' | 'hash'>;

/**
 * Makes passages of the chosen rows of one file: each is widened to the definition it sits in when that is short enough to read, and
 * neighbours become one. `place` says where a row's lines stand now, in a file of so many lines.
 */
export function placePassages(
    chosen: readonly ChosenRow[],
    facts: FileFacts | undefined,
    { place, lineCount }: { readonly place: Placement; readonly lineCount: number },
): PlacedPassage[] {
    const pieces: Piece[] = [];
    for (const row of chosen) {
        const now = place(row);
        if (!now) continue;
        // Definitions are those of the indexed text; where the file has moved on, their lines move with the row's.
        const shift = now.startLine - row.row.range.startLine;
        const range = clip(widen(now, facts, shift), lineCount);
        pieces.push({ range, row, origins: row.origins });
    }
    const best = merge(pieces)
        .sort((a, b) => b.row.score - a.row.score)
        .slice(0, MAX_PASSAGES_PER_FILE);
    return best.map(({ range, row, origins }) => {
        const symbol = enclosing(facts, range, place(row)) ?? row.row.symbol;
        const { path, language, kind } = row.row;
        const passage = { path, range, language, kind, score: row.score, origins };
        return symbol ? { ...passage, symbol } : passage;
    });
}

/** With the lines of its file as they are now. */
export function withText(passage: PlacedPassage, lines: TextLines): Passage {
    const text = lines.between(passage.range);
    return { ...passage, text, hash: contentHash(text) };
}

/** Where a row's lines are in the live file; undefined when they are no longer there. */
export type Placement = (row: ChosenRow) => TextRange | undefined;

/** What fits a screen; longer definitions are shown by their chunk. */
const MAX_LINES = 80;

/** Passages with no more than this many lines between them are read as one. */
const MAX_GAP = 3;

/** One file must not fill an answer, neither by its size nor because somebody stuffed it with the likely question. */
const MAX_PASSAGES_PER_FILE = 3;

interface Piece {
    readonly range: TextRange;
    /** The best row of the piece. */
    readonly row: ChosenRow;
    readonly origins: readonly PassageOrigin[];
}

/** The smallest definition that holds all of the range, with its doc comment, unless it is too long. */
function widen(range: TextRange, facts: FileFacts | undefined, shift: number): TextRange {
    let best: TextRange | undefined;
    for (const definition of facts?.definitions ?? []) {
        if (definition.kind === 'section' || definition.kind === 'key') continue;
        const whole = withDoc(definition, shift);
        if (whole.startLine > range.startLine || whole.endLine < range.endLine) continue;
        if (!best || length(whole) < length(best)) best = whole;
    }
    return best && length(best) <= MAX_LINES ? best : range;
}

function withDoc(definition: Pick<CodeSymbol, 'range' | 'doc'>, shift: number): TextRange {
    return {
        startLine: Math.min(definition.range.startLine, definition.doc?.startLine ?? Infinity) + shift,
        endLine: Math.max(definition.range.endLine, definition.doc?.endLine ?? 0) + shift,
    };
}

/** The definition that a widened passage shows, if it is one. */
function enclosing(facts: FileFacts | undefined, range: TextRange, place: TextRange | undefined): PassageSymbol | undefined {
    if (!place) return undefined;
    const own = (facts?.definitions ?? []).filter(({ range: held }) => held.startLine >= range.startLine && held.endLine <= range.endLine);
    const outer = own.filter(({ range: held }) => length(held) * 2 > length(range)).sort((a, b) => length(b.range) - length(a.range))[0];
    return outer && { name: outer.name, kind: outer.kind, container: outer.container };
}

function length(range: TextRange): number {
    return range.endLine - range.startLine + 1;
}

function clip(range: TextRange, lineCount: number): TextRange {
    return { startLine: Math.max(1, range.startLine), endLine: Math.min(lineCount, range.endLine) };
}

/** Joins what overlaps or nearly touches, in order of lines; the joined piece keeps the best score and the reasons of all. */
function merge(pieces: readonly Piece[]): Piece[] {
    const merged: Piece[] = [];
    for (const piece of [...pieces].sort((a, b) => a.range.startLine - b.range.startLine)) {
        const last = merged.at(-1);
        if (!last) {
            merged.push(piece);
            continue;
        }
        const joined = { startLine: last.range.startLine, endLine: Math.max(last.range.endLine, piece.range.endLine) };
        const touches = piece.range.startLine <= last.range.endLine + MAX_GAP + 1;
        if (!overlaps(last.range, piece.range) && !(touches && length(joined) <= MAX_LINES)) {
            merged.push(piece);
            continue;
        }
        const best = piece.row.score > last.row.score ? piece.row : last.row;
        merged[merged.length - 1] = { range: joined, row: best, origins: strongest([...last.origins, ...piece.origins]) };
    }
    return merged;
}

/** One reason for each signal, the strongest. */
function strongest(origins: readonly PassageOrigin[]): PassageOrigin[] {
    const bySignal = new Map<string, PassageOrigin>();
    for (const origin of origins) {
        const known = bySignal.get(origin.signal);
        if (!known || Math.abs(origin.contribution) > Math.abs(known.contribution)) bySignal.set(origin.signal, origin);
    }
    return [...bySignal.values()].sort((a, b) => b.contribution - a.contribution);
}
