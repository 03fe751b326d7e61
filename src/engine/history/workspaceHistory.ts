import { dirname, join, relative, sep } from 'node:path';
import { realpath } from 'node:fs/promises';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import type { Commit } from '../../git/commits.ts';
import type { GitObjects } from '../../git/gitObjects.ts';
import type { Logger, StopOptions } from '../ports.ts';
import type { DiskFiles } from '../scan/diskFiles.ts';
import { blame, type LineOrigin } from '../../git/blame.ts';
import { commitAt } from '../../git/commits.ts';
import { diffLines } from '../../git/diffLines.ts';
import { FilesInTrees } from '../../git/filesInTrees.ts';
import { findRepository, type Repository } from '../../git/gitFiles.ts';
import { openObjects } from '../../git/gitObjects.ts';
import { KeptPacks } from '../../git/keptPacks.ts';
import { readBudget, ReadBudgetSpent } from '../../git/readBudget.ts';
import { linesOf } from '../answer/sourceLines.ts';
import { decodeText } from '../scan/decodeText.ts';
import { commitText, type CommitText } from './commitText.ts';
export type { CommitText } from './commitText.ts';
import { MessageIndex } from './messageIndex.ts';
import type { NoHistory } from './noHistory.ts';

/** Which commits brought lines of a file as it stands now. */
export interface PlaceHistory {
    readonly path: WorkspacePath;
    readonly range: TextRange;
    readonly commits: readonly CommitOfLines[];
    /** Lines of the range that no commit has yet. */
    readonly uncommitted: readonly number[];
    /** Commits that brought lines and are not told. */
    readonly further: number;
}

export interface CommitOfLines extends CommitText {
    /** Lines of today's file, within the range that was asked about. */
    readonly today: readonly number[];
    /** The lines may be older: what was before this commit is not in this clone, or was not read in time. */
    readonly mayBeOlder: 'not-here' | 'not-read' | undefined;
    /** What the file was called then, where that was something else. */
    readonly formerPath: string | undefined;
}

/** Commits whose messages have the words of a question, best first. */
export interface MessagesFound {
    readonly commits: readonly CommitText[];
    /** How many messages were searched, and whether there are more that were not. */
    readonly searched: number;
    readonly isCut: boolean;
}

/** The history of the folders of a workspace, read without running git and within bounds of time and bytes. */
export interface WorkspaceHistory {
    ofLines(
        path: WorkspacePath,
        range: TextRange,
        first: 'oldest' | 'newest' | 'largest',
        options: StopOptions,
    ): Promise<PlaceHistory | NoHistory>;
    ofMessages(words: string, options: StopOptions): Promise<MessagesFound | NoHistory>;
}

export function workspaceHistory(files: DiskFiles, log: Logger): WorkspaceHistory {
    const index = new MessageIndex();
    return {
        ofLines: async (path, range, first, options) => {
            const startedAt = performance.now();
            const found = await historyOfLines(path, range, first, files, options);
            log.debug('lines were looked for in the history', {
                ms: Math.round(performance.now() - startedAt),
                ...(typeof found === 'string' ? { found } : { commits: found.commits.length }),
            });
            return found;
        },
        ofMessages: async (words, options) => {
            let why: NoHistory = 'no-repository';
            for (const { folder } of files.roots) {
                const repository = await findRepository(folder);
                if (!repository) continue;
                const found = await withObjects(repository, async (open, tip) => {
                    const { hits, searched, isCut } = await index.search(words, repository.top, tip, open(LONGEST_SEARCH_MS), options);
                    const objects = open(LONGEST_TEXTS_MS);
                    const commits: CommitText[] = [];
                    for (const id of hits) {
                        const commit = await commitAt(id, objects);
                        if (commit) commits.push(await commitText(commit, repository, objects, files, { words, ...options }));
                    }
                    log.debug('messages of commits were searched', { searched, found: hits.length });
                    return { commits, searched, isCut };
                });
                if (typeof found !== 'string') return found;
                why = found;
            }
            return why;
        },
    };
}

async function historyOfLines(
    path: WorkspacePath,
    asked: TextRange,
    first: 'oldest' | 'newest' | 'largest',
    files: DiskFiles,
    { signal }: StopOptions,
): Promise<PlaceHistory | NoHistory> {
    const place = files.placeOf(path);
    // What the rules keep out has no history here either.
    if (!place || (await files.whyLeftOut(path))) return 'left-out';
    const source = await files.read(path);
    if (!source) return 'left-out';
    const now = linesOf(source.text);
    const range = {
        startLine: Math.max(1, asked.startLine),
        endLine: Math.min(now.length, asked.endLine, asked.startLine + MOST_LINES - 1),
    };
    // A folder in the workspace may be a repository of its own, such as a submodule.
    const folder = dirname(join(place.root.folder, place.relative));
    const repository = await findRepository(folder);
    if (!repository) return 'no-repository';
    const top = await realpath(repository.top).catch(() => repository.top);
    const file = relative(top, join(place.root.folder, place.relative)).split(sep).join('/');
    return await withObjects(repository, async (open, tip): Promise<PlaceHistory> => {
        const objects = open(LONGEST_TEXTS_MS);
        const id = await new FilesInTrees(objects).textAt(tip.tree, file);
        const committed = id === undefined ? undefined : await objects.read(id);
        // As git counts lines; of ends only that they are there matters, since git may translate them.
        const was =
            committed?.type === 'blob'
                ? decodeText(committed.data)
                      .split('\n')
                      .map(line => line.replace(/\r$/, ''))
                : [];
        const lineThen = linesBefore(was, now);
        const uncommitted: number[] = [];
        const wanted = new Map<number, number>();
        for (let line = range.startLine; line <= range.endLine; line++) {
            const then = lineThen(line);
            if (then === undefined) uncommitted.push(line);
            // The empty line behind the last end of line is none for git.
            else if (then < was.length || was.at(-1) !== '') wanted.set(then, line);
        }
        const found = wanted.size === 0 ? undefined : await blame(tip, file, open(LONGEST_BLAME_MS), { lines: [...wanted.keys()], signal });
        // What was spent on the way back is not missing when it is told.
        const texts = open(LONGEST_TEXTS_MS);
        const groups = groupsOf(found?.lines ?? new Map<number, LineOrigin>(), wanted, first);
        const commits: CommitOfLines[] = [];
        for (const group of groups.slice(0, MOST_COMMITS)) {
            const { commit, path: then, how } = group.origin;
            const text = await commitText(commit, repository, texts, files, { file: then, showAs: path, lines: group.there, signal });
            commits.push({
                ...text,
                today: group.lines,
                mayBeOlder: how === 'brought' ? undefined : found?.isCut === true ? 'not-read' : 'not-here',
                formerPath: then === file ? undefined : then,
            });
        }
        return { path, range, commits, uncommitted, further: Math.max(0, groups.length - MOST_COMMITS) };
    });
}

const MOST_LINES = 400;
const MOST_COMMITS = 3;

/** Opens the objects of what is checked out for one question; a budget that is spent before anything is known is a history that cannot be told. */
async function withObjects<Result>(
    repository: Repository,
    use: (open: (longestMs: number) => GitObjects, tip: Commit) => Promise<Result>,
): Promise<Result | NoHistory> {
    if (repository.hasReftable) return 'reftable';
    if (repository.commit === undefined) return 'no-commit';
    const kept = new KeptPacks();
    const { common, commit } = repository;
    const open = (ms: number): GitObjects =>
        openObjects(common, commit.length / 2, { budget: readBudget({ bytes: MOST_BYTES, ms }), kept });
    try {
        const tip = await commitAt(commit, open(LONGEST_TEXTS_MS));
        return tip ? await use(open, tip) : 'no-commit';
    } catch (error) {
        if (error instanceof ReadBudgetSpent) return 'no-commit';
        throw error;
    } finally {
        await kept.close();
    }
}

const MOST_BYTES = 2 * 1024 * 1024 * 1024;
/** As long as somebody waits who has asked for it. */
const LONGEST_BLAME_MS = 6_000;
const LONGEST_SEARCH_MS = 4_000;
const LONGEST_TEXTS_MS = 3_000;

/** For a line of the text as it stands now, where the last commit has it; undefined where it does not. Both count from 1. */
function linesBefore(was: readonly string[], now: readonly string[]): (line: number) => number | undefined {
    const changes = diffLines(was, now);
    return line => {
        let shift = 0;
        for (const { before, removed, after, added } of changes) {
            if (line - 1 < after) break;
            if (line - 1 < after + added) return undefined;
            shift = before + removed - after - added;
        }
        return line + shift;
    };
}

interface LinesOfCommit {
    readonly origin: LineOrigin;
    /** In today's file. */
    readonly lines: readonly number[];
    /** In the file of the commit. */
    readonly there: readonly number[];
}

function groupsOf(
    origins: ReadonlyMap<number, LineOrigin>,
    wanted: ReadonlyMap<number, number>,
    first: 'oldest' | 'newest' | 'largest',
): readonly LinesOfCommit[] {
    const groups = new Map<string, { origin: LineOrigin; lines: number[]; there: number[] }>();
    for (const [then, now] of wanted) {
        const origin = origins.get(then);
        if (!origin) continue;
        const key = `${origin.commit.id}:${origin.path}:${origin.how}`;
        const known = groups.get(key) ?? { origin, lines: [], there: [] };
        groups.set(key, known);
        known.lines.push(now);
        known.there.push(origin.line);
    }
    const date = ({ origin }: LinesOfCommit): number => origin.commit.committedAt;
    return [...groups.values()].sort((a, b) =>
        first === 'oldest'
            ? date(a) - date(b)
            : first === 'newest'
              ? date(b) - date(a)
              : b.lines.length - a.lines.length || date(b) - date(a),
    );
}
