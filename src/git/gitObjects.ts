import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { isMissing } from './missingFile.ts';
import { gitFolder } from './gitFiles.ts';
import type { KeptPacks } from './keptPacks.ts';
import type { GitObject, ObjectType } from './gitObject.ts';
import { MOST_BYTES, openPacks, type PackFiles } from './packFiles.ts';
import { NOT_A_FILE, readPlain } from './plainFile.ts';
import { ReadBudgetSpent, unlimited, type ReadBudget } from './readBudget.ts';

/**
 * A file as a commit has it, read from the object store itself: no git process runs (see `gitFiles.ts`). `folder` is the root of the
 * working tree, `file` relative to it. Undefined when the commit does not have it, or cannot be read, as objects that a partial clone has
 * not fetched. Format: gitformat-pack, gitformat-index.
 */
export async function committedText(folder: string, commit: string, file: string): Promise<string | undefined> {
    const common = await gitFolder(folder);
    if (common === undefined) return undefined;
    const objects = openObjects(common, commit.length / 2);
    let id = await objects.treeOf(commit);
    for (const name of file.split('/')) {
        const entries: readonly TreeEntry[] | undefined = id === undefined ? undefined : await objects.entriesOf(id);
        id = entries?.find(entry => entry.name === name)?.id;
    }
    const blob = id === undefined ? undefined : await objects.read(id);
    return blob?.type === 'blob' ? blob.data.toString('utf8') : undefined;
}

/** The objects of a repository; whatever is damaged, or larger than anything we cite, is not there. */
export interface GitObjects {
    read(id: string): Promise<GitObject | undefined>;
    /** The tree of a commit. */
    treeOf(commit: string): Promise<string | undefined>;
    entriesOf(tree: string): Promise<readonly TreeEntry[] | undefined>;
    /** Ids that begin with these hexadecimal digits, of which there are four at least; a hundred or so at most. */
    idsBeginning(prefix: string): Promise<readonly string[]>;
}

export interface TreeEntry {
    /** Type and permissions, as git writes them: `0o100644`, `0o040000` for a folder. */
    readonly mode: number;
    readonly name: string;
    readonly id: string;
}

/**
 * `common` is the folder that worktrees share; `hashBytes` is 20 with SHA-1 and 32 with SHA-256. Stores that `objects/info/alternates`
 * names are read as well, as git does. A budget that is spent is the one error that passes through. With `kept`, for a walk over a history,
 * packs are looked into before single files, and stay open until it is closed.
 */
export function openObjects(
    common: string,
    hashBytes: number,
    { budget = unlimited, kept }: { readonly budget?: ReadBudget; readonly kept?: KeptPacks } = {},
): GitObjects {
    let opened: Promise<readonly ObjectStore[]> | undefined;
    const stores = (): Promise<readonly ObjectStore[]> =>
        (opened ??= storeFolders(path.join(common, 'objects')).then(folders =>
            folders.map(objects => ({ objects, packs: openPacks(objects, hashBytes, budget, kept) })),
        ));
    const whole = new RegExp(`^[0-9a-f]{${String(hashBytes * 2)}}$`);
    const read = async (id: string): Promise<GitObject | undefined> => {
        if (!whole.test(id)) return undefined;
        await kept?.breathe();
        try {
            for (const { objects, packs } of await stores()) {
                const found = kept
                    ? ((await packs.read(id)) ?? (await looseObject(objects, id, budget)))
                    : ((await looseObject(objects, id, budget)) ?? (await packs.read(id)));
                if (found) return found;
            }
            return undefined;
        } catch (error) {
            if (error instanceof ReadBudgetSpent) throw error;
            if (error instanceof RangeError || (error instanceof Error && 'code' in error)) return undefined;
            throw error;
        }
    };
    return {
        read,
        treeOf: async commit => {
            const found = await read(commit);
            return found?.type === 'commit' ? /^tree ([0-9a-f]+)$/m.exec(found.data.toString('latin1', 0, 200))?.[1] : undefined;
        },
        entriesOf: async tree => {
            const found = await read(tree);
            return found?.type === 'tree' ? entriesIn(found.data, hashBytes) : undefined;
        },
        idsBeginning: async prefix => {
            if (!/^[0-9a-f]{4,64}$/.test(prefix)) return [];
            const found = new Set<string>();
            for (const { objects, packs } of await stores()) {
                const loose = await namesIn(path.join(objects, prefix.slice(0, 2)));
                for (const name of loose)
                    if (name.startsWith(prefix.slice(2)) && found.size < MOST_ALIKE) found.add(prefix.slice(0, 2) + name);
                for (const id of await packs.idsBeginning(prefix)) found.add(id);
            }
            return [...found].filter(id => whole.test(id));
        },
    };
}

const MOST_ALIKE = 100;

interface ObjectStore {
    readonly objects: string;
    readonly packs: PackFiles;
}

/** The store itself and those that it borrows from, and these from others, each once. */
async function storeFolders(objects: string): Promise<readonly string[]> {
    const found = [objects];
    for (const folder of found) {
        if (found.length >= MOST_STORES) break;
        const named = (await readPlain(path.join(folder, 'info', 'alternates'), LONGEST_LIST))?.toString('utf8') ?? '';
        for (const line of named.split('\n')) {
            if (line.trim() === '' || line.startsWith('#') || found.length >= MOST_STORES) continue;
            const other = path.resolve(folder, line.trim());
            if (!found.includes(other)) found.push(other);
        }
    }
    return found;
}

/** git itself follows five one behind the other. */
const MOST_STORES = 16;
const LONGEST_LIST = 64 * 1024;

/** A tree is a row of `mode name NUL hash`. */
function entriesIn(tree: Buffer, hashBytes: number): readonly TreeEntry[] {
    const entries: TreeEntry[] = [];
    for (let at = 0; at < tree.length;) {
        const blank = tree.indexOf(0x20, at);
        const end = tree.indexOf(0, blank);
        if (blank < 0 || end < 0) break;
        entries.push({
            mode: Number.parseInt(tree.toString('latin1', at, blank), 8),
            name: tree.toString('utf8', blank + 1, end),
            id: tree.toString('hex', end + 1, end + 1 + hashBytes),
        });
        at = end + 1 + hashBytes;
    }
    return entries;
}

async function looseObject(objects: string, id: string, budget: ReadBudget): Promise<GitObject | undefined> {
    const packed = await readPlain(path.join(objects, id.slice(0, 2), id.slice(2)), MOST_BYTES + 1024);
    if (!packed) return undefined;
    const whole = inflateSync(packed, { maxOutputLength: MOST_BYTES });
    budget.take(whole.length);
    const end = whole.indexOf(0);
    const type = typeNamed(whole.toString('latin1', 0, end).split(' ')[0]);
    return type && { type, data: whole.subarray(end + 1) };
}

function typeNamed(name: string | undefined): ObjectType | undefined {
    return (['commit', 'tree', 'blob', 'tag'] as const).find(known => known === name);
}

async function namesIn(folder: string): Promise<readonly string[]> {
    try {
        return await readdir(folder);
    } catch (error) {
        if (isMissing(error, NOT_A_FILE)) return [];
        throw error;
    }
}
