import type { Passage } from '../../protocol/passage.ts';
import { attachedTextName } from '../../protocol/attachment.ts';
import { workspacePath, type TextRange, type WorkspacePath } from '../../protocol/text.ts';

/**
 * The lines of a file that a line of an attached text is about: of a problem its place, of a difference the line in the file of today.
 * Undefined where the text itself is all there is, as with what was pasted. The path is checked when it is opened.
 */
export function placeBehind(
    { path, range, text }: Pick<Passage, 'path' | 'range' | 'text'>,
    line: number,
): { readonly path: WorkspacePath; readonly range: TextRange } | undefined {
    const name = attachedTextName(path);
    const lines = text.split('\n');
    const at = line - range.startLine;
    if (name === 'Problems') {
        const found = /^(?<path>.+?):(?<line>\d+): /.exec(lines[at] ?? '')?.groups;
        return found?.['path'] === undefined ? undefined : oneLine(found['path'], Number(found['line']));
    }
    const file = name === undefined ? undefined : /^Git changes\/(.+)$/s.exec(name)?.[1];
    if (file === undefined || /^deleted: /.test(lines[0] ?? '')) return undefined;
    return oneLine(file, Math.max(1, lineOfToday(lines, at)));
}

/** Counts from the last `@@ -1,2 +3,4 @@` on; what was removed is where it stood before. */
function lineOfToday(lines: readonly string[], at: number): number {
    const isHead = (text: string): boolean => text.startsWith('@@ ');
    const head = at === 0 ? lines.findIndex(isHead) : lines.slice(0, at + 1).findLastIndex(isHead);
    const start = Number(/\+(\d+)/.exec(lines[head] ?? '')?.[1] ?? 1);
    return start + lines.slice(head + 1, Math.max(head + 1, at)).filter(text => !text.startsWith('-')).length;
}

function oneLine(path: string, line: number): { readonly path: WorkspacePath; readonly range: TextRange } {
    return { path: workspacePath(path), range: { startLine: line, endLine: line } };
}
