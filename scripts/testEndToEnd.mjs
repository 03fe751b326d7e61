/**
 * Runs the journeys of test/vscode/endToEnd in a browser window on a real VS Code, with Footnote as an installed extension.
 *   node scripts/testEndToEnd.mjs [trusted|untrusted|empty|model|answers|german|companion ...]      only these windows
 *   --only=<words>      only journeys whose name has one of these, separated by `|`
 * The last line reads `N passed, N failed, N skipped`. FOOTNOTE_EXTENSION names a built extension other than this repository.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { journeys } from '../test/vscode/endToEnd/journeys.ts';
import { doings } from '../test/vscode/endToEnd/systemCalls.ts';
import { PATIENCE_MS, until } from '../test/vscode/endToEnd/until.ts';
import { openWindow } from './browserWindow.mjs';
import { startClientModelServer } from './clientModelServer.mjs';
import { startModelServers } from './modelServers.mjs';
import { ensureChromium } from './ensureChromium.mjs';
import { makeTestWorkspace } from './testWorkspace.mjs';
import { tellSecondTry } from './tellSecondTries.mjs';
import { startVscodeServer } from './vscodeServer.mjs';

const repository = path.resolve(import.meta.dirname, '..');
const extension = path.resolve(process.env.FOOTNOTE_EXTENSION ?? repository);
const pictures = path.join(repository, 'out/screenshots');

/** Of the windows that need their own. */
const settingsOf = {
    untrusted: { 'security.workspace.trust.startupPrompt': 'never' },
    // In a browser VS Code saves by itself after a second; here it must be seen who writes.
    answers: { 'files.autoSave': 'off' },
};

const browser = ensureChromium();
if (browser.path === undefined) {
    console.log(`SKIPPED end-to-end: ${browser.reason}`);
    console.log('0 passed, 0 failed, 1 skipped');
} else {
    const named = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
    const kinds = named.length > 0 ? named : ['trusted', 'untrusted', 'empty', 'model', 'answers', 'german', 'companion'];
    const counts = { passed: 0, failed: 0 };
    for (const kind of kinds) await inWindows(browser.path, kind, counts);
    console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
    process.exitCode = counts.failed === 0 ? 0 : 1;
}

/**
 * The journeys of a kind share a window, each going on where the one before ended. So when one fails all of them are tried once more, in
 * a window of their own; a journey that failed in both has failed. Decision 0037 says why there is a second try.
 */
async function inWindows(executablePath, kind, counts) {
    const first = await inWindow(executablePath, kind);
    const hasFailed = [...first.values()].some(error => error !== undefined);
    if (hasFailed) console.log(`     once more, in a fresh window: ${kind}`);
    const second = hasFailed ? await inWindow(executablePath, kind) : new Map();
    for (const [name, error] of first) {
        const isPassed = error === undefined || (second.has(name) && second.get(name) === undefined);
        counts[isPassed ? 'passed' : 'failed']++;
        if (!isPassed) console.log(`FAIL ${name}, twice`);
        else if (error !== undefined || second.get(name) !== undefined) tellSecondTry(name);
    }
}

/** What became of each journey: its error, or undefined. */
async function inWindow(executablePath, kind) {
    const outcomes = new Map();
    const shop = makeTestWorkspace();
    const extensionsDir = mkdtempSync(path.join(os.tmpdir(), 'footnote-extensions-'));
    const canary = kind === 'untrusted' ? await startCanary(shop.folder) : undefined;
    const trace = kind === 'untrusted' && canTrace() ? path.join(shop.base, 'trace') : undefined;
    const systemCallsWithout = trace === undefined ? undefined : await callsOfBareWindow(executablePath, shop);
    for (const folder of kind === 'companion' ? [extension, path.join(repository, 'companion')] : [extension]) {
        const { publisher, name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
        symlinkSync(folder, path.join(extensionsDir, `${publisher}.${name}-${version}`), 'dir');
    }
    const clientModel = kind === 'companion' ? await startClientModelServer() : undefined;
    // A window of its own for answers: a settings file that VS Code has written itself is watched no longer, and these write to it.
    const hasModel = kind === 'model' || kind === 'answers';
    const model = hasModel ? await startModelServers(shop.base) : undefined;
    if (hasModel && !model) {
        console.log('SKIPPED a model server elsewhere: openssl is not installed');
        return outcomes;
    }
    const server = await startVscodeServer({
        trace,
        extensionsDir,
        env: { ...shop.env, ...model?.env },
        trust: kind === 'untrusted',
        settings: { ...settingsOf[kind], ...model?.settings, ...clientModel?.settings },
    });
    const { page, context, close } = await openWindow(executablePath, { more: clientModel?.browserArguments });
    // What a language pack says first; its texts of the editor itself are not here, and stay English.
    if (kind === 'german') await context.addInitScript(() => (globalThis._VSCODE_NLS_LANGUAGE = 'de'));
    page.setDefaultTimeout(PATIENCE_MS);
    const settingsFile = path.join(server.dataDir, 'data/User/settings.json');
    const errors = [];
    page.on('pageerror', error => errors.push(error.message));
    mkdirSync(pictures, { recursive: true });
    try {
        await page.goto(server.url(kind === 'empty' ? undefined : shop.folder));
        await page.locator('.monaco-workbench').waitFor();
        const window = {
            page,
            serverPid: server.pid,
            pictures,
            heard: canary?.heard ?? [],
            systemCalls: () => (trace === undefined ? undefined : readFileSync(trace, 'utf8').split('\n')),
            systemCallsWithout,
            model: model?.servers,
            clientModel,
            stores: [shop.base, server.dataDir],
            base: shop.base,
            shop: shop.folder,
            openFolder: async folder => {
                await page.goto(server.url(folder));
                await page.locator('.monaco-workbench').waitFor();
            },
            settings: () => JSON.parse(readFileSync(settingsFile, 'utf8')),
            writeSettings: settings => {
                const others = Object.entries(JSON.parse(readFileSync(settingsFile, 'utf8'))).filter(([id]) => !id.startsWith('footnote.'));
                writeFileSync(settingsFile, JSON.stringify({ ...Object.fromEntries(others), ...settings }));
            },
        };
        for (const journey of journeys.filter(one => (one.kind ?? 'trusted') === kind && isWanted(one))) {
            const began = Date.now();
            try {
                await journey.run(window);
                outcomes.set(journey.name, undefined);
                console.log(`ok   ${journey.name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
            } catch (error) {
                outcomes.set(journey.name, error);
                const picture = path.join(pictures, `failed-${journey.name.replace(/\W+/g, '-').slice(0, 60)}.png`);
                await page.screenshot({ path: picture });
                console.log(`not  ${journey.name}\n${error.stack}\n     picture: ${path.relative(repository, picture)}`);
            }
        }
    } finally {
        await close();
        await server.stop();
        canary?.server.close();
        model?.close();
        clientModel?.close();
        shop.remove();
        rmSync(extensionsDir, { recursive: true, force: true });
        if (errors.length > 0) console.log(`errors on the page: ${[...new Set(errors)].slice(0, 5).join('; ')}`);
    }
    return outcomes;
}

function isWanted({ name }) {
    const only = process.argv.find(argument => argument.startsWith('--only='));
    return (
        only === undefined ||
        only
            .slice('--only='.length)
            .split('|')
            .some(words => name.includes(words))
    );
}

/** What a window on the same folder does by itself, before Footnote is there. */
async function callsOfBareWindow(executablePath, shop) {
    const trace = path.join(shop.base, 'trace-without');
    const server = await startVscodeServer({ trace, env: shop.env, trust: true, settings: settingsOf.untrusted });
    const { page, close } = await openWindow(executablePath);
    page.setDefaultTimeout(PATIENCE_MS);
    try {
        await page.goto(server.url(shop.folder));
        await page.locator('.monaco-workbench').waitFor();
        // Until it has done all that it does by itself, which takes longer on a slow machine: nothing new for ten seconds.
        const calls = () => readFileSync(trace, 'utf8').split('\n');
        let known = 0;
        let knownSince = Date.now();
        await until(
            'a window without Footnote comes to rest',
            () => doings(calls()).size,
            size => {
                if (size !== known) [known, knownSince] = [size, Date.now()];
                return known > 3 && Date.now() - knownSince > 10_000;
            },
        );
        return calls();
    } finally {
        await close();
        await server.stop();
    }
}

/** A server that the folder's own settings name as the model, and that must hear nothing. */
async function startCanary(folder) {
    const heard = [];
    const server = http.createServer((request, response) => {
        heard.push(`${request.method} ${request.url}`);
        response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const baseUrl = `http://127.0.0.1:${server.address().port}/v1`;
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    const flat = { 'footnote.model.provider': 'openai-compatible', 'footnote.model.baseUrl': baseUrl, 'footnote.model.id': 'm' };
    const nested = { footnote: { model: { provider: 'openai-compatible', baseUrl } }, 'http.proxy': baseUrl };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify({ ...flat, ...nested }));
    writeFileSync(path.join(folder, '.env'), `OPENAI_BASE_URL=${baseUrl}\n`);
    return { server, heard };
}

function canTrace() {
    const isAllowed = spawnSync('strace', ['-f', '-e', 'trace=execve', '-o', os.devNull, 'true']).status === 0;
    if (!isAllowed) console.log('SKIPPED system calls in a folder that is not trusted: strace is not installed or not allowed');
    return isAllowed;
}
