/** Hovers and code lenses as VS Code gets them, in the fixture `shop`. Registered before the journeys, which change its files. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { attachmentNames } from '../../../src/protocol/attachment.ts';
import {
    commands,
    ConfigurationTarget,
    extensions,
    MarkdownString,
    Position,
    Selection,
    Uri,
    window,
    workspace,
    type CodeLens,
    type Hover,
    type TextDocument,
} from 'vscode';
import type { FootnoteApi } from '../../../src/extension/extension.ts';
import { until, untilEqual, untilSeen } from './until.ts';

export function registerSurfaces(): void {
    describe('Footnote in the text', () => {
        let footnote: FootnoteApi;

        before(async () => {
            const extension = extensions.getExtension<FootnoteApi>('footnote.footnote') ?? assert.fail('the extension is not there');
            footnote = await extension.activate();
            await until('the index is ready', () => footnote.indexStatus().state === 'ready');
            await writeFile(path.join(folderPath(), 'src/trap.ts'), TRAP);
            await until('src/trap.ts is indexed', async () => (await footnote.engine.definitions('springTrap')).length > 0);
        });

        after(() => rm(path.join(folderPath(), 'src/trap.ts')));

        it('a hover says what a name is, where it is defined and who mentions it', async () => {
            const [text = assert.fail('no hover')] = await hoverSoonAt(await open('src/cart.ts'), 'priceOf(item');
            const plain = unescaped(text.value);
            assert.match(plain, /^Function priceOf, src\/prices\.ts:4/);
            assert.match(plain, /export function priceOf\(article: string\): number\n/);
            assert.match(plain, /The price of an article in cents\./);
            assert.match(plain, /Mentioned once, in src\/cart\.ts/);
        });

        it('what may run commands holds our own words and a number, whatever the repository says', async () => {
            const document = await open('src/trap.ts');
            const [text = assert.fail('no hover'), links, ...rest] = await hoverSoonAt(document, 'springTrap');
            assert.deepEqual(rest, []);
            assert.equal(Boolean(text.isTrusted), false);
            assert.ok(!text.supportHtml && !text.supportThemeIcons);
            // The comment is there to be read, and none of it is Markdown.
            assert.ok(unescaped(text.value).includes('[Explain](command:workbench.action.terminal.new)'), text.value);
            assert.ok(!/(?<!\\)\[[^\]]*\]\(/.test(text.value.replaceAll(/```[\s\S]*?```/g, '')), text.value);
            assert.match(
                links?.value ?? '',
                /^\$\(comment-discussion\)\u2002\[Explain\]\(command:footnote\.explainSymbol\?%5B\d+%5D\)\u2002·\u2002\[References\]\(command:footnote\.showReferences\?%5B\d+%5D\)$/,
            );
            assert.deepEqual(links?.isTrusted, {
                enabledCommands: ['footnote.explainSymbol', 'footnote.showReferences', 'footnote.openDefinition'],
            });
        });

        it('there is no hover over a word that means nothing, and none when it is switched off', async () => {
            const document = await open('src/cart.ts');
            await hoverSoonAt(document, 'priceOf(item');
            assert.deepEqual(await hoverAt(document, 'customer wants'), []);
            await withSetting('footnote.hover.enabled', false, async () => {
                assert.deepEqual(await hoverAt(document, 'priceOf(item'), []);
            });
        });

        it('over selected lines it offers to explain them', async () => {
            const document = await open('src/cart.ts');
            const editor = await window.showTextDocument(document);
            editor.selection = new Selection(11, 0, 13, 10);
            const contents = await untilSeen(
                'there is a hover over the selected lines',
                () => ours(document, new Position(12, 10)),
                hover => hover.length > 0,
            );
            assert.match(unescaped(contents[0]?.value ?? ''), /^Method Cart\.addItem, src\/cart\.ts:13/);
            assert.match(contents.at(-1)?.value ?? '', /\[Explain\]/);
            editor.selection = new Selection(0, 0, 0, 0);
        });

        it('over lines that a footnote has selected it explains the name under the mouse, if it is one', async () => {
            const document = await open('src/cart.ts');
            const editor = await window.showTextDocument(document);
            editor.selection = new Selection(0, 0, document.lineCount - 1, 0);
            const [text = assert.fail('no hover')] = await hoverSoonAt(document, 'priceOf(item');
            assert.match(unescaped(text.value), /^Function priceOf, src\/prices\.ts:4/);
            // A word that is no name: then it is about the selected lines.
            const lines = await hoverSoonAt(document, 'customer wants');
            assert.match(lines.at(-1)?.value ?? '', /\[Explain\]/);
            assert.ok(!unescaped(lines[0]?.value ?? '').includes('priceOf'));
            editor.selection = new Selection(0, 0, 0, 0);
        });

        it('a question about a file or folder of the explorer stays in there', async () => {
            await commands.executeCommand('footnote.askAboutFolder', Uri.file(path.join(folderPath(), 'src')));
            const inSource = await footnote.ask('How is a failed payment tried again?');
            assert.equal(attachmentNames(inSource.attachments), 'src/');
            assert.ok(inSource.evidence.some(({ passage }) => passage.path === 'src/retryPayment.ts'));
            await commands.executeCommand('footnote.askAboutFile', Uri.file(path.join(folderPath(), 'src/shipping.py')));
            const inFile = await footnote.ask('What is it for?');
            assert.equal(attachmentNames(inFile.attachments), 'src/shipping.py');
            assert.ok(inFile.citations.some(citation => citation.path === 'src/shipping.py'));
            assert.ok(inFile.evidence.filter(({ role }) => role === 'found').every(({ passage }) => passage.path === 'src/shipping.py'));
            // It goes with one question only.
            assert.equal((await footnote.ask('How is a failed payment tried again?')).attachments, undefined);
        });

        it('a link of a hover asks in the panel with the definition attached', async () => {
            const links = (await hoverSoonAt(await open('src/cart.ts'), 'priceOf(item')).at(-1);
            const number = Number(/explainSymbol\?%5B(\d+)%5D/.exec(links?.value ?? '')?.[1]);
            await commands.executeCommand('footnote.explainSymbol', number);
            await until('it is answered', () => {
                const last = footnote.turns().at(-1);
                return last?.question === 'What does priceOf do?' && last.progress.state === 'finished';
            });
            const turn = footnote.turns().at(-1) ?? assert.fail('nothing was asked');
            assert.equal(attachmentNames(turn.attachments), 'src/prices.ts:4-8');
            assert.ok(turn.citations.some(citation => citation.path === 'src/prices.ts'));
        });

        it('each definition has one line of lenses, which say who counted', async () => {
            const document = await open('src/shipping.py');
            await untilLenses(document, ['6: no mentions (index)', '6: Ask']);
            const typescript = await open('src/prices.ts');
            // The language server of TypeScript answers when it is warm; until then the index does.
            await untilSeen(
                'there are lenses over TypeScript',
                async () => (await lensesOf(typescript)).join('; '),
                lenses => /^4: (2 references|1 mention \(index\)); 4: Ask$/.test(lenses),
            );
        });

        it('who calls a function is answered by what the language server knows as well, once it is warm', async () => {
            // Without a project file TypeScript knows what is open, and what that imports.
            await open('src/cart.ts');
            const turn = await untilSeen(
                'the answer speaks of the language server',
                () => footnote.ask('who calls priceOf?'),
                ({ text }) => text.includes("The editor's language server confirms all of these."),
            );
            assert.ok(turn.citations.some(({ path, state }) => path === 'src/cart.ts' && state === 'verified'));
            assert.match(turn.text, /by name and by what the language server knows/);
        });

        it('lenses can be switched off: each, for a language, and all from the status menu', async () => {
            const document = await open('src/shipping.py');
            await withSetting('footnote.codeLens.references', false, () => untilLenses(document, ['6: Ask']));
            await withSetting('footnote.codeLens.kinds', ['class'], () => untilLenses(document, []));
            await withSetting('[python]', { 'footnote.codeLens.ask': false }, () => untilLenses(document, ['6: no mentions (index)']));
            await commands.executeCommand('footnote.hideLenses');
            await untilLenses(document, []);
            await commands.executeCommand('footnote.showLenses');
            await untilSeen(
                'both lenses are back',
                () => lensesOf(document),
                lenses => lenses.length === 2,
            );
        });

        it('there are none where the language shows its own', async () => {
            const document = await open('src/prices.ts');
            await withSetting('typescript.referencesCodeLens.enabled', true, async () => {
                await untilEqual('there is none of ours', async () => (await lensesOf(document)).filter(lens => lens.endsWith('Ask')), []);
            });
        });

        it('the peek of a lens lists the places', async () => {
            const document = await open('src/prices.ts');
            const editor = await window.showTextDocument(document);
            editor.selection = new Selection(0, 0, 0, 0);
            await untilSeen(
                'there are lenses',
                () => lensesOf(document),
                lenses => lenses.length === 2,
            );
            const lens = (await rawLenses(document)).find(({ command }) => command?.command === 'footnote.showReferences');
            const argument: unknown = lens?.command?.arguments?.[0];
            assert.ok(argument !== undefined);
            await commands.executeCommand('footnote.showReferences', argument);
            await commands.executeCommand('closeReferenceSearch');
        });
    });
}

/** A comment that would like to run a command, load a picture and be bold. */
const TRAP = `/** [Explain](command:workbench.action.terminal.new) ![x](http://127.0.0.1:9/x.png) <b>bold</b> $(trash) */
export function springTrap(): void {}
`;

function folderPath(): string {
    return workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
}

function open(name: string): Thenable<TextDocument> {
    return workspace.openTextDocument(Uri.file(path.join(folderPath(), name)));
}

/** Footnote's own strings of the hover at the first place of `text`. */
async function hoverAt(document: TextDocument, text: string): Promise<MarkdownString[]> {
    const at = document.getText().indexOf(text);
    assert.ok(at >= 0, text);
    return ours(document, document.positionAt(at + 1));
}

/** The same, as soon as there is one: a hover that takes too long is given up, and comes with the next move of the mouse. */
async function hoverSoonAt(document: TextDocument, text: string): Promise<MarkdownString[]> {
    return untilSeen(
        `there is a hover over ${text}`,
        () => hoverAt(document, text),
        hover => hover.length > 0,
    );
}

async function ours(document: TextDocument, position: Position): Promise<MarkdownString[]> {
    const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, position);
    const all = hovers.map(({ contents }) => contents.filter(one => one instanceof MarkdownString));
    return all.find(contents => contents.some(({ value }) => value.includes('command:footnote.'))) ?? [];
}

/** What appendText has escaped, as a reader sees it. */
function unescaped(text: string): string {
    return text.replaceAll(/\\([\\`*_{}[\]()#+\-!~>.])/g, '$1').replaceAll('&nbsp;', ' ');
}

function rawLenses(document: TextDocument): Thenable<CodeLens[]> {
    return commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
}

/** `line: title`, lines counted from 1. */
async function lensesOf(document: TextDocument): Promise<readonly string[]> {
    const lenses = await rawLenses(document);
    // Those that had to be resolved come last; the editor shows them in the order of the provider.
    return lenses
        .map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ''}`)
        .sort((a, b) => Number(a.endsWith('Ask')) - Number(b.endsWith('Ask')));
}

async function untilLenses(document: TextDocument, wanted: readonly string[]): Promise<void> {
    await untilEqual('the lenses are as they should be', () => lensesOf(document), wanted);
}

async function withSetting(id: string, value: unknown, work: () => Promise<void>): Promise<void> {
    await workspace.getConfiguration().update(id, value, ConfigurationTarget.Global);
    try {
        await work();
    } finally {
        await workspace.getConfiguration().update(id, undefined, ConfigurationTarget.Global);
    }
}
