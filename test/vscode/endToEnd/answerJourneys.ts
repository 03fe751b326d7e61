/** What can be done with an answer of a model, in the window of a real VS Code: its code, another answer, the rest of one that broke off. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Journey, Window } from './journeys.ts';
import { openPanel, panelOf, pickInList, runCommand, untilIndexed } from './panel.ts';

export const answerJourneys: readonly Journey[] = [
    {
        name: 'code of an answer is compared with its file, and is in it only when that is said; it opens as a new file and at the cursor',
        kind: 'answers',
        async run(window) {
            const { page, shop, pictures } = window;
            await withModelHere(window);
            const turn = await ask(page, 'Where is a failed payment tried again? Show it with code.');
            const file = path.join(shop, 'src/retryPayment.ts');
            const before = readFileSync(file, 'utf8');
            await turn.getByRole('button', { name: 'Compare with the file and apply…' }).click();
            await page.getByRole('tab', { name: /retryPayment\.ts ↔ proposed/ }).waitFor({ timeout: 30_000 });
            await page.locator('.modified-in-monaco-diff-editor .view-lines').getByText('notTwice').first().waitFor({ timeout: 20_000 });
            await page.screenshot({ path: path.join(pictures, 'proposed-change.png') });
            assert.equal(readFileSync(file, 'utf8'), before, 'nothing is written before it is said');
            assert.equal(await page.locator('.tab.dirty').count(), 0);

            await runCommand(page, 'Footnote: Apply Proposed Change');
            await page.getByRole('tab', { name: /↔ proposed/ }).waitFor({ state: 'detached', timeout: 20_000 });
            await page.locator('.view-lines').getByText('notTwice').first().waitFor({ timeout: 20_000 });
            assert.equal(readFileSync(file, 'utf8'), before, 'the edit waits to be saved, and can be undone');
            await runCommand(page, 'Undo');
            await page.locator('.view-lines').getByText('notTwice').first().waitFor({ state: 'detached', timeout: 20_000 });

            await turn.getByRole('button', { name: 'Open code as a new file' }).click();
            await page
                .getByRole('tab', { name: /Untitled-\d/ })
                .first()
                .waitFor({ timeout: 20_000 });
            await page.locator('.view-lines').getByText('notTwice').first().waitFor({ timeout: 20_000 });
            await turn.getByRole('button', { name: 'Insert code at the cursor' }).click();
            await page.waitForTimeout(500);
            await page.locator('.view-lines').getByText('notTwice').nth(1).waitFor({ timeout: 20_000 });
            assert.equal(readFileSync(file, 'utf8'), before);
        },
    },
    {
        name: 'another model answers the same question beside the first; one that broke off goes on where it ended',
        kind: 'answers',
        async run(window) {
            const { page, model } = window;
            await withModelHere(window);
            const turn = await ask(page, 'Where is a failed payment tried again?');
            await turn.getByText('answered by m in').waitFor({ timeout: 20_000 });
            await turn.getByRole('button', { name: /^Ask another model/ }).click();
            await pickInList(page, 'other');
            await turn.getByText('answered by other in').waitFor({ timeout: 60_000 });
            const { model: named } = JSON.parse(model?.requests.at(-1)?.body ?? '{}') as { model?: string };
            assert.equal(named, 'other');
            await turn.getByText('2/2').waitFor();
            await turn.getByRole('button', { name: 'Previous answer' }).click();
            await turn.getByText('answered by m in').waitFor({ timeout: 20_000 });

            if (model) model.breaksOff = true;
            const broken = await ask(page, 'Where is a failed payment tried again?');
            await broken.getByText(/what m had said is incomplete/).waitFor({ timeout: 20_000 });
            await broken.getByRole('button', { name: 'Continue', exact: true }).click();
            await broken.getByText('It is tried again, waiting longer each time').waitFor({ timeout: 60_000 });
            await broken.getByRole('button', { name: 'Continue', exact: true }).waitFor({ state: 'detached', timeout: 20_000 });
            const { messages } = JSON.parse(model?.requests.at(-1)?.body ?? '{}') as { messages: { role: string; content: string }[] };
            assert.deepEqual(
                messages.slice(-2).map(({ role }) => role),
                ['assistant', 'user'],
            );
        },
    },
];

/** A new conversation in the window, with the model server that is on this machine, which needs no consent. */
async function withModelHere({ page, model, writeSettings }: Window): Promise<void> {
    const baseUrl = model?.onThisMachine ?? assert.fail('this window has no model server');
    writeSettings({ 'footnote.model.provider': 'openai-compatible', 'footnote.model.baseUrl': baseUrl, 'footnote.model.id': 'm' });
    await openPanel(page);
    await untilIndexed(page);
    await panelOf(page).getByRole('button', { name: 'Answers by m, choose another model' }).waitFor({ timeout: 20_000 });
    if ((await panelOf(page).locator('turn-view').count()) > 0) await runCommand(page, 'Footnote: New Conversation');
    await panelOf(page).locator('turn-view').first().waitFor({ state: 'detached' });
    // The engine hears of changed settings a little later than the panel.
    await page.waitForTimeout(1_000);
}

async function ask(page: Page, question: string): Promise<Locator> {
    const turns = await panelOf(page).locator('turn-view').count();
    const box = panelOf(page).getByRole('textbox', { name: 'Question' });
    await box.click();
    await box.fill(question);
    await box.press('Enter');
    const turn = panelOf(page).locator('turn-view').nth(turns);
    await turn.locator('.actions').waitFor({ timeout: 60_000 });
    return turn;
}
