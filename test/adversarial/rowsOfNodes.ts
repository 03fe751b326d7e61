import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { indexed, isFull, leftOut, skipped, type AdversarialRow } from './row.ts';

const isWindows = process.platform === 'win32';

/** A19 to A36: links, pipes, devices, depth and breadth. */
export const rowsOfNodes: readonly AdversarialRow[] = [
    {
        id: 'A19',
        input: 'FIFO',
        make: ({ folder }) => {
            if (spawnSync('mkfifo', [path.join(folder, 'pipe.ts')]).status !== 0) return { notHere: 'there is no mkfifo' };
            return [skipped('pipe.ts', 'not-a-file')];
        },
    },
    {
        id: 'A20',
        input: 'unix socket',
        make: ({ folder }) => {
            // A process that dies leaves its socket behind; relative, because the path of a socket is short.
            const script = "require('net').createServer().listen('server.ts', () => process.kill(process.pid, 'SIGKILL'))";
            if (isWindows) return { notHere: 'Windows has no sockets in folders' };
            spawnSync(process.execPath, ['-e', script], { cwd: folder });
            return [skipped('server.ts', 'not-a-file')];
        },
    },
    {
        id: 'A21',
        input: 'device node (/dev/zero)',
        make: ({ folder }) => {
            if (spawnSync('mknod', [path.join(folder, 'zero.ts'), 'c', '1', '5']).status !== 0)
                return { notHere: 'making a device takes root' };
            return [skipped('zero.ts', 'not-a-file')];
        },
    },
    {
        id: 'A22',
        input: 'link to a file inside the root',
        make: ({ folder, put }) => {
            put('real.ts', 'export const linkedInside = 1;\n');
            symlinkSync('real.ts', path.join(folder, 'link.ts'));
            return [indexed('real.ts'), skipped('link.ts', 'symlink')];
        },
    },
    {
        id: 'A23',
        input: 'link to /etc/passwd, and to a file beside the root',
        make: ({ folder, outside }) => {
            symlinkSync('/etc/passwd', path.join(folder, 'passwd.txt'));
            symlinkSync(path.join(outside, 'canary.ts'), path.join(folder, 'canary.ts'));
            return [skipped('passwd.txt', 'symlink'), skipped('canary.ts', 'symlink')];
        },
    },
    {
        id: 'A24',
        input: 'link to a folder of keys outside',
        make: ({ folder, outside }) => {
            symlinkSync(outside, path.join(folder, 'ssh'));
            return [skipped('ssh', 'symlink'), skipped('ssh/canary.ts', 'symlink')];
        },
    },
    {
        id: 'A25',
        input: 'link to /',
        make: ({ folder }) => {
            symlinkSync('/', path.join(folder, 'z:'));
            return [skipped('z:', 'symlink')];
        },
    },
    {
        id: 'A26',
        input: 'loops of links: a -> b -> a, and to itself',
        make: ({ folder }) => {
            symlinkSync('b.ts', path.join(folder, 'a.ts'));
            symlinkSync('a.ts', path.join(folder, 'b.ts'));
            symlinkSync('self.ts', path.join(folder, 'self.ts'));
            symlinkSync('.', path.join(folder, 'here'));
            return ['a.ts', 'b.ts', 'self.ts', 'here'].map(file => skipped(file, 'symlink'));
        },
    },
    {
        id: 'A27',
        input: 'chain of 41 links',
        make: ({ folder, put }) => {
            put('end.ts', 'export const endOfChain = 1;\n');
            for (let link = 0; link < 41; link++)
                symlinkSync(link === 0 ? 'end.ts' : `l${String(link - 1)}.ts`, path.join(folder, `l${String(link)}.ts`));
            return [indexed('end.ts'), skipped('l0.ts', 'symlink'), skipped('l40.ts', 'symlink')];
        },
    },
    {
        id: 'A28',
        input: 'link to nowhere',
        make: ({ folder }) => {
            symlinkSync('nowhere.ts', path.join(folder, 'dangling.ts'));
            return [skipped('dangling.ts', 'symlink')];
        },
    },
    {
        id: 'A29',
        input: 'link swapped in after the check',
        heldBy: [
            { file: 'test/engine/scan/scanWorkspace.test.ts', test: 'a link that is swapped in while files are read never leads outside' },
        ],
    },
    {
        id: 'A30',
        input: 'hard link to a file outside the root',
        make: ({ folder, put, outside }) => {
            // Nothing tells it from an ordinary file; a name that means secrets still keeps it out.
            put('own.ts', 'export const own = 1;\n');
            linkSync(path.join(outside, 'shared.ts'), path.join(folder, 'shared.ts'));
            linkSync(path.join(outside, 'shared.ts'), path.join(folder, '.env'));
            return [indexed('shared.ts'), skipped('.env', 'secret')];
        },
    },
    { id: 'A31', input: 'the root itself is a link', heldBy: [{ file: 'test/adversarial/roots.test.ts', test: 'A31' }] },
    { id: 'A32', input: 'bind mount of the parent inside the root', heldBy: [{ file: 'test/adversarial/roots.test.ts', test: 'A32' }] },
    {
        id: 'A33',
        input: 'folders 1,000 deep, paths longer than 4,096 bytes',
        make: ({ folder, put }) => {
            put('shallow.ts', 'export const shallow = 1;\n');
            // Step by step: no call of the system takes the whole path.
            const script = [
                'const fs = require("fs");',
                'for (let depth = 0; depth < 1000; depth++) { fs.mkdirSync("deep"); process.chdir("deep"); }',
                'fs.writeFileSync("bottom.ts", "export const bottom = 1;\\n");',
            ].join('\n');
            if (spawnSync(process.execPath, ['-e', script], { cwd: folder }).status !== 0)
                return { notHere: 'this system makes no such folder' };
            // 30 folders of 150 bytes are not deep, and too long for `lstat`.
            const wide = [
                'const fs = require("fs"); const name = "w".repeat(150);',
                'for (let depth = 0; depth < 30; depth++) { fs.mkdirSync(name); process.chdir(name); }',
                'fs.writeFileSync("bottom.ts", "export const wide = 1;\\n");',
            ].join('\n');
            if (spawnSync(process.execPath, ['-e', wide], { cwd: folder }).status !== 0)
                return { notHere: 'this system makes no such folder' };
            return [
                indexed('shallow.ts'),
                leftOut(Array.from({ length: 64 }, () => 'deep').join('/'), 'unreadable', /64 folders deep/),
                { path: 'w'.repeat(150), is: 'left out below', reason: 'unreadable', detail: /ENAMETOOLONG|too long/ },
            ];
        },
    },
    {
        id: 'A34',
        input: 'Windows: paths above 260, con.ts, aux, names that end in a dot or blank',
        make: ({ put }) => {
            // Plain names here; on Windows they cannot be made, and are refused when somebody asks for them.
            if (isWindows) return { notHere: 'Windows makes no such file' };
            put('con.ts', 'export const con = 1;\n');
            put('aux', 'plain\n');
            put('dot.', 'plain\n');
            put('blank ', 'plain\n');
            put(`${'long/'.repeat(60)}file.ts`, 'export const long = 1;\n');
            return ['con.ts', 'aux', 'dot.', 'blank ', `${'long/'.repeat(60)}file.ts`].map(file => indexed(file));
        },
        heldBy: [
            {
                file: 'test/engine/scan/scanWorkspace.test.ts',
                test: 'names that mean devices, drives or streams on Windows are refused there',
            },
        ],
    },
    { id: 'A35', input: '200,000 files in one folder', heldBy: [{ file: 'test/adversarial/multitudes.test.ts', test: 'A35' }] },
    {
        id: 'A36',
        input: '100,000 empty folders',
        make: ({ folder }) => {
            const count = isFull ? 100_000 : 2_000;
            for (let at = 0; at < count; at++) mkdirSync(path.join(folder, 'empty', String(at)), { recursive: true });
            return [];
        },
    },
];
