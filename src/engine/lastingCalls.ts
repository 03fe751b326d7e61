import type { CallOptions } from '../protocol/contract.ts';
import type { OpenedWorkspace } from './openedWorkspace.ts';
import { FailureError, fail } from '../protocol/failure.ts';
import { inTime } from './holderWatch.ts';

/**
 * Calls that outlive whoever answers them. The process that holds the index leaves in good order or dies, or this one opens another index
 * in its place: what was asked then is asked again of whoever answers next, because nobody wished it to be stopped.
 */
export class LastingCalls {
    private readonly opening: () => Promise<OpenedWorkspace> | undefined;
    /** Streams of which something was shown, by the opening whose workspace gives them. */
    private readonly begun = new Map<Promise<OpenedWorkspace>, Set<Promise<void>>>();

    /** `opening` is the workspace that is open now or being opened; undefined when none is. */
    constructor(opening: () => Promise<OpenedWorkspace> | undefined) {
        this.opening = opening;
    }

    async request<Result>(work: (workspace: OpenedWorkspace) => Promise<Result>, { signal }: CallOptions = {}): Promise<Result> {
        for (;;) {
            const asked = this.opening() ?? fail({ kind: 'no-folder' });
            const workspace = await asked;
            try {
                return await work(workspace);
            } catch (error) {
                if (signal?.aborted || !(await this.isReplaced(asked, workspace, error))) throw error;
            }
        }
    }

    /** `isBegun` says of an item that after it nothing can be told anew: then the end of whoever answered is the end of the stream. */
    async *stream<Item>(
        work: (workspace: OpenedWorkspace) => AsyncIterable<Item>,
        isBegun: (item: Item) => boolean,
        { signal }: CallOptions = {},
    ): AsyncIterable<Item> {
        for (let hasBegun = false; ;) {
            const asked = this.opening() ?? fail({ kind: 'no-folder' });
            const workspace = await asked;
            let ended: (() => void) | undefined;
            try {
                for await (const item of work(workspace)) {
                    hasBegun ||= isBegun(item);
                    if (hasBegun) ended ??= this.noteBegun(asked);
                    yield item;
                }
                return;
            } catch (error) {
                if (signal?.aborted || hasBegun || !(await this.isReplaced(asked, workspace, error))) throw error;
            } finally {
                ended?.();
            }
        }
    }

    /**
     * Resolves when what this workspace has begun to tell has come to its end: an answer that somebody reads is not broken off
     * because another index is to be opened. One that nobody listens to any more, or that takes minutes, is not waited for.
     */
    async told(asked: Promise<OpenedWorkspace> | undefined): Promise<void> {
        const lastEnded = async (): Promise<void> => {
            for (let streams = asked && this.begun.get(asked); streams; streams = asked && this.begun.get(asked))
                await Promise.race(streams);
        };
        await inTime(lastEnded(), TOLD_WITHIN_MS);
    }

    private noteBegun(asked: Promise<OpenedWorkspace>): () => void {
        const streams = this.begun.get(asked) ?? new Set<Promise<void>>();
        this.begun.set(asked, streams);
        const { promise, resolve } = Promise.withResolvers<void>();
        streams.add(promise);
        return () => {
            streams.delete(promise);
            if (streams.size === 0) this.begun.delete(asked);
            resolve();
        };
    }

    /** What never comes to an end by itself, followed over every change of who answers until it is stopped or nothing is open any more. */
    async *follow<Item>(work: (workspace: OpenedWorkspace) => AsyncIterable<Item>, { signal }: CallOptions = {}): AsyncIterable<Item> {
        for (let asked = this.opening(); asked; asked = this.opening()) {
            const workspace = await asked;
            try {
                yield* work(workspace);
                if (signal?.aborted || !(await this.isReplaced(asked, workspace))) return;
            } catch (error) {
                if (signal?.aborted || !(await this.isReplaced(asked, workspace, error))) throw error;
            }
        }
    }

    /** Whether another workspace stands in the place of one that was answered elsewhere and has ended; one that says that it leaves is waited for. */
    private async isReplaced(asked: Promise<OpenedWorkspace>, workspace: OpenedWorkspace, error?: unknown): Promise<boolean> {
        const hasLeft =
            error instanceof FailureError ? error.failure.kind === 'engine-stopped' : error === undefined || !workspace.isElsewhere;
        if (workspace.isElsewhere && hasLeft && this.opening() === asked) await inTime(workspace.gone, LEAVES_WITHIN_MS);
        const now = this.opening();
        return hasLeft && now !== undefined && now !== asked;
    }
}

/** A model that dawdles, or a reader who has gone away, must not keep the settings from being taken up. */
const TOLD_WITHIN_MS = 120_000;

/** A process that leaves finishes first what it is writing. */
const LEAVES_WITHIN_MS = 15_000;
