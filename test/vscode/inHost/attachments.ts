/** What the editor puts beside a question: its selection, its problems, what is dropped. Registered before the journeys, which change files. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
    commands,
    ConfigurationTarget,
    Diagnostic,
    DiagnosticSeverity,
    extensions,
    languages,
    Range,
    Selection,
    Uri,
    window,
    workspace,
} from 'vscode';
import type { FootnoteApi } from '../../../src/extension/extension.ts';
import type { Turn } from '../../../src/protocol/conversation.ts';
import { shownText, until } from './until.ts';

export function registerAttachments(): void {
    describe('attachments in VS Code', () => {
        let footnote: FootnoteApi;
        const folder = (): string => workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
        const file = (name: string): Uri => Uri.file(path.join(folder(), name));
        const names = (): readonly string[] => footnote.attachments().map(({ name }) => name);
        const attached = ({ evidence }: Turn): readonly string[] =>
            evidence.flatMap(({ role, passage }) => (role === 'attached' ? [passage.path] : []));

        before(async () => {
            const extension = extensions.getExtension<FootnoteApi>('footnote.footnote') ?? assert.fail('the extension is not there');
            footnote = await extension.activate();
            await until('the index is ready', () => footnote.indexStatus().state === 'ready');
        });

        it('the selection goes with a question by itself, once, and not when a setting or its emptiness says so', async () => {
            const editor = await window.showTextDocument(file('src/prices.ts'));
            editor.selection = new Selection(3, 0, 6, 1);
            await until('the selection is attached', () => names().includes('src/prices.ts:4-7'));
            assert.equal(footnote.attachments()[0]?.isAutomatic, true);
            await until('it is measured', () => footnote.attachments()[0]?.fate?.state === 'whole');
            const turn = await footnote.ask('What does this do?');
            assert.ok(attached(turn).includes('src/prices.ts'), JSON.stringify(turn.evidence));
            assert.deepEqual(names(), []);

            editor.selection = new Selection(3, 0, 5, 0);
            await until('another selection is attached', () => names().includes('src/prices.ts:4-5'));
            editor.selection = new Selection(0, 0, 0, 0);
            await until('it goes with the selection', () => names().length === 0);

            const settings = workspace.getConfiguration('footnote');
            await settings.update('chat.attachSelection', false, ConfigurationTarget.Global);
            editor.selection = new Selection(3, 0, 6, 1);
            // The moment after which it would be attached; that it is, is seen when the setting is taken back.
            await pause(600);
            assert.deepEqual(names(), []);
            await settings.update('chat.attachSelection', undefined, ConfigurationTarget.Global);
            await until('the setting is taken back', () => names().length === 1);
            editor.selection = new Selection(0, 0, 0, 0);
            await until('nothing is attached', () => names().length === 0);
        });

        it('what a footnote has opened is selected, and is not attached', async () => {
            const turn = await footnote.ask('What does priceOf do?');
            const citation = turn.citations.find(({ path: cited }) => cited === 'src/prices.ts') ?? assert.fail(turn.text);
            await footnote.openCitation(turn.id, citation.mark);
            assert.equal(window.activeTextEditor?.selection.isEmpty, false);
            await pause(600);
            assert.deepEqual(names(), []);
            // What is selected by hand there is, and alone.
            const editor = window.activeTextEditor;
            editor.selection = new Selection(3, 0, 5, 0);
            await until('what was selected by hand is attached', () => names().join() === 'src/prices.ts:4-5');
            editor.selection = new Selection(0, 0, 0, 0);
            await until('nothing is attached', () => names().length === 0);
        });

        it('problems are quoted with their place, and their footnote opens it', async () => {
            const problems = languages.createDiagnosticCollection('tester');
            const problem = new Diagnostic(new Range(3, 0, 3, 8), "Cannot find name 'priceList'.", DiagnosticSeverity.Error);
            problem.source = 'ts';
            problem.code = 2304;
            problems.set(file('src/prices.ts'), [problem]);
            await footnote.attach({ kind: 'problems', problems: [] });
            const turn = await footnote.ask('What is wrong?');
            problems.dispose();
            assert.match(turn.text, /src\/prices\.ts:4: error 2304 \(ts\): Cannot find name 'priceList'\./);
            const citation = turn.citations.find(({ path: cited }) => cited === '/Problems') ?? assert.fail(turn.text);
            await commands.executeCommand('workbench.action.closeAllEditors');
            await footnote.openCitation(turn.id, citation.mark);
            assert.equal(window.activeTextEditor?.document.uri.fsPath, file('src/prices.ts').fsPath);
            assert.equal(window.activeTextEditor.selection.active.line, 3);
        });

        it('a dropped file is attached; a secret, a file elsewhere and an address that is none are not', async () => {
            await writeFile(file('.env').fsPath, 'KEY=canary-9c1d\n');
            await footnote.drop([file('src/shipping.py').toString(), file('.env').toString(), 'file:///etc/hosts', 'https://example.com/']);
            assert.deepEqual(names(), ['src/shipping.py']);
            const turn = await footnote.ask('What is it for?');
            assert.equal(attached(turn)[0], 'src/shipping.py');
            assert.ok(!JSON.stringify(turn).includes('canary-9c1d'));
            await rm(file('.env').fsPath);
        });

        it('a text that was pasted is evidence, and its footnote opens it as a page', async () => {
            await footnote.attach({ kind: 'pasted', text: 'Error: payment failed\n    at retryPayment (src/retryPayment.ts:8)\n' });
            const turn = await footnote.ask('Where does this come from?');
            assert.ok(attached(turn).includes('/Pasted text'));
            const citation = turn.citations.find(({ path: cited }) => cited === '/Pasted text') ?? assert.fail(turn.text);
            await footnote.openCitation(turn.id, citation.mark);
            await shownText(/payment failed/);
            assert.ok(
                turn.citations.some(({ path: cited }) => cited === 'src/retryPayment.ts'),
                turn.text,
            );
            await commands.executeCommand('workbench.action.closeAllEditors');
        });
    });
}
