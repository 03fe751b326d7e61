import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallOptions } from '../protocol/contract.ts';
import { PROTOCOL, PROTOCOL_VARIABLE, engineExits } from '../protocol/build.ts';
import { engineContract, type Engine, type OpenWorkspace } from '../protocol/engineContract.ts';
import { FailureError, isAbort, type Failure } from '../protocol/failure.ts';
import { hostContract } from '../protocol/hostContract.ts';
import type { IndexStatus } from '../protocol/indexing.ts';
import { t } from '../protocol/l10n.ts';
import { connect } from '../wire/connect.ts';
import { connectionToChild } from '../wire/connections.ts';
import { serve } from '../wire/serve.ts';
import { engineFlags } from './engineEnvironment.ts';
import type { EngineProcessOptions, EngineState } from './engineProcessOptions.ts';
import { shouldRenew } from './renewalPolicy.ts';
import { decideRestart, opensAgainByItself } from './restartPolicy.ts';

export type { EngineProcessOptions, EngineState } from './engineProcessOptions.ts';

/**
 * The engine in a process of its own: started, connected, started again after a crash.
 * `engine` survives its process: a call made while it starts waits for it, a call in flight when it dies fails with `engine-stopped`.
 */
export class EngineProcess {
    readonly engine: Engine = this.survivingEngine();
    private readonly options: EngineProcessOptions;
    private current: EngineState = { state: 'stopped', failure: { kind: 'no-folder' } };
    private incarnation: Incarnation | undefined;
    private crashTimesMs: number[] = [];
    private restartTimer: NodeJS.Timeout | undefined;
    private waiting: (() => void)[] = [];
    /** Calls that somebody waits for; following the status is none. */
    private inFlight = 0;
    private indexState: IndexStatus['state'] = 'empty';
    private renewedAt: number | undefined;
    /** Of the process before, when it was not by anybody's wish; the next engine is told. */
    private lastEnd: OpenWorkspace['lastEnd'];

    constructor(options: EngineProcessOptions) {
        this.options = options;
    }

    get state(): EngineState {
        return this.current;
    }

    /** Undefined while there is no process. */
    get pid(): number | undefined {
        return this.incarnation?.child.pid;
    }

    start(): void {
        if (this.incarnation || this.restartTimer) return;
        this.crashTimesMs = [];
        this.launch();
    }

    /** Forgets earlier crashes. Calls made meanwhile wait for the new process. */
    async restart(): Promise<void> {
        await this.end({ state: 'starting' });
        this.start();
    }

    stop(): Promise<void> {
        return this.end({ state: 'stopped', failure: { kind: 'engine-stopped', detail: t('stopped by Footnote') } });
    }

    /** Asks the engine to finish what it is writing; a process that takes longer than three seconds is killed, which its store survives. */
    private async end(state: EngineState): Promise<void> {
        clearTimeout(this.restartTimer);
        this.restartTimer = undefined;
        const incarnation = this.incarnation;
        this.incarnation = undefined;
        this.change(state);
        if (!incarnation || incarnation.child.exitCode !== null || incarnation.child.signalCode !== null) return;
        const gone = once(incarnation.child, 'exit');
        const lastResort = setTimeout(() => incarnation.child.kill('SIGKILL'), STOP_MS);
        try {
            await incarnation.engine.close();
            incarnation.child.disconnect();
        } catch (error) {
            // It died or hangs; the timer above ends it in either case.
            if (!(error instanceof FailureError) && !isAbort(error)) this.options.onDefect(error);
        }
        await gone;
        clearTimeout(lastResort);
    }

    /** `isQuiet`: what was shown before stays until it has come to something. */
    private launch({ isQuiet }: { readonly isQuiet: boolean } = { isQuiet: false }): void {
        if (!isQuiet) this.change({ state: 'starting' });
        const child = fork(this.options.entry, [], {
            // The host's own flags, an inspector's port among them, are not for the child.
            execArgv: [...engineFlags],
            execPath: process.execPath,
            env: { [PROTOCOL_VARIABLE]: PROTOCOL, ...this.options.environment },
            stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        });
        const connection = connectionToChild(child);
        const incarnation: Incarnation = {
            child,
            engine: connect(engineContract, connection),
            isHanging: false,
            startedAt: performance.now(),
            settledBytes: Infinity,
        };
        serve(hostContract, this.options.host, connection);
        this.incarnation = incarnation;
        for (const output of [child.stdout, child.stderr]) {
            if (output) createInterface({ input: output }).on('line', this.options.onLine);
        }
        let isGone = false;
        const left = (detail: string, end: OpenWorkspace['lastEnd'], isForGood = false): void => {
            if (isGone) return;
            isGone = true;
            // Without this, calls in flight would wait for ever.
            connection.dispose();
            if (this.incarnation === incarnation) {
                this.lastEnd = end;
                this.crashed(detail, isForGood);
            }
        };
        child.once('error', error => left(error.message, undefined));
        child.once('exit', (code, signal) => {
            const isForeign = code === engineExits.otherProtocol;
            // Whom somebody has killed proves nothing about what it was doing.
            if (incarnation.isHanging) left(t('it did not answer'), 'hang');
            // An update has taken its files away, for which no file of the workspace is to blame.
            else if (isForeign || !existsSync(this.options.entry))
                left(t('Footnote was updated while this window was open; reload the window'), undefined, isForeign);
            else if (code === engineExits.replaced) left(t('its program was replaced'), undefined);
            else left(signal ?? t('exit code {0}', String(code)), signal !== null && KILLED.has(signal) ? undefined : 'crash');
        });
        connection.listen();
        // Never rejects: what goes wrong with a call is the process's end, which has its own way.
        void this.watchOver(incarnation);
        this.open(incarnation).catch((error: unknown) => {
            this.options.onDefect(error);
        });
    }

    private async open(incarnation: Incarnation): Promise<void> {
        try {
            const { lastEnd } = this;
            const status = await incarnation.engine.open({ ...(await this.options.workspace()), ...(lastEnd ? { lastEnd } : {}) });
            this.lastEnd = undefined;
            if (this.incarnation !== incarnation) return;
            this.noteStatus(status);
            this.change({ state: 'running' });
            this.options.onOpened();
            for await (const next of incarnation.engine.indexStatus()) {
                if (this.incarnation !== incarnation) return;
                this.noteStatus(next);
            }
        } catch (error) {
            // The exit of the process has its own way, in `crashed`.
            if (this.incarnation !== incarnation || isAbort(error) || isStopped(error)) return;
            if (!(error instanceof FailureError)) {
                this.options.onDefect(error);
                // One that has opened goes on; one that cannot would start for ever.
                if (this.current.state === 'running') return;
            }
            // The engine says why it cannot open this folder: trying again changes nothing until somebody has acted, or there is space again.
            this.incarnation = undefined;
            incarnation.child.kill();
            this.change({
                state: 'stopped',
                failure:
                    error instanceof FailureError
                        ? error.failure
                        : { kind: 'engine-stopped', detail: t('a defect; the log has its stack') },
            });
            if (error instanceof FailureError && opensAgainByItself(error.failure)) this.openAgainLater();
        }
    }

    private openAgainLater(): void {
        this.restartTimer = setTimeout(() => {
            this.restartTimer = undefined;
            this.launch({ isQuiet: true });
        }, this.options.openAgainMs ?? OPEN_AGAIN_MS).unref();
    }

    /** A process that lives and does not answer, because it is stopped or in an endless loop, is ended like one that crashed. */
    private async watchOver(incarnation: Incarnation): Promise<void> {
        const usualMs = this.options.patienceMs ?? PATIENCE_MS;
        // Loading its modules from a cold disk on a busy machine takes the longest time it ever needs.
        let patienceMs = usualMs * 3;
        const answersWithin = (ms: number, answer: Promise<true>): Promise<boolean> =>
            Promise.race([answer, pause(ms, false, { ref: false })]);
        for (;;) {
            await pause(usualMs / 2, undefined, { ref: false });
            if (this.incarnation !== incarnation) return;
            let residentBytes = 0;
            const answer = incarnation.engine.ping().then(
                pulse => {
                    residentBytes = pulse.residentBytes;
                    return true as const;
                },
                () => true as const,
            );
            // A machine that wakes up finds timers of long ago due before the answer has had its turn: hence the second wait.
            if ((await answersWithin(patienceMs, answer)) || (await answersWithin(patienceMs / 10, answer))) {
                patienceMs = usualMs;
                if (!this.shouldRenew(incarnation, residentBytes)) continue;
                this.options.onLine(`the engine's process has grown to ${String(Math.round(residentBytes / 2 ** 20))} MB and is renewed`);
                this.renewedAt = performance.now();
                await this.restart();
                return;
            }
            if (this.incarnation !== incarnation) return;
            this.options.onLine(`the engine's process does not answer and is ended`);
            incarnation.isHanging = true;
            incarnation.child.kill('SIGKILL');
            return;
        }
    }

    private shouldRenew(incarnation: Incarnation, residentBytes: number): boolean {
        // One that has not said its size has none.
        if (this.inFlight > 0 || this.indexState !== 'ready' || residentBytes === 0) return false;
        incarnation.settledBytes = Math.min(incarnation.settledBytes, residentBytes);
        const { settledBytes, startedAt } = incarnation;
        const now = performance.now();
        return shouldRenew({ residentBytes, settledBytes, ageMs: now - startedAt, sinceRenewedMs: now - (this.renewedAt ?? -Infinity) });
    }

    /** `isForGood` when another start would come to the same end. */
    private crashed(detail: string, isForGood: boolean): void {
        this.incarnation = undefined;
        const now = Date.now();
        this.crashTimesMs.push(now);
        const next = isForGood ? ({ decision: 'give-up' } as const) : decideRestart(this.crashTimesMs, now);
        this.options.onLine(
            `the engine's process has ended: ${detail}; ${next.decision === 'restart' ? `again in ${next.afterMs} ms` : 'giving up'}`,
        );
        if (next.decision === 'give-up') {
            const told = 'crashes' in next ? t('{0} crashes, the last one: {1}', next.crashes, detail) : detail;
            this.change({ state: 'stopped', failure: { kind: 'engine-stopped', detail: told } });
            return;
        }
        this.change({ state: 'starting' });
        this.restartTimer = setTimeout(() => {
            this.restartTimer = undefined;
            this.launch();
        }, next.afterMs);
    }

    private change(state: EngineState): void {
        // A restart is one long start, from the crash on.
        const isNews = state.state !== 'starting' || this.current.state !== 'starting';
        this.current = state;
        if (isNews) this.options.onState(state);
        const waiting = this.waiting;
        this.waiting = [];
        for (const wake of waiting) wake();
    }

    /** The engine as soon as it can be asked. */
    private async running(signal: AbortSignal | undefined): Promise<Engine> {
        while (true) {
            signal?.throwIfAborted();
            if (this.current.state === 'stopped') throw new FailureError(this.current.failure);
            if (this.current.state === 'running' && this.incarnation) return this.incarnation.engine;
            await new Promise<void>(resolve => {
                this.waiting.push(resolve);
                signal?.addEventListener('abort', () => resolve(), { once: true });
            });
        }
    }

    private noteStatus(status: IndexStatus): void {
        this.indexState = status.state;
        this.options.onIndexStatus(status);
    }

    private survivingEngine(): Engine {
        const calls: Record<string, unknown> = {};
        const callOf = async (name: string, options: CallOptions | undefined): Promise<UntypedCall> =>
            (await this.running(options?.signal))[name as keyof Engine] as UntypedCall;
        const entered = (): (() => void) => {
            this.inFlight++;
            return () => {
                this.inFlight--;
            };
        };
        for (const [name, shape] of Object.entries(engineContract)) {
            calls[name] =
                shape.kind === 'request'
                    ? async (input: unknown, options?: CallOptions) => {
                          const leave = entered();
                          try {
                              return await (
                                  await callOf(name, options)
                              )(input, options);
                          } finally {
                              leave();
                          }
                      }
                    : async function* (this: void, input: unknown, options?: CallOptions) {
                          const leave = name === 'indexStatus' ? undefined : entered();
                          try {
                              yield* (await callOf(name, options))(input, options) as AsyncIterable<unknown>;
                          } finally {
                              leave?.();
                          }
                      };
        }
        return calls as Engine;
    }
}

interface Incarnation {
    readonly child: ChildProcess;
    readonly engine: Engine;
    /** It was ended because it did not answer. */
    isHanging: boolean;
    readonly startedAt: number;
    /** The least that it took in a quiet moment. */
    settledBytes: number;
}

const KILLED: ReadonlySet<NodeJS.Signals> = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP']);

type UntypedCall = (input: unknown, options?: CallOptions) => unknown;

/** With the half of it between two calls, a process that stands still is ended within half a minute. */
const PATIENCE_MS = 20_000;

/** Somebody frees some space, or mounts a disk. */
const OPEN_AGAIN_MS = 60_000;

/** The store survives a kill at any moment; what is not written by then is indexed again. */
const STOP_MS = 3_000;

function isStopped(error: unknown): error is FailureError & { readonly failure: Extract<Failure, { kind: 'engine-stopped' }> } {
    return error instanceof FailureError && error.failure.kind === 'engine-stopped';
}
