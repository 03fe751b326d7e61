import type { GitObjects } from './gitObjects.ts';

/** A commit, as far as it is told of. */
export interface Commit {
    readonly id: string;
    readonly tree: string;
    readonly parents: readonly string[];
    /** Name without address; empty where there is none. */
    readonly author: string;
    /** When it was committed, in seconds since 1970; what histories are walked by. */
    readonly committedAt: number;
    /** The first paragraph of the message, on one line. */
    readonly subject: string;
    readonly message: string;
}

/** Reads the bytes of a commit object; undefined when they are none. A message in an encoding that is not known is read as UTF-8. */
export function readCommit(id: string, data: Buffer): Commit | undefined {
    const end = data.indexOf('\n\n');
    const head = data.toString('utf8', 0, end < 0 ? data.length : end);
    const tree = /^tree ([0-9a-f]{40}|[0-9a-f]{64})$/m.exec(head)?.[1];
    if (tree === undefined) return undefined;
    const message = end < 0 ? '' : decoded(data.subarray(end + 2), /^encoding (\S+)$/m.exec(head)?.[1]).trim();
    return {
        id,
        tree,
        parents: [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].slice(0, MOST_PARENTS).flatMap(([, parent]) => parent ?? []),
        author: /^author (.*?) *<[^>\n]*>/m.exec(head)?.[1]?.trim() ?? '',
        committedAt: Number(/^committer .*> (\d{1,12}) [+-]\d{4}$/m.exec(head)?.[1] ?? 0),
        subject: (message.split(/\r?\n\s*\r?\n/, 1)[0] ?? '').replace(/\s+/g, ' '),
        message,
    };
}

/** The largest merge of Linux has 66. */
const MOST_PARENTS = 256;

function decoded(bytes: Buffer, encoding: string | undefined): string {
    try {
        return new TextDecoder(encoding ?? 'utf-8').decode(bytes);
    } catch (error) {
        if (error instanceof RangeError || error instanceof TypeError) return bytes.toString('utf8');
        throw error;
    }
}

/** The commit with this id, or that a tag with this id names; undefined when it is neither, or not here. */
export async function commitAt(id: string, objects: Pick<GitObjects, 'read'>): Promise<Commit | undefined> {
    let at: string | undefined = id;
    for (let tags = 0; at !== undefined && tags < MOST_TAGS; tags++) {
        const found = await objects.read(at);
        if (found?.type === 'commit') return readCommit(at, found.data);
        at = found?.type === 'tag' ? /^object ([0-9a-f]+)$/m.exec(found.data.toString('latin1', 0, 200))?.[1] : undefined;
    }
    return undefined;
}

/** A tag may name a tag. */
const MOST_TAGS = 5;
