import type { GitObjects, TreeEntry } from './gitObjects.ts';

/** A file that two trees do not have alike, by the ids of its texts. */
export interface FileDifference {
    /** `/`-separated, relative to the folder that was asked about. */
    readonly path: string;
    /** Undefined where the first tree does not have it. */
    readonly before: string | undefined;
    readonly after: string | undefined;
}

export interface TreeDifference {
    readonly files: readonly FileDifference[];
    /** Links and submodules, which have no text. */
    readonly others: number;
    /** Something outside of the folder that was asked about differs as well. */
    readonly differsElsewhere: boolean;
    /** There are more than were looked at, or a part could not be read. */
    readonly isCut: boolean;
}

/**
 * What of a folder (`''` or `src/shop/`) two trees do not have alike; without a first one, everything. Folders that are the same are passed
 * over by their ids. Trees are not believed: names that could lead elsewhere are no files, and depth and number are bounded.
 */
export async function treeDifference(
    before: string | undefined,
    after: string | undefined,
    objects: GitObjects,
    { prefix, most, signal }: { readonly prefix: string; readonly most: number; readonly signal?: AbortSignal | undefined },
): Promise<TreeDifference> {
    const files: FileDifference[] = [];
    let others = 0;
    let isCut = false;
    let differsElsewhere = false;
    const entriesOf = async (id: string | undefined): Promise<ReadonlyMap<string, TreeEntry>> => {
        const entries = id === undefined ? [] : await objects.entriesOf(id);
        if (!entries) isCut = true;
        return new Map((entries ?? []).map(entry => [entry.name, entry]));
    };
    const compare = async (folder: string, one: string | undefined, other: string | undefined, depth: number): Promise<void> => {
        if (one === other || isCut) return;
        if (depth > MOST_DEPTH) {
            isCut = true;
            return;
        }
        signal?.throwIfAborted();
        const was = await entriesOf(one);
        const now = await entriesOf(other);
        for (const name of [...new Set([...was.keys(), ...now.keys()])].sort()) {
            const [old, young] = [was.get(name), now.get(name)];
            if ((old?.id === young?.id && old?.mode === young?.mode) || !isPlainName(name)) continue;
            const path = folder + name;
            if (path.length > LONGEST_PATH || files.length >= most) {
                isCut = true;
                return;
            }
            if (isFolder(old) || isFolder(young))
                await compare(`${path}/`, isFolder(old) ? old?.id : undefined, isFolder(young) ? young?.id : undefined, depth + 1);
            const [before, after] = [isFile(old) ? old?.id : undefined, isFile(young) ? young?.id : undefined];
            if (before !== after) files.push({ path, before, after });
            if (isOther(old) || isOther(young)) others++;
        }
    };
    let [one, other] = [before, after];
    for (const name of prefix.split('/').filter(part => part !== '')) {
        const was = await entriesOf(one);
        const now = await entriesOf(other);
        for (const known of new Set([...was.keys(), ...now.keys()]))
            if (known !== name && was.get(known)?.id !== now.get(known)?.id) differsElsewhere = true;
        [one, other] = [was.get(name), now.get(name)].map(entry => (isFolder(entry) ? entry?.id : undefined));
    }
    await compare('', one, other, 0);
    return { files, others, differsElsewhere, isCut };
}

const MOST_DEPTH = 100;
const LONGEST_PATH = 4_096;

/** git itself never writes another one. */
function isPlainName(name: string): boolean {
    return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name) && name.toLowerCase() !== '.git';
}

function isFolder(entry: TreeEntry | undefined): boolean {
    return entry?.mode === 0o040000;
}

function isFile(entry: TreeEntry | undefined): boolean {
    return entry !== undefined && (entry.mode & 0o170000) === 0o100000;
}

function isOther(entry: TreeEntry | undefined): boolean {
    return entry !== undefined && !isFolder(entry) && !isFile(entry);
}
