/** Commits and branches beside a question, with the whole engine over a repository that git makes and nobody else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/protocol/answer.ts';
import type { Attachment } from '../../../src/protocol/attachment.ts';
import type { Engine } from '../../../src/protocol/engineContract.ts';
import { writtenAttachment } from '../../../src/protocol/attachment.ts';
import { refusalText } from '../../../src/protocol/attachmentRefusal.ts';
import { repositoryFolder, type RepositoryFolder } from '../../git/repositoryFolder.ts';
import { answerOf, openShop, shop } from '../workspaceFolder.ts';

const VAT = shop['src/vat.ts'] ?? '';
const CANARY = 'hunter2-Zq81LmX04pTt';

let at: RepositoryFolder;
let engine: Engine;
let data: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
    at = repositoryFolder();
    data = mkdtempSync(path.join(os.tmpdir(), 'footnote-data-'));
    ids['first'] = at.commit('The shop', shop);
    ids['vat'] = at.commit('Raise the tax\n\nThe new rate holds from January.\n\nReviewed-by: Ann', {
        'src/vat.ts': VAT.replace('19', '21'),
        '.env': `KEY=${CANARY}\n`,
        'deploy.yaml': `password: ${CANARY}\n`,
        'logo.bin': 'a\0b',
    });
    at.git('checkout', '-q', '-b', 'feature/receipts');
    ids['receipt'] = at.commit('Receipts have a number', {
        'src/receipt.ts': 'export const nextReceipt = (last: number): number => last + 1;\n',
    });
    at.git('checkout', '-q', 'main');
    ids['later'] = at.commit('A line above', { 'src/vat.ts': `// rates\n${VAT.replace('19', '21')}` });
    engine = await openShop({ folder: at.folder, data });
    await engine.index('update');
});
afterAll(async () => {
    await engine.close(undefined);
    at.dispose();
    rmSync(data, { recursive: true, force: true });
});

const revision = (rev: string): Attachment => {
    const written = writtenAttachment(`git:${rev}`);
    if (!written) throw new Error('nothing is written');
    return written;
};
const ask = (text: string, ...attachments: readonly Attachment[]): Promise<Answer> => answerOf(engine.ask({ text, attachments }));
const attachedText = ({ evidence }: Answer): string =>
    evidence.flatMap(({ role, passage }) => (role === 'attached' ? [passage.path, passage.text] : [])).join('\n');

describe('a commit', () => {
    test('is evidence: who made it, its message, and its difference by file, without a secret', async () => {
        const answer = await ask('What did this commit change?', revision(ids['vat'] ?? ''));
        const short = (ids['vat'] ?? '').slice(0, 8);
        const shown = attachedText(answer);
        expect(shown).toContain(`commit ${ids['vat'] ?? ''}, Test, 2023-11-1`);
        expect(shown).toContain('Raise the tax\n\nThe new rate holds from January.');
        expect(shown).toContain(`/Git commit ${short}:src/vat.ts\nmodified: src/vat.ts, 1 line added, 1 line removed`);
        expect(shown).toContain('-export const VAT_PERCENT = 19;\n+export const VAT_PERCENT = 21;');
        expect(shown).toContain('added: deploy.yaml');
        expect(shown).toContain('changed, and not shown because they are left out or no text: 2');
        expect(shown).not.toContain(CANARY);
        expect(shown).not.toContain('.env');
        expect(answer.text).toContain('The commit:');
        expect(answer.text).toMatch(/`modified: src\/vat\.ts, 1 line added, 1 line removed` \[\d+:1\]/);
        expect(answer.citations.filter(({ state }) => state !== 'verified')).toEqual([]);
        expect(answer.isAnswered).toBe(true);
    });

    test('is known by its id, whatever it was called, and has its subject for a name', async () => {
        const [measured] = await engine.measureAttachments([revision('main~1')]);
        expect(measured?.attachment).toEqual({ kind: 'commit', rev: ids['vat'], subject: 'Raise the tax' });
        expect(measured?.fate.state).toBe('whole');
    });

    test('that is the first is all new', async () => {
        expect(attachedText(await ask('What is new?', revision(ids['first'] ?? '')))).toContain(
            'added: src/cart.ts, 16 lines added, 0 lines removed',
        );
    });

    test('that is too large goes along as far as there is room, and says so before', async () => {
        const files = Object.fromEntries(
            Array.from({ length: 40 }, (_, nth) => [
                `many/f${String(nth)}.ts`,
                `export const value${String(nth)} = '${'x'.repeat(900)}';\n`,
            ]),
        );
        const large = at.commit('Much at once', files);
        const [measured] = await engine.measureAttachments([revision(large)]);
        expect(measured?.fate).toMatchObject({ state: 'cut', unit: 'files', of: 41, isRestSearched: false });
        if (measured?.fate.state === 'cut') expect(measured.fate.kept).toBeGreaterThan(5);
        at.git('reset', '-q', '--hard', 'HEAD~1');
    });
});

describe('a branch', () => {
    test('is what it has since it left what is checked out, and its commits', async () => {
        const answer = await ask('What does this branch do?', revision('feature/receipts'));
        const shown = attachedText(answer);
        expect(shown).toContain(
            `branch feature/receipts at ${(ids['receipt'] ?? '').slice(0, 8)}, since ${(ids['vat'] ?? '').slice(0, 8)}, 1 commit\n`,
        );
        expect(shown).toContain(': Receipts have a number');
        expect(shown).toContain('/Git branch feature/receipts:src/receipt.ts\nadded: src/receipt.ts');
        // What main has since is not the branch's.
        expect(shown).not.toContain('// rates');
        expect(answer.text).toContain('The branch:');
    });

    test('that is checked out is compared with where it left the main one', async () => {
        at.git('checkout', '-q', 'feature/receipts');
        expect(attachedText(await ask('What do I do here?', revision('feature/receipts')))).toContain('added: src/receipt.ts');
        at.git('checkout', '-q', 'main');
    });

    test('that has nothing of its own is empty', async () => {
        const [measured] = await engine.measureAttachments([revision('main')]);
        expect(measured).toEqual({ attachment: { kind: 'branch', rev: 'main', subject: '' }, fate: { state: 'empty' } });
    });
});

describe('a footnote on lines of a difference', () => {
    /** The citation of the line of the difference that reads like this, made as a model makes one. */
    const cited = async (line: string) => {
        const answer = await ask('What did this commit change?', revision(ids['vat'] ?? ''));
        const piece = answer.evidence.find(({ passage }) => passage.path.endsWith(':src/vat.ts'));
        const lines = piece?.passage.text.split('\n') ?? [];
        const nth = lines.indexOf(line) + 1;
        if (!piece || nth === 0) throw new Error('no such line');
        const { checkMark } = await import('../../../src/engine/answer/checkCitations.ts');
        const { contentHash } = await import('../../../src/engine/contentHash.ts');
        const today = `// rates\n${VAT.replace('19', '21')}`;
        const read = (of: string) =>
            Promise.resolve({ text: of.startsWith('/') ? piece.passage.text : today, hash: contentHash(today), isUnsaved: false });
        const mark = `${String(piece.number)}:${String(nth)}`;
        return await checkMark({ type: 'mark', mark, number: piece.number, range: { startLine: nth, endLine: nth } }, answer.evidence, {
            read,
        });
    };

    test('that stand in the file of today is one on that file, where they stand now', async () => {
        expect(await cited('+export const VAT_PERCENT = 21;')).toMatchObject({
            path: 'src/vat.ts',
            range: { startLine: 3, endLine: 3 },
            state: 'verified',
        });
        expect(await cited(' export function applyVat(net: number): number {')).toMatchObject({
            path: 'src/vat.ts',
            range: { startLine: 6, endLine: 6 },
        });
    });

    test('that are gone is one on the text that was attached', async () => {
        const short = (ids['vat'] ?? '').slice(0, 8);
        expect(await cited('-export const VAT_PERCENT = 19;')).toMatchObject({
            path: `/Git commit ${short}:src/vat.ts`,
            state: 'verified',
        });
    });
});

describe('the picker', () => {
    const offered = async (text: string, limit = 8): Promise<readonly string[]> =>
        (await engine.offerAttachments({ text, limit })).flatMap(offer =>
            offer.kind === 'commit' ? [offer.subject] : offer.kind === 'branch' ? [`branch ${offer.rev}`] : [],
        );

    test('offers commits by words of their subject and by the beginning of their id, and branches by name', async () => {
        expect(await offered('tax')).toEqual(['Raise the tax']);
        expect(await offered((ids['vat'] ?? '').slice(0, 6))).toEqual(['Raise the tax']);
        expect(await offered((ids['vat'] ?? '').slice(0, 3))).toEqual([]);
        // Of a branch that is not checked out too.
        expect(await offered((ids['receipt'] ?? '').slice(0, 10))).toEqual(['Receipts have a number']);
        expect(await offered('receipts')).toEqual(['branch feature/receipts']);
        expect(await offered('nothing-like-it')).toEqual([]);
    });

    test('lists the latest when asked for them, and a few when nothing is typed', async () => {
        expect(await offered('commit')).toEqual(['A line above', 'Raise the tax', 'The shop']);
        expect(await offered('branch')).toEqual(['branch feature/receipts', 'branch main']);
        expect(await offered('git:tax')).toEqual(['Raise the tax']);
        expect(await offered('')).toEqual(['A line above', 'Raise the tax', 'The shop', 'branch feature/receipts', 'branch main']);
    });

    test('knows of a commit at once', async () => {
        const id = at.commit('Just now', { 'now.txt': 'now\n' });
        expect(await offered('now')).toEqual(['Just now']);
        at.git('reset', '-q', '--hard', `${id}~1`);
    });
});

describe('what cannot be attached says why', () => {
    const why = async (rev: string): Promise<string> => {
        const fate = (await engine.measureAttachments([revision(rev)]))[0]?.fate;
        return fate?.state === 'refused' ? refusalText(fate.why) : (fate?.state ?? '');
    };

    test('a name that names nothing, and what no name can be', async () => {
        expect(await why('no-such-branch')).toBe('Not attached: no commit, branch or tag is called no-such-branch.');
        expect(await why('../../config')).toMatch(/is called \.\.\/\.\.\/config\./);
        expect(await why('main\u202e')).toMatch(/\\u\{202e\}/);
    });

    test('a branch that shares nothing', async () => {
        at.git('checkout', '-q', '--orphan', 'apart');
        at.commit('Alone');
        at.git('checkout', '-q', '-f', 'main');
        expect(await why('apart')).toMatch(/no commit was found that the branch and what is checked out both come from/);
    });

    test('references in a format that is not read', async () => {
        const other = repositoryFolder();
        const otherData = mkdtempSync(path.join(os.tmpdir(), 'footnote-data-'));
        try {
            other.commit('one', { 'a.ts': 'export const a = 1;\n' });
            other.write('.git/reftable/tables.list', '');
            const opened = await openShop({ folder: other.folder, data: otherData });
            const fate = (await opened.measureAttachments([revision('HEAD')]))[0]?.fate;
            expect(fate).toEqual({ state: 'refused', why: { code: 'reftable' } });
            await opened.close(undefined);
        } finally {
            other.dispose();
            rmSync(otherData, { recursive: true, force: true });
        }
    });
});

test('text of a commit obeys nobody: characters that hide are shown, and a secret of its message is taken out', async () => {
    const id = at.commit(`Hide\u202e this\n\nkey ghp_0123456789abcdefghijklmnopqrstuvwxyz\n`, { 'hidden.txt': 'x\n' });
    const shown = attachedText(await ask('What is it?', revision(id)));
    expect(shown).toContain('Hide\\u{202e} this');
    expect(shown).not.toContain('ghp_0123456789');
    at.git('reset', '-q', '--hard', 'HEAD~1');
    writeFileSync(path.join(at.folder, 'src/vat.ts'), `// rates\n${VAT.replace('19', '21')}`);
});
