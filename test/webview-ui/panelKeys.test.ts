import { expect, test } from 'vitest';
import type { ViewState } from '../../src/protocol/view.ts';
import { newTurn } from '../../src/protocol/conversation.ts';
import { scenes } from '../../webview-ui/scenes.ts';
import { ScriptedHost } from '../../webview-ui/scriptedHost.ts';
import { ChatApp } from '../../webview-ui/src/chatApp.ts';
import { actionOfKey } from '../../webview-ui/src/panelKeys.ts';
import { find, findAll, settle } from './elements.ts';

const key = (name: string, change = {}) => ({ key: name, altKey: false, ctrlKey: false, metaKey: false, isComposing: false, ...change });
const idle = { isTyping: false, isBusy: false };

test('a letter does something only where nothing is typed, and never with Ctrl or Cmd', () => {
    expect(actionOfKey(key('j'), idle)).toBe('next-turn');
    expect(actionOfKey(key('?'), idle)).toBe('show-keys');
    for (const letter of ['j', 'k', 'n', 'p', 'c', '/', '?', 'Escape']) {
        expect(actionOfKey(key(letter), { ...idle, isTyping: true })).toBeUndefined();
        expect(actionOfKey(key(letter, { ctrlKey: true }), idle)).toBeUndefined();
        expect(actionOfKey(key(letter, { metaKey: true }), idle)).toBeUndefined();
        expect(actionOfKey(key(letter, { isComposing: true }), idle)).toBeUndefined();
    }
    expect(actionOfKey(key('ArrowUp', { altKey: true }), { ...idle, isTyping: true }), 'from the question box too').toBe('previous-turn');
    expect(actionOfKey(key('Escape'), { ...idle, isBusy: true })).toBe('stop');
});

async function open(scene: ViewState) {
    const host = new ScriptedHost(scene, scenes.finished());
    const app = new ChatApp();
    document.body.replaceChildren(app);
    app.start(host);
    await settle(app);
    const press = (name: string, change = {}): void => {
        find(app, 'main').dispatchEvent(
            new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, composed: true, ...change }),
        );
    };
    return { app, host, press };
}

test('Escape stops an answer from anywhere in the panel, and c copies the last answer', async () => {
    const busy = await open(scenes.answering());
    busy.press('Escape');
    expect(busy.host.intents.at(-1)).toEqual({ type: 'stop' });
    const { host, press } = await open(scenes.finished());
    press('c');
    expect(host.intents.at(-1)).toEqual({ type: 'copy-answer', turnId: 't1' });
});

test('? shows every key; the menu has it as well', async () => {
    const { app, press } = await open({ ...scenes.finished(), turns: [newTurn('t1', 'How?')] });
    press('?');
    expect((find(app, 'dialog') as HTMLDialogElement).open).toBe(true);
    expect(findAll(app, 'key-map dt, dt').length).toBeGreaterThan(9);
    (find(app, 'dialog') as HTMLDialogElement).close();
    find(app, '#more').click();
    await settle(app);
    findAll(app, '[role=menuitem]').at(-1)?.click();
    await settle(app);
    expect((find(app, 'dialog') as HTMLDialogElement).open).toBe(true);
});
