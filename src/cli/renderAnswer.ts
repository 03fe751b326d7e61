import type { Answer, Citation, Doubt, Evidence } from '../protocol/answer.ts';
import type { Style } from './terminal.ts';
import { costLabel, costLines } from '../protocol/cost.ts';
import { doubtNote, withDoubtMarks } from '../protocol/doubtNote.ts';
import { skippedLabel } from '../protocol/skippedWords.ts';
import { redactedLabel } from '../protocol/payload.ts';
import { placeLabel, type WorkspacePath } from '../protocol/text.ts';
import { traceLine } from '../protocol/trace.ts';
import { shown } from './terminal.ts';

export interface RenderOptions {
    readonly style: Style;
    /** A URL that opens a file at a line. */
    readonly urlOf: (path: WorkspacePath, line: number) => string;
    /** With every look that the model asked for before it answered. */
    readonly isVerbose?: boolean;
}

/** An answer for a terminal: its Markdown as text, footnotes as links, then the sources. */
export function renderAnswer(answer: Answer, options: RenderOptions): string {
    const { style } = options;
    const doubts = answer.doubts ?? [];
    const marks: Marks = { citations: new Map(answer.citations.map(citation => [citation.mark, citation])), doubts };
    const lines = renderMarkdown(withDoubtMarks(answer.text, doubts), marks, options);
    const sources = answer.evidence.map(piece => sourceLine(piece, answer, options));
    const { coverage } = answer;
    const words = [
        `Searched ${String(coverage.searchedFiles)} of ${String(coverage.totalFiles)} files`,
        ...(coverage.skippedFiles > 0 ? [skippedLabel(coverage)] : []),
        ...(coverage.hasMeaning ? [] : ['by words only']),
        `answered by ${shown(answer.answeredBy)}`,
        ...(answer.redacted ? [redactedLabel(answer.redacted)] : []),
        ...(answer.cost ? [shown(costLabel(answer.cost))] : []),
        `${String(Math.round(answer.tookMs))} ms`,
    ];
    return [
        ...(answer.notice === undefined ? [] : [style.bold(shown(answer.notice)), '']),
        ...lines,
        '',
        ...(sources.length > 0 ? [style.bold('Sources'), ...sources, ''] : []),
        ...(options.isVerbose ? (answer.trace ?? []).map(step => style.dim(shown(traceLine(step)))) : []),
        ...(options.isVerbose && answer.cost ? costLines(answer.cost).map(line => style.dim(shown(line))) : []),
        style.dim(words.join(' · ')),
        '',
    ].join('\n');
}

function sourceLine({ number, passage }: Evidence, answer: Answer, { style, urlOf }: RenderOptions): string {
    const cited = answer.citations.filter(citation => citation.number === number);
    const place = style.link(shown(placeLabel(passage)), urlOf(passage.path, passage.range.startLine));
    const why = passage.origins
        .map(({ detail, signal }) => detail ?? signal)
        .slice(0, 2)
        .join(', ');
    const state = cited.some(citation => citation.state === 'stale')
        ? ' (changed since)'
        : cited.some(citation => citation.state === 'moved')
          ? ' (moved)'
          : cited.some(citation => citation.state === 'unsupported')
            ? ' (does not show it)'
            : '';
    const line = `  [${String(number)}] ${place}${state}${why === '' ? '' : style.dim(`  ${shown(why)}`)}`;
    return cited.length === 0 ? style.dim(line) : line;
}

/** The part of Markdown that answers use: fences, headings, lists, code spans, emphasis. */
function renderMarkdown(text: string, marks: Marks, options: RenderOptions): readonly string[] {
    let fence = '';
    return text.split('\n').flatMap(line => {
        const opening = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
        if (fence === '' && opening !== '') {
            fence = opening;
            return [];
        }
        if (fence !== '') {
            if (opening.startsWith(fence) && line.trim() === opening) {
                fence = '';
                return [];
            }
            return [options.style.dim(`    ${shown(line)}`)];
        }
        const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
        return [heading === undefined ? renderLine(line, marks, options) : options.style.bold(renderLine(heading, marks, options))];
    });
}

function renderLine(line: string, { citations, doubts }: Marks, { style, urlOf }: RenderOptions): string {
    return line
        .split(/(`[^`]+`)/)
        .map((part, at) => {
            if (at % 2 === 1) return style.isPlain ? shown(part) : style.code(shown(part.slice(1, -1)));
            // One pass: the escape sequence of a link ends with a backslash, which must not be read as Markdown again.
            return shown(part).replaceAll(INLINE, (whole, escaped?: string, mark?: string, strong?: string, nth?: string) => {
                if (escaped !== undefined) return escaped;
                if (strong !== undefined) return style.bold(strong);
                const doubt = nth === undefined ? undefined : doubts[Number(nth) - 1];
                if (doubt) return style.bold(` (${shown(doubtNote(doubt))})`);
                const citation = citations.get(mark ?? '');
                return citation ? style.accent(style.link(whole, urlOf(citation.path, citation.range.startLine))) : whole;
            });
        })
        .join('');
}

/** A backslash escape, a footnote, strong words, or the mark of a sentence that could not be confirmed. */
const INLINE = /\\([\\*<>[\]|~_])|\[(\d+(?::\d+(?:-\d+)?)?)\]|\*\*([^*]+)\*\*|\[\?(\d+)\]/g;

interface Marks {
    readonly citations: ReadonlyMap<string, Citation>;
    readonly doubts: readonly Doubt[];
}
