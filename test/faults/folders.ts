/** F17 to F19: what happens to the workspace: gone, another branch, changed while nobody looked. */
import { execFileSync, spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { workspacePath } from '../../src/protocol/text.ts';
import { EngineUnderTest, expectHonestProgress, expectSound } from './engineUnderTest.ts';
import type { FaultRow } from './faultRow.ts';
import { isInstalled } from './processes.ts';
import { makeTree, pathOfNth, type Tree } from './tree.ts';

export const folderRows: readonly FaultRow[] = [
    {
        id: 'F17',
        fault: 'workspace renamed, deleted, unmounted',
        injected: 'mv during a run; rm -rf; umount -l of a tmpfs',
        run: async () => {
            const tree = makeTree(200);
            const seen: string[] = [];
            let worstMs = 0;
            const engine = await EngineUnderTest.start(tree);
            try {
                await engine.engine.index('update');
                const away = `${tree.folder}-away`;
                for (let nth = 0; nth < 200; nth++) tree.writeNth(nth, 1);
                const running = engine.engine.index('update').catch((error: unknown) => String(error));
                await pause(40);
                renameSync(tree.folder, away);
                const startedAt = performance.now();
                await running;
                await engine.engine.filesChanged({
                    changed: [],
                    removed: Array.from({ length: 200 }, (_, nth) => workspacePath(pathOfNth(nth))),
                });
                await engine.engine.index('update').catch(() => undefined);
                worstMs = performance.now() - startedAt;
                const status = engine.statuses.at(-1);
                seen.push(`gone: ${status?.state ?? ''}${status?.state === 'failed' ? ` (${status.failure.kind})` : ''}`);
                assert.equal(status?.state, 'failed');
                renameSync(away, tree.folder);
                const back = await engine.engine.index('update');
                // What the interrupted run had not come to yet is all that is new.
                assert.ok((back?.embedded ?? 0) <= 200, JSON.stringify(back));
                assert.equal(back?.counts.chunks, 400);
                const twice = await engine.engine.index('update');
                assert.equal(twice?.embedded, 0);
                await expectSound(engine.engine, 'after it came back');
                expectHonestProgress(engine.statuses);
                await engine.close();
                seen.push('back: nothing lost', await moveFolder(tree), await unmount());
                return { repeats: 3, seen: seen.join('; '), worstMs };
            } finally {
                await engine.kill();
                tree.dispose();
            }
        },
    },
    {
        id: 'F18',
        fault: 'branch switch',
        injected: 'git checkout of a branch that changes half of the files, and back, with the events of a watcher',
        run: async isFull => {
            if (!isInstalled('git')) return { skipped: 'git is not installed' };
            const files = isFull ? 10_000 : 500;
            const tree = makeTree(files);
            const engine = await EngineUnderTest.start(tree);
            try {
                const half = branchOff(tree, files);
                await engine.engine.index('update');
                let worstMs = 0;
                const embedded: number[] = [];
                for (const branch of ['other', 'main', 'other', 'main']) {
                    git(tree, 'checkout', '-q', branch);
                    const before = engine.lines.length;
                    const startedAt = performance.now();
                    for (let at = 0; at < half.length; at += 500)
                        await engine.engine.filesChanged({ changed: half.slice(at, at + 500), removed: [] });
                    const word = branch === 'main' ? 'version0' : 'version1';
                    const report = await engine.engine.index('update');
                    worstMs = Math.max(worstMs, performance.now() - startedAt);
                    embedded.push(embeddedIn(engine.lines.slice(before)) + (report?.embedded ?? 0));
                    const { passages } = await engine.engine.search({ text: `crate ${word}` });
                    assert.ok(
                        passages.some(({ text }) => text.includes(word)),
                        branch,
                    );
                    for (const { path: file, text } of passages)
                        assert.ok(!/version[01]/.test(text) || text.includes(word) || !half.includes(file), branch);
                }
                assert.deepEqual(embedded.slice(1), [0, 0, 0], 'going back embeds nothing');
                await expectSound(engine.engine, 'after four switches', isFull ? 'quick' : 'full');
                expectHonestProgress(engine.statuses);
                await engine.close();
                return {
                    repeats: 4,
                    seen: `${String(files)} files, ${String(half.length)} switched; embedded ${embedded.join(', ')}`,
                    worstMs,
                };
            } finally {
                await engine.kill();
                tree.dispose();
            }
        },
    },
    {
        id: 'F19',
        fault: 'branch switch while nobody looks',
        injected: 'git checkout with no engine running; the first question before anything is looked at',
        run: async isFull => {
            if (!isInstalled('git')) return { skipped: 'git is not installed' };
            const files = isFull ? 2_000 : 150;
            const tree = makeTree(files);
            try {
                branchOff(tree, files);
                const first = await EngineUnderTest.start(tree);
                await first.engine.index('update');
                await first.close();
                git(tree, 'checkout', '-q', 'other');
                const engine = await EngineUnderTest.start(tree);
                const before = await engine.engine.search({ text: 'crate version0 weigh parcel' });
                for (const { path: file, text } of before.passages) {
                    const live = execFileSync('cat', [path.join(tree.folder, file)], { encoding: 'utf8' });
                    assert.ok(live.includes(text), `a line of ${file} that is no longer there`);
                }
                const startedAt = performance.now();
                await engine.engine.index('update');
                const worstMs = performance.now() - startedAt;
                await expectSound(engine.engine, 'after the first look');
                await engine.close();
                return { repeats: 1, seen: `${String(before.passages.length)} passages before the first look, all of them there`, worstMs };
            } finally {
                tree.dispose();
            }
        },
    },
];

/** A folder that has moved is another workspace with the same texts: nothing is embedded again. */
async function moveFolder(tree: Tree): Promise<string> {
    const moved = `${tree.folder}-moved`;
    renameSync(tree.folder, moved);
    const engine = await EngineUnderTest.start({ folder: moved, data: tree.data });
    const report = await engine.engine.index('update');
    assert.deepEqual([report?.embedded, report?.counts.chunks], [0, 400]);
    await expectSound(engine.engine, 'the moved folder');
    await engine.close();
    rmSync(moved, { recursive: true });
    return 'moved: 0 embedded';
}

/** A disk that goes away under the engine. */
async function unmount(): Promise<string> {
    const tree = makeTree(0);
    const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', tree.folder]).status === 0;
    if (!isMounted) {
        tree.dispose();
        return 'umount: not allowed here';
    }
    const engine = await EngineUnderTest.start(tree);
    try {
        for (let nth = 0; nth < 100; nth++) tree.writeNth(nth, 0);
        await engine.engine.index('update');
        spawnSync('umount', ['-l', tree.folder]);
        // An empty folder stands where the disk was.
        await engine.engine.index('update').catch(() => undefined);
        const status = engine.statuses.at(-1);
        assert.equal(status?.state, 'failed', 'an empty folder where a disk was is not believed at once');
        return `unmounted: ${status.state}`;
    } finally {
        await engine.kill();
        spawnSync('umount', ['-l', tree.folder]);
        tree.dispose();
    }
}

/** Two branches that differ in every second file; returns those. */
function branchOff(tree: Tree, files: number) {
    git(tree, 'init', '-q', '-b', 'main');
    git(tree, 'add', '.');
    git(tree, 'commit', '-q', '-m', 'main');
    git(tree, 'checkout', '-q', '-b', 'other');
    const half = Array.from({ length: files / 2 }, (_, at) => at * 2);
    for (const nth of half) tree.writeNth(nth, 1);
    git(tree, 'commit', '-q', '-am', 'other');
    git(tree, 'checkout', '-q', 'main');
    return half.map(nth => workspacePath(pathOfNth(nth)));
}

function git(tree: Tree, ...args: readonly string[]): void {
    const env = { PATH: process.env['PATH'], HOME: tree.scratch, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: '1' };
    const { status, stderr } = spawnSync('git', ['-C', tree.folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
        env,
        encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

function embeddedIn(lines: readonly string[]): number {
    return lines
        .filter(line => line.includes('"changes taken in"'))
        .map(line => Number(/"embedded":(\d+)/.exec(line)?.[1] ?? 0))
        .reduce((sum, count) => sum + count, 0);
}
