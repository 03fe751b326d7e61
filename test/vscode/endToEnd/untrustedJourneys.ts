/** A folder that nobody has said to trust, which would like to choose who is sent what. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Journey } from './journeys.ts';
import { untilOffered } from './palette.ts';
import { ask, openPanel, panelOf, processesBelow, untilEngines, untilIndexed } from './panel.ts';
import { doings } from './systemCalls.ts';

export const untrustedJourneys: readonly Journey[] = [
    {
        name: 'nothing starts in a folder that is not trusted; with trust the index becomes ready, and the folder still chooses no server',
        kind: 'untrusted',
        async run({ page, serverPid, heard, systemCalls, systemCallsWithout, pictures }) {
            await openPanel(page);
            await panelOf(page)
                .getByText(/restricted mode/i)
                .first()
                .waitFor();
            assert.deepEqual(processesBelow(serverPid, 'engine.mjs'), []);
            // What does not need the folder is offered, the rest is not; `Focus on Ask View` is VS Code's own.
            await untilOffered(page, 'Footnote: ', [
                'Choose Model',
                'Delete All Data…',
                'Disable Network',
                'Focus on Ask View',
                'Focus on the Panel',
                'Report Issue…',
                'Show Log',
                'Show Settings That Count',
            ]);
            mkdirSync(pictures, { recursive: true });
            await page.screenshot({ path: path.join(pictures, 'window-restricted.png') });
            const calls = systemCalls();
            if (calls) {
                assert.ok(
                    calls.some(call => call.includes('extensionHost')),
                    'the trace is empty',
                );
                const ours = calls.filter(call => /execve\(.*(engine\.mjs|footnote\.footnote)/.test(call));
                assert.deepEqual(ours, [], 'no process');
                // The extension host has business of its own; a window without Footnote tells what that is.
                const without = doings(systemCallsWithout ?? []);
                assert.ok(without.size > 3, 'the trace of the window without Footnote is empty');
                assert.deepEqual(
                    [...doings(calls)].filter(doing => !without.has(doing)),
                    [],
                    'no program and no connection that a window without Footnote has not',
                );
            }
            assert.deepEqual(heard, [], 'no request');
            await panelOf(page).getByRole('button', { name: 'Manage Trust' }).first().click();
            await page.getByRole('button', { name: 'Trust', exact: true }).first().click();
            await untilIndexed(page);
            await untilEngines(serverPid, 1);
            // The page about trust lies over the window.
            const over = page.locator('.monaco-modal-editor-block');
            if ((await over.count()) > 0)
                await over
                    .getByRole('button', { name: /^Close/ })
                    .last()
                    .click();
            await ask(page, 'How is a failed payment tried again?');
            assert.deepEqual(heard, [], 'the settings of the folder choose no server, trusted or not');
        },
    },
];
