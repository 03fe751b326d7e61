/** The commands that explain, `footnote why` and `search --explain`, as real processes in a folder of their own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { execFile } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { copyGrammars } from '../../scripts/copyGrammars.mjs';

const root = path.resolve(import.meta.dirname, '../..');

let scratch: string;
let folder: string;

beforeAll(async () => {
    if (!existsSync(path.join(root, 'dist/grammars'))) await copyGrammars(path.join(root, 'dist/grammars'));
    scratch = mkdtempSync(path.join(os.tmpdir(), 'footnote-why-'));
    folder = path.join(scratch, 'shop');
    cpSync(path.join(root, 'test/fixtures/shop'), folder, { recursive: true });
    writeFileSync(path.join(folder, 'logo.bin'), Buffer.from([0, 1, 2, 3]));
    writeFileSync(path.join(folder, '.gitignore'), '# Made by tools.\n*.log\nout/\n');
    for (const made of ['out', 'node_modules']) {
        mkdirSync(path.join(folder, made));
        writeFileSync(path.join(folder, made, 'made.js'), 'export {};\n');
    }
    writeFileSync(path.join(folder, 'debug.log'), 'started\n');
    writeFileSync(path.join(folder, '.env'), 'TOKEN=1\n');
    if (path.sep === '/') writeFileSync(path.join(folder, 'back\\slash.py'), 'answer = 42\n');
    await footnote(['index']);
});

afterAll(() => {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
});

async function footnote(args: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
    return new Promise(resolve => {
        execFile(
            process.execPath,
            [path.join(root, 'src/cli/main.ts'), ...args],
            { cwd: folder, env: { ...process.env, XDG_DATA_HOME: path.join(scratch, 'data') } },
            (error, out) => {
                resolve({ code: typeof error?.code === 'number' ? error.code : 0, out });
            },
        );
    });
}

function parsed(shape: string, out: string): Record<string, unknown> {
    const schema = z.fromJSONSchema({
        ...(JSON.parse(readFileSync(path.join(root, 'src/cli/schema.json'), 'utf8')) as object),
        anyOf: [{ $ref: `#/$defs/${shape}` }],
    });
    return z.record(z.string(), z.unknown()).parse(schema.parse(JSON.parse(out)));
}

describe('why a file is in the index, or not', () => {
    function check(file: string, expected: object): void {
        it(`${file}: ${JSON.stringify(expected)}`, async () => {
            const { out } = await footnote(['why', file, '--json', '--no-index']);
            expect(parsed('why', out)).toMatchObject({ path: file, ...expected });
        });
    }

    check('src/cart.ts', { state: 'indexed', language: 'typescript', kind: 'code', isCurrent: true, isUnsaved: false });
    if (path.sep === '/') check('back\\slash.py', { state: 'indexed', language: 'python' });
    check('debug.log', { state: 'skipped', reason: 'ignored', detail: '.gitignore:2: *.log', rule: { line: 2 } });
    check('out', { state: 'skipped', reason: 'ignored', detail: '.gitignore:3: out/', rule: { line: 3 } });
    check('node_modules', { state: 'skipped', reason: 'excluded' });
    check('logo.bin', { state: 'skipped', reason: 'binary' });
    check('.env', { state: 'skipped', reason: 'secret' });
    check('src', { state: 'folder', skipped: 0 });
    check('nowhere.ts', { state: 'missing' });

    it('its passages cover every line that is not blank, and name what they hold', async () => {
        const account = parsed('why', (await footnote(['why', 'src/cart.ts', '--json', '--no-index'])).out);
        const chunks = z
            .array(
                z.object({
                    range: z.object({ startLine: z.number(), endLine: z.number() }),
                    symbol: z.object({ name: z.string() }).optional(),
                }),
            )
            .parse(account['chunks']);
        const lines = readFileSync(path.join(folder, 'src/cart.ts'), 'utf8').split('\n');
        const covered = new Set(
            chunks.flatMap(({ range }) => Array.from({ length: range.endLine - range.startLine + 1 }, (_, at) => range.startLine + at)),
        );
        expect(lines.flatMap((line, at) => (line.trim() === '' || covered.has(at + 1) ? [] : [at + 1]))).toEqual([]);
        expect(chunks.some(({ symbol }) => symbol !== undefined)).toBe(true);
    });

    it('of a folder it says what is left out below it, by reason; the folder that is indexed is one too', async () => {
        const { code, out } = await footnote(['why', '.', '--no-index']);
        expect(code).toBe(0);
        expect(out).toMatch(/^The folder is a folder: \d+ files of it in the index, 5 left out\.$/m);
        expect(out).toContain('\nNot text: 1\n  logo.bin');
        expect(out).toContain('\n  out/  (.gitignore:3: out/)');
        expect((await footnote(['why', 'src', '--no-index'])).out).toMatch(
            /^src is a folder: \d+ files of it in the index, 0 left out\.\n$/,
        );
    });

    it('in words, with what can be done; a file that is not there has an exit code of its own', async () => {
        const ignored = await footnote(['why', 'debug.log', '--no-index']);
        expect(ignored).toMatchObject({ code: 0 });
        expect(ignored.out).toContain('debug.log is not in the index: ignored (.gitignore:2: *.log).');
        expect(ignored.out).toContain('.footnoteignore');
        expect(await footnote(['why', 'nowhere.ts', '--no-index'])).toEqual({ code: 3, out: 'There is no file nowhere.ts.\n' });
        expect((await footnote(['why'])).code).toBe(2);
    });
});

describe('how a search came to its order', () => {
    it('each file adds up from its signals, and the expected one is told about', async () => {
        const found = parsed(
            'search',
            (await footnote(['search', 'cart total', '--expect', 'shipping.py', '-n', '1', '--json', '--no-index'])).out,
        );
        const { files, expected } = z
            .object({
                files: z.array(
                    z.object({
                        path: z.string(),
                        rank: z.number(),
                        score: z.number(),
                        fate: z.string(),
                        signals: z.array(z.object({ contribution: z.number() })),
                    }),
                ),
                expected: z.object({ path: z.string(), isIndexed: z.boolean(), lacks: z.array(z.string()) }),
            })
            .parse(found['explanation']);
        expect(files[0]).toMatchObject({ path: 'src/cart.ts', rank: 1, fate: 'shown' });
        for (const { score, signals } of files)
            expect(signals.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 9);
        expect(expected).toMatchObject({ path: 'src/shipping.py', isIndexed: true });
    });

    it('in words: a table, the expected file, and what was cut', async () => {
        const { out } = await footnote(['search', 'cart total', '--explain', '--expect', 'nowhere.ts', '--no-index']);
        expect(out).toMatch(/^Read as: wants code \(\d+ %\).*; words .*total/m);
        expect(out).toMatch(/^ +1 +\d+\.\d\d +.*src\/cart\.ts$/m);
        expect(out).toContain('Expected nowhere.ts: it is not in the index; "footnote why nowhere.ts" tells the reason.');
    });
});
