/** The adversarial repository of reliability.md, section 8, through the real engine: every file ends as indexed or listed with a reason. */
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../../src/protocol/engineContract.ts';
import type { IndexReport, SkippedFile } from '../../src/protocol/indexing.ts';
import { workspacePath } from '../../src/protocol/text.ts';
import { openShop } from '../engine/workspaceFolder.ts';
import { adversarialRows, makeRepository, NEIGHBOUR, type BuiltRow } from './makeRepository.ts';
import { CANARY, type Expectation } from './row.ts';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.mjs');
/** Some containers do not allow a process to be traced. */
const canTrace = spawnSync('strace', ['-f', '-e', 'trace=execve', '-o', os.devNull, 'true']).status === 0;
if (!canTrace) console.log('SKIPPED: system calls over the adversarial repository: strace is not installed or not allowed');

let scratch = '';
let root = '';
let built: readonly BuiltRow[] = [];
let engine: Engine;
let report: IndexReport;
let listed: ReadonlyMap<string, SkippedFile>;
let before: ReadonlyMap<string, string>;

beforeAll(async () => {
    scratch = mkdtempSync(path.join(os.tmpdir(), 'footnote-adversarial-'));
    root = path.join(scratch, 'repository');
    built = makeRepository(root, path.join(scratch, 'outside'));
    before = listing(root);
    engine = await openShop({ folder: root, data: path.join(scratch, 'data') });
    const result = await engine.index('update');
    if (!result) throw new Error('no report');
    report = result;
    listed = new Map((await engine.details(undefined)).skipped.map(file => [file.path, file]));
}, 300_000);

afterAll(async () => {
    await engine.close(undefined);
    rmSync(scratch, { recursive: true, force: true });
});

test('every row A1 to A84 is here once', () => {
    expect(adversarialRows.map(({ id }) => id)).toEqual(Array.from({ length: 84 }, (_, at) => `A${String(at + 1)}`));
});

describe.each(adversarialRows.map(row => [row.id, row] as const))('%s', (id, row) => {
    test(row.input, async context => {
        const row = built.find(candidate => candidate.row.id === id);
        const notHere = row?.notHere ?? row?.row.notHere;
        if (notHere !== undefined) {
            console.log(`SKIPPED: ${id}: ${notHere}`);
            context.skip();
        }
        expect(row?.expected.length !== 0 || row.row.heldBy !== undefined || id === 'A36', 'a row expects something').toBe(true);
        for (const expectation of row?.expected ?? []) await check(id, expectation);
        // One bad file never loses its neighbours.
        expect(await engine.account(workspacePath(`${id}/${NEIGHBOUR}`))).toMatchObject({ state: 'indexed' });
    });
});

test.each(adversarialRows.flatMap(({ id, heldBy }) => (heldBy ?? []).map(held => [id, held.file, held.test] as const)))(
    '%s is held by %s: %s',
    (_id, file, name) => {
        const text = readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8');
        expect(text.includes(name), `a test named "${name}"`).toBe(true);
    },
);

test('every file on disk is indexed, or listed with a reason by itself or by a folder above it', async () => {
    const silent: string[] = [];
    for (const file of before.keys()) {
        if (isListed(file)) continue;
        const { state } = await engine.account(workspacePath(file));
        if (state !== 'indexed') silent.push(`${file}: ${state}`);
    }
    expect(silent).toEqual([]);
});

test('the same repository is built each time', () => {
    const again = mkdtempSync(path.join(os.tmpdir(), 'footnote-adversarial-'));
    try {
        makeRepository(path.join(again, 'repository'), path.join(again, 'outside'));
        expect([...listing(path.join(again, 'repository')).keys()]).toEqual([...before.keys()]);
    } finally {
        rmSync(again, { recursive: true, force: true });
    }
});

test('nothing outside of the root is in the index, and nothing was written into the workspace', async () => {
    const found = await engine.search({ text: CANARY });
    expect(found.passages.filter(({ text }) => text.includes(CANARY))).toEqual([]);
    for (const name of readdirSync(path.join(scratch, 'data'), { recursive: true, encoding: 'utf8' })) {
        const file = path.join(scratch, 'data', name);
        if (lstatSync(file).isFile()) expect(readFileSync(file).includes(CANARY), name).toBe(false);
    }
    expect(readdirSync(path.join(scratch, 'outside')).sort()).toEqual(['canary.ts', 'shared.ts']);
    expect(listing(root)).toEqual(before);
});

test.skipIf(!canTrace)(
    'by its calls to the system, nothing outside of the root is opened, nothing in it is written, and no program is started',
    () => {
        const trace = path.join(scratch, 'trace');
        const { status, stderr } = spawnSync(
            'strace',
            ['-f', '-qq', '-s', '4096', '-e', 'trace=open,openat,execve,connect', '-o', trace, process.execPath, cli, 'index', root],
            { encoding: 'utf8', env: { ...process.env, XDG_DATA_HOME: path.join(scratch, 'traced') }, timeout: 240_000 },
        );
        expect(status, stderr).toBe(0);
        const calls = readFileSync(trace, 'utf8').split('\n');
        const opened = calls.filter(call => /\bopen(at)?\(/.test(call) && !call.includes('ENOENT'));
        expect(
            opened.some(call => call.includes(`${root}/A1/neighbour.ts`)),
            'the trace sees what is read',
        ).toBe(true);
        const outside = path.join(scratch, 'outside');
        const forbidden = [outside, '/etc/passwd"', '/etc/shadow', `${root}/A19/pipe.ts`, `${root}/A21/zero.ts`];
        for (const place of forbidden)
            expect(
                opened.filter(call => call.includes(place)),
                place,
            ).toEqual([]);
        const secrets = opened.filter(
            call => call.includes(`${root}/A58/`) && /id_rsa|\.pem|\.npmrc|\.netrc|kdbx|tfstate|credentials"/.test(call),
        );
        expect(secrets, 'files that hold secrets by name are not even opened').toEqual([]);
        const inRoot = opened.filter(call => call.includes(`"${root}/`) || call.includes(`"${root}"`));
        expect(inRoot.filter(call => /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(call))).toEqual([]);
        expect(calls.filter(call => call.includes('execve(')).length, 'the program itself').toBe(1);
        expect(calls.filter(call => /connect\(.*AF_INET/.test(call))).toEqual([]);
    },
    300_000,
);

test('of a notebook only the cells are indexed', async () => {
    for (const file of ['A66/analysis.ipynb', 'A66/small.ipynb']) {
        const symbols = await engine.search({ text: 'notebook_total', folder: workspacePath('A66') });
        expect(symbols.files.map(({ path: found }) => found)).toContain(file);
    }
    const found = (await engine.search({ text: 'notebookoutputword' })).passages.filter(({ path: place }) => place.endsWith('.ipynb'));
    // By its letters, what is printed below a cell is near to the notebook; its words are not there.
    expect(found.filter(({ origins }) => origins.some(({ signal }) => signal !== 'meaning' && signal !== 'kind'))).toEqual([]);
});

test('the run says what it did, and a second one has nothing to do', async () => {
    expect(report.counts.indexed).toBeGreaterThan(150);
    const again = await engine.index('update');
    expect(again).toMatchObject({ added: 0, changed: 0, removed: 0, embedded: 0 });
    expect(again?.counts).toEqual(report.counts);
});

async function check(id: string, expected: Expectation): Promise<void> {
    const file = `${id}/${expected.path}`;
    const account = await engine.account(workspacePath(file));
    const said = JSON.stringify(account).slice(0, 300);
    switch (expected.is) {
        case 'indexed': {
            if (account.state !== 'indexed') return expect.fail(`${file} is not indexed: ${said}`);
            if (expected.problem) expect(account.problem ?? '', file).toMatch(expected.problem);
            expect(account.isCurrent, `${file}: ${said}`).toBe(true);
            if (!file.endsWith('.ipynb')) checkLines(file, account.chunks);
            return;
        }
        case 'skipped':
            expect(account, file).toMatchObject({ state: 'skipped', reason: expected.reason });
            if (expected.detail && account.state === 'skipped') expect(account.detail).toMatch(expected.detail);
            expect(isListed(file), `${file} is listed: ${said}`).toBe(true);
            return;
        case 'left out as a whole': {
            const folder = listed.get(`${file}/`);
            expect(folder, `${file}/ is listed`).toMatchObject({ reason: expected.reason });
            if (expected.detail) expect(folder?.detail).toMatch(expected.detail);
            return;
        }
        case 'left out below': {
            const below = [...listed.values()].filter(({ path: found }) => found.startsWith(file) && found.endsWith('/'));
            expect(below.map(({ reason }) => reason)).toContain(expected.reason);
            if (expected.detail) expect(below.map(({ detail }) => detail).join('\n')).toMatch(expected.detail);
        }
    }
}

/** Every line with something on it is in a chunk, and no chunk ends behind the file. */
function checkLines(file: string, chunks: readonly { readonly range: { readonly startLine: number; readonly endLine: number } }[]): void {
    const bytes = readFileSync(path.join(root, file));
    const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const text =
        bytes[0] === 0xfe && isWide ? Buffer.from(bytes).swap16().toString('utf16le') : bytes.toString(isWide ? 'utf16le' : 'utf8');
    const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
    const covered = new Set(
        chunks.flatMap(({ range }) => Array.from({ length: range.endLine - range.startLine + 1 }, (_, at) => range.startLine + at)),
    );
    const lost = lines.flatMap((line, at) => (line.trim() !== '' && !covered.has(at + 1) ? [at + 1] : []));
    expect([file, lost.slice(0, 5)]).toEqual([file, []]);
    expect(Math.max(0, ...covered), file).toBeLessThanOrEqual(lines.length);
}

function isListed(file: string): boolean {
    if (listed.has(file)) return true;
    const segments = file.split('/');
    return segments.some(
        (_, at) => listed.has(`${segments.slice(0, at + 1).join('/')}/`) || listed.has(segments.slice(0, at + 1).join('/')),
    );
}

/** Files below a folder that can be named as text, as deep as names can be asked for, with what would change if they were touched. */
function listing(folder: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const walk = (relative: string): void => {
        let entries;
        try {
            entries = readdirSync(path.join(folder, relative), { withFileTypes: true });
        } catch {
            return;
        }
        for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
            const below = relative === '' ? entry.name : `${relative}/${entry.name}`;
            if (entry.isDirectory()) walk(below);
            else {
                const { size, mtimeMs, ino } = lstatSync(path.join(folder, below), { throwIfNoEntry: false }) ?? {};
                found.set(below, `${String(size)} ${String(mtimeMs)} ${String(ino)}`);
            }
        }
    };
    walk('');
    return found;
}
