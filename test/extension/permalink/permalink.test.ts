import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askGitHub, type GitHubReply } from '../../../src/extension/permalink/askGitHub.ts';
import { findPermalink, type AskRemote } from '../../../src/extension/permalink/findPermalink.ts';
import { chooseRemote, readGitConfig } from '../../../src/git/gitConfig.ts';
import { readCheckout } from '../../../src/git/gitFiles.ts';
import { permalinkUrl } from '../../../src/extension/permalink/permalinkUrl.ts';
import { parseRemoteUrl } from '../../../src/extension/permalink/remoteUrl.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

function checkRemote(url: string, expected: string | undefined) {
    test(`${url} -> ${expected ?? 'nothing to link to'}`, () => {
        const found = parseRemoteUrl(url);
        expect(found && `${found.host}/${found.owner}/${found.name}`).toBe(expected);
    });
}

describe('the address of a remote', () => {
    checkRemote('https://github.com/acme/shop.git', 'github.com/acme/shop');
    checkRemote('https://github.com/acme/shop', 'github.com/acme/shop');
    checkRemote('https://github.com/acme/shop/', 'github.com/acme/shop');
    checkRemote('https://somebody:token@github.com/acme/shop.git', 'github.com/acme/shop');
    checkRemote('git@github.com:acme/shop.git', 'github.com/acme/shop');
    checkRemote('github.com:acme/shop.js', 'github.com/acme/shop.js');
    checkRemote('ssh://git@GitHub.com:22/acme/shop.git', 'github.com/acme/shop');
    checkRemote('git://git.example.org/acme/shop.git', 'git.example.org/acme/shop');
    checkRemote('https://github.com.evil.example/acme/shop', 'github.com.evil.example/acme/shop');
    checkRemote('/srv/git/shop.git', undefined);
    checkRemote('../shop.git', undefined);
    checkRemote('C:\\git\\shop', undefined);
    checkRemote('file:///srv/git/shop.git', undefined);
    checkRemote('https://git.example/group/sub/shop.git', undefined);
    checkRemote('https://github.com/acme/sh<op>', undefined);
});

describe('.git/config', () => {
    const config = readGitConfig(`
[core]
	bare = false
[remote "origin"]
	url = gh:acme/shop.git
	fetch = +refs/heads/*:refs/remotes/origin/*
	url = https://second.example/acme/shop.git
[remote "fork"]
	url = "https://github.com/me/shop"
[branch "topic"]
	remote = fork
	merge = refs/heads/topic
[url "https://github.com/"]
	insteadOf = gh:
`);
    test('names the remotes, the first address of each, rewritten as it asks for', () => {
        expect(config.remotes).toEqual([
            { name: 'origin', url: 'https://github.com/acme/shop.git' },
            { name: 'fork', url: 'https://github.com/me/shop' },
        ]);
    });
    test('a branch is linked where it is followed, everything else at origin', () => {
        expect(chooseRemote(config, 'topic')?.name).toBe('fork');
        expect(chooseRemote(config, 'main')?.name).toBe('origin');
        expect(chooseRemote(config, undefined)?.name).toBe('origin');
        expect(chooseRemote(readGitConfig('[remote "upstream"]\nurl = x:y/z'), 'main')?.name).toBe('upstream');
        expect(chooseRemote(readGitConfig('[remote "a"]\nurl = x\n[remote "b"]\nurl = y'), 'main')).toBeUndefined();
    });
});

test('an address names the commit, the file and the lines, whatever the file is called', () => {
    const repository = { kind: 'github', host: 'github.com', owner: 'acme', name: 'shop' } as const;
    expect(permalinkUrl(repository, commit, 'src/cart.ts', { startLine: 3, endLine: 5 })).toBe(
        `https://github.com/acme/shop/blob/${commit}/src/cart.ts#L3-L5`,
    );
    expect(permalinkUrl(repository, 'feature/x', 'a b/#1?.md', { startLine: 3, endLine: 3 })).toBe(
        'https://github.com/acme/shop/blob/feature/x/a%20b/%231%3F.md#L3',
    );
});

let folder: string;
beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'checkout-'));
});
afterEach(async () => {
    await rm(folder, { recursive: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
        await writeFile(path.join(folder, name), text);
    }
}

const config = '[remote "origin"]\n\turl = git@github.com:acme/shop.git\n';
const inRepository = { 'src/cart.ts': '', '.git/config': config };

describe('a checkout, read as files', () => {
    const read = () => readCheckout(path.join(folder, 'src/cart.ts'));

    test('on a branch', async () => {
        await write({ ...inRepository, '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${commit}\n` });
        expect(await read()).toEqual({ folder, commit, branch: 'main', remote: { name: 'origin', url: 'git@github.com:acme/shop.git' } });
    });

    test('on a branch that git has packed', async () => {
        const packed = `# pack-refs with: peeled fully-peeled sorted\n${'f'.repeat(40)} refs/heads/main2\n${commit} refs/heads/main\n^${'e'.repeat(40)}\n`;
        await write({ ...inRepository, '.git/HEAD': 'ref: refs/heads/main\n', '.git/packed-refs': packed });
        expect(await read()).toMatchObject({ commit, branch: 'main' });
    });

    test('without a branch', async () => {
        await write({ ...inRepository, '.git/HEAD': `${commit}\n` });
        expect(await read()).toMatchObject({ commit, branch: undefined });
    });

    test('before the first commit', async () => {
        await write({ ...inRepository, '.git/HEAD': 'ref: refs/heads/main\n' });
        expect(await read()).toMatchObject({ commit: undefined, branch: 'main' });
    });

    test('in a linked worktree', async () => {
        await write({
            'src/cart.ts': '',
            '.git': 'gitdir: main/.git/worktrees/one\n',
            'main/.git/worktrees/one/HEAD': 'ref: refs/heads/topic\n',
            'main/.git/worktrees/one/commondir': '../..\n',
            'main/.git/refs/heads/topic': commit,
            'main/.git/config': config,
        });
        expect(await read()).toMatchObject({ folder, commit, branch: 'topic', remote: { name: 'origin' } });
    });

    test('whose HEAD points out of the repository', async () => {
        await write({ ...inRepository, secret: commit, '.git/HEAD': 'ref: refs/../../secret\n' });
        expect(await read()).toMatchObject({ commit: undefined });
    });

    test('that is none', async () => {
        await write({ 'src/cart.ts': '' });
        expect(await read()).toBeUndefined();
    });
});

/** GitHub's API, as far as we speak it: a repository that was renamed, and one commit. */
let server: http.Server;
let baseUrl: string;
let requests: string[] = [];
beforeAll(async () => {
    server = http.createServer((request, response) => {
        requests.push(`${request.method} ${request.url} ${request.headers.authorization ?? 'no token'}`);
        const reply = (status: number, body: unknown, headers = {}): void => {
            response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
        };
        if (request.url === '/repos/acme/silent') return;
        if (request.url === '/repos/acme/old-name') reply(301, {}, { location: `${baseUrl}/repositories/1` });
        else if (request.url === '/repos/acme/shop' || request.url === '/repositories/1')
            reply(200, { name: 'shop', owner: { login: 'acme' }, default_branch: 'trunk' });
        else if (request.url === `/repos/acme/shop/git/commits/${commit}`) reply(200, { sha: commit });
        else if (request.url === '/repos/acme/limited') reply(403, { message: 'API rate limit exceeded' });
        else reply(404, { message: 'Not Found' });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
    server.closeAllConnections();
    server.close();
});
beforeEach(() => {
    requests = [];
});

const ask = (name: string, hash: string | undefined = commit, ms = 5_000): Promise<GitHubReply> =>
    askGitHub({ kind: 'github', host: 'github.com', owner: 'acme', name }, hash, { baseUrl, signal: AbortSignal.timeout(ms) });

describe('GitHub', () => {
    test('knows the repository by today’s name, its default branch, and whether the commit is there', async () => {
        expect(await ask('old-name')).toEqual({
            known: true,
            repository: { kind: 'github', host: 'github.com', owner: 'acme', name: 'shop' },
            defaultBranch: 'trunk',
            hasCommit: true,
        });
        expect(await ask('shop', 'f'.repeat(40))).toMatchObject({ known: true, hasCommit: false });
        expect(requests.every(request => request.startsWith('GET ') && request.endsWith(' no token'))).toBe(true);
    });
    test('does not know a private one', async () => {
        expect(await ask('private')).toEqual({ known: false, reason: 'GitHub does not show this repository without signing in' });
    });
    test('may refuse', async () => {
        expect(await ask('limited')).toEqual({ known: false, reason: 'GitHub answered 403' });
    });
    test('may keep silent', async () => {
        expect(await ask('silent', commit, 100)).toEqual({ known: false, reason: 'GitHub did not answer in time' });
    });
    test('may be out of reach', async () => {
        const reply = await askGitHub({ kind: 'github', host: 'github.com', owner: 'a', name: 'b' }, commit, {
            baseUrl: 'http://127.0.0.1:9',
            signal: AbortSignal.timeout(5_000),
        });
        expect(reply.known).toBe(false);
    });
});

describe('a permalink', () => {
    const lines = { startLine: 3, endLine: 5 };
    const find = (remote: AskRemote) => findPermalink(path.join(folder, 'src/cart.ts'), lines, remote);
    const gitHub: AskRemote = (repository, hash) => askGitHub(repository, hash, { baseUrl, signal: AbortSignal.timeout(5_000) });

    test('goes to the repository’s name of today, at the commit that is checked out', async () => {
        await write({ 'src/cart.ts': '', '.git/config': '[remote "origin"]\nurl = https://github.com/acme/old-name', '.git/HEAD': commit });
        expect(await find(gitHub)).toEqual({ url: `https://github.com/acme/shop/blob/${commit}/src/cart.ts#L3-L5` });
    });

    test('goes to the default branch, and says so, when the commit was never pushed', async () => {
        await write({ ...inRepository, '.git/HEAD': 'f'.repeat(40) });
        const found = await find(gitHub);
        expect(found).toMatchObject({ url: 'https://github.com/acme/shop/blob/trunk/src/cart.ts#L3-L5' });
        expect(found).toHaveProperty('notice', expect.stringContaining('not on GitHub yet'));
    });

    test('is made without any request when the network is switched off', async () => {
        await write({ ...inRepository, '.git/HEAD': commit });
        expect(await find(undefined)).toEqual({ url: `https://github.com/acme/shop/blob/${commit}/src/cart.ts#L3-L5` });
        expect(requests).toEqual([]);
    });

    test('of another server is made without asking GitHub', async () => {
        await write({
            'src/cart.ts': '',
            '.git/config': '[remote "origin"]\nurl = https://github.com.evil.example/acme/shop',
            '.git/HEAD': commit,
        });
        expect(await find(gitHub)).toEqual({ url: `https://github.com.evil.example/acme/shop/blob/${commit}/src/cart.ts#L3-L5` });
        expect(requests).toEqual([]);
    });

    test('that cannot be checked is given, and says that it was not', async () => {
        await write({ ...inRepository, '.git/HEAD': commit });
        const found = await find(async () => ({ known: false, reason: 'GitHub did not answer in time' }));
        expect(found).toEqual({
            url: `https://github.com/acme/shop/blob/${commit}/src/cart.ts#L3-L5`,
            notice: 'Not checked: GitHub did not answer in time.',
        });
    });

    test('does not exist outside a repository, without a remote, or before the first commit', async () => {
        await write({ 'src/cart.ts': '' });
        expect(await find(undefined)).toEqual({ problem: 'This file is not in a git repository.' });
        await write({ '.git/HEAD': commit });
        expect(await find(undefined)).toEqual({ problem: 'The repository has no remote to link to.' });
        await write({ '.git/config': '[remote "origin"]\nurl = /srv/shop.git' });
        expect(await find(undefined)).toHaveProperty('problem');
        await write({ '.git/HEAD': 'ref: refs/heads/main', '.git/config': config });
        expect(await find(undefined)).toEqual({ problem: 'The repository has no commit yet.' });
    });
});
