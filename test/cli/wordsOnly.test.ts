/** Without the native module of the vector store: the real command line, in a process in which LanceDB cannot load. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { copyGrammars } from '../../scripts/copyGrammars.mjs';

const root = path.resolve(import.meta.dirname, '../..');
let scratch: string;

beforeAll(async () => {
    if (!existsSync(path.join(root, 'dist/grammars'))) await copyGrammars(path.join(root, 'dist/grammars'));
    scratch = mkdtempSync(path.join(os.tmpdir(), 'footnote-words-'));
    cpSync(path.join(root, 'test/fixtures/shop'), path.join(scratch, 'shop'), { recursive: true });
});
afterAll(() => {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
});

function footnote(
    args: readonly string[],
    env: NodeJS.ProcessEnv,
): { readonly code: number | null; readonly out: string; readonly err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'src/cli/main.ts'), ...args, 'shop'], {
        cwd: scratch,
        encoding: 'utf8',
        env: { ...process.env, XDG_DATA_HOME: path.join(scratch, 'data'), ...env },
    });
    return { code: status, out: stdout, err: stderr };
}

/** Where the loader of the package looks when it is set; there is nothing. */
const WITHOUT = { NAPI_RS_NATIVE_LIBRARY_PATH: path.join(os.tmpdir(), 'no-such-library.node') };

describe('without LanceDB', () => {
    it('a question is answered with footnotes from words, symbols and paths, and the state says why there is no meaning', () => {
        const answer = footnote(['ask', 'How is a payment retried?', '-q'], WITHOUT);
        expect(answer.code).toBe(0);
        expect(answer.out).toMatch(/\[1(:\d+(-\d+)?)?\]/);
        expect(answer.out).toContain('by words only');
        const status = footnote(['status'], WITHOUT);
        expect(status.out).toContain(
            `found by words only: the vector database (LanceDB) does not load on ${process.platform}-${process.arch}`,
        );
        expect(status.out).toMatch(/Embedder .* It is not used: no vectors can be kept here/);
        const verified = footnote(['verify', '--json'], WITHOUT);
        expect(JSON.parse(verified.out)).toMatchObject({ isSound: true, differences: [] });
    });

    it('and with it again, the index is made for it, and finds by meaning', () => {
        const found = footnote(['search', 'retry a payment', '--json', '-q'], {});
        expect(JSON.parse(found.out)).toMatchObject({ coverage: { hasMeaning: true } });
        const verified = footnote(['verify', '--json'], {});
        expect(JSON.parse(verified.out)).toMatchObject({ isSound: true, differences: [] });
    });
});
