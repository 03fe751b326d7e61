/**
 * How much of the larger of two files both have, from 0 to 1, as git measures it before it calls one a renamed other
 * (`estimate_similarity` and `diffcore_count_changes`): lines, or pieces of 64 bytes of longer ones, wherever they stand, weighed by bytes.
 */
export function similarity(one: Buffer, other: Buffer): number {
    const most = Math.max(one.length, other.length);
    if (most === 0 || Math.min(one.length, other.length) < most * RENAME_SIMILARITY) return 0;
    const known = countPieces(one);
    let shared = 0;
    for (const [piece, bytes] of countPieces(other)) shared += Math.min(bytes, known.get(piece) ?? 0);
    return shared / most;
}

/** git's own limit. */
export const RENAME_SIMILARITY = 0.5;

/** Bytes by piece. */
function countPieces(file: Buffer): ReadonlyMap<string, number> {
    const isText = !file.subarray(0, 8_000).includes(0);
    const pieces = new Map<string, number>();
    for (let at = 0; at < file.length;) {
        const lineEnd = file.indexOf(0x0a, at);
        const end = Math.min(lineEnd < 0 ? file.length : lineEnd + 1, at + LONGEST_PIECE);
        // A line end of Windows counts as any other.
        const piece = file.toString('latin1', at, end);
        const counted = isText && piece.endsWith('\r\n') ? `${piece.slice(0, -2)}\n` : piece;
        pieces.set(counted, (pieces.get(counted) ?? 0) + counted.length);
        at = end;
    }
    return pieces;
}

const LONGEST_PIECE = 64;
