import type { AnswerPiece } from './readCitations.ts';
import type { Citation, Evidence } from '../../protocol/answer.ts';
import type { Files } from '../ports.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { findLines, hashOfLines, linesOf } from './sourceLines.ts';
import { differenceAt, newerLines } from '../../protocol/attachedDifference.ts';
import { attachedTextName } from '../../protocol/attachment.ts';
import { overlaps } from '../../protocol/text.ts';

/**
 * The citation that a mark stands for, checked against the live text of its file; undefined when the mark names no evidence
 * or lines that the evidence does not hold, and so is nothing but text. Lines partly outside the evidence are cut to it.
 */
export async function checkMark(
    mark: AnswerPiece & { readonly type: 'mark' },
    evidence: readonly Evidence[],
    files: Files,
): Promise<Citation | undefined> {
    const named = evidence.find(({ number }) => number === mark.number);
    if (!named) return undefined;
    const { passage } = named;
    const range = mark.range === undefined ? passage.range : common(mark.range, passage.range);
    if (!range) return undefined;
    const offset = passage.range.startLine - 1;
    const of = { mark: mark.mark, number: mark.number, state: 'verified' } as const;
    const standing = await standingLines(passage.path, range, files);
    if (standing) return { ...of, ...standing };
    const hash = hashOfLines(passage.text.split('\n'), { startLine: range.startLine - offset, endLine: range.endLine - offset });
    return await look({ ...of, path: passage.path, range, hash }, files);
}

/**
 * Lines of a difference that was attached, where they stand in the file of today: they are cited there, and followed like any others.
 * Undefined for lines that are removed, or have changed since, which are cited in the text that was attached.
 */
async function standingLines(
    path: WorkspacePath,
    range: TextRange,
    files: Files,
): Promise<Pick<Citation, 'path' | 'range' | 'hash'> | undefined> {
    const difference = differenceAt(path);
    if (!difference) return undefined;
    const whole = await files.read(path);
    const newer = whole && newerLines(linesOf(whole.text), range.startLine - 1, range.endLine - 1);
    const today = newer && (await files.read(difference.file));
    if (!today) return undefined;
    const lines = linesOf(today.text);
    const hash = hashOfLines(newer.lines, { startLine: 1, endLine: newer.lines.length });
    const found = hashOfLines(lines, newer.range) === hash ? newer.range : findLines(lines, newer.range, hash);
    return found && { path: difference.file, range: found, hash };
}

/** Looks at the lines of citations again, after edits: each is verified where it stands, moved to where its lines stand now, or stale. */
export async function recheckCitations(citations: readonly Citation[], files: Files): Promise<readonly Citation[]> {
    const remembering = readOnce(files);
    return await Promise.all(citations.map(citation => look(citation, remembering)));
}

/** Reads each file once; for a round of checks that should see one state of the files. */
export function readOnce(files: Files): Files {
    const known = new Map<string, ReturnType<Files['read']>>();
    return {
        read: path => {
            const reading = known.get(path) ?? files.read(path);
            known.set(path, reading);
            return reading;
        },
    };
}

async function look(citation: Citation, files: Files): Promise<Citation> {
    const source = await files.read(citation.path);
    // A text that was attached stands in no file, and is what it was when the answer was written.
    if (!source && attachedTextName(citation.path) !== undefined) return citation;
    if (!source) return { ...citation, state: 'stale' };
    const lines = linesOf(source.text);
    if (hashOfLines(lines, citation.range) === citation.hash) {
        // A citation that was found elsewhere stays `moved`: what the text says about line numbers is no longer so.
        return citation.state === 'stale' ? { ...citation, state: 'verified' } : citation;
    }
    const found = findLines(lines, citation.range, citation.hash);
    if (!found) return { ...citation, state: 'stale' };
    // Lines that did not show the claim do not show it where they stand now.
    return { ...citation, range: found, state: citation.state === 'unsupported' ? 'unsupported' : 'moved' };
}

function common(one: TextRange, other: TextRange): TextRange | undefined {
    if (!overlaps(one, other)) return undefined;
    return { startLine: Math.max(one.startLine, other.startLine), endLine: Math.min(one.endLine, other.endLine) };
}
