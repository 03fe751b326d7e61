/** F8, F9 and F12: several processes at one index, and processes that stand still. */
import { spawnSync } from 'node:child_process';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { fail } from '../../src/protocol/failure.ts';
import type { Host } from '../../src/protocol/hostContract.ts';
import { EngineProcess } from '../../src/extension/engineProcess.ts';
import { engineEnvironment } from '../../src/extension/engineEnvironment.ts';
import { workspaceOf } from '../engine/workspaceFolder.ts';
import { ENTRY, EngineUnderTest, expectHonestProgress, expectSound, until } from './engineUnderTest.ts';
import type { FaultRow } from './faultRow.ts';
import { makeTree, pathOfNth } from './tree.ts';
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
        fault: 'engine wedged',
        injected: 'SIGSTOP of the engine of a window; a crash in mid-run',
        run: async () => {
            const tree = makeTree(40);
            const states: string[] = [];
            const process_ = new EngineProcess({
                entry: ENTRY,
                environment: engineEnvironment(process.env, 2),
                host: noModels,
                workspace: async () => workspaceOf(tree),
                onOpened: () => undefined,
                onState: ({ state }) => states.push(state),
                onIndexStatus: () => undefined,
                onLine: () => undefined,
                onDefect: error => {
                    throw error;
                },
                patienceMs: 3_000,
            });
            try {
                process_.start();
                await process_.engine.index('update');
                const { pid } = process_;
                const startedAt = performance.now();
                process.kill(pid ?? 0, 'SIGSTOP');
                await until('a new process', 30_000, async () => process_.pid !== undefined && process_.pid !== pid);
                const found = await process_.engine.search({ text: 'weigh parcel' });
                const worstMs = performance.now() - startedAt;
                assert.ok(found.passages.length > 0);
                process.kill(process_.pid ?? 0, 'SIGABRT');
                await until(
                    'a third process',
                    30_000,
                    async () => (await process_.engine.search({ text: 'weigh parcel' })).passages.length > 0,
                );
                await expectSound(process_.engine, 'after both');
                return { repeats: 2, seen: states.join(', '), worstMs };
            } finally {
                await process_.stop();
                tree.dispose();
            }
        },
    },
];

/** A host without models of its own. */
const noModels: Host = {
    describeModel: model => fail({ kind: 'lent-model', model, reason: 'missing', detail: '' }),
    countTokens: ({ model }) => fail({ kind: 'lent-model', model, reason: 'missing', detail: '' }),
    generate: ({ model }) => fail({ kind: 'lent-model', model, reason: 'missing', detail: '' }),
};

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
