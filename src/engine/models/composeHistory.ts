import type { HistoryFindings, ToldCommit } from '../answer/findings.ts';
import type { Prompt } from '../modelPorts.ts';
import type { Evidence } from '../../protocol/answer.ts';
import type { TextRange } from '../../protocol/text.ts';
import { plural, t, textTable } from '../../protocol/l10n.ts';
import { shortRevision } from '../../protocol/attachment.ts';
import { rangeLabel } from '../../protocol/text.ts';
import { quotation } from './composeQuotation.ts';
import { codeBlock, codeSpan, footnote, joined, listed, wordsOfFile } from './prose.ts';

/**
 * The answer to who, when and why: the commit, in its own words, with what it changed, and the lines that were asked about as they stand
 * now. Each claim carries the footnote of the commit's text or of the lines.
 */
export function composeHistory(history: Exclude<HistoryFindings, { kind: 'none' }>, prompt: Prompt): string {
    const isShown = ({ number }: ToldCommit): boolean => pieceOf(number, prompt) !== undefined;
    const commits = history.commits.filter(isShown);
    const paragraphs =
        history.kind === 'lines' ? tellLines({ ...history, commits }, prompt) : tellMessages({ ...history, commits }, prompt);
    return paragraphs.filter(paragraph => paragraph !== '').join('\n\n');
}

/** Why the history says nothing, before what the code of today has to say. */
export function noHistorySentence(why: WhyNone, isRelevant: boolean): string {
    return joined([t(NOTHING[why]), isRelevant ? t('What follows is what stands in the folder now.') : '']);
}

type WhyNone = Extract<HistoryFindings, { kind: 'none' }>['why'];

const NOTHING = textTable({
    'no-repository': 'This folder has no git history that could be read, so nobody can be told who wrote it, when or why.',
    reftable: 'The git history of this folder is kept in a format (reftable) that is not read here.',
    'no-commit': 'The git history of this folder has no commit that could be read.',
    'left-out': 'The lines that were asked about are left out of the index or gone, and their history is not told.',
    'nothing-said': 'No message of a commit that was read speaks of it.',
} satisfies Readonly<Record<WhyNone, string>>);

function tellLines(history: Extract<HistoryFindings, { kind: 'lines' }>, prompt: Prompt): readonly string[] {
    const { path, range, number, shown, commits, uncommitted, further, first, isNamed, subject } = history;
    const piece = pieceOf(number, prompt);
    const [main, ...others] = commits;
    const lines = range.startLine === range.endLine ? t('line {0}', range.startLine) : t('lines {0}', rangeLabel(range));
    const name = subject === undefined ? codeSpan(path) : `${codeSpan(subject)} (${codeSpan(path)})`;
    const isShown = range.endLine <= shown.endLine;
    const place = `${name}${isShown ? `, ${lines}` : ''}${piece ? ` ${footnote({ number, range: shown })}` : ''}`;
    const lead = isNamed ? '' : t('No message of a commit speaks of it; what comes closest in the code is {0}.', place);
    if (!main) {
        const what =
            uncommitted.length > 0
                ? t('{0}: not committed yet, so git has no author, date or reason for it.', place)
                : t('{0}: no commit was found for it in the history.', place);
        return [lead, what, quoteToday(piece, shown)];
    }
    const isAll = uncommitted.length === 0 && others.length === 0 && further === 0;
    const words = commitWords(main);
    const sentence =
        main.mayBeOlder !== undefined
            ? t('{0}: stands already in commit {1}.', place, words)
            : isAll
              ? t('{0}: last changed in commit {1}.', place, words)
              : t(BROUGHT[first], place, words);
    const more = further > 0 ? [`- ${plural(further, 'and {0} more commit', 'and {0} more commits')}`] : [];
    return [
        lead,
        joined([sentence, older(main), main.formerPath === undefined ? '' : t('The file was called {0} then.', codeSpan(main.formerPath))]),
        messageOf(main, prompt),
        uncommitted.length > 0 ? t('Not committed yet: {0}.', linesInWords(uncommitted)) : '',
        differenceOf(main, prompt),
        others.length === 0
            ? ''
            : `${t('Other lines of it came with:')}\n\n${[...others.map(other => `- ${commitWords(other)}: ${subjectOf(other, prompt)}`), ...more].join('\n')}`,
        quoteToday(piece, shown, main.today),
    ];
}

const BROUGHT = textTable({
    oldest: '{0}: the oldest of these lines came with commit {1}.',
    newest: '{0}: the newest of these lines came with commit {1}.',
    largest: '{0}: most of these lines came with commit {1}.',
});

function older({ mayBeOlder }: ToldCommit): string {
    if (mayBeOlder === undefined) return '';
    return mayBeOlder === 'not-here'
        ? t('It may be older: this clone does not have the commits before that.')
        : t('It may be older: the history before that was not read, because it takes too long.');
}

function tellMessages({ commits, searched, isCut }: Extract<HistoryFindings, { kind: 'messages' }>, prompt: Prompt): readonly string[] {
    const [main, ...others] = commits;
    if (!main) return [];
    const searchedWords = isCut
        ? plural(searched, '{0} commit message was searched, the newest one.', '{0} commit messages were searched, the newest ones.')
        : plural(
              searched,
              '{0} commit message was searched, which is all there are.',
              '{0} commit messages were searched, which are all there are.',
          );
    const rows = others.map(other => `- ${commitWords(other)}: ${subjectOf(other, prompt)}`);
    return [
        t('What fits best is the message of commit {0}.', commitWords(main)),
        messageOf(main, prompt),
        differenceOf(main, prompt),
        rows.length === 0 ? '' : `${t('Others that speak of it:')}\n\n${rows.join('\n')}`,
        searchedWords,
    ];
}

/** `1a2b3c4d` (Ada, 2021-03-02) [2:1] */
function commitWords({ id, author, day, number }: ToldCommit): string {
    const by = author === '' ? day : `${wordsOfFile(author)}, ${day}`;
    return `${codeSpan(shortRevision(id))} (${by}) ${footnote({ number, range: { startLine: 1, endLine: 1 } })}`;
}

function subjectOf(commit: ToldCommit, prompt: Prompt): string {
    const subject = pieceOf(commit.number, prompt)?.passage.text.split('\n')[1] ?? '';
    return `“${wordsOfFile(subject)}” ${footnote({ number: commit.number, range: { startLine: 2, endLine: 2 } })}`;
}

/** A message of one line in the sentence, a longer one as it stands. */
function messageOf(commit: ToldCommit, prompt: Prompt): string {
    const { number, messageLines } = commit;
    const lines = (pieceOf(number, prompt)?.passage.text.split('\n') ?? []).slice(1, 1 + Math.min(messageLines, MOST_MESSAGE));
    while (lines.at(-1)?.trim() === '') lines.pop();
    if (lines.length === 0) return t('It has no message.');
    if (lines.length === 1) return t('Its message: {0}', subjectOf(commit, prompt));
    const mark = footnote({ number, range: { startLine: 2, endLine: 1 + lines.length } });
    return `${messageLines > MOST_MESSAGE ? t('The beginning of its message {0}:', mark) : t('Its message {0}:', mark)}\n\n${codeBlock(lines, 'git-commit')}`;
}

const MOST_MESSAGE = 16;

function differenceOf({ changed, file }: ToldCommit, prompt: Prompt): string {
    const piece = changed === undefined ? undefined : pieceOf(changed, prompt);
    if (!piece || file === undefined) return '';
    const lines = piece.passage.text.split('\n').slice(1, 1 + MOST_DIFFERENCE);
    if (lines.length === 0) return '';
    const range = { startLine: 2, endLine: 1 + lines.length };
    return `${t('What it changed in {0} {1}:', codeSpan(file), footnote({ number: piece.number, range }))}\n\n${codeBlock(lines, 'diff')}`;
}

const MOST_DIFFERENCE = 18;

/** The lines as they stand now: from their beginning, and those that the commit brought where they stand further down. */
function quoteToday(piece: Evidence | undefined, shown: TextRange, brought: readonly number[] = []): string {
    if (!piece) return '';
    const lengthOf = ({ startLine, endLine }: TextRange): number => endLine - startLine + 1;
    const [longest] = rangesOf(brought.filter(line => line <= shown.endLine)).toSorted((a, b) => lengthOf(b) - lengthOf(a));
    const head = { startLine: shown.startLine, endLine: Math.min(shown.endLine, shown.startLine + MOST_TODAY - 1) };
    if (!longest || longest.startLine <= head.endLine) return quotation(piece, [head]);
    const first = { startLine: head.startLine, endLine: head.startLine + HEAD_TODAY - 1 };
    return quotation(piece, [
        first,
        { startLine: longest.startLine, endLine: Math.min(longest.endLine, longest.startLine + MOST_TODAY - HEAD_TODAY) },
    ]);
}

const MOST_TODAY = 14;
const HEAD_TODAY = 3;

/** `line 3`, `lines 3-5 and 9`. */
function linesInWords(lines: readonly number[]): string {
    const ranges = rangesOf(lines);
    const rest = ranges.length - MOST_RANGES;
    const words = [
        ...ranges.slice(0, MOST_RANGES).map(rangeLabel),
        ...(rest > 0 ? [plural(rest, '{0} more place', '{0} more places')] : []),
    ];
    return lines.length === 1 ? t('line {0}', listed(words)) : t('lines {0}', listed(words));
}

function rangesOf(lines: readonly number[]): readonly TextRange[] {
    const ranges: { startLine: number; endLine: number }[] = [];
    for (const line of [...lines].sort((a, b) => a - b)) {
        const last = ranges.at(-1);
        if (last?.endLine === line - 1) last.endLine = line;
        else ranges.push({ startLine: line, endLine: line });
    }
    return ranges;
}

const MOST_RANGES = 5;

function pieceOf(number: number, { evidence }: Prompt): Evidence | undefined {
    return evidence.find(piece => piece.number === number);
}
