/**
 * Runs the journeys of test/vscode/inHost in the extension host of a real VS Code.
 * The last line reads `N passed, N failed, N skipped`. FOOTNOTE_EXTENSION names a built extension other than this repository.
 */
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import * as esbuild from 'esbuild';
import { openWindow } from './browserWindow.mjs';
import { ensureChromium } from './ensureChromium.mjs';
import { makeTestWorkspace } from './testWorkspace.mjs';
import { startVscodeServer } from './vscodeServer.mjs';

const repository = path.resolve(import.meta.dirname, '..');
const extension = path.resolve(process.env.FOOTNOTE_EXTENSION ?? repository);
/** Of all journeys together, which take two minutes; a limit for an editor that hangs. */
const PATIENCE_MS = 1_200_000;

/** The page's own chatter is left out; what remains is mocha's. */
const NOISE =
    /^(Ignoring fetching|Creating a socket|Resolv|\[reconnection|\[Service Worker|\[AgentHost|\[AccountPolicy|Updating additional)/;

const browser = ensureChromium();
if (browser.path === undefined) {
    console.log(`SKIPPED in-host: ${browser.reason}`);
    console.log('0 passed, 0 failed, 1 skipped');
} else {
    process.exitCode = (await runJourneys(browser.path)) === 0 ? 0 : 1;
}

async function runJourneys(executablePath) {
    const suite = path.join(repository, 'out/inHost/run.cjs');
    await esbuild.build({
        entryPoints: [path.join(repository, 'test/vscode/inHost/run.ts')],
        outfile: suite,
        bundle: true,
        platform: 'node',
        format: 'cjs',
        // Mocha looks for its own files at run time; the editor provides `vscode`.
        external: ['vscode', 'mocha'],
        logLevel: 'warning',
    });
    const shop = makeTestWorkspace();
    // In a browser VS Code saves after a second by itself; the journeys are about text that is not saved.
    const extensionsDir = path.join(shop.base, 'extensions');
    mkdirSync(extensionsDir);
    symlinkSync(path.join(repository, 'test/vscode/lender'), path.join(extensionsDir, 'footnote-tests.lender-0.0.1'));
    const server = await startVscodeServer({ testDriver: true, env: shop.env, extensionsDir, settings: { 'files.autoSave': 'off' } });
    const { page, close } = await openWindow(executablePath);
    let closingLine = '0 passed, 1 failed, 0 skipped';
    try {
        const exit = new Promise(resolve => void page.exposeFunction('codeAutomationExit', resolve));
        await page.exposeFunction('codeAutomationLog', (_type, args) => {
            // Mocha writes as in `console.log('%s passed', 3)`.
            const line = format(...args);
            if (/^\d+ passed, \d+ failed, \d+ skipped$/.test(line)) closingLine = line;
            else if (!NOISE.test(line)) console.log(line);
        });
        await page.goto(
            server.url(shop.folder, [
                ['extensionDevelopmentPath', server.remote(extension)],
                ['extensionTestsPath', server.remote(suite)],
            ]),
        );
        const code = await Promise.race([exit, new Promise(resolve => setTimeout(() => resolve('timeout'), PATIENCE_MS).unref())]);
        if (code === 'timeout') console.log(`No end within ${PATIENCE_MS / 1000} s; the server says:\n${server.log().slice(-3_000)}`);
        return code;
    } finally {
        await close();
        await server.stop();
        shop.remove();
        console.log(closingLine);
    }
}
