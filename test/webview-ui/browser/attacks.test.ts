import type { Page } from 'playwright-core';
import type { Turn } from '../../../src/protocol/conversation.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replayConversation } from '../../../src/extension/chat/conversationRecord.ts';
import { parseIntent } from '../../../src/extension/chat/parseIntent.ts';
import { hostileConversation } from '../../extension/chat/hostileConversation.ts';
import { attackMarkdown, shortAttacks } from '../attackMarkdown.ts';
import { chromiumPath, patience, usePanelPage } from './panelPage.ts';

/** Every prefix of a text, one after the other, as an answer that is arriving; resolves with the number of times that it was drawn. */
async function drawEveryPrefix(page: Page, text: string, step: number): Promise<number> {
    return page.evaluate(
        async ({ text, step }) => {
            const deep = (...names: string[]): Element | undefined => {
                let at: Element | undefined;
                for (const name of names) at = (at?.shadowRoot ?? document).querySelector(name) ?? undefined;
                return at;
            };
            const settled = async (element: Element | undefined): Promise<void> => {
                await (element as { updateComplete?: Promise<unknown> } | undefined)?.updateComplete;
            };
            const turn = { id: 'attack', question: text.slice(0, 200), evidence: [], citations: [] };
            let drawn = 0;
            for (let length = step; length < text.length + step; length += step) {
                const shown = text.slice(0, length);
                window.footnoteHost.tell({ type: 'turn', turn: { ...turn, text: shown, progress: { state: 'stopped' } } });
                await settled(deep('chat-app'));
                await settled(deep('chat-app', 'turn-view:last-of-type'));
                const answer = deep('chat-app', 'turn-view:last-of-type', 'answer-text');
                await settled(answer);
                if ((answer as { turn?: { text: string } } | undefined)?.turn?.text === shown) drawn++;
                // What an element loads or runs by itself begins in a task of its own.
                if (length % (step * 16) === 0) await new Promise(resolve => setTimeout(resolve, 0));
            }
            await new Promise(resolve => setTimeout(resolve, 20));
            return drawn;
        },
        { text, step },
    );
}

describe.skipIf(!chromiumPath)('hostile answers in a real browser', () => {
    const panel = usePanelPage();
    const expectSilence = async (name: string): Promise<void> => {
        const { page, preview, complaints } = panel();
        expect([name, preview.strangeRequests, complaints, await page.evaluate('window.__pwned')]).toEqual([name, [], [], undefined]);
    };
    const armed = (text: string): string => text.replaceAll('/canary', `${panel().preview.url}canary`);

    test(
        'run nothing, load nothing and trip no policy, at every single character of their arrival',
        async () => {
            await panel().show('finished');
            for (const { name, text } of shortAttacks) {
                const attack = armed(text);
                expect([name, await drawEveryPrefix(panel().page, attack, 1)]).toEqual([name, attack.length]);
                await expectSilence(name);
            }
            expect(panel().page.url(), 'nor is the reader taken elsewhere').toMatch(/scene=finished/);
        },
        patience(240_000),
    );

    test(
        'of absurd size do neither, and the page still answers',
        async () => {
            await panel().show('finished');
            for (const { name, text } of attackMarkdown.filter(attack => !shortAttacks.includes(attack))) {
                const attack = armed(text);
                expect([name, await drawEveryPrefix(panel().page, attack, Math.ceil(attack.length / 4))]).toEqual([name, 4]);
                await expectSilence(name);
            }
        },
        patience(240_000),
    );

    test('a link says where it really leads, whatever its text says', async () => {
        const { page } = panel();
        await panel().show('finished');
        await drawEveryPrefix(page, '[https://good.example](https://evil.example/x) [a](https://good.example@evil.example/)', 1_000);
        const links = page.locator('turn-view').last().locator('answer-text a');
        await panel()
            .expectSoon(() => links.evaluateAll(found => found.map(link => link.nextElementSibling?.textContent)))
            .toEqual(['(evil.example)', '(evil.example)']);
    });

    describe('a saved conversation that somebody else has written', () => {
        let intents: readonly unknown[] = [];

        beforeAll(async () => {
            const { page } = panel();
            await panel().show('empty');
            for (const { text } of attackMarkdown) {
                const turns: readonly Turn[] = replayConversation(hostileConversation(armed(text).slice(0, 20_000)))?.turns ?? [];
                expect(turns.length).toBe(3);
                await page.evaluate(turns => {
                    const host = window.footnoteHost;
                    const state = {
                        workspace: 'open',
                        engine: { state: 'running' },
                        index: { state: 'empty' },
                        turns,
                        answersBy: turns[0]?.question ?? '',
                        history: [{ id: 'h1', title: turns[0]?.question ?? '', turns: 3 }],
                        attachments: [{ id: 'a1', kind: 'file', name: turns[0]?.question ?? '', isAutomatic: false }],
                    } as const;
                    host.tell({ type: 'snapshot', state });
                }, turns);
                await panel().drawn();
            }
        }, patience(240_000));

        test('runs nothing, loads nothing and trips no policy', async () => {
            await expectSilence('saved conversation');
            await panel()
                .expectSoon(() => panel().page.locator('turn-view').count())
                .toBe(3);
        });

        test('has footnotes and sources that say nothing but ids, and open nothing by themselves', async () => {
            const { page } = panel();
            const last = shortAttacks[0];
            const turns = replayConversation(hostileConversation(armed(last?.text ?? '')))?.turns ?? [];
            await page.evaluate(turns => {
                window.footnoteHost.tell({
                    type: 'snapshot',
                    state: {
                        workspace: 'open',
                        engine: { state: 'running' },
                        index: { state: 'empty' },
                        turns,
                        answersBy: 'x',
                        history: [],
                    },
                });
                window.footnoteHost.intents.length = 0;
            }, turns);
            await panel().drawn();
            expect(await page.evaluate(() => window.footnoteHost.intents)).toEqual([]);
            for (const part of ['citation-link button', 'source-list button.source', 'code-figure button'])
                for (const button of await page.locator(part).all()) if (await button.isVisible()) await button.click();
            await panel().expectSoon('window.footnoteHost.intents.length').toBeGreaterThan(3);
            intents = await page.evaluate(() => window.footnoteHost.intents);
            for (const intent of intents) {
                expect(parseIntent(intent), JSON.stringify(intent)).toBeDefined();
                expect(JSON.stringify(intent)).not.toMatch(/passwd|\.\./);
            }
            await expectSilence('after every click');
        });
    });

    afterAll(async () => {
        if (!chromiumPath) return;
        const { page, preview } = panel();
        // The canary sings when something is loaded: the page is refused, and that it was asked for is what counts.
        await page.goto(`${preview.url}canary`).catch(() => undefined);
        expect(preview.strangeRequests).toEqual(['/canary']);
    });
});
