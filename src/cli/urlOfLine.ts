import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { attachedTextName } from '../protocol/attachment.ts';
import type { WorkspacePath } from '../protocol/text.ts';

/** A `file:` URL of a line, as terminals hand it to editors; empty for a text that was attached and stands in no file. */
export function urlOfLine(folder: string, file: WorkspacePath, line: number): string {
    if (attachedTextName(file) !== undefined) return '';
    const url = pathToFileURL(path.join(folder, file));
    url.hash = `L${String(line)}`;
    return url.href;
}
