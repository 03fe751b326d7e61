import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import { problemSeverities, type Problem } from '../../protocol/attachment.ts';
import { placeLabel } from '../../protocol/text.ts';
import { visibleName } from '../../protocol/visibleText.ts';

/** Problems as lines that can be quoted and cited, one each, errors first: `src/cart.ts:12: error TS2304 (ts): Cannot find name 'x'.` */
export function problemLines(problems: readonly Problem[]): readonly string[] {
    return problems.map(({ path, range, severity, source, code, message }) => {
        const by = [code, source === '' ? '' : `(${source})`].filter(part => part !== '').join(' ');
        return `${placeLabel({ path, range: { startLine: range.startLine, endLine: range.startLine } })}: ${severity}${by === '' ? '' : ` ${visibleName(by)}`}: ${visibleName(message.replaceAll(/\s*\r?\n\s*/g, ' / '))}`;
    });
}

/** Errors before warnings before the rest, by path and line. */
export function inOrderOfWeight(problems: readonly Problem[]): readonly Problem[] {
    const rank = ({ severity }: Problem): number => problemSeverities.indexOf(severity);
    return [...problems].sort(
        (a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.range.startLine - b.range.startLine),
    );
}

/** The lines around problems, three before and after, in their order; those that touch are one. */
export function placesAround(problems: readonly Problem[]): readonly { readonly path: WorkspacePath; readonly range: TextRange }[] {
    const places: { path: WorkspacePath; range: TextRange }[] = [];
    for (const { path, range } of problems) {
        const around = {
            startLine: Math.max(1, range.startLine - AROUND),
            endLine: Math.min(range.endLine, range.startLine + MOST_LINES) + AROUND,
        };
        const near = places.find(
            place => place.path === path && place.range.startLine <= around.endLine + 1 && around.startLine <= place.range.endLine + 1,
        );
        if (near)
            near.range = {
                startLine: Math.min(near.range.startLine, around.startLine),
                endLine: Math.max(near.range.endLine, around.endLine),
            };
        else if (places.length < MOST_PLACES) places.push({ path, range: around });
    }
    return places;
}

const AROUND = 3;
const MOST_LINES = 10;
/** More is a broken build, whose first errors say most. */
const MOST_PLACES = 12;
