/** What the editor says about the index and what is to be done about it: why a file is left out, and a pause. */
import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commands, extensions, Uri, window, workspace, type DocumentLink } from 'vscode';
import type { FootnoteApi } from '../../../src/extension/extension.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { shownText, until, untilSeen } from './until.ts';

export function registerIndexStory(): void {
    describe('what is in the index, and why not', () => {
        let footnote: FootnoteApi;
        const folder = (): string => workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
        const file = (name: string): Uri => Uri.file(path.join(folder(), name));
        const state = () => footnote.indexStatus().state;
        const reason = async (name: string) => (await footnote.engine.whySkipped(workspacePath(name)))?.reason;

        before(async () => {
            const extension = extensions.getExtension<FootnoteApi>('footnote.footnote') ?? assert.fail('the extension is not there');
            footnote = await extension.activate();
            await until('the index is ready', () => state() === 'ready');
        });

        it('of a file that is ignored the page leads to the rule, at its line; of a folder to what is left out below it', async () => {
            const rules = file('.footnoteignore');
            await writeFile(rules.fsPath, '# Of the night.\n*.dream\n');
            await writeFile(file('src/tonight.dream').fsPath, 'sheep\n');
            try {
                await untilSeen(
                    'the file is left out',
                    () => reason('src/tonight.dream'),
                    seen => seen === 'ignored',
                );
                await commands.executeCommand('footnote.whyFile', file('src/tonight.dream'));
                await shownText(/tonight\.dream is not in the index: ignored \(\.footnoteignore:2: \*\.dream\)/);
                const rule = (await linksOfPage()).find(({ words }) => words === '.footnoteignore:2') ?? assert.fail('no link');
                assert.deepEqual([rule.target?.fsPath, rule.target?.fragment], [rules.fsPath, 'L2']);
                await commands.executeCommand('footnote.whyFolder', file('src'));
                await shownText(/^src is a folder: \d+ files of it in the index, 1 left out\.[\s\S]*tonight\.dream/);
                assert.ok((await linksOfPage()).some(({ target }) => target?.fsPath === file('src/tonight.dream').fsPath));
            } finally {
                await rm(rules.fsPath);
                await rm(file('src/tonight.dream').fsPath);
            }
        });

        it('a pause is told, and what is saved in it is in the index once it is over', async () => {
            await commands.executeCommand('footnote.pause');
            await until('it is paused', () => state() === 'paused');
            await writeFile(
                file('src/lullaby.ts').fsPath,
                '/** Sings capybaras to sleep. */\nexport function capybaraLullaby(): void {}\n',
            );
            const account = async () => (await footnote.engine.account(workspacePath('src/lullaby.ts'))).state;
            await untilSeen('it waits', account, seen => seen === 'waiting');
            await commands.executeCommand('footnote.resume');
            await untilSeen('it is indexed', account, seen => seen === 'indexed');
            await until('the index is ready', () => state() === 'ready');
            await rm(file('src/lullaby.ts').fsPath);
        });
    });
}

/** The links of the page in front, with their words. */
async function linksOfPage(): Promise<readonly { readonly words: string; readonly target: Uri | undefined }[]> {
    const { document } = window.activeTextEditor ?? assert.fail('no page');
    const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', document.uri);
    return links.map(({ range, target }) => ({ words: document.getText(range), target }));
}
