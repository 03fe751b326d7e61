import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { globalIgnoreFile, settingsOf } from '../../../src/engine/scan/globalIgnoreFile.ts';
import { readIgnoreRules } from '../../../src/engine/scan/readIgnoreRules.ts';

let home: string;
beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'footnote-home-'));
});
afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true, force: true });
});

/** Git with the same home and no other configuration, as the oracle. */
function git(...args: readonly string[]): string {
    const env = { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
    try {
        return execFileSync('git', args, { cwd: home, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
        return '';
    }
}

function check(name: string, files: Readonly<Record<string, string>>, expected: string): void {
    test(name, async () => {
        mkdirSync(join(home, '.config/git'), { recursive: true });
        for (const [path, text] of Object.entries(files)) writeFileSync(join(home, path), text);
        const found = await globalIgnoreFile({ env: { GIT_CONFIG_NOSYSTEM: '1' }, home, systemConfig: '/nowhere' });
        expect(found).toBe(join(home, expected));
        // Git names no file when none is configured, and falls back by itself.
        const named = git('config', '--type=path', 'core.excludesFile');
        if (named !== '') expect(found).toBe(named);
    });
}

describe("the user's ignore file is", () => {
    check('the one of XDG when nothing else is said', {}, '.config/git/ignore');
    check('named in the configuration, below home', { '.gitconfig': '[core]\n\texcludesFile = ~/my-ignores\n' }, 'my-ignores');
    check(
        'named with quotes, a comment and any case',
        { '.gitconfig': '[CORE] ; mine\n  ExcludesFile = "~/my # ignores" # yes\n' },
        'my # ignores',
    );
    check(
        'the one of ~/.gitconfig before that of XDG',
        { '.config/git/config': '[core]\nexcludesfile = ~/xdg\n', '.gitconfig': '[core]\nexcludesfile = ~/home\n' },
        'home',
    );
    check(
        'found through an include',
        { '.gitconfig': '[include]\n\tpath = more.inc\n[user]\nname = "a"\n', 'more.inc': '[core]\nexcludesfile = ~/included\n' },
        'included',
    );
    check('not that of a subsection of the same name', { '.gitconfig': '[core "x"]\nexcludesfile = ~/no\n' }, '.config/git/ignore');
});

test('lines that go on, and what stands behind a section', () => {
    expect(settingsOf('[a] b = 1\n[c]\nd = one \\\n two\n  e="x\\"y"\n[f "g"]\nh=2\n')).toEqual([
        { section: 'a', key: 'b', value: '1' },
        { section: 'c', key: 'd', value: 'one  two' },
        { section: 'c', key: 'e', value: 'x"y' },
    ]);
});

test('its rules hold in every repository, as git has it', async () => {
    writeFileSync(join(home, '.gitconfig'), '[core]\n\texcludesFile = ~/mine\n');
    writeFileSync(join(home, 'mine'), '*.scratch\n');
    const repository = join(home, 'repo');
    mkdirSync(repository);
    git('init', '-q', repository);
    const rules = await readIgnoreRules(repository, {
        excludes: [],
        globalIgnoreFile: await globalIgnoreFile({ env: { GIT_CONFIG_NOSYSTEM: '1' }, home, systemConfig: '/nowhere' }),
    });
    expect(await rules.verdictFor('notes.scratch')).toMatchObject({ reason: 'ignored', detail: `${join(home, 'mine')}:1: *.scratch` });
    expect(git('-C', repository, 'check-ignore', 'notes.scratch')).toBe('notes.scratch');
    expect(await rules.verdictFor('notes.txt')).toBeUndefined();
});

test('another one that is named while the rules are open counts from the next look on', async () => {
    vi.stubEnv('GIT_CONFIG_GLOBAL', join(home, 'config'));
    const name = (file: string): void => {
        writeFileSync(join(home, 'config'), `[core]\n\texcludesFile = ${join(home, file)}\n`);
    };
    writeFileSync(join(home, 'mine'), '*.scratch\n');
    writeFileSync(join(home, 'other'), '*.draft\n');
    name('mine');
    const rules = await readIgnoreRules(home, { excludes: [] });
    expect(await rules.verdictFor('notes.draft')).toBeUndefined();
    name('other');
    rules.forget();
    expect(await rules.verdictFor('notes.draft')).toMatchObject({ detail: `${join(home, 'other')}:1: *.draft` });
    expect(await rules.verdictFor('notes.scratch')).toBeUndefined();
});
