/** A reader's journey in the window of a real VS Code: mouse, keyboard, and what is on the screen. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { ask, openPanel, panelFrame, panelOf, processesBelow, untilIndexed } from './panel.ts';

export interface Window {
    readonly page: Page;
    /** The process of VS Code's server. */
    readonly serverPid: number;
    readonly settingsFile: string;
    readonly folder: string;
    /** Where pictures go. */
    readonly pictures: string;
}

export interface Journey {
    readonly name: string;
    /** A window whose folder is not trusted yet; the others share one of a trusted folder, in this order. */
    readonly isUntrusted?: boolean;
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
            await panel
                .getByText(/searched \d+ of \d+ files/i)
                .first()
                .waitFor();
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
        },
    },
    {
        name: 'the palette asks as well',
        async run({ page }) {
            const turns = await panelOf(page).locator('turn-view').count();
            await page.keyboard.press('F1');
            await page.locator('.quick-input-widget input').fill('>Footnote: Ask About This Repo');
            await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Ask About This Repo' }).first().click();
            await page.waitForFunction(() => document.activeElement?.tagName === 'IFRAME');
            await page.keyboard.type('What does the cart cost in total?');
            await page.keyboard.press('Enter');
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
            const violations = await frame.evaluate(async () => {
                const { axe: loaded } = globalThis as unknown as { axe: { run(): Promise<AxeReport> } };
                const report = await loaded.run();
                return report.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
            });
            assert.deepEqual(violations, []);
        },
    },
    {
        name: 'pictures in light, dark and high contrast, narrow and wide',
        async run(window) {
            const { page, settingsFile, pictures } = window;
            mkdirSync(pictures, { recursive: true });
            for (const width of [300, 620]) {
                await dragSideBar(page, width);
                for (const [name, theme] of Object.entries(THEMES)) {
                    const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as Record<string, unknown>;
                    writeFileSync(settingsFile, JSON.stringify({ ...settings, 'workbench.colorTheme': theme }));
                    await page.locator(`.monaco-workbench.${THEME_CLASS[name] ?? ''}`).waitFor({ timeout: 20_000 });
                    await page.waitForTimeout(600);
                    await page.screenshot({ path: path.join(pictures, `window-${name}-${width}.png`) });
                }
            }
        },
    },
    {
        name: 'after a reload the earlier conversation is in the history and opens again',
        async run({ page }) {
            await page.reload();
            await openPanel(page);
            const panel = panelOf(page);
            await panel.getByRole('button', { name: /history/i }).click();
            await panel.getByText('How is a failed payment tried again?').first().click();
            await panel.locator('turn-view citation-link').first().waitFor({ timeout: 20_000 });
        },
    },
    {
        name: 'nothing starts in a folder that is not trusted; with trust the index becomes ready',
        isUntrusted: true,
        async run({ page, serverPid }) {
            await openPanel(page);
            await panelOf(page)
                .getByText(/restricted mode/i)
                .first()
                .waitFor({ timeout: 30_000 });
            assert.deepEqual(processesBelow(serverPid, 'engine.mjs'), []);
            await panelOf(page).getByRole('button', { name: 'Manage Trust' }).first().click();
            await page.getByRole('button', { name: 'Trust', exact: true }).first().click({ timeout: 20_000 });
            await untilIndexed(page);
            assert.equal(processesBelow(serverPid, 'engine.mjs').length, 1);
        },
    },
];

interface AxeReport {
    readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

const THEMES: Readonly<Record<string, string>> = {
    dark: 'Default Dark Modern',
    light: 'Default Light Modern',
    'high-contrast': 'Default High Contrast',
    'high-contrast-light': 'Default High Contrast Light',
};
const THEME_CLASS: Readonly<Record<string, string>> = {
    dark: 'vs-dark',
    light: 'vs',
    'high-contrast': 'hc-black',
    'high-contrast-light': 'hc-light',
};

/** Moves the edge between side bar and editor. */
async function dragSideBar(page: Page, width: number): Promise<void> {
    const bar = (await page.locator('.part.sidebar').boundingBox()) ?? assert.fail('no side bar');
    await page.mouse.move(bar.x + bar.width, bar.y + bar.height / 2);
    await page.mouse.down();
    await page.mouse.move(bar.x + width, bar.y + bar.height / 2, { steps: 5 });
    await page.mouse.up();
}
