import { visibleName } from './visibleText.ts';

/** A file of the workspace: `/`-separated, relative to its root; with several roots the folder's name comes first. */
export type WorkspacePath = string & { readonly __brand: 'WorkspacePath' };

/** The one place that turns a plain string into a path of the vocabulary; callers have already made it relative and `/`-separated. */
export function workspacePath(path: string): WorkspacePath {
    return path as WorkspacePath;
}

/** Lines as people say them: 1-based, both ends included. */
export interface TextRange {
    readonly startLine: number;
    readonly endLine: number;
}

export function containsLine(range: TextRange, line: number): boolean {
    return line >= range.startLine && line <= range.endLine;
}

export function overlaps(one: TextRange, other: TextRange): boolean {
    return one.startLine <= other.endLine && other.startLine <= one.endLine;
}

/** `12` for one line, `12-18` for several. */
export function rangeLabel(range: TextRange): string {
    return range.startLine === range.endLine ? String(range.startLine) : `${range.startLine}-${range.endLine}`;
}

/** `src/cart.ts:12-18`, as terminals and editors understand it; `Pasted text:3` for a text that was attached and stands in no file. */
export function placeLabel(place: { readonly path: string; readonly range: TextRange }): string {
    return `${visibleName(place.path.replace(/^\//, ''))}:${rangeLabel(place.range)}`;
}

export function baseName(path: string): string {
    return path.slice(path.lastIndexOf('/') + 1);
}

/** Everything before the last `/`; empty for a file in the root. */
export function folderName(path: string): string {
    return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
