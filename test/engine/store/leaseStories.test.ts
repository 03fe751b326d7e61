import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { StoreLease } from '../../../src/engine/store/storeLease.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** What one of four owners does next. A `commit` looks at the lease, waits for the others, and looks again before it counts, as a store does. */
const step = fc.record({
    owner: fc.nat(3),
    does: fc.constantFrom('acquire' as const, 'take over' as const, 'commit' as const, 'commit' as const, 'release' as const),
});

const RUNS = process.env['FOOTNOTE_FULL'] === '1' ? 2_000 : 100;

test(`in ${String(RUNS)} stories of four owners that run at the same time, an epoch has one of them, and only the latest commits`, async () => {
    await fc.assert(
        fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), async rounds => {
            const folder = await temporaryFolder();
            const held = new Map<number, StoreLease>();
            const ownerOfEpoch = new Map<number, number>();
            const take = async (owner: number, takeOver: boolean): Promise<void> => {
                if (held.has(owner)) return;
                const lease = await StoreLease.acquire(folder, { takeOver });
                if (!(lease instanceof StoreLease)) return;
                expect(ownerOfEpoch.has(lease.epoch), `epoch ${String(lease.epoch)} is given once`).toBe(false);
                ownerOfEpoch.set(lease.epoch, owner);
                held.set(owner, lease);
            };
            const leave = async (owner: number): Promise<void> => {
                const lease = held.get(owner);
                held.delete(owner);
                await lease?.release();
            };
            for (const round of rounds) {
                // What different owners do in a round happens at the same time; one owner does one thing after the other.
                await Promise.all(
                    [...Map.groupBy(round, ({ owner }) => owner)].map(async ([owner, steps]) => {
                        for (const { does } of steps) {
                            if (does === 'commit') await held.get(owner)?.isCurrent();
                            else if (does === 'release') await leave(owner);
                            else await take(owner, does === 'take over');
                        }
                    }),
                );
                // In peace, at most one may commit, and it is the one with the highest epoch.
                const current: number[] = [];
                for (const lease of held.values()) if (await lease.isCurrent()) current.push(lease.epoch);
                const highest = Math.max(0, ...ownerOfEpoch.keys());
                expect(current.filter(epoch => epoch !== highest)).toEqual([]);
                expect(current.length).toBeLessThanOrEqual(1);
            }
            for (const owner of [...held.keys()]) await leave(owner);
        }),
        { numRuns: RUNS, endOnFailure: true },
    );
}, 600_000);
