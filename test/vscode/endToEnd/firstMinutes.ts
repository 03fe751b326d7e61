/** The first five minutes: what a window says when there is nothing to ask about yet, and the walkthrough. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Journey } from './journeys.ts';
import { pickInList, runCommand } from './palette.ts';
import { chooseTheme, dragSideBar, openPanel, panelOf, THEMES, untilIndexed } from './panel.ts';
import { tryUntilDone, until } from './until.ts';

export const firstMinutes: readonly Journey[] = [
    {
        name: 'the walkthrough opens in every theme, each step with its drawing, and no step asks for a key',
        async run({ page, pictures }) {
            // A page that is too narrow shows no drawings.
            await dragSideBar(page, 300);
            await runCommand(page, 'Welcome: Open Walkthrough...');
            await pickInList(page, 'Get Started with Footnote');
            const steps = page.locator('.getting-started-step');
            await steps.first().waitFor();
            await until(
                'there are five steps',
                () => steps.count(),
                count => count === 5,
            );
            // What the reader has done by now, wherever they did it: a folder is read, a question is asked.
            for (const done of [0, 1]) await steps.nth(done).locator('[role=checkbox][aria-checked=true]').waitFor();
            for (const theme of THEMES) {
                await chooseTheme(page, theme);
                await page.screenshot({ path: path.join(pictures, `walkthrough-${theme.name}.png`) });
            }
            for (let step = 0; step < 5; step++) {
                await steps.nth(step).click();
                await page.locator('.getting-started-media').first().waitFor();
                await page.screenshot({ path: path.join(pictures, `walkthrough-step-${step + 1}.png`) });
            }
            const inOrder = /Open a folder[\s\S]*Ask a question[\s\S]*Click a footnote[\s\S]*Point at a name[\s\S]*Choose what answers/;
            await until(
                'the steps say what they are for',
                async () => (await steps.allInnerTexts()).join('\n'),
                words => inOrder.test(words),
            );
            await page.keyboard.press('Escape');
            await runCommand(page, 'View: Close All Editors');
            await chooseTheme(page, THEMES[0]);
        },
    },
    {
        name: 'an empty folder says so, and a first file is there by itself',
        kind: 'empty',
        async run({ page, base, openFolder, pictures }) {
            const folder = path.join(base, 'nothing-yet');
            mkdirSync(folder);
            await openFolder(folder);
            await openPanel(page);
            const panel = panelOf(page);
            await panel
                .getByText(/This folder is empty/)
                .first()
                .waitFor();
            await page.screenshot({ path: path.join(pictures, 'state-empty-folder.png') });
            writeFileSync(path.join(folder, 'first.ts'), '/** Greets the first visitor. */\nexport function greet(): void {}\n');
            await panel
                .getByText(/1 file\b/)
                .first()
                .waitFor();
            await page.screenshot({ path: path.join(pictures, 'state-first-file.png') });
        },
    },
    {
        name: 'an index that cannot be written says why and what to do, and is made when it can be',
        kind: 'empty',
        async run({ page, base, openFolder, writeSettings, pictures, shop }) {
            const blocked = path.join(base, 'a-file');
            writeFileSync(blocked, 'in the way of a folder');
            const location = { 'footnote.index.location': path.join(blocked, 'indexes') };
            writeSettings(location);
            await openFolder(shop);
            await openPanel(page);
            const panel = panelOf(page);
            const wayOut = panel.getByRole('button', { name: /Restart|Rebuild|Try Again|Settings/ }).first();
            // On a slow machine a new window may begin without the settings of the file, and reads them when it changes.
            await tryUntilDone(async () => {
                await wayOut.waitFor({ timeout: 20_000 }).catch((error: unknown) => {
                    writeSettings(location);
                    throw error;
                });
            });
            for (const theme of THEMES) {
                await chooseTheme(page, theme);
                await page.screenshot({ path: path.join(pictures, `state-cannot-index-${theme.name}.png`) });
            }
            writeSettings({});
            await openFolder(shop);
            await untilIndexed(page);
        },
    },
];
