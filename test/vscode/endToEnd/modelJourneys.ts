/** A model server elsewhere, in the window of a real VS Code: consent, keys, the choice of a model, and the switch that closes it all. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Journey, Window } from './journeys.ts';
import { listInput, listRows, pickInList, runCommand } from './palette.ts';
import { openPanel, panelOf, processesBelow, untilEngines, untilIndexed } from './panel.ts';
import { until } from './until.ts';

/** What the two servers of the test have heard; they are one program at two addresses. */
export interface ModelServers {
    /** `https` at an address that is not this machine's usual name: a server elsewhere, as far as Footnote knows. */
    readonly elsewhere: string;
    readonly onThisMachine: string;
    readonly requests: readonly ModelRequest[];
    /** Answers that are being written now. */
    readonly open: () => number;
    /** What it refuses with from now on; undefined for nothing. */
    refusal: number | undefined;
    /** The next answer ends in the middle, and the connection with it. */
    breaksOff: boolean;
}

export interface ModelRequest {
    readonly address: string;
    readonly method: string;
    readonly url: string;
    readonly authorization: string | undefined;
    readonly body: string;
}

const QUESTION = 'How is a failed payment tried again?';
/** Made up for this run; looked for everywhere afterwards. */
const KEY = `sk-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;

export const modelJourneys: readonly Journey[] = [
    {
        name: 'before a first question leaves, its host is named; what it holds can be looked at; a no sends nothing',
        kind: 'model',
        async run({ page, model, pictures }) {
            const { elsewhere, requests } = servers(model);
            await openPanel(page);
            await untilIndexed(page);
            await type(page, QUESTION);
            const dialog = page.locator('.monaco-dialog-box');
            await dialog.getByText(new URL(elsewhere).origin).first().waitFor();
            await dialog.getByText(/passages of this repository that are its evidence/).waitFor();
            await page.screenshot({ path: path.join(pictures, 'consent.png') });
            await dialog.getByRole('button', { name: 'Show What Will Be Sent' }).click();
            // The page holds what would be sent, and the question waits beside it.
            await page.getByRole('tab', { name: /What would be sent/ }).waitFor();
            await page.locator('.view-lines').getByText('Would be sent').first().waitFor();
            const toast = page.locator('.notification-list-item', { hasText: 'send this question to' });
            await toast.waitFor();
            assert.deepEqual(chats(requests), [], 'nothing has left while the reader looks');
            await toast.getByRole('button', { name: "Don't Send" }).click();
            await answered(page, 1, /Nothing was sent to/);
            assert.deepEqual(chats(requests), []);

            await type(page, QUESTION);
            await dialog.waitFor();
            // It hears no key before it has the focus.
            await dialog.locator(':focus').first().waitFor({ state: 'attached' });
            await page.keyboard.press('Escape');
            await answered(page, 2, /Nothing was sent to/);
            assert.deepEqual(requests, [], 'no connection for anything else either');
        },
    },
    {
        name: 'a yes sends it, and the next goes without asking, until consent is taken back',
        kind: 'model',
        async run({ page, model }) {
            const { requests } = servers(model);
            const dialog = page.locator('.monaco-dialog-box');
            await type(page, QUESTION);
            await dialog.getByRole('button', { name: 'Send', exact: true }).click();
            await answered(page, 3, /searched/);
            const [sent] = chats(requests);
            assert.ok(sent, 'nothing was sent');
            assert.ok(sent.body.includes(QUESTION) && sent.body.includes('retryPayment'));
            assert.equal(sent.authorization, undefined, 'there is no key yet');
            await type(page, 'What does the cart cost in total?');
            await answered(page, 4, /searched/);
            const sentSoFar = chats(requests).length;
            assert.ok(sentSoFar >= 2);

            await runCommand(page, 'Footnote: Forget Consent to Send Questions');
            await page.getByText('Footnote asks again before it sends a question').first().waitFor();
            await type(page, QUESTION);
            await dialog.getByRole('button', { name: 'Cancel' }).click();
            await answered(page, 5, /Nothing was sent to/);
            assert.equal(chats(requests).length, sentSoFar);
        },
    },
    {
        name: 'a key is typed unseen, goes with the request and nowhere else, and is gone when it is removed',
        kind: 'model',
        async run({ page, model, serverPid, stores }) {
            const { requests, elsewhere } = servers(model);
            await runCommand(page, 'Footnote: Set API Key');
            const input = listInput(page);
            await page.locator('.quick-input-widget').getByText(new URL(elsewhere).origin).waitFor();
            await page.locator('.quick-input-widget input[type=password]').waitFor();
            await input.fill(KEY);
            await input.press('Enter');
            await type(page, QUESTION);
            await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Send', exact: true }).click();
            await answered(page, 6, /searched/);
            assert.equal(chats(requests).at(-1)?.authorization, `Bearer ${KEY}`);
            assert.ok(!chats(requests).some(({ body, url }) => body.includes(KEY) || url.includes(KEY)));

            await runCommand(page, 'Footnote: Report Issue…');
            await page.getByRole('tab', { name: /Footnote diagnostics/ }).waitFor();
            assert.deepEqual(holdersOf(KEY, stores), [], 'no file holds it: no index, no conversation, no log, no settings');
            const children = processesBelow(serverPid, '');
            assert.ok(children.length >= 2);
            await untilEngines(serverPid, 1);
            for (const pid of children)
                for (const file of ['environ', 'cmdline'])
                    assert.ok(!read(`/proc/${pid}/${file}`).includes(KEY), `${file} of ${pid}: ${read(`/proc/${pid}/cmdline`)}`);

            await runCommand(page, 'Footnote: Remove API Key');
            await page
                .getByText(/Key for .* removed/)
                .first()
                .waitFor();
            await type(page, QUESTION);
            await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Send', exact: true }).click();
            await answered(page, 7, /searched/);
            assert.equal(chats(requests).at(-1)?.authorization, undefined);
        },
    },
    {
        name: 'the test of the connection says that it answers, or what is wrong and what to do',
        kind: 'model',
        async run({ page, model }) {
            const known = servers(model);
            await runCommand(page, 'Footnote: Test the Connection to the Model');
            await toast(page, /m at https:.* answers \(/);
            known.refusal = 401;
            try {
                await runCommand(page, 'Footnote: Test the Connection to the Model');
                const refused = await toast(page, /refused the request/);
                await refused.getByRole('button', { name: 'Set API Key' }).waitFor();
            } finally {
                known.refusal = undefined;
            }
        },
    },
    {
        name: 'the list of what answers: quotes, models of VS Code and servers; another address shows its models, is tried and written down',
        kind: 'model',
        async run({ page, model, pictures, settings }) {
            const { onThisMachine, requests } = servers(model);
            const input = listInput(page);
            const rows = listRows(page);
            await runCommand(page, 'Footnote: Choose Model');
            await rows.first().waitFor();
            await page.screenshot({ path: path.join(pictures, 'choose-model.png') });
            for (const name of ['Quotes', 'Test the Connection', 'OpenAI', 'Ollama', 'LM Studio', 'vLLM', 'OpenRouter']) {
                await input.fill(name);
                await rows.filter({ hasText: name }).first().waitFor();
            }
            await input.fill('Another Address');
            await rows.filter({ hasText: 'Another Address' }).first().click();
            // What cannot be an address is said while it is typed.
            await input.fill('http://example.com/v1');
            await page.locator('.quick-input-widget').getByText('Unencrypted only to this machine').waitFor();
            await input.fill(onThisMachine);
            await input.press('Enter');
            await pickInList(page, 'other');
            await toast(page, /other at http:.* answers \(/);
            await untilSet(settings, 'footnote.model.baseUrl', onThisMachine);
            await untilSet(settings, 'footnote.model.id', 'other');
            // On this machine nobody is asked first, and no key of another server comes along.
            await type(page, QUESTION);
            await answered(page, 8, /searched/);
            assert.equal(chats(requests).at(-1)?.address, new URL(onThisMachine).origin);
            assert.ok(requests.every(({ address, authorization }) => authorization === undefined || address.startsWith('https:')));
        },
    },
    {
        name: 'one command stops an answer in the middle and closes every way out; another opens it again',
        kind: 'model',
        async run({ page, model, settings }) {
            const { requests, open } = servers(model);
            await type(page, 'Go on forever about the failed payment that is tried again');
            await until('an answer is being written', open, count => count === 1);
            await runCommand(page, 'Footnote: Disable Network');
            await until('none is', open, count => count === 0);
            await untilSet(settings, 'footnote.network.enabled', false);
            const before = requests.length;
            await type(page, QUESTION);
            await answered(page, 10, /network is switched off/);
            await runCommand(page, 'Footnote: Test the Connection to the Model');
            await toast(page, /network is switched off/);
            assert.equal(requests.length, before, 'no request');
            await runCommand(page, 'Footnote: Enable Network');
            await page.getByText('Footnote may reach what you choose').first().waitFor();
            await untilSet(settings, 'footnote.network.enabled', true);
            await type(page, QUESTION);
            await answered(page, 11, /searched/);
            assert.ok(requests.length > before);
        },
    },
    {
        name: 'quotes are chosen again: what is about servers is no longer offered, and nothing is sent',
        kind: 'model',
        async run({ page, model }) {
            const { requests } = servers(model);
            await runCommand(page, 'Footnote: Choose Model');
            await pickInList(page, 'Quotes');
            const before = requests.length;
            await page.locator('.quick-input-widget').first().waitFor({ state: 'hidden' });
            await type(page, QUESTION);
            await answered(page, 12, /searched/);
            assert.equal(requests.length, before);
        },
    },
    {
        name: 'all data is deleted after one question: no file of it is left, and the engine stays stopped until it is asked for',
        kind: 'model',
        async run({ page, serverPid, stores, pictures }) {
            assert.notDeepEqual(ourFiles(stores), []);
            await runCommand(page, 'Footnote: Delete All Data…');
            const dialog = page.locator('.monaco-dialog-box');
            await dialog.getByText(/Every index and vector in/).waitFor();
            await page.screenshot({ path: path.join(pictures, 'delete-all-data.png') });
            await dialog.getByRole('button', { name: 'Delete All Data' }).click();
            await toast(page, /all data is deleted/);
            assert.deepEqual(ourFiles(stores), []);
            await untilEngines(serverPid, 0);
            await panelOf(page).locator('turn-view').first().waitFor({ state: 'detached' });
            await page.screenshot({ path: path.join(pictures, 'engine-stopped.png') });
            await runCommand(page, 'Footnote: Restart Engine');
            await untilIndexed(page);
        },
    },
];

function servers(model: Window['model']): ModelServers {
    return model ?? assert.fail('this window has no model server');
}

/** Requests for an answer; the lists of models and the test of the connection are others. */
function chats(requests: readonly ModelRequest[]): readonly ModelRequest[] {
    return requests.filter(({ url, body }) => url.endsWith('/chat/completions') && body.includes('Evidence'));
}

/** Types a question and does not wait for its answer. */
async function type(page: Page, question: string): Promise<void> {
    const box = panelOf(page).getByRole('textbox', { name: 'Question' });
    await box.click();
    await box.fill(question);
    await box.press('Enter');
}

/** Waits until the n-th answer is complete and says something. */
async function answered(page: Page, nth: number, words: RegExp): Promise<void> {
    const turn = panelOf(page)
        .locator('turn-view')
        .nth(nth - 1);
    await turn.locator('citation-link').first().waitFor();
    await panelOf(page).getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' });
    await turn.getByText(words).first().waitFor();
}

async function toast(page: Page, words: RegExp): Promise<Locator> {
    const item = page.locator('.notification-list-item', { hasText: words }).first();
    // A message that came while another was on show waits in the list of the bell.
    const isShown = await item.waitFor({ timeout: 5_000 }).then(
        () => true,
        () => false,
    );
    if (!isShown) await runCommand(page, 'Notifications: Show Notifications');
    await item.waitFor();
    return item;
}

/** Files below these folders that hold a text, in any of the forms in which a key may be written down. */
function holdersOf(text: string, folders: readonly string[]): readonly string[] {
    const forms = [
        text,
        Buffer.from(text, 'utf16le').toString('latin1'),
        Buffer.from(text).toString('base64').replace(/=+$/, '').slice(4, -4),
    ];
    return filesBelow(folders).filter(file => {
        const bytes = read(file);
        return forms.some(form => bytes.includes(form));
    });
}

/** What Footnote itself has written: indexes, vectors and conversations. */
function ourFiles(stores: readonly string[]): readonly string[] {
    return filesBelow(stores).filter(file => /\/data\/footnote\/|\/footnote\.footnote\/conversations\//.test(file));
}

function filesBelow(folders: readonly string[]): readonly string[] {
    return folders.flatMap(folder =>
        readdirSync(folder, { recursive: true, withFileTypes: true })
            .filter(entry => entry.isFile())
            .map(entry => path.join(entry.parentPath, entry.name)),
    );
}

/** Bytes as characters; nothing of a file or process that has gone. */
function read(file: string): string {
    try {
        return readFileSync(file, 'latin1');
    } catch {
        return '';
    }
}

/** The settings are written a moment after the message that says so. */
async function untilSet(settings: Window['settings'], id: string, value: unknown): Promise<void> {
    await until(
        `${id} is written`,
        () => settings()[id],
        seen => seen === value,
    );
}
