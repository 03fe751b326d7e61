import { commitAt, type Commit } from './commits.ts';
import { diffLines } from './diffLines.ts';
import { FilesInTrees } from './filesInTrees.ts';
import type { GitObjects } from './gitObjects.ts';
import { byDate } from './history.ts';
import { ReadBudgetSpent } from './readBudget.ts';

/** Where a line comes from. */
export interface LineOrigin {
    readonly commit: Commit;
    /** What the file was called in that commit, and where the line stood in it, counted from 1. */
    readonly path: string;
    readonly line: number;
    /**
     * `brought`: that commit has the line and none of its parents does. `seen`: it has the line, and what was before it was not read, because
     * the clone does not have it or the budget is spent: the line may be older.
     */
    readonly how: 'brought' | 'seen';
}

export interface Blame {
    /** By line, counted from 1. */
    readonly lines: ReadonlyMap<number, LineOrigin>;
    /** How many commits were looked at. */
    readonly commits: number;
    /** True when time or bytes were spent before the end. */
    readonly isCut: boolean;
}

/**
 * The commit that last brought each of these lines (1-based; all when absent) of a file of a commit, as `git blame` finds it: lines that a
 * parent has are passed on to it, through merges to each parent in turn and through renames to the file's former name; what no parent has was
 * brought here. Undefined where the commit does not have the file as a text.
 */
export async function blame(
    tip: Commit,
    path: string,
    objects: GitObjects,
    { lines, signal }: { readonly lines?: readonly number[]; readonly signal?: AbortSignal | undefined } = {},
): Promise<Blame | undefined> {
    const looking: Looking = { objects, trees: new FilesInTrees(objects), texts: new Map(), signal };
    const id = await looking.trees.textAt(tip.tree, path);
    const text = id === undefined ? undefined : await linesOf(id, looking);
    if (id === undefined || !text) return undefined;
    const wanted = [...new Set(lines ?? text.map((_, at) => at + 1))]
        .filter(line => line >= 1 && line <= text.length)
        .sort((a, b) => a - b);
    const found = new Map<number, LineOrigin>();
    const suspects = new Map<string, Suspect>();
    const waiting = byDate<Suspect>(({ commit }) => commit.committedAt);
    const suspect = (commit: Commit, at: FileAt, entries: readonly Entry[]): void => {
        if (entries.length === 0) return;
        const key = `${commit.id}:${at.path}`;
        const known = suspects.get(key);
        if (known) known.entries.push(...entries);
        else {
            const one = { key, commit, at, entries: [...entries] };
            suspects.set(key, one);
            waiting.add(one);
        }
    };
    const settle = ({ commit, at }: Suspect, entries: readonly Entry[], how: LineOrigin['how']): void => {
        for (const { final, there, count } of entries)
            for (let nth = 0; nth < count; nth++) found.set(final + nth + 1, { commit, path: at.path, line: there + nth + 1, how });
    };
    suspect(tip, { path, id }, joined(wanted.map(line => ({ final: line - 1, there: line - 1, count: 1 }))));
    let commits = 0;
    let current: Suspect | undefined;
    try {
        for (current = waiting.take(); current; current = waiting.take()) {
            signal?.throwIfAborted();
            suspects.delete(current.key);
            commits++;
            const { parents, isWhole } = await parentsOf(current, looking);
            let left: readonly Entry[] = joined(current.entries);
            const same = parents.find(({ at }) => at.id === current?.at.id);
            if (same) {
                suspect(same.commit, same.at, left);
                continue;
            }
            // Two parents with the same text have the same lines.
            const different = parents.filter(({ at }, nth) => parents.findIndex(other => other.at.id === at.id) === nth);
            const passed: (readonly [Commit, FileAt, readonly Entry[]])[] = [];
            let isRead = isWhole;
            for (const { commit, at } of different) {
                if (left.length === 0) break;
                const [was, now] = [await linesOf(at.id, looking), await linesOf(current.at.id, looking)];
                if (!was || !now) {
                    isRead = false;
                    continue;
                }
                const split = passOn(left, was, now);
                left = split.kept;
                passed.push([commit, at, split.passed]);
            }
            // Only now: had the budget been spent on the way, the lines would be told twice.
            for (const [commit, at, entries] of passed) suspect(commit, at, entries);
            settle(current, left, isRead ? 'brought' : 'seen');
        }
        return { lines: found, commits, isCut: false };
    } catch (error) {
        if (!(error instanceof ReadBudgetSpent)) throw error;
        for (const rest of [...(current ? [current] : []), ...suspects.values()]) settle(rest, rest.entries, 'seen');
        return { lines: found, commits, isCut: true };
    }
}

/** A stretch of lines of the file that was asked about (`final`) and where it stands in a suspect's (`there`), both from 0. */
interface Entry {
    readonly final: number;
    readonly there: number;
    readonly count: number;
}

interface FileAt {
    readonly path: string;
    readonly id: string;
}

interface Suspect {
    readonly key: string;
    readonly commit: Commit;
    readonly at: FileAt;
    readonly entries: Entry[];
}

interface Looking {
    readonly objects: GitObjects;
    readonly trees: FilesInTrees;
    readonly texts: Map<string, readonly string[] | undefined>;
    readonly signal: AbortSignal | undefined;
}

/** The parents that have the file, under its name or a former one; `isWhole` is false when one cannot be read. */
async function parentsOf(
    { commit, at }: Suspect,
    { objects, trees, signal }: Looking,
): Promise<{ readonly parents: readonly { readonly commit: Commit; readonly at: FileAt }[]; readonly isWhole: boolean }> {
    const parents: Commit[] = [];
    for (const parent of commit.parents.slice(0, MOST_PARENTS)) {
        const read = await commitAt(parent, objects);
        if (read) parents.push(read);
    }
    const found: (FileAt | undefined)[] = [];
    for (const { tree } of parents) {
        const id = await trees.textAt(tree, at.path);
        found.push(id === undefined ? undefined : { path: at.path, id });
    }
    // Former names are looked for only where no parent has the very same file.
    if (!found.some(file => file?.id === at.id)) {
        for (const [nth, parent] of parents.entries()) {
            if (found[nth] !== undefined) continue;
            found[nth] = await trees.renamedFrom(parent.tree, commit.tree, at.path, signal);
            if (found[nth]?.id === at.id) break;
        }
    }
    return {
        parents: parents.flatMap((parent, nth) => {
            const file = found[nth];
            return file ? [{ commit: parent, at: file }] : [];
        }),
        isWhole: parents.length === commit.parents.length,
    };
}

const MOST_PARENTS = 64;

/** Lines that both texts have go to the parent; the others stay. */
function passOn(
    entries: readonly Entry[],
    was: readonly string[],
    now: readonly string[],
): { readonly passed: readonly Entry[]; readonly kept: readonly Entry[] } {
    const changes = diffLines(was, now);
    const passed: Entry[] = [];
    const kept: Entry[] = [];
    for (const entry of entries) {
        let at = entry.there;
        const end = entry.there + entry.count;
        let shift = 0;
        const take = (to: number, list: Entry[], by: number): void => {
            const upTo = Math.min(to, end);
            if (upTo > at) {
                list.push({ final: entry.final + at - entry.there, there: at + by, count: upTo - at });
                at = upTo;
            }
        };
        for (const { before, removed, after, added } of changes) {
            if (after >= end) break;
            take(after, passed, shift);
            take(after + added, kept, 0);
            shift = before + removed - after - added;
        }
        take(end, passed, shift);
    }
    return { passed: joined(passed), kept: joined(kept) };
}

/** Neighbours become one, in the order of the file that was asked about. */
function joined(entries: readonly Entry[]): readonly Entry[] {
    const result: Entry[] = [];
    for (const entry of [...entries].sort((a, b) => a.final - b.final)) {
        const last = result.at(-1);
        if (last && last.final + last.count === entry.final && last.there + last.count === entry.there)
            result[result.length - 1] = { ...last, count: last.count + entry.count };
        else result.push(entry);
    }
    return result;
}

/** With their ends, so that a last line without one is another line, as it is for git. */
async function linesOf(id: string, { objects, texts }: Looking): Promise<readonly string[] | undefined> {
    if (texts.has(id)) return texts.get(id);
    const found = await objects.read(id);
    const lines = found?.type === 'blob' && found.data.length <= LARGEST ? linesIn(found.data.toString('latin1')) : undefined;
    // A text is compared with what came before it, and then is what came before no more.
    const [oldest] = texts.keys();
    if (texts.size >= MOST_TEXTS && oldest !== undefined) texts.delete(oldest);
    texts.set(id, lines);
    return lines;
}

const MOST_TEXTS = 8;
const LARGEST = 4 * 1024 * 1024;

function linesIn(text: string): readonly string[] {
    const lines: string[] = [];
    for (let at = 0; at < text.length;) {
        const end = text.indexOf('\n', at);
        const next = end < 0 ? text.length : end + 1;
        lines.push(text.slice(at, next));
        at = next;
    }
    return lines;
}
