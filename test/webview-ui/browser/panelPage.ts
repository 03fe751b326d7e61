import type { Browser, CDPSession, Page } from 'playwright-core';
import type { ScriptedHost } from '../../../webview-ui/scriptedHost.ts';
import type { Preview } from '../../../scripts/viewPreview.ts';
import type { SceneName } from '../../../webview-ui/scenes.ts';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { findChromium, launchChromium, servePreview } from '../../../scripts/viewPreview.ts';
import { untilDrawn } from './untilDrawn.ts';

declare global {
    interface Window {
        footnoteHost: ScriptedHost;
    }
}

/** The Chromium of this machine; where there is none the tests that need it say so and are skipped. */
export const chromiumPath = findChromium();
if (!chromiumPath) console.log('SKIPPED: the panel in a real browser: no Chromium found, set CHROMIUM to its path');

/**
 * How many times slower than this machine the page runs, so that what happens one frame later elsewhere happens much later here:
 * `FOOTNOTE_TEST_SLOWDOWN=20 npx vitest run --project browser`. Patience grows with it.
 */
export const slowdown = Math.max(1, Number(process.env['FOOTNOTE_TEST_SLOWDOWN'] ?? 1) || 1);

/** How long a test of the panel may take that takes at most this long elsewhere, in milliseconds. */
export function patience(ms: number): number {
    return ms * slowdown;
}

/** The panel in a real browser, under the Content Security Policy of the extension. */
export class PanelPage {
    readonly preview: Preview;
    readonly page: Page;
    /** What the console said that it should not: refused styles and scripts, errors, warnings. */
    readonly complaints: string[] = [];
    private readonly browser: Browser;
    private readonly session: CDPSession;

    private constructor(preview: Preview, browser: Browser, page: Page, session: CDPSession) {
        this.preview = preview;
        this.browser = browser;
        this.page = page;
        this.session = session;
        page.on('pageerror', error => this.complaints.push(error.message));
        page.on('console', message => {
            const isNoise = message.location().url.endsWith('/favicon.ico');
            if (!isNoise && (message.type() === 'error' || message.type() === 'warning')) this.complaints.push(message.text());
        });
    }

    static async open(executablePath: string): Promise<PanelPage> {
        const [preview, browser] = await Promise.all([servePreview(), launchChromium(executablePath)]);
        const page = await browser.newPage({ viewport: VIEWPORT });
        page.setDefaultTimeout(patience(30_000));
        const session = await page.context().newCDPSession(page);
        await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
        return new PanelPage(preview, browser, page, session);
    }

    /** As it was opened, whatever the test before has left. */
    async reset(): Promise<void> {
        await this.page.setViewportSize(VIEWPORT);
        await this.page.emulateMedia({ reducedMotion: null });
    }

    /** `language` is one that there is a bundle for, or `pseudo`; English when absent. */
    async show(scene: SceneName, theme = 'dark-modern', language?: string): Promise<void> {
        const inLanguage = language === undefined ? '' : `&language=${language}`;
        await this.page.goto(`${this.preview.url}?scene=${scene}&theme=${theme}${inLanguage}`);
        await this.page.locator('question-box').waitFor();
        await this.drawn();
    }

    /** Waits until everything that the panel has been told stands on the page; parts of an answer draw themselves after the panel. */
    async drawn(): Promise<void> {
        await this.page.evaluate(untilDrawn);
    }

    /** What only looks at the page is no part of it, and need not be slow: a run over all rules of accessibility takes a second as it is. */
    async atFullSpeed<T>(look: () => Promise<T>): Promise<T> {
        await this.session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
        try {
            return await look();
        } finally {
            await this.session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
        }
    }

    /** The words of the question box, when they are these: the toolkit may write them a frame later than they are set. */
    async expectTyped(text: string, why?: string): Promise<void> {
        const box = this.page.locator('question-box textarea');
        await expect.poll(() => box.inputValue(), { timeout: patience(10_000), message: why ?? 'what stands in the box' }).toBe(text);
    }

    /** What the page answers to this question, as soon as it is as expected: `await panel.expectSoon('1 + 1').toBe(2)`. */
    expectSoon(question: string | (() => Promise<unknown>), why?: string): ReturnType<typeof expect.poll> {
        const asked = typeof question === 'string' ? () => this.page.evaluate(question) : question;
        return expect.poll(asked, { timeout: patience(10_000), ...(why === undefined ? {} : { message: why }) });
    }

    async close(): Promise<void> {
        await this.browser.close();
        await this.preview.close();
    }
}

const VIEWPORT = { width: 380, height: 860 };

/** Opens the page before the tests of a file and closes it after them. */
export function usePanelPage(): () => PanelPage {
    let panel: PanelPage | undefined;
    beforeAll(async () => {
        if (chromiumPath) panel = await PanelPage.open(chromiumPath);
    });
    beforeEach(async () => {
        await panel?.reset();
    });
    afterAll(async () => {
        await panel?.close();
    });
    return () => {
        if (!panel) throw new Error('There is no Chromium, so this test should have been skipped');
        return panel;
    };
}
