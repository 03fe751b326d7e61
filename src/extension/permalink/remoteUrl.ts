/** A repository on a server that has a page for each file. */
export interface RemoteRepository {
    readonly host: string;
    readonly owner: string;
    readonly name: string;
}

/** What a remote's address names: `https://…`, `ssh://…`, `git@host:owner/name.git`. Credentials in it are not kept. */
export function parseRemoteUrl(remote: string): RemoteRepository | undefined {
    // `host:path` without a scheme is ssh in git's short form; a drive letter is a path on Windows.
    const short = /^(?:[^@/\s]+@)?([A-Za-z0-9.-]{2,}):(?!\/\/)(.+)$/.exec(remote);
    if (short) return repositoryAt(short[1] ?? '', short[2] ?? '');
    if (!URL.canParse(remote)) return undefined;
    const url = new URL(remote);
    if (!['https:', 'http:', 'ssh:', 'git:'].includes(url.protocol)) return undefined;
    return repositoryAt(url.hostname, url.pathname);
}

function repositoryAt(host: string, path: string): RemoteRepository | undefined {
    const parts = path
        .replace(/\.git\/?$/, '')
        .split('/')
        .filter(part => part !== '');
    const [owner, name] = parts;
    if (parts.length !== 2 || owner === undefined || name === undefined || host === '') return undefined;
    if (!NAME.test(owner) || !NAME.test(name)) return undefined;
    return { host: host.toLowerCase(), owner, name };
}

/** The characters GitHub allows in names of owners and repositories. */
const NAME = /^[A-Za-z0-9._-]+$/;
