import type { TextRange } from '../../protocol/text.ts';
import type { OutlineItem } from '../parse/fileSyntax.ts';
import type { ChunkLimits, MeasuredLines } from './chunkLimits.ts';
import { splitRange } from './splitRange.ts';

/**
 * Cuts a file along its definitions: one that is neither small nor large is a piece of its own, small neighbours are packed together,
 * a large one is cut along the definitions inside it, and what is still too long by `splitRange`. What stands alone is never packed.
 * The pieces are in order, do not overlap, and hold every non-blank line.
 */
export function syntaxRanges(lines: MeasuredLines, outline: readonly OutlineItem[], limits: ChunkLimits): readonly TextRange[] {
    const blocks = blocksOf(outline, lines.count, limits);
    const pieces: Piece[] = [];
    cut({ startLine: 1, endLine: lines.count }, blocks, 0, { lines, limits, pieces });
    return joinSlivers(pieces, lines, limits);
}

/** A definition with its comment, and the blocks inside it. */
interface Block {
    readonly range: TextRange;
    readonly children: Block[];
    /** True for the inside of a function: statements, among which a small definition is one more. */
    readonly isStatements?: boolean;
    readonly standsAlone?: boolean;
    /** True around a block that stands alone: it is cut however small it is. */
    holdsAlone?: boolean;
}

interface Piece extends TextRange {
    readonly standsAlone?: boolean;
}

interface Cutting {
    readonly lines: MeasuredLines;
    readonly limits: ChunkLimits;
    readonly pieces: Piece[];
}

/** Hostile text nests without end; below this depth lines decide. */
const MAX_DEPTH = 40;

/** Nests definitions as lines: siblings never share a line, and a child stays within its parent. */
function blocksOf(outline: readonly OutlineItem[], lineCount: number, limits: ChunkLimits): readonly Block[] {
    const root: Block = { range: { startLine: 1, endLine: lineCount }, children: [] };
    const open: Block[] = [root];
    for (const item of outline) {
        // A field is one line among its kin: it is named by its chunk but does not shape it.
        if (item.kind === 'field') continue;
        while (open.length > 1 && (open.at(-1)?.range.endLine ?? 0) < item.range.startLine) open.pop();
        const parent = open.at(-1) ?? root;
        const isDocAbove = item.doc !== undefined && item.doc.startLine < item.range.startLine;
        const previousEnd = parent.children.at(-1)?.range.endLine ?? parent.range.startLine - 1;
        const startLine = Math.max(isDocAbove ? item.doc.startLine : item.range.startLine, previousEnd + 1);
        const endLine = Math.min(item.range.endLine, parent.range.endLine);
        if (startLine > endLine) continue;
        if (parent.isStatements && endLine - startLine + 1 < limits.minLines) continue;
        const isStatements = item.kind === 'function' || item.kind === 'method';
        const standsAlone = item.standsAlone === true;
        const block: Block = { range: { startLine, endLine }, children: [], isStatements, standsAlone };
        if (standsAlone) for (const around of open) around.holdsAlone = true;
        parent.children.push(block);
        open.push(block);
    }
    return root.children;
}

function cut(range: TextRange, blocks: readonly Block[], depth: number, cutting: Cutting): void {
    const { lines, limits, pieces } = cutting;
    let pending: TextRange | undefined;
    const flush = () => {
        const trimmed = pending && lines.trim(pending);
        if (trimmed) pieces.push(trimmed);
        pending = undefined;
    };
    for (const unit of unitsOf(range, blocks)) {
        const trimmed = lines.trim(unit.range);
        if (!trimmed) continue;
        const count = trimmed.endLine - trimmed.startLine + 1;
        if (!lines.fits(trimmed, limits) || (unit.holdsAlone && depth < MAX_DEPTH)) {
            flush();
            if (unit.children.length > 0 && depth < MAX_DEPTH) cut(trimmed, unit.children, depth + 1, cutting);
            else pieces.push(...splitRange(lines, trimmed, limits));
        } else if (count >= limits.minLines || unit.standsAlone) {
            flush();
            pieces.push(unit.standsAlone ? { ...trimmed, standsAlone: true } : trimmed);
        } else {
            const joined = pending && { startLine: pending.startLine, endLine: trimmed.endLine };
            if (joined && lines.fits(joined, limits)) {
                pending = joined;
            } else {
                flush();
                pending = trimmed;
            }
        }
    }
    flush();
}

/** Blocks and the stretches between them, in order. */
function* unitsOf(range: TextRange, blocks: readonly Block[]): Generator<Block> {
    let next = range.startLine;
    for (const block of blocks) {
        if (block.range.startLine > next) yield { range: { startLine: next, endLine: block.range.startLine - 1 }, children: [] };
        yield block;
        next = block.range.endLine + 1;
    }
    if (next <= range.endLine) yield { range: { startLine: next, endLine: range.endLine }, children: [] };
}

/** A chunk of fewer lines says too little on its own: a class's first line, a closing brace, a lone constant. */
const SLIVER_LINES = 4;

/** Joins slivers to a neighbour that has room: what only closes to the one before, everything else to the one after. */
function joinSlivers(pieces: readonly Piece[], lines: MeasuredLines, limits: ChunkLimits): readonly TextRange[] {
    const joined: Piece[] = [];
    for (const piece of pieces) {
        const before = joined.at(-1);
        const shouldJoin = before !== undefined && (isSliver(before) || closesOnly(piece, lines));
        const together = shouldJoin && !(before.standsAlone && piece.standsAlone) ? bothOf(before, piece) : undefined;
        if (together && lines.fits(together, limits)) joined[joined.length - 1] = together;
        else joined.push(piece);
    }
    const last = joined.at(-1);
    const before = joined.at(-2);
    if (last && before && isSliver(last)) {
        const together = bothOf(before, last);
        if (lines.fits(together, limits)) joined.splice(-2, 2, together);
    }
    return joined.map(({ startLine, endLine }) => ({ startLine, endLine }));
}

function bothOf(before: Piece, after: Piece): Piece {
    const standsAlone = before.standsAlone === true || after.standsAlone === true;
    return { startLine: before.startLine, endLine: after.endLine, standsAlone };
}

function isSliver({ startLine, endLine, standsAlone }: Piece): boolean {
    return standsAlone !== true && endLine - startLine + 1 < SLIVER_LINES;
}

function closesOnly(range: Piece, lines: MeasuredLines): boolean {
    return !/[\p{L}\p{N}_]/u.test(isSliver(range) ? lines.textOf(range) : 'long');
}
