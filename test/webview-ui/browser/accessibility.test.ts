// @vitest-environment node
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { THEMES } from '../../../scripts/viewPreview.ts';
import { scenes } from '../../../webview-ui/scenes.ts';
import type { SceneName } from '../../../webview-ui/scenes.ts';
import { chromiumPath, usePanelPage } from './panelPage.ts';

interface AxeResults {
    readonly violations: readonly {
        readonly id: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }[];
    readonly passes: readonly { readonly id: string }[];
}

describe.skipIf(!chromiumPath)('the panel in a browser', () => {
    const panel = usePanelPage();

    test.each(THEMES)('has no accessibility violation in any state in %s', async theme => {
        const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
        for (const scene of Object.keys(scenes) as SceneName[]) {
            await panel().show(scene, theme);
            await panel().page.evaluate(axe);
            const results = await panel().page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations", "passes"] })');
            const violations = results.violations.flatMap(({ id, nodes }) =>
                nodes.map(node => `${scene}: ${id}: ${node.html} ${node.failureSummary ?? ''}`),
            );
            expect(violations).toEqual([]);
            expect(
                results.passes.map(({ id }) => id),
                'that something was looked at',
            ).toContain('color-contrast');
        }
    });

    test('nor in the list of earlier conversations, with a search and a mark, in any theme', async () => {
        const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
        const { page } = panel();
        for (const theme of THEMES) {
            await panel().show('finished', theme);
            await page.locator('#history').click();
            await page.getByRole('searchbox', { name: 'Search conversations' }).fill('the');
            await page.getByRole('checkbox', { name: /^Select conversation: How/ }).check();
            await page.evaluate(axe);
            const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
            expect(violations.map(({ id, nodes }) => `${theme}: ${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
        }
    });

    test('nor while commands are offered, and the text area points at the one that is meant', async () => {
        const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
        const { page } = panel();
        for (const theme of THEMES) {
            await panel().show('empty', theme);
            await page.locator('question-box textarea').fill('/');
            await page.keyboard.press('ArrowDown');
            await page.evaluate(axe);
            const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
            expect(violations.map(({ id, nodes }) => `${theme}: ${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
            const meant = await page
                .locator('question-box textarea')
                .evaluate(area => [area.ariaActiveDescendantElement?.id, area.ariaControlsElements?.[0]?.id]);
            expect(meant).toEqual(['command-find', 'commands']);
        }
        await page.keyboard.press('Enter');
        expect(await page.locator('question-box textarea').inputValue()).toBe('/find ');
    });

    test('is usable from 220 px and at twice the size: nothing is wider than the panel', async () => {
        const { page } = panel();
        for (const [width, zoom] of [
            [220, 1],
            [380, 2],
        ] as const) {
            await page.setViewportSize({ width, height: 860 });
            for (const scene of Object.keys(scenes) as SceneName[]) {
                await panel().show(scene);
                await page.evaluate(`document.documentElement.style.setProperty('--vscode-font-size', '${13 * zoom}px')`);
                await page.waitForTimeout(50);
                const overflow = await page.evaluate(
                    `(() => { const main = document.querySelector('chat-app').shadowRoot.querySelector('main'); return main.scrollWidth - main.clientWidth; })()`,
                );
                expect([scene, width, zoom, overflow]).toEqual([scene, width, zoom, 0]);
            }
        }
        await page.setViewportSize({ width: 380, height: 860 });
    });

    test('can be used without a mouse: every footnote, source and button is reached with Tab', async () => {
        await panel().show('finished');
        const { page } = panel();
        const reached = new Set<string>();
        for (let presses = 0; presses < 60; presses += 1) {
            await page.keyboard.press('Tab');
            reached.add(
                await page.evaluate<string>(`(() => {
                    let at = document.activeElement;
                    while (at?.shadowRoot?.activeElement && !at.localName.startsWith('vscode-')) at = at.shadowRoot.activeElement;
                    return at?.getAttribute('aria-label') ?? at?.textContent.replace(/\\s+/g, ' ').trim() ?? '';
                })()`),
            );
        }
        for (const name of ['New conversation', 'Earlier conversations', 'More actions', 'Footnote 2: settings.ts, line 44', 'Question']) {
            expect([...reached]).toContain(name);
        }
        expect([...reached].filter(name => /^(4|\d )Source|Source \d/.test(name))).toHaveLength(4);
    });

    test('answers a question as it comes, and a footnote tells the host which one', async () => {
        await panel().show('empty');
        const { page } = panel();
        await page.locator('question-box textarea').fill('Where is a build retried?');
        await page.keyboard.press('Enter');
        await page.locator('[role=status]').filter({ hasText: 'Answer ready, 4 sources' }).waitFor({ state: 'attached' });
        const heading = await page.locator('article h2').boundingBox();
        expect(heading?.y, 'the beginning of the answer is in sight').toBeGreaterThan(0);
        await page.locator('citation-link button').nth(2).click();
        expect((await page.evaluate(() => window.footnoteHost.intents)).at(-1)).toMatchObject({ type: 'open-citation', mark: '1:22' });
        expect(await page.locator('question-box textarea').inputValue()).toBe('');
    });

    test('keeps within the policy of the extension: nothing was refused, nothing else was asked for', () => {
        expect(panel().complaints).toEqual([]);
        expect(panel().preview.strangeRequests).toEqual([]);
    });
});
