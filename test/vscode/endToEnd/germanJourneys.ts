import assert from 'node:assert/strict';
import path from 'node:path';
import type { Journey } from './journeys.ts';
import { panelFrame, panelOf, runCommand } from './panel.ts';

/** In a window whose editor speaks German: what VS Code makes of the manifest, of the bundle, and of the page of the panel. */
export const germanJourneys: readonly Journey[] = [
    {
        name: 'in German: the panel, an answer, commands of the palette and what they say',
        kind: 'german',
        async run({ page, pictures }) {
            const tab = page.getByRole('tab', { name: 'Footnote' }).first();
            await tab.waitFor({ timeout: 60_000 });
            const panel = panelOf(page);
            const box = panel.getByRole('textbox', { name: 'Frage' });
            await box.waitFor({ timeout: 60_000 });
            assert.equal(await (await panelFrame(page)).evaluate('document.documentElement.lang'), 'de');
            await panel.getByText(/^\d+ Dateien$/).waitFor({ timeout: 60_000 });

            await box.fill('How is a failed payment tried again?');
            await box.press('Enter');
            await panel.getByText(/^\d+ Quellen?$/).waitFor({ timeout: 60_000 });
            await panel.getByText(/von \d+ Dateien durchsucht/).waitFor({ timeout: 60_000 });
            await panel.getByText(/^Antwort: Zitate \(\d+ ms\)$/).waitFor({ timeout: 60_000 });
            await panel.getByRole('button', { name: /^Antwort kopieren: How is/ }).waitFor({ timeout: 20_000 });
            // Why each was found comes from the engine, in English.
            const reasons = await panel.locator('source-list .why').allTextContents();
            assert.ok(reasons.length > 0);
            assert.deepEqual(
                reasons.filter(reason => /\b(?:is|has|of|defines|describes|names|uses|close|part|section)\b/.test(reason)),
                [],
            );

            await runCommand(page, 'Footnote: Indexstatus anzeigen');
            const menu = page.locator('.quick-input-list').getByRole('option');
            await menu.filter({ hasText: 'Index neu erstellen' }).waitFor({ timeout: 20_000 });
            assert.match(
                (await page.locator('.quick-input-widget input').getAttribute('placeholder')) ?? '',
                /^\d+ von \d+ Dateien indiziert/,
            );
            await page.screenshot({ path: path.join(pictures, 'language-german.png') });
            await page.keyboard.press('Escape');
        },
    },
];
