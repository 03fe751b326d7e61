import { expect, test } from 'vitest';
import type { ViewIntent, ViewState } from '../../src/protocol/view.ts';
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

async function clicked(scene: ViewState, ...selectors: readonly string[]): Promise<readonly ViewIntent[]> {
    const { app, sent } = await open(scene);
    for (const selector of selectors) {
        find(app, selector).click();
        await settle(app);
    }
    return sent();
}

test('the panel says that it is ready and draws what it is sent', async () => {
    const { app, host } = await open(scenes.finished());
    expect(host.intents).toEqual([{ type: 'ready' }]);
    expect(textOf(find(app, 'article h2'))).toBe('Where is a build retried, and how often?');
});

test('each thing a user can do is one intent, and names things by id', async () => {
    const finished = scenes.finished();
    expect(await clicked(finished, 'citation-link:nth-of-type(2) .chip')).toEqual([{ type: 'open-citation', turnId: 't1', mark: '2' }]);
    expect(await clicked(finished, '[aria-label^="Open retry.ts"]')).toEqual([{ type: 'open-citation', turnId: 't1', mark: '1:18-24' }]);
    expect(await clicked(finished, '[aria-label^="Copy answer"]')).toEqual([{ type: 'copy-answer', turnId: 't1' }]);
    expect(await clicked(finished, '[aria-label^="Ask again"]')).toEqual([{ type: 'retry', turnId: 't1' }]);
    expect(await clicked(finished, '.account .link')).toEqual([{ type: 'command', command: 'show-skipped' }]);
    expect(await clicked(finished, '[aria-label="New conversation"]')).toEqual([{ type: 'new-conversation' }]);
    expect(await clicked(finished, '[aria-label^="Copy code"]')).toMatchObject([
        { type: 'copy-text', text: expect.stringContaining('retryBuild(run') as string },
    ]);
});

test('earlier conversations are opened, renamed and deleted, and Escape goes back', async () => {
    expect(await clicked(scenes.empty(), '#history', 'history-list .open, li .open')).toEqual([
        { type: 'open-conversation', conversationId: 'c1' },
    ]);
    const { app, sent } = await open(scenes.finished());
    find(app, '#history').click();
    await settle(app);
    expect(findAll(app, 'turn-view'), 'the list takes the place of the conversation').toEqual([]);
    find(app, '[aria-label="Rename conversation: Where are the settings read?"]').click();
    find(app, '[aria-label="Delete conversation: Where are the settings read?"]').click();
    await settle(app);
    expect(sent()).toEqual([
        { type: 'rename-conversation', conversationId: 'c2' },
        { type: 'delete-conversation', conversationId: 'c2' },
    ]);
    expect(findAll(app, 'li .open')).toHaveLength(2);
    find(app, 'history-list')
        .shadowRoot?.querySelector('section')
        ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    await settle(app);
    expect(findAll(app, 'turn-view')).toHaveLength(1);
});

test('the menu offers what makes sense now', async () => {
    const items = async (scene: ViewState): Promise<readonly string[]> => {
        const { app } = await open(scene);
        find(app, '#more').click();
        await settle(app);
        return findAll(app, '[role=menuitem]').map(textOf);
    };
    const rest = ['Choose Model…', 'Choose Persona…', 'Settings', 'Show Log', 'Keyboard Shortcuts'];
    const conversation = ['New Private Conversation', 'Export Conversation…', 'Import Conversation…'];
    const withoutTurns = ['New Private Conversation', 'Import Conversation…'];
    expect(await items(scenes.finished())).toEqual([...conversation, 'Rebuild Index', 'Files Not Indexed…', 'Re-check Citations', ...rest]);
    const indexing = ['Pause Indexing', 'Rebuild Index', 'Files Not Indexed…'];
    expect(await items(scenes.indexing())).toEqual([...withoutTurns, ...indexing, ...rest]);
    expect(await clicked(scenes.indexing(), '#more', '[role=menuitem]:nth-of-type(3)')).toEqual([{ type: 'command', command: 'pause' }]);
});

test('every state without a conversation says what to do next', async () => {
    const check = async (scene: ViewState, words: string, ...buttons: readonly string[]): Promise<void> => {
        const { app } = await open(scene);
        expect(textOf(find(app, 'empty-state'))).toContain(words);
        expect(findAll(find(app, 'empty-state'), 'vscode-button, button').map(textOf)).toEqual(buttons);
    };
    const examples = ['Where does the program start?', 'How are errors handled?', 'Which settings are there, and where are they read?'];
    await check(scenes.empty(), 'Ask about this repo', ...examples);
    await check(scenes.indexing(), '312 files can be asked about already', ...examples);
    await check(scenes['no-folder'](), 'Open a folder', 'Open Folder');
    await check(scenes.restricted(), 'restricted mode', 'Manage Trust');
    await check(scenes['index-failed'](), 'The index cannot be read', 'Rebuild Index', 'Show Log');
    // What was indexed before can be asked about all the same.
    await check(
        { ...scenes['disk-full'](), turns: [] },
        '1,102 of 1,431 files can be asked about meanwhile',
        'Try Again',
        'Show Log',
        ...examples,
    );
    await check(scenes['quota-reached'](), 'have reached 2,048 MB', 'Remove Indexes No Longer Needed', 'Open Settings', ...examples);
    await check(scenes['model-missing'](), 'all-MiniLM-L6-v2', 'Choose Embedding Model', 'Open Settings');
    await check({ ...scenes['engine-stopped'](), turns: [] }, 'The Footnote engine has stopped', 'Restart', 'Show Log');
    await check(scenes['engine-stopped'](), 'The Footnote engine has stopped', 'Restart', 'Show Log');
    expect(await clicked(scenes.empty(), 'empty-state li button, li button')).toEqual([{ type: 'ask', text: examples[0] }]);
});

test('an answer that failed says why and offers a way out', async () => {
    const { app } = await open(scenes.failed());
    expect(textOf(find(app, '.failed'))).toContain('http://127.0.0.1:11434 does not answer.');
    expect(await clicked(scenes.failed(), '.failed .primary')).toEqual([{ type: 'command', command: 'choose-model' }]);
});

test('a draft is kept for the next page, and words from elsewhere replace it', async () => {
    const { app, host } = await open(scenes.empty());
    const area = find(app, 'vscode-text-area') as HTMLElement & { value: string };
    area.value = 'Where is';
    area.dispatchEvent(new Event('input'));
    expect(host.saved().draft).toBe('Where is');
    host.tell({ type: 'focus-question', text: 'Explain these lines' });
    await settle(app);
    expect(area.value).toBe('Explain these lines');
});

test('news is announced in one polite region', async () => {
    const { app, host } = await open(scenes.answering());
    const done = scenes.finished().turns[0]!;
    host.tell({ type: 'turn', turn: done });
    await settle(app);
    expect(findAll(app, '[aria-live]').map(textOf)).toEqual(['Answer ready, 4 sources']);
});
