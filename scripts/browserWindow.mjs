/** Opens Chromium on an empty profile, with `more` arguments of the command line; `close` removes it. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const ARGUMENTS = [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    ...['--disable-component-update', '--disable-sync'],
];

export async function openWindow(executablePath, { viewport = { width: 1400, height: 900 }, colorScheme = 'dark', more = [] } = {}) {
    const profile = mkdtempSync(path.join(os.tmpdir(), 'footnote-chromium-'));
    const context = await chromium.launchPersistentContext(profile, {
        executablePath,
        headless: true,
        viewport,
        colorScheme,
        args: [...ARGUMENTS, ...more],
    });
    return {
        context,
        page: context.pages()[0] ?? (await context.newPage()),
        async close() {
            await context.close();
            rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
        },
    };
}
