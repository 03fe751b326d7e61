import { commitAt, type Commit } from './commits.ts';
import type { GitObjects } from './gitObjects.ts';
import { ReadBudgetSpent } from './readBudget.ts';

export interface WalkOptions {
    readonly most: number;
    readonly signal?: AbortSignal | undefined;
}

/** A commit and what came before it, newest first as `git log` has it, `most` of them; a shallow clone or a budget that is spent ends it earlier. */
export async function commitsFrom(
    tip: string,
    objects: Pick<GitObjects, 'read'>,
    { most, signal }: WalkOptions,
): Promise<readonly Commit[]> {
    const seen = new Set([tip]);
    const waiting = byDate<Commit>(({ committedAt }) => committedAt);
    const found: Commit[] = [];
    try {
        waiting.add(await commitAt(tip, objects));
        for (let next = waiting.take(); next && found.length < most; next = waiting.take()) {
            signal?.throwIfAborted();
            found.push(next);
            for (const parent of next.parents) {
                if (seen.has(parent)) continue;
                seen.add(parent);
                waiting.add(await commitAt(parent, objects));
            }
        }
    } catch (error) {
        if (!(error instanceof ReadBudgetSpent)) throw error;
    }
    return found;
}

/** Where two histories meet, and what each has that the other has not, newest first, as far as was looked. */
export interface Meeting {
    readonly base: Commit;
    readonly onlyInFirst: readonly Commit[];
}

/**
 * The newest commit that two share, by dates as git finds it (`paint_down_to_common`): commits are taken newest first, each tells its
 * parents from which side it is reached, and the first that is reached from both is the base. Undefined where they share none, or none
 * within `most` commits. Of criss-cross merges, which have several bases, one is taken.
 */
export async function whereTheyMeet(
    first: string,
    second: string,
    objects: GitObjects,
    { most, signal }: WalkOptions,
): Promise<Meeting | undefined> {
    const sides = new Map<string, number>();
    const known = new Map<string, Commit | undefined>();
    const waiting = byDate<Commit>(({ committedAt }) => committedAt);
    const reach = async (id: string, side: number): Promise<void> => {
        const before = sides.get(id) ?? 0;
        if ((before | side) === before) return;
        sides.set(id, before | side);
        if (!known.has(id)) known.set(id, await commitAt(id, objects));
        // One that was passed already, because a clock was wrong, is passed again with what is known of it now.
        waiting.add(known.get(id));
    };
    await reach(first, FIRST);
    await reach(second, SECOND);
    const passed = new Set<Commit>();
    for (let next = waiting.take(); next && passed.size < most; next = waiting.take()) {
        signal?.throwIfAborted();
        const side = sides.get(next.id) ?? 0;
        if (side === (FIRST | SECOND)) return { base: next, onlyInFirst: [...passed].filter(({ id }) => sides.get(id) === FIRST) };
        passed.add(next);
        for (const parent of next.parents) await reach(parent, side);
    }
    return undefined;
}

const FIRST = 1;
const SECOND = 2;

/** Things in the order of their dates, such as those of commits: the newest first; of equals the one that came first. */
export function byDate<Item>(dateOf: (item: Item) => number): { add(item: Item | undefined): void; take(): Item | undefined } {
    // The newest is last, so that taking it moves nothing.
    const waiting: Item[] = [];
    return {
        add(item) {
            if (item === undefined) return;
            const date = dateOf(item);
            let [low, high] = [0, waiting.length];
            while (low < high) {
                const middle = (low + high) >> 1;
                const other = waiting[middle];
                if (other !== undefined && dateOf(other) < date) low = middle + 1;
                else high = middle;
            }
            waiting.splice(low, 0, item);
        },
        take: () => waiting.pop(),
    };
}
