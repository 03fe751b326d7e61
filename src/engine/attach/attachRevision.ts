import type { Attachment } from '../../protocol/attachment.ts';
import type { AttachmentRefusal } from '../../protocol/attachmentRefusal.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { Commit } from '../../git/commits.ts';
import type { StopOptions } from '../ports.ts';
import type { DiskFiles } from '../scan/diskFiles.ts';
import { commitAt } from '../../git/commits.ts';
import { findRepository, prefixOf, type Repository } from '../../git/gitFiles.ts';
import { openObjects, type GitObjects } from '../../git/gitObjects.ts';
import { whereTheyMeet } from '../../git/history.ts';
import { ReadBudgetSpent, readBudget } from '../../git/readBudget.ts';
import { branchesOf, mainBranch, revisionOf, type Revision } from '../../git/references.ts';
import { treeDifference } from '../../git/treeDifference.ts';
import { shortRevision } from '../../protocol/attachment.ts';
import { differencePath } from '../../protocol/attachedDifference.ts';
import { workspacePath } from '../../protocol/text.ts';
import { visibleName } from '../../protocol/visibleText.ts';
import { redactText } from '../redact/redactText.ts';
import { blobText } from '../scan/blobText.ts';
import { comparable, comparedFile, type ChangedFileText } from './attachChanges.ts';
import { revisionOverview } from './revisionOverview.ts';

/** What a commit or a branch changed: what it is, and a text for each file. */
export interface RevisionText {
    /** As the repository knows it: which of both it is, and the whole id. */
    readonly attachment: Extract<Attachment, { kind: 'commit' | 'branch' }>;
    /** `Git commit 1a2b3c4d` or `Git branch main`: the name of its texts. */
    readonly name: string;
    /** Author, message, commits of a branch, and files that have no text here; without secrets. */
    readonly overview: readonly string[];
    readonly files: readonly ChangedFileText[];
}

/**
 * The difference of a commit against its first parent, or of a branch against where it left what is checked out, read from the objects of the
 * repository without running git. What is checked out itself is compared with where it left the main branch. Files that are ignored,
 * excluded, secret or no text are counted and not named; secrets are taken out of both sides as whole files before a line is shown. What a
 * hostile repository can make of this is bounded by bytes and time.
 */
export async function attachRevision(
    { rev }: Extract<Attachment, { kind: 'commit' | 'branch' }>,
    files: DiskFiles,
    { signal }: StopOptions = {},
): Promise<RevisionText | AttachmentRefusal> {
    const budget = readBudget({ bytes: MOST_BYTES, ms: LONGEST_MS });
    let refusal: AttachmentRefusal = { code: 'no-repository' };
    const seen = new Set<string>();
    let result: RevisionText | undefined;
    let chosen: { readonly top: string; readonly compared: Compared } | undefined;
    try {
        for (const root of files.roots) {
            signal?.throwIfAborted();
            const repository = await findRepository(root.folder);
            // Several folders of a workspace may lie in the same repository: then each tells its part.
            if (!repository || (chosen && chosen.top !== repository.top)) continue;
            if (repository.hasReftable) {
                refusal = { code: 'reftable' };
                continue;
            }
            const objects = openObjects(repository.common, (repository.commit?.length ?? 40) / 2, { budget });
            if (!seen.has(repository.top)) {
                seen.add(repository.top);
                const compared = await compare(rev, repository, objects, signal);
                if ('code' in compared) {
                    refusal = compared;
                    continue;
                }
                chosen = { top: repository.top, compared };
            }
            if (!chosen) continue;
            const part = await partIn(root, repository, chosen.compared, { objects, files, signal });
            result = result
                ? { ...result, files: [...result.files, ...part.files], overview: [...result.overview, ...part.further] }
                : part.text;
        }
    } catch (error) {
        if (error instanceof ReadBudgetSpent) return result ?? { code: 'too-much' };
        throw error;
    }
    return result ?? refusal;
}

/** Two hundred large files on both sides; what a fast disk gives while somebody waits. */
const MOST_BYTES = 256 * 1024 * 1024;
const LONGEST_MS = 8_000;
/** More is a merge or a move, whose names say enough. */
const MOST_FILES = 200;
const MOST_DIFFERENT = 5_000;
const MOST_HISTORY = 20_000;
const MOST_TOLD = 50;

interface Compared {
    readonly attachment: RevisionText['attachment'];
    readonly name: string;
    readonly tip: Commit;
    /** Undefined for a first commit, which comes from nothing. */
    readonly base: Commit | undefined;
    /** Of a branch, newest first. */
    readonly commits: readonly Commit[];
}

async function compare(
    rev: string,
    repository: Repository,
    objects: GitObjects,
    signal: AbortSignal | undefined,
): Promise<Compared | AttachmentRefusal> {
    const revision = await revisionOf(rev, repository, objects);
    if (revision === 'unknown') return { code: 'revision-unknown', rev };
    if (revision === 'ambiguous') return { code: 'revision-ambiguous', rev };
    return revision.kind === 'branch' ? compareBranch(revision, repository, objects, signal) : compareCommit(revision.commit, objects);
}

async function compareCommit(commit: Commit, objects: GitObjects): Promise<Compared | AttachmentRefusal> {
    const [parent] = commit.parents;
    const base = parent === undefined ? undefined : await commitAt(parent, objects);
    if (parent !== undefined && !base) return { code: 'parent-missing' };
    return {
        attachment: { kind: 'commit', rev: commit.id, subject: commit.subject.slice(0, LONGEST_SUBJECT) },
        name: `Git commit ${shortRevision(commit.id)}`,
        tip: commit,
        base,
        commits: [],
    };
}

const LONGEST_SUBJECT = 200;

async function compareBranch(
    { name, tip }: Extract<Revision, { kind: 'branch' }>,
    repository: Repository,
    objects: GitObjects,
    signal: AbortSignal | undefined,
): Promise<Compared | AttachmentRefusal> {
    const { commit: head } = repository;
    if (head === undefined) return { code: 'commit-unreadable' };
    const main = tip.id === head ? mainBranch(await branchesOf(repository)) : undefined;
    const other = tip.id === head ? main?.commit : head;
    const meeting = other === undefined ? undefined : await whereTheyMeet(tip.id, other, objects, { most: MOST_HISTORY, signal });
    if (!meeting) return { code: 'nothing-shared' };
    return {
        attachment: { kind: 'branch', rev: name, subject: '' },
        name: `Git branch ${name}`,
        tip,
        base: meeting.base,
        commits: meeting.onlyInFirst.slice(0, MOST_TOLD),
    };
}

async function partIn(
    { name: rootName, folder }: DiskFiles['roots'][number],
    repository: Repository,
    compared: Compared,
    { objects, files, signal }: StopOptions & { readonly objects: GitObjects; readonly files: DiskFiles },
): Promise<{ readonly text: RevisionText; readonly files: readonly ChangedFileText[]; readonly further: readonly string[] }> {
    const { attachment, name, tip, base } = compared;
    const difference = await treeDifference(base?.tree, tip.tree, objects, {
        prefix: prefixOf(repository.top, folder),
        most: MOST_DIFFERENT,
        signal,
    });
    const pathOf = (below: string): WorkspacePath => workspacePath(rootName === '' ? below : `${rootName}/${below}`);
    const texts: ChangedFileText[] = [];
    const unread: WorkspacePath[] = [];
    let hidden = difference.others;
    let isSpent = false;
    for (const { path: below, before, after } of difference.files) {
        signal?.throwIfAborted();
        const path = pathOf(below);
        const why = await files.whyLeftOut(path);
        if (why && why.reason !== 'empty') {
            hidden++;
            continue;
        }
        if (isSpent || texts.length === MOST_FILES) {
            unread.push(path);
            continue;
        }
        try {
            const [was, now] = [await blobText(before, objects, files), await blobText(after, objects, files)];
            if (was === undefined || now === undefined) hidden++;
            else {
                const state = before === undefined ? 'added' : after === undefined ? 'deleted' : 'modified';
                const text = comparedFile(
                    { path, textPath: differencePath(name, path), state },
                    await comparable(was),
                    await comparable(now),
                );
                if (text) texts.push(text);
            }
        } catch (error) {
            if (!(error instanceof ReadBudgetSpent)) throw error;
            isSpent = true;
            unread.push(path);
        }
    }
    const further = [
        ...unread.slice(0, MOST_NAMED).map(path => `changed as well: ${visibleName(path)}`),
        ...(unread.length > MOST_NAMED ? [`changed as well: ${String(unread.length - MOST_NAMED)} more`] : []),
        ...(hidden > 0 ? [`changed, and not shown because they are left out or no text: ${String(hidden)}`] : []),
        ...(difference.isCut ? ['there are more changes than were read'] : []),
        ...(difference.differsElsewhere ? ['changed outside of this folder as well'] : []),
    ];
    const told = (await redactText(revisionOverview(compared).join('\n'))).text.split('\n');
    return { text: { attachment, name, overview: [...told, ...further], files: texts }, files: texts, further };
}

const MOST_NAMED = 100;
