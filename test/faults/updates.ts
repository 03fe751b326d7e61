/** F34: a program whose files are replaced or removed while it runs, under a window that goes on. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { PROTOCOL_VARIABLE, engineExits } from '../../src/protocol/build.ts';
import type { EngineState } from '../../src/extension/engineProcess.ts';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { workspaceOf } from '../engine/workspaceFolder.ts';
import { EngineUnderTest, expectHonestProgress, expectSound, until } from './engineUnderTest.ts';
import { Tally, type FaultRow } from './faultRow.ts';
import { makeTree, type Tree } from './tree.ts';
import { windowOf } from './windowUnderTest.ts';

type Update = 'another build' | 'half-written, then another build' | 'removed, then another build';

const UPDATES: readonly Update[] = ['another build', 'half-written, then another build', 'removed, then another build'];

export const updateRows: readonly FaultRow[] = [
    {
        id: 'F34',
        fault: 'the extension is updated while it indexes',
        injected:
            'the files of a running engine replaced by those of another build, overwritten with something else, and removed, 0 to 800 ms after a run began, under the window that started it',
        run: async isFull => {
            if (!existsSync(path.join(BUILT, 'build-id'))) return { skipped: 'there is no build in dist/' };
            const seen = new Tally();
            let repeats = 0;
            let worstMs = 0;
            for (const [at, update] of UPDATES.entries()) {
                for (const momentMs of isFull ? [0, 50, 200, 800] : [[50, 200, 0][at] ?? 0]) {
                    const { processes, ms } = await updatedAt(momentMs, update);
                    seen.add(processes === 1 ? 'finished by itself' : 'finished by another process');
                    worstMs = Math.max(worstMs, ms);
                    repeats++;
                }
            }
            await expectRefusal();
            return { repeats, seen: `${seen.toString()}; no file lost or blamed; an engine that speaks otherwise leaves at once`, worstMs };
        },
    },
];

const BUILT = path.resolve(import.meta.dirname, '../../dist');
const FILES = 300;

async function updatedAt(momentMs: number, update: Update): Promise<{ readonly processes: number; readonly ms: number }> {
    const what = `${update}, after ${String(momentMs)} ms`;
    const tree = makeTree(FILES);
    const dist = copyOfBuild(tree);
    const asked = movedWorkspace(tree, dist);
    const statuses: IndexStatus[] = [];
    const states: EngineState['state'][] = [];
    const lines: string[] = [];
    let beginning: () => void = () => undefined;
    const begun = new Promise<void>(resolve => (beginning = resolve));
    const window = windowOf(() => asked, {
        entry: path.join(dist, 'engine.mjs'),
        onOpened: () => {
            // As a window does after each start; what ends with its process comes to its end after the next one.
            void window.engine.index('update').catch(() => undefined);
            beginning();
        },
        onIndexStatus: status => statuses.push(status),
        onState: ({ state }) => states.push(state),
        onLine: line => lines.push(line),
    });
    try {
        window.start();
        await begun;
        await pause(momentMs);
        if (update === 'half-written, then another build') overwrite(dist);
        if (update === 'removed, then another build')
            for (const name of readdirSync(dist)) rmSync(path.join(dist, name), { recursive: true });
        if (update !== 'another build') await pause(1_500);
        placeOtherBuild(dist);
        const ms = await until(what, 60_000, async () => (await window.engine.index('update'))?.counts.indexed === FILES);
        const early = statuses.find(({ state, ...rest }) => state === 'ready' && 'counts' in rest && rest.counts.indexed !== FILES);
        assert.equal(early, undefined, `${what}: ready with ${JSON.stringify(early)}\n${lines.slice(-30).join('\n')}`);
        assert.ok(!states.includes('stopped'), `${what}: the window gave up\n${lines.slice(-5).join('\n')}`);
        const { problems, skipped } = await window.engine.details();
        assert.deepEqual([problems, skipped], [[], []], what);
        expectHonestProgress(statuses);
        await expectSound(window.engine, what);
        return { processes: lines.filter(line => line.includes('"engine started"')).length, ms };
    } finally {
        await window.stop();
        tree.dispose();
    }
}

/** An engine that its window could not understand goes before anything is said. */
async function expectRefusal(): Promise<void> {
    const engine = EngineUnderTest.launch({ entry: path.join(BUILT, 'engine.mjs'), env: { [PROTOCOL_VARIABLE]: 'another protocol' } });
    const [code] = (await once(engine.child, 'exit')) as [number | null];
    assert.equal(code, engineExits.otherProtocol, engine.lastLines());
}

/** With the models above it, and what is not bundled. */
function copyOfBuild(tree: Tree): string {
    const dist = path.join(tree.scratch, 'program/dist');
    cpSync(BUILT, dist, { recursive: true });
    mkdirSync(path.join(tree.scratch, 'program/media'), { recursive: true });
    symlinkSync(path.resolve(BUILT, '../media/models'), path.join(tree.scratch, 'program/media/models'));
    symlinkSync(path.resolve(BUILT, '../node_modules'), path.join(tree.scratch, 'program/node_modules'));
    return dist;
}

function movedWorkspace(tree: Tree, dist: string): ReturnType<typeof workspaceOf> {
    const { paths, ...rest } = workspaceOf(tree);
    return { ...rest, paths: { ...paths, grammars: path.join(dist, 'grammars'), parseWorker: path.join(dist, 'parseWorker.mjs') } };
}

function overwrite(dist: string): void {
    for (const name of readdirSync(dist))
        if (name.endsWith('.mjs') || name === 'build-id')
            writeFileSync(path.join(dist, name), 'export default "half of a newer version";\n');
}

/** The same program under the id of another build, file by file, the id last. */
function placeOtherBuild(dist: string): void {
    const id = readFileSync(path.join(BUILT, 'build-id'), 'utf8');
    const other = id.replace(/[0-9a-f]/g, digit => (15 - parseInt(digit, 16)).toString(16));
    cpSync(path.join(BUILT, 'grammars'), path.join(dist, 'grammars'), { recursive: true });
    for (const name of readdirSync(BUILT))
        if (name.endsWith('.mjs')) writeFileSync(path.join(dist, name), readFileSync(path.join(BUILT, name), 'utf8').replaceAll(id, other));
    writeFileSync(path.join(dist, 'build-id'), other);
}
