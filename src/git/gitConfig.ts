/** A remote as `.git/config` has it, after the rewriting that the same file asks for. */
export interface GitRemote {
    readonly name: string;
    readonly url: string;
}

export interface GitConfig {
    readonly remotes: readonly GitRemote[];
    /** Which remote a branch follows. */
    readonly branchRemotes: ReadonlyMap<string, string>;
}

/** Reads the few entries a permalink needs. `include` is not followed: what it names may lie anywhere. */
export function readGitConfig(text: string): GitConfig {
    const urls = new Map<string, string>();
    const branchRemotes = new Map<string, string>();
    const rewrites: { readonly from: string; readonly to: string }[] = [];
    let section = '';
    let subsection = '';
    for (const line of text.split(/\r?\n/)) {
        const header = /^\s*\[\s*([^\s"\]]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line);
        if (header) {
            section = (header[1] ?? '').toLowerCase();
            subsection = (header[2] ?? '').replace(/\\(.)/g, '$1');
            continue;
        }
        const entry = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*?)\s*$/.exec(line);
        const key = entry?.[1]?.toLowerCase();
        const value = entry?.[2]?.replace(/^"(.*)"$/, '$1');
        if (key === undefined || value === undefined) continue;
        if (section === 'remote' && key === 'url' && !urls.has(subsection)) urls.set(subsection, value);
        if (section === 'branch' && key === 'remote') branchRemotes.set(subsection, value);
        if (section === 'url' && key === 'insteadof') rewrites.push({ from: value, to: subsection });
    }
    // The longest prefix wins, as in git.
    rewrites.sort((one, other) => other.from.length - one.from.length);
    return {
        remotes: [...urls].map(([name, url]) => {
            const rewrite = rewrites.find(({ from }) => url.startsWith(from));
            return { name, url: rewrite ? rewrite.to + url.slice(rewrite.from.length) : url };
        }),
        branchRemotes,
    };
}

/** The remote that the branch follows, else `origin`, else the only one there is. */
export function chooseRemote(config: GitConfig, branch: string | undefined): GitRemote | undefined {
    const named = (name: string | undefined): GitRemote | undefined => config.remotes.find(remote => remote.name === name);
    const followed = branch === undefined ? undefined : named(config.branchRemotes.get(branch));
    return followed ?? named('origin') ?? (config.remotes.length === 1 ? config.remotes[0] : undefined);
}
