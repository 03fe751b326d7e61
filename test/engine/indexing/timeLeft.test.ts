import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TimeLeft } from '../../../src/engine/indexing/timeLeft.ts';
import { indexStory } from '../../../src/protocol/indexStory.ts';

const second = 1000;

describe('the time a run still takes', () => {
    test('is said when the rate is steady, and falls as work is done', () => {
        const left = new TimeLeft(Array<number>(100).fill(8_000), 0);
        const said = [5, 10, 20, 50, 90].map(done => left.after(done, done * second));
        expect(said).toEqual([undefined, 90, 80, 50, 10]);
    });

    test('counts bytes: large files at the end are not taken for small ones', () => {
        const left = new TimeLeft([...Array<number>(90).fill(0), ...Array<number>(10).fill(178_000)], 0);
        left.after(75, 75 * second);
        // 90 files of 2,000 bytes' worth took 90 s; ten of 180,000 are ten times that work.
        expect(left.after(90, 90 * second)).toBe(900);
    });

    test('is not said in the first seconds, nor of the first files', () => {
        const left = new TimeLeft(Array<number>(1000).fill(100), 0);
        expect([100, 200, 300].map((done, at) => left.after(done, (at + 1) * 500))).toEqual([undefined, undefined, undefined]);
        const slow = new TimeLeft(Array<number>(1000).fill(100), 0);
        expect([1, 2, 3].map(done => slow.after(done, done * 60 * second))).toEqual([undefined, undefined, undefined]);
    });

    test('a pause is no work', () => {
        const left = new TimeLeft(Array<number>(100).fill(8_000), 0);
        left.after(10, 10 * second);
        left.after(20, 20 * second);
        left.after(20, 3_620 * second, true);
        expect(left.after(50, 3_650 * second)).toBe(50);
    });

    test('never rises, and is not said while a run is much slower than it was', () => {
        const left = new TimeLeft(Array<number>(100).fill(8_000), 0);
        expect([10, 20, 30].map(done => left.after(done, done * second)).at(-1)).toBe(70);
        expect(left.after(31, 200 * second)).toBeUndefined();
        fc.assert(
            fc.property(
                fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 60_000 })), { maxLength: 60 }),
                steps => {
                    const run = new TimeLeft(Array<number>(400).fill(500), 0);
                    let [done, now, lowest] = [0, 0, Infinity];
                    for (const [files, ms] of steps) {
                        const said = run.after((done += files), (now += ms));
                        if (said === undefined) continue;
                        expect(said).toBeLessThanOrEqual(lowest);
                        lowest = said;
                    }
                },
            ),
        );
    });

    test('is told in the words of the status', () => {
        const counts = { indexed: 10, total: 3_000, skipped: 0, chunks: 40 };
        const told = (secondsLeft: number | undefined) =>
            indexStory({ state: 'indexing', done: 1_000, total: 3_000, counts, ...(secondsLeft === undefined ? {} : { secondsLeft }) })
                .sentence;
        expect(told(undefined)).toBe('Indexing: 1,000 of 3,000 files. You can already ask.');
        expect([4, 42, 58, 100, 4_000].map(told)).toEqual(
            ['a few seconds', 'about 50 seconds', 'about a minute', 'about 2 minutes', 'about 2 hours'].map(
                time => `Indexing: 1,000 of 3,000 files, ${time} left. You can already ask.`,
            ),
        );
    });
});
