/** A reader's journey in the window of a real VS Code: mouse, keyboard, and what is on the screen. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { modelJourneys, type ModelServers } from './modelJourneys.ts';
import { answerJourneys } from './answerJourneys.ts';
import { companionJourneys, type ClientModelServer } from './companionJourneys.ts';
import { firstMinutes } from './firstMinutes.ts';
import { germanJourneys } from './germanJourneys.ts';
import { indexJourneys } from './indexJourneys.ts';
import { keyboardJourneys } from './keyboardJourneys.ts';
import { untrustedJourneys } from './untrustedJourneys.ts';
import {
    ask,
    chooseTheme,
    dragSideBar,
    openPanel,
    panelFrame,
    panelOf,
    processesBelow,
    THEMES,
    untilEngines,
    untilFocused,
    untilIndexed,
    untilPanelDrawn,
    untilTyped,
} from './panel.ts';
import { listInput, listRows, runCommand } from './palette.ts';
import { tryUntilDone, until } from './until.ts';

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
    /** In the window that has Footnote Companion beside Footnote. */
    readonly clientModel: ClientModelServer | undefined;
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

export type WindowKind = 'trusted' | 'untrusted' | 'empty' | 'model' | 'answers' | 'german' | 'companion';

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
                .waitFor();
            await untilEngines(serverPid, 1);
        },
    },
    {
        name: 'a question is answered with footnotes and sources',
        async run({ page }) {
            await ask(page, 'How is a failed payment tried again?');
            const panel = panelOf(page);
            await panel.locator('answer-text').getByText('retryPayment').first().waitFor();
            await panel
                .locator('turn-view .account', { hasText: /searched\s+\d+\s+of\s+\d+\s+files/ })
                .first()
                .waitFor();
            await panel.locator('source-list li').first().waitFor();
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
            await page.getByRole('tab', { name: /retryPayment\.ts/ }).waitFor();
            await page.getByRole('button', { name: new RegExp(`Ln ${firstLine}, Col 1\\b`) }).waitFor();
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
            await page.getByRole('tab', { name: new RegExp(name.replace('.', '\\.')) }).waitFor();
            // The editor takes the focus a moment after its tab is there, and would take the keys of what follows.
            await page.locator('.monaco-editor.focused').first().waitFor();
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
            await untilFocused(page, 'Question');
            await page.keyboard.type('what is @shipp');
            await picker.getByRole('option', { name: /^shipping\.py/ }).waitFor();
            await page.keyboard.press('Enter');
            await panel
                .getByRole('list', { name: /attachment/ })
                .getByText('src/shipping.py')
                .waitFor();
            await panel.locator('.attachment .cost', { hasText: /\d+ tokens/ }).waitFor();
            await untilTyped(box, 'what is shipping.py ');
            await page.keyboard.type('for, and @priceO');
            await picker.getByRole('option', { name: /^priceOf/ }).waitFor();
            await page.keyboard.press('Escape');
            await picker.waitFor({ state: 'detached' });
            await page.keyboard.type('f');
            await picker.getByRole('option', { name: /^priceOf/ }).waitFor();
            await page.keyboard.press('Tab');
            await panel.locator('.attachment').nth(1).waitFor();
            // Both go along; the second is taken away again, from the keyboard too.
            await panel.getByRole('button', { name: 'Detach priceOf' }).focus();
            await page.keyboard.press('Enter');
            await panel.getByRole('button', { name: 'Detach priceOf' }).waitFor({ state: 'detached' });
            const turns = await panel.locator('turn-view').count();
            await box.press('Enter');
            const turn = panel.locator('turn-view').nth(turns);
            await turn.locator('citation-link').first().waitFor();
            await panel.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' });
            await turn.locator('h2', { hasText: 'src/shipping.py' }).waitFor();
            await turn.locator('source-list li:first-child', { hasText: 'shipping.py' }).first().waitFor();
            await panel.locator('.attachment').first().waitFor({ state: 'detached' });
        },
    },
    {
        name: 'the palette asks as well',
        async run({ page }) {
            const turns = await panelOf(page).locator('turn-view').count();
            await runCommand(page, 'Footnote: Ask About This Repo');
            // What was asked before is offered.
            await listRows(page)
                .filter({ hasText: /How is a failed payment tried again\?/ })
                .waitFor();
            await listInput(page).fill('What does the cart cost in total?');
            // What is typed stands first among them a moment later.
            await page.locator('.quick-input-list .focused', { hasText: 'What does the cart cost in total?' }).first().waitFor();
            await listInput(page).press('Enter');
            await panelOf(page).locator('turn-view').nth(turns).locator('citation-link').first().waitFor();
        },
    },
    {
        name: 'a hover explains from the index, a lens counts and asks, in four themes; the context menu has one submenu',
        async run({ page, pictures }) {
            mkdirSync(pictures, { recursive: true });
            await panelOf(page).locator('citation-link button[title^="src/retryPayment.ts:"]').first().click();
            await page.getByRole('tab', { name: /retryPayment\.ts/ }).waitFor();
            const lens = page.locator('.codelens-decoration').first();
            await lens
                .getByText(/references?|mentions?/)
                .first()
                .waitFor();
            const name = page.locator('.view-line span', { hasText: /^retryPayment$/ }).first();
            // A footnote selects its lines, and the hover over a selection is about the selection.
            await page.locator('.view-line').last().click();
            for (const theme of THEMES) {
                await chooseTheme(page, theme);
                const hover = page.locator('.monaco-hover', { hasText: 'Explain' }).first();
                // Whatever moves in the window closes a hover that is about to open.
                await tryUntilDone(async () => {
                    await page.mouse.move(5, 5);
                    await name.hover();
                    await hover.waitFor({ timeout: 5_000 });
                });
                // Long comments wrap: nothing stands outside the hover.
                const overflow = await hover.evaluate(box =>
                    Math.max(...[...box.querySelectorAll('p')].map(one => one.scrollWidth - one.clientWidth)),
                );
                assert.ok(overflow <= 1, `${overflow} pixels are cut off in ${theme.name}`);
                await page.screenshot({ path: path.join(pictures, `hover-and-lens-${theme.name}.png`) });
                await page.keyboard.press('Escape');
            }
            await name.click({ button: 'right' });
            await page.getByRole('menuitem', { name: 'Footnote' }).first().waitFor();
            assert.equal(await page.getByRole('menuitem', { name: 'Footnote' }).count(), 1);
            await page.keyboard.press('Escape');
            await page.keyboard.press('Escape');
            const turns = await panelOf(page).locator('turn-view').count();
            await lens.getByText('Ask', { exact: true }).first().click();
            const box = panelOf(page).getByRole('textbox', { name: 'Question' });
            await panelOf(page)
                .getByText(/src\/retryPayment\.ts:\d+/)
                .last()
                .waitFor();
            await box.fill('What is it for?');
            await box.press('Enter');
            await panelOf(page).locator('turn-view').nth(turns).locator('citation-link').first().waitFor();
        },
    },
    {
        name: 'the engine is killed: the window stays, the engine comes back, the next question is answered',
        async run({ page, serverPid }) {
            const [engine] = processesBelow(serverPid, 'engine.mjs');
            process.kill(engine ?? assert.fail('no engine'), 'SIGKILL');
            await ask(page, 'Which articles does the shop sell, and what is their price?');
            await untilEngines(serverPid, 1);
            assert.notEqual(processesBelow(serverPid, 'engine.mjs')[0], engine);
        },
    },
    {
        name: 'the panel has no accessibility violations inside VS Code',
        async run({ page }) {
            const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
            await untilPanelDrawn(page);
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
            await until(
                'the engine of the old window is gone and the new one has its own',
                () => processesBelow(serverPid, 'engine.mjs'),
                seen => seen.length === 1 && seen[0] !== before,
            );
            const panel = panelOf(page);
            await panel.locator('turn-view citation-link').first().waitFor();
            await untilPanelDrawn(page);
            const turns = await panel.locator('turn-view').count();
            await panel.getByRole('button', { name: 'New conversation' }).click();
            await panel.locator('turn-view').first().waitFor({ state: 'detached' });
            await panel.getByRole('button', { name: 'Earlier conversations' }).click();
            await panel.locator('history-list button.open', { hasText: 'How is a failed payment tried again?' }).click();
            await panel
                .locator('turn-view')
                .nth(turns - 1)
                .waitFor();
        },
    },
    {
        name: 'without a folder the panel says what to do, and nothing runs',
        kind: 'empty',
        async run({ page, serverPid, pictures }) {
            await openPanel(page);
            await panelOf(page).getByRole('button', { name: 'Open Folder' }).waitFor();
            assert.deepEqual(processesBelow(serverPid, 'engine.mjs'), []);
            assert.equal(await page.locator('[id="footnote.footnote.footnote.status"]').count(), 0, 'nothing to warn of');
            await page.screenshot({ path: path.join(pictures, 'state-no-folder.png') });
        },
    },
    ...untrustedJourneys,
    ...firstMinutes,
    ...modelJourneys,
    ...answerJourneys,
    ...keyboardJourneys,
    ...indexJourneys,
    ...germanJourneys,
    ...companionJourneys,
];

interface AxeReport {
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
