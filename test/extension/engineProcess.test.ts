import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { EngineProcess, type EngineState } from '../../src/extension/engineProcess.ts';
import type { OpenWorkspace } from '../../src/protocol/engineContract.ts';
import { FailureError, fail } from '../../src/protocol/failure.ts';
import type { Host } from '../../src/protocol/hostContract.ts';
import type { IndexStatus } from '../../src/protocol/indexing.ts';

/** A host without models of its own. */
const noModels: Host = {
    describeModel: async model => fail({ kind: 'lent-model', model, reason: 'missing', detail: '' }),
    countTokens: async ({ text }) => text.length,
    referencesTo: async () => undefined,
    async *generate({ messages }) {
        for (const { content } of messages) yield content.toUpperCase();
    },
};

/** Real processes, with replies that are scripted in engineChild.ts. */
function engineOn(
    folder: string,
    options: { readonly environment?: Record<string, string>; readonly patienceMs?: number; readonly openAgainMs?: number } = {},
) {
    const states: string[] = [];
    const statuses: IndexStatus[] = [];
    const lines: string[] = [];
    let opened = 0;
    const workspace: OpenWorkspace = {
        roots: [{ folder, name: '' }],
        paths: { grammars: '', parseWorker: '', models: '', data: '' },
        settings: {
            maxFileBytes: 1,
            concurrency: 1,
            quotaBytes: 2 ** 31,
            embedderModel: '',
            embedderPath: '',
            embedderServer: undefined,
            excludes: [],
            networkEnabled: false,
            chatModel: { provider: 'quotes' },
        },
    };
    const engine = new EngineProcess({
        entry: path.join(import.meta.dirname, 'engineChild.ts'),
        environment: {},
        ...options,
        host: noModels,
        workspace: async () => workspace,
        onOpened: () => opened++,
        onState: (state: EngineState) => states.push(state.state === 'stopped' ? state.failure.kind : state.state),
        onIndexStatus: status => statuses.push(status),
        onLine: line => lines.push(line),
        onDefect: error => {
            if (folder !== '/defective') throw error;
            states.push('defect');
        },
    });
    running.push(engine);
    return { process: engine, engine: engine.engine, states, statuses, lines, openings: () => opened };
}

let running: EngineProcess[] = [];
afterEach(async () => {
    await Promise.all(running.map(engine => engine.stop()));
    running = [];
});

const failureOf = async (call: Promise<unknown>): Promise<string> => {
    const error = await call.then(
        () => new Error('no failure'),
        (reason: unknown) => reason,
    );
    return error instanceof FailureError ? error.failure.kind : String(error);
};

describe('an engine that found the disk full', () => {
    test('opens by itself once there is space, shows nothing in between, and is started at once by who does not wait', async () => {
        const folder = mkdtempSync(path.join(os.tmpdir(), 'footnote-space-'));
        onTestFinished(() => rmSync(folder, { recursive: true }));
        const space = path.join(folder, 'space');
        const environment = { FOOTNOTE_SPACE: space };
        const waiting = engineOn('/folder', { environment, openAgainMs: 50 });
        const impatient = engineOn('/folder', { environment });
        waiting.process.start();
        impatient.process.start();
        await expect.poll(() => impatient.states.at(-1)).toBe('disk-full');
        await expect.poll(() => waiting.states.filter(state => state === 'disk-full').length, { timeout: 20_000 }).toBeGreaterThan(1);
        expect(new Set(waiting.states.slice(waiting.states.indexOf('disk-full')))).toEqual(new Set(['disk-full']));
        expect(await failureOf(waiting.engine.search({ text: 'x' }))).toBe('disk-full');
        writeFileSync(space, '');
        await expect.poll(() => waiting.states.at(-1), { timeout: 20_000 }).toBe('running');
        await impatient.process.restart();
        expect((await impatient.engine.search({ text: 'x' })).passages).toEqual([]);
    }, 60_000);
});

describe('an engine that has grown', () => {
    test('is renewed in a quiet moment, once, and not while somebody waits for an answer', async () => {
        const {
            engine,
            process: child,
            lines,
        } = engineOn('/folder', { environment: { FOOTNOTE_LOG: String(700 * 2 ** 20) }, patienceMs: 400 });
        child.start();
        const answer = engine.ask({ text: 'anything' })[Symbol.asyncIterator]();
        await answer.next();
        const { tookMs: first } = await engine.search({ text: 'who' });
        await new Promise(resolve => setTimeout(resolve, 1_500));
        expect((await engine.search({ text: 'who' })).tookMs).toBe(first);
        await answer.return?.(undefined);
        await expect.poll(async () => (await engine.search({ text: 'who' })).tookMs, { timeout: 20_000 }).not.toBe(first);
        const { tookMs: second } = await engine.search({ text: 'who' });
        await new Promise(resolve => setTimeout(resolve, 1_500));
        expect((await engine.search({ text: 'who' })).tookMs).toBe(second);
        expect(lines.filter(line => line.includes('has grown to 700 MB'))).toHaveLength(1);
    });
});

describe('an engine that survives its process', () => {
    test('a call made while it starts waits for it', async () => {
        const { process: child, engine, states } = engineOn('/folder');
        child.start();
        const { tookMs: pid } = await engine.search({ text: 'anything' });
        expect(pid).toBe(child.pid);
        expect(states).toEqual(['starting', 'running']);
    });

    test('a stream comes through, and so does the status of the index', async () => {
        const { process: child, engine, statuses } = engineOn('/folder');
        child.start();
        const events = [];
        for await (const event of engine.ask({ text: 'quiet' })) events.push(event);
        expect(events).toEqual([{ type: 'searching' }, { type: 'text', text: 'QUIET' }]);
        await expect.poll(() => statuses.map(({ state }) => state)).toEqual(['empty', 'ready']);
    });

    test('killed in the middle of a call: the call fails, the next one is answered by a new process', async () => {
        const { process: child, engine, states, openings } = engineOn('/folder');
        child.start();
        const { tookMs: first } = await engine.search({ text: 'anything' });
        const waiting = failureOf(engine.search({ text: 'wait' }));
        expect(await failureOf(engine.search({ text: 'crash' }))).toBe('engine-stopped');
        expect(await waiting).toBe('engine-stopped');
        const { tookMs: second } = await engine.search({ text: 'anything' });
        expect(second).not.toBe(first);
        expect(states).toEqual(['starting', 'running', 'starting', 'running']);
        expect(openings()).toBe(2);
    });

    test('an engine whose program was replaced goes on as another process; one that speaks otherwise does not, and the window is to be reloaded', async () => {
        const { process: child, engine, states, lines } = engineOn('/folder');
        child.start();
        const { tookMs: first } = await engine.search({ text: 'anything' });
        expect(await failureOf(engine.search({ text: 'replaced' }))).toBe('engine-stopped');
        const { tookMs: second } = await engine.search({ text: 'anything' });
        expect(second).not.toBe(first);
        expect(await failureOf(engine.search({ text: 'otherProtocol' }))).toBe('engine-stopped');
        expect(await failureOf(engine.search({ text: 'anything' }))).toBe('engine-stopped');
        expect(states).toEqual(['starting', 'running', 'starting', 'running', 'engine-stopped']);
        expect(lines.at(-1)).toContain('reload the window; giving up');
    });

    test('an engine that says why it cannot open the folder is not started over and over', async () => {
        const { process: child, engine, states } = engineOn('/busy');
        child.start();
        expect(await failureOf(engine.search({ text: 'anything' }))).toBe('index-busy');
        expect(states).toEqual(['starting', 'index-busy']);
        expect(child.pid).toBeUndefined();
    });

    test('an engine that cannot open the folder for a reason nobody foresaw stops as well: nobody waits for it for ever', async () => {
        const { process: child, engine, states } = engineOn('/defective');
        child.start();
        expect(await failureOf(engine.search({ text: 'anything' }))).toBe('engine-stopped');
        expect(states).toEqual(['starting', 'defect', 'engine-stopped']);
        expect(child.pid).toBeUndefined();
    });

    test('a call that is stopped while the engine is away ends at once', async () => {
        const { process: child, engine } = engineOn('/deadly');
        child.start();
        const controller = new AbortController();
        const call = engine.search({ text: 'anything' }, { signal: controller.signal }).catch((error: unknown) => error);
        controller.abort();
        expect(await call).toHaveProperty('name', 'AbortError');
    });

    test('after it was stopped a call fails instead of waiting, and restart brings it back', async () => {
        const { process: child, engine } = engineOn('/folder');
        child.start();
        await engine.search({ text: 'anything' });
        await child.stop();
        expect(child.pid).toBeUndefined();
        expect(await failureOf(engine.search({ text: 'anything' }))).toBe('engine-stopped');
        await child.restart();
        expect((await engine.search({ text: 'anything' })).tookMs).toBe(child.pid);
    });

    test('a call made during a restart waits for the new process', async () => {
        const { process: child, engine } = engineOn('/folder');
        child.start();
        const { tookMs: before } = await engine.search({ text: 'anything' });
        const restarted = child.restart();
        const { tookMs: after } = await engine.search({ text: 'anything' });
        await restarted;
        expect(after).not.toBe(before);
        expect((await engine.search({ text: 'anything' })).tookMs).toBe(child.pid);
    });

    test('what the process writes arrives line by line', async () => {
        const { process: child, engine, lines } = engineOn('/folder');
        child.start();
        await engine.search({ text: 'anything' });
        await expect.poll(() => lines).toContain('{"level":"info","message":"scripted engine started"}');
    });
});
