import { setTimeout as pause } from 'node:timers/promises';
import type { AttachmentOffer, AttachmentSearch } from '../../protocol/attachment.ts';
import type { Commit } from '../../git/commits.ts';
import type { Branch } from '../../git/references.ts';
import type { StopOptions } from '../ports.ts';
import type { OpenRoot } from '../scan/diskFiles.ts';
import { findRepository, type Repository } from '../../git/gitFiles.ts';
import { commitAt } from '../../git/commits.ts';
import { openObjects } from '../../git/gitObjects.ts';
import { commitsFrom } from '../../git/history.ts';
import { ReadBudgetSpent, readBudget } from '../../git/readBudget.ts';
import { branchesOf } from '../../git/references.ts';

type RevisionOffer = Extract<AttachmentOffer, { kind: 'commit' | 'branch' }>;

/** What is known of a repository while a picker is open. */
export interface KnownRevisions {
    /** Newest first, from what is checked out. */
    readonly commits: readonly Commit[];
    readonly branches: readonly Branch[];
}

/**
 * Commits and branches that fit what was typed behind an `@`: a word of a commit's subject, the beginning of its id, part of a branch's
 * name. With `git`, `commit` or `branch`, or `git:` before what is looked for, the latest ones; with nothing typed, a few.
 */
export function fittingRevisions({ text, limit }: AttachmentSearch, { commits, branches }: KnownRevisions): readonly RevisionOffer[] {
    const [, only, rest] = /^(git:?|commits?|branch(?:es)?)?(.*)$/is.exec(text.trim().toLowerCase()) ?? [];
    const kind = only?.startsWith('commit') ? 'commit' : only?.startsWith('branch') ? 'branch' : undefined;
    const isListing = only !== undefined && rest === '';
    const typed = only?.endsWith(':') === true || isListing ? (rest ?? '') : text.trim().toLowerCase();
    const most = isListing ? LATEST : typed === '' ? Math.min(limit, FEW) : limit;
    const found: RevisionOffer[] = [];
    if (kind !== 'branch')
        found.push(
            ...commits
                .slice(0, typed === '' ? LATEST : undefined)
                .filter(({ id, subject }) => (typed.length >= 4 && id.startsWith(typed)) || subject.toLowerCase().includes(typed))
                .slice(0, most)
                .map(({ id, subject }) => ({ kind: 'commit' as const, rev: id, subject: subject.slice(0, LONGEST_SUBJECT) })),
        );
    if (kind !== 'commit')
        found.push(
            ...branches
                .filter(({ name }) => name.toLowerCase().includes(typed))
                .slice(0, most)
                .map(({ name }) => ({ kind: 'branch' as const, rev: name, subject: '' })),
        );
    return found;
}

const LATEST = 50;
const FEW = 3;
const LONGEST_SUBJECT = 200;

/**
 * Offers revisions of the repositories that the roots lie in. A history is read once as long as nothing is committed: its latest part while
 * somebody waits, the rest beside that, and words are searched in what there is. Ids are looked for among all objects.
 */
export function revisionOffers(
    roots: () => readonly OpenRoot[],
): (search: AttachmentSearch, options?: StopOptions) => Promise<readonly RevisionOffer[]> {
    const histories = new Map<string, History>();
    const historyOf = async (repository: Repository): Promise<readonly Commit[]> => {
        const { commit: head, common } = repository;
        if (head === undefined) return [];
        let history = histories.get(common);
        if (history?.head !== head) {
            const { whole, latest } = readHistory(head, repository);
            const read: History = { head, latest, whole: undefined };
            histories.set(common, (history = read));
            // Where nobody asks for it, nobody hears what went wrong with it either.
            latest.catch(() => undefined);
            whole.then(
                commits => (read.whole = commits),
                () => histories.delete(common),
            );
            await Promise.race([whole, pause(PATIENCE_MS)]);
        }
        return history.whole ?? (await history.latest);
    };
    return async search => {
        const offers = new Map<string, RevisionOffer>();
        const seen = new Set<string>();
        for (const { folder } of roots()) {
            try {
                const repository = await findRepository(folder);
                if (!repository || repository.hasReftable || seen.has(repository.common)) continue;
                seen.add(repository.common);
                const known = { commits: await historyOf(repository), branches: await branchesOf(repository) };
                for (const offer of [...fittingRevisions(search, known), ...(await namedById(search, repository))])
                    offers.set(`${offer.kind} ${offer.rev}`, offer);
            } catch (error) {
                // A repository that the system does not let us read has nothing to offer; files are offered all the same.
                if (!(error instanceof Error && 'code' in error)) throw error;
            }
        }
        return [...offers.values()];
    };
}

interface History {
    readonly head: string;
    readonly latest: Promise<readonly Commit[]>;
    /** Undefined until it is read. */
    whole: readonly Commit[] | undefined;
}

function readHistory(
    head: string,
    { common }: Repository,
): { readonly latest: Promise<readonly Commit[]>; readonly whole: Promise<readonly Commit[]> } {
    const read = (most: number, ms: number): Promise<readonly Commit[]> =>
        commitsFrom(head, openObjects(common, head.length / 2, { budget: readBudget({ bytes: MOST_BYTES, ms }) }), { most });
    return { latest: read(LATEST, LONGEST_MS), whole: read(MOST_COMMITS, LONGEST_HISTORY_MS) };
}

async function namedById({ text }: AttachmentSearch, { common, commit: head }: Repository): Promise<readonly RevisionOffer[]> {
    const typed = text.trim().toLowerCase().replace(/^git:/, '');
    if (!/^[0-9a-f]{4,64}$/.test(typed)) return [];
    const objects = openObjects(common, (head?.length ?? 40) / 2, { budget: readBudget({ bytes: MOST_BYTES, ms: LONGEST_MS }) });
    try {
        const offers: RevisionOffer[] = [];
        for (const id of (await objects.idsBeginning(typed)).slice(0, MOST_ALIKE)) {
            const found = (await objects.read(id))?.type === 'commit' ? await commitAt(id, objects) : undefined;
            if (found) offers.push({ kind: 'commit', rev: id, subject: found.subject.slice(0, LONGEST_SUBJECT) });
        }
        return offers;
    } catch (error) {
        if (error instanceof ReadBudgetSpent) return [];
        throw error;
    }
}

/** What the words of a subject are looked for in. */
const MOST_COMMITS = 2_000;
const MOST_ALIKE = 8;
const MOST_BYTES = 64 * 1024 * 1024;
/** Whoever types behind an `@` waits for a list. */
const LONGEST_MS = 1_500;
/** As long as nobody notices; most histories are read by then. */
const PATIENCE_MS = 150;
const LONGEST_HISTORY_MS = 10_000;
