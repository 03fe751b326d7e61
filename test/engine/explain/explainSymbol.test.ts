import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import { qualifiedName } from '../../../src/protocol/code.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { makeShop, openShop, type Shop } from '../workspaceFolder.ts';

const source: Readonly<Record<string, string>> = {
    'src/cart.ts': `import { applyVat } from './vat.ts';

/**
 * Holds what a customer wants to buy.
 *
 * The second paragraph is for the patient.
 * @see Till
 */
export class Cart {
    private readonly items: number[] = [];

    /** Adds one price, in cents. */
    add(price: number): void {
        this.items.push(price);
        if (price < 0) this.add(-price);
    }

    // A comment that says applyVat.
    total(): number {
        const net = applyVat(this.items.length);
        return net + applyVat(1);
    }
}
`,
    'src/vat.ts': `export function applyVat(net: number): number {
    const limit = net;
    return limit;
}
export function close(): void {}
`,
    'src/till.ts': `import { Cart } from './cart.ts';
import { close } from './vat.ts';

export const till = new Cart();
till.add(4);
close();
till.rows = 3;
`,
    'src/door.ts': `export function close(): void {}
export interface Door { rows: number }
`,
    'src/window.ts': `import something from 'somewhere';
something.close();
`,
    'tools/mail.py': `def applyVat(net):
    return net

applyVat(3)
`,
    'go/one.go': 'package shop\n\nfunc open() int { return 1 }\n',
    'go/two.go': 'package shop\n\nfunc main() { open() }\n',
    'other/three.go': 'package other\n\nfunc open() int { return 3 }\n',
};

let shop: Shop;
let engine: Engine;

beforeAll(async () => {
    shop = makeShop(source);
    engine = await openShop(shop);
    await engine.index('update');
});

afterAll(async () => {
    await engine.close(undefined);
    shop.dispose();
});

/** `name at file:line` is explained as `expected`: the definition, what speaks for it, and how often it is used. */
function check(name: string, at: string, expected: string | undefined) {
    test(name, async () => {
        const [, word = '', file = '', line = ''] = /^(.*) at (.*):(\d+)$/.exec(at) ?? [];
        const found = await engine.explain({ path: workspacePath(file), line: Number(line), name: word === '' ? undefined : word });
        const said = found && [
            `${found.symbol.kind} ${qualifiedName(found.symbol)} ${found.symbol.path}:${found.symbol.nameLine}`,
            found.isCertain ? '' : `or ${found.others.map(({ path }) => path).join(', ')}`,
            `used ${found.uses.places} in ${found.uses.files}`,
        ];
        expect(said?.filter(part => part !== '').join('; ')).toBe(expected);
    });
}

describe('a name that is pointed at', () => {
    check('is explained where it is used', 'applyVat at src/cart.ts:20', 'function applyVat src/vat.ts:1; used 2 in 1');
    check('is explained where it is defined', 'Cart at src/cart.ts:9', 'class Cart src/cart.ts:9; used 1 in 1');
    check('is found by what the file imports', 'add at src/till.ts:5', 'method Cart.add src/cart.ts:13; used 1 in 1');
    check('means the imported one of several', 'close at src/till.ts:6', 'function close src/vat.ts:5; used 1 in 1');
    check(
        'is said to be uncertain when nothing speaks for one of several',
        'close at src/window.ts:2',
        'function close src/door.ts:1; or src/vat.ts; used 2 in 2',
    );
    check('means the one of its package, where folders are packages', 'open at go/two.go:3', 'function open go/one.go:3; used 1 in 1');
    check('is of the language of its file', 'applyVat at tools/mail.py:4', 'function applyVat tools/mail.py:1; used 1 in 1');
    check('is not the field of a type that the file does not know', 'rows at src/till.ts:7', undefined);
    check('is nothing in a comment', 'applyVat at src/cart.ts:18', undefined);
    check('is nothing when it is a local variable', 'limit at src/vat.ts:3', undefined);
    check('is nothing when it is not known', 'customer at src/cart.ts:20', undefined);
    check('is nothing in a file that is not indexed', 'Cart at elsewhere/file.ts:1', undefined);
    check(
        'may be missing: a line of a doc comment means what it documents',
        ' at src/cart.ts:12',
        'method Cart.add src/cart.ts:13; used 1 in 1',
    );
    check('may be missing: then it is the definition around the line', ' at src/cart.ts:14', 'method Cart.add src/cart.ts:13; used 1 in 1');
});

describe('an explanation', () => {
    test('has the signature alone and the first paragraph of the doc comment without its marks', async () => {
        const add = await engine.explain({ path: workspacePath('src/cart.ts'), line: 13, name: 'add' });
        expect(add).toMatchObject({ signature: 'add(price: number): void', doc: 'Adds one price, in cents.', language: 'typescript' });
        const cart = await engine.explain({ path: workspacePath('src/cart.ts'), line: 9, name: 'Cart' });
        expect(cart?.doc).toBe('Holds what a customer wants to buy.');
    });

    test('is of the text that is being typed', async () => {
        const path = workspacePath('src/vat.ts');
        await engine.editorChanged({ path, text: `/** Typed a moment ago. */\n\n\n// Adds tax.\n${source['src/vat.ts'] ?? ''}` });
        await expect
            .poll(() => engine.explain({ path: workspacePath('src/cart.ts'), line: 20, name: 'applyVat' }))
            .toMatchObject({ doc: 'Adds tax.', symbol: { nameLine: 5 } });
        await engine.editorChanged({ path, text: undefined });
        await expect.poll(() => engine.explain({ path, line: 1, name: 'applyVat' })).toMatchObject({ doc: '', symbol: { nameLine: 1 } });
    });
});

test('uses come with the column of the name, imports and the definition itself left out', async () => {
    const uses = await engine.uses({ path: workspacePath('src/vat.ts'), line: 1, name: 'applyVat', most: 100 });
    expect(uses).toMatchObject({
        places: 2,
        files: 1,
        topFiles: [{ path: 'src/cart.ts', places: 2 }],
        list: [
            { path: 'src/cart.ts', line: 20, column: 20 },
            { path: 'src/cart.ts', line: 21, column: 21 },
        ],
    });
    const counts = await engine.uses({ path: workspacePath('src/vat.ts'), line: 1, name: 'applyVat', most: 0 });
    expect(counts).toMatchObject({ places: 2, list: [] });
});
