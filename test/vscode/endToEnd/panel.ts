/** What a reader sees and does in the window, by the words and roles on the screen. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import { untilDrawn } from '../../webview-ui/browser/untilDrawn.ts';
import { listInput, listRows, runCommand } from './palette.ts';
import { until } from './until.ts';

/** The webview's own document, two frames deep. */
export function panelOf(page: Page): FrameLocator {
    return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

/** The same as a frame, for what is evaluated in it. */
export async function panelFrame(page: Page): Promise<Frame> {
    const handle = await panelOf(page).locator('chat-app').elementHandle();
    const frame = await handle.ownerFrame();
    if (!frame) throw new Error('the panel has no frame');
    return frame;
}

/** Opens the side bar with the panel unless it is open; a click on the tab that is selected would close it. */
export async function openPanel(page: Page, questionBox = 'Question'): Promise<void> {
    const tab = page.getByRole('tab', { name: 'Footnote' }).first();
    await tab.waitFor();
    const box = panelOf(page).getByRole('textbox', { name: questionBox });
    // On a busy machine it may open by itself just as it is clicked, and be closed by the click.
    for (let tries = 0; tries < 4; tries++) {
        const isOpen = await box.waitFor({ timeout: 20_000 }).then(
            () => true,
            () => false,
        );
        if (isOpen) return;
        await tab.click();
    }
    await box.waitFor();
}

/** Waits until the panel shows all that it was told. */
export async function untilPanelDrawn(page: Page): Promise<void> {
    await (await panelFrame(page)).evaluate(untilDrawn);
}

/**
 * What has the focus in the panel: its name, or its words. Empty while the keys go elsewhere, which the panel's own document cannot tell
 * by its active element alone: VS Code gives the focus to the frame some time after the panel has given it to an element.
 */
export async function focused(page: Page): Promise<string> {
    const frame = await panelFrame(page);
    return frame.evaluate(() => {
        if (!document.hasFocus()) return '';
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement && !at.localName.startsWith('vscode-')) at = at.shadowRoot.activeElement;
        const by = at?.getAttribute('aria-labelledby');
        const root = at?.getRootNode();
        const labelled = by && root instanceof ShadowRoot ? root.getElementById(by)?.textContent : undefined;
        return (labelled ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '').replace(/\s+/g, ' ').trim();
    });
}

export async function untilFocused(page: Page, wanted: string | RegExp): Promise<void> {
    await until(
        `the focus is on ${String(wanted)}`,
        () => focused(page),
        seen => (typeof wanted === 'string' ? seen === wanted : wanted.test(seen)),
    );
}

/** Waits until the box has these words and no others. */
export async function untilTyped(box: Locator, text: string): Promise<void> {
    await until(
        `"${text}" is typed`,
        () => box.inputValue(),
        seen => seen === text,
    );
}

/** Types a question and waits until its answer is complete. */
export async function ask(page: Page, question: string): Promise<void> {
    const panel = panelOf(page);
    const turns = await panel.locator('turn-view').count();
    const box = panel.getByRole('textbox', { name: 'Question' });
    await box.click();
    await box.fill(question);
    await box.press('Enter');
    await panel.locator('turn-view').nth(turns).locator('citation-link').first().waitFor();
    await panel.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' });
}

/** Resolves when the status bar says that everything is indexed. */
export async function untilIndexed(page: Page): Promise<void> {
    await page
        .locator('[id="footnote.footnote.footnote.status"]')
        .getByRole('button', { name: /files indexed/ })
        .waitFor();
}

/** Waits until as many engines run below the server as it should be. */
export async function untilEngines(serverPid: number, count: number): Promise<void> {
    await until(
        `${count} engines run`,
        () => processesBelow(serverPid, 'engine.mjs'),
        seen => seen.length === count,
    );
}

/** Processes below `ancestor` whose command line holds `text`. Linux only, like the runtime itself. */
export function processesBelow(ancestor: number, text: string): readonly number[] {
    const parents = new Map<number, number>();
    for (const name of readdirSync('/proc')) {
        const pid = Number(name);
        const stat = Number.isInteger(pid) ? readIfThere(`/proc/${pid}/stat`) : undefined;
        // The name of the program stands in brackets and may hold blanks.
        const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
        if (parent !== undefined) parents.set(pid, Number(parent));
    }
    const isBelow = (pid: number): boolean => {
        for (let up = parents.get(pid); up !== undefined && up > 1; up = parents.get(up)) if (up === ancestor) return true;
        return false;
    };
    return [...parents.keys()].filter(pid => isBelow(pid) && readIfThere(`/proc/${pid}/cmdline`)?.includes(text));
}

function readIfThere(file: string): string | undefined {
    try {
        return readFileSync(file, 'utf8');
    } catch (error) {
        // A process that ended meanwhile.
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return undefined;
        throw error;
    }
}

export const THEMES = [
    { name: 'dark', theme: 'Dark Modern', mark: 'vs-dark' },
    { name: 'light', theme: 'Light Modern', mark: 'vs' },
    { name: 'high-contrast', theme: 'Dark High Contrast', mark: 'hc-black' },
    { name: 'high-contrast-light', theme: 'Light High Contrast', mark: 'hc-light' },
] as const;

export async function chooseTheme(page: Page, { theme, mark }: (typeof THEMES)[number]): Promise<void> {
    await runCommand(page, 'Preferences: Color Theme');
    // The palette closes first, and would take the words.
    await page
        .locator('.quick-input-widget')
        .getByPlaceholder(/^Select Color Theme/)
        .waitFor();
    await listInput(page).fill(theme);
    await listRows(page).filter({ hasText: theme }).and(page.locator('.focused')).first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator(`.monaco-workbench.${mark}`).waitFor();
    // The panel is told the colours a moment after the window has them.
    if ((await panelOf(page).locator('chat-app').count()) === 0) return;
    const frame = await panelFrame(page);
    await until(
        `the panel is ${mark}`,
        () => frame.evaluate<string>('document.body.className'),
        seen => seen.split(' ').includes(MARKS_OF_PANEL[mark]),
    );
    await untilPanelDrawn(page);
}

/** How VS Code marks the page of a webview in a theme that it marks so itself. */
const MARKS_OF_PANEL = {
    'vs-dark': 'vscode-dark',
    vs: 'vscode-light',
    'hc-black': 'vscode-high-contrast',
    'hc-light': 'vscode-high-contrast-light',
} as const;

/** Moves the edge between side bar and editor. */
export async function dragSideBar(page: Page, width: number): Promise<void> {
    const bar = await page.locator('.part.sidebar').boundingBox();
    if (!bar) throw new Error('no side bar');
    await page.mouse.move(bar.x + bar.width, bar.y + bar.height / 2);
    await page.mouse.down();
    await page.mouse.move(bar.x + width, bar.y + bar.height / 2, { steps: 5 });
    await page.mouse.up();
}
