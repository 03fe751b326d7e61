/** What a reader sees and does about the index: the way from a file that is left out to its rule, and from damage to a repair. */
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Journey } from './journeys.ts';
import { runCommand } from './palette.ts';
import { untilIndexed } from './panel.ts';
import { tryUntilDone, until } from './until.ts';

export const indexJourneys: readonly Journey[] = [
    {
        name: 'a file that is left out leads to the rule that keeps it out, at its line',
        async run({ page, shop, pictures }) {
            const rules = path.join(shop, '.footnoteignore');
            writeFileSync(rules, '# Of the night.\n*.dream\n');
            writeFileSync(path.join(shop, 'tonight.dream'), 'sheep\n');
            const editor = page.locator('.editor-instance .monaco-editor').first();
            await untilShown(async () => {
                await runCommand(page, 'Footnote: Show Files That Are Not Indexed');
                return (await editor.innerText()).replaceAll('\u00a0', ' ');
            }, /tonight\.dream {2}\(\.footnoteignore:2: \*\.dream\)/);
            await page.screenshot({ path: path.join(pictures, 'left-out.png') });
            // While the page is still being laid out a click may go past it.
            await tryUntilDone(async () => {
                const link = editor.locator('.detected-link').filter({ hasText: '.footnoteignore:2' }).first();
                await link.click({ modifiers: ['ControlOrMeta'], timeout: 5_000 });
                await page.getByRole('tab', { name: /^\.footnoteignore/ }).waitFor({ timeout: 5_000 });
            });
            await page.getByRole('button', { name: /^Ln 2, Col/ }).waitFor();
            rmSync(rules);
            rmSync(path.join(shop, 'tonight.dream'));
        },
    },
    {
        name: 'damage on the disk is found by "Verify Index", told file by file, and mended with one click',
        async run({ page, base, pictures }) {
            await untilIndexed(page);
            flipBit(largestRowFile(path.join(base, 'data')));
            await runCommand(page, 'Notifications: Clear All Notifications');
            await runCommand(page, 'Footnote: Verify Index');
            await page.getByRole('tab', { name: /^Index differences/ }).waitFor();
            await page.screenshot({ path: path.join(pictures, 'index-differs.png') });
            await page.getByRole('button', { name: 'Repair', exact: true }).click();
            await page.getByRole('tab', { name: /^Index repair/ }).waitFor();
            await page.getByText('Nothing differs any more.').first().waitFor();
            await untilIndexed(page);
            await runCommand(page, 'Footnote: Verify Index');
            await page
                .getByText(/The index is sound: \d+ files, \d+ passages compared\./)
                .first()
                .waitFor();
            await page.screenshot({ path: path.join(pictures, 'index-sound.png') });
        },
    },
];

/** What was just written takes a moment to be known. */
async function untilShown(show: () => Promise<string>, words: RegExp): Promise<void> {
    await until(`${String(words)} is shown`, show, seen => words.test(seen));
}

function largestRowFile(data: string): string {
    const all = readdirSync(data, { recursive: true, encoding: 'utf8' })
        .filter(name => name.endsWith('.lance') && name.includes(`${path.sep}data${path.sep}`))
        .map(name => path.join(data, name));
    const [largest] = all.sort((one, other) => statSync(other).size - statSync(one).size);
    if (largest === undefined) throw new Error(`no rows below ${data}`);
    return largest;
}

/** In the middle, where rows are. */
function flipBit(file: string): void {
    const bytes = readFileSync(file);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 0x10;
    writeFileSync(file, bytes);
}
