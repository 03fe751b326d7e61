/** What goes with the next question, as the window keeps it; and what a dropped address stands for. */
import { describe, expect, test } from 'vitest';
import { addressedPath, pastedPlaces } from '../../src/extension/attachments/addresses.ts';
import { DraftAttachments } from '../../src/extension/attachments/draftAttachments.ts';
import type { Attachment, MeasuredAttachment } from '../../src/protocol/attachment.ts';
import { placeBehind } from '../../src/extension/attachments/placeBehind.ts';
import { workspacePath } from '../../src/protocol/text.ts';

const lines = (startLine: number): Attachment => ({
    kind: 'lines',
    path: workspacePath('src/cart.ts'),
    range: { startLine, endLine: startLine + 2 },
});
const file = (path: string): Attachment => ({ kind: 'file', path: workspacePath(path) });

/** An engine that refuses `.env`, knows that `src` is a folder, and finds the rest small. */
function measured(attachment: Attachment): MeasuredAttachment {
    if (!('path' in attachment)) return { attachment, fate: { state: 'whole', tokens: 10 } };
    if (attachment.path === '.env') return { attachment, fate: { state: 'refused', why: { code: 'left-out', detail: 'secrets' } } };
    if (attachment.path === 'src') return { attachment: { kind: 'folder', path: attachment.path }, fate: { state: 'searched', files: 3 } };
    return { attachment, fate: { state: 'whole', tokens: 10 } };
}

function drafts({ kept, isThere = true }: { readonly kept?: unknown; readonly isThere?: boolean } = {}) {
    const told: (readonly string[])[] = [];
    const saved: (readonly Attachment[] | undefined)[] = [];
    const engine = { isThere };
    const of = new DraftAttachments({
        measure: attachments => (engine.isThere ? Promise.resolve(attachments.map(measured)) : Promise.reject(new Error('no engine'))),
        problems: () => ({
            kind: 'problems',
            problems: [
                {
                    path: workspacePath('a.ts'),
                    range: { startLine: 1, endLine: 1 },
                    severity: 'error',
                    message: 'now',
                    source: '',
                    code: '',
                },
            ],
        }),
        memory: { load: () => kept, save: attachments => saved.push(attachments) },
        onChange: () => undefined,
        onRefused: reasons => told.push(reasons),
    });
    return { of, told, saved, engine, names: () => of.shown.map(({ name }) => name) };
}

describe('what goes with the next question', () => {
    test('is named, measured, and gone once it is asked', async () => {
        const { of, names } = drafts();
        await of.add(file('src/cart.ts'), lines(3), { kind: 'changes' });
        expect(names()).toEqual(['src/cart.ts', 'src/cart.ts:3-5', 'Git changes']);
        expect(of.shown.every(({ fate }) => fate?.state === 'whole')).toBe(true);
        expect(of.take()).toEqual([file('src/cart.ts'), lines(3), { kind: 'changes' }]);
        expect(of.shown).toEqual([]);
    });

    test('is there once, however often and as whatever it is attached', async () => {
        const { of, names } = drafts();
        await of.add(file('src'));
        await of.add(file('src'), { kind: 'folder', path: workspacePath('src') });
        expect(names()).toEqual(['src/']);
    });

    test('is not there when the engine refuses it, and the reason is told', async () => {
        const { of, told, names } = drafts();
        await of.add(file('.env'), file('src/cart.ts'));
        expect(names()).toEqual(['src/cart.ts']);
        expect(told.at(-1)).toEqual(['.env: Not attached: secrets.']);
    });

    test('is at most twenty', async () => {
        const { of, told } = drafts();
        await of.add(...Array.from({ length: 21 }, (_, nth) => lines(nth + 1)));
        expect(of.shown).toHaveLength(20);
        expect(told.flat()).toEqual([expect.stringContaining('at most 20')]);
    });

    test('survives a restart, except the selection; what was kept by somebody else is not believed', async () => {
        const first = drafts();
        await first.of.add(file('src/cart.ts'), { kind: 'pasted', text: 'a trace' });
        first.of.select(lines(7));
        const again = drafts({ kept: JSON.parse(JSON.stringify(first.saved.at(-1))) as unknown });
        expect(again.names()).toEqual(['src/cart.ts', 'Pasted text (7 characters)']);
        expect(drafts({ kept: [{ kind: 'file', path: 7 }] }).names()).toEqual([]);
        expect(drafts({ kept: 'x' }).names()).toEqual([]);
    });

    test('is measured when there is an engine', async () => {
        const { of, engine } = drafts({ isThere: false });
        await of.add(file('src/cart.ts'));
        expect(of.shown).toMatchObject([{ name: 'src/cart.ts' }]);
        engine.isThere = true;
        await of.measure();
        expect(of.shown).toMatchObject([{ fate: { state: 'whole' } }]);
    });

    test('has the problems of now, not of when they were attached', async () => {
        const { of } = drafts();
        await of.add({ kind: 'problems', problems: [] });
        expect(of.take()).toMatchObject([{ kind: 'problems', problems: [{ message: 'now' }] }]);
    });
});

describe('the selection of the editor', () => {
    test('comes first, follows the cursor, and goes when nothing is selected', async () => {
        const { of, names } = drafts();
        await of.add(file('src/vat.ts'));
        of.select(lines(3));
        of.select(lines(9));
        expect(names()).toEqual(['src/cart.ts:9-11', 'src/vat.ts']);
        expect(of.shown[0]?.isAutomatic).toBe(true);
        of.select(undefined);
        expect(names()).toEqual(['src/vat.ts']);
    });

    test('that was removed, or has gone with a question, does not come back until another is made', () => {
        const { of, names } = drafts();
        of.select(lines(3));
        of.remove(of.shown[0]?.id ?? '');
        of.select(lines(3));
        expect(names()).toEqual([]);
        of.select(lines(4));
        expect(of.take()).toEqual([lines(4)]);
        of.select(lines(4));
        expect(names()).toEqual([]);
        of.select(undefined);
        of.select(lines(4));
        expect(names()).toEqual(['src/cart.ts:4-6']);
    });

    test('of a file that may not be attached is passed over without a word', async () => {
        const { of, told, names } = drafts();
        of.select(file('.env'));
        await of.measure();
        expect([names(), told]).toEqual([[], []]);
    });

    test('that is attached by hand as well stands there once, and stays', async () => {
        const { of, names } = drafts();
        of.select(lines(3));
        await of.add(lines(3));
        of.select(undefined);
        expect(names()).toEqual(['src/cart.ts:3-5']);
    });
});

describe('a click on a footnote of an attached text', () => {
    const passage = (name: string, text: string) => ({
        path: workspacePath(`/${name}`),
        range: { startLine: 1, endLine: text.split('\n').length },
        text,
    });

    test('lands on the problem', () => {
        const problems = passage('Problems', 'src/a b.ts:12: error 7 (ts): no: 3: x\nsrc/c.ts:4: hint: y');
        expect(placeBehind(problems, 1)).toEqual({ path: 'src/a b.ts', range: { startLine: 12, endLine: 12 } });
        expect(placeBehind(problems, 2)?.path).toBe('src/c.ts');
    });

    test('lands on the line of the file of today', () => {
        const text = [
            'modified: src/a.ts, …',
            '@@ -3,4 +3,4 @@',
            ' three',
            '-four',
            '+FOUR',
            ' five',
            '@@ -20,2 +20,3 @@',
            ' twenty',
            '+new',
        ].join('\n');
        const line = (of: number) => placeBehind(passage('Git changes/src/a.ts', text), of)?.range.startLine;
        expect([1, 3, 4, 5, 6, 8, 9].map(line)).toEqual([3, 3, 4, 4, 5, 20, 21]);
    });

    test('opens the text itself where no file is behind it', () => {
        expect(placeBehind(passage('Pasted text', 'src/c.ts:4: x'), 1)).toBeUndefined();
        expect(placeBehind(passage('Git changes', 'untracked: a.ts'), 1)).toBeUndefined();
        expect(placeBehind(passage('Git changes/a.ts', 'deleted: a.ts, …\n@@ -1,1 +0,0 @@\n-x'), 3)).toBeUndefined();
    });
});

describe('a dropped address', () => {
    const roots = [{ folder: '/home/me/shop', name: '' }];
    const cases: readonly (readonly [string, string])[] = [
        ['file:///home/me/shop/src/cart.ts', 'src/cart.ts'],
        ['/home/me/shop/src/cart.ts', 'src/cart.ts'],
        ['file:///home/me/shop/a%20b/%C3%A4.ts', 'a b/ä.ts'],
        ['file:///home/me/shop/../other/x.ts', 'not in this workspace'],
        ['/etc/passwd', 'not in this workspace'],
        ['file:///home/me/shop', 'whole folder'],
        ['file://server/share/x.ts', 'no file on this disk'],
        ['vscode-remote://ssh/home/me/shop/src/cart.ts', 'no file on this disk'],
        ['https://example.com/a', 'no file on this disk'],
        ['file:///home/me/shop/a%00b', 'no file on this disk'],
        ['file:///home/me/shop/a%2Fb', 'no file on this disk'],
        ['src/cart.ts', 'no file on this disk'],
    ];
    for (const [address, becomes] of cases)
        test(`${address}: ${becomes}`, () => {
            const found = addressedPath(address, roots);
            if ('path' in found) expect(found.path).toBe(becomes);
            else expect(found.reason).toContain(becomes);
        });

    test('in a window of several folders begins with the name of its folder', () => {
        const several = [
            { folder: '/a/one', name: 'one' },
            { folder: '/a/two', name: 'two' },
        ];
        expect(addressedPath('/a/two/x.ts', several)).toEqual({ path: 'two/x.ts' });
        expect(addressedPath('/a/two', several)).toEqual({ path: 'two' });
    });
});

test('a pasted line leads to a place when it looks like a path', () => {
    const roots = [{ folder: '/home/me/shop', name: '' }];
    expect(pastedPlaces('src/cart.ts', roots)).toEqual(['/home/me/shop/src/cart.ts']);
    expect(pastedPlaces('"/etc/hosts"', roots)).toEqual(['/etc/hosts']);
    for (const text of ['', 'hello', 'https://example.com/a.ts', 'a/b\nc/d', 'x\0/y']) expect(pastedPlaces(text, roots), text).toEqual([]);
});
