/** Questions about one file or folder: what is searched, and what may still be shown beside it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, EvidenceRole } from '../../src/protocol/answer.ts';
import type { Engine } from '../../src/protocol/engineContract.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { answerOf, makeShop, openShop, shop as files, type Shop } from './workspaceFolder.ts';

let shop: Shop;
let engine: Engine;

beforeAll(async () => {
    shop = makeShop({
        ...files,
        'lib/vat.ts':
            '/** Adds value added tax at the reduced rate. */\nexport function applyVat(net: number): number {\n    return net * 1.07;\n}\n',
        'src/cart.test.ts': "import { Cart } from './cart.ts';\ntest('adds tax', () => new Cart().add(1));\n",
    });
    engine = await openShop(shop);
    await engine.index('update');
});
afterAll(async () => {
    await engine.close(undefined);
    shop.dispose();
});

const ask = (text: string, within: string): Promise<Answer> =>
    answerOf(engine.ask({ text, attachments: [{ kind: 'folder', path: workspacePath(within) }] }));
/** What was searched for; users and tests of it may stand elsewhere. */
const CHOSEN: ReadonlySet<EvidenceRole> = new Set(['found', 'attached', 'definition']);
const found = ({ evidence }: Answer): readonly string[] =>
    evidence.flatMap(({ role, passage }) => (CHOSEN.has(role) ? [passage.path] : []));

describe('a question about a folder', () => {
    test('finds in it, and nowhere else', async () => {
        const inLib = await ask('Where is value added tax applied?', 'lib');
        expect(inLib.isAnswered).toBe(true);
        expect(new Set(found(inLib))).toEqual(new Set(['lib/vat.ts']));
        expect(found(await ask('Where is value added tax applied?', 'src'))).toContain('src/vat.ts');
    });

    test('means the definition there when the name has several', async () => {
        const { text } = await ask('What does applyVat do?', 'lib');
        expect(text).toContain('1.07');
        expect(text).not.toContain('VAT_PERCENT / 100');
    });

    test('counts the places there when it asks for all of them', async () => {
        expect((await ask('List every file that imports cart', 'src')).text).toMatch(/src\/cart\.test\.ts|cart\.test\.ts/);
        expect((await ask('How many functions are there?', 'lib')).text).toMatch(/^There is 1 function in 1 file below `lib`/);
    });

    test('in a folder that holds nothing says that nothing was found', async () => {
        expect((await ask('Where is value added tax applied?', 'docs')).isAnswered).toBe(false);
    });

    test('does not take a folder for another whose name begins like it', async () => {
        expect(found(await ask('Where is value added tax applied?', 'sr'))).not.toContain('src/vat.ts');
    });
});

describe('a question about a file', () => {
    test('is answered from it, however little the question says', async () => {
        const answer = await ask('What is this for?', 'src/mail.py');
        expect(answer.isAnswered).toBe(true);
        expect(new Set(found(answer))).toEqual(new Set(['src/mail.py']));
        expect(answer.citations.map(({ path }) => path)).toContain('src/mail.py');
    });

    test('is looked for in all of it, not in its beginning', async () => {
        const filler = Array.from({ length: 600 }, (_, line) => `export const value${line} = ${line};`).join('\n');
        shop.write('src/long.ts', `${filler}\n/** Ends the auction of a painting. */\nexport function endAuction(): void {}\n`);
        await engine.index('update');
        const answer = await ask('How does an auction end?', 'src/long.ts');
        expect(answer.citations.some(({ path, range }) => path === 'src/long.ts' && range.endLine > 600)).toBe(true);
    });
});
