import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { THEMES } from '../../../scripts/viewPreview.ts';
import { scenes } from '../../../webview-ui/scenes.ts';
import { newTurn, type Turn } from '../../../src/protocol/conversation.ts';
import { everyFailure } from '../failureCards.ts';
import type { SceneName } from '../../../webview-ui/scenes.ts';
import { chromiumPath, usePanelPage, type PanelPage } from './panelPage.ts';

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

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe says of the panel as it stands once it is drawn. Themes differ in nothing but colours, so the other rules are asked in one of them. */
async function lookedAt(
    panel: PanelPage,
    theme: string,
): Promise<{ readonly violations: readonly string[]; readonly passes: readonly string[] }> {
    await panel.drawn();
    const rules = theme === THEMES[0] ? '' : ', runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] }';
    return panel.atFullSpeed(async () => {
        await panel.page.evaluate(axe);
        const { violations, passes } = await panel.page.evaluate<AxeResults>(
            `axe.run(document, { resultTypes: ["violations", "passes"]${rules} })`,
        );
        return {
            violations: violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary ?? ''}`)),
            passes: passes.map(({ id }) => id),
        };
    });
}

async function violationsOn(panel: PanelPage, theme: string): Promise<readonly string[]> {
    return (await lookedAt(panel, theme)).violations;
}

/** What the text area points at for who hears the page: the offer that is meant, and the list. */
const meant = `(() => {
    const area = document.querySelector('chat-app').shadowRoot.querySelector('question-box').shadowRoot
        .querySelector('vscode-text-area').shadowRoot.querySelector('textarea');
    return [area.ariaActiveDescendantElement?.id, area.ariaControlsElements?.[0]?.id];
})()`;

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
        for (const scene of Object.keys(scenes) as SceneName[]) {
            await panel().show(scene, theme);
            const { violations, passes } = await lookedAt(panel(), theme);
            expect([scene, violations]).toEqual([scene, []]);
            expect(passes, 'that something was looked at').toContain('color-contrast');
        }
    });

    test('nor in the list of earlier conversations, with a search and a mark, in any theme', async () => {
        const { page } = panel();
        for (const theme of THEMES) {
            await panel().show('finished', theme);
            await page.locator('#history').click();
            await page.getByRole('searchbox', { name: 'Search conversations' }).fill('the');
            await page.getByRole('checkbox', { name: /^Select conversation: How/ }).check();
            await page.locator('history-list').getByText('waiting twice as long').first().waitFor();
            expect([theme, await violationsOn(panel(), theme)]).toEqual([theme, []]);
        }
    });

    test('nor while commands are offered, and the text area points at the one that is meant', async () => {
        const { page } = panel();
        for (const theme of THEMES) {
            await panel().show('empty', theme);
            await page.locator('question-box textarea').fill('/');
            await page.getByRole('listbox').waitFor();
            await page.keyboard.press('ArrowDown');
            await panel().expectSoon(meant, 'what the text area points at').toEqual(['command-find', 'commands']);
            expect([theme, await violationsOn(panel(), theme)]).toEqual([theme, []]);
        }
        await page.keyboard.press('Enter');
        await panel().expectTyped('/find ');
    });

    test('nor while files are offered behind an @, wherever the cursor is; what is chosen leaves its name there', async () => {
        const { page } = panel();
        const box = page.locator('question-box textarea');
        for (const theme of THEMES) {
            await panel().show('attached', theme);
            await box.fill('compare @watch with the rest');
            await panel().drawn();
            expect(await page.getByRole('listbox').count(), 'the cursor stands behind the last word').toBe(0);
            for (let back = 0; back < ' with the rest'.length; back++) await page.keyboard.press('ArrowLeft');
            await page.getByRole('listbox').waitFor();
            await page.keyboard.press('ArrowDown');
            await panel().expectSoon(meant, 'what the text area points at').toEqual(['offer-o5', 'commands']);
            expect([theme, await violationsOn(panel(), theme)]).toEqual([theme, []]);
        }
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('Enter');
        await panel().expectTyped('compare watch.ts with the rest');
        await page.keyboard.type('!');
        await panel().expectTyped('compare watch.ts! with the rest');
        await page.getByRole('list', { name: /^5 attachments/ }).waitFor();
        for (let presses = 0; presses < 5; presses++) await page.keyboard.press('Tab');
        await panel()
            .expectSoon(focused)
            .toMatch(/^Detach /);
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
                await panel().drawn();
                const overflow = await page.evaluate(
                    `(() => { const main = document.querySelector('chat-app').shadowRoot.querySelector('main'); return main.scrollWidth - main.clientWidth; })()`,
                );
                expect([scene, width, zoom, overflow]).toEqual([scene, width, zoom, 0]);
                expect([scene, width, zoom, await page.evaluate(buttonsCut)]).toEqual([scene, width, zoom, []]);
            }
        }
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
            await page.getByRole('dialog').waitFor();
            expect([theme, await violationsOn(panel(), theme)]).toEqual([theme, []]);
            await page.keyboard.press('Escape');
            await page.locator('#history').click();
            await page.getByRole('checkbox', { name: 'Those of other folders' }).check();
            await page.getByText('How is a failed payment tried again?').first().waitFor();
            expect([theme, await violationsOn(panel(), theme)]).toEqual([theme, []]);
            await panel().show('failed', theme);
            const turns: readonly Turn[] = Object.values(everyFailure).map((failure, nth) => ({
                ...newTurn(`f${nth}`, failure.kind),
                progress: { state: 'failed', failure },
            }));
            await page.evaluate(turns => turns.forEach(turn => window.footnoteHost.tell({ type: 'turn', turn })), turns);
            await panel()
                .expectSoon(() => page.locator('.failed').count())
                .toBe(1 + turns.length);
            expect([theme, await violationsOn(panel(), theme)]).toEqual([theme, []]);
        }
    });

    test('is read by keys alone: turns and footnotes forth and back, from turn to turn, and back to the question', async () => {
        const { page } = panel();
        await panel().show('searching');
        await page.locator('question-box textarea').focus();
        const press = async (key: string, name: string, why?: string): Promise<void> => {
            await page.keyboard.press(key);
            await panel().expectSoon(focused, why).toBe(name);
        };
        const intents = (): Promise<readonly unknown[]> => page.evaluate(() => window.footnoteHost.intents);
        await press('Alt+ArrowUp', 'Which tests cover it?', 'from the box to the last question');
        await press('k', 'Where is a build retried, and how often?');
        await press('k', 'Where is a build retried, and how often?', 'there is none before');
        await press('n', 'Footnote 1: retry.ts, lines 18 to 26');
        await press('n', 'Footnote 2: settings.ts, line 44');
        await press('p', 'Footnote 1: retry.ts, lines 18 to 26');
        await page.keyboard.press('Enter');
        await page.keyboard.press('c');
        await panel()
            .expectSoon(async () => (await intents()).slice(-2))
            .toEqual([
                { type: 'open-citation', turnId: 't1', mark: '1' },
                { type: 'copy-answer', turnId: 't1' },
            ]);
        await press('j', 'Which tests cover it?');
        await page.keyboard.press('Escape');
        await panel()
            .expectSoon(async () => (await intents()).at(-1), 'an answer is under way')
            .toEqual({ type: 'stop' });
        await page.keyboard.press('/');
        await page.keyboard.type('jk?');
        await panel().expectTyped('jk?', 'letters are letters where one types');
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
    });

    test('answers a question as it comes, and a footnote tells the host which one', async () => {
        await panel().show('empty');
        const { page } = panel();
        await page.locator('question-box textarea').fill('Where is a build retried?');
        await page.keyboard.press('Enter');
        await page.locator('[role=status]').filter({ hasText: 'Answer ready, 4 sources' }).waitFor({ state: 'attached' });
        // Where the beginning of the answer stands is settled a frame after its last word.
        await panel()
            .expectSoon(async () => (await page.locator('article h2').boundingBox())?.y, 'the beginning of the answer is in sight')
            .toBeGreaterThan(0);
        await page.locator('citation-link button').nth(2).click();
        await panel()
            .expectSoon('window.footnoteHost.intents.at(-1)', 'the footnote that was clicked')
            .toMatchObject({ type: 'open-citation', mark: '1:22' });
        await panel().expectTyped('');
    });

    test('keeps within the policy of the extension: nothing was refused, nothing else was asked for', () => {
        expect(panel().complaints).toEqual([]);
        expect(panel().preview.strangeRequests).toEqual([]);
    });
});
