/** The ways in which model servers fail, by their numbers in the list of bad servers; each row says what becomes of an answer. */
import type { ChatModel, Prompt } from '../../../src/engine/modelPorts.ts';
import type { StopOptions } from '../../../src/engine/ports.ts';
import type { Answer } from '../../../src/protocol/answer.ts';
import type { Query } from '../../../src/protocol/passage.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion } from '../../../src/engine/answer/answerQuestion.ts';
import { quotingModel } from '../../../src/engine/models/quotingModel.ts';
import { retrieve } from '../../../src/engine/retrieve/retrieve.ts';
import { serverEvents } from '../../../src/engine/models/serverEvents.ts';
import { openAiCompatible } from '../../../src/engine/models/openAiCompatible.ts';
import { FailureError, isAbort } from '../../../src/protocol/failure.ts';
import { builderFixture } from '../answer/builderFixture.ts';
import { indexedFixture, shippedEmbedder, type IndexedFixture } from '../retrieve/indexedFixture.ts';
import { badModes, startBadModelServer, type BadModelServer } from '../../doubles/badModelServer.ts';

let server: BadModelServer;
/** Where redirects lead; nobody should ever come there. */
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
    server = await startBadModelServer({ shortMs: SHORT_MS, longMs: 60_000, elsewhere: `http://127.0.0.1:${String(port)}` });
});

afterAll(async () => {
    await server.close();
    elsewhere.close();
});

const KEY = 'sk-very-secret-key';
const SHORT_MS = 500;
/** The real ones, some twenty times smaller: seven short waits are longer than the idle timeout, one is far shorter, on a busy machine as well. */
const TIMEOUTS = { firstMs: 3_000, idleMs: 3_000, totalMs: 9_000 };
const HALF = 'A failed build is retried ';
const WHOLE = `${HALF}twice [1].`;

const prompt: Prompt = {
    question: { text: 'How is a failed build retried?' },
    evidence: [],
    coverage: { searchedFiles: 1, totalFiles: 1, skippedFiles: 0, isPartial: false, hasMeaning: true },
    findings: { shape: 'how', words: [], subjects: [], introductions: [], verdict: { isRelevant: true } },
    nonce: '0'.repeat(32),
    messages: [{ role: 'user', content: 'How is a failed build retried?' }],
};

function answer(baseUrl: string, signal?: AbortSignal): AsyncIterable<string> {
    return modelOf(baseUrl).generate(prompt, { signal });
}

function modelOf(baseUrl: string): ChatModel {
    return openAiCompatible({ baseUrl, model: 'm', apiKey: KEY, networkEnabled: true, contextTokens: 16_000, timeouts: TIMEOUTS });
}

/** What was said, and how it ended: `whole`, or the failure as people hear of it. */
async function outcome(pieces: AsyncIterable<string>): Promise<{ readonly text: string; readonly end: string }> {
    let text = '';
    try {
        for await (const piece of pieces) text += piece;
        return { text, end: 'whole' };
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        const { failure } = error;
        const end = `${failure.kind}: ${'detail' in failure ? failure.detail : ''}`;
        expect(`${end} ${error.message} ${String(error.cause)}`).not.toContain(KEY);
        return { text, end };
    }
}

interface Expected {
    readonly text: string;
    readonly end: string | RegExp;
    /** How often the server is asked. */
    readonly requests?: number;
}

function check(mode: string, rule: string, { text, end, requests = 1 }: Expected): void {
    it(`${mode}: ${rule}`, async () => {
        const before = server.requests(mode);
        const told = await outcome(answer(server.baseUrl(mode)));
        expect(told.text).toBe(text);
        expect(told.end).toMatch(end);
        expect(server.requests(mode) - before).toBe(requests);
    });
}

const nothing = { text: '' } as const;
const half = { text: HALF } as const;
const whole = { text: WHOLE, end: /^whole$/ } as const;

describe.concurrent('a connection', () => {
    it('m1: refused is said at once', async () => {
        const closed = await startBadModelServer({ shortMs: 1, longMs: 1 });
        const baseUrl = closed.baseUrl('m1');
        await closed.close();
        expect(await outcome(answer(baseUrl))).toEqual({ text: '', end: 'model-unreachable: ECONNREFUSED' });
    });
    check('m2', 'that is taken and never answered ends after the first timeout', {
        ...nothing,
        end: 'model-unreachable: no word for 3 s',
    });
    check('m3', 'with headers and nothing else as well', {
        ...nothing,
        end: 'model-unreachable: no word for 3 s',
    });
    check('m4-alive', 'slow and alive is waited for', { text: `${HALF}0 1 2 3 4 5 `, end: /^whole$/ });
    check('m4-dead', 'that falls silent keeps what was said', {
        ...half,
        end: 'model-unreachable: silent for 3 s',
    });
    check('m5', 'reset in mid-word keeps what was said', { ...half, end: /^model-unreachable: (ECONNRESET|UND_ERR_SOCKET)$/ });
    check('m6', 'closed before the end is no success', { ...half, end: 'model-unreachable: the answer broke off' });
    check('m32', 'that was closed meanwhile is opened again, once', { ...whole, requests: 2 });
    check('m32-always', 'and not more than once', { ...nothing, end: /^model-unreachable: (ECONNRESET|UND_ERR_SOCKET)$/, requests: 2 });

    it('m7: half open, its server stopped in the middle, ends by the idle timeout', async () => {
        const program = path.resolve(import.meta.dirname, '../../doubles/badModelServer.ts');
        const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
        try {
            let baseUrl = '';
            for await (const line of createInterface({ input: child.stdout })) {
                if (!line.includes('/m7/')) continue;
                baseUrl = line;
                break;
            }
            const told = await outcome(
                (async function* () {
                    for await (const piece of answer(baseUrl)) {
                        child.kill('SIGSTOP');
                        yield piece;
                    }
                })(),
            );
            expect(told).toEqual({ text: HALF, end: 'model-unreachable: silent for 3 s' });
        } finally {
            child.kill('SIGKILL');
        }
    });
});

describe.concurrent('a refusal is told in one sentence, with the server’s own words and without the key', () => {
    check('m8', 'too much text', { ...nothing, end: /^model-refused: status 400, .*maximum context length is 4096/ });
    check('m9', 'a wrong key, which the server repeats', { ...nothing, end: /^model-refused: status 401, .*API key provided: \[key\]/ });
    check('m10', 'a key that may not', { ...nothing, end: /^model-refused: status 403/ });
    check('m11', 'a model it does not have', { ...nothing, end: /^model-refused: status 404, .*model "m" not found/ });
    check('m13', 'a body too large', { ...nothing, end: /^model-refused: status 413/ });
    check('m14-quota', 'a quota that is used up is not asked for again', { ...nothing, end: /^model-refused: status 429, no quota left/ });
    check('m14-hour', 'an hour is not waited for', { ...nothing, end: /^model-refused: status 429, .*it asks to wait 60 min/ });
    check('m15-endless', 'a page without end is not read to it', { ...nothing, end: /^model-unreachable: status 500$/, requests: 3 });
    for (const status of [301, 302, 307, 308]) {
        check(`m29-${String(status)}`, 'a redirect: question and key stay home', {
            ...nothing,
            end: 'model-unreachable: it redirects elsewhere, which is refused',
        });
    }
});

describe.concurrent('what passes is asked again, within reason', () => {
    check('m12', 'a timeout of the server, three times in all', { ...nothing, end: /^model-unreachable: status 408/, requests: 3 });
    check('m12-once', 'and once is enough when it has passed', { ...whole, requests: 2 });
    check('m14-seconds', 'after the seconds it asks for', { ...whole, requests: 2 });
    check('m14-date', 'at the time it asks for', { ...whole, requests: 2 });
    check('m14-none', 'after a while of our own', { ...whole, requests: 2 });
    check('m14-garbage', 'likewise when it asks for nonsense', { ...whole, requests: 2 });
    check('m14-always', 'three times in all', { ...nothing, end: /^model-refused: status 429, too many requests/, requests: 3 });
    for (const status of [500, 502, 503, 504]) {
        const end = new RegExp(`^model-unreachable: status ${String(status)}$`);
        check(`m15-${String(status)}`, 'a crash behind a proxy, whose page is not shown', { ...nothing, end, requests: 3 });
    }
});

describe.concurrent('a stream', () => {
    check('m16', 'that is a login page is named as such', { ...nothing, end: /^model-unreachable: it answers with a web page/ });
    check('m17', 'that is a whole answer in JSON is one', whole);
    check('m17-other', 'that is some other JSON is none', { ...nothing, end: /^model-unreachable/ });
    check('m18', 'is read with any line end, comment, field and mark', whole);
    check('m19', 'is read byte by byte', { text: 'zweimal – „Ä“ 🙂 \\ "x" [1].', end: /^whole$/ });
    check('m20', 'with an error in it tells the error', { ...half, end: 'model-unreachable: it says: CUDA out of memory for [key]' });
    check('m21', 'with a damaged event in it is not whole, and what came before it stays', {
        ...half,
        end: 'model-unreachable: it sent something that is no answer',
    });
    check('m23-comments', 'that only says that it is alive ends after its time', {
        ...nothing,
        end: 'model-unreachable: not finished after 9 s',
    });
    check('m24', 'with half characters and control characters shows where they were', {
        text: 'a\ufffdb\ufffdc\ufffd[31md 🙂 e',
        end: /^whole$/,
    });
    check('m24-bytes', 'with bytes that are no text likewise', { text: 'a\ufffd\ufffdb', end: /^whole$/ });
    check('m25-length', 'cut at a limit of tokens is incomplete', { ...half, end: 'answer-incomplete: it reached its limit of tokens' });
    check('m25-filter', 'cut by a filter as well', { ...half, end: 'answer-incomplete: a content filter of the server ended it' });
    check('m25-tools', 'that asks for a tool is told that there is none', {
        ...half,
        end: 'answer-incomplete: it asked for the tool "delete_files"; Footnote runs no tools for a model',
    });
    check('m25-tools-only', 'also when it says nothing else', {
        ...nothing,
        end: /^answer-incomplete: it asked for the tool "run `rm -rf`"/,
    });
    check('m26', 'with empty choices, no delta, thoughts, second answers and counts is read for its text', whole);
    check('m26-empty', 'that says nothing is no answer', { ...nothing, end: 'answer-incomplete: it said nothing' });
    for (const coding of ['gzip', 'deflate', 'br']) check(`m28-${coding}`, 'that was packed unasked is unpacked', whole);
    check('m28-long', 'that is shorter than it promised broke off', { ...half, end: /^model-unreachable: / });
    check('m28-short', 'that is longer than it promised is read as far as promised', { ...nothing, end: /^model-unreachable: / });
    check('m28-twice', 'with headers twice is read all the same', whole);
    check('m33', 'of attack Markdown is text like any other', {
        text: '![x](https://evil.example/?q=[1]) <img src=x onerror=alert(1)> [click](command:x) [99] [1].',
        end: /^whole$/,
    });

    it('m19: is the same wherever it is cut', async () => {
        const bytes = Buffer.from('\ufeffdata: {"a":"Ä🙂"}\r\n\r\n: x\rdata:1\rdata: 2\r\revent: e\ndata: "\\u00e4"\n\n');
        for (let cut = 0; cut <= bytes.length; cut++) {
            const read: string[] = [];
            for await (const events of serverEvents(cutAt(bytes, cut))) read.push(...events);
            expect(read, `cut at ${String(cut)}`).toEqual(['{"a":"Ä🙂"}', '1\n2', '"\\u00e4"']);
        }
    });

    it('m22: without a line end is cut off at a megabyte, and the server stops writing', async () => {
        expect(await outcome(answer(server.baseUrl('m22')))).toEqual({ text: HALF, end: 'model-unreachable: it sent a line without end' });
        await socketsClosed('m22');
        expect(server.written('m22')).toBeLessThan(32 * 1_048_576);
    });

    it('m27: of ten thousand words at once comes in few pieces', async () => {
        let text = '';
        let pieces = 0;
        for await (const piece of answer(server.baseUrl('m27'))) {
            text += piece;
            pieces++;
        }
        expect(text).toBe('w'.repeat(10_000));
        expect(pieces).toBeLessThan(1_000);
    });
});

describe.concurrent('stopping', () => {
    const moments: readonly (readonly [mode: string, moment: string])[] = [
        ['m2', 'before the headers'],
        ['m3', 'after the headers'],
        ['m4-dead', 'in a silence'],
        ['m14-seconds-again', 'while waiting to ask again'],
        ['m15-slow', 'while a refusal is read'],
        ['m23', 'in the middle of a flood'],
    ];
    for (const [mode, moment] of moments) {
        it(`${moment} ends the answer and closes the connection (${mode})`, async () => {
            const controller = new AbortController();
            let stopped = 0;
            setTimeout(() => {
                stopped = performance.now();
                controller.abort();
            }, 60);
            await expect(outcome(answer(server.baseUrl(mode), controller.signal))).rejects.toSatisfy(isAbort);
            // Some milliseconds; the limit only tells it from one that is never told.
            expect(performance.now() - stopped).toBeLessThan(20_000);
            await socketsClosed(mode);
        });
    }

    it('a reader who leaves in the middle closes the connection as well', async () => {
        for await (const piece of answer(server.baseUrl('m23'))) {
            expect(piece).not.toBe('');
            break;
        }
        await socketsClosed('m23');
    });
});

/** The whole way: a question about a small workspace, answered by the server, as the reader gets it. */
describe('what the reader sees', () => {
    let fixture: IndexedFixture;

    beforeAll(async () => {
        fixture = await indexedFixture(builderFixture);
    });

    afterAll(async () => {
        await (await shippedEmbedder()).close();
    });

    async function ask(mode: string): Promise<Answer> {
        const ports = {
            ...fixture.ports,
            statistics: () => fixture.ports.store.statistics(),
            search: (query: Query, options: StopOptions) => retrieve(query, fixture.ports, options),
            chatModel: modelOf(server.baseUrl(mode)),
            quotingModel,
            destination: 'the test',
            keepSent: () => 'sent',
            now: () => 0,
            randomNonce: () => '0'.repeat(32),
        };
        for await (const event of answerQuestion({ text: 'How is a failed build retried?' }, ports)) {
            if (event.type === 'finished') return event.answer;
        }
        return expect.fail('no final state');
    }

    it('m17: an answer, with its footnotes and the name of the model', async () => {
        const answered = await ask('m17');
        expect(answered).toMatchObject({ text: WHOLE, answeredBy: 'm', citations: [{ mark: '1', state: 'verified' }] });
        expect(answered).not.toHaveProperty('notice');
    });

    it('m16: quotations instead of nothing, and why', async () => {
        const { text, answeredBy, notice } = await ask('m16');
        expect(text).toContain('`retryBuild`');
        expect(answeredBy).toBe('Quotes');
        expect(notice).toMatch(/^http:\/\/127\.0\.0\.1:\d+ does not answer; these are quotations instead\. .*a web page/);
    });

    it('m6: half an answer called incomplete, and quotations after it', async () => {
        const { text, answeredBy, notice } = await ask('m6');
        expect(text).toMatch(new RegExp(`^${HALF}\n\n---\n\n.*\`retryBuild\``));
        expect(answeredBy).toBe('Quotes');
        expect(notice).toMatch(/what m had said is incomplete, and quotations follow it/);
    });

    it('m25: an answer that was cut short called incomplete, and no more', async () => {
        const { text, answeredBy, notice } = await ask('m25-length');
        expect({ text, answeredBy }).toEqual({ text: HALF, answeredBy: 'm' });
        expect(notice).toMatch(/^The answer of m is incomplete\. .*limit of tokens/);
    });

    it('m25: a tool that is asked for is named, and quotations stand in', async () => {
        const { text, notice } = await ask('m25-tools-only');
        expect(text).toContain('`retryBuild`');
        expect(notice).toContain('it asked for the tool "run `rm -rf`"; Footnote runs no tools for a model');
    });

    it('m23: a flood cut at 256 KB, and its connection closed', async () => {
        const { text, notice } = await ask('m23');
        expect(text.length).toBeGreaterThan(256 * 1_024);
        expect(text.length).toBeLessThan(512 * 1_024);
        expect(notice).toMatch(/incomplete.*it did not come to an end/);
        await socketsClosed('m23');
    });

    it('m33: footnotes only where evidence was given, whatever the text says', async () => {
        const { citations, text } = await ask('m33');
        expect(text).toContain('[99]');
        expect(citations.map(({ mark }) => mark)).toEqual(['1']);
    });
});

it('memory is flat over five hundred answers that fail or are left', { timeout: 180_000 }, async () => {
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    const turns = async (count: number): Promise<number> => {
        for (let turn = 0; turn < count; turn++) {
            await outcome(answer(server.baseUrl(['m6', 'm9', 'm21', 'm25-tools'][turn % 4] ?? 'm6')));
        }
        collect();
        return process.memoryUsage().heapUsed;
    };
    const before = await turns(100);
    const after = await turns(500);
    expect((after - before) / 1_048_576).toBeLessThan(6);
});

it('nobody came to where the redirects lead', () => {
    expect(strangers).toBe(0);
});

it('every mode of the server has been asked', () => {
    // m7 is asked in a process of its own, since that one is stopped.
    expect(Object.keys(badModes).filter(mode => server.requests(mode) === 0)).toEqual(['m7']);
});

async function* cutAt(bytes: Buffer, cut: number): AsyncIterable<Uint8Array> {
    yield bytes.subarray(0, cut);
    await Promise.resolve();
    yield bytes.subarray(cut);
}

/** The server sees that the other side has gone; the limit only tells it from one that never does. */
async function socketsClosed(mode: string): Promise<void> {
    const deadline = performance.now() + 30_000;
    while (server.sockets(mode).some(socket => !socket.destroyed)) {
        if (performance.now() > deadline) expect.fail(`the server still holds a connection of ${mode}`);
        await pause(10);
    }
}
