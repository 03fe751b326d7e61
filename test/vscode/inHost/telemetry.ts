/** The telemetry setting of the editor, at each of its values: Footnote collects nothing at any of them, so nothing may differ. */
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFile } from 'node:fs/promises';
import { ConfigurationTarget, env, extensions, workspace } from 'vscode';
import type { FootnoteApi } from '../../../src/extension/extension.ts';
import { until } from './until.ts';

const LEVELS = ['all', 'error', 'crash', 'off'] as const;

export function registerTelemetry(): void {
    describe('the telemetry setting in VS Code', () => {
        let footnote: FootnoteApi;
        let path: string;
        before(async () => {
            const extension = extensions.getExtension<FootnoteApi>('footnote.footnote') ?? assert.fail('the extension is not there');
            path = extension.extensionPath;
            footnote = await extension.activate();
            await until('the index is ready', () => footnote.indexStatus().state === 'ready');
        });
        after(async () => {
            await workspace.getConfiguration('telemetry').update('telemetryLevel', undefined, ConfigurationTarget.Global);
        });

        it('changes nothing at any of its values: the same answer, no connection, and an engine that is told nothing of it', async () => {
            const answers: string[] = [];
            const engines: string[] = [];
            const connections: string[] = [];
            const watch = (): void => {
                const stack = new Error().stack ?? '';
                // Other extensions live in this process as well.
                if (stack.includes(path)) connections.push(stack);
            };
            // Node says so of every connection that this process begins, by whatever means.
            subscribe('net.client.socket', watch);
            try {
                for (const level of LEVELS) {
                    await workspace.getConfiguration('telemetry').update('telemetryLevel', level, ConfigurationTarget.Global);
                    await until(`the level is ${level}`, () => workspace.getConfiguration('telemetry').get('telemetryLevel') === level);
                    await footnote.engine.index('rebuild');
                    const turn = await footnote.ask('How is the total of a cart computed?');
                    answers.push(JSON.stringify([turn.text, turn.citations]));
                    const pid = footnote.enginePid();
                    assert.ok(pid !== undefined, 'the engine runs');
                    // Where the system tells: what the process was started with, and its arguments.
                    const started = process.platform === 'linux' ? await readFile(`/proc/${String(pid)}/environ`, 'utf8') : '';
                    engines.push(`${String(pid)} ${/telemetry/i.exec(started)?.[0] ?? 'nothing of telemetry'}`);
                }
            } finally {
                unsubscribe('net.client.socket', watch);
            }
            assert.equal(new Set(answers).size, 1, 'the same answer, whatever the level');
            assert.ok((answers[0] ?? '').length > 100, 'there is an answer');
            assert.deepEqual(connections, []);
            assert.equal(new Set(engines).size, 1, 'the same engine, which was not started anew');
            assert.match(engines[0] ?? '', /nothing of telemetry/);
            // So the setting was really taken: what the editor says of it goes by the last value.
            assert.equal(env.isTelemetryEnabled, false);
        });
    });
}
