import type { Evidence } from '../../protocol/answer.ts';
import type { AttachmentKind } from '../../protocol/attachment.ts';
import type { Prompt } from '../modelPorts.ts';
import { GIT_CHANGES, differenceAt } from '../../protocol/attachedDifference.ts';
import { attachedTextName } from '../../protocol/attachment.ts';
import { quoteOfPassage } from './composeQuotation.ts';
import { plural, t } from '../../protocol/l10n.ts';
import { codeBlock, codeSpan, footnote } from './prose.ts';

/** Texts that were attached, told by quoting: every problem, every changed file with the beginning of its difference, what was pasted. */
export function tellAttached(prompt: Prompt): readonly string[] {
    const { attached = [] } = prompt.findings;
    const piecesOf = (kind: AttachmentKind): readonly Evidence[] =>
        attached.flatMap(told => (told.kind === kind ? prompt.evidence.filter(({ number }) => number === told.number) : []));
    return [
        ...tellProblems(piecesOf('problems')),
        ...tellChanges(t('Changed since the last commit:'), piecesOf('changes')),
        ...tellChanges(t('The commit:'), piecesOf('commit')),
        ...tellChanges(t('The branch:'), piecesOf('branch')),
        ...tellPasted(piecesOf('pasted'), prompt),
    ];
}

function tellProblems(pieces: readonly Evidence[]): readonly string[] {
    const lines = pieces.flatMap(piece =>
        linesOfPiece(piece).map((text, at) => ({ text, shown: { number: piece.number, range: lineAt(piece, at) } })),
    );
    if (lines.length === 0) return [];
    const rows = lines.slice(0, MOST_ROWS).map(({ text, shown }) => `- ${codeSpan(text)} ${footnote(shown)}`);
    const more = lines.length > MOST_ROWS ? [`- ${plural(lines.length - MOST_ROWS, 'and {0} more problem', 'and {0} more problems')}`] : [];
    return [`${t('The editor reports:')}\n\n${[...rows, ...more].join('\n')}`];
}

/** What a revision is comes before what it changed; of changes, the names of what has no difference come behind. */
function tellChanges(heading: string, pieces: readonly Evidence[]): readonly string[] {
    if (pieces.length === 0) return [];
    const isOverview = ({ passage }: Evidence): boolean => differenceAt(passage.path) === undefined;
    const isOfChanges = ({ passage }: Evidence): boolean => attachedTextName(passage.path) === GIT_CHANGES;
    const all = pieces.filter(({ passage }) => passage.range.startLine === 1);
    const beginnings = [
        ...all.filter(piece => isOverview(piece) && !isOfChanges(piece)),
        ...all.filter(piece => !isOverview(piece)),
        ...all.filter(isOfChanges),
    ];
    const rows = beginnings.flatMap(piece => {
        const lines = linesOfPiece(piece);
        const told = isOverview(piece) ? lines : lines.slice(0, 1);
        return told.flatMap((text, at) =>
            text.trim() === '' ? [] : [`- ${codeSpan(text)} ${footnote({ number: piece.number, range: lineAt(piece, at) })}`],
        );
    });
    const more = rows.length > MOST_ROWS ? [`- ${t('and {0} more', rows.length - MOST_ROWS)}`] : [];
    const first = beginnings.find(piece => !isOverview(piece));
    return [`${heading}\n\n${[...rows.slice(0, MOST_ROWS), ...more].join('\n')}`, ...(first ? [differenceOf(first)] : [])];
}

function differenceOf(piece: Evidence): string {
    const lines = linesOfPiece(piece).slice(1, 1 + MOST_DIFFERENCE);
    const range = { startLine: 2, endLine: 1 + lines.length };
    const name = differenceAt(piece.passage.path)?.file ?? piece.passage.path;
    const heading = t('The difference of {0} {1}:', codeSpan(name), footnote({ number: piece.number, range }));
    return `${heading}\n\n${codeBlock(lines, 'diff')}`;
}

function tellPasted(pieces: readonly Evidence[], prompt: Prompt): readonly string[] {
    const [first] = pieces;
    return first ? [quoteOfPassage(first, prompt)] : [];
}

const MOST_ROWS = 12;
const MOST_DIFFERENCE = 24;

function linesOfPiece({ passage }: Evidence): readonly string[] {
    return passage.text.split('\n');
}

function lineAt({ passage }: Evidence, at: number): { readonly startLine: number; readonly endLine: number } {
    const line = passage.range.startLine + at;
    return { startLine: line, endLine: line };
}
