/** The code is on another machine, the model on the one in front of the user: Footnote Companion, in the window's own side of VS Code. */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Journey } from './journeys.ts';
import { pickInList, runCommand } from './palette.ts';
import { ask, openPanel, panelOf, untilIndexed } from './panel.ts';

/** What the server on the user's computer has heard. */
export interface ClientModelServer {
    /** An address that leads to it from the user's computer, and nowhere from where the code is. */
    readonly baseUrl: string;
    readonly requests: readonly {
        readonly url: string;
        readonly headers: Readonly<Record<string, string | undefined>>;
        readonly body: string;
    }[];
}

// The window begins with that address set.
export const companionJourneys: readonly Journey[] = [
    {
        name: 'the same address set for Footnote itself leads nowhere, and what is said about it names the other machine and the way out',
        kind: 'companion',
        async run({ page, clientModel, pictures }) {
            assert.ok(clientModel);
            await openPanel(page);
            await untilIndexed(page);
            const before = clientModel.requests.length;
            await runCommand(page, 'Footnote: Test the Connection to the Model');
            const told = page.locator('.notification-list-item', { hasText: 'Footnote Companion' });
            await told.waitFor();
            await told.filter({ hasText: 'The code is on another machine' }).waitFor();
            await page.screenshot({ path: path.join(pictures, 'companion-diagnosis.png') });
            assert.equal(clientModel.requests.length, before);
        },
    },
    {
        name: 'a model on the computer in front of the user answers about code on another',
        kind: 'companion',
        async run({ page, clientModel, pictures }) {
            assert.ok(clientModel);
            await runCommand(page, 'Notifications: Clear All Notifications');
            await runCommand(page, 'Footnote: Choose Model');
            await page.locator('.quick-input-list').getByText('On the machine where the code is').first().waitFor();
            await page.screenshot({ path: path.join(pictures, 'companion-models.png') });
            await pickInList(page, 'at-home');
            await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Agree' }).click();
            await page.locator('.notification-list-item', { hasText: 'answers (' }).waitFor();
            await ask(page, 'How is a failed payment tried again?');
            await panelOf(page).locator('turn-view').last().getByText('at-home').first().waitFor();
            const asked = clientModel.requests.filter(({ url }) => url.endsWith('/chat/completions'));
            assert.ok(asked.at(-1)?.body.includes('retryPayment'), 'the evidence went to it');
            // A browser says where a page comes from; Node, which runs where the code is, says nothing of the kind.
            assert.ok(clientModel.requests.every(({ headers }) => headers['origin'] !== undefined));
            assert.ok(clientModel.requests.every(({ headers }) => headers['authorization'] === undefined));
        },
    },
];
