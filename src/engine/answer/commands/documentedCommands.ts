import type { StatedCommand } from './statedCommand.ts';
import type { ProjectTask } from './commandQuestion.ts';
import { fitsTask, typedIn } from './commandLine.ts';

/**
 * Commands that a README or a guide for contributors states: lines of fenced and indented blocks, and code spans of its prose. A heading that
 * names the task makes them surer; one about another task makes them less so.
 */
export function documentedCommands(lines: readonly string[], task: ProjectTask): readonly StatedCommand[] {
    const found: StatedCommand[] = [];
    let heading = '';
    let isFenced = false;
    for (const [at, line] of lines.entries()) {
        // A longer row of tildes underlines a heading of reStructuredText.
        if (/^\s*(?:```|~~~(?!~)|----$)/.test(line)) {
            isFenced = /^\s*-{4}$/.test(line) ? isFenced : !isFenced;
            continue;
        }
        heading = isFenced ? heading : (headingAt(lines, at) ?? heading);
        const isCode = isFenced || /^(?: {2,}|\t)\S/.test(line);
        const ownFit = isCode ? fitsTask(line, task) : 0;
        const span = ownFit > 0 || isFenced ? undefined : bestSpan(line, task);
        const fit = ownFit > 0 ? ownFit : SPAN_SHARE * (span?.fit ?? 0);
        if (fit === 0) continue;
        const sure = Math.min(1, fit * (HEADINGS[task].test(heading) ? 1 : UNDER_ANOTHER));
        const range = ownFit > 0 ? block(lines, at) : { startLine: at + 1, endLine: at + 1 };
        if (found.some(known => known.range.startLine <= range.startLine && known.range.endLine >= range.endLine && known.fit >= sure))
            continue;
        found.push({ line: at + 1, range, name: '', typed: span?.text ?? typedIn(line), fit: sure });
    }
    return found;
}

/** A command in passing is less than one on a line of its own. */
const SPAN_SHARE = 0.9;
const UNDER_ANOTHER = 0.92;

const HEADINGS: Readonly<Record<ProjectTask, RegExp>> = {
    test: /\btest/i,
    build: /\bbuild|\bcompil|from source/i,
    start: /\bstart|\brun|\bdev|\bserv|\bplayground|\bdemo/i,
    dependencies: /\binstall|\bsetup|\bset up|\bsetting up|getting started|contribut|depend|\bdevelop/i,
    install: /\binstall|\bsetup|\bset up|\bsetting up|getting started/i,
    docs: /\bdoc/i,
    lint: /\blint|\bstyle|\bcheck/i,
    format: /\bformat|\bstyle/i,
    bench: /\bbench|\bperformance/i,
    release: /\breleas|\bpublish/i,
};

/** A heading of Markdown, AsciiDoc, or reStructuredText, where the line below underlines it. */
function headingAt(lines: readonly string[], at: number): string | undefined {
    const line = lines[at] ?? '';
    const marked = /^(?:#{1,6}|={1,6}) +(.+)$/.exec(line)?.[1];
    if (marked !== undefined) return marked;
    return line.trim() !== '' && /^([=\-~^*"'`#+])\1{2,}\s*$/.test(lines[at + 1] ?? '') ? line : undefined;
}

function bestSpan(line: string, task: ProjectTask): { readonly text: string; readonly fit: number } | undefined {
    const spans = [...line.matchAll(/(`{1,2})([^`]+)\1/g)].map(([, , text = '']) => ({ text, fit: fitsTask(text, task) }));
    return spans.sort((a, b) => b.fit - a.fit)[0];
}

/** The lines of the block around a command, up to a few before and after, without fences and blank lines. */
function block(lines: readonly string[], at: number): StatedCommand['range'] {
    const isOutside = (line: string | undefined): boolean =>
        line === undefined || line.trim() === '' || /^\s*(?:```|~~~(?!~)|-{4}$)/.test(line);
    const isIndented = /^\s/.test(lines[at] ?? '');
    const ends = (line: string | undefined): boolean => isOutside(line) || (isIndented && !/^\s/.test(line ?? ''));
    let start = at;
    while (at - start < AROUND && !ends(lines[start - 1])) start--;
    let end = at;
    while (end - at < AROUND && !ends(lines[end + 1])) end++;
    return { startLine: start + 1, endLine: end + 1 };
}

const AROUND = 3;
