import { describe, expect, test } from 'vitest';
import { chromiumPath, usePanelPage } from './panelPage.ts';

/**
 * Keys that are typed before the next frame is drawn. The toolkit writes into its text area a frame after it was told to, so the frames
 * are held back here: a fast typist, or a slow machine.
 */
describe.skipIf(!chromiumPath)('who types faster than frames are drawn', () => {
    const panel = usePanelPage();

    async function typedWithinAFrame(...keys: readonly string[]): Promise<void> {
        const { page } = panel();
        await page.evaluate(`(() => {
            const draw = window.requestAnimationFrame;
            const held = [];
            window.requestAnimationFrame = callback => held.push(callback);
            window.drawFrames = () => { window.requestAnimationFrame = draw; for (const callback of held) draw(callback); return held.length; };
        })()`);
        for (const key of keys) await page.keyboard.press(key);
        expect(await page.evaluate<number>('window.drawFrames()'), 'frames were held back').toBeGreaterThan(0);
        await panel().drawn();
    }

    test('goes on behind the file that was chosen, in the middle of the sentence', async () => {
        const { page } = panel();
        await panel().show('attached');
        await page.locator('question-box textarea').fill('compare @watch with the rest');
        for (let back = 0; back < ' with the rest'.length; back++) await page.keyboard.press('ArrowLeft');
        await page.getByRole('option', { name: /^watch\.ts/ }).waitFor();
        await panel().drawn();
        await typedWithinAFrame('Enter', '!', '?');
        await panel().expectTyped('compare watch.ts!? with the rest');
    });

    test('goes on behind the command that was chosen', async () => {
        const { page } = panel();
        await panel().show('empty');
        await page.locator('question-box textarea').fill('/fin');
        await page.getByRole('option', { name: /find/ }).waitFor();
        await panel().drawn();
        await typedWithinAFrame('Enter', 'i', 't');
        await panel().expectTyped('/find it');
    });

    test('has the next question in the box, without the one that was asked', async () => {
        const { page } = panel();
        await panel().show('empty');
        await page.locator('question-box textarea').fill('How?');
        await panel().drawn();
        await typedWithinAFrame('Enter', 'W', 'h', 'y');
        await panel().expectTyped('Why');
        expect((await page.evaluate(() => window.footnoteHost.intents)).at(-1)).toEqual({ type: 'ask', text: 'How?' });
    });

    test('goes on behind the last question, which Up brings back', async () => {
        const { page } = panel();
        await panel().show('finished');
        await page.locator('question-box textarea').focus();
        await typedWithinAFrame('ArrowUp', '!');
        await panel().expectTyped('Where is a build retried, and how often?!');
    });
});
