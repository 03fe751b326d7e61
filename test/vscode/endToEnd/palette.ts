/** The palette and the other lists that VS Code opens above the window, driven by what is to be seen in them. */
import type { Locator, Page } from 'playwright-core';
import { tryUntilDone, until } from './until.ts';

/** One attempt; short, since whatever takes the focus closes the palette for good, and then it is opened again. */
const ATTEMPT_MS = 10_000;

/** Where one types in the list that is open. */
export function listInput(page: Page): Locator {
    return page.locator('.quick-input-widget input');
}

export function listRows(page: Page): Locator {
    return page.locator('.quick-input-list').getByRole('option');
}

/** Runs a command by its name in the palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
    // While an editor is being opened it takes the focus, and the palette closes: then it is opened again.
    await tryUntilDone(async () => {
        await page.keyboard.press('F1');
        await listInput(page).fill(`>${title}`, { timeout: ATTEMPT_MS });
        await (await rowFilteredFor(page, title)).click({ timeout: ATTEMPT_MS });
    });
}

/**
 * The row of the palette with this name, once the list is the one for what is typed: rows are used again for other commands while the list
 * is filtered. That it is filtered is seen by the letters that are marked: all of the name.
 */
async function rowFilteredFor(page: Page, title: string): Promise<Locator> {
    const rows = page.locator('.quick-input-list .monaco-list-row');
    const find = (): Promise<number> =>
        rows.evaluateAll((all, title) => {
            const bare = (text: string): string => text.replaceAll(/\s/g, '');
            return all.findIndex(row => {
                const name = row.querySelector('.label-name');
                const marked = [...(name?.querySelectorAll('.highlight') ?? [])].map(one => one.textContent).join('');
                return bare(name?.textContent ?? '') === bare(title) && bare(marked) === bare(title);
            });
        }, title);
    const at = await until(`the palette offers "${title}"`, find, found => found >= 0, { patienceMs: ATTEMPT_MS });
    return rows.nth(at);
}

/** By keys alone: nothing here clicks, fills or focuses anything. */
export async function commandByKeys(page: Page, title: string): Promise<void> {
    const { keyboard } = page;
    const typing = page.locator('.quick-input-widget input:focus').first();
    // The palette of the command before closes first, and what that command focuses may take the focus from this one.
    await page.locator('.quick-input-widget').first().waitFor({ state: 'hidden' });
    await tryUntilDone(async () => {
        await keyboard.press('F1');
        await typing.waitFor({ timeout: ATTEMPT_MS });
        await keyboard.type(title);
        const typed = await typing.inputValue({ timeout: ATTEMPT_MS });
        if (typed !== `>${title}`) {
            await keyboard.press('Escape');
            throw new Error(`the palette has "${typed}"`);
        }
        const row = await rowFilteredFor(page, title);
        // What was used before stands first; the arrows go to the others.
        for (let presses = 0; !/\bfocused\b/.test((await row.getAttribute('class')) ?? ''); presses++) {
            if (presses > 10) throw new Error(`"${title}" is not reached`);
            await keyboard.press('ArrowDown');
        }
        await keyboard.press('Enter');
    });
}

/** Chooses a row of the list that is open, by the beginning of its name. */
export async function pickInList(page: Page, name: string): Promise<void> {
    await page
        .locator('.quick-input-list')
        .getByRole('option', { name: new RegExp(`^(\\S+ )?${name}`) })
        .first()
        .click();
}

/** Waits until the palette offers these, and no others, among the commands whose name begins like this; in the order of the alphabet. */
export async function untilOffered(page: Page, beginning: string, wanted: readonly string[]): Promise<void> {
    const rows = page.locator('.quick-input-list').getByRole('option', { name: new RegExp(`^${beginning}`) });
    const names = async (): Promise<readonly string[]> => {
        const labels = await rows.evaluateAll(found => found.map(row => row.getAttribute('aria-label') ?? ''));
        return labels.map(label => label.slice(beginning.length).split(',')[0] ?? '').sort();
    };
    await tryUntilDone(async () => {
        await page.keyboard.press('F1');
        await listInput(page).fill(`>${beginning}`, { timeout: ATTEMPT_MS });
        await until('the palette offers what it should', names, seen => JSON.stringify(seen) === JSON.stringify(wanted), {
            patienceMs: ATTEMPT_MS,
        });
    });
    await page.keyboard.press('Escape');
}
