/** In a process of its own, started as the engine is: flags are of the whole process. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = path.join(import.meta.dirname, '../../../src/engine/indexing/roomyHeap.ts');

/** Lets go of as much again and again, and tells how often all of the heap was collected meanwhile. */
const SCRIPT = `
import { PerformanceObserver, constants } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { withRoomyHeap } from ${JSON.stringify(SOURCE)};
let collections = 0;
new PerformanceObserver(list => {
    for (const { detail } of list.getEntries()) if (detail.kind !== constants.NODE_PERFORMANCE_GC_MINOR) collections++;
}).observe({ entryTypes: ['gc'] });
const kept = Array.from({ length: 200_000 }, (_, at) => ({ at, text: 'x' + at }));
const work = async () => {
    collections = 0;
    for (let round = 0; round < 40; round++) {
        kept[round] = Array.from({ length: 40_000 }, (_, at) => ({ at }));
        await pause(0);
    }
    for (let round = 0; round < 40; round++) kept[round] = undefined;
    await pause(50);
    return collections;
};
await work();
const inside = await withRoomyHeap(work);
const left = process.memoryUsage().heapUsed;
const after = await work();
const failed = await withRoomyHeap(() => Promise.reject(new Error('stopped'))).catch(error => error.message);
console.log(JSON.stringify({ inside, after, failed, left: left / 2 ** 20 }));
`;

function run(flags: readonly string[]): {
    readonly inside: number;
    readonly after: number;
    readonly failed: string;
    readonly left: number;
} {
    const printed = execFileSync(process.execPath, [...flags, '--input-type=module', '-e', SCRIPT], { encoding: 'utf8' });
    return JSON.parse(printed) as ReturnType<typeof run>;
}

test('much less is collected while much is indexed, and as much as before afterwards', () => {
    const { inside, after, failed, left } = run(['--max-semi-space-size=8', '--heap-growing-percent=20']);
    expect(after).toBeGreaterThan(inside);
    expect(failed).toBe('stopped');
    // What lives is some 20 MB, what was let go of some 70.
    expect(left).toBeLessThan(45);
});
