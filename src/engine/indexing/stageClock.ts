/** Wall time in which each stage had something to do; work of one stage that overlaps counts once. */
export class StageClock {
    private readonly stages = new Map<string, { active: number; since: number; total: number }>();

    async time<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
        const entry = this.stages.get(stage) ?? { active: 0, since: 0, total: 0 };
        this.stages.set(stage, entry);
        if (entry.active++ === 0) entry.since = performance.now();
        try {
            return await work();
        } finally {
            if (--entry.active === 0) entry.total += performance.now() - entry.since;
        }
    }

    /** Whole milliseconds. */
    read(): Readonly<Record<string, number>> {
        return Object.fromEntries([...this.stages].map(([stage, { total }]) => [stage, Math.round(total)]));
    }
}
