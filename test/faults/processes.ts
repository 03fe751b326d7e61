/** F8, F9 and F12: several processes at one index, and processes that stand still. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { EngineProcess } from '../../src/extension/engineProcess.ts';
import { workspaceOf } from '../engine/workspaceFolder.ts';
import { ENTRY, EngineUnderTest, expectHonestProgress, expectSound, until } from './engineUnderTest.ts';
import { canTrace } from './disks.ts';
import type { FaultRow } from './faultRow.ts';
import { makeTree, pathOfNth, type Tree } from './tree.ts';
import { windowOf } from './windowUnderTest.ts';
import { workspacePath } from '../../src/protocol/text.ts';

export const processRows: readonly FaultRow[] = [
    {
        id: 'F8',
        fault: 'two windows, one workspace',
        injected: 'two engines that both take in edits; the one that writes is killed',
        run: async isFull => {
            const tree = makeTree(60);
            let first = await EngineUnderTest.start(tree);
            let second = await EngineUnderTest.start(tree);
            let worstMs = 0;
            let edits = 0;
            try {
                await first.engine.index('update');
                const handOvers = isFull ? 4 : 1;
                for (let handOver = 0; handOver < handOvers; handOver++) {
                    const end = performance.now() + (isFull ? 30_000 : 4_000);
                    while (performance.now() < end) {
                        edits++;
                        const changed = [edits % 60, (edits * 7) % 60].map(nth => {
                            tree.writeNth(nth, edits);
                            return workspacePath(pathOfNth(nth));
                        });
                        await Promise.all([first, second].map(({ engine }) => engine.filesChanged({ changed, removed: [] })));
                        if (edits % 5 === 0) assert.ok((await second.engine.search({ text: 'weigh parcel' })).passages.length > 0);
                        await pause(20);
                    }
                    await first.kill();
                    tree.writeNth(0, 100_000 + handOver);
                    worstMs = Math.max(
                        worstMs,
                        await until('the other window takes over', 50_000, async () => (await second.engine.index('update')) !== undefined),
                    );
                    const report = await second.engine.index('update');
                    assert.equal(report?.counts.chunks, 120, 'a chunk is lost or there twice');
                    await expectSound(second.engine, `hand-over ${String(handOver)}`);
                    first = second;
                    second = await EngineUnderTest.start(tree);
                }
                return { repeats: handOvers, seen: `${String(edits)} double edits, 0 duplicates`, worstMs };
            } finally {
                await first.kill();
                await second.kill();
                tree.dispose();
            }
        },
    },
    {
        id: 'F9',
        fault: 'writer stands still',
        injected: 'SIGSTOP of the owner in mid-run, take-over by another, SIGCONT',
        run: async isFull => {
            const tree = makeTree(60);
            const owner = await EngineUnderTest.start(tree);
            let other: EngineUnderTest | undefined;
            try {
                await owner.engine.index('update');
                for (let nth = 0; nth < 60; nth++) tree.writeNth(nth, 1);
                const interrupted = owner.engine.index('rebuild').then(
                    () => 'finished',
                    (error: unknown) => String(error),
                );
                await pause(150);
                owner.signal('SIGSTOP');
                if (isFull) await pause(120_000);
                const startedAt = performance.now();
                other = await EngineUnderTest.start(tree);
                const told = await until(
                    'the other window says who holds the index',
                    50_000,
                    async () => other?.statuses.at(-1)?.state === 'held',
                );
                assert.deepEqual(other.statuses.at(-1)?.state, 'held');
                await other.engine.index('take-over');
                const report = await other.engine.index('update');
                const worstMs = performance.now() - startedAt;
                assert.equal(report?.counts.chunks, 120);
                owner.signal('SIGCONT');
                const end = await interrupted;
                tree.writeNth(3, 2);
                // The old owner is told of a change, and must not write it.
                await owner.engine.filesChanged({ changed: [workspacePath(pathOfNth(3))], removed: [] }).catch(() => undefined);
                await pause(500);
                const after = await other.engine.index('update');
                assert.equal(after?.counts.chunks, 120, 'a chunk is there twice');
                await expectSound(other.engine, 'after the old owner went on');
                return { repeats: 1, seen: `held told after ${(told / 1000).toFixed(1)} s; the old run: ${end.slice(0, 60)}`, worstMs };
            } finally {
                owner.signal('SIGCONT');
                await owner.kill();
                await other?.kill();
                tree.dispose();
            }
        },
    },
    {
        id: 'F12',
        fault: 'engine wedged, or crashed by a native library',
        injected:
            'SIGSTOP of the engine of a window; SIGABRT, SIGSEGV, SIGBUS and SIGILL in mid-run, each as a native library raises it; strace raises SIGSEGV whenever one of the files is opened',
        run: async isFull => {
            const seen = await wedgedAndCrashed(isFull ? 3 : 1);
            const poison = canTrace() ? await poisonousFile() : undefined;
            return {
                repeats: seen.repeats + (poison === undefined ? 0 : 1),
                seen: `${seen.said}; ${poison ?? 'no strace, so that no file was made to crash it'}`,
                worstMs: seen.worstMs,
            };
        },
    },
];

const CRASHES = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL'] as const satisfies readonly NodeJS.Signals[];

/** The engine as a window has it: started again when it hangs or falls, with the index brought up to date after each start. */
/** A window with little patience, which brings the index up to date whenever its engine has opened. */
function impatientWindow(tree: Tree, entry: string, lines: string[]): EngineProcess {
    const window = windowOf(() => workspaceOf(tree), {
        entry,
        // What ends with the process comes to its end after the next start.
        onOpened: () => void window.engine.index('update').catch(() => undefined),
        onLine: line => lines.push(line),
        patienceMs: 3_000,
    });
    return window;
}

/** Stopped once, then crashed in the middle of runs. A window stops trying after five crashes in ten minutes, so each round has its own. */
async function wedgedAndCrashed(rounds: number): Promise<{ readonly repeats: number; readonly said: string; readonly worstMs: number }> {
    let worstMs = 0;
    let version = 0;
    for (let round = 0; round < rounds; round++) {
        const tree = makeTree(40);
        const lines: string[] = [];
        const window = impatientWindow(tree, ENTRY, lines);
        try {
            window.start();
            await window.engine.index('update');
            for (const signal of ['SIGSTOP', ...CRASHES] as const) {
                const { pid = 0 } = window;
                version++;
                for (let nth = 0; nth < 40; nth++) tree.writeNth(nth, version);
                const working = window.engine.index(signal === 'SIGBUS' ? 'rebuild' : 'update').catch(() => undefined);
                await pause(40 + round * 50);
                const startedAt = performance.now();
                process.kill(pid, signal);
                await until(`a new process after ${signal}`, 60_000, async () => window.pid !== undefined && window.pid !== pid);
                await working;
                // It answers; of files whose rows were being changed it may find nothing yet, and in this tree that can be all of them.
                await window.engine.search({ text: 'weigh parcel' });
                worstMs = Math.max(worstMs, performance.now() - startedAt);
                const report = await window.engine.index('update');
                assert.equal(report?.counts.chunks, 80, signal);
                assert.ok((await window.engine.search({ text: 'weigh parcel' })).passages.length > 0, signal);
                await expectSound(window.engine, `after ${signal}`);
            }
            const ended = lines.filter(line => line.includes('process has ended')).map(line => /ended: ([^;]+)/.exec(line)?.[1] ?? '');
            assert.deepEqual(ended, ['it did not answer', ...CRASHES]);
        } finally {
            await window.stop();
            tree.dispose();
        }
    }
    return { repeats: rounds * (1 + CRASHES.length), said: `stopped and ${CRASHES.join(', ')}: up again and whole each time`, worstMs };
}

/** Reading one of the files crashes the engine, every time: that file ends in quarantine, and all others in the index. */
async function poisonousFile(): Promise<string> {
    const tree = makeTree(40);
    const lines: string[] = [];
    const window = impatientWindow(tree, tracedEntry(tree, pathOfNth(17)), lines);
    try {
        window.start();
        await until('everything else is indexed', 120_000, async () => {
            const { skipped } = await window.engine.details(undefined);
            return skipped.some(({ path: file, reason }) => file === pathOfNth(17) && reason === 'quarantined');
        });
        const report = await window.engine.index('update');
        assert.equal(report?.counts.indexed, 39);
        assert.equal(report.counts.chunks, 78);
        const crashes = lines.filter(line => line.includes('process has ended: SIGSEGV')).length;
        assert.ok(crashes >= 2 && crashes <= 3, `${String(crashes)} crashes`);
        return `a file that crashes whoever reads it: in quarantine after ${String(crashes)} crashes, the other 39 indexed`;
    } finally {
        await window.stop();
        tree.dispose();
    }
}

/** An entry that has strace raise SIGSEGV in its process whenever this file is opened, and is the engine otherwise. */
function tracedEntry(tree: Tree, file: string): string {
    const entry = path.join(tree.scratch, 'traced.mjs');
    const inject = ['-f', '-qq', '-o', os.devNull, '-P', path.join(tree.folder, file), '-e', 'inject=openat,open:signal=SIGSEGV'];
    writeFileSync(
        entry,
        [
            `import { spawn } from 'node:child_process';`,
            `import { readFileSync } from 'node:fs';`,
            `spawn('strace', [...${JSON.stringify(inject)}, '-p', String(process.pid)], { stdio: 'ignore', detached: true }).unref();`,
            `while (/TracerPid:\\t0\\n/.test(readFileSync('/proc/self/status', 'utf8'))) await new Promise(resolve => setTimeout(resolve, 20));`,
            `await import(${JSON.stringify(pathToFileURL(ENTRY).href)});`,
        ].join('\n'),
    );
    return entry;
}

export const nativeRows: readonly FaultRow[] = [
    {
        id: 'F13',
        fault: 'native module cannot be loaded',
        injected: 'NAPI_RS_NATIVE_LIBRARY_PATH names a file that is none',
        run: async () => {
            const tree = makeTree(40);
            const engine = await EngineUnderTest.start(tree, { env: { NAPI_RS_NATIVE_LIBRARY_PATH: '/nonexistent/lancedb.node' } });
            try {
                const startedAt = performance.now();
                const report = await engine.engine.index('update');
                assert.equal(report?.counts.indexed, 40);
                const { passages, coverage } = await engine.engine.search({ text: 'weigh parcel number 7' });
                assert.ok(
                    passages.some(({ text }) => text.includes('parcel')),
                    'words are found',
                );
                assert.equal(coverage.hasMeaning, false, 'and the answer says that meaning is not searched');
                const status = engine.statuses.at(-1);
                assert.ok(status?.state === 'ready' && !status.hasMeaning, JSON.stringify(status));
                expectHonestProgress(engine.statuses);
                const worstMs = performance.now() - startedAt;
                await engine.close();
                const again = await EngineUnderTest.start(tree);
                await again.engine.index('update');
                await expectSound(again.engine, 'once the module is there');
                assert.equal((await again.engine.search({ text: 'weigh parcel number 7' })).coverage.hasMeaning, true);
                await again.close();
                return { repeats: 1, seen: 'words answer and say so; with the module, meaning as well', worstMs };
            } finally {
                await engine.kill();
                tree.dispose();
            }
        },
    },
];

export function isInstalled(program: string): boolean {
    return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}
