import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { indexed, isFull, leftOut, skipped, type AdversarialRow } from './row.ts';

const code = 'export const inRepository = 1;\n';

/** A45 to A57: what git leaves in a folder, and what ignore files say. Each repository is made by our own calls and never asked again. */
export const rowsOfRepositories: readonly AdversarialRow[] = [
    {
        id: 'A45',
        input: '.git as a file, of a worktree and pointing nowhere',
        make: ({ put }) => {
            put('worktree/.git', 'gitdir: ../main/.git/worktrees/one\n');
            put('worktree/a.ts', code);
            put('nowhere/.git', 'gitdir: /nowhere/at/all\n');
            put('nowhere/b.ts', code);
            put('garbage/.git', Buffer.from([0, 1, 2, 255]));
            put('garbage/c.ts', code);
            return [
                indexed('worktree/a.ts'),
                indexed('nowhere/b.ts'),
                indexed('garbage/c.ts'),
                ...['worktree', 'nowhere', 'garbage'].map(folder => skipped(`${folder}/.git`, 'excluded', /version control/)),
            ];
        },
    },
    {
        id: 'A46',
        input: 'submodules: initialised, empty, nested three deep, with an address that looks like another',
        make: ({ folder, put }) => {
            put('.gitmodules', '[submodule "lib"]\n\tpath = lib\n\turl = https://github.com.evil.example/acme/lib.git\n');
            put('lib/.git', 'gitdir: ../.git/modules/lib\n');
            put('lib/a.ts', code);
            put('lib/deep/.git', 'gitdir: ../../.git/modules/lib/modules/deep\n');
            put('lib/deep/deeper/.git', 'gitdir: ../../../.git/modules/x\n');
            put('lib/deep/deeper/c.ts', code);
            mkdirSync(path.join(folder, 'empty'));
            return [indexed('lib/a.ts'), indexed('lib/deep/deeper/c.ts'), indexed('.gitmodules')];
        },
        heldBy: [
            {
                file: 'test/engine/hostileRepository.test.ts',
                test: 'from the command line: no process is started, and no connection opened',
            },
        ],
    },
    {
        id: 'A47',
        input: 'sparse checkout: git knows files that are not there',
        make: ({ folder, put }) => {
            put('there.ts', code);
            put('absent.ts', code);
            if (!git(folder, 'init', '-q') || !git(folder, 'add', '.')) return { notHere: 'git is not installed' };
            git(folder, 'update-index', '--skip-worktree', 'absent.ts');
            execFileSync('rm', [path.join(folder, 'absent.ts')]);
            return [indexed('there.ts')];
        },
    },
    {
        id: 'A48',
        input: 'LFS pointer',
        make: ({ put }) => {
            put(
                'model.csv',
                'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n',
            );
            return [skipped('model.csv', 'binary', /LFS/)];
        },
    },
    {
        id: 'A49',
        input: 'bare repository in the tree whose configuration names programs',
        make: ({ folder, put, outside }) => {
            const canary = `touch '${path.join(outside, 'was-run')}'`;
            mkdirSync(path.join(folder, 'fixture.git'), { recursive: true });
            if (!git(path.join(folder, 'fixture.git'), 'init', '-q', '--bare')) return { notHere: 'git is not installed' };
            put(
                'fixture.git/config',
                `[core]\n\tbare = true\n\tfsmonitor = ${canary}\n\thooksPath = .\n\tpager = ${canary}\n\tworktree = ..\n`,
            );
            put('beside.ts', code);
            return [indexed('beside.ts'), indexed('fixture.git/config')];
        },
    },
    {
        id: 'A50',
        input: '.git/config that names programs, in the root',
        heldBy: [
            { file: 'test/engine/hostileRepository.test.ts', test: 'is indexed, asked about, edited and linked to, and none of them runs' },
        ],
    },
    {
        id: 'A51',
        input: '.git/index corrupt and locked',
        make: ({ folder, put }) => {
            put('a.ts', code);
            if (!git(folder, 'init', '-q') || !git(folder, 'add', '.')) return { notHere: 'git is not installed' };
            writeFileSync(path.join(folder, '.git/index'), Buffer.alloc(100, 7));
            writeFileSync(path.join(folder, '.git/index.lock'), '');
            return [indexed('a.ts'), leftOut('.git', 'excluded')];
        },
    },
    {
        id: 'A52',
        input: '.git/HEAD missing, reftable, detached, unborn',
        make: ({ folder, put }) => {
            const heads: Readonly<Record<string, string | undefined>> = {
                missing: undefined,
                reftable: 'ref: refs/heads/.invalid\n',
                detached: `${'a'.repeat(40)}\n`,
                unborn: 'ref: refs/heads/nothing\n',
            };
            for (const [name, head] of Object.entries(heads)) {
                put(`${name}/a.ts`, code);
                mkdirSync(path.join(folder, name, '.git'), { recursive: true });
                if (head !== undefined) put(`${name}/.git/HEAD`, head);
            }
            return Object.keys(heads).map(name => indexed(`${name}/a.ts`));
        },
        heldBy: [
            'on a branch that git has packed',
            'without a branch',
            'before the first commit',
            'whose HEAD points out of the repository',
        ].map(test => ({ file: 'test/extension/permalink/permalink.test.ts', test })),
    },
    {
        id: 'A53',
        input: 'partial clone whose objects are elsewhere',
        make: ({ folder, put }) => {
            put('a.ts', code);
            if (!git(folder, 'init', '-q')) return { notHere: 'git is not installed' };
            put(
                '.git/config',
                '[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = https://127.0.0.1:9/x\n\tpromisor = true\n',
            );
            put('.git/shallow', `${'b'.repeat(40)}\n`);
            return [indexed('a.ts')];
        },
        heldBy: [
            {
                file: 'test/engine/hostileRepository.test.ts',
                test: 'from the command line: no process is started, and no connection opened',
            },
        ],
    },
    {
        id: 'A54',
        input: '.gitignore of *; 100,000 rules; re-including rules; pathological globs',
        make: ({ put }) => {
            put('everything/.gitignore', '*\n');
            put('everything/a.ts', code);
            put(
                'many/.gitignore',
                `${Array.from({ length: isFull ? 100_000 : 5_000 }, (_, at) => `none${String(at)}.x`).join('\n')}\nlast.ts\n`,
            );
            put('many/last.ts', code);
            put('many/kept.ts', code);
            put('again/.gitignore', '*.log\n!kept.log\nbuild/\n!build/in.ts\n');
            put('again/kept.log', 'a line\n');
            put('again/gone.log', 'a line\n');
            put('again/build/in.ts', code);
            put('slow/.gitignore', `${'**/'.repeat(30)}a*a*a*a*a*a*a*b\n${'*a'.repeat(60)}*b\n`);
            put(`slow/${'a'.repeat(120)}.ts`, code);
            return [
                skipped('everything/a.ts', 'ignored', /everything\/\.gitignore:1: \*/),
                isFull ? indexed('many/kept.ts') : skipped('many/last.ts', 'ignored', /:5001: last\.ts/),
                indexed('many/kept.ts'),
                indexed('again/kept.log'),
                skipped('again/gone.log', 'ignored', /:1: \*\.log/),
                leftOut('again/build', 'ignored', /:3: build\//),
                indexed(`slow/${'a'.repeat(120)}.ts`),
            ];
        },
        heldBy: [{ file: 'test/engine/scan/ignoreRules.test.ts', test: 'a pattern made to backtrack is given up on, not waited for' }],
    },
    {
        id: 'A55',
        input: '.dockerignore of *',
        make: ({ put }) => {
            put('.dockerignore', '*\n');
            put('a.ts', code);
            return [indexed('a.ts'), indexed('.dockerignore')];
        },
    },
    {
        id: 'A56',
        input: 'nested .gitignore, info/exclude, rules with CRLF, byte order mark and trailing blanks',
        make: ({ put }) => {
            put('.gitignore', '\ufeff*.tmp\r\nblank.ts   \r\nkept\\ \r\n');
            put('a.tmp', 'x\n');
            put('blank.ts', code);
            put('inner/.gitignore', '!b.tmp\n');
            put('inner/b.tmp', 'a line\n');
            put('repo/.git/info/exclude', 'out.ts\n');
            put('repo/.git/HEAD', 'ref: refs/heads/main\n');
            put('repo/out.ts', code);
            put('repo/in.ts', code);
            return [
                skipped('a.tmp', 'ignored', /:1: \*\.tmp/),
                skipped('blank.ts', 'ignored', /:2: blank\.ts/),
                indexed('inner/b.tmp'),
                skipped('repo/out.ts', 'ignored', /info\/exclude:1/),
                indexed('repo/in.ts'),
            ];
        },
        heldBy: [{ file: 'test/engine/scan/ignoreRules.test.ts', test: 'the same files stay out, by the same rule of the same file' }],
    },
    {
        id: 'A57',
        input: 'rules that change after indexing',
        heldBy: [{ file: 'test/adversarial/changingFiles.test.ts', test: 'A57' }],
    },
];

/** False when git is not installed. Neither the user's nor the system's configuration is read. */
function git(folder: string, ...args: readonly string[]): boolean {
    const env = {
        PATH: process.env['PATH'] ?? '',
        GIT_CONFIG_GLOBAL: os.devNull,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CEILING_DIRECTORIES: folder,
    };
    try {
        execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore', env });
        return true;
    } catch {
        return false;
    }
}
