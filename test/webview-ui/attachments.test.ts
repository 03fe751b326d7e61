/** The picker behind an `@`, the chips below the question, and what comes in by dropping and pasting. */
import { describe, expect, test } from 'vitest';
import type { ShownAttachment, ShownOffer, ViewIntent } from '../../src/protocol/view.ts';
import { carriesFiles, droppedAddresses, pastedAs } from '../../webview-ui/src/attachedFromOutside.ts';
import { mentionAt, withoutMention } from '../../webview-ui/src/attachmentPicker.ts';
import { costWords, tooLargeNote } from '../../webview-ui/src/attachmentWords.ts';
import { scenes } from '../../webview-ui/scenes.ts';
import { ScriptedHost } from '../../webview-ui/scriptedHost.ts';
import { ChatApp } from '../../webview-ui/src/chatApp.ts';
import { QuestionBox } from '../../webview-ui/src/questionBox.ts';
import { find, findAll, mount, settle, textOf } from './elements.ts';

const offers: readonly ShownOffer[] = [
    { id: 'o1', kind: 'file', name: 'cart.ts', detail: 'src' },
    { id: 'o2', kind: 'folder', name: 'src/', detail: '' },
    { id: 'o3', kind: 'problems', name: 'Problems (2)', detail: '2 problems' },
];

/** A box into which this was typed, with what the host offers for it. */
async function typed(draft: string) {
    const { element, intents } = await mount(new QuestionBox(), { answersBy: 'Quotes' });
    const area = find(element, 'vscode-text-area') as HTMLElement & { value: string };
    const type = async (text: string): Promise<void> => {
        area.value = text;
        area.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
        element.offers = { text: mentionAt(text, text.length)?.typed ?? '', offers };
        await settle(element);
    };
    const press = async (...keys: readonly string[]): Promise<void> => {
        for (const key of keys) {
            area.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true }));
            await settle(element);
        }
    };
    await type(draft);
    return { element, intents, type, press };
}

describe('an @', () => {
    test('at the cursor is a mention: at the beginning, behind a blank or a bracket, and nowhere within a word', () => {
        expect(mentionAt('@', 1)).toEqual({ start: 0, end: 1, typed: '' });
        expect(mentionAt('what does @src/ca do', 17)).toEqual({ start: 10, end: 17, typed: 'src/ca' });
        expect(mentionAt('what does @src/cart.ts do', 15)).toEqual({ start: 10, end: 22, typed: 'src/' });
        expect(mentionAt('(@a', 3)?.typed).toBe('a');
        for (const [draft, caret] of [
            ['me@example.com', 14],
            ['@a b', 4],
            ['a @@b', 5],
            ['', 0],
            ['@a', 0],
        ] as const)
            expect(mentionAt(draft, caret), draft).toBeUndefined();
    });

    test('gives way to the name of what was chosen, within a sentence, and to nothing before one', () => {
        const chosen = (draft: string, caret: number, offer: ShownOffer | undefined = offers[0]) => {
            const mention = mentionAt(draft, caret);
            return mention && offer && withoutMention(draft, mention, offer).draft;
        };
        expect(chosen('what does @ca do?', 13)).toBe('what does cart.ts do?');
        expect(chosen('fix the @pro', 12, offers[2])).toBe('fix the problems ');
        expect(chosen('what did @tax', 13, { id: 'o4', kind: 'commit', name: '1a2b3c4d', detail: 'Raise the tax' })).toBe(
            'what did 1a2b3c4d ',
        );
        expect(chosen('review @fea', 11, { id: 'o5', kind: 'branch', name: 'feature/tax', detail: '' })).toBe('review feature/tax ');
        expect(chosen('@ca', 3)).toBe('');
        expect(chosen('/explain @ca', 12)).toBe('/explain ');
        expect(chosen('@ca what is it?', 3)).toBe('what is it?');
    });

    test('that is chosen before it is known what fits waits for that: the list of the letters before is not chosen from', async () => {
        for (const key of ['Enter', 'Tab']) {
            const { element, intents, press } = await typed('how is @ca');
            element.offers = { text: 'c', offers: offers.toReversed() };
            await settle(element);
            await press(key);
            expect(intents.filter(({ type }) => type === 'attach' || type === 'ask')).toEqual([]);
            element.offers = { text: 'ca', offers };
            await settle(element);
            expect(intents.filter(({ type }) => type === 'attach' || type === 'ask')).toEqual([{ type: 'attach', offerId: 'o1' }]);
            expect(element.draft).toBe('how is cart.ts ');
        }
    });

    test('that nothing fits is asked with Enter once that is known, or with a second Enter; Escape and further letters take the key back', async () => {
        const early = async () => {
            const box = await typed('how is @ca');
            box.element.offers = { text: 'c', offers };
            await settle(box.element);
            await box.press('Enter');
            const arrive = async (arrived: readonly ShownOffer[]) => {
                box.element.offers = { text: 'ca', offers: arrived };
                await settle(box.element);
                return box.intents.filter(({ type }) => type === 'attach' || type === 'ask');
            };
            return { ...box, arrive };
        };
        expect(await (await early()).arrive([])).toEqual([{ type: 'ask', text: 'how is @ca' }]);
        const impatient = await early();
        await impatient.press('Enter');
        expect(impatient.intents.at(-1)).toEqual({ type: 'ask', text: 'how is @ca' });
        const left = await early();
        await left.press('Escape');
        expect(await left.arrive(offers)).toEqual([]);
        const goesOn = await early();
        await goesOn.type('how is @cart');
        expect(await goesOn.arrive(offers)).toEqual([]);
    });

    test('offers what fits; arrows move, Enter or Tab attaches and asks nothing, Escape leaves the text', async () => {
        const { element, intents, press } = await typed('what does @ca');
        expect(intents).toEqual([{ type: 'search-attachments', text: 'ca' }]);
        expect(findAll(element, '[role=option]').map(textOf)).toEqual([
            'cart.ts src file',
            'src/ folder',
            'Problems (2) 2 problems problems',
        ]);
        await press('ArrowDown', 'ArrowUp', 'Enter');
        expect(intents.slice(1)).toEqual<ViewIntent[]>([{ type: 'attach', offerId: 'o1' }]);
        expect(element.draft).toBe('what does cart.ts ');
        expect(findAll(element, '[role=listbox]')).toEqual([]);
    });

    test('closes with Escape, and opens again with the next letter', async () => {
        const { element, press, type } = await typed('@');
        await press('Escape');
        expect(findAll(element, '[role=listbox]')).toEqual([]);
        expect(element.draft).toBe('@');
        await type('@c');
        expect(findAll(element, '[role=listbox]')).toHaveLength(1);
    });

    test('that fits nothing says so, and Enter asks', async () => {
        const { element, intents, press } = await typed('who wrote @x');
        element.offers = { text: 'x', offers: [] };
        await settle(element);
        expect(textOf(element)).toContain('Nothing fits');
        await press('Enter');
        expect(intents.at(-1)).toEqual({ type: 'ask', text: 'who wrote @x' });
    });

    test('does not take the keys of the commands', async () => {
        const { intents, press } = await typed('/wh');
        await press('Enter');
        expect(intents).toEqual([]);
    });
});

describe('what is attached', () => {
    const large: ShownAttachment = {
        id: 'a2',
        kind: 'file',
        name: 'src/big.ts',
        isAutomatic: false,
        fate: { state: 'cut', tokens: 5_391, wholeTokens: 48_120, unit: 'lines', kept: 412, of: 3_890, isRestSearched: true },
    };

    test('has a name, a cost and a way out for the keyboard', async () => {
        const small: ShownAttachment = {
            id: 'a1',
            kind: 'lines',
            name: 'src/cart.ts:3-5',
            isAutomatic: true,
            fate: { state: 'whole', tokens: 48 },
        };
        const { element, intents } = await mount(new QuestionBox(), {
            attachments: [small, { ...small, id: 'a3', name: 'src/', kind: 'folder', fate: { state: 'searched', files: 12 } }],
        });
        expect(findAll(element, '.attachment').map(textOf)).toEqual(['src/cart.ts:3-5 48 tokens', 'src/ 12 files']);
        expect(find(element, '.chips').getAttribute('aria-label')).toBe('2 attachments: src/cart.ts:3-5, 48 tokens; src/, 12 files');
        find(element, '[aria-label="Detach src/"]').click();
        expect(intents).toEqual([{ type: 'detach', attachmentId: 'a3' }]);
    });

    test('that is too large says so before it is sent, with the limit and what will be done', async () => {
        const { element } = await mount(new QuestionBox(), { attachments: [large] });
        expect(textOf(find(element, '.attachment'))).toBe('src/big.ts too large');
        expect(textOf(find(element, '.note'))).toBe(
            'big.ts has 48,120 tokens and is too large: all attachments together may take 5,400. The first 412 of 3,890 lines go along (5,391 tokens); the rest is searched.',
        );
    });

    test('is told in words for every fate', () => {
        expect(costWords({ state: 'whole', tokens: 1 })).toBe('1 token');
        expect(costWords({ state: 'empty' })).toBe('nothing in it');
        expect(costWords(undefined)).toBe('');
        const cut = { state: 'cut', tokens: 10, wholeTokens: 9_000, kept: 2, of: 9, isRestSearched: false } as const;
        expect(tooLargeNote({ kind: 'changes', name: 'Git changes', fate: { ...cut, unit: 'files' } })).toContain(
            '2 of 9 changed files go along',
        );
        expect(tooLargeNote({ kind: 'problems', name: 'Problems (9)', fate: { ...cut, unit: 'problems' } })).toContain(
            'errors before warnings',
        );
        expect(tooLargeNote({ kind: 'file', name: 'a.js', fate: { ...cut, unit: 'lines', kept: 0, isRestSearched: true } })).toContain(
            'It is searched',
        );
        expect(tooLargeNote({ kind: 'file', name: 'x', fate: { state: 'whole', tokens: 3 } })).toBeUndefined();
        expect(tooLargeNote({ kind: 'file', name: 'src/deep/a.js', fate: { ...cut, unit: 'lines' } })).toMatch(/^a\.js has 9,000 tokens/);
        const commit = '1a2b3c4d Read and/or write';
        expect(tooLargeNote({ kind: 'commit', name: commit, fate: { ...cut, unit: 'files' } })).toContain(`${commit} has`);
    });

    test('that was refused says why, until that was read', async () => {
        const { element } = await mount(new QuestionBox(), { refusals: ['.env: Not attached: environment variables with secrets.'] });
        expect(textOf(find(element, '.refused'))).toContain('environment variables');
        let isRead = false;
        element.addEventListener('refusals-read', () => (isRead = true));
        find(element, '[aria-label="Dismiss"]').click();
        expect(isRead).toBe(true);
    });
});

describe('what comes from outside', () => {
    const carried = (data: Readonly<Record<string, string>>) => ({ getData: (type: string) => data[type] ?? '' });

    test('files of the explorer, of tabs and of other programs are dropped as addresses, each once; text and web pages are not', () => {
        expect(droppedAddresses(carried({ 'text/uri-list': '# two\r\nfile:///a/b.ts\r\nfile:///a/c.ts\r\n' }))).toEqual([
            'file:///a/b.ts',
            'file:///a/c.ts',
        ]);
        expect(droppedAddresses(carried({ 'application/vnd.code.uri-list': 'file:///a/b.ts', 'text/uri-list': 'file:///a/b.ts' }))).toEqual(
            ['file:///a/b.ts'],
        );
        expect(droppedAddresses(carried({ resourceurls: '["file:///a/b.ts"]', codefiles: '["/a/c.ts"]' }))).toEqual([
            'file:///a/b.ts',
            '/a/c.ts',
        ]);
        expect(droppedAddresses(carried({ 'text/plain': 'file:///a/b.ts' }))).toEqual([]);
        expect(
            droppedAddresses(
                carried({ 'text/uri-list': 'https://example.com/\njavascript:alert(1)', resourceurls: '{"a":1}', codefiles: 'no json' }),
            ),
        ).toEqual([]);
        expect([carriesFiles(['text/plain']), carriesFiles(['Files', 'ResourceURLs'])]).toEqual([false, true]);
    });

    test('a paste of forty lines is a text of its own, a line with a slash may be a path, the rest is words', () => {
        expect(pastedAs('x'.repeat(2_001))).toBe('text');
        expect(pastedAs('src/cart.ts')).toBe('path');
        expect(pastedAs('/home/me/My Project/cart.ts')).toBe('path');
        expect(pastedAs('cart.ts')).toBe('path');
        for (const words of ['where is the cart', 'and/or maybe something else', 'a/b\nc/d', '', '  '])
            expect(pastedAs(words), words).toBe('words');
    });

    test('a long paste does not go into the box', async () => {
        const { element, intents } = await mount(new QuestionBox(), {});
        const paste = (text: string): boolean => {
            const event = Object.assign(new Event('paste', { bubbles: true, cancelable: true, composed: true }), {
                clipboardData: { getData: () => text },
            });
            find(element, 'vscode-text-area').dispatchEvent(event);
            return event.defaultPrevented;
        };
        const long = 'at a (b.ts:1)\n'.repeat(200);
        expect(paste(long)).toBe(true);
        expect(paste('src/cart.ts')).toBe(false);
        expect(paste('where?')).toBe(false);
        expect(intents).toEqual([
            { type: 'attach-text', text: long },
            { type: 'attach-pasted-path', text: 'src/cart.ts' },
        ]);
    });

    test('a path that was pasted and is attached goes from the question', async () => {
        const { element } = await mount(new QuestionBox(), { draft: 'what is src/cart.ts' });
        element.forgetPastedPath('src/cart.ts');
        expect(element.draft).toBe('what is ');
    });
});

describe('the panel', () => {
    async function open() {
        const host = new ScriptedHost(scenes.attached(), scenes.attached());
        const app = new ChatApp();
        document.body.replaceChildren(app);
        app.start(host);
        await settle(app);
        return { app, host, sent: () => host.intents.slice(1) };
    }

    function drag(app: ChatApp, type: string, data: Readonly<Record<string, string>>): Event {
        const event = Object.assign(new Event(type, { bubbles: true, cancelable: true, composed: true }), {
            dataTransfer: { types: Object.keys(data), getData: (of: string) => data[of] ?? '' },
        });
        find(app, '.content').dispatchEvent(event);
        return event;
    }

    test('takes files anywhere, shows that it does, and leaves text to the box', async () => {
        const { app, sent } = await open();
        const files = { 'text/uri-list': 'file:///shop/src/cart.ts\r\nfile:///shop/src' };
        expect(drag(app, 'dragover', files).defaultPrevented).toBe(true);
        await settle(app);
        expect(find(app, '.panel').className).toContain('dragging');
        expect(drag(app, 'drop', files).defaultPrevented).toBe(true);
        await settle(app);
        expect(find(app, '.panel').className).not.toContain('dragging');
        expect(drag(app, 'dragover', { 'text/plain': 'words' }).defaultPrevented).toBe(false);
        expect(sent()).toEqual([{ type: 'attach-dropped', addresses: ['file:///shop/src/cart.ts', 'file:///shop/src'] }]);
    });

    test('says what was attached, what it costs, and why something was not', async () => {
        const { app, host } = await open();
        const spoken = (): string => textOf(find(app, '[role=status]'));
        const added: ShownAttachment = { id: 'a9', kind: 'file', name: 'src/vat.ts', isAutomatic: false };
        host.tell({ type: 'attachments', attachments: [added] });
        await settle(app);
        expect(spoken()).toBe('');
        host.tell({ type: 'attachments', attachments: [{ ...added, fate: { state: 'whole', tokens: 80 } }] });
        await settle(app);
        expect(spoken()).toBe('Attached src/vat.ts, 80 tokens');
        host.tell({ type: 'not-attached', reasons: ['.env: Not attached: secrets.'] });
        await settle(app);
        expect(spoken()).toBe('.env: Not attached: secrets.');
        expect(textOf(find(app, '.refused'))).toContain('.env');
    });
});
