/**
 * A model server that behaves badly, on this machine alone: one mode for each way in which servers fail, picked by the first segment of
 * the path (`/m6/v1/chat/completions`). Tests start it in their own process; by hand:
 *   node test/doubles/badModelServer.ts [port]      prints the base URL of every mode, then serves until it is ended
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { embeddingModes, type EmbeddingPlay } from './embeddingModes.ts';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

export interface BadModelServer {
    /** Up to and including `/v1`. */
    baseUrl(mode: string): string;
    /** Requests that arrived for a mode. */
    requests(mode: string): number;
    /** What was sent to a mode, in order. */
    bodies(mode: string): readonly string[];
    /** What was sent to a mode and answered with success. */
    answered(mode: string): readonly string[];
    /** The sockets that requests of this mode came in on. */
    sockets(mode: string): readonly Socket[];
    /** Bytes that were handed to the system for a mode. */
    written(mode: string): number;
    close(): Promise<void>;
}

export interface BadModelServerOptions {
    readonly port?: number;
    /** What modes that wait too little, or too long, wait. */
    readonly shortMs: number;
    readonly longMs: number;
    /** Where redirects lead to. */
    readonly elsewhere?: string;
}

interface Seen {
    count: number;
    written: number;
    readonly sockets: Set<Socket>;
    readonly bodies: string[];
    readonly answered: string[];
}

/** What a mode does with a request; the n-th of its kind, counted from 1. */
type Play = (exchange: Exchange) => unknown;

interface Exchange {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly nth: number;
    /** What was sent. */
    readonly body: string;
    readonly options: BadModelServerOptions;
    /** Fires when the other side has gone. */
    readonly gone: AbortSignal;
}

export async function startBadModelServer(options: BadModelServerOptions): Promise<BadModelServer> {
    const seen = new Map<string, Seen>();
    const of = (mode: string): Seen => {
        const known = seen.get(mode) ?? { count: 0, written: 0, sockets: new Set<Socket>(), bodies: [], answered: [] };
        seen.set(mode, known);
        return known;
    };
    const server = createServer((request, response) => {
        const mode = (request.url ?? '').split('/')[1] ?? '';
        const entry = of(mode);
        entry.count++;
        entry.sockets.add(request.socket);
        const nth = entry.count;
        const gone = new AbortController();
        response.once('close', () => {
            entry.written += request.socket.bytesWritten;
            gone.abort();
        });
        let body = '';
        request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
        request.once('end', () => {
            entry.bodies.push(body);
            response.once('finish', () => {
                if (response.statusCode === 200) entry.answered.push(body);
            });
            const play = badModes[mode] ?? embeddingPlays[mode] ?? (({ response: unknown }: Exchange) => notFound(unknown));
            Promise.resolve(play({ request, response, nth, body, options, gone: gone.signal })).catch((error: unknown) => {
                // The other side left while a mode was waiting or writing, which is what most tests do.
                if (!gone.signal.aborted) throw error;
            });
        });
    });
    server.listen(options.port ?? 0, '127.0.0.1');
    await once(server, 'listening');
    return {
        baseUrl: mode => `${originOf(server)}/${mode}/v1`,
        requests: mode => of(mode).count,
        bodies: mode => of(mode).bodies,
        answered: mode => of(mode).answered,
        sockets: mode => [...of(mode).sockets],
        written: mode => of(mode).written,
        close: async () => {
            server.closeAllConnections();
            server.close();
            await once(server, 'close');
        },
    };
}

function originOf(server: Server): string {
    const address: string | AddressInfo | null = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return `http://127.0.0.1:${String(address.port)}`;
}

const HALF = 'A failed build is retried ';

/** By number as in the list of bad servers, with a letter where a number has several forms. `m1`, a refused connection, needs no server. */
export const badModes: Readonly<Record<string, Play>> = {
    m2: () => undefined,
    m3: ({ response }) => begin(response),
    'm4-alive': async ({ response, options, gone }) => {
        begin(response, piece(HALF));
        for (let n = 0; n < 6; n++) {
            await pause(options.shortMs, undefined, { signal: gone });
            response.write(piece(`${String(n)} `));
        }
        end(response, finish(), DONE);
    },
    'm4-dead': async ({ response, options, gone }) => {
        begin(response, piece(HALF));
        await pause(options.longMs, undefined, { signal: gone });
        end(response, piece('too late'), finish(), DONE);
    },
    m5: async ({ request, response }) => {
        begin(response, piece(HALF), 'data: {"choices":[{"delta":{"cont');
        await pause(20);
        request.socket.resetAndDestroy();
    },
    m6: ({ response }) => end(response, piece(HALF)),
    m7: ({ response }) => begin(response, piece(HALF)),
    m8: ({ response }) =>
        refuse(response, 400, {
            error: { message: "This model's maximum context length is 4096 tokens.", code: 'context_length_exceeded' },
        }),
    m9: ({ request, response }) =>
        refuse(response, 401, { error: { message: `Incorrect API key provided: ${(request.headers.authorization ?? '').slice(7)}.` } }),
    m10: ({ response }) => refuse(response, 403, { error: { message: 'Your project may not use this model.' } }),
    m11: ({ response }) => refuse(response, 404, { error: { message: 'model "m" not found, try pulling it first' } }),
    m12: ({ response }) => refuse(response, 408, {}),
    'm12-once': ({ response, nth }) => (nth === 1 ? refuse(response, 408, {}) : good(response)),
    m13: ({ response }) => refuse(response, 413, {}),
    'm14-seconds': ({ response, nth }) => (nth === 1 ? refuse(response, 429, {}, { 'retry-after': '2' }) : good(response)),
    'm14-seconds-again': ({ response }) => refuse(response, 429, {}, { 'retry-after': '5' }),
    'm14-date': ({ response, nth }) =>
        nth === 1 ? refuse(response, 429, {}, { 'retry-after': new Date(Date.now() + 1_500).toUTCString() }) : good(response),
    'm14-hour': ({ response }) => refuse(response, 429, {}, { 'retry-after': '3600' }),
    'm14-none': ({ response, nth }) => (nth === 1 ? refuse(response, 429, {}) : good(response)),
    'm14-garbage': ({ response, nth }) => (nth === 1 ? refuse(response, 429, {}, { 'retry-after': 'soon' }) : good(response)),
    'm14-quota': ({ response }) =>
        refuse(
            response,
            429,
            { error: { message: 'You exceeded your current quota.', type: 'insufficient_quota', code: 'insufficient_quota' } },
            { 'retry-after': '0' },
        ),
    'm14-always': ({ response }) => refuse(response, 429, {}, { 'retry-after': '0' }),
    ...Object.fromEntries(
        [500, 502, 503, 504].map((status): [string, Play] => [
            `m15-${String(status)}`,
            ({ response }) =>
                response
                    .writeHead(status, { 'content-type': 'text/html', 'retry-after': '0' })
                    .end('<html><script>alert(1)</script>Bad Gateway</html>'),
        ]),
    ),
    'm15-endless': async ({ response, gone }) => {
        response.writeHead(500, { 'content-type': 'text/html', 'retry-after': '0' });
        while (!gone.aborted) await write(response, '<p>busy</p>'.repeat(1_000), gone);
    },
    'm15-slow': ({ response }) => response.writeHead(500, { 'content-type': 'text/html' }).write('<html>'),
    m16: ({ response }) =>
        response
            .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
            .end('<html><form action="/login">Welcome to Hotel WiFi</form>'),
    m17: ({ response }) =>
        response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: `${HALF}twice [1].` }, finish_reason: 'stop' }] })),
    'm17-other': ({ response }) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}'),
    m18: ({ response }) =>
        end(
            response,
            '\ufeff: a comment\r\n',
            `event: message\r\nid: 7\r\ndata:${delta(HALF)}\r\n\r\n`,
            ': OPENROUTER PROCESSING\r\r',
            `data: {"choices":[{"delta":\rdata: {"content":"twice "}}]}\r\r`,
            `data: ${delta('[1].')}\n\n`,
            `retry: 10\ndata: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop' }] })}\n\n`,
            'data: [DONE]',
        ),
    m19: async ({ response }) => {
        begin(response);
        for (const byte of Buffer.from(`${piece('zweimal – „Ä“ 🙂 \\ "x" [1].')}${finish()}${DONE}`)) {
            response.write(Buffer.of(byte));
            await new Promise(setImmediate);
        }
        response.end();
    },
    m20: ({ request, response }) =>
        end(
            response,
            piece(HALF),
            `data: ${JSON.stringify({ error: { message: `CUDA out of memory for ${(request.headers.authorization ?? '').slice(7)}` } })}\n\n`,
        ),
    m21: ({ response }) => end(response, piece(HALF), 'data: {"choices":[{"del\n\n', piece('twice'), finish(), DONE),
    m22: async ({ response, gone }) => {
        begin(response, piece(HALF), 'data: ');
        for (let megabytes = 0; megabytes < 100 && !gone.aborted; megabytes++) await write(response, 'x'.repeat(1_048_576), gone);
        response.end();
    },
    m23: async ({ response, gone }) => {
        begin(response);
        while (!gone.aborted) await write(response, piece('word '.repeat(200)), gone);
    },
    'm23-comments': async ({ response, options, gone }) => {
        begin(response);
        while (!gone.aborted) {
            response.write(': thinking\n\n');
            await pause(options.shortMs, undefined, { signal: gone });
        }
    },
    m24: ({ response }) =>
        end(
            response,
            'data: {"choices":[{"delta":{"content":"a\\u0000b\\ud800c\\u001b[31md \\ud83d"}}]}\n\n',
            piece('\ude42 e'),
            finish(),
            DONE,
        ),
    'm24-bytes': ({ response }) => {
        begin(
            response,
            Buffer.concat([Buffer.from('data: {"choices":[{"delta":{"content":"a'), Buffer.of(0xff, 0xc3), Buffer.from('b"}}]}\n\n')]),
        );
        end(response, finish(), DONE);
    },
    'm25-length': ({ response }) => end(response, piece(HALF), finish('length'), DONE),
    'm25-filter': ({ response }) => end(response, piece(HALF), finish('content_filter'), DONE),
    'm25-tools': ({ response }) => end(response, piece(HALF), toolCall('delete_files'), finish('tool_calls'), DONE),
    'm25-tools-only': ({ response }) => end(response, toolCall('run `rm -rf`'), finish('tool_calls'), DONE),
    m26: ({ response }) =>
        end(
            response,
            'data: {"choices":[]}\n\n',
            'data: {"choices":[{"delta":null}]}\n\n',
            'data: {"choices":[{"delta":{"role":"assistant","content":null,"reasoning_content":"Let me think"}}]}\n\n',
            'data: {"choices":[{"index":1,"delta":{"content":"another answer"}}]}\n\n',
            'data: {"choices":null,"usage":{"total_tokens":3}}\n\n',
            piece(`${HALF}twice [1].`),
            finish(),
            'data: {"usage":{"total_tokens":3}}\n\n',
            DONE,
        ),
    'm26-empty': ({ response }) => end(response, piece(''), finish(), DONE),
    m27: async ({ response, gone }) => {
        begin(response);
        for (let tenth = 0; tenth < 10; tenth++) await write(response, piece('w').repeat(1_000), gone);
        end(response, finish(), DONE);
    },
    'm28-gzip': ({ response }) => encoded(response, 'gzip', gzipSync),
    'm28-deflate': ({ response }) => encoded(response, 'deflate', deflateSync),
    'm28-br': ({ response }) => encoded(response, 'br', brotliCompressSync),
    'm28-long': async ({ request, response }) => {
        response.writeHead(200, { ...EVENT_STREAM, 'content-length': '100000' });
        response.write(piece(HALF));
        await pause(20);
        request.socket.end();
    },
    'm28-short': ({ request }) => {
        const body = `${piece(HALF)}${finish()}${DONE}`;
        request.socket.end(
            `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: ${String(piece(HALF).length - 4)}\r\nconnection: close\r\n\r\n${body}`,
        );
    },
    'm28-twice': ({ request }) => {
        request.socket.end(
            `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-type: text/event-stream\r\nx: 1\r\nx: 2\r\nconnection: close\r\n\r\n${piece(`${HALF}twice [1].`)}${finish()}${DONE}`,
        );
    },
    ...Object.fromEntries(
        [301, 302, 307, 308].map((status): [string, Play] => [
            `m29-${String(status)}`,
            ({ response, options }) => response.writeHead(status, { location: `${options.elsewhere ?? ''}/v1/chat/completions` }).end(),
        ]),
    ),
    m32: ({ request, response, nth }) => (nth === 1 ? request.socket.resetAndDestroy() : good(response)),
    'm32-always': ({ request }) => request.socket.resetAndDestroy(),
    m33: ({ response }) =>
        end(response, piece('![x](https://evil.example/?q=[1]) <img src=x onerror=alert(1)> [click](command:x) [99] [1].'), finish(), DONE),
};

/** Modes of `/v1/embeddings`. */
const embeddingPlays: Readonly<Record<string, Play>> = Object.fromEntries(
    Object.entries(embeddingModes).map(([mode, play]) => [mode, embeddings(play)]),
);

const EVENT_STREAM = { 'content-type': 'text/event-stream; charset=utf-8' };
const DONE = 'data: [DONE]\n\n';

function delta(content: string): string {
    return JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
}

function piece(content: string): string {
    return `data: ${delta(content)}\n\n`;
}

function finish(reason = 'stop'): string {
    return `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: reason }] })}\n\n`;
}

function toolCall(name: string): string {
    const call = { index: 0, id: 'call_1', type: 'function', function: { name, arguments: '{"path":"/"}' } };
    return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [call] } }] })}\n\n`;
}

function begin(response: ServerResponse, ...parts: readonly (string | Buffer)[]): void {
    response.writeHead(200, EVENT_STREAM).flushHeaders();
    for (const part of parts) response.write(part);
}

function end(response: ServerResponse, ...parts: readonly string[]): void {
    if (!response.headersSent) response.writeHead(200, EVENT_STREAM);
    response.end(parts.join(''));
}

function good(response: ServerResponse): void {
    end(response, piece(`${HALF}twice [1].`), finish(), DONE);
}

function refuse(response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function notFound(response: ServerResponse): void {
    refuse(response, 404, { error: { message: 'no such mode' } });
}

/** `/v1/embeddings` as a mode plays it. */
function embeddings(play: EmbeddingPlay): Play {
    return ({ request, response, body, nth }) => {
        if (!(request.url ?? '').endsWith('/v1/embeddings')) {
            notFound(response);
            return;
        }
        const { input } = JSON.parse(body) as { readonly input: readonly string[] };
        const played = play(input, nth);
        if (played === 'reset') request.socket.resetAndDestroy();
        if (typeof played === 'string') return;
        response
            .writeHead(played.status ?? 200, { 'content-type': 'application/json', ...played.headers })
            .end(typeof played.body === 'string' ? played.body : JSON.stringify(played.body));
    };
}

function encoded(response: ServerResponse, name: string, encode: (text: string) => Buffer): void {
    response.writeHead(200, { ...EVENT_STREAM, 'content-encoding': name }).end(encode(`${piece(`${HALF}twice [1].`)}${finish()}${DONE}`));
}

/** Writes as fast as the other side reads, and no faster. */
async function write(response: ServerResponse, text: string, gone: AbortSignal): Promise<void> {
    if (!response.write(text)) await once(response, 'drain', { signal: gone });
    else await new Promise(setImmediate);
}

if (import.meta.main) {
    const server = await startBadModelServer({ port: Number(process.argv[2] ?? 0), shortMs: 29_000, longMs: 31_000 });
    for (const mode of Object.keys({ ...badModes, ...embeddingPlays })) console.log(server.baseUrl(mode));
}
