import type { Passage } from '../../protocol/passage.ts';
import { GIT_CHANGES, differenceAt, lineOfNewer } from '../../protocol/attachedDifference.ts';
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
    const difference = differenceAt(path);
    // A commit and a branch have files as they were: only what still stands is cited where it stands, and that by the engine.
    if (difference?.of !== GIT_CHANGES || /^deleted: /.test(lines[0] ?? '')) return undefined;
    return oneLine(difference.file, Math.max(1, lineOfNewer(lines, at)));
}

function oneLine(path: string, line: number): { readonly path: WorkspacePath; readonly range: TextRange } {
    return { path: workspacePath(path), range: { startLine: line, endLine: line } };
}
