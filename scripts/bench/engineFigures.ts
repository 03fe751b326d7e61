/** Runs the built engine as the editor does, in a process of its own, and looks at it from outside. */
import { fork, type ChildProcess } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { engineContract, type Engine, type OpenWorkspace } from '../../src/protocol/engineContract.ts';
import type { IndexReport } from '../../src/protocol/indexing.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { engineEnvironment, engineFlags } from '../../src/extension/engineEnvironment.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../src/settings/settings.ts';
import { connect } from '../../src/wire/connect.ts';
import { connectionToChild } from '../../src/wire/connections.ts';
import { quantiles, type QueryTimes } from './report.ts';

export interface EngineFigures {
    readonly report: IndexReport;
    readonly coldWallMs: number;
    readonly coldCpuMs: number;
    readonly againWallMs: number;
    readonly rebuildWallMs: number;
    readonly peakBytes: number;
    readonly servingBytes: number;
    readonly indexBytes: number;
    readonly cacheBytes: number;
    readonly saves: QueryTimes;
    readonly cold: QueryTimes;
    readonly warm: QueryTimes;
    readonly openToFirstResultMs: number;
}

export interface EngineRun {
    readonly root: string;
    readonly folder: string;
    readonly dataDir: string;
    readonly queries: readonly string[];
}

export async function measureEngine(run: EngineRun): Promise<EngineFigures> {
    const first = startEngine(run.root);
    const beganCold = performance.now();
    await first.engine.open(workspaceOf(run));
    const report = await reportOf(first.engine, 'update');
    const coldWallMs = performance.now() - beganCold;
    const coldCpuMs = cpuOf(first.child);
    const peakBytes = memoryOf(first.child, 'VmHWM');
    const againWallMs = await timed(() => reportOf(first.engine, 'update'));
    const rebuildWallMs = await timed(() => reportOf(first.engine, 'rebuild'));
    await stop(first);

    const second = startEngine(run.root);
    const beganOpen = performance.now();
    await second.engine.open(workspaceOf(run));
    await second.engine.search({ text: run.queries[0] ?? 'main' });
    const openToFirstResultMs = performance.now() - beganOpen;
    const cold = await timesOf(second.engine, run.queries);
    const warm = await timesOf(second.engine, run.queries);
    // As decisions have it: after 1,000 queries.
    for (let n = run.queries.length * 2; n < 1000; n++) await second.engine.search({ text: run.queries[n % run.queries.length] ?? 'main' });
    const servingBytes = memoryOf(second.child, 'VmRSS');
    const saves = await timesOfSaves(second.engine, run.folder);
    await stop(second);
    return {
        report,
        coldWallMs,
        coldCpuMs,
        againWallMs,
        rebuildWallMs,
        peakBytes,
        servingBytes,
        saves,
        cold,
        warm,
        openToFirstResultMs,
        indexBytes: sizeOf(path.join(run.dataDir, 'indexes')),
        cacheBytes: sizeOf(path.join(run.dataDir, 'vectors')),
    };
}

interface RunningEngine {
    readonly child: ChildProcess;
    readonly engine: Engine;
}

function startEngine(root: string): RunningEngine {
    const child = fork(path.join(root, 'dist/engine.mjs'), {
        stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
        execArgv: [...engineFlags],
        env: engineEnvironment(process.env, os.availableParallelism()),
    });
    const connection = connectionToChild(child);
    child.once('exit', () => {
        connection.dispose();
    });
    const engine = connect(engineContract, connection);
    connection.listen();
    return { child, engine };
}

async function stop({ child, engine }: RunningEngine): Promise<void> {
    await engine.close(undefined);
    const gone = new Promise(resolve => child.once('exit', resolve));
    child.disconnect();
    await gone;
}

function workspaceOf({ root, folder, dataDir }: EngineRun): OpenWorkspace {
    return {
        roots: [{ folder, name: '' }],
        paths: {
            grammars: path.join(root, 'dist/grammars'),
            parseWorker: path.join(root, 'dist/parseWorker.mjs'),
            models: path.join(root, 'media/models'),
            data: dataDir,
        },
        settings: engineOptions(defaultSettings, { apiKey: '', excludes: [], cores: os.availableParallelism() }),
    };
}

async function reportOf(engine: Engine, action: 'update' | 'rebuild'): Promise<IndexReport> {
    const report = await engine.index(action);
    if (!report) throw new Error('the engine made no report');
    return report;
}

async function timesOf(engine: Engine, queries: readonly string[]): Promise<QueryTimes> {
    const times: number[] = [];
    for (const text of queries) times.push(await timed(() => engine.search({ text })));
    return quantiles(times);
}

/** Writes a word that stands nowhere else into a new file, says so as the watcher would, and asks until it is found. */
async function timesOfSaves(engine: Engine, folder: string): Promise<QueryTimes> {
    const name = 'footnote-bench-saved.ts';
    const times: number[] = [];
    writeFileSync(path.join(folder, name), '');
    try {
        for (let n = 0; n < 20; n++) {
            const word = `zqx${String(n).padStart(3, '0')}vwj`;
            appendFileSync(path.join(folder, name), `export function ${word}(amount: number): number {\n    return amount * ${n};\n}\n`);
            times.push(
                await timed(async () => {
                    await engine.filesChanged({ changed: [workspacePath(name)], removed: [] });
                    for (;;) {
                        const { files } = await engine.search({ text: word, limit: 1 });
                        if (files[0]?.path === name) return;
                        await new Promise(resolve => setTimeout(resolve, 5));
                    }
                }),
            );
        }
    } finally {
        rmSync(path.join(folder, name), { force: true });
        await engine.filesChanged({ changed: [], removed: [workspacePath(name)] });
    }
    return quantiles(times);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
    const began = performance.now();
    await work();
    return performance.now() - began;
}

/** Bytes of `VmRSS` or `VmHWM` (the peak); Linux only, 0 elsewhere. */
function memoryOf(child: ChildProcess, field: 'VmRSS' | 'VmHWM'): number {
    if (process.platform !== 'linux') return 0;
    const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
    return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024;
}

/** Milliseconds of user and system time of the process so far; Linux only, 0 elsewhere. The kernel counts in hundredths of a second. */
function cpuOf(child: { readonly pid?: number | undefined }): number {
    if (process.platform !== 'linux') return 0;
    const fields =
        readFileSync(`/proc/${child.pid ?? 0}/stat`, 'utf8')
            .split(') ')[1]
            ?.split(' ') ?? [];
    return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

function sizeOf(folder: string): number {
    let bytes = 0;
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
        if (entry.isFile()) bytes += statSync(path.join(entry.parentPath, entry.name)).size;
    }
    return bytes;
}
