import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { commitOf, type Repository } from './gitFiles.ts';
import { commitAt, type Commit } from './commits.ts';
import type { GitObjects } from './gitObjects.ts';
import { isMissing } from './missingFile.ts';
import { NOT_A_FILE, readPlain } from './plainFile.ts';

export interface Branch {
    /** `main`, or with its remote `origin/main`. */
    readonly name: string;
    /** What its reference says, which should be the id of a commit. */
    readonly commit: string;
    readonly isRemote: boolean;
}

/** All branches, those of this repository before those of its remotes, by name. A reference that points at another one is left out. */
export async function branchesOf({ common }: Pick<Repository, 'common'>): Promise<readonly Branch[]> {
    const ids = new Map<string, string>();
    const packed = (await readPlain(path.join(common, 'packed-refs'), MOST_BYTES).catch(asNone))?.toString('utf8') ?? '';
    for (const [, id, ref] of packed.matchAll(/^([0-9a-f]{40,64}) (refs\/(?:heads|remotes)\/\S+)$/gm))
        if (id !== undefined && ref !== undefined && ids.size < MOST_BRANCHES) ids.set(ref, id);
    // A loose reference is newer than a packed one of the same name.
    for (const kind of ['refs/heads', 'refs/remotes']) await readLoose(common, kind, ids, 0);
    const branches = [...ids].flatMap(([ref, commit]) => {
        const isRemote = ref.startsWith('refs/remotes/');
        const name = ref.replace(/^refs\/(?:heads|remotes)\//, '');
        return isRemote && name.endsWith('/HEAD') ? [] : [{ name, commit, isRemote }];
    });
    return branches.sort((a, b) => Number(a.isRemote) - Number(b.isRemote) || (a.name < b.name ? -1 : 1));
}

async function readLoose(common: string, below: string, ids: Map<string, string>, depth: number): Promise<void> {
    if (depth > MOST_DEPTH) return;
    for (const entry of await entriesIn(path.join(common, below))) {
        if (ids.size >= MOST_BRANCHES) return;
        const ref = `${below}/${entry.name}`;
        if (entry.isDirectory()) await readLoose(common, ref, ids, depth + 1);
        else if (entry.isFile()) {
            const id = (await readPlain(path.join(common, ref), LONGEST_REFERENCE).catch(asNone))?.toString('utf8').trim();
            if (id !== undefined && ID.test(id)) ids.set(ref, id);
        }
    }
}

/** What a user has written names: a branch with its tip, or one commit. */
export type Revision =
    { readonly kind: 'branch'; readonly name: string; readonly tip: Commit } | { readonly kind: 'commit'; readonly commit: Commit };

/**
 * `HEAD`, a branch, a tag, or four digits or more of the id of a commit, each with `~2` or `^` behind it for what came before along first
 * parents. `unknown` names nothing; `ambiguous` several commits.
 */
export async function revisionOf(
    written: string,
    repository: Repository,
    objects: GitObjects,
): Promise<Revision | 'unknown' | 'ambiguous'> {
    const [, name = '', back = ''] = /^(.*?)((?:~\d{0,4}|\^)*)$/s.exec(written) ?? [];
    const steps = [...back.matchAll(/~(\d*)|\^/g)].reduce(
        (sum, [, count]) => sum + (count === undefined || count === '' ? 1 : Number(count)),
        0,
    );
    const named = await namedBy(name, repository, objects);
    if (typeof named === 'string' || back === '') return named;
    let commit: Commit | undefined = named.kind === 'branch' ? named.tip : named.commit;
    for (let step = 0; commit && step < Math.min(steps, MOST_STEPS); step++) {
        const [parent]: readonly string[] = commit.parents;
        commit = parent === undefined ? undefined : await commitAt(parent, objects);
    }
    return commit ? { kind: 'commit', commit } : 'unknown';
}

async function namedBy(name: string, repository: Repository, objects: GitObjects): Promise<Revision | 'unknown' | 'ambiguous'> {
    if (name === '' || name.length > LONGEST_NAME || /[\s~^:?*[\\\p{Cc}]/u.test(name)) return 'unknown';
    const asCommit = async (id: string | undefined): Promise<Revision | undefined> => {
        const commit = id === undefined ? undefined : await commitAt(id, objects);
        return commit && { kind: 'commit', commit };
    };
    if (name === 'HEAD' || name === '@') return (await asCommit(repository.commit)) ?? 'unknown';
    for (const kind of ['heads', 'remotes']) {
        const id = await commitOf(`refs/${kind}/${name}`, repository.common);
        const tip = id === undefined ? undefined : await commitAt(id, objects);
        if (tip) return { kind: 'branch', name, tip };
    }
    const tagged = await asCommit(await commitOf(`refs/tags/${name}`, repository.common));
    if (tagged) return tagged;
    const alike: Commit[] = [];
    for (const id of await objects.idsBeginning(name.toLowerCase())) {
        const found = await objects.read(id);
        const commit = found?.type === 'commit' ? await commitAt(id, objects) : undefined;
        if (commit) alike.push(commit);
    }
    const [only, other] = alike;
    return only ? (other ? 'ambiguous' : { kind: 'commit', commit: only }) : 'unknown';
}

/** The branch that others usually leave: the first of these that there is. */
export function mainBranch(branches: readonly Branch[]): Branch | undefined {
    return ['origin/main', 'origin/master', 'main', 'master', 'origin/develop', 'develop', 'trunk']
        .map(name => branches.find(branch => branch.name === name))
        .find(branch => branch !== undefined);
}

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const LONGEST_REFERENCE = 1_024;
const LONGEST_NAME = 250;
const MOST_BRANCHES = 5_000;
const MOST_DEPTH = 20;
const MOST_STEPS = 10_000;
const MOST_BYTES = 32 * 1024 * 1024;

function asNone(error: unknown): undefined {
    if (error instanceof RangeError) return undefined;
    throw error;
}

async function entriesIn(folder: string) {
    try {
        return await readdir(folder, { withFileTypes: true });
    } catch (error) {
        if (isMissing(error, NOT_A_FILE)) return [];
        throw error;
    }
}
