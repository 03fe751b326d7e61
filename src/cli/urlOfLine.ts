import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A `file:` URL of a line, as terminals hand it to editors. */
export function urlOfLine(folder: string, file: string, line: number): string {
    const url = pathToFileURL(path.join(folder, file));
    url.hash = `L${String(line)}`;
    return url.href;
}
