import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wildmatch } from '../../../src/engine/scan/gitPattern.ts';
import { readIgnoreRules } from '../../../src/engine/scan/readIgnoreRules.ts';

let base = '';
beforeAll(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'footnote-ignore-')));
});
afterAll(async () => {
    await rm(base, { recursive: true, force: true });
});

type Tree = Readonly<Record<string, string>>;

async function writeTree(tree: Tree): Promise<string> {
    const root = await mkdtemp(join(base, 'tree-'));
    for (const [path, text] of Object.entries(tree)) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), text);
    }
    return root;
}

function check(rule: string, tree: Tree, expected: Readonly<Record<string, string | undefined>>, excludes: readonly string[] = []): void {
    test(rule, async () => {
        const rules = await readIgnoreRules(await writeTree(tree), { excludes, globalIgnoreFile: join(base, 'no-such-file') });
        for (const [path, detail] of Object.entries(expected))
            expect([path, (await rules.verdictFor(path))?.detail]).toEqual([path, detail]);
    });
}

describe('which rule keeps a file out', () => {
    check(
        'a deeper .gitignore wins over a shallower one',
        { '.gitignore': '*.log\n', 'keep/.gitignore': '!*.log\n' },
        {
            'a.log': '.gitignore:1: *.log',
            'keep/a.log': undefined,
        },
    );
    check(
        'a file below an ignored folder stays out, whatever the folder itself says',
        { '.gitignore': 'out/\n', 'out/.gitignore': '!*\n' },
        {
            'out/a.ts': '.gitignore:1: out/',
        },
    );
    check(
        'a folder that a deeper rule lets in again is entered',
        { '.gitignore': 'lib/\n*.log\n', 'pkg/.gitignore': '!lib/\n' },
        {
            'lib/a.ts': '.gitignore:1: lib/',
            'pkg/lib/a.ts': undefined,
            'pkg/lib/a.log': '.gitignore:2: *.log',
        },
    );
    check(
        '.git/info/exclude counts after every .gitignore',
        { '.git/info/exclude': 'notes\n*.tmp\n', '.gitignore': '!b.tmp\n' },
        {
            notes: '.git/info/exclude:1: notes',
            'a.tmp': '.git/info/exclude:2: *.tmp',
            'b.tmp': undefined,
        },
    );
    check(
        '.footnoteignore wins over git at any depth, both ways',
        { '.gitignore': 'gen/\n', '.footnoteignore': '!gen/\n', 'src/.footnoteignore': 'data\n' },
        {
            'gen/a.ts': undefined,
            'src/data/x.ts': 'src/.footnoteignore:1: data',
        },
    );
    check(
        'rules of an outer repository do not reach into an inner one',
        { '.git/HEAD': '', '.gitignore': '*.c\n', 'sub/.git/HEAD': '', 'sub/.gitignore': '*.d\n' },
        {
            'a.c': '.gitignore:1: *.c',
            'sub/a.c': undefined,
            'sub/a.d': 'sub/.gitignore:1: *.d',
        },
    );
    check(
        'globs of files.exclude are relative to the root and know braces',
        {},
        { 'a/b.map': 'files.exclude: **/*.{map,snap}', 'b/out/x': undefined, 'out/x': 'files.exclude: out' },
        ['**/*.{map,snap}', 'out'],
    );
    check(
        'dependencies stay out without any rule, and .footnoteignore can let them in; version control never',
        { '.footnoteignore': '!.cache\n!.git\n' },
        {
            'node_modules/a/index.js': 'node_modules holds dependencies or caches (re-include it with !node_modules in .footnoteignore)',
            '.cache/a.ts': undefined,
            '.git/config': '.git belongs to version control',
        },
    );

    test('a root inside a repository obeys the rules above it', async () => {
        const top = await writeTree({ '.git/HEAD': '', '.gitignore': '/pkg/gen\n*.log\n', 'pkg/.gitignore': '!b.log\n', 'pkg/a.ts': '' });
        const rules = await readIgnoreRules(join(top, 'pkg'), { excludes: ['src'], globalIgnoreFile: join(base, 'no-such-file') });
        expect((await rules.verdictFor('gen/a.ts'))?.detail).toBe('../.gitignore:1: /pkg/gen');
        expect((await rules.verdictFor('a.log'))?.detail).toBe('../.gitignore:2: *.log');
        expect(await rules.verdictFor('b.log')).toBeUndefined();
        expect((await rules.verdictFor('src/a.ts'))?.detail).toBe('files.exclude: src');
    });
});

test('a pattern made to backtrack is given up on, not waited for', () => {
    const started = performance.now();
    expect(wildmatch('**/'.repeat(12) + 'a*'.repeat(20) + 'b', 'a/'.repeat(30) + 'a'.repeat(200))).toBe(false);
    // It takes a millisecond; one that is not given up on takes longer than anybody waits.
    expect(performance.now() - started).toBeLessThan(20_000);
});

const hasGit = spawnSync('git', ['--version']).status === 0;

describe.skipIf(!hasGit)('compared with git itself (skipped where git is absent)', () => {
    const name = fc.constantFrom('a', 'b', 'ab', 'a.c', 'b.c', 'lib', 'x y', '!b', '#a', 'é', '[a]', 'a\\b');
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map(names => names.join('/'));
    const piece = fc.constantFrom(
        'a',
        'b',
        'ab',
        '*',
        '**',
        '?',
        '*.c',
        'lib',
        '[ab]',
        '[!a]',
        '[[:alpha:]]',
        '[]a]',
        '[a-',
        'a*',
        '*b',
        'a**',
        'x\\ y',
        'x y',
        'é',
        '\\[a]',
        '\\!b',
        '\\#a',
        'x*\\ ?',
        '***',
    );
    const rule = fc
        .tuple(
            fc.constantFrom('', '', '', '!', '#'),
            fc.constantFrom('', '', '/', '**/'),
            fc.array(piece, { minLength: 1, maxLength: 3 }),
            fc.constantFrom('', '', '/', '/**', '/*', '  ', '\\ ', '\r'),
        )
        .map(([mark, start, pieces, end]) => mark + start + pieces.join('/') + end);
    const ignoreFile = fc.array(rule, { minLength: 1, maxLength: 5 }).map(rules => rules.join('\n'));

    test('the same files stay out, by the same rule of the same file', async () => {
        await fc.assert(
            fc.asyncProperty(
                fc.array(path, { minLength: 4, maxLength: 25 }),
                fc.array(fc.tuple(path, ignoreFile), { maxLength: 4 }),
                ignoreFile,
                ignoreFile,
                async (paths, nested, atRoot, global) => {
                    const root = await mkdtemp(join(base, 'oracle-'));
                    const globalFile = join(root, '..', 'global-rules');
                    await writeFile(globalFile, global);
                    git(root, globalFile, ['init', '-q']);
                    await writeFile(join(root, '.gitignore'), atRoot);
                    const files: string[] = [];
                    for (const file of paths) {
                        // A path may want a file where another wants a folder; the first one stands.
                        const written = await mkdir(dirname(join(root, file)), { recursive: true })
                            .then(() => writeFile(join(root, file), '', { flag: 'wx' }))
                            .then(
                                () => true,
                                () => false,
                            );
                        if (written) files.push(file);
                    }
                    for (const [folder, text] of nested)
                        await writeFile(join(root, folder, '.gitignore'), text, { flag: 'wx' }).catch(() => undefined);
                    const rules = await readIgnoreRules(root, { excludes: [], globalIgnoreFile: globalFile, ignoreCase: false });
                    const ours: [string, string | undefined][] = [];
                    for (const file of files) ours.push([file, (await rules.verdictFor(file))?.detail]);
                    const theirs = verdictsOfGit(root, globalFile, files);
                    await rm(root, { recursive: true, force: true });
                    expect(ours).toEqual(theirs);
                },
            ),
            { numRuns: process.env['FOOTNOTE_FULL'] === '1' ? 1_000 : 60, seed: 20, endOnFailure: true },
        );
    });

    function git(root: string, globalFile: string, args: readonly string[], input = ''): string {
        const result = spawnSync(
            'git',
            ['-c', `core.excludesFile=${globalFile}`, '-c', 'core.fsmonitor=false', '-c', 'core.ignorecase=false', ...args],
            { cwd: root, input, encoding: 'utf8' },
        );
        return result.stdout;
    }

    /** `check-ignore -v -n -z` prints four fields for each path: file of the rule, line, pattern, path. */
    function verdictsOfGit(root: string, globalFile: string, files: readonly string[]): [string, string | undefined][] {
        const fields = git(root, globalFile, ['check-ignore', '--no-index', '-v', '-n', '-z', '--stdin'], files.join('\0')).split('\0');
        return files.map((file, index) => {
            const [source = '', line = '', pattern = ''] = fields.slice(index * 4, index * 4 + 3);
            return [file, pattern === '' || pattern.startsWith('!') ? undefined : `${source}:${line}: ${pattern}`];
        });
    }
});
