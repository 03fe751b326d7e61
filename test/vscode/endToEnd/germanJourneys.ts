import assert from 'node:assert/strict';
import path from 'node:path';
import type { Journey } from './journeys.ts';
import { listRows, runCommand } from './palette.ts';
import { openPanel, panelFrame, panelOf } from './panel.ts';

/** In a window whose editor speaks German: what VS Code makes of the manifest, of the bundle, and of the page of the panel. */
export const germanJourneys: readonly Journey[] = [
    {
        name: 'in German: the panel, an answer, commands of the palette and what they say',
        kind: 'german',
        async run({ page, pictures }) {
            await openPanel(page, 'Frage');
            const panel = panelOf(page);
            const box = panel.getByRole('textbox', { name: 'Frage' });
            assert.equal(await (await panelFrame(page)).evaluate('document.documentElement.lang'), 'de');
            await panel.getByText(/^\d+ Dateien$/).waitFor();

            await box.fill('How is a failed payment tried again?');
            await box.press('Enter');
            await panel.getByText(/^\d+ Quellen?$/).waitFor();
            await panel.getByText(/von \d+ Dateien durchsucht/).waitFor();
            await panel.getByText(/^Antwort: Zitate \(\d+ ms\)$/).waitFor();
            await panel.getByRole('button', { name: /^Antwort kopieren: How is/ }).waitFor();
            // Why each was found comes from the engine, in English.
            const reasons = await panel.locator('source-list .why').allTextContents();
            assert.ok(reasons.length > 0);
            assert.deepEqual(
                reasons.filter(reason => /\b(?:is|has|of|defines|describes|names|uses|close|part|section)\b/.test(reason)),
                [],
            );

            // A German question is answered in German, by what stands in English, and says so.
            await box.fill('Wie wird eine fehlgeschlagene Zahlung wiederholt?');
            await box.press('Enter');
            const german = panel.locator('turn-view').nth(1);
            await german.getByText('Gesucht wurde auf Englisch: fail, payment, retry.').waitFor();
            await german
                .locator('answer-text')
                .getByText(/^Am ehesten tut das/)
                .waitFor();
            await german.locator('citation-link').first().waitFor();
            assert.equal(await german.locator('citation-link .chip:not(.verified)').count(), 0);
            await page.screenshot({ path: path.join(pictures, 'answer-german.png') });

            await runCommand(page, 'Footnote: Indexstatus anzeigen');
            await listRows(page).filter({ hasText: 'Index neu erstellen' }).waitFor();
            await page
                .locator('.quick-input-widget')
                .getByPlaceholder(/^\d+ von \d+ Dateien indiziert/)
                .waitFor();
            await page.screenshot({ path: path.join(pictures, 'language-german.png') });
            await page.keyboard.press('Escape');
        },
    },
];
