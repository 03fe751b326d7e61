/** A repository on a server that has a page for each file. */
export interface RemoteRepository {
    readonly kind: RemoteKind;
    readonly host: string;
    /** What stands before the name: an owner, groups with `/` between them (GitLab), organisation and project (Azure DevOps), a project's key. */
    readonly owner: string;
    readonly name: string;
}

/** Who made the server: each has its own form of address. `bitbucket-server` is the one that companies run themselves. */
export type RemoteKind = 'github' | 'gitlab' | 'bitbucket' | 'bitbucket-server' | 'azure' | 'gitea';

/** What a remote's address names: `https://…`, `ssh://…`, `git@host:owner/name.git`. Credentials in it are not kept. */
export function parseRemoteUrl(remote: string): RemoteRepository | undefined {
    // `host:path` without a scheme is ssh in git's short form; a drive letter is a path on Windows.
    const short = /^(?:[^@/\s]+@)?([A-Za-z0-9.-]{2,}):(?!\/\/)(.+)$/.exec(remote);
    if (short) return repositoryAt(short[1] ?? '', short[2] ?? '', true);
    if (!URL.canParse(remote)) return undefined;
    const url = new URL(remote);
    if (!['https:', 'http:', 'ssh:', 'git:'].includes(url.protocol)) return undefined;
    return repositoryAt(url.hostname, decoded(url.pathname), url.protocol === 'ssh:');
}

function repositoryAt(givenHost: string, path: string, isSsh: boolean): RemoteRepository | undefined {
    const host = givenHost.toLowerCase();
    const parts = path
        .replace(/\.git\/?$/, '')
        .split('/')
        .filter(part => part !== '');
    const name = parts.at(-1);
    if (host === '' || name === undefined || parts.length < 2) return undefined;
    const kind = kindOf(host);
    if (kind === 'azure') return azureRepository(host, parts);
    if (!parts.every(part => NAME.test(part) && part !== '.' && part !== '..')) return undefined;
    if (kind === 'bitbucket-server') {
        // `https://host/scm/KEY/name.git`, and `ssh://git@host:7999/KEY/name.git`.
        const [owner, ...rest] = parts[0] === 'scm' && !isSsh ? parts.slice(1) : parts;
        return owner !== undefined && rest.length === 1 ? { kind, host, owner, name } : undefined;
    }
    if (kind !== 'gitlab' && parts.length !== 2) return undefined;
    return { kind, host, owner: parts.slice(0, -1).join('/'), name };
}

/** By the server's name. One that says nothing is taken for GitHub Enterprise, whose form of address is the most common. */
function kindOf(host: string): RemoteKind {
    if (host === 'bitbucket.org') return 'bitbucket';
    if (host === 'dev.azure.com' || host === 'ssh.dev.azure.com' || host.endsWith('.visualstudio.com')) return 'azure';
    const labels = host.split('.');
    if (labels.some(label => label.startsWith('gitlab'))) return 'gitlab';
    if (labels.some(label => label.startsWith('bitbucket') || label === 'stash')) return 'bitbucket-server';
    if (host === 'codeberg.org' || labels.some(label => label.startsWith('gitea') || label.startsWith('forgejo'))) return 'gitea';
    return 'github';
}

/**
 * `https://dev.azure.com/org/project/_git/name`, `git@ssh.dev.azure.com:v3/org/project/name`, and the older
 * `https://org.visualstudio.com/[DefaultCollection/]project/_git/name`; a project's own repository may be named without the project.
 */
function azureRepository(host: string, parts: readonly string[]): RemoteRepository | undefined {
    // Names of projects may hold blanks; they are encoded again in the address.
    if (parts.some(part => /[<>"'\\\p{Cc}]/u.test(part) || part === '.' || part === '..')) return undefined;
    let below = parts.filter(part => part !== '_git');
    if (host === 'ssh.dev.azure.com') below = below.slice(1);
    else if (host.endsWith('.visualstudio.com')) {
        below = [host.slice(0, -'.visualstudio.com'.length), ...below.filter(part => part !== 'DefaultCollection')];
    }
    const [organisation, project, name = project, ...rest] = below;
    if (organisation === undefined || project === undefined || name === undefined || rest.length > 0) return undefined;
    return { kind: 'azure', host: 'dev.azure.com', owner: `${organisation}/${project}`, name };
}

/** The characters GitHub allows in names of owners and repositories; the other servers allow no more, but for `~` before a user's name. */
const NAME = /^~?[A-Za-z0-9._-]+$/;

function decoded(path: string): string {
    try {
        return decodeURIComponent(path);
    } catch (error) {
        if (error instanceof URIError) return path;
        throw error;
    }
}
