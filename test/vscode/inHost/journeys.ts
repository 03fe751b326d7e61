/** The journeys of a reader inside a real extension host, on a copy of the fixture `shop`, with the real engine. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commands, ConfigurationTarget, env, extensions, Position, Range, Selection, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { FootnoteApi } from '../../../src/extension/extension.ts';
import { commandRows } from '../../../src/extension/commandTable.ts';
import type { Turn } from '../../../src/protocol/conversation.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { shownText, until, untilEqual, untilSeen } from './until.ts';

export function registerJourneys(): void {
    describe('Footnote in VS Code', () => {
        let footnote: FootnoteApi;
        const folder = (): string => workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
        const file = (name: string): Uri => Uri.file(path.join(folder(), name));

        afterEach(function () {
            // For whoever reads a failure: what the editor looked like.
            if (this.currentTest?.state === 'failed') console.log(`active: ${String(window.activeTextEditor?.document.uri)}`);
        });

        before(async () => {
            const extension = extensions.getExtension<FootnoteApi>('footnote.footnote') ?? assert.fail('the extension is not there');
            footnote = await extension.activate();
        });

        it('indexes the folder by itself', async () => {
            await until('the index is ready', () => footnote.indexStatus().state === 'ready');
            const status = footnote.indexStatus();
            if (status.state !== 'ready') assert.fail(status.state);
            assert.ok(status.counts.indexed >= 6, `indexed ${status.counts.indexed}`);
            assert.equal(status.counts.indexed, status.counts.total);
            assert.ok(status.hasMeaning, 'the embedding model that ships is in use');
        });

        it('offers every command of the table', async () => {
            const known = new Set(await commands.getCommands(true));
            assert.deepEqual(
                commandRows.map(({ id }) => id).filter(id => !known.has(id)),
                [],
            );
        });

        it('answers with footnotes that stand in the text', async () => {
            const turn = await footnote.ask('How is a failed payment tried again?');
            assert.equal(turn.progress.state, 'finished', JSON.stringify(turn.progress));
            assert.ok(turn.citations.length > 0, turn.text);
            assert.ok(
                turn.citations.some(({ path: cited }) => cited === 'src/retryPayment.ts'),
                turn.text,
            );
            for (const { mark } of turn.citations) assert.ok(turn.text.includes(`[${mark}]`), `[${mark}] in ${turn.text}`);
        });

        it('opens a footnote with its lines selected', async () => {
            const turn = await footnote.ask('What does priceOf do?');
            const citation = turn.citations.find(({ path: cited }) => cited === 'src/prices.ts') ?? assert.fail(turn.text);
            await footnote.openCitation(turn.id, citation.mark);
            const editor = window.activeTextEditor ?? assert.fail('no editor');
            assert.equal(editor.document.uri.fsPath, file('src/prices.ts').fsPath);
            assert.equal(editor.selection.start.line + 1, citation.range.startLine);
            assert.equal(editor.selection.end.line + 1, citation.range.endLine);
            // What is to be seen of it is told a moment later.
            await until('its lines are in sight', () => editor.visibleRanges.some(range => range.contains(editor.selection.start)));
        });

        it('finds text that was typed and not saved, and cites it', async () => {
            const uri = file('src/prices.ts');
            const document = await workspace.openTextDocument(uri);
            await window.showTextDocument(document);
            const edit = new WorkspaceEdit();
            edit.insert(
                uri,
                new Position(document.lineCount, 0),
                '\n/** The discount for frequent flamingo keepers. */\nexport function flamingoDiscount(): number {\n    return 17;\n}\n',
            );
            await workspace.applyEdit(edit);
            assert.ok(document.isDirty);
            const turn = await untilAnswered(footnote, 'What does flamingoDiscount return?', cites('src/prices.ts', 'flamingoDiscount'));
            const citation = turn.citations.find(({ path: cited }) => cited === 'src/prices.ts') ?? assert.fail();
            assert.equal(citation.state, 'verified');
            await commands.executeCommand('workbench.action.files.revert');
            await until('the editor is as the disk', () => !document.isDirty);
            assert.ok(!document.getText().includes('flamingo'));
            await untilAnswered(footnote, 'What does flamingoDiscount return?', one => !cites('src/prices.ts', 'flamingoDiscount')(one));
        });

        it('lands on the right lines after the file has changed since the answer', async () => {
            const turn = await footnote.ask('Which function computes the shipping_cost?');
            const citation = turn.citations.find(({ path: cited }) => cited === 'src/shipping.py') ?? assert.fail(turn.text);
            const document = await workspace.openTextDocument(file('src/shipping.py'));
            const cited = document.getText(new Range(citation.range.startLine - 1, 0, citation.range.endLine, 0));
            const edit = new WorkspaceEdit();
            edit.insert(document.uri, new Position(0, 0), '# one\n# two\n# three\n');
            await workspace.applyEdit(edit);
            await document.save();
            const opened = async (): Promise<string> => {
                await footnote.openCitation(turn.id, citation.mark);
                const { start, end } = window.activeTextEditor?.selection ?? assert.fail('no editor');
                return `from line ${start.line + 1}: ${document.getText(new Range(start.line, 0, end.line + 1, 0))}`;
            };
            await untilEqual(
                'the footnote leads to where its lines are now',
                opened,
                `from line ${citation.range.startLine + 3}: ${cited}`,
            );
        });

        it('finds a file that was just written, and forgets one that was deleted', async () => {
            await writeFile(
                file('src/voucher.ts').fsPath,
                '/** Vouchers for wombats. */\nexport function wombatVoucher(): string {\n    return "WOMBAT";\n}\n',
            );
            await untilAnswered(footnote, 'Where is wombatVoucher defined?', cites('src/voucher.ts', 'wombatVoucher'));
            await rm(file('src/voucher.ts').fsPath);
            await untilAnswered(footnote, 'Where is wombatVoucher defined?', turn =>
                turn.citations.every(({ path: cited }) => cited !== 'src/voucher.ts'),
            );
        });

        it('comes back when its engine is killed, and answers the next question', async () => {
            const pid = footnote.enginePid() ?? assert.fail('no engine');
            process.kill(pid, 'SIGKILL');
            await until('another engine is running', () => footnote.enginePid() !== pid && footnote.enginePid() !== undefined);
            const turn = await footnote.ask('How is a failed payment tried again?');
            assert.ok(cites('src/retryPayment.ts', 'retryPayment')(turn), turn.text);
        });

        it('copies a permalink to the selected lines; with the network off nobody is asked, with it on GitHub alone is', async () => {
            const requests: string[] = [];
            const { fetch } = globalThis;
            globalThis.fetch = input => {
                requests.push(input instanceof Request ? input.url : String(input));
                return Promise.reject(new TypeError('there is no network here'));
            };
            const link = 'https://github.com/acme/shop/blob/0123456789abcdef0123456789abcdef01234567/src/cart.ts#L12-L14';
            try {
                const editor = await window.showTextDocument(await workspace.openTextDocument(file('src/cart.ts')));
                editor.selection = new Selection(11, 0, 13, 4);
                await commands.executeCommand('footnote.disableNetwork');
                assert.equal(workspace.getConfiguration().get('footnote.network.enabled'), false);
                await commands.executeCommand('footnote.copyPermalink');
                assert.equal(await env.clipboard.readText(), link);
                assert.deepEqual(requests, []);
                await commands.executeCommand('footnote.enableNetwork');
                await env.clipboard.writeText('');
                await commands.executeCommand('footnote.copyPermalink');
                assert.equal(await env.clipboard.readText(), link);
                // The canary sings: the same way is open again, and leads to one host.
                await until('somebody is asked', () => requests.length > 0);
                for (const url of requests) assert.match(url, /^https:\/\/api\.github\.com\/repos\/acme\/shop(\/|$)/);
            } finally {
                globalThis.fetch = fetch;
            }
        });

        it('tells which settings count, and what of the folder does not', async () => {
            const settings = workspace.getConfiguration();
            await settings.update('footnote.index.maxFileBytes', 2_000_000, ConfigurationTarget.Workspace);
            try {
                await commands.executeCommand('footnote.showSettings');
                const text = await shownText(/^footnote\.index\.maxFileBytes: 2000000 {2}\(the workspace's settings\)$/m);
                assert.match(text, /^footnote\.hover\.enabled: true {2}\(default\)$/m);
            } finally {
                await settings.update('footnote.index.maxFileBytes', undefined, ConfigurationTarget.Workspace);
            }
            await until('the index is ready', () => footnote.indexStatus().state === 'ready');
        });

        it('with an engine that crashes again and again still reports, says what to do, and comes back when asked to', async () => {
            for (let tries = 0; footnote.engineState() !== 'stopped'; tries++) {
                if (tries > 3_000) assert.fail('it never gives up');
                const pid = footnote.enginePid();
                if (pid !== undefined) tryToKill(pid);
                await pause(50);
            }
            // Not waited for: it ends with the message that offers to copy.
            void commands.executeCommand('footnote.reportIssue');
            const report = await shownText(/# Footnote: diagnostics/);
            assert.match(report, /engine: stopped; index: /);
            assert.match(report, /crashes, the last one: SIGKILL/);
            assert.match(report, /\[(info|warning|error)\] /);
            assert.ok(!report.includes(folder()) && !report.includes('flamingo'), report);
            await commands.executeCommand('footnote.showSettings');
            await shownText(/footnote\.network\.enabled/);
            await commands.executeCommand('footnote.restartEngine');
            await until('the index is ready', () => footnote.engineState() === 'running' && footnote.indexStatus().state === 'ready');
            const turn = await footnote.ask('How is a failed payment tried again?');
            assert.ok(cites('src/retryPayment.ts', 'retryPayment')(turn), turn.text);
        }).timeout(400_000);

        it('lists the files that are not indexed, each with its reason', async () => {
            await commands.executeCommand('footnote.showSkipped');
            await shownText(/not indexed[\s\S]*logo\.bin/);
            const skipped = await footnote.engine.whySkipped(workspacePath('logo.bin'));
            assert.equal(skipped?.reason, 'binary');
        });

        it('shows what the index holds, and how often an answer was known from before', async () => {
            const question = { text: 'Where is a failed payment tried again, exactly?' };
            await untilSeen(
                'an answer was known from before',
                async () => {
                    for await (const event of footnote.engine.ask(question)) assert.ok(event.type);
                    return (await footnote.engine.details(undefined)).caches.answers.found;
                },
                found => found > 0,
            );
            await commands.executeCommand('footnote.showIndexDetails');
            await shownText(/typescript: \d[\s\S]*Answers: [1-9]\d* of \d/);
        });

        it('takes up another size limit: what is too large now is left out, with the reason', async () => {
            const settings = workspace.getConfiguration();
            await settings.update('footnote.index.maxFileBytes', 1024, ConfigurationTarget.Workspace);
            await writeFile(file('src/long.ts').fsPath, '// A long file.\n'.repeat(100));
            const reason = async () => (await footnote.engine.whySkipped(workspacePath('src/long.ts')))?.reason;
            await until('the long file is left out', async () => (await reason()) === 'too-large');
            await settings.update('footnote.index.maxFileBytes', undefined, ConfigurationTarget.Workspace);
            await until('the long file is indexed', async () => (await reason()) === undefined);
            await rm(file('src/long.ts').fsPath);
        });

        it('stops where its index cannot be kept, and goes on by itself when another place is set', async () => {
            const settings = workspace.getConfiguration();
            const blocked = path.join(folder(), 'README.md', 'indexes');
            await settings.update('footnote.index.location', blocked, ConfigurationTarget.Global);
            await until('the engine has stopped', () => footnote.engineState() === 'stopped');
            await settings.update('footnote.index.location', undefined, ConfigurationTarget.Global);
            await until('it is back', () => footnote.engineState() === 'running' && footnote.indexStatus().state === 'ready');
        });

        it('deletes nothing of the folder when the index is built anew', async () => {
            await commands.executeCommand('footnote.rebuildIndex');
            await until('the index is ready', () => footnote.indexStatus().state === 'ready');
            const turn = await footnote.ask('How is a failed payment tried again?');
            assert.ok(cites('src/retryPayment.ts', 'retryPayment')(turn), turn.text);
        });
    });
}

/** It may be gone by itself. */
function tryToKill(pid: number): void {
    try {
        process.kill(pid, 'SIGKILL');
    } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
}

/** True for an answer that cites the file and says the word. One that found nothing repeats the question and cites the nearest places. */
function cites(path: string, word: string): (turn: Turn) => boolean {
    return ({ citations, text }) =>
        citations.some(citation => citation.path === path) && text.includes(word) && !text.startsWith('I found nothing');
}

/** Asks until the answer is as expected: what was just typed or saved takes a moment to be known. */
async function untilAnswered(footnote: FootnoteApi, question: string, isExpected: (turn: Turn) => boolean): Promise<Turn> {
    let turn: Turn | undefined;
    await untilSeen(
        `"${question}" is answered as it should be`,
        async () => (turn = await footnote.ask(question)).text,
        () => turn !== undefined && isExpected(turn),
    );
    return turn ?? assert.fail();
}
