import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { committedText } from '../../src/git/gitObjects.ts';

/** Repositories made by git, which is the oracle; the reader itself never runs it. */
let folder: string;
beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'objects-'));
});
afterEach(async () => {
    await rm(folder, { recursive: true });
});

function git(...words: readonly string[]): string {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', '-c', 'commit.gpgsign=false', '-c', 'core.autocrlf=false'];
    return execFileSync('git', ['-C', folder, ...who, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

/** Twelve commits that each change one line of a long file, so that packing makes chains of differences. */
async function history(): Promise<readonly string[]> {
    const lines = Array.from({ length: 400 }, (_, nth) => `line ${nth} ${(nth * 7919) % 1009}`);
    const commits: string[] = [];
    await mkdir(path.join(folder, 'src/deep'), { recursive: true });
    for (let nth = 0; nth < 12; nth++) {
        lines[nth * 30] = `changed in commit ${nth}`;
        await writeFile(path.join(folder, 'src/deep/long file.ts'), lines.join('\n'));
        await writeFile(path.join(folder, 'ä.md'), `# ${nth}\r\n`);
        git('add', '-A');
        git('commit', '-q', '-m', `commit ${nth}`);
        commits.push(git('rev-parse', 'HEAD'));
    }
    return commits;
}

async function agrees(commits: readonly string[]): Promise<void> {
    for (const commit of commits) {
        for (const file of ['src/deep/long file.ts', 'ä.md']) {
            const told = execFileSync('git', ['-C', folder, 'cat-file', 'blob', `${commit}:${file}`], { encoding: 'utf8' });
            expect(await committedText(folder, commit, file), `${commit} ${file}`).toBe(told);
        }
    }
}

test.each(['sha1', 'sha256'])('loose, packed and half packed objects of a %s repository say what git says', async format => {
    git('init', '-q', `--object-format=${format}`);
    const commits = await history();
    await agrees(commits);
    git('gc', '-q', '--aggressive', '--prune=now');
    expect((await readdir(path.join(folder, '.git/objects/pack'))).some(name => name.endsWith('.pack'))).toBe(true);
    expect(git('verify-pack', '-v', ...(await packs())), 'there are differences to follow').toMatch(/chain length = [2-9]/);
    await agrees(commits);
    await writeFile(path.join(folder, 'ä.md'), 'later');
    git('commit', '-qam', 'later');
    await agrees([...commits.slice(-1), git('rev-parse', 'HEAD')]);
});

const packs = async (): Promise<readonly string[]> => {
    const below = path.join(folder, '.git/objects/pack');
    return (await readdir(below)).filter(name => name.endsWith('.idx')).map(name => path.join(below, name));
};

test('what the commit does not have is not there', async () => {
    git('init', '-q');
    const [first = ''] = await history();
    for (const file of ['src', 'src/other.ts', 'src/deep/long file.ts/x', '../x', '', '.git/HEAD'])
        expect(await committedText(folder, first, file), file).toBeUndefined();
    expect(await committedText(folder, 'f'.repeat(40), 'ä.md')).toBeUndefined();
});

test('a damaged pack is no news, and no error', async () => {
    git('init', '-q');
    const [first = ''] = await history();
    git('gc', '-q', '--prune=now');
    const [index = ''] = await packs();
    const pack = index.replace(/idx$/, 'pack');
    execFileSync('chmod', ['u+w', index, pack]);
    await truncate(pack, 600);
    expect(await committedText(folder, first, 'src/deep/long file.ts')).toBeUndefined();
    await truncate(index, 900);
    expect(await committedText(folder, first, 'src/deep/long file.ts')).toBeUndefined();
});
