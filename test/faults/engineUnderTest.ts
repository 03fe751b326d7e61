import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import path from 'node:path';
import assert from 'node:assert/strict';
import { engineEnvironment, engineFlags } from '../../src/extension/engineEnvironment.ts';
import { engineContract, type Engine, type OpenWorkspace } from '../../src/protocol/engineContract.ts';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { connect } from '../../src/wire/connect.ts';
import { connectionToChild } from '../../src/wire/connections.ts';
import { workspaceOf } from '../engine/workspaceFolder.ts';

export interface EngineOptionsUnderTest {
    /** Variables beside those that the extension passes on. */
    readonly env?: Readonly<Record<string, string>>;
    /** A program that starts the engine as its own: `['sh', '-c', 'ulimit -n 64; exec "$@"', '-']`. */
    readonly through?: readonly string[];
    /** Another entry than the source of this checkout. */
    readonly entry?: string;
    /** Arguments of the entry. */
    readonly args?: readonly string[];
    /** The entry is no engine, and gets neither its flags nor its variables. */
    readonly isOther?: boolean;
    readonly open?: Partial<OpenWorkspace>;
}

/** The real engine in a process of its own, as the extension starts it, in the hands of a test that will do it harm. */
export class EngineUnderTest {
    readonly child: ChildProcess;
    readonly engine: Engine;
    readonly lines: string[] = [];
    readonly statuses: IndexStatus[] = [];
    private readonly connection: ReturnType<typeof connectionToChild>;
    private following: Promise<void> = Promise.resolve();

    private constructor(child: ChildProcess) {
        this.child = child;
        this.connection = connectionToChild(child);
        this.engine = connect(engineContract, this.connection);
        for (const output of [child.stdout, child.stderr])
            if (output) createInterface({ input: output }).on('line', line => this.lines.push(line));
        child.once('exit', () => {
            this.connection.dispose();
        });
        this.connection.listen();
    }

    /** Starts and opens; what `open` fails with goes to the caller. */
    static async start(
        place: { readonly folder: string; readonly data: string },
        options: EngineOptionsUnderTest = {},
    ): Promise<EngineUnderTest> {
        const started = EngineUnderTest.launch(options);
        try {
            await started.engine.open({ ...workspaceOf(place), ...options.open });
        } catch (error) {
            await started.kill();
            throw error;
        }
        started.follow();
        return started;
    }

    static launch({ env = {}, through, entry = ENTRY, args = [], isOther = false }: EngineOptionsUnderTest = {}): EngineUnderTest {
        const environment = { ...(isOther ? process.env : engineEnvironment(process.env, 2)), ...env };
        const child = through
            ? spawn(through[0] ?? '', [...through.slice(1), process.execPath, ...engineFlags, entry], {
                  env: environment,
                  stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
              })
            : fork(entry, [...args], {
                  execArgv: isOther ? [] : [...engineFlags],
                  env: environment,
                  stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
              });
        return new EngineUnderTest(child);
    }

    get pid(): number {
        return this.child.pid ?? 0;
    }

    get isAlive(): boolean {
        return this.child.exitCode === null && this.child.signalCode === null;
    }

    signal(name: NodeJS.Signals): void {
        this.child.kill(name);
    }

    /** Gone, without a chance to say goodbye. */
    async kill(): Promise<void> {
        if (!this.isAlive) return;
        const gone = once(this.child, 'exit');
        this.child.kill('SIGKILL');
        await gone;
        await this.following;
    }

    async close(): Promise<void> {
        if (!this.isAlive) return;
        const gone = once(this.child, 'exit');
        await this.engine.close(undefined).catch(() => undefined);
        this.child.disconnect();
        await gone;
        await this.following;
    }

    /** The last words of the log, for a test that failed. */
    lastLines(): string {
        return this.lines.slice(-5).join('\n');
    }

    private follow(): void {
        this.following = (async () => {
            try {
                for await (const status of this.engine.indexStatus(undefined)) {
                    this.statuses.push(status);
                }
            } catch {
                // The process is gone; what it said until then counts.
            }
        })();
    }
}

/** Proves that an index is what a fresh one would be, by the engine's own command. */
export async function expectSound(engine: Engine, what: string, depth: 'quick' | 'full' = 'full'): Promise<void> {
    const report = await engine.verify({ depth, repairs: false });
    assert.deepEqual(report.differences.slice(0, 10), [], `${what}: the index differs from a fresh one`);
    assert.ok(report.isSound, what);
}

/** F23: within a run `done` never falls and `total` never changes, and a run ends in a state with a way out. */
export function expectHonestProgress(statuses: readonly IndexStatus[]): void {
    let done = 0;
    let total: number | undefined;
    for (const status of statuses) {
        if (status.state !== 'indexing') {
            if (status.state !== 'paused') [done, total] = [0, undefined];
            continue;
        }
        assert.ok(status.done <= status.total, `progress beyond its end: ${JSON.stringify(status)}`);
        assert.ok(status.total !== total || status.done >= done, `progress that falls: ${String(done)} then ${JSON.stringify(status)}`);
        [done, total] = [status.done, status.total];
    }
}

/** Asks again and again until something holds; its last error is thrown after `ms`. Returns how long it took. */
export async function until(what: string, ms: number, holds: () => Promise<boolean>): Promise<number> {
    const startedAt = performance.now();
    let last: unknown;
    while (performance.now() - startedAt < ms) {
        try {
            if (await holds()) return performance.now() - startedAt;
            last = undefined;
        } catch (error) {
            last = error;
        }
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`${what}: not within ${String(ms)} ms`, { cause: last });
}

export const ENTRY = path.resolve(import.meta.dirname, '../../src/engine/main.ts');
