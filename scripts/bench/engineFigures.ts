/** Runs the built engine as the editor does, in a process of its own, and looks at it from outside. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../src/protocol/engineContract.ts';
import type { Answer } from '../../src/protocol/answer.ts';
import type { IndexReport } from '../../src/protocol/indexing.ts';
import type { WorkspacePath } from '../../src/protocol/text.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { loopDelayDuring, startEngine, type EngineRun, type HostedEngine } from './hostedEngine.ts';
import { quantiles, type QueryTimes } from './report.ts';
import { timesOfSaves } from './saves.ts';

export interface EngineFigures {
    readonly report: IndexReport;
    readonly coldWallMs: number;
    readonly coldCpuMs: number;
    /** Of the process that holds the engine, while it indexes everything. */
    readonly hostLoop: { readonly p99: number; readonly max: number };
    readonly againWallMs: number;
    readonly rebuildWallMs: number;
    readonly peakBytes: number;
    readonly servingBytes: number;
    readonly indexBytes: number;
    readonly cacheBytes: number;
    /** The first save of a session, right after opening, and the first after some questions. */
    readonly firstSaveMs: { readonly atOnce: number; readonly later: number };
    readonly saves: QueryTimes;
    readonly cold: QueryTimes;
    readonly warm: QueryTimes;
    readonly openToFirstAnswerMs: number;
    readonly idle: { readonly seconds: number; readonly cpuMs: number; readonly writtenBytes: number; readonly writes: number };
}

export async function measureEngine(run: EngineRun): Promise<EngineFigures> {
    const indexing = await measureIndexing(run);
    const serving = await measureServing(run);
    return {
        ...indexing,
        ...serving,
        indexBytes: sizeOf(path.join(run.dataDir, 'indexes')),
        cacheBytes: sizeOf(path.join(run.dataDir, 'vectors')),
    };
}

async function measureIndexing(run: EngineRun) {
    const beganCold = performance.now();
    const hosted = startEngine(run);
    const { result: report, p99, max } = await loopDelayDuring(() => reportOf(hosted.engine, 'update'));
    const coldWallMs = performance.now() - beganCold;
    const coldCpuMs = hosted.cpuMs();
    const peakBytes = hosted.residentBytes('peak');
    const againWallMs = await timed(() => reportOf(hosted.engine, 'update'));
    const rebuildWallMs = await timed(() => reportOf(hosted.engine, 'rebuild'));
    await hosted.stop();
    return { report, coldWallMs, coldCpuMs, hostLoop: { p99, max }, peakBytes, againWallMs, rebuildWallMs };
}

async function measureServing(run: EngineRun) {
    const [question = 'main'] = run.queries;
    const beganOpen = performance.now();
    const hosted = startEngine(run);
    const { engine } = hosted;
    const answer = await answerOf(engine, question);
    const openToFirstAnswerMs = performance.now() - beganOpen;
    const cold = await timesOf(engine, run.queries);
    const warm = await timesOf(engine, run.queries);
    await checkAnswer(answer, engine, question);
    // As decisions have it: after 1,000 queries.
    for (let n = run.queries.length * 2; n < 1000; n++) await engine.search(anew(run.queries[n % run.queries.length] ?? 'main'));
    const servingBytes = hosted.residentBytes('now');
    const saves = await timesOfSaves(engine, run.folder, SAVES);
    const idle = await measureIdle(hosted);
    await hosted.stop();

    const fresh = startEngine(run);
    await answerOf(fresh.engine, question);
    const [atOnce = 0] = await timesOfSaves(fresh.engine, run.folder, 1);
    await fresh.stop();
    return { servingBytes, saves: quantiles(saves), firstSaveMs: { atOnce, later: saves[0] ?? 0 }, cold, warm, openToFirstAnswerMs, idle };
}

const SAVES = 60;

async function answerOf(engine: Engine, text: string): Promise<Answer> {
    for await (const event of engine.ask(anew(text))) if (event.type === 'finished') return event.answer;
    throw new Error('the answer never finished');
}

/** The first answer must be what a warm engine says, with every mark compared with its lines; or the time to it would mean nothing. */
async function checkAnswer(first: Answer, engine: Engine, text: string): Promise<void> {
    const later = await answerOf(engine, text);
    const marks = ({ citations }: Answer): string =>
        citations.map(({ path: file, range, state }) => `${file}:${range.startLine} ${state}`).join();
    if (first.citations.some(({ state }) => state !== 'verified')) throw new Error('the first answer had marks that were not verified');
    if (first.text !== later.text || marks(first) !== marks(later))
        throw new Error('the first answer was not the one that a warm engine gives');
}

/** Once what was saved has reached the disk, an engine that nobody asks anything has nothing to do. */
async function measureIdle(hosted: HostedEngine): Promise<EngineFigures['idle']> {
    await pause(SETTLE_MS);
    const [cpuMs, writes] = [hosted.cpuMs(), hosted.writes()];
    await pause(IDLE_MS);
    const after = hosted.writes();
    return {
        seconds: IDLE_MS / 1000,
        cpuMs: hosted.cpuMs() - cpuMs,
        writtenBytes: after.bytes - writes.bytes,
        writes: after.calls - writes.calls,
    };
}

const SETTLE_MS = 10_000;
const IDLE_MS = 60_000;

async function reportOf(engine: Engine, action: 'update' | 'rebuild'): Promise<IndexReport> {
    const report = await engine.index(action);
    if (!report) throw new Error('the engine made no report');
    return report;
}

async function timesOf(engine: Engine, queries: readonly string[]): Promise<QueryTimes> {
    const times: number[] = [];
    for (const text of queries) times.push(await timed(() => engine.search(anew(text))));
    return quantiles(times);
}

/** A file that is not there is near to nothing, and makes each question one that was not asked before: the engine knows results of the latest. */
function anew(text: string): { readonly text: string; readonly near: readonly WorkspacePath[] } {
    return { text, near: [workspacePath(`not-there-${String(++asked)}`)] };
}

let asked = 0;

async function timed(work: () => Promise<unknown>): Promise<number> {
    const began = performance.now();
    await work();
    return performance.now() - began;
}

function sizeOf(folder: string): number {
    let bytes = 0;
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
        if (entry.isFile()) bytes += statSync(path.join(entry.parentPath, entry.name)).size;
    }
    return bytes;
}
