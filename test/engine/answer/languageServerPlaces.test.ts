/** What a language server knows of places that have a name: which definition each means, and places that have another name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerPorts } from '../../../src/engine/answer/prepareQuestion.ts';
import type { Answer } from '../../../src/protocol/answer.ts';
import type { CodeSymbol } from '../../../src/protocol/code.ts';
import type { ReferenceLine } from '../../../src/protocol/hostContract.ts';
import type { IndexedFixture } from '../retrieve/indexedFixture.ts';
import { qualifiedName } from '../../../src/protocol/code.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { indexedFixture, shippedEmbedder } from '../retrieve/indexedFixture.ts';
import { answerOver } from './fixturePorts.ts';

const tree = {
    'src/cart.ts': 'export class Cart {\n    add(item: string): void {\n        console.log(item);\n    }\n}\n',
    'src/list.ts': 'export class List {\n    add(value: number): void {\n        console.log(value);\n    }\n}\n',
    'src/shop.ts': [
        "import { Cart } from './cart.ts';",
        "import { List } from './list.ts';",
        'const cart = new Cart();',
        'const list = new List();',
        "cart.add('tea');",
        'list.add(2);',
        '',
    ].join('\n'),
    'src/generic.ts': 'export function fill(target: any): void {\n    target.add(3);\n}\n',
    'src/renamed.ts': "import { fill as pour } from './generic.ts';\n\npour([]);\n",
};

let fixture: IndexedFixture;

beforeAll(async () => {
    fixture = await indexedFixture(tree);
});

afterAll(async () => {
    await (await shippedEmbedder()).close();
});

/** Knows of each definition what is listed here, by its qualified name, and of others nothing. */
function serverThatKnows(known: Readonly<Record<string, readonly (readonly [path: string, line: number, column: number])[]>>) {
    return async (symbol: CodeSymbol): Promise<readonly ReferenceLine[] | undefined> =>
        known[qualifiedName(symbol)]?.map(([path, line, column]) => ({ path: workspacePath(path), line, column }));
}

function ask(text: string, referencesTo?: AnswerPorts['referencesTo']): Promise<Answer> {
    return answerOver(fixture, text, referencesTo ? { referencesTo } : {});
}

const ofBoth = serverThatKnows({ 'Cart.add': [['src/shop.ts', 5, 5]], 'List.add': [['src/shop.ts', 6, 5]] });

describe('a name with two definitions', () => {
    it('has its places told apart by a language server, and what that says nothing of is marked', async () => {
        const { text, citations } = await ask('who calls add()?', ofBoth);
        expect(text).toContain('`add` is called in 3 places in 2 files.');
        expect(text).toMatch(
            /a method in `src\/cart\.ts` \[\d+:2\] \(meant in 1 place\) and a method in `src\/list\.ts` \[\d+:2\] \(meant in 1 place\)/,
        );
        expect(text).toMatch(/line 2 in `fill` \(by name only\)/);
        expect(text).not.toContain('a place may mean any of them');
        expect(citations.filter(({ state }) => state !== 'verified')).toEqual([]);
    });

    it('can be asked for by its full name, and then places of the other are not listed', async () => {
        const { text } = await ask('who calls Cart.add?', ofBoth);
        expect(text).toContain('`Cart.add` is called in 2 places in 2 files.');
        expect(text).toContain('1 further place has the name and means another definition.');
        expect(text).toMatch(/line 5/);
        expect(text).not.toMatch(/line 6/);
    });

    it('is counted by name alone where no language server answers, where one fails, and where one knows of no place', async () => {
        for (const server of [
            undefined,
            serverThatKnows({}),
            serverThatKnows({ 'Cart.add': [], 'List.add': [] }),
            () => Promise.reject(new Error('the server has gone')),
        ]) {
            const { text } = await ask('who calls Cart.add?', server);
            expect(text).toContain('`add` is called in 3 places in 2 files.');
            expect(text).toContain('which definition a line means is not resolved');
            expect(text).not.toContain('language server');
        }
    });
});

it('a call by the name that an import gives is among the places', async () => {
    const { text, citations } = await ask(
        'who calls fill()?',
        serverThatKnows({
            fill: [
                ['src/renamed.ts', 1, 9],
                ['src/renamed.ts', 3, 0],
            ],
        }),
    );
    expect(text).toContain('`fill` is called in 1 place in 1 file.');
    expect(citations.some(({ path, range }) => path === 'src/renamed.ts' && range.startLine === 3)).toBe(true);
    expect(text).toContain("The editor's language server confirms all of these.");
});

it('files that are not indexed are not told of, whatever a server says', async () => {
    const { text } = await ask(
        'who calls fill()?',
        serverThatKnows({
            fill: [
                ['secret/keys.ts', 1, 0],
                ['src/renamed.ts', 3, 0],
            ],
        }),
    );
    expect(text).not.toContain('secret');
});
