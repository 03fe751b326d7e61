/** `footnote verify` and `footnote prune` as a process of their own, against the shapes of schema.json. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { copyGrammars } from '../../scripts/copyGrammars.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const schemaText = readFileSync(path.join(root, 'src/cli/schema.json'), 'utf8');
let scratch: string;

beforeAll(async () => {
    if (!existsSync(path.join(root, 'dist/grammars'))) await copyGrammars(path.join(root, 'dist/grammars'));
    scratch = mkdtempSync(path.join(os.tmpdir(), 'footnote-verify-'));
    cpSync(path.join(root, 'test/fixtures/shop'), path.join(scratch, 'shop'), { recursive: true });
});
afterAll(() => {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
});

function footnote(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'src/cli/main.ts'), ...args, '-q'], {
        cwd: scratch,
        encoding: 'utf8',
        env: { ...process.env, XDG_DATA_HOME: path.join(scratch, 'data') },
    });
    return { code: status, out: stdout, err: stderr };
}

function parsed(shape: string, out: string): unknown {
    return z.fromJSONSchema({ ...(JSON.parse(schemaText) as object), anyOf: [{ $ref: `#/$defs/${shape}` }] }).parse(JSON.parse(out));
}

describe('footnote verify', () => {
    it('says that there is nothing to verify, then that it is sound, then what differs, and repairs it', () => {
        expect(footnote('verify', 'shop')).toMatchObject({ code: 1, out: '' });
        footnote('index', 'shop');
        const sound = footnote('verify', 'shop', '--json');
        expect(parsed('verify', sound.out)).toMatchObject({ depth: 'full', isSound: true, differences: [], repair: 'none' });
        expect(sound.code).toBe(0);

        writeFileSync(path.join(scratch, 'shop/src/cart.ts'), 'export const emptied = true;\n');
        const quick = footnote('verify', 'shop', '--quick', '--json');
        expect(parsed('verify', quick.out)).toMatchObject({ isSound: false, differences: [{ kind: 'changed', path: 'src/cart.ts' }] });
        expect(quick.code).toBe(1);
        const repaired = footnote('verify', 'shop', '--repair', '--json');
        expect(parsed('verify', repaired.out)).toMatchObject({ isSound: true, repair: 'files', remaining: [] });
        expect(repaired.code).toBe(0);
        expect(footnote('verify', 'shop').out).toMatch(/^The index is sound: \d+ files and \d+ passages made again and compared/);
    });

    it('has words for a folder in which there is nothing to index', () => {
        mkdirSync(path.join(scratch, 'empty/node_modules'), { recursive: true });
        const nothing = /^There is nothing to index in /;
        expect(footnote('index', 'empty')).toMatchObject({ code: 0, out: expect.stringMatching(nothing) as string });
        expect(footnote('verify', 'empty')).toMatchObject({ code: 0, out: expect.stringMatching(nothing) as string });
        expect(footnote('status', 'empty').out).toMatch(/^State +Nothing to index: this folder has no files/m);
        expect(footnote('why', '../shop/src/cart.ts', 'empty').out).toMatch(
            /cart\.ts is not in .*empty, and only what is below a folder is in its index/,
        );
    });

    it('goes with its own options alone', () => {
        expect(footnote('verify', 'shop', '--rebuild')).toMatchObject({ code: 2 });
        expect(footnote('search', 'x', 'shop', '--repair')).toMatchObject({ code: 2 });
    });
});

describe('footnote prune', () => {
    it('removes the index of a folder that is gone, and no other', () => {
        cpSync(path.join(scratch, 'shop'), path.join(scratch, 'old'), { recursive: true });
        footnote('index', 'old');
        rmSync(path.join(scratch, 'old'), { recursive: true });
        const pruned = footnote('prune', 'shop', '--json');
        expect(parsed('prune', pruned.out)).toMatchObject({
            removed: [{ what: 'index', why: 'folder gone', folders: [expect.stringMatching(/old$/)] }],
            use: { indexes: [{ folders: [expect.stringMatching(/shop$/)] }] },
        });
        expect(parsed('prune', footnote('prune', 'shop', '--json').out)).toMatchObject({ removed: [] });
    });
});

describe('a folder that was never indexed', () => {
    const unused = (): string => path.join(scratch, 'unused');
    const inUnused = (...args: readonly string[]): ReturnType<typeof footnote> => footnote(...args, '--index-dir', unused());

    it('is told of, and nothing is left behind by whoever only looks', () => {
        expect(inUnused('status', 'shop')).toMatchObject({ code: 0, out: expect.stringMatching(/^State +Not indexed yet$/m) as string });
        expect(inUnused('prune', 'shop')).toMatchObject({ code: 0, err: '' });
        for (const command of [
            ['verify', 'shop'],
            ['verify', '--repair', 'shop'],
            ['search', 'cart', '--no-index', 'shop'],
        ])
            expect([command, inUnused(...command)]).toEqual([
                command,
                { code: 1, out: '', err: expect.stringMatching(/is not indexed yet/) as string },
            ]);
        expect(existsSync(unused())).toBe(false);
    });

    it('and beside one that was, no second index appears', () => {
        mkdirSync(path.join(scratch, 'other'));
        writeFileSync(path.join(scratch, 'other/a.ts'), 'export const a = 1;\n');
        expect(inUnused('index', 'shop').code).toBe(0);
        const before = readdirSync(path.join(unused(), 'indexes'));
        for (const command of ['status', 'prune']) inUnused(command, 'other');
        expect(readdirSync(path.join(unused(), 'indexes'))).toEqual(before);
    });
});
