import type { Evidence, EvidenceRole } from '../../protocol/answer.ts';
import type { FileKind, Language } from '../../protocol/code.ts';
import type { Passage } from '../../protocol/passage.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { contentHash } from '../contentHash.ts';
import type { QuestionWord } from './findings.ts';
import { sourceReasons } from './sourceReasons.ts';
import { overlaps } from '../../protocol/text.ts';
import { textIn } from './sourceLines.ts';

/** Lines that may become evidence. */
export interface EvidenceEntry {
    readonly role: EvidenceRole;
    readonly path: WorkspacePath;
    readonly range: TextRange;
    readonly lines: readonly string[];
    readonly language: Language;
    readonly kind: FileKind;
    /** For people: `defines retryBuild`. */
    readonly detail: string;
    /** The passage it comes from, when it was found by searching. */
    readonly found: Passage | undefined;
}

/**
 * Numbers evidence in the order it is added. Lines that overlap what is there already join it, so that no line stands under two numbers,
 * unless the whole would grow too long to be read as one piece.
 */
export class EvidenceList {
    private readonly entries: EvidenceEntry[] = [];

    /** The number of the evidence that holds these lines from now on. */
    add(entry: EvidenceEntry): number {
        const range = { startLine: Math.max(1, entry.range.startLine), endLine: Math.min(entry.lines.length, entry.range.endLine) };
        const at = this.entries.findIndex(
            known =>
                known.path === entry.path &&
                overlaps(known.range, range) &&
                (lengthOf(union(known.range, range)) <= LONGEST || lengthOf(union(known.range, range)) === lengthOf(known.range)),
        );
        const known = this.entries[at];
        if (!known) return this.entries.push({ ...entry, range });
        this.entries[at] = {
            ...known,
            range: union(known.range, range),
            role: known.role === 'found' && entry.role === 'definition' ? 'definition' : known.role,
            detail: known.detail === '' ? entry.detail : known.detail,
            found: known.found ?? entry.found,
        };
        return at + 1;
    }

    /** Numbered from 1, with reasons that speak of these words of the question. */
    evidence(words: readonly QuestionWord[] = []): readonly Evidence[] {
        return this.entries.map((entry, at) => ({ number: at + 1, role: entry.role, passage: evidencePassage(entry, words) }));
    }
}

/** Three screens: more than that is a file, not a quotation. */
const LONGEST = 140;

/** Live lines as a passage, with the reasons why they are there. */
export function evidencePassage(entry: EvidenceEntry, words: readonly QuestionWord[]): Passage {
    const text = textIn(entry.lines, entry.range);
    const { found } = entry;
    const passage: Passage = {
        path: entry.path,
        range: entry.range,
        language: entry.language,
        kind: entry.kind,
        ...(found?.symbol ? { symbol: found.symbol } : {}),
        text,
        hash: contentHash(text),
        score: found?.score ?? 0,
        origins: found?.origins ?? [],
    };
    return { ...passage, origins: sourceReasons(passage, entry.detail, words) };
}

function union(one: TextRange, other: TextRange): TextRange {
    return { startLine: Math.min(one.startLine, other.startLine), endLine: Math.max(one.endLine, other.endLine) };
}

function lengthOf(range: TextRange): number {
    return range.endLine - range.startLine + 1;
}
