import type { Browser, Page } from 'playwright-core';
import type { ScriptedHost } from '../../../webview-ui/scriptedHost.ts';
import type { Preview } from '../../../scripts/viewPreview.ts';
import type { SceneName } from '../../../webview-ui/scenes.ts';
import { afterAll, beforeAll } from 'vitest';
import { findChromium, launchChromium, servePreview } from '../../../scripts/viewPreview.ts';

declare global {
    interface Window {
        footnoteHost: ScriptedHost;
    }
}

/** The Chromium of this machine; where there is none the tests that need it say so and are skipped. */
export const chromiumPath = findChromium();
if (!chromiumPath) console.log('SKIPPED: the panel in a real browser: no Chromium found, set CHROMIUM to its path');

/** The panel in a real browser, under the Content Security Policy of the extension. */
export class PanelPage {
    readonly preview: Preview;
    readonly page: Page;
    /** What the console said that it should not: refused styles and scripts, errors, warnings. */
    readonly complaints: string[] = [];
    private readonly browser: Browser;

    private constructor(preview: Preview, browser: Browser, page: Page) {
        this.preview = preview;
        this.browser = browser;
        this.page = page;
        page.on('pageerror', error => this.complaints.push(error.message));
        page.on('console', message => {
            const isNoise = message.location().url.endsWith('/favicon.ico');
            if (!isNoise && (message.type() === 'error' || message.type() === 'warning')) this.complaints.push(message.text());
        });
    }

    static async open(executablePath: string): Promise<PanelPage> {
        const [preview, browser] = await Promise.all([servePreview(), launchChromium(executablePath)]);
        return new PanelPage(preview, browser, await browser.newPage({ viewport: { width: 380, height: 860 } }));
    }

    /** `language` is one that there is a bundle for, or `pseudo`; English when absent. */
    async show(scene: SceneName, theme = 'dark-modern', language?: string): Promise<void> {
        const inLanguage = language === undefined ? '' : `&language=${language}`;
        await this.page.goto(`${this.preview.url}?scene=${scene}&theme=${theme}${inLanguage}`);
        await this.page.locator('question-box').waitFor();
        // Parts of an answer draw themselves up to 50 ms after the panel.
        await this.page.waitForTimeout(120);
    }

    async close(): Promise<void> {
        await this.browser.close();
        await this.preview.close();
    }
}

/** Opens the page before the tests of a file and closes it after them. */
export function usePanelPage(): () => PanelPage {
    let panel: PanelPage | undefined;
    beforeAll(async () => {
        if (chromiumPath) panel = await PanelPage.open(chromiumPath);
    });
    afterAll(async () => {
        await panel?.close();
    });
    return () => {
        if (!panel) throw new Error('There is no Chromium, so this test should have been skipped');
        return panel;
    };
}
