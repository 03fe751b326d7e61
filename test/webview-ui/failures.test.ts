import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { describeFailure } from '../../src/protocol/failure.ts';
import { newTurn } from '../../src/protocol/conversation.ts';
import { TurnView } from '../../webview-ui/src/turnView.ts';
import { everyFailure } from './failureCards.ts';
import { find, findAll, mount, textOf } from './elements.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/failures.md'), 'utf8');

test.each(Object.values(everyFailure))(
    '$kind is a card with its code, a sentence, what to do, and at most two buttons; and is in the docs',
    async failure => {
        const { element, intents } = await mount(new TurnView(), {
            turn: { ...newTurn('t1', 'How?'), progress: { state: 'failed', failure } },
        });
        const card = find(element, '.failed');
        const { title, remedy } = describeFailure(failure);
        for (const words of [failure.kind, title, remedy]) expect(textOf(card)).toContain(words.replace(/\s+/g, ' ').trim());
        const buttons = findAll(card, 'vscode-button');
        expect(buttons.length).toBeGreaterThanOrEqual(1);
        expect(buttons.length).toBeLessThanOrEqual(2);
        for (const button of buttons) button.click();
        expect(intents.map(({ type }) => type)).toEqual(buttons.map(() => 'command'));
        expect(page).toContain(`| \`${failure.kind}\` |`);
    },
);

test('the docs have no code that nothing has', () => {
    const told = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, code]) => code);
    expect(told.sort()).toEqual(Object.keys(everyFailure).sort());
});
