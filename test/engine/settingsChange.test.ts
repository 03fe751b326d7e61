/** Settings that make another index, while somebody waits for what was asked of the one that there is. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { AnswerEvent } from '../../src/protocol/answer.ts';
import { answerOf, workspaceOf } from './workspaceFolder.ts';
import { indexedShop } from './indexedShop.ts';

const OTHER_CHUNKS = { chunkSizes: { size: 20, overlap: 0, maxTokens: 20 } };

test('an answer that is being given comes to its end before the index is opened anew', { timeout: 60_000 }, async () => {
    const { shop, engine } = await indexedShop();
    const settings = { ...workspaceOf(shop).settings, ...OTHER_CHUNKS };
    const seen: AnswerEvent[] = [];
    let isConfigured = false;
    let configured: Promise<void> | undefined;
    for await (const event of engine.ask({ text: 'Where is value added tax applied?' })) {
        if (event.type === 'text' && !configured) {
            configured = engine.configure(settings).then(() => {
                isConfigured = true;
            });
            await pause(500);
            expect(isConfigured).toBe(false);
            // Whoever shows the answer asks for more on the way, and is not kept waiting.
            expect((await engine.definitions('applyVat')).length).toBe(1);
        }
        seen.push(event);
    }
    expect(seen.at(-1)).toMatchObject({
        type: 'finished',
        answer: { citations: expect.arrayContaining([expect.objectContaining({ state: 'verified' })]) as unknown },
    });
    await configured;
    const chunks = async (): Promise<number> => {
        const status = await engine.index('update');
        return status?.counts.chunks ?? 0;
    };
    expect(await chunks()).toBeGreaterThan(8);
});

test('what was asked and has not begun to be answered is asked of the new one', { timeout: 60_000 }, async () => {
    const { shop, engine } = await indexedShop();
    const settings = { ...workspaceOf(shop).settings, ...OTHER_CHUNKS };
    const asked: Promise<unknown>[] = [];
    const ask = (): void => {
        asked.push(
            engine.search({ text: 'applyVat', limit: 3 }).then(({ files }) => expect(files[0]?.path).toBe('src/vat.ts')),
            engine.definitions('applyVat').then(found => expect(found.length).toBe(1)),
            answerOf(engine.ask({ text: 'Where is value added tax applied?' })).then(({ citations }) =>
                expect(citations.length).toBeGreaterThan(0),
            ),
        );
    };
    ask();
    const configured = engine.configure(settings);
    for (let round = 0; round < 20; round++) {
        ask();
        await pause(10);
    }
    await configured;
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))).toEqual([]);
});
