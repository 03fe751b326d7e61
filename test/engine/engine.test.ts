import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/protocol/engineContract.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { answerOf, makeShop, openShop, type Shop } from './workspaceFolder.ts';

let shop: Shop;
let engines: Engine[];

beforeEach(() => {
    shop = makeShop();
    engines = [];
});

afterEach(async () => {
    for (const engine of engines) await engine.close(undefined);
    shop.dispose();
});

/** As a power cut leaves files that were never synced. */
function emptyRowFiles(data: string): void {
    for (const entry of readdirSync(data, { recursive: true, withFileTypes: true })) {
        if (entry.isFile() && entry.name.endsWith('.lance')) writeFileSync(path.join(entry.parentPath, entry.name), '');
    }
}

async function open(): Promise<Engine> {
    const engine = await openShop(shop);
    engines.push(engine);
    return engine;
}

/** Long enough for a machine under load; a test that fails takes this long, one that passes does not. */
const poll: typeof expect.poll = (read, options) => expect.poll(read, { timeout: 30_000, ...options });

async function filesFor(engine: Engine, text: string): Promise<readonly string[]> {
    return (await engine.search({ text })).files.map(({ path: file }) => file);
}

describe('from a folder to an answer', () => {
    test('a question gets an answer whose footnotes stand on the lines they name', async () => {
        const engine = await open();
        await engine.index('update');
        const answer = await answerOf(engine.ask({ text: 'Where is value added tax applied?' }));
        expect(answer.isAnswered).toBe(true);
        expect(answer.answeredBy).toBe('Quotes');
        expect(answer.coverage).toMatchObject({ searchedFiles: 5, totalFiles: 5, isPartial: false, hasMeaning: true });
        expect(answer.citations.length).toBeGreaterThan(0);
        expect(answer.citations.map(({ state }) => state)).toEqual(answer.citations.map(() => 'verified'));
        expect(answer.text).toContain('applyVat');
        const first = answer.citations[0]!;
        const lines = readFileSync(path.join(shop.folder, first.path), 'utf8').split('\n');
        expect(first.range.startLine).toBeGreaterThanOrEqual(1);
        expect(first.range.endLine).toBeLessThanOrEqual(lines.length);
    });

    test('what the repository does not know is said to be unknown', async () => {
        const engine = await open();
        await engine.index('update');
        const answer = await answerOf(engine.ask({ text: 'How is the kubernetes ingress controller configured?' }));
        expect(answer.isAnswered).toBe(false);
        expect(answer.text.toLowerCase()).toContain('nothing relevant');
    });

    test('an ignored file is never found, and the rule that keeps it out is named', async () => {
        const engine = await open();
        await engine.index('update');
        expect(await filesFor(engine, 'the vat of whisky is a secret')).not.toContain('secret-notes.txt');
        expect(await engine.whySkipped(workspacePath('secret-notes.txt'))).toMatchObject({
            reason: 'ignored',
            detail: expect.stringContaining('.gitignore:1') as string,
        });
    });
});

describe('keeping true to the folder', () => {
    test('a saved line is found, and only what changed is embedded', async () => {
        const engine = await open();
        await engine.index('update');
        shop.write(
            'src/mail.py',
            `${readFileSync(path.join(shop.folder, 'src/mail.py'), 'utf8')}\n\ndef send_voucher(address):\n    deliver(address, "a voucher")\n`,
        );
        await engine.filesChanged({ changed: [workspacePath('src/mail.py')], removed: [] });
        await poll(async () => (await engine.definitions('send_voucher')).map(({ path: file }) => file)).toEqual(['src/mail.py']);
        const again = await engine.index('update');
        expect(again).toMatchObject({ added: 0, changed: 0, embedded: 0 });
    });

    test('a deleted file vanishes at once', async () => {
        const engine = await open();
        await engine.index('update');
        expect(await filesFor(engine, 'send the receipt by mail')).toContain('src/mail.py');
        shop.remove('src/mail.py');
        await engine.filesChanged({ changed: [], removed: [workspacePath('src/mail.py')] });
        const { files, passages } = await engine.search({ text: 'send the receipt by mail' });
        expect(files.map(({ path: file }) => file)).not.toContain('src/mail.py');
        expect(passages.map(({ path: file }) => file)).not.toContain('src/mail.py');
    });

    test('unsaved text wins over the disk until it is saved or dropped', async () => {
        const engine = await open();
        await engine.index('update');
        const file = workspacePath('src/vat.ts');
        await engine.editorChanged({ path: file, text: 'export function grossOfLuxury(net: number): number {\n    return net * 2;\n}\n' });
        await poll(async () => (await engine.search({ text: 'grossOfLuxury' })).passages[0]?.text ?? '').toContain('return net * 2');
        await engine.editorChanged({ path: file, text: undefined });
        await expect
            .poll(async () => (await engine.search({ text: 'VAT_PERCENT' })).passages.map(({ text }) => text).join('\n'))
            .toContain('VAT_PERCENT = 19');
    });

    test('opening an index again embeds nothing, and answers before anything is looked at', async () => {
        const first = await open();
        const report = await first.index('update');
        expect(report?.embedded).toBeGreaterThan(0);
        await first.close(undefined);
        const second = await open();
        expect(await filesFor(second, 'value added tax')).toContain('src/vat.ts');
        expect(await second.index('update')).toMatchObject({ added: 0, changed: 0, removed: 0, embedded: 0 });
    });

    test('a rebuild takes every vector from the cache', async () => {
        const engine = await open();
        const first = await engine.index('update');
        const again = await engine.index('rebuild');
        expect(again).toMatchObject({ embedded: 0, counts: first?.counts });
        await filesFor(engine, 'value added tax');
        // Another search for the same words: the one before would be known as a whole.
        await engine.search({ text: 'value added tax', limit: 3 });
        const { vectors, queries } = (await engine.details()).caches;
        // Both runs asked for every text; the second found each.
        expect(vectors.asked).toBe(2 * vectors.found);
        expect(vectors.found).toBeGreaterThan(0);
        expect(queries).toEqual({ asked: 2, found: 1 });
    });

    test('files are counted before they are indexed, as they are afterwards', async () => {
        const engine = await open();
        const counted = await engine.countFiles();
        expect(counted).toBeGreaterThan(3);
        expect((await engine.index('update'))?.counts.total).toBe(counted);
    });
});

describe('when the index is damaged', () => {
    test('a search that comes upon unreadable rows says so, and the index mends itself', async () => {
        const first = await open();
        const report = await first.index('update');
        await first.close(undefined);
        emptyRowFiles(shop.data);
        const engine = await open();
        await engine.index('update');
        await poll(() => filesFor(engine, 'value added tax').catch(() => [])).toContain('src/vat.ts');
        expect(await engine.index('update')).toMatchObject({ added: 0, changed: 0, embedded: 0, counts: report?.counts });
    });
});

describe('two processes on one index', () => {
    test('the second asks the first, and takes over when it goes', async () => {
        const first = await open();
        await first.index('update');
        const second = await open();
        expect(await filesFor(second, 'value added tax')).toContain('src/vat.ts');
        expect((await answerOf(second.ask({ text: 'Where is value added tax applied?' }))).citations.length).toBeGreaterThan(0);
        await first.close(undefined);
        shop.write('src/luxury.ts', 'export const luxurySurcharge = 7;\n');
        await poll(async () => (await second.index('update').catch(() => undefined))?.counts.indexed).toBe(6);
        expect(await filesFor(second, 'luxurySurcharge')).toContain('src/luxury.ts');
    });

    test('a holder that is killed in mid-work leaves a sound index to the next', async () => {
        const child = fork(path.join(import.meta.dirname, 'indexingChild.ts'), [shop.folder, shop.data]);
        await once(child, 'message');
        child.kill('SIGKILL');
        await once(child, 'exit');
        const engine = await open();
        const report = await engine.index('update');
        expect(report?.counts).toMatchObject({ indexed: 5, total: 5 });
        const { passages } = await engine.search({ text: 'applyVat', limit: 20 });
        const places = passages.map(({ path: file, range }) => `${file}:${range.startLine}`);
        expect(new Set(places).size).toBe(places.length);
    });
});
