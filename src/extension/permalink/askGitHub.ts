import { t } from '../../protocol/l10n.ts';
import { Octokit } from '@octokit/rest';
import type { RemoteRepository } from './remoteUrl.ts';

/** What GitHub says about a repository. */
export type GitHubReply =
    | { readonly known: true; readonly repository: RemoteRepository; readonly defaultBranch: string; readonly hasCommit: boolean }
    | { readonly known: false; readonly reason: string };

export interface GitHubOptions {
    /** The API's address; the tests have one of their own. */
    readonly baseUrl?: string;
    readonly signal: AbortSignal;
}

/**
 * Asks GitHub for the repository's name as it is today (it may have moved), its default branch, and whether it has the commit.
 * Without a token: nothing secret is sent, and a private repository is simply not known.
 */
export async function askGitHub(repository: RemoteRepository, commit: string | undefined, options: GitHubOptions): Promise<GitHubReply> {
    const octokit = new Octokit({
        ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
        userAgent: 'footnote',
        // Its own words on a failed request would go to the console of the editor's host.
        log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    });
    const request = { signal: options.signal };
    try {
        const { data } = await octokit.rest.repos.get({ owner: repository.owner, repo: repository.name, request });
        const current = { kind: repository.kind, host: repository.host, owner: data.owner.login, name: data.name };
        return {
            known: true,
            repository: current,
            defaultBranch: data.default_branch,
            hasCommit: commit !== undefined && (await hasCommit(octokit, current, commit, request)),
        };
    } catch (error) {
        if (options.signal.aborted) return { known: false, reason: t('GitHub did not answer in time') };
        const status = statusOf(error);
        if (status === 404) return { known: false, reason: t('GitHub does not show this repository without signing in') };
        if (status !== undefined) return { known: false, reason: t('GitHub answered {0}', status) };
        throw error;
    }
}

async function hasCommit(
    octokit: Octokit,
    { owner, name }: RemoteRepository,
    commit: string,
    request: { signal: AbortSignal },
): Promise<boolean> {
    try {
        // The cheapest route that answers by hash; `repos.getCommit` would bring the whole diff along.
        await octokit.rest.git.getCommit({ owner, repo: name, commit_sha: commit, request });
        return true;
    } catch (error) {
        const status = statusOf(error);
        // 404 for a hash nobody has, 409 for an empty repository, 422 for what is no hash.
        if (status === 404 || status === 409 || status === 422) return false;
        throw error;
    }
}

/** Octokit's errors carry the reply's status; 500 stands for "no connection". */
function statusOf(error: unknown): number | undefined {
    return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}

const nothing = (): void => undefined;
