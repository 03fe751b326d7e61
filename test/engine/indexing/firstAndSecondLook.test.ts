/** What an index is good for before it is complete, and what a second folder with the same texts costs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { makeTree, pathOfNth, type Tree } from '../../faults/tree.ts';
import { answerOf, openShop } from '../workspaceFolder.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;
if (!hasGit) console.log('SKIPPED: worktrees and branches share vectors: git is not installed');

let tree: Tree;
let engines: Engine[];

beforeEach(() => {
    tree = makeTree(300);
    engines = [];
});
afterEach(async () => {
    for (const engine of engines) await engine.close(undefined);
    tree.dispose();
});

async function open(folder: string): Promise<Engine> {
    const engine = await openShop({ folder, data: tree.data });
    engines.push(engine);
    return engine;
}

function git(...args: readonly string[]): void {
    const env = { PATH: process.env['PATH'], HOME: tree.scratch, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: '1' };
    execFileSync('git', ['-C', tree.folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { env, stdio: 'ignore' });
}

test('IDX-02: asked when a part is indexed, it answers with footnotes and says that it is a part', async () => {
    const engine = await open(tree.folder);
    const running = engine.index('update');
    for await (const status of engine.indexStatus(undefined)) {
        if (status.state === 'indexing' && status.counts.indexed > 0) break;
        expect(status.state, 'there is a moment between the first batch and the last').not.toBe('ready');
    }
    await engine.index('pause');
    const answer = await answerOf(engine.ask({ text: 'What does weighing a parcel take?' }));
    expect(answer.citations.length).toBeGreaterThan(0);
    expect(answer.coverage).toMatchObject({ isPartial: true });
    expect(answer.coverage.searchedFiles).toBeLessThan(300);
    await engine.index('resume');
    await running;
    expect((await answerOf(engine.ask({ text: 'What does weighing a parcel take?' }))).coverage).toMatchObject({
        isPartial: false,
        searchedFiles: 300,
    });
});

test('IDX-24: a file that somebody has open, and one that was changed lately, are found after the first batch', async () => {
    tree.dispose();
    // More than two batches, so that a pause comes before the last.
    tree = makeTree(1_200);
    const old = Date.now() / 1000 - 90 * 24 * 60 * 60;
    const paths = Array.from({ length: 1_200 }, (_, nth) => pathOfNth(nth));
    for (const file of paths) utimesSync(path.join(tree.folder, file), old, old);
    const [open = '', recent = '', other = ''] = [paths[1_199], paths[1_198], paths[1_197]];
    // Small files come first where nothing else speaks for one, and these are the largest of all.
    for (const file of [open, recent, other]) {
        appendFileSync(path.join(tree.folder, file), `\n/* ${'padding '.repeat(400)} */\n`);
        utimesSync(path.join(tree.folder, file), old, file === recent ? old + 60 * 24 * 60 * 60 : old);
    }
    const engine = await openShop({ folder: tree.folder, data: tree.data }, { openFiles: [workspacePath(open)] });
    engines.push(engine);
    const running = engine.index('update');
    for await (const status of engine.indexStatus(undefined)) if (status.state === 'indexing' && status.counts.indexed > 0) break;
    await engine.index('pause');
    const stateOf = async (file: string): Promise<string> => (await engine.account(workspacePath(file))).state;
    const states = [await stateOf(open), await stateOf(recent), await stateOf(other)];
    await engine.index('resume');
    await running;
    expect(states).toEqual(['indexed', 'indexed', 'waiting']);
});

describe.skipIf(!hasGit)('the same texts in another place embed nothing', () => {
    test('IDX-13: twenty branches embed what differs between them, once; going round again embeds nothing', async () => {
        git('init', '-q', '-b', 'main');
        git('add', '.');
        git('commit', '-q', '-m', 'main');
        const engine = await open(tree.folder);
        const first = await engine.index('update');
        let embedded = 0;
        for (let branch = 0; branch < 20; branch++) {
            git('checkout', '-q', '-b', `branch${String(branch)}`, 'main');
            tree.writeNth(branch, 100 + branch);
            git('commit', '-q', '-am', 'one file');
            embedded += (await engine.index('update'))?.embedded ?? 0;
        }
        expect([first?.embedded, embedded]).toEqual([600, 20]);
        for (const branch of ['branch3', 'main', 'branch17']) {
            git('checkout', '-q', branch);
            expect((await engine.index('update'))?.embedded, branch).toBe(0);
        }
        expect(await engine.verify({ depth: 'full', repairs: false })).toMatchObject({ isSound: true, differences: [] });
    });

    test('IDX-14 and IDX-15: a second worktree, and a copy of the folder', async () => {
        git('init', '-q', '-b', 'main');
        git('add', '.');
        git('commit', '-q', '-m', 'main');
        await (await open(tree.folder)).index('update');
        const worktree = path.join(tree.scratch, 'worktree');
        git('worktree', 'add', '-q', worktree, '-b', 'second');
        expect(await (await open(worktree)).index('update')).toMatchObject({ added: 300, embedded: 0, reusedVectors: 600 });
        const copy = path.join(tree.scratch, 'copy');
        cpSync(tree.folder, copy, { recursive: true });
        expect(await (await open(copy)).index('update')).toMatchObject({ added: 300, embedded: 0, reusedVectors: 600 });
    });
});
