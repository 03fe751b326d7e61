/** F1, F10, F11: processes that are killed. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { canTrace } from './disks.ts';
import { EngineUnderTest, expectHonestProgress, expectSound, until } from './engineUnderTest.ts';
import { seeded, Tally, type FaultRow } from './faultRow.ts';
import { makeTree, type Tree } from './tree.ts';

const FILES = 80;

export const killedRows: readonly FaultRow[] = [
    {
        id: 'F1',
        fault: 'engine killed at any moment',
        injected:
            'kill -9 after 5 to 400 ms of indexing, of a rebuild, and of compaction; strace kills at the calls that put a new generation in the place of the old one',
        run: async (isFull, mayGoOn) => {
            const tree = makeTree(FILES);
            const random = seeded(1);
            const seen = new Tally();
            let worstMs = 0;
            let version = 0;
            try {
                const first = await EngineUnderTest.start(tree);
                await first.engine.index('update');
                await first.close();
                const repeats = isFull ? 200 : 20;
                let round = 0;
                for (; round < repeats && mayGoOn(); round++) {
                    const engine = await EngineUnderTest.start(tree);
                    const isRebuild = round % 3 === 2;
                    version++;
                    const changed = Array.from({ length: 20 }, (_, at) => (round * 7 + at) % FILES);
                    for (const nth of changed) tree.writeNth(nth, version);
                    // Its end is what is being tested; whether it comes to one is left to chance.
                    const working = engine.engine.index(isRebuild ? 'rebuild' : 'update').then(
                        () => 'had finished',
                        () => 'was cut off',
                    );
                    await pause(5 + random(396));
                    await engine.kill();
                    seen.add(await working);
                    worstMs = Math.max(worstMs, await resume(tree, `round ${String(round)}`, changed.length, round % 10 === 0));
                    expectHonestProgress(engine.statuses);
                }
                const compactions = await killCompactions(isFull ? 20 : 3, random);
                const swaps = canTrace() ? await killSwaps(tree, isFull ? 20 : 4) : { kills: 0, said: 'no strace, so none at the swap' };
                return {
                    repeats: round + compactions + swaps.kills,
                    seen: `${seen.toString()}; ${String(compactions)} of compaction; ${swaps.said}`,
                    worstMs,
                };
            } finally {
                tree.dispose();
            }
        },
    },
    {
        id: 'F10',
        fault: 'owner dies without cleaning up, its process id is another’s',
        injected: 'kill -9; the claim rewritten to the id of a living process',
        run: async () => {
            const tree = makeTree(10);
            const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
            try {
                const owner = await EngineUnderTest.start(tree);
                await owner.engine.index('update');
                await owner.kill();
                const claim = claimOf(tree);
                const said = JSON.parse(readFileSync(claim, 'utf8')) as Record<string, unknown>;
                writeFileSync(claim, JSON.stringify({ ...said, pid: bystander.pid }));
                const startedAt = performance.now();
                const next = await EngineUnderTest.start(tree);
                tree.writeNth(0, 1);
                const report = await next.engine.index('update');
                const worstMs = performance.now() - startedAt;
                assert.equal(report?.changed, 1, 'the next process writes');
                assert.ok(worstMs < 50_000, 'take-over takes too long');
                assert.equal(bystander.exitCode ?? bystander.signalCode, null, 'a process that has nothing to do with it was harmed');
                await expectSound(next.engine, 'after the take-over');
                await next.close();
                return { repeats: 1, seen: 'taken over, bystander unharmed', worstMs };
            } finally {
                bystander.kill('SIGKILL');
                tree.dispose();
            }
        },
    },
    {
        id: 'F11',
        fault: 'orphans',
        injected: 'kill -9 of the process that started the engine',
        run: async isFull => {
            const repeats = isFull ? 20 : 3;
            let worstMs = 0;
            for (let round = 0; round < repeats; round++) {
                const tree = makeTree(20);
                try {
                    const host = fork(path.join(import.meta.dirname, 'hostChild.ts'), [tree.folder, tree.data], {
                        execArgv: [],
                        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
                    });
                    const [pid] = (await once(host, 'message')) as [number];
                    await pause(round * 60);
                    const gone = once(host, 'exit');
                    host.kill('SIGKILL');
                    await gone;
                    worstMs = Math.max(worstMs, await until(`engine ${String(pid)} exits by itself`, 25_000, async () => !isRunning(pid)));
                } finally {
                    tree.dispose();
                }
            }
            return { repeats, seen: '0 engines left', worstMs };
        },
    },
];

/** Starts again after a kill: usable, sound, nothing embedded but what had changed. Returns how long it took until a search found something. */
async function resume(tree: Tree, what: string, changed: number, isThorough: boolean): Promise<number> {
    const startedAt = performance.now();
    const engine = await EngineUnderTest.start(tree);
    try {
        const found = await engine.engine.search({ text: 'weigh parcel' });
        const usableMs = performance.now() - startedAt;
        assert.ok(usableMs < 25_000, `${what}: usable after ${String(usableMs)} ms`);
        for (const passage of found.passages) assert.match(passage.text, /parcel|crate/, `${what}: a passage that no file holds`);
        const report = await engine.engine.index('update');
        assert.ok((report?.embedded ?? 0) <= changed, `${what}: ${String(report?.embedded)} texts were embedded again`);
        assert.equal(report?.counts.indexed, FILES, what);
        assert.equal(report.counts.chunks, FILES * 2, `${what}: a chunk is lost or there twice`);
        await expectSound(engine.engine, what, isThorough ? 'full' : 'quick');
        expectHonestProgress(engine.statuses);
        return usableMs;
    } finally {
        await engine.close();
    }
}

/** Kills a process that does nothing but commit and compact, while it compacts. */
async function killCompactions(repeats: number, random: (below: number) => number): Promise<number> {
    const tree = makeTree(1);
    try {
        for (let round = 0; round < repeats; round++) {
            const child = fork(path.join(import.meta.dirname, 'compactingChild.ts'), [tree.data, String(round)], { execArgv: [] });
            await once(child, 'message');
            await pause(random(120));
            const gone = once(child, 'exit');
            child.kill('SIGKILL');
            await gone;
            const check = fork(path.join(import.meta.dirname, 'compactingChild.ts'), [tree.data, 'check'], { execArgv: [] });
            const [differences] = (await once(check, 'message')) as [unknown[]];
            await once(check, 'exit');
            assert.deepEqual(differences, [], `compaction ${String(round)}`);
        }
        return repeats;
    } finally {
        tree.dispose();
    }
}

/**
 * Kills a rebuild at the calls by which the new generation takes the place of the old one: the pointer is renamed, the folder synced,
 * the old generation removed, file by file.
 */
async function killSwaps(tree: Tree, rounds: number): Promise<{ readonly kills: number; readonly said: string }> {
    const seen = new Tally();
    for (let round = 0; round < rounds; round++) {
        const engine = await EngineUnderTest.start(tree);
        await engine.engine.index('update');
        const folder = path.dirname(path.dirname(claimOf(tree)));
        const [what, inject]: readonly [string, readonly string[]] =
            round % 4 === 0
                ? ['before the pointer', ['-P', path.join(folder, `CURRENT.${String(engine.pid)}.new`), '-e', 'inject=rename:signal=KILL']]
                : round % 4 === 1
                  ? ['before its folder was synced', ['-P', folder, '-e', 'inject=fsync:signal=KILL']]
                  : ['while the old one was removed', ['-e', `inject=unlink,unlinkat,rmdir:signal=KILL:when=${String(1 + (round >> 1))}`]];
        const tracer = spawn('strace', ['-f', '-qq', '-o', os.devNull, ...inject, '-p', String(engine.pid)], { stdio: 'ignore' });
        const gone = once(tracer, 'exit');
        await until('strace has the engine', 20_000, async () => isTraced(engine.pid));
        const end = await engine.engine.index('rebuild').then(
            () => 'came too late',
            () => what,
        );
        seen.add(end);
        await engine.kill();
        tracer.kill('SIGKILL');
        await gone;
        await resume(tree, `swap ${String(round)} ${what}`, 0, true);
        assert.equal(generationsIn(tree), 1, `${what}: another generation is left`);
    }
    const kills = rounds - seen.of('came too late');
    assert.ok(kills > 0, 'no kill came in time');
    return { kills, said: `${String(kills)} of the swap (${seen.toString()})` };
}

function isTraced(pid: number): boolean {
    return !/TracerPid:\t0\n/.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
}

function generationsIn({ data }: Tree): number {
    return readdirSync(path.join(data, 'indexes'), { recursive: true, encoding: 'utf8' }).filter(name => /gen-\d+$/.test(name)).length;
}

function claimOf({ data }: Tree): string {
    const found = readdirSync(path.join(data, 'indexes'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.claim'));
    const claim = found.at(-1);
    if (claim === undefined) throw new Error('nobody has claimed the index');
    return path.join(data, 'indexes', claim);
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
