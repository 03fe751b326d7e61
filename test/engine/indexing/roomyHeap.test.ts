/** In a process of its own, started as the engine is: flags are of the whole process. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = path.join(import.meta.dirname, '../../../src/engine/indexing/roomyHeap.ts');

/** Lets go of as much again and again, and tells how often all of the heap was collected meanwhile. */
const SCRIPT = `
import { PerformanceObserver, constants } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { roomyAtFirst, withRoomyHeap } from ${JSON.stringify(SOURCE)};
if (process.argv.includes('at first')) roomyAtFirst(60_000);
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
// It ends in the middle of another that wants room, and that one keeps it.
roomyAtFirst(1);
const overlapping = await withRoomyHeap(work);
const failed = await withRoomyHeap(() => Promise.reject(new Error('stopped'))).catch(error => error.message);
console.log(JSON.stringify({ inside, after, overlapping, failed, left: left / 2 ** 20 }));
`;

function run(...args: readonly string[]): {
    readonly inside: number;
    readonly after: number;
    readonly overlapping: number;
    readonly failed: string;
    readonly left: number;
} {
    const printed = execFileSync(
        process.execPath,
        ['--max-semi-space-size=8', '--heap-growing-percent=20', '--input-type=module', '-e', SCRIPT, ...args],
        { encoding: 'utf8' },
    );
    return JSON.parse(printed) as ReturnType<typeof run>;
}

test('much less is collected while much is indexed, and as much as before afterwards', () => {
    const { inside, after, overlapping, failed, left } = run();
    expect(after).toBeGreaterThan(inside);
    expect(after).toBeGreaterThan(overlapping);
    expect(failed).toBe('stopped');
    // What lives is some 20 MB, what was let go of some 70.
    expect(left).toBeLessThan(45);
});

test('a process that begins with room collects less at first', () => {
    // Its time is not over at the end, whatever has asked for room meanwhile.
    expect(run('at first').after).toBeLessThan(run().after);
});

/** Counts how often all of a heap is collected while it grows to some 50 MB, in the first thread and in one that comes later. */
const GROWING = `
import { PerformanceObserver, constants } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
const grow = async () => {
    let collections = 0;
    new PerformanceObserver(list => {
        for (const { detail } of list.getEntries()) if (detail.kind !== constants.NODE_PERFORMANCE_GC_MINOR) collections++;
    }).observe({ entryTypes: ['gc'] });
    const kept = [];
    let lost;
    for (let round = 0; round < 40; round++) {
        // What dies young makes V8 expect little of what lives.
        for (let nth = 0; nth < 200_000; nth++) lost = { nth };
        kept.push(Array.from({ length: 12_000 }, (_, at) => ({ at, text: 'x' + at })));
        await pause(0);
    }
    await pause(50);
    return kept.length === 40 && lost ? collections : NaN;
};
`;
const IN_MAIN = `
import { roomyAtFirst } from ${JSON.stringify(SOURCE)};
roomyAtFirst(60_000);
const first = await grow();
const later = await new Promise(resolve => {
    const source = ${JSON.stringify(GROWING)} + 'parentPort.postMessage(await grow());';
    new Worker(new URL('data:text/javascript,' + encodeURIComponent(source))).once('message', resolve);
});
console.log(JSON.stringify({ first, later }));
`;

test('a heap that begins with room is not collected on its way there, and a thread that comes later begins small', () => {
    const grown = (...flags: readonly string[]): { readonly first: number; readonly later: number } =>
        JSON.parse(
            execFileSync(process.execPath, ['--max-semi-space-size=8', ...flags, '--input-type=module', '-e', GROWING + IN_MAIN], {
                encoding: 'utf8',
            }),
        ) as ReturnType<typeof grown>;
    const roomy = grown('--initial-old-space-size=80', '--min-semi-space-size=8');
    const small = grown();
    expect(roomy.first).toBeLessThan(small.first);
    expect(roomy.later).toBeGreaterThan(roomy.first);
});
