import { expect, test } from 'vitest';
import { answerCommands } from '../../src/protocol/answering.ts';
import { QuestionBox } from '../../webview-ui/src/questionBox.ts';
import { find, findAll, mount, settle } from './elements.ts';

async function pressed(box: Partial<QuestionBox>, ...keys: readonly (KeyboardEventInit & { readonly key: string })[]) {
    const { element, intents } = await mount(new QuestionBox(), { answersBy: 'Quotes', ...box });
    const area = find(element, 'vscode-text-area');
    const events = keys.map(key => new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true, composed: true }));
    for (const event of events) area.dispatchEvent(event);
    await settle(element);
    return { element, intents, isTaken: events.map(event => event.defaultPrevented) };
}

test('Enter asks what is typed, without its edges, and empties the box', async () => {
    const { element, intents } = await pressed({ draft: ' Where? \n' }, { key: 'Enter' });
    expect(intents).toEqual([{ type: 'ask', text: 'Where?' }]);
    expect(element.draft).toBe('');
});

test('Shift+Enter is left to the text area, for a new line', async () => {
    const { intents, isTaken } = await pressed({ draft: 'Where?' }, { key: 'Enter', shiftKey: true });
    expect(intents).toEqual([]);
    expect(isTaken).toEqual([false]);
});

test('Enter that chooses a character of an input method does not ask', async () => {
    expect((await pressed({ draft: 'どこ' }, { key: 'Enter', isComposing: true })).intents).toEqual([]);
});

test('nothing is asked by an empty box or without a folder', async () => {
    expect((await pressed({ draft: '  \n' }, { key: 'Enter' })).intents).toEqual([]);
    expect((await pressed({ draft: 'Where?', isDisabled: true }, { key: 'Enter' })).intents).toEqual([]);
});

test('Up in an empty box brings the last question back; in a full one it moves the cursor', async () => {
    expect((await pressed({ lastQuestion: 'Where?' }, { key: 'ArrowUp' })).element.draft).toBe('Where?');
    const typed = await pressed({ draft: 'How', lastQuestion: 'Where?' }, { key: 'ArrowUp' });
    expect([typed.element.draft, typed.isTaken]).toEqual(['How', [false]]);
});

test('Escape stops an answer, and is left alone when there is none', async () => {
    expect((await pressed({ isBusy: true }, { key: 'Escape' })).intents).toEqual([{ type: 'stop' }]);
    expect((await pressed({ isBusy: false }, { key: 'Escape' })).isTaken).toEqual([false]);
});

test('the buttons ask, stop, choose the model and detach lines', async () => {
    const idle = await mount(new QuestionBox(), {
        draft: 'Where?',
        answersBy: 'Quotes',
        attachments: [{ id: 'a7', kind: 'lines', name: 'src/cart.ts:12-18', isAutomatic: false }],
    });
    find(idle.element, '[aria-label="Detach src/cart.ts:12-18"]').click();
    find(idle.element, '[aria-label^="Answers by Quotes"]').click();
    find(idle.element, '.primary').click();
    expect(idle.intents).toEqual([
        { type: 'detach', attachmentId: 'a7' },
        { type: 'command', command: 'choose-conversation-model' },
        { type: 'ask', text: 'Where?' },
    ]);
    const busy = await mount(new QuestionBox(), { isBusy: true });
    expect(findAll(busy.element, '.primary')).toEqual([]);
    find(busy.element, '.secondary').click();
    expect(busy.intents).toEqual([{ type: 'stop' }]);
});

test('a slash offers the commands: arrows move, Enter or Tab takes one and asks nothing, Escape leaves the text', async () => {
    const offered = async (draft: string) => {
        const { element } = await mount(new QuestionBox(), { draft });
        return findAll(element, '.command b').map(option => option.textContent);
    };
    expect(await offered('/')).toEqual(answerCommands.map(command => `/${command}`));
    expect(await offered('/Wh')).toEqual(['/why', '/where']);
    for (const draft of ['', 'a /', '/where ', '/where is it', '/xyz', '//']) expect(await offered(draft), draft).toEqual([]);

    const moved = await pressed({ draft: '/wh' }, { key: 'ArrowDown' });
    expect(find(moved.element, '[aria-selected=true] b').textContent).toBe('/where');
    const taken = await pressed({ draft: '/wh' }, { key: 'ArrowUp' }, { key: 'Tab' });
    expect([taken.element.draft, taken.intents, taken.isTaken]).toEqual(['/where ', [], [true, true]]);
    const entered = await pressed({ draft: '/te' }, { key: 'Enter' });
    expect([entered.element.draft, entered.intents]).toEqual(['/tests ', []]);
    const left = await pressed({ draft: '/te' }, { key: 'Escape' }, { key: 'Enter' });
    expect(left.intents, 'what stands there is asked as it stands').toEqual([{ type: 'ask', text: '/te' }]);
    expect(findAll(left.element, '.command')).toEqual([]);
});

test('every command says what it does, and a click takes it', async () => {
    const { element, intents } = await mount(new QuestionBox(), { draft: '/' });
    expect(findAll(element, '.command span').every(words => words.textContent !== '')).toBe(true);
    find(element, '#command-snippet').click();
    await settle(element);
    expect([element.draft, intents]).toEqual(['/snippet ', []]);
});
