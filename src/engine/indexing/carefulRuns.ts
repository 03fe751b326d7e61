import type { WorkspacePath } from '../../protocol/text.ts';
import type { IndexStore } from '../store/indexStore.ts';
import type { SavedState } from '../store/savedState.ts';
import type { IndexPlan, Visit } from './planIndexing.ts';
import type { RunOutcome } from './runIndexing.ts';
import { skippedFile } from '../store/indexStore.ts';
import { recordOfSkipped } from './recordFile.ts';

/**
 * Finds the file that brings the engine down, by what a crash leaves behind: after one, files are taken up in small groups that are noted
 * before they are read; after a crash with a group in hand, its files one by one; and a file that was alone in hand is left out.
 * So a file has been in hand twice when the engine fell before it is quarantined, and three crashes are all it can cause.
 */
export class CarefulRuns {
    private readonly store: Pick<IndexStore, 'saveState' | 'savedState' | 'commit' | 'isWriter'>;
    private state: SavedState | undefined;
    private caution: Caution = { kind: 'none' };

    constructor(store: Pick<IndexStore, 'saveState' | 'savedState' | 'commit' | 'isWriter'>) {
        this.store = store;
    }

    /** `crashed`: the process before this one fell by itself or hung, as whoever watches it says; one that was killed proves nothing about a file. */
    async begin(crashed: boolean): Promise<SavedState> {
        const saved = await this.store.savedState();
        this.state = saved;
        if (crashed) this.caution = cautionAfter(saved.inHand);
        return saved;
    }

    async notePause(isPaused: boolean): Promise<void> {
        await this.save({ isPaused });
    }

    async inSlices(plan: IndexPlan, carryOut: (slice: IndexPlan) => Promise<RunOutcome>): Promise<RunOutcome> {
        if (plan.visits.length === 0) return carryOut(plan);
        try {
            if (this.caution.kind === 'none') {
                await this.save({ inHand: 'everything' });
                return await carryOut(plan);
            }
            const outcome = await this.carefully(plan, carryOut, this.caution);
            this.caution = { kind: 'none' };
            return outcome;
        } finally {
            // Stopped or failed, this process is alive, and no file has brought it down.
            await this.save({ inHand: undefined }).catch(() => undefined);
        }
    }

    private async carefully(plan: IndexPlan, carryOut: (slice: IndexPlan) => Promise<RunOutcome>, caution: Caution): Promise<RunOutcome> {
        let total = await carryOut({ visits: [], removed: plan.removed, unchanged: 0 });
        for (const slice of slicesOf(plan.visits, caution)) {
            const [only] = slice;
            if (caution.kind === 'quarantine' && only && slice.length === 1 && only.path === caution.path) {
                const skipped = {
                    path: only.path,
                    reason: 'quarantined',
                    detail: 'the engine stopped twice with this file in hand',
                } as const;
                await this.store.commit([skippedFile(recordOfSkipped(skipped, only.stamp))], []);
                continue;
            }
            await this.save({ inHand: slice.map(({ path }) => path) });
            total = added(total, await carryOut({ visits: slice, removed: [], unchanged: 0 }));
        }
        return total;
    }

    private async save(change: Partial<SavedState>): Promise<void> {
        if (!this.store.isWriter) return;
        const before = this.state ?? (await this.store.savedState());
        this.state = { ...before, ...change };
        await this.store.saveState(this.state);
    }
}

export type Caution =
    | { readonly kind: 'none' }
    /** These one by one, all others in groups. */
    | { readonly kind: 'groups'; readonly alone: ReadonlySet<WorkspacePath> }
    | { readonly kind: 'quarantine'; readonly path: WorkspacePath };

/** What a crash teaches, given what was in hand. */
export function cautionAfter(inHand: SavedState['inHand']): Caution {
    if (inHand === undefined) return { kind: 'none' };
    if (inHand === 'everything') return { kind: 'groups', alone: new Set() };
    const [only] = inHand;
    return only !== undefined && inHand.length === 1 ? { kind: 'quarantine', path: only } : { kind: 'groups', alone: new Set(inHand) };
}

/** The suspects first: what is found out early spares the rest a restart. */
export function slicesOf(visits: readonly Visit[], caution: Caution): readonly (readonly Visit[])[] {
    const isSuspect = ({ path }: Visit): boolean =>
        caution.kind === 'quarantine' ? path === caution.path : caution.kind === 'groups' && caution.alone.has(path);
    const others = visits.filter(visit => !isSuspect(visit));
    const groups: (readonly Visit[])[] = [];
    for (let start = 0; start < others.length; start += FILES_IN_GROUP) groups.push(others.slice(start, start + FILES_IN_GROUP));
    return [...visits.filter(isSuspect).map(visit => [visit]), ...groups];
}

const FILES_IN_GROUP = 32;

function added(one: RunOutcome, other: RunOutcome): RunOutcome {
    return {
        added: one.added + other.added,
        changed: one.changed + other.changed,
        removed: one.removed + other.removed,
        touched: one.touched + other.touched,
        lines: one.lines + other.lines,
        bytes: one.bytes + other.bytes,
        embedded: one.embedded + other.embedded,
        reusedVectors: one.reusedVectors + other.reusedVectors,
        isEmbedded: one.isEmbedded && other.isEmbedded,
        embeddingTrouble: other.embeddingTrouble ?? one.embeddingTrouble,
        problems: [...one.problems, ...other.problems],
    };
}
