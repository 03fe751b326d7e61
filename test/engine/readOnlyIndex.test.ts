/** An index on a disk that takes nothing: it is searched as it is, says why it is not kept up to date, and goes on when it can. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../src/protocol/engineContract.ts';
import type { IndexStatus } from '../../src/protocol/indexing.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { answerOf, makeShop, openShop, type Shop } from './workspaceFolder.ts';

const root = path.resolve(import.meta.dirname, '../..');
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mountsTmpfs();
if (!canMount) console.log('SKIPPED: an index on a read-only and on a full disk: mounting takes root');

function mount(...args: readonly string[]): boolean {
    return spawnSync('mount', args, { stdio: 'ignore' }).status === 0;
}

function mountsTmpfs(): boolean {
    const shop = makeShop({});
    mkdirSync(shop.data, { recursive: true });
    const isMounted = mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', shop.data);
    spawnSync('umount', [shop.data]);
    shop.dispose();
    return isMounted;
}

/** A shop whose index is on a disk of its own, and complete. */
async function indexedOnItsDisk(): Promise<Shop> {
    const shop = makeShop();
    mkdirSync(shop.data);
    expect(mount('-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', shop.data)).toBe(true);
    onTestFinished(() => {
        spawnSync('umount', ['-l', shop.data]);
        shop.dispose();
    });
    const engine = await openShop(shop);
    await engine.index('update');
    await engine.close(undefined);
    return shop;
}

async function opened(shop: Shop): Promise<Engine> {
    const engine = await openShop(shop);
    onTestFinished(() => engine.close(undefined));
    return engine;
}

async function statusOf(engine: Engine): Promise<IndexStatus> {
    for await (const status of engine.indexStatus(undefined)) return status;
    throw new Error('no status');
}

/** What can be asked of an index that is not kept up to date. */
async function expectServed(engine: Engine, failure: object): Promise<void> {
    expect(await statusOf(engine)).toMatchObject({ state: 'failed', failure, counts: { indexed: 5 } });
    const found = await engine.search({ text: 'applyVat', limit: 5 });
    expect(found.files.map(({ path: file }) => file)).toContain('src/vat.ts');
    const answer = await answerOf(engine.ask({ text: 'Where is value added tax applied?' }));
    expect(answer.citations.map(({ path: file, state }) => [file, state])).toContainEqual(['src/vat.ts', 'verified']);
    expect(await engine.account(workspacePath('src/vat.ts'))).toMatchObject({ state: 'indexed' });
    await expect(engine.index('update')).rejects.toMatchObject({ failure });
    await expect(engine.index('rebuild')).rejects.toMatchObject({ failure });
}

test.skipIf(!canMount)(
    'a read-only disk: questions are answered, nothing is written, and the index goes on when it can',
    { timeout: 120_000 },
    async () => {
        const shop = await indexedOnItsDisk();
        mount('-o', 'remount,ro', shop.data);
        const before = readdirSync(shop.data, { recursive: true });
        const engine = await opened(shop);
        const failure = { kind: 'not-writable', folder: shop.data, detail: 'the disk is read-only' };
        await expectServed(engine, failure);

        // What has changed since is not found, and nothing of what is gone or changed is shown as it was.
        shop.write('src/vat.ts', '// applyVat has moved to the till.\n');
        shop.remove('src/mail.py');
        const { passages } = await engine.search({ text: 'applyVat send_receipt', limit: 5 });
        const ofVat = passages.filter(({ path: file }) => file === 'src/vat.ts');
        expect(ofVat.filter(({ text }) => !text.includes('has moved to the till'))).toEqual([]);
        expect(passages.map(({ path: file }) => file)).not.toContain('src/mail.py');
        expect(await engine.verify({ depth: 'quick', repairs: false })).toMatchObject({ isSound: false });
        await expect(engine.verify({ depth: 'quick', repairs: true })).rejects.toMatchObject({ failure });
        expect(readdirSync(shop.data, { recursive: true })).toEqual(before);

        mount('-o', 'remount,rw', shop.data);
        await expect.poll(async () => (await statusOf(engine)).state, { timeout: 60_000, interval: 500 }).toBe('ready');
        await expect
            .poll(async () => (await engine.verify({ depth: 'full', repairs: false })).differences, { timeout: 30_000 })
            .toEqual([]);
    },
);

test.skipIf(!canMount)(
    'a full disk: what was indexed is served, and the index goes on when there is space',
    { timeout: 120_000 },
    async () => {
        const shop = await indexedOnItsDisk();
        const filling = path.join(shop.data, 'somebody-elses');
        for (let block = Buffer.alloc(4 * 1024 * 1024); block.length > 0;) {
            try {
                writeFileSync(filling, block, { flag: 'a' });
            } catch {
                block = block.subarray(0, Math.floor(block.length / 2));
            }
        }
        const engine = await opened(shop);
        expect((await engine.search({ text: 'applyVat', limit: 5 })).files.length).toBeGreaterThan(0);
        expect((await answerOf(engine.ask({ text: 'Where is value added tax applied?' }))).citations.length).toBeGreaterThan(0);
        shop.write('src/gift.ts', 'export function wrapGift(): void {}\n');
        await expect(engine.index('update')).rejects.toMatchObject({ failure: { kind: 'disk-full', folder: shop.data } });
        expect(await statusOf(engine)).toMatchObject({ state: 'failed', failure: { kind: 'disk-full' }, counts: { indexed: 5 } });

        rmSync(filling);
        await expect.poll(async () => (await statusOf(engine)).state, { timeout: 60_000, interval: 500 }).toBe('ready');
        await expect.poll(async () => (await engine.definitions('wrapGift')).length, { timeout: 30_000 }).toBe(1);
    },
);

test.skipIf(!canMount)(
    'the command line searches and answers, says in one line that the index is as it was, and refuses what would change it',
    { timeout: 120_000 },
    async () => {
        const shop = await indexedOnItsDisk();
        mount('-o', 'remount,ro', shop.data);
        const footnote = (...args: readonly string[]) => {
            const { status, stdout, stderr } = spawnSync(
                process.execPath,
                [path.join(root, 'src/cli/main.ts'), ...args, '--index-dir', shop.data, shop.folder],
                {
                    encoding: 'utf8',
                },
            );
            return { code: status, out: stdout, said: stderr };
        };
        const why = /The index cannot be written.*the disk is read-only.*5 files can be asked about/;
        const status = footnote('status');
        expect([status.code, status.said]).toEqual([0, '']);
        expect(status.out).toMatch(why);
        const search = footnote('search', 'applyVat');
        expect([search.code, search.said.trim().split('\n')]).toEqual([0, [expect.stringMatching(why)]]);
        expect(search.out).toContain('src/vat.ts');
        const ask = footnote('ask', 'Where is value added tax applied?');
        expect([ask.code, ask.said]).toEqual([0, expect.stringMatching(why)]);
        expect(ask.out).toContain('src/vat.ts');
        for (const command of [['index'], ['verify', '--repair'], ['prune']]) {
            shop.write('src/later.ts', 'export const later = 1;\n');
            const refused = footnote(...command);
            expect([command, refused.code, refused.said]).toEqual([
                command,
                1,
                expect.stringMatching(/^footnote: The index cannot be written\n/),
            ]);
        }
    },
);
