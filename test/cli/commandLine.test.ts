/** The command line as a process of its own, with real parts, in a folder of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { copyGrammars } from '../../scripts/copyGrammars.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const schemaText = readFileSync(path.join(root, 'src/cli/schema.json'), 'utf8');

let scratch: string;
let folder: string;

beforeAll(async () => {
    // The grammars are part of a build; a checkout without one gets them here.
    if (!existsSync(path.join(root, 'dist/grammars'))) await copyGrammars(path.join(root, 'dist/grammars'));
    scratch = mkdtempSync(path.join(os.tmpdir(), 'footnote-cli-'));
    folder = path.join(scratch, 'shop');
    cpSync(path.join(root, 'test/fixtures/shop'), folder, { recursive: true });
    writeFileSync(path.join(folder, 'image.bin'), Buffer.from([0, 1, 2, 3]));
});

afterAll(() => {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
});

interface Outcome {
    readonly code: number | null;
    readonly out: string;
    readonly err: string;
}

async function footnote(
    args: readonly string[],
    options: { readonly input?: string; readonly interruptWhen?: RegExp; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
    const child = spawn(process.execPath, [path.join(root, 'src/cli/main.ts'), ...args], {
        cwd: folder,
        env: { ...process.env, XDG_DATA_HOME: path.join(scratch, 'data'), ...options.env },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => {
        err += data.toString();
        if (options.interruptWhen?.test(err)) child.kill('SIGINT');
    });
    child.stdin.end(options.input ?? '');
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out, err };
}

/** One JSON value a line, each as the named shape of the schema says. */
function parsed(shape: string, { out }: Outcome): readonly Record<string, unknown>[] {
    const schema = z.fromJSONSchema({ ...(JSON.parse(schemaText) as object), anyOf: [{ $ref: `#/$defs/${shape}` }] });
    return out
        .trim()
        .split('\n')
        .map(line => z.record(z.string(), z.unknown()).parse(schema.parse(JSON.parse(line))));
}

function firstPath(places: unknown): string {
    return z.array(z.object({ path: z.string() })).parse(places)[0]?.path ?? 'none';
}

describe('the schema', () => {
    it('refuses what is not so', () => {
        const search = { query: 'x', files: [], passages: [], coverage: {}, tookMs: 1 };
        expect(() => parsed('search', { code: 0, out: JSON.stringify(search), err: '' })).toThrow();
    });
});

describe('a first visit', () => {
    it('does not look at a folder that was never indexed when told not to index', async () => {
        const outcome = await footnote(['search', 'cart', '--no-index', '--json']);
        expect(outcome.code).toBe(1);
        expect(parsed('failure', outcome)).toMatchObject([{ error: { kind: 'index-missing' } }]);
    });

    it('indexes, and says what it did', async () => {
        const outcome = await footnote(['index', '--json']);
        // Where it takes a while it says how far it is.
        expect(outcome.err.replaceAll(/^Indexing \d+ of \d+ files …\n/gm, '')).toBe('');
        expect(outcome.code).toBe(0);
        expect(parsed('index', outcome)).toMatchObject([{ folder, changed: 0, counts: { skipped: 1 } }]);
    });

    it('a second time finds nothing to do', async () => {
        const [report] = parsed('index', await footnote(['index', '.', '--json']));
        expect(report).toMatchObject({ added: 0, changed: 0, removed: 0 });
    });

    it('tells the state of the index', async () => {
        expect(parsed('status', await footnote(['status', '--json']))).toMatchObject([
            { state: 'ready', folder, embedder: 'code-static-384' },
        ]);
        expect((await footnote(['status'])).out).toMatch(/^State +7 of 7 files/m);
    });

    it('counts what is left out in one way: the state, the list and the report of a run agree', async () => {
        writeFileSync(path.join(folder, 'logo.png'), 'x');
        const [run] = parsed('index', await footnote(['index', '--json', '-q']));
        const [state] = parsed('status', await footnote(['status', '--json']));
        const skipped = (state?.['skipped'] as readonly unknown[]).length;
        expect([run?.['counts'], state?.['counts']]).toMatchObject([{ skipped }, { skipped }]);
        rmSync(path.join(folder, 'logo.png'));
    });

    it('searches, after taking in what changed', async () => {
        mkdirSync(path.join(folder, 'src/extra'), { recursive: true });
        writeFileSync(
            path.join(folder, 'src/extra/voucher.ts'),
            '/** Takes a voucher off the total. */\nexport function redeemVoucher(): void {}\n',
        );
        const outcome = await footnote(['search', 'redeem a voucher', '--json', '-n', '3']);
        expect(outcome.code).toBe(0);
        const [result] = parsed('search', outcome);
        expect(result).toMatchObject({ query: 'redeem a voucher' });
        expect(firstPath(result?.['passages'])).toBe('src/extra/voucher.ts');
        expect(result?.['files']).toHaveProperty('0', 'src/extra/voucher.ts');
    });

    it('asks: text, footnotes and sources, without an escape sequence where nobody sees colours', async () => {
        const { code, out } = await footnote(['ask', 'How is a payment retried?']);
        expect(code).toBe(0);
        expect(out).toContain('`retryPayment`');
        expect(out).toMatch(/^ {2}\[1\] src\/retryPayment\.ts:\d+-\d+/m);
        expect(out).toMatch(/Searched \d+ of \d+ files/);
        expect(out).not.toContain('\u001b');
    });

    it('answers a German question in German, and says what was searched', async () => {
        const { code, out } = await footnote(['ask', 'Wie wird eine fehlgeschlagene Zahlung wiederholt?']);
        expect(code).toBe(0);
        expect(out).toContain('Gesucht wurde auf Englisch: fail, payment, retry.');
        expect(out).toMatch(/^Am ehesten tut das `retryPayment`, eine Funktion in /m);
        expect(out).not.toContain('not in the cited lines');
    });

    it('asks about what is attached: lines of a file, and a text from standard input', async () => {
        const { code, out } = await footnote(['ask', 'Why does this fail?', '--attach', 'src/cart.ts:1-6', '--attach', '-'], {
            input: 'Error: no card\n    at retryPayment (src/retryPayment.ts:8)\n',
        });
        expect(code).toBe(0);
        expect(out).toMatch(/^ {2}\[1\] src\/cart\.ts:\d+-\d+.*attached/m);
        expect(out).toMatch(/^ {2}\[\d\] Pasted text:1-3.*attached/m);
        expect(out).toContain('Error: no card');
    });

    it('refuses to attach what is elsewhere, kept out or not there, and says why', async () => {
        writeFileSync(path.join(folder, '.env'), 'KEY=1\n');
        for (const [place, why] of [
            ['/etc/hosts', /not in this workspace/],
            ['.env', /never indexed or sent/],
            ['src/nothing.ts', /no such file/],
            ['@changes', /not in a git repository/],
            ['git:HEAD', /not in a git repository/],
        ] as const) {
            const { code, out, err } = await footnote(['ask', 'What?', '--attach', place]);
            expect([code, out]).toEqual([2, '']);
            expect(err).toMatch(why);
        }
        rmSync(path.join(folder, '.env'));
    });

    it('asks for JSON: each mark of the text is a citation of one of the sources', async () => {
        const [answer] = parsed('ask', await footnote(['ask', 'How is a payment retried?', '--json']));
        expect(answer).toMatchObject({ isAnswered: true, answeredBy: 'Quotes' });
        expect(firstPath(answer?.['citations'])).toBe('src/retryPayment.ts');
    });

    it('says plainly, and with a code of its own, that nothing relevant was found', async () => {
        const outcome = await footnote(['ask', 'How is the Kubernetes ingress reconciled?', '--json']);
        expect(outcome.code).toBe(3);
        expect(parsed('ask', outcome)).toMatchObject([{ isAnswered: false }]);
    });
});

describe('a batch', () => {
    it('answers each line in order, and ignores keys it does not know', async () => {
        const input = '{"id":"a","query":"shopping cart total","repo":"x"}\n\n{"id":7,"query":"shipping costs"}\n';
        const outcome = await footnote(['search', '--batch', '-', '--json', '-n', '100'], { input });
        expect(outcome.code).toBe(0);
        const best = parsed('batchLine', outcome).map(({ id, passages }) => `${String(id)}: ${firstPath(passages)}`);
        expect(best).toEqual(['a: src/cart.ts', '7: src/shipping.py']);
    });

    it('names a line that is no query', async () => {
        const outcome = await footnote(['search', '--batch', '-', '--json'], { input: '{"id":"a"}\n' });
        expect(outcome.code).toBe(2);
        expect(outcome.out).toContain('Line 1 has no \\"query\\".');
    });
});

/** Enough for several batches, so that there is something left to stop. */
const FILES = 600;

describe('what a question would send', () => {
    let server: Server;
    let connections = 0;
    let model: readonly string[];

    beforeAll(async () => {
        server = createServer((_request, response) => {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            response.end('data: {"choices":[{"index":0,"delta":{"content":"So [1]."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
        });
        server.on('connection', () => connections++);
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        model = ['--base-url', `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`, '--model', 'm'];
    });
    afterAll(() => server.close());

    /** The nonce between pieces of evidence is new each time. */
    const withoutNonce = (payload: unknown): string => JSON.stringify(payload).replaceAll(/<<<[0-9a-f]{32}/g, '<<<');

    it('is printed without a connection, and is what is sent afterwards', async () => {
        const question = 'What does retryPayment do?';
        const dry = await footnote(['ask', question, '--dry-run', '--json', ...model]);
        expect(dry.code).toBe(0);
        expect(connections).toBe(0);
        const [answer] = parsed('ask', await footnote(['ask', question, '--show-payload', '--json', ...model]));
        expect(connections).toBe(1);
        // What it costs is the most that it could before, and what it came to afterwards.
        const without = (payload: unknown): unknown => ({ ...(payload as object), cost: undefined });
        expect(withoutNonce(without(parsed('preview', dry)[0]?.['wouldBeSent']))).toBe(withoutNonce(without(answer?.['sent'])));
    });

    it('can be read as a page', async () => {
        const { code, out } = await footnote(['ask', 'What does retryPayment do?', '--dry-run', '--no-index', ...model]);
        expect(code).toBe(0);
        expect(out).toMatch(/^Would be sent to http:\/\/127\.0\.0\.1:\d+, model m\n2 messages, /);
        expect(out).toContain('path="src/retryPayment.ts"');
    });

    it('is the request for other words when nothing is found, and nothing when there are no words to look for', async () => {
        const thin = await footnote(['ask', 'Which kubernetes ingress controller?', '--dry-run', '--json', '--no-index', ...model]);
        expect(thin.code).toBe(0);
        expect(JSON.stringify(parsed('preview', thin)[0]?.['wouldBeSent'])).toContain('Nothing was found for the words of this question');
        const outcome = await footnote(['ask', '???', '--dry-run', '--json', '--no-index', ...model]);
        expect(outcome.code).toBe(3);
        expect(parsed('preview', outcome)).toEqual([{ question: '???' }]);
    });
});

describe('stopping and failing', () => {
    it('Ctrl-C ends an index run, and the next goes on to a sound index', async () => {
        const many = path.join(scratch, 'many');
        mkdirSync(many);
        for (let n = 0; n < FILES; n++) {
            const body = Array.from(
                { length: 8 },
                (_, line) => `    const value${String(line)} = compute${String(n)}(${String(line)});`,
            ).join('\n');
            writeFileSync(
                path.join(many, `file${String(n)}.ts`),
                `export function compute${String(n)}(x: number): number {\n${body}\n    return x;\n}\n`,
            );
        }
        const stopped = await footnote(['index', many, '--json'], {
            interruptWhen: /"batch stored"/,
            env: { FOOTNOTE_LOG: 'debug' },
        });
        expect(stopped.code).toBe(130);
        expect(stopped.out).toBe('');
        const [report] = parsed('index', await footnote(['index', many, '--json']));
        expect(report).toMatchObject({ counts: { indexed: FILES, total: FILES }, problems: [] });
        const [found] = parsed('search', await footnote(['search', 'compute599', many, '--json', '--no-index']));
        expect(found?.['files']).toHaveProperty('0', 'file599.ts');
    });

    it('a folder that is not there', async () => {
        expect(await footnote(['index', 'nowhere'])).toMatchObject({ code: 2, out: '' });
    });

    it('a model server that does not answer is stood in for', async () => {
        const [answer] = parsed(
            'ask',
            await footnote(['ask', 'How is a payment retried?', '--json', '--base-url', 'http://127.0.0.1:9/v1', '--model', 'm']),
        );
        expect(answer).toMatchObject({ answeredBy: 'Quotes', isAnswered: true });
        expect(answer?.['notice']).toContain('http://127.0.0.1:9 does not answer');
    });

    it('what is not understood', async () => {
        expect(await footnote(['frobnicate'])).toEqual({
            code: 2,
            out: '',
            err: 'footnote: There is no command "frobnicate".\nTry: footnote --help\n',
        });
    });
});
