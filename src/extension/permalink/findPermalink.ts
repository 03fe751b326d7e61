import path from 'node:path';
import type { TextRange } from '../../protocol/text.ts';
import { t } from '../../protocol/l10n.ts';
import type { GitHubReply } from './askGitHub.ts';
import { readCheckout } from '../../git/gitFiles.ts';
import { permalinkUrl } from './permalinkUrl.ts';
import { parseRemoteUrl, type RemoteRepository } from './remoteUrl.ts';

/** A permalink, or the reason why there is none; `notice` says what the reader should know about it. */
export type PermalinkResult = { readonly url: string; readonly notice?: string } | { readonly problem: string };

/** Undefined while the network is switched off: then nothing is asked. */
export type AskRemote = ((repository: RemoteRepository, commit: string | undefined) => Promise<GitHubReply>) | undefined;

/** The page of some lines of a file at the commit that is checked out. `file` is absolute. */
export async function findPermalink(file: string, range: TextRange, askRemote: AskRemote): Promise<PermalinkResult> {
    const checkout = await readCheckout(file);
    if (!checkout) return { problem: t('This file is not in a git repository.') };
    if (!checkout.remote) return { problem: t('The repository has no remote to link to.') };
    const repository = parseRemoteUrl(checkout.remote.url);
    if (!repository) return { problem: t('The remote "{0}" has no web page that Footnote knows of.', checkout.remote.name) };
    const below = path.relative(checkout.folder, file).replaceAll(path.sep, '/');
    const { commit } = checkout;
    // Only GitHub has an API that we speak.
    const reply = askRemote && repository.host === 'github.com' ? await askRemote(repository, commit) : undefined;
    if (reply?.known === true) {
        if (commit !== undefined && reply.hasCommit) return { url: permalinkUrl(reply.repository, commit, below, range) };
        return {
            url: permalinkUrl(reply.repository, reply.defaultBranch, below, range, { isBranch: true }),
            notice: t('Your commit is not on GitHub yet: the link goes to {0}, where the lines may differ.', reply.defaultBranch),
        };
    }
    if (commit === undefined) return { problem: t('The repository has no commit yet.') };
    const url = permalinkUrl(repository, commit, below, range);
    return reply ? { url, notice: t('Not checked: {0}.', reply.reason) } : { url };
}
