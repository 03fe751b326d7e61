/**
 * `npm run soak`: a window and its engine at work for a long time, and what they take meanwhile.
 *   node scripts/soak.ts [--minutes 20] [--files 2000] [--only edits,questions,switches,windows] [--pace 1000] [--variable NAME=VALUE]
 * An edit each second (as events of a watcher), a switch of branches each minute, a question every ten seconds, a third of them written by a
 * model server, which fails in one of ten, and every two minutes a second window that asks something and is closed again. Every ten seconds memory, descriptors,
 * watches, threads, delays of the event loops and the size of the index are noted; a line is laid through what comes after the first fifth.
 * At the end the index must be what a fresh one would be. Writes its table to docs/faults.md when it ran for twenty minutes or more.
 * To find out where memory goes: only some of the work, with fewer milliseconds between two edits, or with a variable in the engine's environment;
 * with FOOTNOTE_SHOW, each sample is printed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { EngineOptions } from '../src/protocol/engineContract.ts';
import { FailureError } from '../src/protocol/failure.ts';
import { workspacePath } from '../src/protocol/text.ts';
import { startBadModelServer } from '../test/doubles/badModelServer.ts';
import { workspaceOf } from '../test/engine/workspaceFolder.ts';
import { EngineUnderTest, expectHonestProgress } from '../test/faults/engineUnderTest.ts';
import { seeded } from '../test/faults/faultRow.ts';
import { makeTree, pathOfNth } from '../test/faults/tree.ts';
import { scriptedModel } from './scriptedModel.ts';
import { lookAtIndex, lookAtProcess, probeOf, tableRow, type Sample } from './soak/samples.ts';

type Work = 'edits' | 'questions' | 'switches' | 'windows';

const option = (name: string, otherwise: number): number => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const minutes = option('minutes', 20);
const files = option('files', 2000);
const paceMs = option('pace', 1000);
const wordsOf = (name: string): readonly string[] =>
    process.argv.flatMap((arg, at) => (arg === `--${name}` ? [process.argv[at + 1] ?? ''] : []));
const chosen = new Set(wordsOf('only').flatMap(words => words.split(',')));
const does = (what: Work): boolean => chosen.size === 0 || chosen.has(what);
const variables = Object.fromEntries(wordsOf('variable').map(word => [word.split('=')[0] ?? '', word.split('=').slice(1).join('=')]));
const probe = { NODE_OPTIONS: `--import=${pathToFileURL(path.join(import.meta.dirname, 'soak/probe.ts')).href}` };

const tree = makeTree(files);
const samples: Sample[] = [];
const random = seeded(10);
const counts = { edits: 0, questions: 0, byServer: 0, failed: 0, failedByPlan: 0, unanswered: 0, switches: 0, windows: 0 };
const good = await scriptedModel('good');
const bad = await startBadModelServer({ shortMs: 200, longMs: 2_000 });
/** Servers that stop in the middle, hang up, refuse, and send nonsense. */
const BAD_MODES = ['m6', 'm9', 'm10', 'm21'] as const;
try {
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'main');
    git('checkout', '-q', '-b', 'other');
    for (let nth = 0; nth < files; nth += 10) tree.writeNth(nth, 1);
    git('commit', '-q', '-am', 'other');
    const window = await openWindow(probe);
    await window.engine.index('update');
    const isSound = await work(window);
    report(window, isSound);
    await window.close();
} finally {
    good.close();
    await bad.close();
    tree.dispose();
}

/** The window's side, whose own memory is looked at after a collection; the engine's only where V8 collects by itself. */
function openWindow(engineVariables: Readonly<Record<string, string>>): Promise<EngineUnderTest> {
    return EngineUnderTest.start(tree, {
        entry: path.join(import.meta.dirname, 'soak/window.ts'),
        args: [JSON.stringify({ ...variables, ...engineVariables })],
        isOther: true,
        env: { ...probe, FOOTNOTE_SOAK_COLLECTS: '1' },
    });
}

async function work(window: EngineUnderTest): Promise<boolean> {
    const startedAt = performance.now();
    const elapsed = (): number => (performance.now() - startedAt) / 60_000;
    let answerMs = 0;
    const others = new Set<Promise<void>>();
    for (let second = 1; elapsed() < minutes; second++) {
        const nth = random(files);
        if (does('edits')) await edit(window, nth, second + 10);
        if (second % 10 === 0 && does('questions')) answerMs = await ask(window, nth);
        if (second % 60 === 0 && does('switches')) await switchBranch(window);
        if (second % 120 === 0 && does('windows')) {
            const other: Promise<void> = comeAndGo(nth).finally(() => others.delete(other));
            others.add(other);
        }
        if (second % 10 === 0) {
            samples.push(sample(window, elapsed(), answerMs, others.size));
            if (process.env['FOOTNOTE_SHOW']) console.log(JSON.stringify(samples.at(-1)));
        }
        // As many edits as seconds, whatever the rest takes.
        await pause(Math.max(0, startedAt + second * paceMs - performance.now()));
    }
    await Promise.all(others);
    await forceCollection(window);
    await window.engine.index('update');
    const verified = await window.engine.verify({ depth: 'full', repairs: false });
    if (!verified.isSound) console.error(verified.differences.slice(0, 20));
    return verified.isSound;
}

async function edit(window: EngineUnderTest, nth: number, version: number): Promise<void> {
    counts.edits++;
    tree.writeNth(nth, version);
    await window.engine.filesChanged({ changed: [workspacePath(pathOfNth(nth))], removed: [] });
}

async function ask(window: EngineUnderTest, nth: number): Promise<number> {
    counts.questions++;
    const isByServer = counts.questions % 3 === 0;
    const isToFail = isByServer && ++counts.byServer % 10 === 0;
    const mode = BAD_MODES[(counts.byServer / 10) % BAD_MODES.length] ?? 'm6';
    await window.engine.configure(settingsFor(isByServer ? (isToFail ? bad.baseUrl(mode) : good.baseUrl) : undefined));
    const startedAt = performance.now();
    let isAnswered = false;
    let hasFailed = false;
    try {
        for await (const event of window.engine.ask({ text: `What does weigh${String(nth)} do with a parcel?` })) {
            if (event.type === 'finished') isAnswered = event.answer.isAnswered;
        }
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        hasFailed = true;
    }
    if (isToFail) counts.failedByPlan++;
    else if (hasFailed) counts.failed++;
    else if (!isAnswered) counts.unanswered++;
    return performance.now() - startedAt;
}

function settingsFor(baseUrl: string | undefined): EngineOptions {
    const { settings } = workspaceOf(tree);
    if (baseUrl === undefined) return settings;
    const limits = { contextTokens: 32_000, firstWordSeconds: 3, idleSeconds: 3 };
    return { ...settings, chatModel: { provider: 'openai-compatible', baseUrl, model: 'good', apiKey: '', ...limits } };
}

/** Edits are thrown away with the branch, as `git checkout -f` does. */
async function switchBranch(window: EngineUnderTest): Promise<void> {
    counts.switches++;
    git('checkout', '-q', '-f', counts.switches % 2 === 0 ? 'other' : 'main');
    const changed = Array.from({ length: files }, (_, nth) => workspacePath(pathOfNth(nth)));
    await window.engine.filesChanged({ changed, removed: [] });
}

/** A second window on the same folder, with an engine of its own, which finds the first one's holding the index. */
async function comeAndGo(nth: number): Promise<void> {
    counts.windows++;
    const other = await openWindow({});
    try {
        const { passages } = await other.engine.search({ text: `weigh${String(nth)} parcel` });
        if (passages.length === 0) counts.unanswered++;
    } finally {
        await other.close();
    }
}

function sample(window: EngineUnderTest, at: number, answerMs: number, waiting: number): Sample {
    const pid = enginePids(window).at(-1) ?? 0;
    return {
        minutes: at,
        engine: lookAtProcess(pid, probeOf(window.lines, pid)),
        window: lookAtProcess(window.pid, probeOf(window.lines, window.pid)),
        ...lookAtIndex(tree.data),
        waiting,
        answerMs,
    };
}

/** Of each process that this window's engine has been, in order. */
function enginePids(window: EngineUnderTest): readonly number[] {
    return window.lines.filter(line => line.includes('"engine started"')).map(line => Number(/"pid":(\d+)/.exec(line)?.[1] ?? 0));
}

/** The last sample is taken by then; what lives after this tells a leak from what was not collected yet. */
async function forceCollection(window: EngineUnderTest): Promise<void> {
    const pid = enginePids(window).at(-1) ?? 0;
    process.kill(pid, 'SIGUSR2');
    for (let tries = 0; tries < 100 && probeOf(window.lines, pid)?.isForced !== true; tries++) await pause(50);
}

function report(window: EngineUnderTest, isSound: boolean): void {
    expectHonestProgress(window.statuses);
    const defects = window.lines.filter(line => line.includes('"level":"error"') || line.includes('Unhandled')).length;
    const pids = enginePids(window);
    const last = samples.at(-1);
    const forced = window.lines.findLast(line => line.includes('"isForced":true') && line.includes(`"pid":${String(pids.at(-1))},`));
    const row = (name: string, of: (sample: Sample) => number | undefined, unit: string, limit: string): string =>
        tableRow(samples, minutes, { name, unit, limit, of: one => of(one) ?? 0 });
    const load = (os.loadavg()[2] ?? 0).toFixed(1);
    const table = [
        `${String(minutes)} minutes, ${String(files)} files; ${os.platform()} ${os.arch()}, ${String(os.availableParallelism())} cores (load ${load} at the end), Node ${process.version}.`,
        `${String(counts.edits)} edits, ${String(counts.switches)} branch switches, ${String(counts.windows)} second windows, ${String(counts.questions)} questions: ${String(counts.byServer)} to a model server, which failed ${String(counts.failedByPlan)} of them by plan; of the rest ${String(counts.failed)} failed and ${String(counts.unanswered)} found nothing.`,
        `${String(pids.length)} process${pids.length === 1 ? '' : 'es'} of the engine, ${String(defects)} errors or unhandled rejections in the log; at the end the index ${isSound ? 'was' : 'WAS NOT'} what a fresh one would be.`,
        `The engine collected everything ${String(last?.engine.probe?.collections ?? 0)} times, ${((last?.engine.probe?.collectingMs ?? 0) / 1000).toFixed(2)} s in all, ${(last?.engine.probe?.longestMs ?? 0).toFixed(0)} ms at most; after a last, forced one ${forced === undefined ? '?' : heapOf(forced).toFixed(1)} MB lived.`,
        '',
        '| Quantity | First | After a fifth | Last | Most | Slope after a fifth | Limit of reliability.md |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        row('Engine: resident memory', ({ engine }) => engine.residentMb, 'MB', 'below 20 MB/h'),
        row('without pages of files', ({ engine }) => engine.ownMb, 'MB', ''),
        row('V8 heap after its last collection', ({ engine }) => engine.probe?.livingMb, 'MB', 'no leak'),
        row('V8 pages', ({ engine }) => engine.probe?.heapTotalMb, 'MB', ''),
        row('Descriptors', ({ engine }) => engine.descriptors, '', 'flat, ± 5'),
        row('Watches of inotify', ({ engine }) => engine.watches, '', 'flat, ± 5'),
        row('Threads', ({ engine }) => engine.threads, '', 'flat'),
        row('Delay of the event loop, 99th percentile', ({ engine }) => engine.probe?.loopP99Ms, 'ms', ''),
        row('Window: resident memory', ({ window: side }) => side.residentMb, 'MB', 'below 5 MB/h'),
        row('heap after a forced collection', ({ window: side }) => side.probe?.livingMb, 'MB', 'below 1 MB/h'),
        row('Descriptors', ({ window: side }) => side.descriptors, '', 'flat, ± 5'),
        row('Watches of inotify', ({ window: side }) => side.watches, '', 'flat, ± 5'),
        row('Delay of the event loop, 99th percentile', ({ window: side }) => side.probe?.loopP99Ms, 'ms', 'at most 50 ms'),
        row('Index on disk', ({ indexMb }) => indexMb, 'MB', 'at most 3 times a fresh one'),
        row('Versions of the rows', ({ versions }) => versions, '', 'at most 50 and what one run adds'),
        row('Answer', ({ answerMs }) => answerMs, 'ms', ''),
    ].join('\n');
    console.log(table);
    if (minutes >= 20 && chosen.size === 0) {
        const page = path.resolve(import.meta.dirname, '../docs/faults.md');
        const [begin, end] = ['<!-- soak -->', '<!-- /soak -->'];
        const text = readFileSync(page, 'utf8');
        writeFileSync(page, `${text.split(begin)[0] ?? ''}${begin}\n${table}\n${end}${text.split(end)[1] ?? '\n'}`);
    }
    console.log(`${String(isSound ? 1 : 0)} passed, ${String(isSound ? 0 : 1)} failed`);
    if (!isSound) process.exitCode = 1;
}

function heapOf(line: string): number {
    return Number(/"livingMb":([\d.]+)/.exec(line)?.[1] ?? 0);
}

function git(...args: readonly string[]): void {
    const env = { PATH: process.env['PATH'], HOME: tree.scratch, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: '1' };
    const user = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'gc.auto=0'];
    const { status, stderr } = spawnSync('git', ['-C', tree.folder, ...user, ...args], { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}
