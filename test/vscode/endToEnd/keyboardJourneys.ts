/** What a reader does who has no mouse, in the window of a real VS Code: nothing here clicks, fills or focuses anything by itself. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Journey } from './journeys.ts';
import { panelFrame, panelOf } from './panel.ts';

const QUESTION = 'Where is a failed payment tried again?';

export const keyboardJourneys: readonly Journey[] = [
    {
        name: 'by keys alone: ask, go to a footnote, open it, come back, open an earlier conversation, export it',
        async run({ page, base }) {
            const { keyboard } = page;
            await command(page, 'Footnote: Focus on the Panel');
            await untilFocused(page, 'Question');
            if ((await panelOf(page).locator('turn-view').count()) > 0) await command(page, 'Footnote: New Conversation');
            await panelOf(page).locator('turn-view').first().waitFor({ state: 'detached' });
            await untilFocused(page, 'Question');
            await keyboard.type(QUESTION);
            await keyboard.press('Enter');
            const turn = panelOf(page).locator('turn-view').last();
            await turn.locator('citation-link').first().waitFor({ timeout: 60_000 });
            await panelOf(page).getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached', timeout: 60_000 });

            await keyboard.press('Alt+ArrowUp');
            await untilFocused(page, QUESTION);
            await keyboard.press('n');
            await untilFocused(page, /^Footnote 1: /);
            const place = await turn.locator('citation-link button').first().getAttribute('title');
            await keyboard.press('Enter');
            const name = /([^/]+):\d/.exec(place ?? '')?.[1] ?? assert.fail(String(place));
            await page.getByRole('tab', { name: new RegExp(name.replace('.', '\\.')) }).waitFor({ timeout: 20_000 });
            const line = /:(\d+)/.exec(place ?? '')?.[1] ?? '';
            await page.getByRole('button', { name: new RegExp(`Ln ${line}, Col 1\\b`) }).waitFor({ timeout: 10_000 });

            await command(page, 'Footnote: Focus on the Panel');
            await untilFocused(page, 'Question');
            await command(page, 'Footnote: New Conversation');
            await panelOf(page).locator('turn-view').first().waitFor({ state: 'detached' });
            await untilFocused(page, 'Question');
            await tabTo(page, 'Shift+Tab', 'Earlier conversations');
            await keyboard.press('Enter');
            await untilFocused(page, 'Earlier conversations');
            await tabTo(page, 'Tab', QUESTION);
            await keyboard.press('Enter');
            await turn.locator('citation-link').first().waitFor({ timeout: 20_000 });

            const file = path.join(base, 'by-keys.md');
            await command(page, 'Footnote: Export Conversation…');
            // The palette closes, the editor has the focus for a moment, and the dialog comes.
            await page
                .locator('.quick-input-widget')
                .getByText('Export Conversation', { exact: true })
                .first()
                .waitFor({ timeout: 20_000 });
            await page.locator('.quick-input-widget input:focus').waitFor({ timeout: 10_000 });
            await page.waitForTimeout(500);
            await keyboard.press('Control+A');
            await keyboard.type(file);
            await keyboard.press('Enter');
            for (let tries = 0; !existsSync(file) && tries < 100; tries++) await page.waitForTimeout(100);
            assert.ok(readFileSync(file, 'utf8').includes(QUESTION));
            await page.locator('.notification-list-item', { hasText: 'exported to by-keys.md' }).first().waitFor({ timeout: 20_000 });
        },
    },
];

/** Through the palette. */
async function command(page: Page, title: string): Promise<void> {
    const { keyboard } = page;
    const palette = page.locator('.quick-input-widget');
    const typing = palette.locator('input:focus');
    // The palette of the command before closes first, and what that command focuses may take the focus from this one.
    await palette.first().waitFor({ state: 'hidden', timeout: 10_000 });
    for (let tries = 1; ; tries++) {
        await keyboard.press('F1');
        await typing.first().waitFor({ timeout: 20_000 });
        await page.waitForTimeout(400);
        if ((await typing.count()) > 0) break;
        assert.ok(tries < 10, 'the palette does not keep the focus');
    }
    await keyboard.type(title);
    const first = page.locator('.quick-input-list .monaco-list-row.focused');
    await first.getByText(title.replace('Footnote: ', ''), { exact: false }).first().waitFor({ timeout: 10_000 });
    await page.waitForTimeout(300);
    await keyboard.press('Enter');
}

/** The name of what has the focus in the panel, or its words. */
async function focused(page: Page): Promise<string> {
    const frame = await panelFrame(page);
    return frame.evaluate(() => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement && !at.localName.startsWith('vscode-')) at = at.shadowRoot.activeElement;
        const by = at?.getAttribute('aria-labelledby');
        const root = at?.getRootNode();
        const labelled = by && root instanceof ShadowRoot ? root.getElementById(by)?.textContent : undefined;
        return (labelled ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '').replace(/\s+/g, ' ').trim();
    });
}

async function untilFocused(page: Page, wanted: string | RegExp): Promise<void> {
    let seen = '';
    for (let tries = 0; tries < 150; tries++) {
        seen = await focused(page);
        if (typeof wanted === 'string' ? seen === wanted : wanted.test(seen)) return;
        await page.waitForTimeout(100);
    }
    assert.fail(`the focus is on "${seen}", not on ${String(wanted)}`);
}

async function tabTo(page: Page, key: 'Tab' | 'Shift+Tab', wanted: string): Promise<void> {
    const seen: string[] = [];
    for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press(key);
        const now = await focused(page);
        if (now.startsWith(wanted)) return;
        seen.push(now);
    }
    assert.fail(`${wanted} was not reached: ${seen.join(' | ')}`);
}
