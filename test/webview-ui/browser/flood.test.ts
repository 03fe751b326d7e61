import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { paceTurns } from '../../../src/extension/chat/turnPacing.ts';
import { applyAnswerEvent, newTurn, stopTurn, type Turn } from '../../../src/protocol/conversation.ts';
import { chromiumPath, patience, usePanelPage } from './panelPage.ts';

const SECONDS = 2;
const CHUNKS_A_SECOND = 10_000;
const MOST_A_SECOND = 20;

describe.skipIf(!chromiumPath)('a model that says ten thousand words a second (M27)', () => {
    const panel = usePanelPage();

    test('has its answer drawn at most twenty times a second, and to the last word', async () => {
        const { page } = panel();
        await panel().show('finished');
        await page.evaluate(`window.draws = {};
            for (const name of ['chat-app', 'turn-view', 'answer-text']) {
                const { prototype } = customElements.get(name);
                const { update } = prototype;
                window.draws[name] = 0;
                prototype.update = function (changed) {
                    if (name === 'chat-app' || this.turn?.id === 'flood') window.draws[name]++;
                    return update.call(this, changed);
                };
            }`);
        let messages = 0;
        let told: Promise<unknown> = Promise.resolve();
        const paced = paceTurns(turn => {
            messages++;
            told = told.then(() => page.evaluate(turn => window.footnoteHost.tell({ type: 'turn', turn }), turn));
        });

        let turn: Turn = newTurn('flood', 'How?');
        const began = performance.now();
        const due = (): number => Math.min(SECONDS * CHUNKS_A_SECOND, ((performance.now() - began) / 1_000) * CHUNKS_A_SECOND);
        let said = 0;
        while (said < SECONDS * CHUNKS_A_SECOND) {
            // As many as are due by now, each an event of its own, as the engine sends them.
            for (const until = due(); said < until; said++) {
                turn = applyAnswerEvent(turn, { type: 'text', text: said % 10 === 9 ? 'w\n\n' : 'w ' });
                paced.show(turn);
            }
            await new Promise(resolve => setTimeout(resolve, 1));
        }
        const seconds = (performance.now() - began) / 1_000;
        turn = stopTurn(turn);
        paced.show(turn);
        await told;
        const words = (): Promise<number> =>
            page
                .locator('turn-view')
                .last()
                .locator('answer-text')
                .evaluate(answer => (answer.shadowRoot?.textContent.match(/w/g) ?? []).length);
        await expect.poll(words, { timeout: patience(60_000) }).toBe(said);
        const draws = await page.evaluate<Record<string, number>>('window.draws');
        // A slow page is told the last of it later, and draws it later.
        const secondsUntilDrawn = (performance.now() - began) / 1_000;
        console.log(`M27: ${said} words in ${seconds.toFixed(1)} s, ${messages} messages, drawn ${JSON.stringify(draws)}`);
        // One more for the first word, and one for the end.
        const mostIn = (time: number): number => Math.ceil(time * MOST_A_SECOND) + 2;
        expect(messages).toBeLessThanOrEqual(mostIn(seconds));
        for (const [name, count] of Object.entries(draws))
            expect([name, count <= mostIn(secondsUntilDrawn), count > 1]).toEqual([name, true, true]);
    });

    test('and without the pacing of the extension the text is still drawn no more often than that', async () => {
        const { page } = panel();
        await panel().show('finished');
        const { draws, seconds } = await page.evaluate<{ draws: number; seconds: number }>(`(async () => {
            let draws = 0;
            const { prototype } = customElements.get('answer-text');
            const { update } = prototype;
            prototype.update = function (changed) { draws++; return update.call(this, changed); };
            const turn = { id: 'flood', question: 'How?', evidence: [], citations: [], progress: { state: 'answering' } };
            const began = performance.now();
            let text = '';
            while (performance.now() - began < 1000) {
                text += 'w ';
                window.footnoteHost.tell({ type: 'turn', turn: { ...turn, text } });
                await new Promise(resolve => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); });
            }
            return { draws, seconds: (performance.now() - began) / 1000 };
        })()`);
        console.log(`M27 unpaced: drawn ${draws} times in ${seconds.toFixed(1)} s`);
        expect(draws).toBeLessThanOrEqual(Math.ceil(seconds * MOST_A_SECOND) + 2);
        expect(draws).toBeGreaterThan(1);
    });
});
