/** The engine as the editor holds it: through `EngineProcess`, which the extension starts in `activate()`; only `vscode` is not there. */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Engine, OpenWorkspace } from '../../src/protocol/engineContract.ts';
import { fail } from '../../src/protocol/failure.ts';
import { engineEnvironment } from '../../src/extension/engineEnvironment.ts';
import { EngineProcess } from '../../src/extension/engineProcess.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../src/settings/settings.ts';

export interface EngineRun {
    readonly root: string;
    readonly folder: string;
    readonly dataDir: string;
    readonly queries: readonly string[];
}

export interface HostedEngine {
    readonly engine: Engine;
    stop(): Promise<void>;
    /** User and system time of the process so far, in milliseconds; the kernel counts in hundredths of a second. 0 where there is no `/proc`. */
    cpuMs(): number;
    /** Resident bytes now, or at their peak. */
    residentBytes(which: 'now' | 'peak'): number;
    /** Bytes that the process has caused to be written, and its calls to write. */
    writes(): { readonly bytes: number; readonly calls: number };
}

export function startEngine(run: EngineRun): HostedEngine {
    const hosted = new EngineProcess({
        entry: path.join(run.root, 'dist/engine.mjs'),
        environment: engineEnvironment(process.env, os.availableParallelism()),
        host: {
            describeModel: () => fail({ kind: 'engine-stopped', detail: 'no model is lent to a benchmark' }),
            countTokens: () => fail({ kind: 'engine-stopped', detail: 'no model is lent to a benchmark' }),
            generate: () => fail({ kind: 'engine-stopped', detail: 'no model is lent to a benchmark' }),
            referencesTo: () => Promise.resolve(undefined),
        },
        workspace: () => Promise.resolve(workspaceOf(run)),
        onOpened: () => undefined,
        onState: state => {
            if (state.state === 'stopped' && state.failure.kind !== 'engine-stopped') console.error(state.failure);
        },
        onIndexStatus: () => undefined,
        onLine: () => undefined,
        onDefect: error => {
            console.error(error);
        },
    });
    hosted.start();
    const read = (file: string): string => (process.platform === 'linux' ? readFileSync(`/proc/${hosted.pid ?? 0}/${file}`, 'utf8') : '');
    const number = (text: string, field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
    return {
        engine: hosted.engine,
        stop: () => hosted.stop(),
        cpuMs: () => {
            const fields = read('stat').split(') ')[1]?.split(' ') ?? [];
            return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
        },
        residentBytes: which => number(read('status'), which === 'now' ? 'VmRSS' : 'VmHWM') * 1024,
        writes: () => {
            const io = read('io');
            return { bytes: number(io, 'write_bytes'), calls: number(io, 'syscw') };
        },
    };
}

/** How long the loop of this process, which is the host, was held up while something ran: milliseconds, of samples 5 ms apart. */
export async function loopDelayDuring<Result>(
    work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly p99: number; readonly max: number }> {
    const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
    delay.enable();
    const result = await work();
    delay.disable();
    // A sample is the time between two ticks; what is over the time that was asked for is the delay.
    const over = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - SAMPLE_MS);
    return { result, p99: over(delay.percentile(99)), max: over(delay.max) };
}

const SAMPLE_MS = 5;

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
