/** F2 to F5: disks that lose, refuse or fill up, and an index that grows. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { EngineUnderTest, expectHonestProgress, expectSound, until } from './engineUnderTest.ts';
import { seeded, Tally, type FaultRow } from './faultRow.ts';
import { makeTree } from './tree.ts';

export const diskRows: readonly FaultRow[] = [
    {
        id: 'F2',
        fault: 'loss of power',
        injected: 'an ext4 image on a loop device is copied while the index is written; the copy is mounted and opened',
        run: async isFull => {
            if (!canMount()) return { skipped: 'mounting takes root' };
            const scratch = mkdtempSync(path.join(os.tmpdir(), 'footnote-power-'));
            const seen = new Tally();
            const random = seeded(2);
            let worstMs = 0;
            const cuts = isFull ? 30 : 2;
            try {
                for (let cut = 0; cut < cuts; cut++) {
                    const image = path.join(scratch, 'disk.img');
                    const disk = path.join(scratch, `disk${String(cut)}`);
                    // A third of the cuts find the journal of the disk written every second.
                    if (!makeDisk(image, disk, cut % 3 === 0)) return { skipped: 'there is no loop device' };
                    const tree = makeTree(60, { data: path.join(disk, 'data') });
                    const after = path.join(scratch, `after${String(cut)}`);
                    try {
                        const engine = await EngineUnderTest.start(tree);
                        await engine.engine.index('update');
                        for (let nth = 0; nth < 30; nth++) tree.writeNth(nth, 1);
                        // Whether it comes to an end before the copy is what varies.
                        engine.engine.index(cut % 2 === 0 ? 'update' : 'rebuild').catch(() => undefined);
                        await pause(random(600));
                        const copy = path.join(scratch, 'copy.img');
                        copyFileSync(image, copy);
                        await engine.kill();
                        run('umount', disk);
                        mkdirSync(after);
                        run('mount', '-o', 'loop', copy, after);
                        const startedAt = performance.now();
                        const again = await EngineUnderTest.start({ folder: tree.folder, data: path.join(after, 'data') });
                        const report = await again.engine.index('update');
                        worstMs = Math.max(worstMs, performance.now() - startedAt);
                        assert.equal(report?.counts.chunks, 120);
                        await expectSound(again.engine, `cut ${String(cut)}`);
                        const told = again.lines.join('\n');
                        seen.add(/made anew/.test(told) ? 'made anew' : /went back/.test(told) ? 'went back' : 'opened');
                        await again.close();
                    } finally {
                        spawnSync('umount', ['-l', disk], { stdio: 'ignore' });
                        spawnSync('umount', ['-l', after], { stdio: 'ignore' });
                        tree.dispose();
                    }
                }
                return { repeats: cuts, seen: seen.toString(), worstMs };
            } finally {
                rmSync(scratch, { recursive: true, force: true });
            }
        },
    },
    {
        id: 'F3',
        fault: 'n-th call of the system fails',
        injected: 'strace -e inject on a running engine: pwrite64, write, fsync, rename, linkat and openat fail at n = 1, 2, 4, …',
        run: async isFull => {
            if (!canTrace()) return { skipped: 'strace is not installed or not allowed' };
            const seen = new Tally();
            let worstMs = 0;
            let repeats = 0;
            for (const [call, error] of isFull ? ALL_CALLS : FEW_CALLS) {
                for (let nth = 1; nth <= (isFull ? 4096 : 8); nth *= isFull ? 2 : 8) {
                    repeats++;
                    const outcome = await failingCall(call, error, nth);
                    worstMs = Math.max(worstMs, outcome.tookMs);
                    seen.add(outcome.word);
                    // Larger n change nothing once a run makes fewer calls than that.
                    if (outcome.word === 'untouched') break;
                }
            }
            return { repeats, seen: seen.toString(), worstMs };
        },
    },
    {
        id: 'F4',
        fault: 'disk full, then space',
        injected: 'a tmpfs of 3 MB for the index, remounted with 64 MB',
        run: async isFull => {
            if (!canMount()) return { skipped: 'mounting takes root' };
            const disk = mkdtempSync(path.join(os.tmpdir(), 'footnote-full-'));
            run('mount', '-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk);
            const tree = makeTree(20, { data: path.join(disk, 'data') });
            try {
                const engine = await EngineUnderTest.start(tree);
                await engine.engine.index('update');
                const chunks = await chunksOf(engine);
                for (let nth = 20; nth < 2500; nth++) tree.writeNth(nth, nth);
                await assert.rejects(engine.engine.index('update'), /disk|space/i, 'a full disk is told');
                const full = engine.statuses.at(-1);
                assert.ok(full?.state === 'failed' && full.failure.kind === 'disk-full', `the state says so: ${JSON.stringify(full)}`);
                assert.ok((await engine.engine.search({ text: 'weigh parcel' })).passages.length > 0, 'search goes on');
                run('mount', '-o', 'remount,size=256m', disk);
                const startedAt = performance.now();
                // In the full run it finds the space by itself; a build does not wait for that.
                if (!isFull) await engine.engine.index('update');
                await until('indexing goes on once there is space', 90_000, async () => (await chunksOf(engine)) === 5000);
                const worstMs = performance.now() - startedAt;
                await expectSound(engine.engine, 'after the disk was full', 'quick');
                expectHonestProgress(engine.statuses);
                await engine.close();
                return { repeats: 1, seen: `${String(chunks)} passages served while full, 5000 after`, worstMs };
            } finally {
                spawnSync('umount', ['-l', disk], { stdio: 'ignore' });
                tree.dispose();
                rmSync(disk, { recursive: true, force: true });
            }
        },
    },
    {
        id: 'F5',
        fault: 'growth of the index',
        injected: 'batches of edits, one after another',
        run: async isFull => {
            const tree = makeTree(200);
            try {
                const engine = await EngineUnderTest.start(tree);
                await engine.engine.index('update');
                const batches = isFull ? 1000 : 55;
                let most = 0;
                for (let batch = 1; batch <= batches; batch++) {
                    for (let at = 0; at < 3; at++) tree.writeNth((batch * 3 + at) % 200, batch);
                    await engine.engine.index('update');
                    most = Math.max(most, versionsIn(tree.data));
                }
                const { bytesOnDisk } = await engine.engine.details(undefined);
                await expectSound(engine.engine, 'after many edits');
                await engine.engine.index('rebuild');
                const fresh = (await engine.engine.details(undefined)).bytesOnDisk;
                await engine.close();
                assert.ok(bytesOnDisk <= fresh * 3, `${String(bytesOnDisk)} bytes, where a fresh index has ${String(fresh)}`);
                // A run may add a few before the compaction behind it.
                assert.ok(most <= 56, `${String(most)} versions`);
                return {
                    repeats: batches,
                    seen: `${(bytesOnDisk / fresh).toFixed(2)} times a fresh index, ${String(most)} versions at most`,
                };
            } finally {
                tree.dispose();
            }
        },
    },
];

const FEW_CALLS = [
    ['pwrite64', 'EIO'],
    ['write', 'ENOSPC'],
    ['fsync', 'EIO'],
    ['openat', 'EIO'],
] as const;
const ALL_CALLS = [
    ...FEW_CALLS,
    ['pwrite64', 'ENOSPC'],
    ['write', 'EIO'],
    ['fdatasync', 'EIO'],
    ['renameat', 'EIO'],
    ['rename', 'EIO'],
    ['linkat', 'EIO'],
    ['linkat', 'ENOSPC'],
    ['openat', 'ENOSPC'],
    ['openat', 'EMFILE'],
] as const;

/** One run whose n-th call of a kind fails; the fault goes, and the index must be what a fresh one would be. */
async function failingCall(call: string, error: string, nth: number): Promise<{ readonly word: string; readonly tookMs: number }> {
    const tree = makeTree(40);
    const what = `${call} ${error} ${String(nth)}`;
    let tracer: ChildProcess | undefined;
    try {
        const engine = await EngineUnderTest.start(tree);
        await engine.engine.index('update');
        for (let nth = 0; nth < 20; nth++) tree.writeNth(nth, 1);
        const trace = path.join(tree.scratch, 'trace');
        // `write` is also how threads of Node wake each other up, and a process dies of that: only those to files of the index fail.
        const onlyTo = call === 'write' ? logsBelow(tree.data).flatMap(file => ['-P', file]) : [];
        const inject = ['-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${String(nth)}`, ...onlyTo];
        tracer = spawn('strace', ['-f', '-qq', '-o', trace, ...inject, '-p', String(engine.pid)], { stdio: 'ignore' });
        await pause(400);
        const startedAt = performance.now();
        const outcome = await Promise.race([
            engine.engine.index('update').then(
                () => 'finished',
                (failed: unknown) => `failed: ${String(failed)}`,
            ),
            pause(150_000, 'hangs'),
        ]);
        const tookMs = performance.now() - startedAt;
        assert.notEqual(outcome, 'hangs', what);
        const gone = once(tracer, 'exit');
        tracer.kill('SIGINT');
        await gone;
        const wasTouched = existsSync(trace) && readFileSync(trace, 'utf8').includes('INJECTED');
        if (!engine.isAlive) {
            // Its successor must find everything.
            if (process.env['FOOTNOTE_SHOW']) console.log(what, engine.lastLines());
            const again = await EngineUnderTest.start(tree);
            await again.engine.index('update');
            await expectSound(again.engine, what);
            await again.close();
            return { word: 'engine started again', tookMs };
        }
        await engine.engine.index('update');
        await expectSound(engine.engine, what);
        assert.ok((await engine.engine.search({ text: 'crate version1' })).passages.length > 0, what);
        expectHonestProgress(engine.statuses);
        await engine.close();
        return { word: wasTouched ? (outcome === 'finished' ? 'finished in spite of it' : 'failed and said so') : 'untouched', tookMs };
    } finally {
        tracer?.kill('SIGKILL');
        tree.dispose();
    }
}

/** The files that our own code appends to. */
function logsBelow(data: string): string[] {
    return readdirSync(data, { recursive: true, encoding: 'utf8' })
        .filter(name => name.endsWith('.log') || name.endsWith('.vec') || name.startsWith('vectors/'))
        .map(name => path.join(data, name));
}

/** Versions of the rows that are on disk, in the generation that has most. */
function versionsIn(data: string): number {
    const byFolder = new Map<string, number>();
    for (const name of readdirSync(path.join(data, 'indexes'), { recursive: true, encoding: 'utf8' })) {
        if (!name.endsWith('.manifest') || !name.includes('_versions')) continue;
        const folder = path.dirname(name);
        byFolder.set(folder, (byFolder.get(folder) ?? 0) + 1);
    }
    return Math.max(0, ...byFolder.values());
}

async function chunksOf({ engine }: EngineUnderTest): Promise<number> {
    for await (const status of engine.indexStatus(undefined)) return 'counts' in status ? status.counts.chunks : 0;
    return 0;
}

function canMount(): boolean {
    return process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('mountpoint', ['/']).status === 0 && mountsTmpfs();
}

let tmpfs: boolean | undefined;
/** Containers may refuse mounts even to root. */
function mountsTmpfs(): boolean {
    if (tmpfs !== undefined) return tmpfs;
    const folder = mkdtempSync(path.join(os.tmpdir(), 'footnote-mount-'));
    tmpfs = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
    spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
    return tmpfs;
}

/** Whether strace is there and allowed to do its work. */
export function canTrace(): boolean {
    return spawnSync('strace', ['-f', '-e', 'trace=execve', '-o', os.devNull, 'true']).status === 0;
}

function makeDisk(image: string, folder: string, commitsEverySecond: boolean): boolean {
    rmSync(image, { force: true });
    run('truncate', '-s', '64M', image);
    run('mkfs.ext4', '-q', '-F', image);
    mkdirSync(folder);
    assert.ok(statSync(image).size > 0);
    const options = commitsEverySecond ? 'loop,commit=1' : 'loop';
    return spawnSync('mount', ['-o', options, image, folder]).status === 0;
}

function run(program: string, ...args: readonly string[]): void {
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
