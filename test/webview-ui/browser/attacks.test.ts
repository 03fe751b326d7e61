// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { attackMarkdown } from '../attackMarkdown.ts';
import { chromiumPath, usePanelPage } from './panelPage.ts';

describe.skipIf(!chromiumPath)('hostile answers in a real browser', () => {
    const panel = usePanelPage();

    test('run nothing, load nothing and trip no policy, at any moment of their arrival', async () => {
        const { page, preview, complaints } = panel();
        await panel().show('finished');
        for (const { name, text } of attackMarkdown) {
            await page.evaluate(
                async text => {
                    const host = window.footnoteHost;
                    const turn = { id: 'attack', question: text.slice(0, 200), evidence: [], citations: [] };
                    const step = Math.max(1, Math.floor(text.length / 12));
                    for (let length = step; length < text.length; length += step) {
                        host.tell({ type: 'turn', turn: { ...turn, text: text.slice(0, length), progress: { state: 'stopped' } } });
                        await new Promise(resolve => setTimeout(resolve, 4));
                    }
                    host.tell({ type: 'turn', turn: { ...turn, text, progress: { state: 'stopped' } } });
                    await new Promise(resolve => setTimeout(resolve, 20));
                },
                text.replaceAll('/canary', `${preview.url}canary`),
            );
            expect([name, preview.strangeRequests, complaints, await page.evaluate('window.__pwned')]).toEqual([name, [], [], undefined]);
        }
        expect(page.url(), 'nor is the reader taken elsewhere').toMatch(/scene=finished/);
    });

    test('the canary sings when something is loaded', async () => {
        const { page, preview } = panel();
        // The page is refused; that it was asked for is what counts.
        await page.goto(`${preview.url}canary`).catch(() => undefined);
        expect(preview.strangeRequests).toEqual(['/canary']);
    });
});
