import { expect, test } from 'vitest';
import type { ViewState } from '../../src/protocol/view.ts';
import { ScriptedHost } from '../../webview-ui/scriptedHost.ts';
import { scenes } from '../../webview-ui/scenes.ts';
import { ChatApp } from '../../webview-ui/src/chatApp.ts';
import { find, findAll, settle, textOf } from './elements.ts';

async function open(scene: ViewState) {
    const host = new ScriptedHost(scene, { ...scenes.empty(), turns: [] });
    const app = new ChatApp();
    document.body.replaceChildren(app);
    app.start(host);
    await settle(app);
    return { app, host, sent: () => host.intents.slice(1) };
}

async function type(app: Element, selector: string, text: string): Promise<void> {
    const field = find(app, selector) as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    await settle(app);
}

function press(app: Element, selector: string, key: string): void {
    find(app, selector).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true }));
}

test('earlier conversations are searched as one types; the words stand out where they were said, and Escape gives all back', async () => {
    const { app, sent } = await open(scenes.finished());
    find(app, '#history').click();
    await settle(app);
    expect(findAll(app, 'li')).toHaveLength(3);
    await type(app, '.search', 'settings');
    expect(sent()).toEqual([{ type: 'search-conversations', text: 'settings' }]);
    expect(findAll(app, 'li .title').map(textOf)).toEqual(['Where are the settings read?']);
    expect(findAll(app, 'mark').map(textOf)).toEqual(['settings']);
    expect(textOf(find(app, 'history-list [role=status]'))).toBe('1 conversation found');
    await type(app, '.search', 'nobody said this');
    expect(findAll(app, 'li')).toHaveLength(0);
    expect(textOf(find(app, 'history-list [role=status]'))).toBe('0 conversations found');
    press(app, '.search', 'Escape');
    await settle(app);
    expect(findAll(app, 'li')).toHaveLength(3);
    press(app, '.search', 'Escape');
    await settle(app);
    expect(findAll(app, 'history-list'), 'a second Escape goes back').toHaveLength(0);
});

test('what other folders have of the words stands behind, by folder, and opens as a page', async () => {
    const { app, host, sent } = await open(scenes.finished());
    find(app, '#history').click();
    await settle(app);
    await type(app, '.search', 'settings');
    const found = [{ id: 'b1', title: 'Where are settings kept?', turns: 2, context: [{ text: 'settings', isMatch: true }] }];
    const [own] = scenes.finished().history;
    if (own)
        host.tell({
            type: 'found-conversations',
            query: 'settings',
            found: [],
            of: 0,
            elsewhere: [{ key: 'k1', name: 'shop', found, of: 31 }],
        });
    await settle(app);
    expect(textOf(find(app, 'section section h3'))).toBe('shop');
    expect(textOf(find(app, 'section section .told'))).toBe('31 conversations found, the first 1 are shown');
    expect(textOf(find(app, 'section section mark'))).toBe('settings');
    find(app, 'section section button.open').click();
    expect(sent().at(-1)).toEqual({ type: 'read-elsewhere', key: 'k1', conversationId: 'b1' });
    await type(app, '.search', 'other words');
    expect(findAll(app, 'section section'), 'what was found for other words is not shown').toEqual([]);
});

test('in a folder without conversations those of others can be searched all the same', async () => {
    const { app, sent } = await open({ ...scenes.finished(), history: [] });
    find(app, '#history').click();
    await settle(app);
    await type(app, '.search', 'tax');
    expect(sent()).toEqual([{ type: 'search-conversations', text: 'tax' }]);
});

test('text that was found stays text', async () => {
    const { app, host } = await open(scenes.finished());
    find(app, '#history').click();
    await settle(app);
    await type(app, '.search', 'x');
    const [first] = scenes.finished().history;
    const context = [{ text: '<img src=x onerror=alert(1)>', isMatch: true }];
    if (first) host.tell({ type: 'found-conversations', query: 'x', found: [{ ...first, context }], of: 1 });
    await settle(app);
    expect(textOf(find(app, 'mark'))).toBe('<img src=x onerror=alert(1)>');
    expect(findAll(app, 'img')).toEqual([]);
});

test('several are marked and deleted together; one is pinned or unpinned', async () => {
    const { app, sent } = await open(scenes.finished());
    find(app, '#history').click();
    await settle(app);
    expect(findAll(app, '#delete-marked')).toEqual([]);
    find(app, '[aria-label^="Select conversation: Where are"]').click();
    find(app, '[aria-label^="Select conversation: What happens"]').click();
    await settle(app);
    expect(find(app, '#delete-marked').getAttribute('aria-label')).toBe('Delete 2 selected conversations');
    find(app, '#delete-marked').click();
    find(app, '[aria-label^="Unpin conversation: How does"]').click();
    find(app, '[aria-label^="Pin conversation: Where are"]').click();
    expect(sent()).toEqual([
        { type: 'delete-conversations', conversationIds: ['c2', 'c3'] },
        { type: 'unpin-conversation', conversationId: 'c1' },
        { type: 'pin-conversation', conversationId: 'c2' },
    ]);
});

test('an earlier question comes back into the box and is asked in its place; Escape leaves it', async () => {
    const { app, sent } = await open(scenes.finished());
    find(app, '[aria-label^="Edit question"]').click();
    await settle(app);
    expect(textOf(find(app, '.editing'))).toContain('Editing an earlier question');
    press(app, 'vscode-text-area', 'Escape');
    await settle(app);
    expect([findAll(app, '.editing'), sent()]).toEqual([[], []]);
    find(app, '[aria-label^="Edit question"]').click();
    await settle(app);
    press(app, 'vscode-text-area', 'Enter');
    await settle(app);
    expect(sent()).toEqual([{ type: 'edit-question', turnId: 't1', text: 'Where is a build retried, and how often?' }]);
    expect(findAll(app, '.editing')).toEqual([]);
    find(app, '[aria-label^="Fork from this answer"]').click();
    expect(sent().at(-1)).toEqual({ type: 'fork', turnId: 't1' });
});

test('a private conversation says so, and leaves nothing of what is typed with the editor', async () => {
    const { app, host } = await open(scenes.private());
    expect(textOf(find(app, '.private'))).toContain('Nothing of this conversation is kept');
    await type(app, 'vscode-text-area', 'A secret question');
    expect(host.saved().draft).toBe('');
    const opened = await open(scenes.finished());
    await type(opened.app, 'vscode-text-area', 'A question');
    expect(opened.host.saved().draft).toBe('A question');
});

test('a conversation from before says how many of its citations changed; one of today does not', async () => {
    const { app } = await open(scenes.reopened());
    expect(textOf(find(app, '.since'))).toBe('Of 6 citations, 1 changed and 1 moved since.');
    expect(findAll((await open(scenes.finished())).app, '.since')).toEqual([]);
});
