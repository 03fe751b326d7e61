import type { Attachment, AttachmentFate, MeasuredAttachment } from '../../protocol/attachment.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StopOptions } from '../ports.ts';
import type { Attached, AttachedPiece } from '../answer/attached.ts';
import { ATTACHED_TOKENS, MOST_ATTACHMENTS, attachedTextName, isSameAttachment, scopeOf } from '../../protocol/attachment.ts';
import { keepHead, keepWhole, pieceRanges, tokensOf, type AttachedPart } from './attachedPart.ts';
import { resolveAttachment, type AttachPorts, type ResolvedAttachment } from './resolveAttachment.ts';
import { shareTokens } from './shareTokens.ts';

/**
 * Reads what is attached to a question and shares out the tokens that attachments may take together. The same code says beforehand what
 * will become of each, so that what is told is what happens.
 */
export async function attach(attachments: readonly Attachment[], ports: AttachPorts, options: StopOptions = {}): Promise<Attached> {
    const resolved: ResolvedAttachment[] = [];
    for (const attachment of distinct(attachments)) {
        options.signal?.throwIfAborted();
        resolved.push(await resolveAttachment(attachment, ports, options));
    }
    const wanted = resolved.map(one => (one.state === 'read' ? sum(one.parts) : 0));
    const shares = shareTokens(wanted, ATTACHED_TOKENS);
    let left = ATTACHED_TOKENS;
    const measured: MeasuredAttachment[] = [];
    const kept: { readonly attachment: Attachment; readonly parts: readonly AttachedPart[] }[] = [];
    for (const [at, one] of resolved.entries()) {
        if (one.state !== 'read') {
            measured.push({ attachment: one.attachment, fate: fateOf(one) });
            continue;
        }
        const { attachment, parts, unit } = one;
        const wholeTokens = wanted[at] ?? 0;
        const share = shares[at] ?? 0;
        // Of several files the small ones are more use than the beginning of the first; where not one fits, its beginning is.
        const byPart = unit === 'files' ? keepWhole(parts, share) : undefined;
        const cut = byPart && byPart.parts.length > 0 ? byPart : keepHead(parts, share);
        left -= cut.tokens;
        measured.push({ attachment, fate: readFate(one, cut, wholeTokens) });
        kept.push({ attachment, parts: cut.parts });
    }
    const pieces: AttachedPiece[] = kept.flatMap(({ attachment, parts }) => parts.flatMap(part => piecesOf(attachment, part)));
    for (const one of resolved) {
        if (one.state !== 'read') continue;
        const extras = keepWhole(one.extras, Math.max(0, left));
        left -= extras.tokens;
        pieces.push(...extras.parts.flatMap(part => piecesOf(one.attachment, part)));
    }
    const texts = new Map<WorkspacePath, string>();
    for (const { parts } of kept) {
        for (const { path, lines } of parts) if (attachedTextName(path) !== undefined) texts.set(path, lines.join('\n'));
    }
    return {
        pieces,
        texts,
        measured,
        // What is not there or may not be read is searched all the same, and nothing is found in it: elsewhere was not asked for.
        scope: scopeOf({ attachments: resolved.map(({ attachment }) => attachment) }),
    };
}

function distinct(attachments: readonly Attachment[]): readonly Attachment[] {
    const kept: Attachment[] = [];
    for (const attachment of attachments) if (!kept.some(known => isSameAttachment(known, attachment))) kept.push(attachment);
    return kept.slice(0, MOST_ATTACHMENTS);
}

function sum(parts: readonly AttachedPart[]): number {
    return parts.reduce((tokens, part) => tokens + tokensOf(part), 0);
}

function piecesOf({ kind }: Attachment, part: AttachedPart): readonly AttachedPiece[] {
    return pieceRanges(part).map(range => ({ kind, path: part.path, range, lines: part.lines }));
}

function fateOf(one: Exclude<ResolvedAttachment, { state: 'read' }>): AttachmentFate {
    switch (one.state) {
        case 'refused':
            return { state: 'refused', why: one.why };
        case 'searched':
            return { state: 'searched', files: one.files };
        case 'empty':
            return { state: 'empty' };
    }
}

function readFate(
    { attachment, parts, unit }: Extract<ResolvedAttachment, { state: 'read' }>,
    cut: { readonly parts: readonly AttachedPart[]; readonly tokens: number },
    wholeTokens: number,
): AttachmentFate {
    const of = countIn(parts, unit);
    const kept = countIn(cut.parts, unit);
    if (kept === of && cut.tokens === wholeTokens) return { state: 'whole', tokens: wholeTokens };
    return { state: 'cut', tokens: cut.tokens, wholeTokens, unit, kept, of, isRestSearched: attachment.kind === 'file' };
}

function countIn(parts: readonly AttachedPart[], unit: Extract<ResolvedAttachment, { state: 'read' }>['unit']): number {
    if (unit === 'files') return parts.length;
    return parts.reduce((lines, { range }) => lines + range.endLine - range.startLine + 1, 0);
}
