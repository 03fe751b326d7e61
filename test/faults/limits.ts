/** F14 to F16, F21 and F22: little to work with, clocks that jump, storms of events, and nothing to do. */
import { mkdirSync, readFileSync, readdirSync, readlinkSync, rmdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { FailureError } from '../../src/protocol/failure.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { EngineUnderTest, expectHonestProgress, expectSound, until } from './engineUnderTest.ts';
import type { FaultRow } from './faultRow.ts';
import { isInstalled } from './processes.ts';
import { makeTree, pathOfNth, type Tree } from './tree.ts';

const isLinux = process.platform === 'linux';

export const limitRows: readonly FaultRow[] = [
    {
        id: 'F14',
        fault: 'few files may be open',
        injected: 'ulimit -n 64 around the engine, from the first file to a full verification; then 48',
        run: async isFull => {
            if (!isLinux) return { skipped: 'open files are counted on Linux only' };
            const files = isFull ? 10_000 : 400;
            const tree = makeTree(files);
            const engine = await EngineUnderTest.start(tree, { through: ['sh', '-c', 'ulimit -n 64; exec "$@"', '-'] });
            try {
                let most = 0;
                const counting = setInterval(() => {
                    most = Math.max(most, openFiles(engine.pid, [tree.folder, tree.data]));
                }, 20);
                const report = await engine.engine.index('update');
                clearInterval(counting);
                assert.equal(report?.counts.indexed, files);
                assert.deepEqual(report.problems, []);
                assert.ok(most <= 32, `${String(most)} files open at once`);
                assert.ok((await engine.engine.search({ text: 'weigh parcel' })).passages.length > 0, 'and it answers');
                // Rows in many pieces, each of which a look at all rows opens.
                for (let nth = 1; nth <= 40; nth++) {
                    tree.writeNth(nth, nth);
                    await engine.engine.index('update');
                }
                await expectSound(engine.engine, 'made and looked at with few files open');
                assert.deepEqual(generationsOf(tree.data), ['gen-1'], 'the index was made anew for what is no damage');
                await engine.close();
                return {
                    repeats: 1,
                    seen: `${String(files)} files and 40 edits, ${String(most)} open at once; verified in full; ${await tooFew(tree)}`,
                };
            } finally {
                await engine.kill();
                tree.dispose();
            }
        },
    },
    {
        id: 'F15',
        fault: 'little memory',
        injected: 'a memory cgroup of 512 MB; 50 files of 20 MB and one of 2 GB among the others',
        run: async isFull => {
            const group = '/sys/fs/cgroup/memory/footnote-fault';
            if (!makeGroup(group, 512)) return { skipped: 'there is no memory cgroup that may be written' };
            const tree = makeTree(isFull ? 4_000 : 300);
            let engine: EngineUnderTest | undefined;
            try {
                for (let nth = 0; nth < 50; nth++) {
                    tree.write(`big/${String(nth)}.ts`, '');
                    truncateSync(path.join(tree.folder, `big/${String(nth)}.ts`), 20 * 1024 * 1024);
                }
                tree.write('big/huge.ts', '');
                truncateSync(path.join(tree.folder, 'big/huge.ts'), 2 * 1024 ** 3);
                engine = await EngineUnderTest.start(tree, { through: ['sh', '-c', `echo $$ > ${group}/cgroup.procs; exec "$@"`, '-'] });
                const report = await engine.engine.index('update');
                assert.equal(report?.counts.indexed, isFull ? 4_000 : 300);
                assert.equal(report.counts.skipped, 51);
                const peak = peakMemory(engine.pid);
                assert.ok(peak <= 512, `${String(peak)} MB`);
                await expectSound(engine.engine, 'with little memory', 'quick');
                await engine.close();
                return { repeats: 1, seen: `51 files skipped by size, resident ${String(Math.round(peak))} MB at most` };
            } finally {
                await engine?.kill();
                rmdirSync(group);
                tree.dispose();
            }
        },
    },
    {
        id: 'F16',
        fault: 'clock jumps',
        injected: 'faketime: a day back, 400 days ahead, the year 2038 and after, each around a start',
        run: async isFull => {
            if (!isInstalled('faketime')) return { skipped: 'faketime is not installed' };
            const tree = makeTree(40);
            try {
                const first = await EngineUnderTest.start(tree);
                await first.engine.index('update');
                await first.close();
                const jumps = isFull ? ['-1d', '+400d', '@2038-01-19 03:14:00', '@2040-01-01 00:00:00', '+0d'] : ['-1d', '+400d'];
                for (const [round, jump] of jumps.entries()) {
                    const engine = await EngineUnderTest.start(tree, { through: ['faketime', '-f', jump] });
                    const same = await engine.engine.index('update');
                    assert.ok(same && same.added + same.changed + same.removed + same.embedded === 0, `${jump}: ${JSON.stringify(same)}`);
                    tree.writeNth(round, 7);
                    const changed = await engine.engine.index('update');
                    assert.equal(changed?.changed, 1, jump);
                    await expectSound(engine.engine, jump);
                    await engine.close();
                }
                return { repeats: jumps.length, seen: 'nothing indexed again but what was changed' };
            } finally {
                tree.dispose();
            }
        },
    },
    {
        id: 'F21',
        fault: 'storms of events',
        injected: 'events of an ignored folder that fills up; one file written a hundred times a second',
        run: async isFull => {
            const tree = makeTree(60);
            const engine = await EngineUnderTest.start(tree);
            try {
                await engine.engine.index('update');
                const ignored = Array.from(
                    { length: isFull ? 50_000 : 3_000 },
                    (_, nth) => `node_modules/package${String(nth % 500)}/file${String(nth)}.js`,
                );
                for (const file of ignored) tree.write(file, 'module.exports = 1;\n');
                const before = cpuSeconds(engine.pid);
                for (let at = 0; at < ignored.length; at += 1000)
                    await engine.engine.filesChanged({ changed: ignored.slice(at, at + 1000).map(workspacePath), removed: [] });
                await engine.engine.index('update');
                const spent = cpuSeconds(engine.pid) - before;
                const { indexed } = await countsOf(engine);
                assert.equal(indexed, 60, 'nothing of an ignored folder is indexed');
                const seconds = isFull ? 60 : 5;
                const embeddedBefore = batchesIn(engine.lines);
                for (let nth = 0; nth < seconds * 100; nth++) {
                    tree.writeNth(1, nth);
                    await engine.engine.filesChanged({ changed: [workspacePath(pathOfNth(1))], removed: [] });
                    await pause(8);
                }
                tree.writeNth(1, 999_999);
                await engine.engine.filesChanged({ changed: [workspacePath(pathOfNth(1))], removed: [] });
                await until('the last text is found', 30_000, async () =>
                    (await engine.engine.search({ text: 'crate version999999' })).passages.some(({ text }) =>
                        text.includes('version999999'),
                    ),
                );
                await engine.engine.index('update');
                const batches = batchesIn(engine.lines) - embeddedBefore;
                assert.ok(batches <= 4 + seconds, `indexed ${String(batches)} times in ${String(seconds)} s`);
                await expectSound(engine.engine, 'after the storm');
                expectHonestProgress(engine.statuses);
                await engine.close();
                return {
                    repeats: 2,
                    seen: `${String(ignored.length)} ignored events: ${spent.toFixed(1)} s of CPU; ${String(seconds * 100)} writes: indexed ${String(batches)} times`,
                };
            } finally {
                await engine.kill();
                tree.dispose();
            }
        },
    },
    {
        id: 'F22',
        fault: 'nothing to do',
        injected: 'an engine that has finished is left alone',
        run: async isFull => {
            if (!isLinux) return { skipped: 'CPU and writes of a process are counted on Linux only' };
            const tree = makeTree(100);
            const engine = await EngineUnderTest.start(tree);
            try {
                await engine.engine.index('update');
                // What a run leaves to do behind it (compaction, a look at the rows) is not idleness.
                await pause(isFull ? 20_000 : 6_500);
                const [cpu, written, size] = [cpuSeconds(engine.pid), bytesWritten(engine.pid), stampsBelow(tree.data)];
                const seconds = isFull ? 600 : 4;
                await pause(seconds * 1000);
                const share = ((cpuSeconds(engine.pid) - cpu) / seconds) * 100;
                const bytes = bytesWritten(engine.pid) - written;
                assert.ok(share <= 5, `${share.toFixed(2)} % of a core`);
                assert.equal(stampsBelow(tree.data), size, 'the index was written');
                await engine.close();
                return { repeats: 1, seen: `${share.toFixed(2)} % of a core and ${String(bytes)} bytes written in ${String(seconds)} s` };
            } finally {
                await engine.kill();
                tree.dispose();
            }
        },
    },
];

/** With a few descriptors less than it needs: a sentence, and an index that nothing has happened to. */
async function tooFew(tree: Tree): Promise<string> {
    const engine = await EngineUnderTest.start(tree, { through: ['sh', '-c', 'ulimit -n 48; exec "$@"', '-'] });
    try {
        await assert.rejects(
            engine.engine.verify({ depth: 'full', repairs: true }),
            error =>
                error instanceof FailureError &&
                error.failure.kind === 'system-refused' &&
                /too many open files/i.test(error.failure.detail),
        );
    } finally {
        await engine.kill();
    }
    const again = await EngineUnderTest.start(tree);
    const report = await again.engine.index('update');
    assert.ok(report && report.changed + report.removed + report.added === 0, 'a file left the index for what was not its fault');
    await expectSound(again.engine, 'after too few');
    await again.close();
    assert.deepEqual(generationsOf(tree.data), ['gen-1']);
    return 'with 48 it says why it cannot, and the index stays';
}

function generationsOf(data: string): string[] {
    return readdirSync(path.join(data, 'indexes'), { recursive: true, encoding: 'utf8' })
        .map(name => path.basename(name))
        .filter(name => name.startsWith('gen-'));
}

/** Descriptors of a process that lead below these folders. */
function openFiles(pid: number, folders: readonly string[]): number {
    try {
        return readdirSync(`/proc/${String(pid)}/fd`).filter(fd => {
            try {
                const target = readlinkSync(`/proc/${String(pid)}/fd/${fd}`);
                return folders.some(folder => target.startsWith(folder));
            } catch {
                return false;
            }
        }).length;
    } catch {
        return 0;
    }
}

function makeGroup(group: string, megabytes: number): boolean {
    try {
        mkdirSync(group);
        writeFileSync(path.join(group, 'memory.limit_in_bytes'), String(megabytes * 1024 * 1024));
        return true;
    } catch {
        return false;
    }
}

/** Megabytes that were resident at most. */
function peakMemory(pid: number): number {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
}

/** User and system time, with 100 ticks a second, as everywhere on Linux. */
function cpuSeconds(pid: number): number {
    if (!isLinux) return 0;
    const fields =
        readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
            .split(') ')[1]
            ?.split(' ') ?? [];
    return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

function bytesWritten(pid: number): number {
    return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${String(pid)}/io`, 'utf8'))?.[1] ?? 0);
}

function stampsBelow(folder: string): string {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map(name => `${name} ${String(statSync(path.join(folder, name)).mtimeMs)}`)
        .sort()
        .join('\n');
}

function batchesIn(lines: readonly string[]): number {
    return lines.filter(line => line.includes('"batch stored"')).length;
}

async function countsOf({ engine }: EngineUnderTest): Promise<{ readonly indexed: number }> {
    for await (const status of engine.indexStatus(undefined)) if ('counts' in status) return status.counts;
    throw new Error('the index has no counts');
}
