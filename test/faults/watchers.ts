/** F20: watchers of files that lose what happens, because their queue overflows, because they may not watch, or because nothing is told. */
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { createEngine } from '../../src/engine/engine.ts';
import { silentLogger } from '../../src/engine/log.ts';
import type { Engine } from '../../src/protocol/engineContract.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { workspaceOf } from '../engine/workspaceFolder.ts';
import { until } from './engineUnderTest.ts';
import type { FaultRow } from './faultRow.ts';
import { makeTree, pathOfNth, type Tree } from './tree.ts';

export const watcherRows: readonly FaultRow[] = [
    {
        id: 'F20',
        fault: 'watcher that overflows, may not watch, or is silent',
        injected:
            'a real watcher stopped until the queue of inotify is full of an ignored folder; one that may watch 100 files, in a user namespace; no event at all',
        run: async () => {
            const overflown = await watched('the queue of its watcher overflowed', overflow);
            const refused = await watched('its watcher was refused', refuse);
            const silent = await watched('nobody told', () => Promise.resolve('no event for any change'));
            const outcomes = [overflown, refused, silent];
            return {
                repeats: outcomes.filter(({ worstMs }) => worstMs !== undefined).length,
                seen: `${outcomes.map(({ said }) => said).join('; ')}; 0 stale files each time`,
                worstMs: Math.max(...outcomes.map(({ worstMs }) => worstMs ?? 0)),
            };
        },
    },
];

interface Watched {
    readonly said: string;
    /** Undefined where it could not be tried. */
    readonly worstMs: number | undefined;
}

type Injection = (tree: Tree, engine: Engine, edit: () => void) => Promise<string>;

/** Files are changed, added and removed under a watcher with this fault; the next look at everything finds all of it. */
async function watched(what: string, inject: Injection): Promise<Watched> {
    const tree = makeTree(60);
    const engine = createEngine({ log: silentLogger, reconcileEveryMs: 1_000 });
    const edit = (): void => {
        tree.writeNth(1, 5);
        tree.writeNth(60, 5);
        rmSync(path.join(tree.folder, pathOfNth(2)));
    };
    try {
        tree.write('.gitignore', 'node_modules/\n');
        mkdirSync(path.join(tree.folder, 'node_modules'));
        await engine.open(workspaceOf(tree));
        await engine.index('update');
        const said = await inject(tree, engine, edit);
        if (said.startsWith('SKIPPED')) return { said, worstMs: undefined };
        if (!hasBeenEdited(tree)) edit();
        const worstMs = await until(`${what}: all of it is noticed`, 60_000, async () => {
            const found = await engine.search({ text: 'crate version5' });
            const paths = found.passages.filter(({ text }) => text.includes('version5')).map(({ path: file }) => file);
            const gone = (await engine.account(workspacePath(pathOfNth(2)))).state;
            return [1, 60].every(nth => paths.includes(workspacePath(pathOfNth(nth)))) && gone === 'missing';
        });
        const report = await engine.verify({ depth: 'full', repairs: false });
        assert.deepEqual(report.differences, [], what);
        return { said, worstMs };
    } finally {
        await engine.close(undefined);
        tree.dispose();
    }
}

function hasBeenEdited(tree: Tree): boolean {
    return !existsSync(path.join(tree.folder, pathOfNth(2)));
}

/** Stopped like an editor on a busy machine, while so much happens in an ignored folder that the system drops what comes after. */
async function overflow(tree: Tree, engine: Engine, edit: () => void): Promise<string> {
    if (process.platform !== 'linux') return 'SKIPPED overflow: inotify is Linux’s';
    const room = Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'));
    if (room > 100_000) return `SKIPPED overflow: the queue takes ${String(room)} events`;
    const watcher = fork(CHILD, [tree.folder], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    try {
        await once(watcher, 'message');
        await pause(300);
        const told = tellEngine(watcher, engine);
        watcher.kill('SIGSTOP');
        for (let nth = 0; nth <= room; nth++) writeFileSync(path.join(tree.folder, `node_modules/file${String(nth)}.js`), '1');
        edit();
        watcher.kill('SIGCONT');
        await until('the watcher has said what it knows', 60_000, () => Promise.resolve(told.count() > 0 && told.isQuiet()));
        const lost = EDITED.filter(file => !told.names.has(file));
        assert.equal(lost.length, 3, 'the queue did not overflow');
        return `${String(told.count())} events told, those of 3 files dropped by the system`;
    } finally {
        watcher.kill('SIGKILL');
    }
}

/** In a namespace of its own, where a user may watch no more than a hundred files and folders: the rest is not watched, and nobody is told. */
async function refuse(tree: Tree, engine: Engine, edit: () => void): Promise<string> {
    const limit = ['-Ur', 'sh', '-c', 'echo 100 > /proc/sys/user/max_inotify_watches && exec "$@"', '-'];
    if (spawnSync('unshare', [...limit, 'true']).status !== 0) return 'SKIPPED a limit of watches: there are no user namespaces';
    for (let nth = 0; nth < 120; nth++) mkdirSync(path.join(tree.folder, `empty/folder${String(nth)}`), { recursive: true });
    const watcher = spawn('unshare', [...limit, process.execPath, CHILD, tree.folder], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    try {
        await once(watcher, 'message');
        await pause(300);
        const told = tellEngine(watcher, engine);
        edit();
        await pause(1_000);
        const lost = EDITED.filter(file => !told.names.has(file));
        assert.ok(lost.length > 0, 'the watcher saw everything');
        return `a watcher that may watch 100 of ${String(120 + 60)} places, ${String(lost.length)} of 3 changes not told`;
    } finally {
        watcher.kill('SIGKILL');
    }
}

/** Hands on what the watcher says, as the extension does. */
function tellEngine(watcher: ChildProcess, engine: Engine) {
    const names = new Set<string>();
    let last = performance.now();
    watcher.on('message', ({ name }: { readonly name?: string }) => {
        if (name === undefined) return;
        last = performance.now();
        names.add(name);
        // What a stopped watcher says late comes in no order; the engine closes when the row is over.
        engine.filesChanged({ changed: [workspacePath(name)], removed: [] }).catch(() => undefined);
    });
    return { names, count: () => names.size, isQuiet: () => performance.now() - last > 1_000 };
}

const EDITED = [1, 60, 2].map(pathOfNth);
const CHILD = path.join(import.meta.dirname, 'watcherChild.ts');
