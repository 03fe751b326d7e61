import { attachedTextName, attachedTextPath } from './attachment.ts';
import { workspacePath, type TextRange, type WorkspacePath } from './text.ts';

/** Where the difference of one file stands among the texts of an attachment: `Git changes/src/cart.ts`, `Git commit 1a2b3c4d:src/cart.ts`. */
export function differencePath(of: string, file: WorkspacePath): WorkspacePath {
    return attachedTextPath(of === GIT_CHANGES ? `${of}/${file}` : `${of}:${file}`);
}

/** What differs from the last commit, and the text that names what has no difference of its own. */
export const GIT_CHANGES = 'Git changes';

export interface AttachedDifference {
    /** `Git changes`, `Git commit 1a2b3c4d`, `Git branch main`: names of revisions have no colon. */
    readonly of: string;
    readonly file: WorkspacePath;
}

/** The file that a text is the difference of; undefined for any other text, and for a file. */
export function differenceAt(path: WorkspacePath): AttachedDifference | undefined {
    const found = /^(?:(?<changes>Git changes)\/|(?<revision>Git (?:commit|branch) [^:]+):)(?<file>.+)$/s.exec(
        attachedTextName(path) ?? '',
    )?.groups;
    const of = found?.['changes'] ?? found?.['revision'];
    return of === undefined ? undefined : { of, file: workspacePath(found?.['file'] ?? '') };
}

/**
 * Lines of a unified difference as lines of its newer side; `at` is where the difference begins among `lines`. Undefined when one of them
 * is removed, or is none of the text, such as a head.
 */
export function newerLines(
    lines: readonly string[],
    from: number,
    to: number,
): { readonly range: TextRange; readonly lines: readonly string[] } | undefined {
    const own = lines.slice(from, to + 1);
    const head = lines.slice(0, from + 1).findLastIndex(line => HEAD.test(line));
    if (own.length === 0 || head < 0 || !own.every(line => /^[ +]/.test(line))) return undefined;
    const startLine = lineOfNewer(lines, from);
    return { range: { startLine, endLine: startLine + own.length - 1 }, lines: own.map(line => line.slice(1)) };
}

/** Counts from the last `@@ -1,2 +3,4 @@` on; what was removed is where it stood before. Lines count from 0 in the difference, from 1 in the file. */
export function lineOfNewer(lines: readonly string[], at: number): number {
    const isHead = (text: string): boolean => HEAD.test(text);
    const head = at === 0 ? lines.findIndex(isHead) : lines.slice(0, at + 1).findLastIndex(isHead);
    const start = Number(/\+(\d+)/.exec(lines[head] ?? '')?.[1] ?? 1);
    return start + lines.slice(head + 1, Math.max(head + 1, at)).filter(text => !text.startsWith('-')).length;
}

const HEAD = /^@@ -\d+,\d+ \+\d+,\d+ @@/;
