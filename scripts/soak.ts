/**
 * `npm run soak`: the real engine at work for a long time, and what it takes meanwhile.
 *   node scripts/soak.ts [--minutes 20] [--files 2000] [--only edits,questions,switches] [--pace 1000] [--variable NAME=VALUE]
 * An edit each second (as events of a watcher), a switch of branches each minute, a question every ten seconds. Every ten seconds memory,
 * descriptors, threads and the size of the index are noted; a line is laid through what comes after the first fifth. At the end the index
 * must be what a fresh one would be. Writes its table to docs/faults.md when it ran for twenty minutes or more.
 * To find out where memory goes: only some of the work, with fewer milliseconds between two edits, or with a variable in the engine's environment.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { workspacePath } from '../src/protocol/text.ts';
import { EngineUnderTest, expectHonestProgress } from '../test/faults/engineUnderTest.ts';
import { seeded } from '../test/faults/faultRow.ts';
import { makeTree, pathOfNth } from '../test/faults/tree.ts';

interface Sample {
    readonly minutes: number;
    readonly residentMb: number;
    readonly descriptors: number;
    readonly threads: number;
    readonly indexMb: number;
    readonly versions: number;
    readonly answerMs: number;
}

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
const does = (what: 'edits' | 'questions' | 'switches'): boolean => chosen.size === 0 || chosen.has(what);
const variables = Object.fromEntries(wordsOf('variable').map(word => [word.split('=')[0] ?? '', word.split('=').slice(1).join('=')]));

const tree = makeTree(files);
const samples: Sample[] = [];
const random = seeded(10);
const counts = { edits: 0, questions: 0, unanswered: 0, switches: 0, defects: 0 };
try {
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'main');
    git('checkout', '-q', '-b', 'other');
    for (let nth = 0; nth < files; nth += 10) tree.writeNth(nth, 1);
    git('commit', '-q', '-am', 'other');
    const engine = await EngineUnderTest.start(tree, { env: variables });
    await engine.engine.index('update');
    const isSound = await work(engine);
    report(engine, isSound);
    await engine.close();
} finally {
    tree.dispose();
}

async function work(engine: EngineUnderTest): Promise<boolean> {
    const startedAt = performance.now();
    const elapsed = (): number => (performance.now() - startedAt) / 60_000;
    let answerMs = 0;
    for (let second = 1; elapsed() < minutes; second++) {
        const nth = random(files);
        if (does('edits')) await edit(engine, nth, second + 10);
        if (second % 10 === 0 && does('questions')) answerMs = await ask(engine, nth);
        if (second % 60 === 0 && does('switches')) await switchBranch(engine);
        if (second % 10 === 0) {
            samples.push(sample(engine, elapsed(), answerMs));
            if (process.env['FOOTNOTE_SHOW']) console.log(JSON.stringify(samples.at(-1)));
        }
        // As many edits as seconds, whatever the rest takes.
        await pause(Math.max(0, startedAt + second * paceMs - performance.now()));
    }
    await engine.engine.index('update');
    const verified = await engine.engine.verify({ depth: 'full', repairs: false });
    if (!verified.isSound) console.error(verified.differences.slice(0, 20));
    return verified.isSound;
}

async function edit(engine: EngineUnderTest, nth: number, version: number): Promise<void> {
    counts.edits++;
    tree.writeNth(nth, version);
    await engine.engine.filesChanged({ changed: [workspacePath(pathOfNth(nth))], removed: [] });
}

async function ask(engine: EngineUnderTest, nth: number): Promise<number> {
    counts.questions++;
    const startedAt = performance.now();
    let isAnswered = false;
    for await (const event of engine.engine.ask({ text: `What does weigh${String(nth)} do with a parcel?` }))
        if (event.type === 'finished') isAnswered = event.answer.isAnswered;
    if (!isAnswered) counts.unanswered++;
    return performance.now() - startedAt;
}

/** Edits are thrown away with the branch, as `git checkout -f` does. */
async function switchBranch(engine: EngineUnderTest): Promise<void> {
    counts.switches++;
    git('checkout', '-q', '-f', counts.switches % 2 === 0 ? 'other' : 'main');
    const changed = Array.from({ length: files }, (_, nth) => workspacePath(pathOfNth(nth)));
    await engine.engine.filesChanged({ changed, removed: [] });
}

function sample(engine: EngineUnderTest, at: number, answerMs: number): Sample {
    const status = readFileSync(`/proc/${String(engine.pid)}/status`, 'utf8');
    const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const below = readdirSync(path.join(tree.data, 'indexes'), { recursive: true, encoding: 'utf8' });
    return {
        minutes: at,
        residentMb: number('VmRSS') / 1024,
        descriptors: readdirSync(`/proc/${String(engine.pid)}/fd`).length,
        threads: number('Threads'),
        indexMb: diskMb(path.join(tree.data, 'indexes')),
        versions: below.filter(name => name.includes('_versions') && name.endsWith('.manifest')).length,
        answerMs,
    };
}

/** Slope per hour of a line through what was noted after the first fifth, by least squares. */
function slope(of: (sample: Sample) => number): number {
    const late = samples.filter(({ minutes: at }) => at > minutes / 5);
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [x, y] = [mean(late.map(({ minutes: at }) => at)), mean(late.map(of))];
    const over = late.reduce((sum, one) => sum + (one.minutes - x) * (of(one) - y), 0);
    const under = late.reduce((sum, one) => sum + (one.minutes - x) ** 2, 0);
    return (over / under) * 60;
}

function report(engine: EngineUnderTest, isSound: boolean): void {
    expectHonestProgress(engine.statuses);
    counts.defects = engine.lines.filter(line => line.includes('"level":"error"') || line.includes('Unhandled')).length;
    const row = (name: string, of: (sample: Sample) => number, unit: string, limit: string): string => {
        const values = samples.map(of);
        const late = samples.filter(({ minutes: at }) => at > minutes / 5).map(of);
        const cells = [values[0], late[0], values.at(-1), Math.max(...values), slope(of)].map(value => (value ?? 0).toFixed(1));
        return `| ${[name, ...cells.slice(0, 4).map(cell => `${cell} ${unit}`), `${cells[4] ?? ''} ${unit}/h`, limit].join(' | ')} |`;
    };
    const table = [
        `${String(minutes)} minutes, ${String(files)} files; ${os.platform()} ${os.arch()}, ${String(os.availableParallelism())} cores, Node ${process.version}.`,
        `${String(counts.edits)} edits, ${String(counts.switches)} branch switches, ${String(counts.questions)} questions (${String(counts.unanswered)} without an answer), ${String(counts.defects)} errors in the log.`,
        `At the end the index ${isSound ? 'was' : 'WAS NOT'} what a fresh one would be.`,
        '',
        '| Quantity | First | After a fifth | Last | Most | Slope after a fifth | Limit of reliability.md |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        row('Resident memory', ({ residentMb }) => residentMb, 'MB', 'below 20 MB/h'),
        row('Descriptors', ({ descriptors }) => descriptors, '', 'flat, ± 5'),
        row('Threads', ({ threads }) => threads, '', 'flat'),
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

function diskMb(folder: string): number {
    return Number(spawnSync('du', ['-sk', folder], { encoding: 'utf8' }).stdout.split('\t')[0] ?? 0) / 1024;
}

function git(...args: readonly string[]): void {
    const env = { PATH: process.env['PATH'], HOME: tree.scratch, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_NOSYSTEM: '1' };
    const user = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'gc.auto=0'];
    const { status, stderr } = spawnSync('git', ['-C', tree.folder, ...user, ...args], { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}
