/**
 * Loaded into a process before its program (`--import`): says every ten seconds, in one line on standard error, what only the process itself
 * knows. What lives in V8's heap is noted where V8, or the program, has just collected by itself, so that looking changes nothing;
 * with `FOOTNOTE_SOAK_COLLECTS` each look collects first, and on SIGUSR2 it does so once.
 */
import { PerformanceObserver, constants, monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import v8 from 'node:v8';
import vm from 'node:vm';

/** The line, after `PROBE `. */
export interface ProbeLine {
    readonly pid: number;
    readonly heapUsedMb: number;
    readonly heapTotalMb: number;
    /** Buffers and the memory of WebAssembly. */
    readonly externalMb: number;
    /** What lived right after the last collection of everything; 0 before the first one. */
    readonly livingMb: number;
    /** Collections of everything until now, and what they took together. */
    readonly collections: number;
    readonly collectingMs: number;
    readonly longestMs: number;
    readonly loopP99Ms: number;
    /** Whether the collection was forced for this line. */
    readonly isForced: boolean;
}

if (isMainThread) begin();

function begin(): void {
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    const delays = monitorEventLoopDelay({ resolution: 10 });
    delays.enable();
    let [livingMb, collections, collectingMs, longestMs] = [0, 0, 0, 0];
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) {
            if (!('detail' in entry) || (entry.detail as { readonly kind?: number }).kind !== constants.NODE_PERFORMANCE_GC_MAJOR) continue;
            livingMb = v8.getHeapStatistics().used_heap_size / 2 ** 20;
            collections++;
            collectingMs += entry.duration;
            longestMs = Math.max(longestMs, entry.duration);
        }
    }).observe({ entryTypes: ['gc'] });
    const tell = (isForced: boolean): void => {
        if (isForced) {
            collect();
            livingMb = v8.getHeapStatistics().used_heap_size / 2 ** 20;
        }
        const { heapUsed, heapTotal, external } = process.memoryUsage();
        const line: ProbeLine = {
            pid: process.pid,
            heapUsedMb: heapUsed / 2 ** 20,
            heapTotalMb: heapTotal / 2 ** 20,
            externalMb: external / 2 ** 20,
            livingMb,
            collections,
            collectingMs,
            longestMs,
            loopP99Ms: delays.percentile(99) / 1e6,
            isForced,
        };
        delays.reset();
        process.stderr.write(`PROBE ${JSON.stringify(line)}\n`);
    };
    const collects = process.env['FOOTNOTE_SOAK_COLLECTS'] !== undefined;
    setInterval(() => tell(collects), 10_000).unref();
    process.on('SIGUSR2', () => tell(true));
}
