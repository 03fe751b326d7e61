import type { Evidence, EvidenceRole, Question } from '../../protocol/answer.ts';
import type { CodeSymbol } from '../../protocol/code.ts';
import type { SearchResult } from '../../protocol/passage.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import type { CommitText, MessagesFound, PlaceHistory, WorkspaceHistory } from '../history/workspaceHistory.ts';
import type { NoHistory } from '../history/noHistory.ts';
import type { Files, StopOptions } from '../ports.ts';
import type { Attached } from './attached.ts';
import type { Findings, HistoryFindings, ToldCommit } from './findings.ts';
import { gatherEvidence, type EvidencePorts, type Gathered } from './gatherEvidence.ts';
import { historyQuestion, type HistoryQuestion } from '../history/historyQuestion.ts';
import { writtenPlace } from '../history/writtenPlace.ts';
import { filesWritten } from '../retrieve/pathRanking.ts';
import { writtenPaths } from '../retrieve/readQuestion.ts';
import { languageOf } from '../parse/languages.ts';
import { EvidenceList } from './evidenceList.ts';
import { withAttachedTexts } from './attached.ts';
import { definitionPlace, type Place } from './gatherSubject.ts';
import { LiveFiles, placeNow } from './liveFiles.ts';
import { questionShape } from './questionShape.ts';
import { questionWords } from './questionWords.ts';
import { namesIn } from './questionNames.ts';

export interface HistoryPorts extends EvidencePorts {
    /** Absent where there are no folders to look into. */
    readonly history?: WorkspaceHistory;
    /** Texts of commits by the paths under which they are cited; what is gathered is added. */
    readonly pastTexts?: Map<WorkspacePath, string>;
}

/** Ports whose files are also the texts of commits, as they are gathered for one answer. */
export function withPastTexts<Ports extends HistoryPorts>(ports: Ports): Ports {
    if (!ports.history) return ports;
    const pastTexts = new Map<WorkspacePath, string>();
    const own: Files = ports.files;
    return { ...ports, pastTexts, files: { read: path => (pastTexts.size === 0 ? own : withAttachedTexts(own, pastTexts)).read(path) } };
}

/** What of the history this question asks for; undefined for all others, which cost nothing more than this look. */
export function askedHistory({ text, command }: Pick<Question, 'text' | 'command'>): HistoryQuestion | undefined {
    if (command === 'why' && writtenPlace(text) !== undefined) return { first: 'largest', words: text };
    return command === undefined || command === 'why'
        ? historyQuestion(command === 'why' && !/^why\b/i.test(text) ? `why ${text}` : text)
        : undefined;
}

/**
 * Evidence from the history: for lines that were pointed at, written, or named by their definition or file, the commits that brought them;
 * otherwise the commits whose messages have the words of the question, and where none has, those that brought the lines that a search finds.
 * Undefined where the history says nothing, with a word why, so that the question is answered as any other.
 */
export async function gatherHistory(
    question: Question,
    asked: HistoryQuestion,
    ports: HistoryPorts,
    { attached, search, signal }: StopOptions & { readonly attached: Attached; readonly search: () => Promise<SearchResult> },
): Promise<(Gathered & { readonly isSearched: boolean }) | NoHistory | 'nothing-said'> {
    const { history } = ports;
    if (!history) return 'no-repository';
    const live = new LiveFiles(ports.files);
    const named = await namedPlace(question, attached, live, ports);
    let place = named;
    let messages: MessagesFound | undefined;
    if (!place) {
        const found = await history.ofMessages(asked.words, { signal });
        if (typeof found === 'string') return found;
        messages = found;
        if (found.commits.length === 0) {
            // What only comes nearest has no history that was asked for.
            const result = await search();
            const { findings } = await gatherEvidence(question, result, ports, { signal, attached });
            const [passage] = findings.verdict.isRelevant ? result.passages : [];
            place = passage && { path: passage.path, range: passage.range };
        }
    }
    const past = place && (await history.ofLines(place.path, place.range, asked.first, { signal }));
    if (typeof past === 'string') return past;
    if (!past && (messages?.commits.length ?? 0) === 0) return 'nothing-said';

    const list = new EvidenceList();
    const add = async (role: EvidenceRole, path: WorkspacePath, range: TextRange, detail: string): Promise<number | undefined> => {
        const lines = ports.pastTexts?.get(path)?.split('\n') ?? (await live.lines(path));
        if (!lines || range.startLine > lines.length) return undefined;
        return list.add({
            role,
            path,
            range,
            lines,
            language: languageOf(path).id,
            kind: ports.fileTable.kindOf(path) ?? 'code',
            detail,
            found: undefined,
        });
    };
    const linesAt = async (path: WorkspacePath, range: TextRange): Promise<readonly string[]> =>
        (await live.lines(path))?.slice(range.startLine - 1, range.endLine) ?? [];
    const toldCommit = async (commit: CommitText): Promise<ToldCommit> => {
        const whole = (lines: readonly string[]): TextRange => ({ startLine: 1, endLine: lines.length });
        ports.pastTexts?.set(commit.textPath, commit.lines.join('\n'));
        const number = (await add('history', commit.textPath, whole(commit.lines), 'the commit')) ?? 0;
        const { difference } = commit;
        if (difference) ports.pastTexts?.set(difference.textPath, difference.lines.join('\n'));
        const changed = difference && (await add('history', difference.textPath, whole(difference.lines), 'what it changed'));
        const { id, day, author, messageLines } = commit;
        return {
            id,
            day,
            author,
            messageLines,
            number,
            changed,
            file: difference?.file,
            today: [],
            mayBeOlder: undefined,
            formerPath: undefined,
        };
    };
    const findings = async (): Promise<HistoryFindings> => {
        if (!past) {
            const commits: ToldCommit[] = [];
            for (const commit of messages?.commits ?? []) commits.push(await toldCommit(commit));
            return { kind: 'messages', commits, searched: messages?.searched ?? 0, isCut: messages?.isCut ?? false };
        }
        return await ofPlace(past, { first: asked.first, isNamed: named !== undefined, subject: named?.subject, add, toldCommit, linesAt });
    };
    const told = await findings();
    return { ...gathered(question, told, list, ports), isSearched: place !== undefined && named === undefined };
}

async function ofPlace(
    past: PlaceHistory,
    {
        first,
        isNamed,
        subject,
        add,
        toldCommit,
        linesAt,
    }: {
        readonly linesAt: (path: WorkspacePath, range: TextRange) => Promise<readonly string[]>;
        readonly first: HistoryQuestion['first'];
        readonly isNamed: boolean;
        readonly subject: string | undefined;
        readonly add: (role: EvidenceRole, path: WorkspacePath, range: TextRange, detail: string) => Promise<number | undefined>;
        readonly toldCommit: (commit: CommitText) => Promise<ToldCommit>;
    },
): Promise<HistoryFindings> {
    const { path, range, uncommitted, further } = past;
    const cut = { startLine: range.startLine, endLine: Math.min(range.endLine, range.startLine + LONGEST_SHOWN - 1) };
    // A blank line shows nothing by itself.
    const isBlank = (await linesAt(path, cut)).every(line => line.trim() === '');
    const shown = isBlank ? { startLine: Math.max(1, cut.startLine - AROUND_BLANK), endLine: cut.endLine + AROUND_BLANK } : cut;
    const number = (await add('found', path, shown, 'asked about')) ?? 0;
    const commits: ToldCommit[] = [];
    for (const commit of past.commits) {
        const { today, mayBeOlder, formerPath } = commit;
        commits.push({ ...(await toldCommit(commit)), today, mayBeOlder, formerPath });
    }
    return {
        kind: 'lines',
        path,
        range,
        number,
        shown: { ...shown, endLine: Math.min(shown.endLine, (await linesAt(path, EVERYTHING)).length) },
        commits,
        uncommitted,
        further,
        first,
        isNamed,
        subject,
    };
}

/** As much as one piece of evidence may have. */
const LONGEST_SHOWN = 120;
const AROUND_BLANK = 2;

function gathered(question: Question, history: HistoryFindings, list: EvidenceList, ports: EvidencePorts): Gathered {
    const words = questionWords(question.text, ports.statistics());
    const evidence: readonly Evidence[] = list.evidence(words);
    const findings: Findings = {
        shape: questionShape(question.text, question.command),
        words,
        subjects: [],
        introductions: [],
        verdict: { isRelevant: true },
        history,
    };
    return { evidence, findings };
}

interface NamedHistoryPlace extends Place {
    /** The name that led here, for people. */
    readonly subject?: string | undefined;
}

/** What is selected, written with its lines, called by a name that one definition has, or written as a file. */
async function namedPlace(
    { text, focus }: Question,
    { pieces }: Attached,
    live: LiveFiles,
    { symbols, fileTable }: EvidencePorts,
): Promise<NamedHistoryPlace | undefined> {
    const written = writtenPlace(text);
    const file = written && filesWritten(fileTable, written.path.toLowerCase().replaceAll('\\', '/'))[0];
    if (written && file !== undefined) return { path: file, range: written.range };
    const pointed = pieces.find(({ kind }) => kind === 'lines' || kind === 'symbol');
    if (pointed) return { path: pointed.path, range: pointed.range };
    for (const name of namesIn(text)) {
        const definitions = symbols.definitionsOf(name).filter(({ kind }) => kind !== 'section' && kind !== 'key');
        const inCode = definitions.filter(({ path }) => fileTable.kindOf(path) === 'code');
        // Of declarations and overloads of one name the one that does it.
        const [symbol] = (inCode.length > 0 ? inCode : definitions).toSorted((a, b) => linesIn(b) - linesIn(a));
        const lines = symbol && (await live.lines(symbol.path));
        const now = symbol && lines && placeNow(symbol, lines);
        if (now) return { ...definitionPlace(now), subject: name };
    }
    const [path] = writtenPaths(text).flatMap(one => filesWritten(fileTable, one).slice(0, 1));
    if (path !== undefined) return { path, range: EVERYTHING };
    const attachedFile = pieces.find(({ kind }) => kind === 'file')?.path;
    if (attachedFile !== undefined) return { path: attachedFile, range: EVERYTHING };
    return focus !== undefined && /\b(?:this|the current) file\b/i.test(text) ? { path: focus, range: EVERYTHING } : undefined;
}

function linesIn({ range }: CodeSymbol): number {
    return range.endLine - range.startLine;
}

/** It is cut to the file. */
const EVERYTHING: TextRange = { startLine: 1, endLine: 9_999_999 };
