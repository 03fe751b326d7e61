/** A reader's journey in the window of a real VS Code: mouse, keyboard, and what is on the screen. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { modelJourneys, type ModelServers } from './modelJourneys.ts';
import { answerJourneys } from './answerJourneys.ts';
import { firstMinutes } from './firstMinutes.ts';
import { germanJourneys } from './germanJourneys.ts';
import { keyboardJourneys } from './keyboardJourneys.ts';
import {
    ask,
    chooseTheme,
    dragSideBar,
    offered,
    openPanel,
    panelFrame,
    panelOf,
    processesBelow,
    runCommand,
    THEMES,
    untilIndexed,
} from './panel.ts';

export interface Window {
    readonly page: Page;
    /** The process of VS Code's server. */
    readonly serverPid: number;
    /** Where pictures go. */
    readonly pictures: string;
    /** What the server has heard that the folder's own settings name. */
    readonly heard: readonly string[];
    /** Programs started and connections opened below the server, one a line; undefined where nothing can be traced. */
    readonly systemCalls: () => readonly string[] | undefined;
    /** The same of a window on the same folder in which Footnote is not installed, after as long a time. */
    readonly systemCallsWithout: readonly string[] | undefined;
    /** In the window that has a model server. */
    readonly model: ModelServers | undefined;
    /** Everything that VS Code and Footnote write to, but for the browser's profile, in which VS Code keeps the keychain. */
    readonly stores: readonly string[];
    /** For folders and files of the test's own. */
    readonly base: string;
    /** The folder of the fixture. */
    readonly shop: string;
    /** Loads the page again, on another folder. */
    readonly openFolder: (folder: string) => Promise<void>;
    /** Sets these and no others of Footnote, as by hand in the file. */
    readonly writeSettings: (settings: Readonly<Record<string, unknown>>) => void;
    /** The user's settings as they are on the disk. */
    readonly settings: () => Readonly<Record<string, unknown>>;
}

export type WindowKind = 'trusted' | 'untrusted' | 'empty' | 'model' | 'answers' | 'german';

export interface Journey {
    readonly name: string;
    /** Each kind has one window, which its journeys share in this order: on a trusted folder, on one not trusted yet, on none. */
    readonly kind?: WindowKind;
    readonly run: (window: Window) => Promise<void>;
}

export const journeys: readonly Journey[] = [
    {
        name: 'a folder is opened: the panel is there, and the index becomes ready without a click',
        async run({ page, serverPid }) {
            await openPanel(page);
            await untilIndexed(page);
            await panelOf(page)
                .getByText(/\d+ files/)
                .first()
                .waitFor({ timeout: 10_000 });
            assert.equal(processesBelow(serverPid, 'engine.mjs').length, 1);
        },
    },
    {
        name: 'a question is answered with footnotes and sources',
        async run({ page }) {
            await ask(page, 'How is a failed payment tried again?');
            const panel = panelOf(page);
            await panel.locator('answer-text').getByText('retryPayment').first().waitFor();
            assert.match(await panel.locator('turn-view .account').first().innerText(), /searched\s+\d+\s+of\s+\d+\s+files/);
            assert.ok((await panel.locator('source-list li').count()) > 0);
        },
    },
    {
        name: 'a click on a footnote lands on its lines',
        async run({ page }) {
            const footnote = panelOf(page)
                .locator('turn-view')
                .last()
                .locator('citation-link button[title^="src/retryPayment.ts:"]')
                .first();
            const firstLine = Number(/:(\d+)/.exec((await footnote.getAttribute('title')) ?? '')?.[1]);
            await footnote.click();
            await page.getByRole('tab', { name: /retryPayment\.ts/ }).waitFor({ timeout: 20_000 });
            await page.getByRole('button', { name: new RegExp(`Ln ${firstLine}, Col 1\\b`) }).waitFor({ timeout: 10_000 });
            const source = readFileSync(path.join(import.meta.dirname, '../../fixtures/shop/src/retryPayment.ts'), 'utf8').split('\n');
            const line = source[firstLine - 1]?.trim() ?? assert.fail();
            // Monaco draws blanks as no-break spaces.
            await page.locator('.view-lines').getByText(line.slice(0, 20).replaceAll(' ', '\u00a0')).first().waitFor();
        },
    },
    {
        name: 'a source opens from the keyboard alone',
        async run({ page }) {
            const source = panelOf(page).locator('turn-view').last().locator('source-list button.source').first();
            await source.focus();
            const title = (await source.getAttribute('title')) ?? '';
            await source.press('Enter');
            const name = /([^/]+):/.exec(title)?.[1] ?? assert.fail(title);
            await page.getByRole('tab', { name: new RegExp(name.replace('.', '\\.')) }).waitFor({ timeout: 20_000 });
            // The editor takes the focus a moment after its tab is there, and would take the keys of what follows.
            await page.locator('.monaco-editor.focused').first().waitFor({ timeout: 20_000 });
            await page.waitForTimeout(300);
        },
    },
    {
        name: 'a file and a definition are attached from the keyboard: @, letters, Enter; the answer cites what was attached',
        async run({ page }) {
            const panel = panelOf(page);
            const box = panel.getByRole('textbox', { name: 'Question' });
            const picker = panel.getByRole('listbox', { name: 'Attach' });
            await box.click();
            await box.fill('');
            await page.keyboard.type('what is @shipp');
            await picker.getByRole('option', { name: /^shipping\.py/ }).waitFor({ timeout: 20_000 });
            await page.keyboard.press('Enter');
            await panel
                .getByRole('list', { name: /attachment/ })
                .getByText('src/shipping.py')
                .waitFor({ timeout: 20_000 });
            await panel.locator('.attachment .cost', { hasText: /\d+ tokens/ }).waitFor({ timeout: 20_000 });
            assert.equal(await box.inputValue(), 'what is shipping.py ');
            await page.keyboard.type('for, and @priceO');
            await picker.getByRole('option', { name: /^priceOf/ }).waitFor({ timeout: 20_000 });
            await page.keyboard.press('Escape');
            await picker.waitFor({ state: 'detached' });
            await page.keyboard.type('f');
            await picker.getByRole('option', { name: /^priceOf/ }).waitFor({ timeout: 20_000 });
            await page.keyboard.press('Tab');
            await panel.locator('.attachment').nth(1).waitFor();
            // Both go along; the second is taken away again, from the keyboard too.
            await panel.getByRole('button', { name: 'Detach priceOf' }).focus();
            await page.keyboard.press('Enter');
            await panel.getByRole('button', { name: 'Detach priceOf' }).waitFor({ state: 'detached' });
            const turns = await panel.locator('turn-view').count();
            await box.press('Enter');
            const turn = panel.locator('turn-view').nth(turns);
            await turn.locator('citation-link').first().waitFor({ timeout: 60_000 });
            await panel.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached', timeout: 60_000 });
            assert.match(await turn.locator('h2').innerText(), /src\/shipping\.py/);
            assert.match(await turn.locator('source-list li').first().innerText(), /shipping\.py/);
            assert.equal(await panel.locator('.attachment').count(), 0);
        },
    },
    {
        name: 'the palette asks as well',
        async run({ page }) {
            const turns = await panelOf(page).locator('turn-view').count();
            const input = page.locator('.quick-input-widget input');
            await runCommand(page, 'Footnote: Ask About This Repo');
            // What was asked before is offered.
            await page
                .locator('.quick-input-list')
                .getByRole('option', { name: /How is a failed payment tried again\?/ })
                .waitFor();
            await input.fill('What does the cart cost in total?');
            await input.press('Enter');
            await panelOf(page).locator('turn-view').nth(turns).locator('citation-link').first().waitFor({ timeout: 30_000 });
        },
    },
    {
        name: 'a hover explains from the index, a lens counts and asks, in four themes; the context menu has one submenu',
        async run({ page, pictures }) {
            mkdirSync(pictures, { recursive: true });
            await panelOf(page).locator('citation-link button[title^="src/retryPayment.ts:"]').first().click();
            await page.getByRole('tab', { name: /retryPayment\.ts/ }).waitFor({ timeout: 20_000 });
            const lens = page.locator('.codelens-decoration').first();
            await lens
                .getByText(/references?|mentions?/)
                .first()
                .waitFor({ timeout: 20_000 });
            const name = page.locator('.view-line span', { hasText: /^retryPayment$/ }).first();
            // A footnote selects its lines, and the hover over a selection is about the selection.
            await page.locator('.view-line').last().click();
            for (const theme of THEMES) {
                await chooseTheme(page, theme);
                await page.mouse.move(5, 5);
                await name.hover();
                const hover = page.locator('.monaco-hover', { hasText: 'Explain' }).first();
                await hover.waitFor({ timeout: 20_000 });
                // Long comments wrap: nothing stands outside the hover.
                const overflow = await hover.evaluate(box =>
                    Math.max(...[...box.querySelectorAll('p')].map(one => one.scrollWidth - one.clientWidth)),
                );
                assert.ok(overflow <= 1, `${overflow} pixels are cut off in ${theme.name}`);
                await page.waitForTimeout(400);
                await page.screenshot({ path: path.join(pictures, `hover-and-lens-${theme.name}.png`) });
                await page.keyboard.press('Escape');
            }
            await name.click({ button: 'right' });
            await page.getByRole('menuitem', { name: 'Footnote' }).first().waitFor({ timeout: 10_000 });
            assert.equal(await page.getByRole('menuitem', { name: 'Footnote' }).count(), 1);
            await page.keyboard.press('Escape');
            await page.keyboard.press('Escape');
            const turns = await panelOf(page).locator('turn-view').count();
            await lens.getByText('Ask', { exact: true }).first().click();
            const box = panelOf(page).getByRole('textbox', { name: 'Question' });
            await panelOf(page)
                .getByText(/src\/retryPayment\.ts:\d+/)
                .last()
                .waitFor({ timeout: 10_000 });
            await box.fill('What is it for?');
            await box.press('Enter');
            await panelOf(page).locator('turn-view').nth(turns).locator('citation-link').first().waitFor({ timeout: 30_000 });
        },
    },
    {
        name: 'the engine is killed: the window stays, the engine comes back, the next question is answered',
        async run({ page, serverPid }) {
            const [engine] = processesBelow(serverPid, 'engine.mjs');
            process.kill(engine ?? assert.fail('no engine'), 'SIGKILL');
            await ask(page, 'Which articles does the shop sell, and what is their price?');
            const [next] = processesBelow(serverPid, 'engine.mjs');
            assert.ok(next !== undefined && next !== engine);
        },
    },
    {
        name: 'the panel has no accessibility violations inside VS Code',
        async run({ page }) {
            const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
            const frame = await panelFrame(page);
            await frame.evaluate(axe);
            const report = await frame.evaluate<AxeReport>('axe.run()');
            const violations = report.violations.map(
                ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
            );
            assert.deepEqual(violations, []);
        },
    },
    {
        name: 'pictures in light, dark and high contrast, narrow and wide',
        async run({ page, pictures }) {
            mkdirSync(pictures, { recursive: true });
            for (const width of [300, 620]) {
                await dragSideBar(page, width);
                for (const theme of THEMES) {
                    await chooseTheme(page, theme);
                    await page.screenshot({ path: path.join(pictures, `window-${theme.name}-${width}.png`) });
                }
            }
        },
    },
    {
        name: 'after a reload the conversation is still there; a new one puts it into the history, where it opens again',
        async run({ page, serverPid }) {
            const [before] = processesBelow(serverPid, 'engine.mjs');
            await page.reload();
            await openPanel(page);
            await untilIndexed(page);
            // The old window's engine has gone with it; it may take the three seconds it has for closing.
            await until(() => processesBelow(serverPid, 'engine.mjs').every(pid => pid !== before));
            assert.equal(processesBelow(serverPid, 'engine.mjs').length, 1);
            const panel = panelOf(page);
            await panel.locator('turn-view citation-link').first().waitFor({ timeout: 30_000 });
            const turns = await panel.locator('turn-view').count();
            await panel.getByRole('button', { name: 'New conversation' }).click();
            await panel.locator('turn-view').first().waitFor({ state: 'detached' });
            await panel.getByRole('button', { name: 'Earlier conversations' }).click();
            await panel.locator('history-list button.open', { hasText: 'How is a failed payment tried again?' }).click();
            await panel
                .locator('turn-view')
                .nth(turns - 1)
                .waitFor({ timeout: 20_000 });
        },
    },
    {
        name: 'nothing starts in a folder that is not trusted; with trust the index becomes ready, and the folder still chooses no server',
        kind: 'untrusted',
        async run({ page, serverPid, heard, systemCalls, systemCallsWithout, pictures }) {
            await openPanel(page);
            await panelOf(page)
                .getByText(/restricted mode/i)
                .first()
                .waitFor({ timeout: 30_000 });
            assert.deepEqual(processesBelow(serverPid, 'engine.mjs'), []);
            // What does not need the folder is offered, the rest is not; `Focus on Ask View` is VS Code's own.
            assert.deepEqual(await offered(page, 'Footnote: '), [
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
            await page.getByRole('button', { name: 'Trust', exact: true }).first().click({ timeout: 20_000 });
            await untilIndexed(page);
            assert.equal(processesBelow(serverPid, 'engine.mjs').length, 1);
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
    {
        name: 'without a folder the panel says what to do, and nothing runs',
        kind: 'empty',
        async run({ page, serverPid, pictures }) {
            await openPanel(page);
            await panelOf(page).getByRole('button', { name: 'Open Folder' }).waitFor({ timeout: 20_000 });
            assert.deepEqual(processesBelow(serverPid, 'engine.mjs'), []);
            assert.equal(await page.locator('[id="footnote.footnote.footnote.status"]').count(), 0, 'nothing to warn of');
            await page.screenshot({ path: path.join(pictures, 'state-no-folder.png') });
        },
    },
    ...firstMinutes,
    ...modelJourneys,
    ...answerJourneys,
    ...keyboardJourneys,
    ...germanJourneys,
];

interface AxeReport {
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** Programs that were started, and addresses that were connected to, without what differs from one run to the next. */
function doings(calls: readonly string[]): ReadonlySet<string> {
    return new Set(
        calls.flatMap(call => {
            const program = /execve\("([^"]+)", \[(.*?)\]/.exec(call);
            if (program && !/ = -1 /.test(call)) return [`runs ${program[1]} ${steady(program[2] ?? '')}`];
            const address = /connect\(\d+, \{sa_family=AF_INET6?, (.*?)\}/.exec(call);
            return address ? [`connects to ${steady(address[1] ?? '')}`] : [];
        }),
    );
}

/** Ports, process numbers, marks and temporary names differ from run to run; what a program is told first does not. */
function steady(text: string): string {
    return text
        .replaceAll(/footnote-(vscode|test|extensions)-\w+/g, 'footnote-$1')
        .replaceAll(/(\/proc\/[^" ]*(", ")?)+/g, '/proc')
        .replaceAll(/[0-9a-f]{9,}|\d{3,}/g, 'N')
        .replace(/(server-main\.js).*/, '$1')
        .slice(0, 160);
}

async function until(isTrue: () => boolean): Promise<void> {
    for (let tries = 0; !isTrue(); tries++) {
        assert.ok(tries < 100, 'waited ten seconds in vain');
        await new Promise(resolve => setTimeout(resolve, 100));
    }
}
