/**
 * The picture of the README: this repository in a real VS Code, asked about itself, with the cited lines open beside the answer.
 *   node scripts/readmePicture.mjs [folder] [question]
 * writes media/screenshot.png. The one in the repository has 64 colours, a quarter of the bytes. FOOTNOTE_EXTENSION names a built extension other than this repository.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ask, dragSideBar, openPanel, panelOf, untilIndexed, untilPanelDrawn } from '../test/vscode/endToEnd/panel.ts';
import { openWindow } from './browserWindow.mjs';
import { ensureChromium } from './ensureChromium.mjs';
import { startVscodeServer } from './vscodeServer.mjs';

const repository = path.resolve(import.meta.dirname, '..');
const extension = path.resolve(process.env.FOOTNOTE_EXTENSION ?? repository);
const folder = path.resolve(process.argv[2] ?? repository);
const question = process.argv[3] ?? 'How is a citation checked against the live file?';
const picture = path.join(repository, 'media/screenshot.png');

const browser = ensureChromium();
if (browser.path === undefined) {
    console.log(`SKIPPED: ${browser.reason}`);
    process.exit(0);
}
const scratch = mkdtempSync(path.join(os.tmpdir(), 'footnote-picture-'));
const { publisher, name, version } = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8'));
symlinkSync(extension, path.join(scratch, `${publisher}.${name}-${version}`), 'dir');
const server = await startVscodeServer({
    extensionsDir: scratch,
    env: { XDG_DATA_HOME: path.join(scratch, 'data') },
    settings: {
        'window.menuBarVisibility': 'hidden',
        'workbench.colorTheme': 'Light Modern',
        'editor.minimap.enabled': false,
        // Without its dependencies installed a copy of the folder would look broken.
        'typescript.validate.enable': false,
        'git.blame.statusBarItem.enabled': false,
    },
});
const { page, close } = await openWindow(browser.path, { viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
try {
    page.setDefaultTimeout(200_000);
    await page.goto(server.url(folder));
    await openPanel(page);
    await untilIndexed(page);
    await dragSideBar(page, 600);
    await ask(page, question);
    const panel = panelOf(page);
    // Its definition.
    await panel.locator('citation-link').first().click();
    await page.locator('.editor-instance .view-lines').waitFor();
    await page.locator('.editor-instance .selected-text').first().waitFor();
    await untilPanelDrawn(page);
    await page.screenshot({ path: picture });
} finally {
    await close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
console.log(`${path.relative(repository, picture)}: ${(statSync(picture).size / 1024).toFixed(0)} KB`);
