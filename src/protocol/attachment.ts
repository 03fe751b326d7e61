import { placeLabel, workspacePath, type TextRange, type WorkspacePath } from './text.ts';
import type { AttachmentRefusal } from './attachmentRefusal.ts';
import { plural, t } from './l10n.ts';
import { visibleName } from './visibleText.ts';

/**
 * What the user puts beside a question. Files, folders, lines, definitions, commits and branches are named, and read when the question is
 * asked; problems and pasted text are what they were when they were attached.
 */
export type Attachment =
    | { readonly kind: 'file' | 'folder'; readonly path: WorkspacePath }
    | { readonly kind: 'lines'; readonly path: WorkspacePath; readonly range: TextRange }
    /** A definition, where the symbol table had it. */
    | { readonly kind: 'symbol'; readonly path: WorkspacePath; readonly range: TextRange; readonly name: string }
    | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
    /** What differs from the last commit, in the index of git and in the working tree. */
    | { readonly kind: 'changes' }
    /**
     * What one commit changed, or a branch since it left what is checked out. `rev` is the full id of a commit or the name of a branch; as a
     * user has written it (`HEAD~2`, a tag, the beginning of an id) until the engine has looked which of both it is. `subject` is for showing.
     */
    | { readonly kind: 'commit' | 'branch'; readonly rev: string; readonly subject: string }
    | { readonly kind: 'pasted'; readonly text: string };

export type AttachmentKind = Attachment['kind'];

/** What the editor and its extensions report of a file. */
export interface Problem {
    readonly path: WorkspacePath;
    readonly range: TextRange;
    readonly severity: ProblemSeverity;
    readonly message: string;
    /** Who reports it, such as `ts` or `eslint`, and under which code; empty where that is not said. */
    readonly source: string;
    readonly code: string;
}

export const problemSeverities = ['error', 'warning', 'information', 'hint'] as const;
export type ProblemSeverity = (typeof problemSeverities)[number];

/**
 * What becomes of an attachment, told before it is sent and done when it is. `tokens` are an upper estimate of what it adds to a prompt.
 * `cut`: it is too large for its share, and only the first `kept` of its `of` units go along. `searched`: it is not sent as a whole, and
 * only what is in it is looked for.
 */
export type AttachmentFate =
    | { readonly state: 'whole'; readonly tokens: number }
    | {
          readonly state: 'cut';
          readonly tokens: number;
          /** Of the whole. */
          readonly wholeTokens: number;
          readonly unit: 'lines' | 'files' | 'problems';
          readonly kept: number;
          readonly of: number;
          /** What does not go along is looked for like anything else. */
          readonly isRestSearched: boolean;
      }
    | { readonly state: 'searched'; readonly files: number }
    /** There is nothing in it now: no changes, no problems. */
    | { readonly state: 'empty' }
    /** It may not be attached, or is not there. */
    | { readonly state: 'refused'; readonly why: AttachmentRefusal };

/** An attachment as the engine understands it (a folder that was said to be a file is a folder) and what becomes of it. */
export interface MeasuredAttachment {
    readonly attachment: Attachment;
    readonly fate: AttachmentFate;
}

/** What a picker is asked: words of a path or a name, as typed behind an `@`. */
export interface AttachmentSearch {
    readonly text: string;
    /** The most to offer of each kind. */
    readonly limit: number;
}

/** What may be attached, best first; nothing that is ignored, excluded or secret. */
export type AttachmentOffer = Extract<Attachment, { kind: 'file' | 'folder' | 'symbol' | 'commit' | 'branch' }>;

/** Tokens, by the estimate, that all attachments of a question may take together: six tenths of what evidence may; the rest is for what is found. */
export const ATTACHED_TOKENS = 5_400;
/** More than a reader keeps track of. */
export const MOST_ATTACHMENTS = 20;
/** Characters of a text that may be attached; of a longer one only so many are taken. */
export const LONGEST_PASTE = 200_000;
/** Errors come first, so that what is left out matters least. */
export const MOST_PROBLEMS = 200;

/** One line for people: `src/cart.ts:12-18`, `src/`, `Cart.add`, `Problems (3)`. */
export function attachmentName(attachment: Attachment): string {
    switch (attachment.kind) {
        case 'file':
            return visibleName(attachment.path);
        case 'folder':
            return `${visibleName(attachment.path)}/`;
        case 'lines':
            return placeLabel(attachment);
        case 'symbol':
            return visibleName(attachment.name);
        case 'problems':
            return t('Problems ({0})', attachment.problems.length);
        case 'changes':
            return t('Git changes');
        case 'commit':
            return visibleName(`${shortRevision(attachment.rev)} ${attachment.subject}`.trim());
        case 'branch':
            return visibleName(attachment.rev);
        case 'pasted':
            return plural(attachment.text.length, 'Pasted text ({0} character)', 'Pasted text ({0} characters)');
    }
}

export function attachmentNames(attachments: readonly Attachment[] | undefined): string {
    return (attachments ?? []).map(attachmentName).join(', ');
}

/** Files and folders whose contents alone are searched; none for all of the workspace. */
export function scopeOf({ attachments = [] }: { readonly attachments?: readonly Attachment[] }): readonly WorkspacePath[] {
    return attachments.flatMap(attachment => (attachment.kind === 'file' || attachment.kind === 'folder' ? [attachment.path] : []));
}

/** The first lines that were pointed at. */
export function pointedLines({
    attachments = [],
}: {
    readonly attachments?: readonly Attachment[];
}): { readonly path: WorkspacePath; readonly range: TextRange } | undefined {
    return attachments.find(attachment => attachment.kind === 'lines' || attachment.kind === 'symbol');
}

/** Two that mean the same are one. */
export function isSameAttachment(one: Attachment, other: Attachment): boolean {
    if (one.kind === 'problems' || one.kind === 'changes') return one.kind === other.kind;
    if (one.kind === 'commit' || one.kind === 'branch') return one.kind === other.kind && one.rev === other.rev;
    return JSON.stringify(sortedEntries(one)) === JSON.stringify(sortedEntries(other));
}

function sortedEntries(attachment: Attachment): unknown {
    return Object.entries(attachment).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * The place of a text that stands in no file: problems, a difference, what was pasted. It begins with a `/`, which no path of a workspace
 * does, so that nothing can mistake it for one; it is shown without.
 */
export function attachedTextPath(name: string): WorkspacePath {
    return workspacePath(`/${name}`);
}

/** The name of such a text; undefined for a path of the workspace. */
export function attachedTextName(path: WorkspacePath): string | undefined {
    return path.startsWith('/') ? path.slice(1) : undefined;
}

/** The id of a commit as people write it; what is no id stays as it is. */
export function shortRevision(rev: string): string {
    return /^[0-9a-f]{40,64}$/.test(rev) ? rev.slice(0, 8) : rev;
}

/**
 * `src/cart.ts:12-18`, `@changes` or `git:HEAD~1` as written on a command line or in an old conversation; whether a path is a file or a
 * folder, and a revision a commit or a branch, the engine sees.
 */
export function writtenAttachment(written: string): Attachment | undefined {
    if (written === '@changes') return { kind: 'changes' };
    const rev = /^git:(?<rev>.+)$/.exec(written)?.groups?.['rev'];
    if (rev !== undefined) return { kind: 'commit', rev, subject: '' };
    const found = /^(?<path>[^]*?):(?<start>\d{1,7})(?:-(?<end>\d{1,7}))?$/.exec(written)?.groups;
    const path = (found?.['path'] ?? written).replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '');
    if (path === '' || path === '.') return undefined;
    if (found?.['start'] === undefined) return { kind: 'file', path: workspacePath(path) };
    const startLine = Math.max(1, Number(found['start']));
    const endLine = Math.max(startLine, Number(found['end'] ?? startLine));
    return { kind: 'lines', path: workspacePath(path), range: { startLine, endLine } };
}
