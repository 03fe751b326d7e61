import type { Browser } from 'playwright-core';
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { chatTranslations } from '../src/extension/chat/chatHtml.ts';
import { pseudoTranslations, translationsOf } from './interfaceTranslations.ts';

/** The policy that the extension sets on the panel, with the preview's own address where VS Code has `cspSource`. */
export const PANEL_CSP =
    "default-src 'none'; script-src 'nonce-preview'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'none'; frame-src 'none'; form-action 'none'; base-uri 'none'";

export const THEMES: readonly string[] = ['dark-modern', 'light-modern', 'hc-dark', 'hc-light'];

export interface Preview {
    readonly url: string;
    /** Addresses somebody asked for that are not part of the page: the canary of the attack tests. */
    readonly strangeRequests: readonly string[];
    readonly close: () => Promise<void>;
}

/** Builds the panel with its scenes and serves it on this machine only; `close` ends it. */
export async function servePreview(): Promise<Preview> {
    const root = new URL('../', import.meta.url);
    const script = await build({
        entryPoints: [new URL('webview-ui/preview.ts', root).pathname],
        bundle: true,
        minify: true,
        write: false,
        format: 'esm',
        platform: 'browser',
        target: 'chrome130',
        logLevel: 'warning',
    });
    const html = await readFile(new URL('webview-ui/index.html', root), 'utf8');
    const pages = new Map<string, { readonly type: string; readonly body: string | Uint8Array | undefined }>([
        ['/', { type: 'text/html', body: html }],
        ['/preview.js', { type: 'text/javascript', body: script.outputFiles[0]?.contents }],
        ['/chat.css', { type: 'text/css', body: await readFile(new URL('webview-ui/src/theme.css', root)) }],
        ['/previewThemes.css', { type: 'text/css', body: await readFile(new URL('webview-ui/previewThemes.css', root)) }],
    ]);
    const strangeRequests: string[] = [];
    const server = createServer((request, response) => {
        const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://preview');
        const page = pages.get(path);
        const language = searchParams.get('language');
        if (!page && path !== '/favicon.ico') strangeRequests.push(request.url ?? '');
        response.writeHead(page ? 200 : 404, {
            'content-type': `${page?.type ?? 'text/plain'}; charset=utf-8`,
            'content-security-policy': PANEL_CSP,
        });
        response.end(path === '/' && language !== null ? inLanguage(html, language) : page?.body);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The preview has no port');
    return {
        url: `http://127.0.0.1:${address.port}/`,
        strangeRequests,
        close: () =>
            new Promise<void>(resolve => {
                server.closeAllConnections();
                server.close(() => resolve());
            }),
    };
}

/** The page as the extension writes it for an editor in this language; `pseudo` for the one that shows what was forgotten. */
function inLanguage(html: string, language: string): string {
    const translations = language === 'pseudo' ? pseudoTranslations() : translationsOf(language);
    return html.replace('lang="en"', `lang="${translations.language}"`).replace('<body>', () => `<body>${chatTranslations(translations)}`);
}

/** Where a Chromium is on this machine, or undefined. */
export function findChromium(): string | undefined {
    return [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
        path => path !== undefined && existsSync(path),
    );
}

export function launchChromium(executablePath: string): Promise<Browser> {
    const args = [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
    ];
    return chromium.launch({ executablePath, headless: true, args });
}
