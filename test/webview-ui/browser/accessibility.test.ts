// @vitest-environment node
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { THEMES } from '../../../scripts/viewPreview.ts';
import { scenes } from '../../../webview-ui/scenes.ts';
import type { Page } from 'playwright-core';
import { newTurn, type Turn } from '../../../src/protocol/conversation.ts';
import { everyFailure } from '../failureCards.ts';
import type { SceneName } from '../../../webview-ui/scenes.ts';
import { chromiumPath, usePanelPage } from './panelPage.ts';

interface AxeResults {
    readonly violations: readonly {
        readonly id: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }[];
    readonly passes: readonly { readonly id: string }[];
}

/** Names of buttons and fields that reach beyond the panel, through all shadow roots; what a scroller of its own holds can be scrolled to. */
const buttonsCut = `(() => {
    const cut = [];
    const inScroller = at => at && (at.closest('.table, pre') !== null || inScroller(at.getRootNode().host));
    const visit = root => {
        for (const element of root.querySelectorAll('*')) {
            if (element.matches('button, input, textarea, vscode-button, summary, a')) {
                const box = element.getBoundingClientRect();
                if (box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5) && !inScroller(element)) cut.push(element.getAttribute('aria-label') ?? element.textContent.trim());
            }
            if (element.shadowRoot) visit(element.shadowRoot);
        }
    };
    visit(document);
    return cut;
})()`;

async function violationsOn(page: Page): Promise<readonly string[]> {
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
    return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
}

/** What has the focus, through all shadow roots: its name, or its words. */
const focused = `(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement && !at.localName.startsWith('vscode-')) at = at.shadowRoot.activeElement;
    const labelled = at?.getAttribute('aria-labelledby');
    const label = labelled ? at.getRootNode().getElementById(labelled)?.textContent : at?.getAttribute('aria-label');
    return (label ?? at?.textContent ?? '').replace(/\\s+/g, ' ').trim();
})()`;

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

    test('nor while files are offered behind an @, wherever the cursor is; what is chosen leaves its name there', async () => {
        const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
        const { page } = panel();
        const box = page.locator('question-box textarea');
        for (const theme of THEMES) {
            await panel().show('attached', theme);
            await box.fill('compare @watch with the rest');
            expect(await page.getByRole('listbox').count()).toBe(0);
            for (let back = 0; back < ' with the rest'.length; back++) await page.keyboard.press('ArrowLeft');
            await page.keyboard.press('ArrowDown');
            await page.evaluate(axe);
            const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
            expect(violations.map(({ id, nodes }) => `${theme}: ${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
            expect(await box.evaluate(area => [area.ariaActiveDescendantElement?.id, area.ariaControlsElements?.[0]?.id])).toEqual([
                'offer-o5',
                'commands',
            ]);
        }
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('Enter');
        expect(await box.inputValue()).toBe('compare watch.ts with the rest');
        await page.keyboard.type('!');
        expect(await box.inputValue()).toBe('compare watch.ts! with the rest');
        expect(await page.getByRole('list', { name: /^5 attachments/ }).count()).toBe(1);
        for (let presses = 0; presses < 5; presses++) await page.keyboard.press('Tab');
        expect(await page.evaluate(focused)).toMatch(/^Detach /);
        await page.keyboard.press('Enter');
        await page.getByRole('list', { name: /^4 attachments/ }).waitFor();
    });

    test('is usable from 190 px, which is a bar of 380 px at twice the size: nothing is wider than the panel or cut at its edge', async () => {
        const { page } = panel();
        for (const [width, zoom] of [
            [190, 1],
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
                expect([scene, width, zoom, await page.evaluate(buttonsCut)]).toEqual([scene, width, zoom, []]);
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

    test('nor in the map of the keys, in the conversations of other folders, and in the card of any failure', async () => {
        const { page } = panel();
        for (const theme of THEMES) {
            await panel().show('finished', theme);
            await page.locator('article').focus();
            await page.keyboard.press('?');
            expect([theme, await violationsOn(page)]).toEqual([theme, []]);
            await page.keyboard.press('Escape');
            await page.locator('#history').click();
            await page.getByRole('checkbox', { name: 'Those of other folders' }).check();
            expect([theme, await violationsOn(page)]).toEqual([theme, []]);
            await panel().show('failed', theme);
            const turns: readonly Turn[] = Object.values(everyFailure).map((failure, nth) => ({
                ...newTurn(`f${nth}`, failure.kind),
                progress: { state: 'failed', failure },
            }));
            await page.evaluate(turns => turns.forEach(turn => window.footnoteHost.tell({ type: 'turn', turn })), turns);
            await page.waitForTimeout(100);
            expect(await page.locator('.failed').count()).toBe(1 + turns.length);
            expect([theme, await violationsOn(page)]).toEqual([theme, []]);
        }
    }, 120_000);

    test('is read by keys alone: turns and footnotes forth and back, from turn to turn, and back to the question', async () => {
        const { page } = panel();
        await panel().show('searching');
        await page.locator('question-box textarea').focus();
        const pressed = async (key: string): Promise<string> => {
            await page.keyboard.press(key);
            return page.evaluate<string>(focused);
        };
        expect(await pressed('Alt+ArrowUp'), 'from the box to the last question').toBe('Which tests cover it?');
        expect(await pressed('k')).toBe('Where is a build retried, and how often?');
        expect(await pressed('k'), 'there is none before').toBe('Where is a build retried, and how often?');
        expect(await pressed('n')).toBe('Footnote 1: retry.ts, lines 18 to 26');
        expect(await pressed('n')).toBe('Footnote 2: settings.ts, line 44');
        expect(await pressed('p')).toBe('Footnote 1: retry.ts, lines 18 to 26');
        await page.keyboard.press('Enter');
        await page.keyboard.press('c');
        const intents = await page.evaluate(() => window.footnoteHost.intents);
        expect(intents.slice(-2)).toEqual([
            { type: 'open-citation', turnId: 't1', mark: '1' },
            { type: 'copy-answer', turnId: 't1' },
        ]);
        expect(await pressed('j')).toBe('Which tests cover it?');
        await page.keyboard.press('Escape');
        expect((await page.evaluate(() => window.footnoteHost.intents)).at(-1), 'an answer is under way').toEqual({ type: 'stop' });
        await page.keyboard.press('/');
        await page.keyboard.type('jk?');
        expect(await page.locator('question-box textarea').inputValue(), 'letters are letters where one types').toBe('jk?');
    });

    test('keeps still for who wants that: with reduced motion nothing turns or slides', async () => {
        const { page } = panel();
        await page.emulateMedia({ reducedMotion: 'reduce' });
        for (const scene of ['searching', 'answering', 'indexing', 'finished'] as const) {
            await panel().show(scene);
            const moving = await page.evaluate<
                readonly string[]
            >(`document.getAnimations({ subtree: true }).concat(...[...document.querySelectorAll('chat-app')].flatMap(function deep(at) {
                const root = at.shadowRoot; if (!root) return [];
                return [root.getAnimations(), ...[...root.querySelectorAll('*')].flatMap(deep)];
            })).filter(one => one.playState === 'running' && one.effect?.target?.checkVisibility()).map(one => one.effect.target.localName)`);
            expect([scene, moving]).toEqual([scene, []]);
        }
        await page.emulateMedia({ reducedMotion: null });
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
