/**
 * Unpacks the source trees of the pack from git directories with history.
 *   node test/retrieval/makeTrees.ts <folder of the mirrors> <folder for the trees>
 * A mirror is `<owner>+<name>/repo` (bare). A tree that cannot be made is named and left out.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readPack } from './pack.ts';

const [mirrors, trees] = process.argv.slice(2);
if (mirrors === undefined || trees === undefined) {
    console.error('usage: makeTrees.ts <mirrors> <trees>');
    process.exit(2);
}

for (const { id, github, commit } of readPack().repos) {
    const target = path.join(trees, id);
    if (existsSync(target)) continue;
    const repository = path.join(mirrors, github.replace('/', '+'), 'repo');
    try {
        const counts = unpack(repository, commit, `${target}.partial`);
        renameSync(`${target}.partial`, target);
        console.log(`${id}: ${counts.files} files${counts.absent > 0 ? `, ${counts.absent} absent from the mirror` : ''}`);
    } catch (error) {
        rmSync(`${target}.partial`, { recursive: true, force: true });
        console.error(
            `no tree for ${id} (${github} at ${commit}): ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
        );
    }
}

function unpack(repository: string, commit: string, target: string): { readonly files: number; readonly absent: number } {
    rmSync(target, { recursive: true, force: true });
    // `mode type hash size`, a tab, the path; a blob that a partial mirror lacks has the size BAD. Links (120000) and submodules are left out.
    const listed = git(repository, ['ls-tree', '-r', '-l', '-z', commit])
        .toString('utf8')
        .split('\0')
        .filter(entry => entry !== '')
        .map(entry => {
            const [facts = '', name = ''] = entry.split('\t');
            const [mode = '', type = '', hash = '', size = ''] = facts.split(/\s+/);
            return { mode, type, hash, size, name };
        })
        .filter(({ mode, type }) => type === 'blob' && mode !== '120000');
    const present = listed.filter(({ size }) => size !== 'BAD');
    const blobs = git(repository, ['cat-file', '--batch', '--buffer'], `${present.map(({ hash }) => hash).join('\n')}\n`);
    let at = 0;
    for (const { name } of present) {
        const headerEnd = blobs.indexOf(10, at);
        const size = Number(blobs.subarray(at, headerEnd).toString().split(' ')[2]);
        const file = path.join(target, name);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, blobs.subarray(headerEnd + 1, headerEnd + 1 + size));
        at = headerEnd + 1 + size + 1;
    }
    return { files: present.length, absent: listed.length - present.length };
}

function git(repository: string, args: readonly string[], input = ''): Buffer {
    return execFileSync('git', [`--git-dir=${repository}`, ...args], { input, maxBuffer: 2 ** 30, stdio: ['pipe', 'pipe', 'ignore'] });
}
