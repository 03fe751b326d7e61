/** What can be done with an answer of a model, in the window of a real VS Code: its code, another answer, the rest of one that broke off. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Journey, Window } from './journeys.ts';
import { pickInList, runCommand } from './palette.ts';
import { openPanel, panelOf, untilIndexed } from './panel.ts';
import { until } from './until.ts';

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
            await page.getByRole('tab', { name: /retryPayment\.ts ↔ proposed/ }).waitFor();
            await page.locator('.modified-in-monaco-diff-editor .view-lines').getByText('notTwice').first().waitFor();
            await page.screenshot({ path: path.join(pictures, 'proposed-change.png') });
            assert.equal(readFileSync(file, 'utf8'), before, 'nothing is written before it is said');
            assert.equal(await page.locator('.tab.dirty').count(), 0, 'what is shown has changed nothing');

            await runCommand(page, 'Footnote: Apply Proposed Change');
            await page.getByRole('tab', { name: /↔ proposed/ }).waitFor({ state: 'detached' });
            await page.locator('.view-lines').getByText('notTwice').first().waitFor();
            assert.equal(readFileSync(file, 'utf8'), before, 'the edit waits to be saved, and can be undone');
            await runCommand(page, 'Undo');
            await page.locator('.view-lines').getByText('notTwice').first().waitFor({ state: 'detached' });

            await turn.getByRole('button', { name: 'Open code as a new file' }).click();
            await page
                .getByRole('tab', { name: /Untitled-\d/ })
                .first()
                .waitFor();
            await page.locator('.view-lines').getByText('notTwice').first().waitFor();
            await turn.getByRole('button', { name: 'Insert code at the cursor' }).click();
            await page.locator('.view-lines').getByText('notTwice').nth(1).waitFor();
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
            await turn.getByText('answered by m in').waitFor();
            await turn.getByRole('button', { name: /^Ask another model/ }).click();
            await pickInList(page, 'other');
            await turn.getByText('answered by other in').waitFor();
            await until(
                'the other model is asked',
                () => bodies(model).map(({ model: named }) => named),
                named => named.at(-1) === 'other',
            );
            await turn.getByText('2/2').waitFor();
            await turn.getByRole('button', { name: 'Previous answer' }).click();
            await turn.getByText('answered by m in').waitFor();

            if (model) model.breaksOff = true;
            const broken = await ask(page, 'Where is a failed payment tried again?');
            await broken.getByText(/what m had said is incomplete/).waitFor();
            await broken.getByRole('button', { name: 'Continue', exact: true }).click();
            await broken.getByText('It is tried again, waiting longer each time').waitFor();
            await broken.getByRole('button', { name: 'Continue', exact: true }).waitFor({ state: 'detached' });
            await until(
                'it is told what it had said, and to go on',
                () => (bodies(model).at(-1)?.messages ?? []).slice(-2).map(({ role }) => role),
                roles => roles.join(' ') === 'assistant user',
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
    await panelOf(page).getByRole('button', { name: 'Answers by m, choose another model' }).waitFor();
    if ((await panelOf(page).locator('turn-view').count()) > 0) await runCommand(page, 'Footnote: New Conversation');
    await panelOf(page).locator('turn-view').first().waitFor({ state: 'detached' });
}

interface AskedBody {
    readonly model?: string;
    readonly messages?: readonly { readonly role: string }[];
}

function bodies(model: Window['model']): readonly AskedBody[] {
    return (model?.requests ?? []).filter(({ body }) => body !== '').map(({ body }) => JSON.parse(body) as AskedBody);
}

async function ask(page: Page, question: string): Promise<Locator> {
    const turns = await panelOf(page).locator('turn-view').count();
    const box = panelOf(page).getByRole('textbox', { name: 'Question' });
    await box.click();
    await box.fill(question);
    await box.press('Enter');
    const turn = panelOf(page).locator('turn-view').nth(turns);
    await turn.locator('.actions').waitFor();
    return turn;
}
