import { describe, expect, test } from 'vitest';
import { permalinkUrl } from '../../../src/extension/permalink/permalinkUrl.ts';
import { parseRemoteUrl } from '../../../src/extension/permalink/remoteUrl.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

/** What a remote's address becomes, for lines 3 to 5 and for line 3 alone; undefined where there is no page to link to. */
function links(remote: string): readonly [string, string] | undefined {
    const repository = parseRemoteUrl(remote);
    if (!repository) return undefined;
    const link = (endLine: number) => permalinkUrl(repository, commit, 'src/a b.ts', { startLine: 3, endLine });
    return [link(5), link(3)];
}

function sends(remotes: readonly string[], toLines: string, toLine: string) {
    test.each(remotes)('%s', remote => {
        expect(links(remote)).toEqual([toLines, toLine]);
    });
}

describe('GitHub', () => {
    sends(
        ['https://github.com/acme/shop.git', 'git@github.com:acme/shop.git', 'ssh://git@github.com/acme/shop'],
        `https://github.com/acme/shop/blob/${commit}/src/a%20b.ts#L3-L5`,
        `https://github.com/acme/shop/blob/${commit}/src/a%20b.ts#L3`,
    );
});

describe('GitLab, with groups within groups', () => {
    sends(
        ['https://gitlab.com/acme/web/shop.git', 'git@gitlab.com:acme/web/shop.git'],
        `https://gitlab.com/acme/web/shop/-/blob/${commit}/src/a%20b.ts#L3-5`,
        `https://gitlab.com/acme/web/shop/-/blob/${commit}/src/a%20b.ts#L3`,
    );
    test('of a company', () => {
        expect(links('ssh://git@gitlab.acme.example:2222/shop/cart.git')?.[1]).toBe(
            `https://gitlab.acme.example/shop/cart/-/blob/${commit}/src/a%20b.ts#L3`,
        );
    });
});

describe('Bitbucket', () => {
    sends(
        ['https://somebody@bitbucket.org/acme/shop.git', 'git@bitbucket.org:acme/shop.git'],
        `https://bitbucket.org/acme/shop/src/${commit}/src/a%20b.ts#lines-3:5`,
        `https://bitbucket.org/acme/shop/src/${commit}/src/a%20b.ts#lines-3`,
    );
});

describe('Bitbucket of a company', () => {
    sends(
        ['https://bitbucket.acme.example/scm/WEB/shop.git', 'ssh://git@bitbucket.acme.example:7999/WEB/shop.git'],
        `https://bitbucket.acme.example/projects/WEB/repos/shop/browse/src/a%20b.ts?at=${commit}#3-5`,
        `https://bitbucket.acme.example/projects/WEB/repos/shop/browse/src/a%20b.ts?at=${commit}#3`,
    );
    test('has repositories of users too', () => {
        expect(links('https://bitbucket.acme.example/scm/~ann/shop.git')?.[1]).toBe(
            `https://bitbucket.acme.example/users/ann/repos/shop/browse/src/a%20b.ts?at=${commit}#3`,
        );
    });
});

describe('Azure DevOps', () => {
    const query = (end: number) =>
        `?path=%2Fsrc%2Fa%20b.ts&version=GC${commit}&line=3&lineEnd=${end}&lineStartColumn=1&lineEndColumn=1&lineStyle=plain&_a=contents`;
    sends(
        [
            'https://acme@dev.azure.com/acme/Web%20Shop/_git/cart',
            'https://dev.azure.com/acme/Web Shop/_git/cart',
            'git@ssh.dev.azure.com:v3/acme/Web Shop/cart',
            'https://acme.visualstudio.com/DefaultCollection/Web%20Shop/_git/cart',
        ],
        `https://dev.azure.com/acme/Web%20Shop/_git/cart${query(6)}`,
        `https://dev.azure.com/acme/Web%20Shop/_git/cart${query(4)}`,
    );
    test('names the repository of a project once', () => {
        expect(links('https://dev.azure.com/acme/_git/shop')?.[1]).toBe(`https://dev.azure.com/acme/shop/_git/shop${query(4)}`);
    });
});

describe('Gitea and Forgejo', () => {
    sends(
        ['https://codeberg.org/acme/shop.git', 'git@codeberg.org:acme/shop.git'],
        `https://codeberg.org/acme/shop/src/commit/${commit}/src/a%20b.ts#L3-L5`,
        `https://codeberg.org/acme/shop/src/commit/${commit}/src/a%20b.ts#L3`,
    );
    test('of a company, at a branch', () => {
        const repository = parseRemoteUrl('https://gitea.acme.example/web/shop.git');
        expect(repository && permalinkUrl(repository, 'feature/x', 'a.ts', { startLine: 1, endLine: 1 }, { isBranch: true })).toBe(
            'https://gitea.acme.example/web/shop/src/branch/feature/x/a.ts#L1',
        );
    });
});

test.each([
    'https://gitlab.com/acme/../shop.git',
    'https://dev.azure.com/acme/a/b/_git/c',
    'https://dev.azure.com/acme/<script>/_git/c',
    'https://bitbucket.acme.example/scm/shop.git',
    'https://github.com/a/b/c',
])('%s has no page to link to', remote => {
    expect(links(remote)).toBeUndefined();
});
