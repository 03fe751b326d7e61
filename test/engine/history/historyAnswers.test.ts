/** Questions about the history, asked of a whole engine over repositories that git makes. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import type { Answer, Question } from '../../../src/protocol/answer.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { repositoryFolder, type RepositoryFolder } from '../../git/repositoryFolder.ts';
import { answerOf, openShop } from '../workspaceFolder.ts';

let at: RepositoryFolder;
let data: string;
let engine: Engine | undefined;
beforeEach(() => {
    at = repositoryFolder();
    data = mkdtempSync(path.join(os.tmpdir(), 'footnote-history-'));
});
afterEach(async () => {
    await engine?.close(undefined);
    engine = undefined;
    at.dispose();
    rmSync(data, { recursive: true, force: true });
});

async function ask(text: string, more: Partial<Question> = {}): Promise<Answer> {
    if (!engine) {
        engine = await openShop({ folder: at.folder, data });
        await engine.index('update');
    }
    return await answerOf(engine.ask({ text, ...more }));
}

const CART = 'export function addItem(cart, item) {\n    cart.push(item);\n    return cart;\n}\n';
const LIMITED = CART.replace('    cart.push', "    if (cart.length > 99) throw new Error('cart is full');\n    cart.push");

function shop(): void {
    at.commit('a cart', { 'src/cart.js': CART, 'src/price.js': 'export function priceOf(item) {\n    return item.price;\n}\n' });
    at.commit('limit the cart to 99 items\n\nLarger ones brought down the payment service.', { 'src/cart.js': LIMITED });
    at.commit('support prices in zstd archives', {
        'src/price.js': 'export function priceOf(item) {\n    return unpack(item).price;\n}\n',
    });
}

describe('a line', () => {
    test('is answered with its commit, the reason in its own words, and the lines, each with a footnote that stands', async () => {
        shop();
        const { text, citations, doubts, evidence } = await ask('why was src/cart.js:2 added?');
        expect(text).toContain('last changed in commit');
        expect(text).toContain('limit the cart to 99 items');
        expect(text).toContain('Larger ones brought down the payment service.');
        expect(text).toContain("+    if (cart.length > 99) throw new Error('cart is full');");
        expect(text).not.toContain('test@example.com');
        expect(doubts).toEqual([]);
        expect(citations.map(({ state }) => state)).toEqual(citations.map(() => 'verified'));
        expect(evidence.map(({ role }) => role)).toEqual(['found', 'history', 'history']);
    });

    test('that is selected needs no path', async () => {
        shop();
        const { text } = await ask('why is this line here?', {
            attachments: [{ kind: 'lines', path: workspacePath('src/cart.js'), range: { startLine: 2, endLine: 2 } }],
        });
        expect(text).toContain('limit the cart to 99 items');
    });

    test('that is not committed yet is said to be so, and those around it are found where they stand now', async () => {
        shop();
        at.write('src/cart.js', `// A cart.\n${LIMITED}`);
        expect((await ask('who wrote src/cart.js:1?')).text).toContain('not committed yet');
        expect((await ask('why was src/cart.js:3 added?')).text).toContain('limit the cart to 99 items');
    });

    test('is followed to the file that it came from', async () => {
        shop();
        at.git('mv', 'src/cart.js', 'src/basket.js');
        at.commit('call it a basket');
        const { text } = await ask('why was src/basket.js:2 added?');
        expect(text).toContain('limit the cart to 99 items');
        expect(text).toContain('The file was called `src/cart.js` then.');
    });
});

test('a name is answered with the commit that its oldest lines came with', async () => {
    shop();
    const { text } = await ask('who introduced addItem?');
    expect(text).toMatch(/oldest of these lines came with commit .*\n\nIts message: “a cart”/);
    expect(text).toContain('limit the cart to 99 items');
});

test('without a place the messages are searched, and none is made to fit', async () => {
    shop();
    const found = await ask('which commit added support for zstd?');
    expect(found.text).toContain('support prices in zstd archives');
    expect(found.text).toContain('3 commit messages were searched, which are all there are.');
    expect(found.doubts).toEqual([]);
    const none = await ask('which commit added support for brotli?');
    expect(none.text).toContain('No message of a commit that was read speaks of it.');
    expect(none.isAnswered).toBe(false);
});

test('what is asked again after a commit is answered anew', async () => {
    shop();
    expect((await ask('which commit added support for brotli?')).isAnswered).toBe(false);
    at.commit('support brotli as well');
    expect((await ask('which commit added support for brotli?')).text).toContain('support brotli as well');
});

test('no secret of a message is told, and no file that is left out is named or shown', async () => {
    const token = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`;
    at.commit('begin', { '.gitignore': 'later.txt\n', 'src/a.js': 'export const a = 1;\n' });
    at.commit(`the flux deployment uses ${token}`, { 'src/a.js': 'export const a = 2;\n', '.env': 'FLUX=very-private\n' });
    const { text, evidence } = await ask('which commit touched the flux deployment?');
    expect(text).toContain('the flux deployment');
    const told = JSON.stringify([text, evidence]);
    expect(told).not.toContain(token);
    expect(told).not.toContain('very-private');
    expect(told).not.toContain('changed: .env');
    expect((await ask('why was .env:1 added?')).text).not.toContain('very-private');
});

test('a question about what code does is answered as ever', async () => {
    shop();
    const { evidence } = await ask('where is an item added to the cart?');
    expect(evidence.some(({ role }) => role === 'history')).toBe(false);
});
