import type { TextRange } from '../../protocol/text.ts';
import type { RemoteRepository } from './remoteUrl.ts';

/**
 * The page of some lines at a commit (or a branch, where `isBranch`), as each kind of server addresses it. `file` is relative to the
 * repository's root. The forms are those that the servers' own "copy permalink" gives.
 */
export function permalinkUrl(
    repository: RemoteRepository,
    ref: string,
    file: string,
    range: TextRange,
    { isBranch = false }: { readonly isBranch?: boolean } = {},
): string {
    const { host } = repository;
    const owner = encodePath(repository.owner);
    const name = encodeURIComponent(repository.name);
    const path = encodePath(file);
    const at = encodePath(ref);
    const { startLine, endLine } = range;
    const isOne = startLine === endLine;
    switch (repository.kind) {
        case 'github':
            return `https://${host}/${owner}/${name}/blob/${at}/${path}#L${startLine}${isOne ? '' : `-L${endLine}`}`;
        case 'gitlab':
            return `https://${host}/${owner}/${name}/-/blob/${at}/${path}#L${startLine}${isOne ? '' : `-${endLine}`}`;
        case 'gitea':
            return `https://${host}/${owner}/${name}/src/${isBranch ? 'branch' : 'commit'}/${at}/${path}#L${startLine}${isOne ? '' : `-L${endLine}`}`;
        case 'bitbucket':
            return `https://${host}/${owner}/${name}/src/${at}/${path}#lines-${startLine}${isOne ? '' : `:${endLine}`}`;
        case 'bitbucket-server': {
            const space = repository.owner.startsWith('~') ? `users/${encodePath(repository.owner.slice(1))}` : `projects/${owner}`;
            const version = isBranch ? `refs/heads/${ref}` : ref;
            return `https://${host}/${space}/repos/${name}/browse/${path}?at=${encodeURIComponent(version)}#${startLine}${isOne ? '' : `-${endLine}`}`;
        }
        case 'azure': {
            const version = `${isBranch ? 'GB' : 'GC'}${ref}`;
            // The end is exclusive there: the first column of the line after the last one.
            const lines = `line=${startLine}&lineEnd=${endLine + 1}&lineStartColumn=1&lineEndColumn=1&lineStyle=plain`;
            return `https://${host}/${owner}/_git/${name}?path=${encodeURIComponent(`/${file}`)}&version=${encodeURIComponent(version)}&${lines}&_a=contents`;
        }
    }
}

function encodePath(path: string): string {
    return path.split('/').map(encodeURIComponent).join('/');
}
