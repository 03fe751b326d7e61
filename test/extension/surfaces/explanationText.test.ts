import { describe, expect, test } from 'vitest';
import { explanationText, questionAbout, questionAboutLines } from '../../../src/extension/surfaces/explanationText.ts';
import { isIndexUsable } from '../../../src/extension/surfaces/isIndexUsable.ts';
import { PointedArgument, PointedThings, type Pointed } from '../../../src/extension/surfaces/pointedAt.ts';
import type { CodeSymbol } from '../../../src/protocol/code.ts';
import type { SymbolExplanation } from '../../../src/protocol/explanation.ts';
import type { IndexStatus } from '../../../src/protocol/indexing.ts';
import { workspacePath } from '../../../src/protocol/text.ts';

const range = { startLine: 13, endLine: 16 };

function definition(path: string, container = 'Cart'): CodeSymbol {
    return { path: workspacePath(path), kind: 'method', name: 'add', container, range, nameLine: 13, signature: range };
}

const add: SymbolExplanation = {
    symbol: definition('src/cart.ts'),
    language: 'typescript',
    signature: 'add(price: number): void',
    doc: 'Adds one price,\nin cents.',
    isCertain: true,
    others: [],
    otherCount: 0,
    uses: {
        places: 3,
        files: 2,
        topFiles: [
            { path: workspacePath('src/till.ts'), places: 2 },
            { path: workspacePath('a.ts'), places: 1 },
        ],
    },
};

function check(name: string, explanation: Partial<SymbolExplanation>, expected: Partial<ReturnType<typeof explanationText>>) {
    test(name, () => {
        expect(explanationText({ ...add, ...explanation })).toMatchObject(expected);
    });
}

describe('a hover says', () => {
    check(
        'what it is, where it is defined, what its comment says and who mentions it',
        {},
        {
            heading: 'Method Cart.add, src/cart.ts:13',
            signature: 'add(price: number): void',
            doc: 'Adds one price, in cents.',
            facts: ['Mentioned 3 times in 2 files: src/till.ts (2), a.ts'],
        },
    );
    check(
        'when nothing mentions it',
        { uses: { places: 0, files: 0, topFiles: [] } },
        { facts: ['Not mentioned anywhere else, as far as names tell'] },
    );
    check(
        'where, when that is one file',
        { uses: { places: 1, files: 1, topFiles: [{ path: workspacePath('a.ts'), places: 1 }] } },
        { facts: ['Mentioned once, in a.ts'] },
    );
    check(
        'how many files it leaves out',
        { uses: { ...add.uses, places: 90, files: 12 } },
        {
            facts: ['Mentioned 90 times in 12 files: src/till.ts (2), a.ts and 10 more'],
        },
    );
    check(
        'that others have the name',
        { others: [definition('b.ts', 'Bag')], otherCount: 1 },
        {
            facts: ['Mentioned 3 times in 2 files: src/till.ts (2), a.ts', 'Elsewhere of the same name: Bag.add, b.ts:13'],
        },
    );
    check(
        'that it cannot tell which is meant, and then explains none of them',
        { isCertain: false, others: [definition('b.ts', 'Bag'), definition('c.ts', ''), definition('d.ts', 'Set')], otherCount: 5 },
        {
            heading: 'One of 6 definitions called add',
            signature: '',
            doc: '',
            facts: [
                'Cart.add, src/cart.ts:13; Bag.add, b.ts:13; add, c.ts:13; and 3 more',
                'The name is mentioned 3 times in 2 files: src/till.ts (2), a.ts',
            ],
        },
    );
    check('lists of a doc comment as lists', { doc: 'Three ways:\n- one\n  goes on\n- two' }, { doc: 'Three ways:\n- one goes on\n- two' });
    check('what would act without being seen', { doc: 'safe\u202etxt.exe' }, { doc: 'safe\\u{202e}txt.exe' });
});

test('the question fits what is asked about', () => {
    expect(questionAbout(add.symbol)).toBe('What does Cart.add do?');
    expect(questionAbout({ name: 'Cart', container: '', kind: 'class' })).toBe('What is Cart?');
    expect(questionAboutLines({ path: 'a.ts', range: { startLine: 3, endLine: 9 } })).toBe('What is in lines 3-9 of a.ts?');
});

describe('a link carries a number', () => {
    const thing: Pointed = {
        at: { path: workspacePath('a.ts'), line: 1, name: 'add' },
        position: { line: 0, column: 0 },
        definition: undefined,
        selection: { path: workspacePath('a.ts'), range },
        question: 'What does add do?',
    };
    test('that finds what it is about, for the latest fifty', () => {
        const things = new PointedThings();
        const first = things.remember(thing);
        expect(things.find(first)).toBe(thing);
        for (let count = 0; count < 50; count++) things.remember({ ...thing });
        expect(things.find(first)).toBeUndefined();
    });
    test('and nothing else is taken for one', () => {
        const things = new PointedThings();
        things.remember(thing);
        expect(things.find(new PointedArgument(thing))).toBe(thing);
        for (const argument of [undefined, '1', 7, { thing }, [1], null]) expect(things.find(argument)).toBeUndefined();
    });
});

const counts = { indexed: 1, total: 1, skipped: 0, chunks: 1 };

function checkUsable(name: string, index: IndexStatus, wasUsable: boolean, expected: boolean) {
    test(name, () => {
        expect(isIndexUsable({ state: 'running' }, index, wasUsable)).toBe(expected);
        expect(isIndexUsable({ state: 'starting' }, index, wasUsable)).toBe(false);
    });
}

describe('hovers and lenses', () => {
    checkUsable('are there when the index is ready', { state: 'ready', counts, hasMeaning: true }, false, true);
    checkUsable('stay while it is brought up to date', { state: 'indexing', done: 0, total: 1, counts }, true, true);
    checkUsable('wait for the first run', { state: 'indexing', done: 0, total: 1, counts }, false, false);
    checkUsable('go when it is deleted', { state: 'empty' }, true, false);
});
