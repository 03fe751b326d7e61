/** An index whose vectors come from a server: what is sent, what happens while it is away, and that vectors of two models never meet. */
import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngine } from '../../../src/engine/engine.ts';
import { silentLogger } from '../../../src/engine/log.ts';
import type { EmbedderServer, Engine, EngineOptions } from '../../../src/protocol/engineContract.ts';
import type { IndexStatus } from '../../../src/protocol/indexing.ts';
import { workspacePath } from '../../../src/protocol/text.ts';
import { startBadModelServer, type BadModelServer } from '../../doubles/badModelServer.ts';
import { lastKnownModel, rememberModel } from '../../../src/engine/embed/knownModels.ts';
import { openEmbedder } from '../../../src/engine/embed/openEmbedder.ts';
import { CANARY_TEXT, serverProfile } from '../../../src/engine/embed/serverProfile.ts';
import { makeShop, workspaceOf, type Shop } from '../workspaceFolder.ts';

let shop: Shop;
let server: BadModelServer;
let engine: Engine;

beforeEach(async () => {
    shop = makeShop();
    server = await startBadModelServer({ shortMs: 1, longMs: 1 });
    engine = createEngine({ log: silentLogger });
});

afterEach(async () => {
    await engine.close(undefined);
    await server.close();
    shop.dispose();
});

function settingsWith(embedderServer: EmbedderServer | undefined): EngineOptions {
    return { ...workspaceOf(shop).settings, embedderServer };
}

function serverAt(baseUrl: string, more: Partial<EmbedderServer> = {}): EmbedderServer {
    return { baseUrl, model: 'm', apiKey: '', dimensions: 0, agreedOrigin: '', ...more };
}

async function open(embedderServer: EmbedderServer | undefined): Promise<void> {
    await engine.open({ ...workspaceOf(shop), settings: settingsWith(embedderServer) });
}

async function status(): Promise<IndexStatus> {
    for await (const now of engine.indexStatus(undefined)) return now;
    return expect.fail('no status');
}

/** Texts that were sent to a mode, without those that only ask how it is. */
function sentTo(mode: string): readonly string[] {
    return server
        .bodies(mode)
        .flatMap(body => (JSON.parse(body) as { readonly input: readonly string[] }).input)
        .filter(text => text !== CANARY_TEXT);
}

const poll: typeof expect.poll = (read, options) => expect.poll(read, { timeout: 30_000, interval: 200, ...options });

describe('an index by a server', () => {
    test('says whose vectors it has, and is sent passages and questions, but no secret, no path and nothing unsaved', async () => {
        const key = [
            '-----BEGIN RSA PRIVATE KEY-----',
            ...Array.from({ length: 60 }, () => 'MIIEpAIBAAKCAQEA7bq3'),
            '-----END RSA PRIVATE KEY-----',
        ];
        shop.write('src/keys.ts', `/** Signs receipts. */\nexport const key = \`\n${key.join('\n')}\n\`;\n`);
        await open(serverAt(server.baseUrl('m30-good'), { apiKey: 'sk-of-the-embedder' }));
        const report = await engine.index('update');
        expect(report).toMatchObject({ problems: [] });
        const { origin } = new URL(server.baseUrl('m30-good'));
        expect((await engine.details()).embedding).toEqual({
            model: 'm',
            dimensions: 64,
            place: origin,
            since: expect.stringMatching(/^20/) as string,
        });
        expect(await status()).toMatchObject({ state: 'ready', hasMeaning: true });
        expect((await engine.search({ text: 'value added tax in percent' })).coverage.hasMeaning).toBe(true);
        expect(sentTo('m30-good').at(-1)).toContain('value added tax in percent');

        await engine.editorChanged({ path: workspacePath('src/draft.ts'), text: 'export const unsavedThought = 1;\n' });
        await poll(async () => (await engine.definitions('unsavedThought')).length).toBe(1);
        const sent = sentTo('m30-good').join('\n');
        expect(sent).toContain('applyVat');
        expect(sent).not.toContain('MIIEpAIBAAKCAQEA7bq3');
        expect(sent).not.toContain('unsavedThought');
        expect(server.bodies('m30-good').join()).not.toMatch(/src\/|keys\.ts|whisky/);

        for (const entry of readdirSync(shop.data, { recursive: true, withFileTypes: true })) {
            if (entry.isFile())
                expect(readFileSync(path.join(entry.parentPath, entry.name)).includes('sk-of-the-embedder'), entry.name).toBe(false);
        }

        const preview = await engine.previewEmbedding(undefined);
        expect(preview).toMatchObject({ destination: origin, model: 'm', files: 6 });
        expect(new Set(preview.texts.map(({ text }) => text))).toEqual(
            new Set(sentTo('m30-good').filter(text => !text.startsWith('value added tax in'))),
        );
    });

    test('keeps a file whose passage the server refuses, names it, and asks again when it changes', async () => {
        shop.write('src/odd.ts', 'export const POISON = 1;\n');
        await open(serverAt(server.baseUrl('m31-400')));
        const report = await engine.index('update');
        const reason = expect.stringMatching(
            /^found by words only, the passage at line 1: .* gives no vector for it: status 400/,
        ) as string;
        expect(report?.problems).toEqual([{ path: 'src/odd.ts', reason }]);
        expect(await engine.account(workspacePath('src/odd.ts'))).toMatchObject({ state: 'indexed', problem: reason });
        expect((await engine.details()).problems).toEqual([{ path: 'src/odd.ts', reason }]);
        expect((await engine.search({ text: 'POISON' })).files.map(({ path }) => path)).toContain('src/odd.ts');
        expect(await status()).toMatchObject({ state: 'ready', hasMeaning: true });
        const before = server.requests('m31-400');
        await engine.index('update');
        expect(server.requests('m31-400')).toBe(before);
        shop.write('src/odd.ts', 'export const harmless = 1;\n');
        expect(await engine.index('update')).toMatchObject({ changed: 1, problems: [] });
        expect((await engine.details()).problems).toEqual([]);
    });
});

test('a server that is away: another model stands in, then words only, and each ends by itself', async () => {
    const { port } = new URL(server.baseUrl(''));
    const baseUrl = server.baseUrl('m30-good');
    await server.close();
    await open(serverAt(baseUrl));
    await engine.index('update');
    expect(await status()).toMatchObject({
        state: 'ready',
        hasMeaning: true,
        embedderNote: expect.stringMatching(/does not answer, and code-static-384 stands in for m/) as string,
    });
    expect((await engine.details()).embedding).toMatchObject({ model: 'code-static-384', dimensions: 384, place: 'this machine' });

    server = await startBadModelServer({ port: Number(port), shortMs: 1, longMs: 1 });
    await poll(async () => (await engine.details()).embedding.model).toBe('m');
    await poll(status).toMatchObject({ state: 'ready', hasMeaning: true });
    expect(await status()).not.toHaveProperty('embedderNote');
    expect((await engine.search({ text: 'value added tax' })).coverage.hasMeaning).toBe(true);

    await server.close();
    shop.write('src/voucher.ts', 'export function redeemVoucher(code: string): void {}\n');
    expect(await engine.index('update')).toMatchObject({ added: 1 });
    expect(await status()).toMatchObject({
        state: 'ready',
        hasMeaning: false,
        withoutMeaning: expect.stringMatching(/does not answer/) as string,
    });
    const found = await engine.search({ text: 'redeem a voucher' });
    expect(found.files[0]?.path).toBe('src/voucher.ts');
    expect(found.coverage.hasMeaning).toBe(false);

    // What is known of the model opens its index without it.
    await engine.close(undefined);
    await open(serverAt(baseUrl));
    expect((await engine.details()).embedding).toMatchObject({ model: 'm', dimensions: 64 });
    await engine.index('update');
    expect(await status()).toMatchObject({ state: 'ready', hasMeaning: false });

    server = await startBadModelServer({ port: Number(port), shortMs: 1, longMs: 1 });
    await poll(status).toMatchObject({ state: 'ready', hasMeaning: true });
    expect(sentTo('m30-good').filter(text => !text.includes('redeemVoucher'))).toEqual([]);
    expect(sentTo('m30-good').join()).toContain('redeemVoucher');
});

test('a server that breaks in mid-index: what it had made is kept, and each text is paid for once', async () => {
    for (let file = 0; file < 60; file++) {
        const functions = Array.from(
            { length: 5 },
            (_, at) => `export function step${String(file)}x${String(at)}(): number {\n${'    work();\n'.repeat(12)}}\n`,
        );
        shop.write(`src/steps${String(file)}.ts`, functions.join('\n'));
    }
    await open(serverAt(server.baseUrl('f24-breaks')));
    await engine.index('update');
    const some = (await engine.account(workspacePath('src/steps1.ts'))) as { readonly problem?: string };
    expect(await status()).toMatchObject({ state: 'ready', hasMeaning: false, withoutMeaning: expect.stringMatching(/503/) as string });
    expect(some.problem ?? 'not embedded: ').toMatch(/^not embedded: /);
    await poll(status).toMatchObject({ state: 'ready', hasMeaning: true });
    const answered = server
        .answered('f24-breaks')
        .flatMap(body => (JSON.parse(body) as { readonly input: readonly string[] }).input)
        .filter(text => text !== CANARY_TEXT);
    expect(answered.length).toBeGreaterThan(300);
    expect(new Set(answered).size).toBe(answered.length);
});

test('a host without settings keeps what an index was made with, and sends nothing elsewhere by itself', async () => {
    const baseUrl = server.baseUrl('m30-good');
    await open(serverAt(baseUrl));
    await engine.index('update');
    await engine.close(undefined);
    const sent = sentTo('m30-good').length;
    await engine.open({ ...workspaceOf(shop), keepsEmbedder: true });
    expect(await engine.index('update')).toMatchObject({ added: 0, changed: 0, embedded: 0 });
    expect((await engine.details()).embedding).toMatchObject({ model: 'm', place: new URL(baseUrl).origin });
    expect(sentTo('m30-good').length).toBe(sent);
    expect((await engine.search({ text: 'value added tax' })).coverage.hasMeaning).toBe(true);
});

test('an index by a server elsewhere is kept by a host without settings, and the server is not asked', async () => {
    const { paths, settings } = workspaceOf(shop);
    const elsewhere = serverAt('https://embeddings.invalid/v1', { model: 'known' });
    await rememberModel(paths.data, { model: 'known', askedDimensions: 0, canary: Float32Array.of(0.6, 0.8) });
    const options = { paths, log: silentLogger };
    const kept = await openEmbedder({ ...settings, embedderServer: elsewhere }, { ...options, isKept: true });
    expect(kept.embedder.profile).toMatchObject({ model: 'known', dimensions: 2 });
    // The name would not resolve: that it is not tried is told by the kind of failure.
    await expect(kept.embedder.embedDocuments(['text'])).rejects.toMatchObject({ failure: { kind: 'not-agreed' } });
    await expect(kept.embedder.embedQuery('text')).rejects.toMatchObject({ failure: { kind: 'not-agreed' } });
    expect(kept.embedder.note?.()).toMatch(/^Nothing was sent to https:\/\/embeddings\.invalid/);
    const chosen = await openEmbedder({ ...settings, embedderServer: elsewhere }, options);
    expect(chosen.embedder.profile.model).toBe('code-static-384');
    await kept.embedder.close();
    await chosen.embedder.close();
});

describe('a model that was met before', () => {
    const met = (...canary: number[]) => ({ model: 'm', askedDimensions: 0, canary: Float32Array.from(canary) });

    test('is known by what it answered then, so that its vectors are found again', async () => {
        const { data } = workspaceOf(shop).paths;
        const first = await rememberModel(data, met(0.6, 0.8));
        expect(await rememberModel(data, met(0.601, 0.799)), 'rounding').toEqual(first);
        const other = await rememberModel(data, met(0.8, -0.6));
        expect(await lastKnownModel(data, met())).toEqual(other);
        expect(await rememberModel(data, met(0.6, 0.8)), 'it came back').toEqual(first);
        expect(await lastKnownModel(data, met())).toEqual(first);
        expect(await lastKnownModel(data, { model: 'm', askedDimensions: 256 })).toBeUndefined();
        const prints = [first, other].map(({ model, canary }) => serverProfile({ model, dimensions: canary.length, canary }).fingerprint);
        expect(new Set(prints).size).toBe(2);
    });

    test('and a damaged note of it only costs asking again', async () => {
        const { data } = workspaceOf(shop).paths;
        await rememberModel(data, met(0.6, 0.8));
        writeFileSync(path.join(data, 'vectors', 'embedders.json'), '[{"model"');
        expect(await lastKnownModel(data, met())).toBeUndefined();
        expect(await rememberModel(data, met(0.6, 0.8))).toEqual(met(0.6, 0.8));
    });
});

describe('a change of the embedder', () => {
    test('is taken up while the engine runs, unsaved text included, and coming back embeds nothing', async () => {
        await open(undefined);
        await engine.index('update');
        await engine.editorChanged({ path: workspacePath('src/draft.ts'), text: 'export const unsavedThought = 1;\n' });
        const byServer = settingsWith(serverAt(server.baseUrl('m30-good')));
        await engine.configure(byServer);
        await poll(async () => (await engine.details()).embedding).toMatchObject({ model: 'm', dimensions: 64 });
        await poll(status).toMatchObject({ state: 'ready', hasMeaning: true });
        const { coverage } = await engine.search({ text: 'value added tax' });
        expect(coverage).toMatchObject({ totalFiles: 5, hasMeaning: true });
        await poll(async () => (await engine.definitions('unsavedThought')).length).toBe(1);
        const sent = sentTo('m30-good').length;
        await engine.configure(settingsWith(undefined));
        await poll(async () => (await engine.details()).embedding).toMatchObject({ model: 'code-static-384', dimensions: 384 });
        await engine.configure(byServer);
        await poll(async () => (await engine.details()).embedding).toMatchObject({ model: 'm', dimensions: 64 });
        await poll(status).toMatchObject({ state: 'ready', hasMeaning: true });
        expect(sentTo('m30-good').length).toBe(sent);
    });

    test('of the size of files likewise', async () => {
        shop.write('src/long.ts', `export const long = '${'word '.repeat(400)}';\n`);
        await open(undefined);
        await engine.index('update');
        expect(await engine.whySkipped(workspacePath('src/long.ts'))).toBeUndefined();
        await engine.configure({ ...settingsWith(undefined), maxFileBytes: 1_024 });
        await poll(async () => (await engine.whySkipped(workspacePath('src/long.ts')))?.reason).toBe('too-large');
    });

    test('to a server elsewhere sends nothing before it is agreed to', async () => {
        let connections = 0;
        const canary = createServer(socket => {
            connections++;
            socket.destroy();
        }).listen(0, '127.0.0.2');
        await once(canary, 'listening');
        const address = canary.address();
        const origin = `https://127.0.0.2:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
        try {
            await open(serverAt(`${origin}/v1`, { agreedOrigin: 'https://somebody.else' }));
            await engine.index('update');
            await engine.search({ text: 'value added tax' });
            expect(await status()).toMatchObject({
                hasMeaning: true,
                embedderNote: expect.stringMatching(`^Nothing was sent to ${origin}, and code-static-384 stands in`) as string,
            });
            expect(connections).toBe(0);
            await engine.configure(settingsWith(serverAt(`${origin}/v1`, { agreedOrigin: origin })));
            expect(connections).toBeGreaterThan(0);
        } finally {
            canary.close();
        }
    });
});

describe('the test of an embedder', () => {
    async function check(baseUrl: string, more: Partial<EmbedderServer> = {}): Promise<unknown> {
        const { embedderModel, embedderPath } = settingsWith(undefined);
        return engine
            .checkEmbedder({ embedderModel, embedderPath, networkEnabled: true, embedderServer: serverAt(baseUrl, more) })
            .then(({ model, dimensions }) => ({ model, dimensions }))
            .catch((error: unknown) => (error instanceof Error && 'failure' in error ? error.failure : error));
    }
    test('says how long the vectors are, or what is wrong', async () => {
        await open(undefined);
        const refused = { kind: 'model-refused', detail: expect.any(String) as string };
        expect(await check(server.baseUrl('m30-good'))).toEqual({ model: 'm', dimensions: 64 });
        expect(await check(server.baseUrl('m30-good'), { dimensions: 32 })).toMatchObject({
            ...refused,
            detail: 'it gives vectors of 64 numbers where footnote.embedder.dimensions asks for 32',
        });
        expect(await check(server.baseUrl('m30-page'))).toMatchObject({ ...refused, detail: 'it sent a web page instead of vectors' });
        expect(await check(server.baseUrl('f24-key'))).toMatchObject({ ...refused, detail: /^status 401/ });
        expect(await check(server.baseUrl('m30-same-vector'))).toMatchObject({
            ...refused,
            detail: 'it gives the same vector for different texts',
        });
        expect(await check('http://embeddings.example/v1')).toMatchObject({
            ...refused,
            detail: expect.stringContaining('https') as string,
        });
        const local = settingsWith(undefined);
        expect(await engine.checkEmbedder({ ...local, embedderServer: undefined })).toMatchObject({
            model: 'code-static-384',
            dimensions: 384,
        });
    });
});
