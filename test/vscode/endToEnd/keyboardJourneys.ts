/** What a reader does who has no mouse, in the window of a real VS Code: nothing here clicks, fills or focuses anything by itself. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Journey } from './journeys.ts';
import { commandByKeys } from './palette.ts';
import { focused, panelOf, untilFocused, untilTyped } from './panel.ts';
import { tryUntilDone, until } from './until.ts';

const QUESTION = 'Where is a failed payment tried again?';

export const keyboardJourneys: readonly Journey[] = [
    {
        name: 'by keys alone: ask, go to a footnote, open it, come back, open an earlier conversation, export it',
        async run({ page, base }) {
            const { keyboard } = page;
            await commandByKeys(page, 'Footnote: Focus on the Panel');
            await untilFocused(page, 'Question');
            if ((await panelOf(page).locator('turn-view').count()) > 0) await commandByKeys(page, 'Footnote: New Conversation');
            await panelOf(page).locator('turn-view').first().waitFor({ state: 'detached' });
            await untilFocused(page, 'Question');
            await keyboard.type(QUESTION);
            await untilTyped(panelOf(page).getByRole('textbox', { name: 'Question' }), QUESTION);
            await keyboard.press('Enter');
            const turn = panelOf(page).locator('turn-view').last();
            await turn.locator('citation-link').first().waitFor();
            await panelOf(page).getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' });

            await keyboard.press('Alt+ArrowUp');
            await untilFocused(page, QUESTION);
            await keyboard.press('n');
            await untilFocused(page, /^Footnote 1: /);
            const place = await turn.locator('citation-link button').first().getAttribute('title');
            await keyboard.press('Enter');
            const name = /([^/]+):\d/.exec(place ?? '')?.[1] ?? assert.fail(String(place));
            await page.getByRole('tab', { name: new RegExp(name.replace('.', '\\.')) }).waitFor();
            const line = /:(\d+)/.exec(place ?? '')?.[1] ?? '';
            await page.getByRole('button', { name: new RegExp(`Ln ${line}, Col 1\\b`) }).waitFor();

            await commandByKeys(page, 'Footnote: Focus on the Panel');
            await untilFocused(page, 'Question');
            await commandByKeys(page, 'Footnote: New Conversation');
            await panelOf(page).locator('turn-view').first().waitFor({ state: 'detached' });
            await untilFocused(page, 'Question');
            await tabTo(page, 'Shift+Tab', 'Earlier conversations');
            await keyboard.press('Enter');
            await untilFocused(page, 'Earlier conversations');
            await tabTo(page, 'Tab', QUESTION);
            await keyboard.press('Enter');
            await turn.locator('citation-link').first().waitFor();

            const file = path.join(base, 'by-keys.md');
            await commandByKeys(page, 'Footnote: Export Conversation…');
            // The palette closes, the editor has the focus for a moment, and the dialog comes; then it says where it would write to.
            await page.locator('.quick-input-widget').getByText('Export Conversation', { exact: true }).first().waitFor();
            const nameOfFile = page.locator('.quick-input-widget input:focus').first();
            await until(
                'the dialog offers a name',
                () => nameOfFile.inputValue(),
                seen => seen.endsWith('.md'),
            );
            // Enter before the dialog has looked at the folder is answered with a complaint; then it is pressed again.
            await tryUntilDone(async () => {
                if (await nameOfFile.isVisible()) {
                    await keyboard.press('Control+A');
                    await keyboard.type(file);
                    await until(
                        'the name is typed',
                        () => nameOfFile.inputValue({ timeout: 5_000 }),
                        seen => seen === file,
                        { patienceMs: 5_000 },
                    );
                    await keyboard.press('Enter');
                }
                await until(
                    'the file is written',
                    () => existsSync(file),
                    isThere => isThere,
                    { patienceMs: 5_000 },
                );
            });
            assert.ok(readFileSync(file, 'utf8').includes(QUESTION));
            await page.locator('.notification-list-item', { hasText: 'exported to by-keys.md' }).first().waitFor();
        },
    },
];

async function tabTo(page: Page, key: 'Tab' | 'Shift+Tab', wanted: string): Promise<void> {
    const seen: string[] = [];
    for (let presses = 0; presses < 40; presses++) {
        const before = await focused(page);
        await page.keyboard.press(key);
        // Two in a row may have the same name, so that it changes is not waited for without end.
        const now = await until(
            'the focus goes on',
            () => focused(page),
            name => name !== before,
            { patienceMs: 2_000 },
        ).catch(() => before);
        if (now.startsWith(wanted)) return;
        seen.push(now);
    }
    assert.fail(`${wanted} was not reached: ${seen.join(' | ')}`);
}
