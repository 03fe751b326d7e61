/** What stands beside a question, with the whole engine over real files: what is offered, what it costs, and what an answer makes of it. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attachment } from '../../../src/protocol/attachment.ts';
import type { Answer } from '../../../src/protocol/answer.ts';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import { ATTACHED_TOKENS } from '../../../src/protocol/attachment.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { answerOf, makeShop, openShop, shop as files, type Shop } from '../workspaceFolder.ts';

const LONG = Array.from(
    { length: 900 },
    (_, nth) => `export const price${String(nth)} = ${String(nth)}; // the price of article ${String(nth)}`,
);

let shop: Shop;
let engine: Engine;

beforeAll(async () => {
    shop = makeShop({
        ...files,
        'src/prices.ts': `${LONG.join('\n')}\n`,
        'lib/vat.ts': '/** Adds the reduced tax. */\nexport function applyVat(net: number): number {\n    return net * 1.07;\n}\n',
    });
    for (const args of [
        ['init', '-q'],
        ['config', 'user.email', 'test@example.com'],
        ['config', 'user.name', 'Test'],
        ['add', '-A'],
        ['commit', '-q', '-m', 'c'],
    ])
        execFileSync('git', args, { cwd: shop.folder });
    engine = await openShop(shop);
});
afterAll(async () => {
    await engine.close(undefined);
    shop.dispose();
});

const file = (path: string): Attachment => ({ kind: 'file', path: workspacePath(path) });
const lines = (path: string, startLine: number, endLine: number): Attachment => ({
    kind: 'lines',
    path: workspacePath(path),
    range: { startLine, endLine },
});
const fates = async (...attachments: readonly Attachment[]) => (await engine.measureAttachments(attachments)).map(({ fate }) => fate);
const ask = (text: string, ...attachments: readonly Attachment[]): Promise<Answer> => answerOf(engine.ask({ text, attachments }));
const attached = ({ evidence }: Answer): readonly string[] =>
    evidence.flatMap(({ number, role, passage }) =>
        role === 'attached'
            ? [`${String(number)} ${passage.path}:${String(passage.range.startLine)}-${String(passage.range.endLine)}`]
            : [],
    );

describe('before there is an index', () => {
    test('files and folders are offered from the disk, and nothing that is ignored or secret', async () => {
        shop.write('.env', 'KEY=1\n');
        const offers = await engine.offerAttachments({ text: '', limit: 50 });
        const paths = offers.flatMap(offer => ('path' in offer ? [offer.path] : []));
        expect(offers.map(offer => `${offer.kind} ${'path' in offer ? offer.path : offer.rev}`)).toEqual(
            expect.arrayContaining(['file src/cart.ts', 'file README.md', 'folder src', 'folder lib']),
        );
        expect(paths).not.toEqual(expect.arrayContaining(['.env']));
        expect(paths).not.toEqual(expect.arrayContaining(['secret-notes.txt']));
        shop.remove('.env');
    });
});

describe('with an index', () => {
    beforeAll(async () => {
        await engine.index('update');
    });

    test('the picker finds files by letters in order, folders, and definitions with their places', async () => {
        const found = async (text: string) =>
            (await engine.offerAttachments({ text, limit: 5 })).map(offer =>
                'rev' in offer ? offer.rev : 'name' in offer ? `${offer.name} ${offer.path}` : offer.path,
            );
        expect((await found('cart'))[0]).toBe('src/cart.ts');
        expect(await found('sct')).toContain('src/cart.ts');
        expect(await found('lib')).toContain('lib');
        expect(await found('applyv')).toEqual(expect.arrayContaining(['applyVat src/vat.ts', 'applyVat lib/vat.ts']));
        expect(await found('cart.total')).toContain('Cart.total src/cart.ts');
        expect(await found('notthere')).toEqual([]);
    });

    test('each says beforehand what becomes of it', async () => {
        const [small, folder, large] = await fates(file('src/vat.ts'), file('src'), file('src/prices.ts'));
        expect(small).toMatchObject({ state: 'whole' });
        expect(folder).toEqual({ state: 'searched', files: 4 });
        expect(large).toMatchObject({ state: 'cut', unit: 'lines', of: 900, isRestSearched: true });
        if (large?.state !== 'cut' || small?.state !== 'whole') throw new Error('not cut');
        expect(large.tokens).toBeLessThanOrEqual(ATTACHED_TOKENS - small.tokens);
        expect(large.kept).toBeGreaterThan(100);
        expect((await engine.measureAttachments([file('src')]))[0]?.attachment).toEqual({ kind: 'folder', path: 'src' });
    });

    test('a file is the first evidence, read to its end, and what was found in it stands under the same number', async () => {
        const answer = await ask('What does the cart do?', file('src/cart.ts'));
        expect(attached(answer)).toEqual(['1 src/cart.ts:1-16']);
        expect(answer.evidence.filter(({ passage }) => passage.path === 'src/cart.ts')).toHaveLength(1);
        expect(answer.citations.some(({ number, state }) => number === 1 && state === 'verified')).toBe(true);
    });

    test('of a large file the head goes along in pieces, and its end is found by searching', async () => {
        const answer = await ask('What is price871?', file('src/prices.ts'));
        const pieces = attached(answer);
        expect(pieces[0]).toBe('1 src/prices.ts:1-120');
        expect(pieces.length).toBeGreaterThan(1);
        const sent = answer.evidence
            .filter(({ role }) => role === 'attached')
            .reduce((sum, { passage }) => sum + Math.ceil(passage.text.length / 3), 0);
        expect(sent).toBeLessThanOrEqual(ATTACHED_TOKENS);
        expect(answer.text).toContain('price871');
    });

    test('lines are explained, whatever the words of the question', async () => {
        const answer = await ask('Explain this', lines('src/vat.ts', 4, 7));
        expect(attached(answer)[0]).toMatch(/^1 src\/vat\.ts:[14]-7$/);
        expect(answer.text).toContain('`applyVat`');
        expect(answer.isAnswered).toBe(true);
    });

    test('a definition comes from where it stands now, comment included', async () => {
        const [offer] = (await engine.offerAttachments({ text: 'Cart.total', limit: 1 })).filter(({ kind }) => kind === 'symbol');
        if (!offer) throw new Error('not offered');
        shop.write('src/cart.ts', `// a line more\n${files['src/cart.ts'] ?? ''}`);
        expect(attached(await ask('Explain', offer))).toEqual(['1 src/cart.ts:13-16']);
        shop.write('src/cart.ts', files['src/cart.ts'] ?? '');
    });

    test('two folders are both searched, and nothing else', async () => {
        const answer = await ask('Where is applyVat defined?', file('lib'), { kind: 'folder', path: workspacePath('src') });
        const found = new Set(answer.evidence.map(({ passage }) => passage.path));
        expect(found).toContain('lib/vat.ts');
        expect(found).toContain('src/vat.ts');
        expect((await ask('Who sends the receipt by mail?', file('lib'))).isAnswered).toBe(false);
    });

    test('a command, a persona and attachments go together', async () => {
        const answer = await answerOf(engine.ask({ text: '/explain', persona: 'Architect', attachments: [lines('src/vat.ts', 4, 7)] }));
        expect(attached(answer)[0]).toMatch(/^1 src\/vat\.ts:/);
        expect(answer.isAnswered).toBe(true);
    });

    test('problems are quoted with place, severity and source, errors first, and their lines are evidence too', async () => {
        const problem = { path: workspacePath('src/vat.ts'), range: { startLine: 6, endLine: 6 }, source: 'ts', code: '2304' };
        const answer = await ask('What is wrong here?', {
            kind: 'problems',
            problems: [
                {
                    ...problem,
                    range: { startLine: 2, endLine: 2 },
                    severity: 'warning',
                    message: 'Too large a rate.',
                    source: '',
                    code: '',
                },
                { ...problem, severity: 'error', message: "Cannot find name 'VAT_PERCENT'." },
            ],
        });
        expect(answer.text).toContain("`src/vat.ts:6: error 2304 (ts): Cannot find name 'VAT_PERCENT'.` [1:1]");
        expect(answer.text.indexOf('error')).toBeLessThan(answer.text.indexOf('warning'));
        expect(attached(answer)).toEqual(['1 /Problems:1-2', '2 src/vat.ts:1-8']);
        expect(answer.citations.map(({ state }) => state)).not.toContain('stale');
        expect(answer.doubts).toEqual([]);
        expect(await engine.recheck(answer.citations)).toEqual(answer.citations);
    });

    test('changes are told by file with their difference, untracked files by name, without a secret', async () => {
        shop.write('src/vat.ts', (files['src/vat.ts'] ?? '').replace('19', '21'));
        shop.write('notes/new.md', '# New\n');
        shop.write('deploy.yaml', 'password: hunter2-Zq81LmX04pTt\n');
        shop.write('.env', 'SECRET=1\n');
        execFileSync('git', ['add', '-f', 'deploy.yaml', '.env'], { cwd: shop.folder });
        await engine.index('update');
        const answer = await ask('What did I change?', { kind: 'changes' });
        expect(answer.text).toMatch(/`modified: src\/vat\.ts, 1 line added, 1 line removed` \[\d+:1\]/);
        expect(answer.text).toContain('`untracked: notes/new.md`');
        const shown = answer.evidence.flatMap(({ role, passage }) => (role === 'attached' ? [passage.text] : [])).join('\n');
        expect(shown).toContain('-export const VAT_PERCENT = 19;\n+export const VAT_PERCENT = 21;');
        expect(shown).toContain('added: deploy.yaml');
        expect(shown).not.toContain('hunter2');
        expect(shown).not.toContain('.env');
        expect(shown).not.toContain('SECRET');
        expect(answer.citations.every(({ state }) => state === 'verified')).toBe(true);
        execFileSync('git', ['reset', '-q', '--hard'], { cwd: shop.folder });
        shop.remove('notes/new.md');
        await engine.index('update');
        expect(await fates({ kind: 'changes' })).toEqual([{ state: 'empty' }]);
    });

    test('what was pasted is quoted, with colours and hidden characters made visible, and is no part of the repository', async () => {
        const answer = await ask('What does this say?', {
            kind: 'pasted',
            text: 'Error: \u001b[31mboom\u001b[0m\n    at total \u202e(src/cart.ts:14)',
        });
        const [piece] = answer.evidence;
        expect(piece?.passage.path).toBe('/Pasted text');
        expect(piece?.passage.text).toBe('Error: \\u{1b}[31mboom\\u{1b}[0m\n    at total \\u{202e}(src/cart.ts:14)');
        expect(answer.text).toContain('From the text that was attached');
        expect(answer.isAnswered).toBe(true);
        expect(answer.doubts).toEqual([]);
    });

    test('a trace that was pasted leads to the definitions it names', async () => {
        const answer = await ask('Why does this fail?', {
            kind: 'pasted',
            text: 'TypeError: undefined\n    at applyVat (src/vat.ts:6)\n    at Cart.total (src/cart.ts:14)',
        });
        expect(answer.citations.some(({ path }) => path === 'src/vat.ts')).toBe(true);
        expect(answer.text).toContain('`applyVat`');
    });

    test('many small ones are not pushed out by a large one', async () => {
        const [large, ...small] = await fates(file('src/prices.ts'), file('src/vat.ts'), file('src/mail.py'), lines('src/cart.ts', 1, 16));
        expect(large?.state).toBe('cut');
        expect(small.map(({ state }) => state)).toEqual(['whole', 'whole', 'whole']);
    });
});
