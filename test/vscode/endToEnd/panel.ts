/** What a reader sees and does in the window, by the words and roles on the screen. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Frame, FrameLocator, Page } from 'playwright-core';

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
export async function openPanel(page: Page): Promise<void> {
    const tab = page.getByRole('tab', { name: 'Footnote' }).first();
    await tab.waitFor({ timeout: 60_000 });
    const box = panelOf(page).getByRole('textbox', { name: 'Question' });
    // On a busy machine it may open by itself just as it is clicked, and be closed by the click.
    for (let tries = 0; tries < 4; tries++) {
        const isOpen = await box.waitFor({ timeout: 20_000 }).then(
            () => true,
            () => false,
        );
        if (isOpen) return;
        await tab.click();
    }
    await box.waitFor({ timeout: 20_000 });
}

/** Runs a command by its name in the palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
    const input = page.locator('.quick-input-widget input');
    // While an editor is being opened it takes the focus, and the palette closes: then it is opened again.
    await expectSoon(async () => {
        await page.keyboard.press('F1');
        await input.fill(`>${title}`, { timeout: 3_000 });
        // The list is filtered a moment later, and its rows are used again for other commands: a click in between would take another one.
        await page.waitForTimeout(250);
        // The name of a row goes on with its key binding, after a comma.
        await page
            .locator('.quick-input-list')
            .getByRole('option', { name: new RegExp(`^${title}(,|$)`) })
            .first()
            .click({ timeout: 3_000 });
    });
}

/** Chooses a row of the list that is open, by the beginning of its name. */
export async function pickInList(page: Page, name: string): Promise<void> {
    await page
        .locator('.quick-input-list')
        .getByRole('option', { name: new RegExp(`^(\\S+ )?${name}`) })
        .first()
        .click({ timeout: 30_000 });
}

/** What the palette offers whose name begins like this, without the beginning and in the order of the alphabet. */
export async function offered(page: Page, beginning: string): Promise<readonly string[]> {
    const input = page.locator('.quick-input-widget input');
    await page.keyboard.press('F1');
    await input.fill(`>${beginning}`);
    const rows = page.locator('.quick-input-list').getByRole('option', { name: new RegExp(`^${beginning}`) });
    await rows.first().waitFor({ timeout: 10_000 });
    await page.waitForTimeout(300);
    const names = await rows.evaluateAll(found => found.map(row => row.getAttribute('aria-label') ?? ''));
    await page.keyboard.press('Escape');
    return names.map(name => name.slice(beginning.length).split(',')[0] ?? '').sort();
}

/** Tries up to three times; the last error counts. */
async function expectSoon(attempt: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
        try {
            await attempt();
            return;
        } catch (error) {
            if (tries === 3) throw error;
        }
    }
}

/** Types a question and waits until its answer is complete. */
export async function ask(page: Page, question: string): Promise<void> {
    const panel = panelOf(page);
    const turns = await panel.locator('turn-view').count();
    const box = panel.getByRole('textbox', { name: 'Question' });
    await box.click();
    await box.fill(question);
    await box.press('Enter');
    await panel.locator('turn-view').nth(turns).locator('citation-link').first().waitFor({ timeout: 60_000 });
    await panel.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached', timeout: 60_000 });
}

/** Resolves when the status bar says that everything is indexed. */
export async function untilIndexed(page: Page): Promise<void> {
    await page
        .locator('[id="footnote.footnote.footnote.status"]')
        .getByRole('button', { name: /files indexed/ })
        .waitFor({ timeout: 90_000 });
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
    await page.locator('.quick-input-widget input').fill(theme);
    await page.keyboard.press('Enter');
    await page.locator(`.monaco-workbench.${mark}`).waitFor({ timeout: 20_000 });
    await page.waitForTimeout(600);
}

/** Moves the edge between side bar and editor. */
export async function dragSideBar(page: Page, width: number): Promise<void> {
    const bar = await page.locator('.part.sidebar').boundingBox();
    if (!bar) throw new Error('no side bar');
    await page.mouse.move(bar.x + bar.width, bar.y + bar.height / 2);
    await page.mouse.down();
    await page.mouse.move(bar.x + width, bar.y + bar.height / 2, { steps: 5 });
    await page.mouse.up();
}
