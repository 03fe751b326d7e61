/** The ways in which embedding servers fail (M30, M31, F24), by their numbers in the list of bad servers: what becomes of each text. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServerEmbedder, type EmbedderTiming } from '../../../src/engine/embed/serverEmbedder.ts';
import { CANARY_TEXT, serverProfile } from '../../../src/engine/embed/serverProfile.ts';
import type { Embedder } from '../../../src/engine/ports.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { startBadModelServer, type BadModelServer } from '../../doubles/badModelServer.ts';
import { DIMENSIONS, POISON, embeddingModes, wordVector } from '../../doubles/embeddingModes.ts';

let server: BadModelServer;
let elsewhere: ReturnType<typeof createServer>;
let strangers = 0;

beforeAll(async () => {
    elsewhere = createServer((_request, response) => {
        strangers++;
        response.end();
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const address = elsewhere.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server = await startBadModelServer({ shortMs: 10, longMs: 60_000, elsewhere: `http://127.0.0.1:${String(port)}` });
});

afterAll(async () => {
    await server.close();
    elsewhere.close();
});

const KEY = 'sk-very-secret-key';
/** For what never answers; everything else has time enough on a machine under load. */
const SHORT = { firstMs: 700, idleMs: 700, totalMs: 2_000 };
const LONG = { firstMs: 10_000, idleMs: 10_000, totalMs: 20_000 };
const timing: EmbedderTiming = { documents: LONG, query: LONG, probeAfterMs: [20] };

function unit(values: readonly number[]): Float32Array {
    const length = Math.hypot(...values);
    return Float32Array.from(values, value => value / length);
}

function embedderOf(baseUrl: string, options: Partial<Parameters<typeof createServerEmbedder>[0]> = {}): Embedder {
    const canary = unit(wordVector(CANARY_TEXT));
    return createServerEmbedder({
        baseUrl,
        apiKey: KEY,
        askedDimensions: 0,
        networkEnabled: true,
        profile: serverProfile({ model: 'm', dimensions: DIMENSIONS, canary }),
        canary,
        onOtherModel: () => undefined,
        timing,
        ...options,
    });
}

const TEXTS = ['read a file', 'write a file', `the ${POISON} of it`, 'close the door', 'open the window', '({[', 'count the words', 'sort'];

interface Told {
    /** By place: `vector` when it is the right one, else what became of the text. */
    readonly texts: readonly string[];
    /** How the call ended. */
    readonly end: string;
}

async function embed(embedder: Embedder, texts: readonly string[] = TEXTS): Promise<Told> {
    const became: string[] = texts.map(() => 'nothing');
    try {
        const vectors = await embedder.embedDocuments(texts, {
            onRefused: (place, reason) => {
                became[place] = reason.replace(/^http:\/\/127\.0\.0\.1:\d+ gives no vector for it: /, '');
            },
        });
        for (const [place, vector] of vectors.entries()) {
            if (vector) became[place] = isNear(vector, unit(wordVector(texts[place] ?? ''))) ? 'vector' : 'another vector';
        }
        return { texts: became, end: 'whole' };
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        const { failure } = error;
        const end = `${failure.kind}: ${'detail' in failure ? failure.detail : ''}`;
        expect(`${end} ${error.message} ${String(error.cause)}`).not.toContain(KEY);
        return { texts: became, end };
    } finally {
        await embedder.close();
    }
}

function isNear(one: Float32Array, other: Float32Array): boolean {
    return one.length === other.length && one.every((value, at) => Math.abs(value - (other[at] ?? 0)) < 1e-6);
}

/** The poisoned text gets this instead of a vector; every other text its own. */
function check(mode: string, rule: string, poisoned: string | RegExp, most: { readonly requests: number }): void {
    it(`${mode}: ${rule}`, async () => {
        const documents = mode === 'm31-silence' ? SHORT : LONG;
        const { texts, end } = await embed(embedderOf(server.baseUrl(mode), { timing: { ...timing, documents } }));
        expect(end).toBe('whole');
        expect(texts[2]).toMatch(poisoned);
        expect(texts.toSpliced(2, 1)).toEqual(['vector', 'vector', 'vector', 'vector', 'nothing', 'vector', 'vector']);
        expect(server.requests(mode)).toBeLessThanOrEqual(most.requests);
    });
}

const asIs = /^vector$/;
/** The question whether the model is the same, and the batch. */
const once2 = { requests: 2 };
/** The batch, the text alone twice more, and after each failure the question whether it is the server. */
const quarantined = { requests: 6 };

describe.concurrent('m30: a reply', () => {
    check('m30-good', 'in good order is taken', asIs, once2);
    check('m30-order', 'in another order is sorted by its numbers', asIs, once2);
    check('m30-unnumbered', 'without numbers keeps its order', asIs, once2);
    check('m30-base64', 'in base64 is decoded', asIs, once2);
    check('m30-count', 'with a vector too few gives none; the texts are asked for in halves, one by one in the end', asIs, {
        requests: 40,
    });
    check('m30-same-number', 'whose numbers say nothing likewise', asIs, { requests: 40 });
    check('m30-dimension', 'with a vector too short costs that one', /numbers where 64 were expected/, quarantined);
    check('m30-mixed', 'with a vector too long as well', /128 numbers where 64 were expected/, quarantined);
    check('m30-nan', 'with NaN, which is no JSON, costs that vector; alone the text gets its own', asIs, { requests: 3 });
    check('m30-infinity', 'with a number beyond all numbers costs its vector', /no number/, quarantined);
    check('m30-null-number', 'with null for a number', /no number/, quarantined);
    check('m30-words', 'with a word for a number', /no number/, quarantined);
    check('m30-null', 'with null for a vector', /no vector/, quarantined);
    check('m30-zero', 'with a vector of zeros', /zeros/, quarantined);
    check('m30-base64-broken', 'with base64 that is cut off', /no vector|numbers where/, quarantined);
    check('m30-error', 'that is an error after all', /CUDA out of memory/, { requests: 16 });
    check('m30-endless', 'that is longer than it can be is not read to its end', /without end|not JSON/, { requests: 16 });

    it('m30-count-always: of a server that never counts right is the server’s failure', async () => {
        const { end } = await embed(embedderOf(server.baseUrl('m30-count-always')));
        expect(end).toBe('model-refused: it sent 2 vectors for 1 texts');
    });

    it('m30-same-vector: that gives every text the same vector is of no model that was met before', async () => {
        expect((await embed(embedderOf(server.baseUrl('m30-same-vector')))).end).toMatch(/another one than before/);
    });

    it('m30-page: that is a web page as well', async () => {
        expect((await embed(embedderOf(server.baseUrl('m30-page')))).end).toBe('model-refused: it sent a web page instead of vectors');
    });
});

describe.concurrent('m31: one text that the server', () => {
    check('m31-400', 'refuses is found by halving', /status 400/, { requests: 14 });
    check('m31-422', 'calls invalid is found by halving', /status 422/, { requests: 14 });
    check('m31-500', 'breaks on is tried three times', /status 500/, { requests: 40 });
    check('m31-reset', 'hangs up on', /ECONNRESET|SOCKET|connection lost/, { requests: 30 });
    check('m31-silence', 'never comes to an end with', /no word/, { requests: 24 });

    it('m31-long: finds too long is cut until it fits, and so are those after it', async () => {
        const embedder = embedderOf(server.baseUrl('m31-long'));
        const long = 'word '.repeat(800);
        const first = await embedder.embedDocuments([long, 'short']);
        expect(first.map(vector => vector?.length)).toEqual([DIMENSIONS, DIMENSIONS]);
        const before = server.requests('m31-long');
        await embed(embedder, [long, long]);
        expect(server.requests('m31-long') - before).toBe(1);
    });

    it('m31-many: has too many of is sent in smaller batches from then on', async () => {
        const embedder = embedderOf(server.baseUrl('m31-many'));
        const words = Array.from({ length: 16 }, (_, at) => `word${String(at)}`);
        expect((await embedder.embedDocuments(words)).every(vector => vector)).toBe(true);
        const before = server.requests('m31-many');
        expect((await embed(embedder, words)).end).toBe('whole');
        expect(server.requests('m31-many') - before).toBe(4);
    });
});

describe.concurrent('f24: a server', () => {
    check('f24-limit', 'that asks to wait is waited for', asIs, { requests: 3 });
    check('f24-busy', 'that is not ready yet is asked again', asIs, { requests: 4 });

    function checkEnd(mode: string, rule: string, end: RegExp, requests: number) {
        it(`${mode}: ${rule}`, async () => {
            const embedder = embedderOf(server.baseUrl(mode), { timing: { ...timing, probeAfterMs: [60_000] } });
            const told = await embed(embedder);
            expect(told.end).toMatch(end);
            expect(server.requests(mode)).toBe(requests);
        });
    }
    it('f24-breaks: that breaks in the middle fails the call, and what it had made is not lost to the caller', async () => {
        const embedder = embedderOf(server.baseUrl('f24-breaks'), { timing: { ...timing, probeAfterMs: [60_000] } });
        const texts = Array.from({ length: 600 }, (_, at) => `text number ${String(at)}`);
        const calls: string[] = [];
        for (let start = 0; start < texts.length; start += embedder.server?.textsAtOnce ?? 1)
            calls.push((await embed({ ...embedder, close: () => Promise.resolve() }, texts.slice(start, start + 64))).end);
        expect(calls.slice(0, 3)).toEqual(['whole', 'whole', 'whole']);
        expect(calls.at(-1)).toMatch(/^model-unreachable: status 503/);
        // Once it counts as away, nobody asks it again: at most two requests with their repetitions and halves, and how it is.
        expect(server.requests('f24-breaks')).toBeLessThanOrEqual(7 + 2 * 9);
        await embedder.close();
    });

    checkEnd('f24-down', 'that is down is not asked for every text', /^model-unreachable: status 503/, 1);
    checkEnd('f24-key', 'that wants another key says so', /^model-refused: status 401, the key is missing or wrong/, 1);
    checkEnd('f24-unknown', 'that does not know the model as well', /^model-refused: status 404/, 1);
    checkEnd('f24-quota', 'whose quota is used up is not asked again', /^model-refused: status 429, no quota left/, 1);
    checkEnd('m29-307', 'that redirects elsewhere is not followed', /redirects elsewhere/, 1);

    it('m1: that is away fails at once from then on, and is found again when it is back', async () => {
        const port = await freePort();
        const embedder = embedderOf(`http://127.0.0.1:${String(port)}/m30-good/v1`);
        const changes: boolean[] = [];
        const isBack = new Promise<void>(resolve => {
            embedder.server?.onChange(back => {
                changes.push(back);
                if (back) resolve();
            });
        });
        await expect(embedder.embedDocuments(['x'])).rejects.toMatchObject({ failure: { kind: 'model-unreachable' } });
        expect(embedder.note?.()).toMatch(/does not answer/);
        const back = await startBadModelServer({ port, shortMs: 1, longMs: 1 });
        try {
            await isBack;
            expect(changes).toEqual([false, true]);
            expect(embedder.note?.()).toBeUndefined();
            expect((await embedder.embedDocuments(['x']))[0]).toHaveLength(DIMENSIONS);
        } finally {
            await embedder.close();
            await back.close();
        }
    });

    it('f24-other-model: that has another model now is not believed', async () => {
        const met: number[] = [];
        const embedder = embedderOf(server.baseUrl('f24-other-model'), {
            onOtherModel: canary => met.push(canary.length),
            timing: { ...timing, probeAfterMs: [60_000] },
        });
        expect((await embedder.embedDocuments(['first call'])).length).toBe(1);
        await embedder.close();
        const later = embedderOf(server.baseUrl('f24-other-model'), { onOtherModel: canary => met.push(canary.length) });
        await expect(later.embedQuery('anything')).rejects.toMatchObject({ failure: { kind: 'model-refused' } });
        expect(met).toEqual([DIMENSIONS]);
        await later.close();
    });

    it('a switched-off network is silent, and switched on again finds the server', async () => {
        const before = server.requests('m30-good');
        const embedder = embedderOf(server.baseUrl('m30-good'), { networkEnabled: false });
        await expect(embedder.embedDocuments(['x'])).rejects.toMatchObject({ failure: { kind: 'network-disabled' } });
        expect(await embedder.embedQuery('x').catch(() => 'failed')).toBe('failed');
        expect(server.requests('m30-good')).toBe(before);
        const isBack = new Promise(resolve => embedder.server?.onChange(resolve));
        embedder.configure?.({ networkEnabled: true });
        expect(await isBack).toBe(true);
        await embedder.close();
    });

    it('stops when asked to, and that is no trouble of the server', async () => {
        const controller = new AbortController();
        const embedder = embedderOf(server.baseUrl('m31-silence'));
        const running = embedder.embedDocuments([POISON], { signal: controller.signal });
        setTimeout(() => controller.abort(), 100);
        await expect(running).rejects.toMatchObject({ name: 'AbortError' });
        expect(embedder.note?.()).toBeUndefined();
        await embedder.close();
    });
});

describe('what is sent', () => {
    it('has no secrets in it, has the prefixes of the model, and the network knows the key only', async () => {
        const canary = unit(wordVector(CANARY_TEXT));
        const embedder = embedderOf(server.baseUrl('m30-good'), {
            profile: serverProfile({ model: 'nomic-embed-text', dimensions: DIMENSIONS, canary }),
        });
        const secret = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
        const from = server.bodies('m30-good').length;
        await embedder.embedDocuments([`const token = '${secret}';`]);
        await embedder.embedQuery(`why does ${secret} not work?`);
        await embedder.embedQuery(`why does ${secret} not work?`);
        const sent = server.bodies('m30-good').slice(from);
        expect(sent.join()).not.toContain(secret);
        expect(sent.map(body => (JSON.parse(body) as { readonly input: readonly string[] }).input)).toEqual([
            [CANARY_TEXT],
            [expect.stringMatching(/^search_document: const token = '\[REDACTED:[a-z-]+\]';$/)],
            [expect.stringMatching(/^search_query: why does \[REDACTED:[a-z-]+\] not work\?$/)],
        ]);
        await embedder.close();
    });
});

it('where redirects led, nobody was ever asked', () => {
    expect(strangers).toBe(0);
});

it('every mode of the server has been asked', () => {
    expect(Object.keys(embeddingModes).filter(mode => server.requests(mode) === 0)).toEqual([]);
});

async function freePort(): Promise<number> {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    listener.close();
    await once(listener, 'close');
    return typeof address === 'object' && address !== null ? address.port : 0;
}
