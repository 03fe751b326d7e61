import type { GitObjects, TreeEntry } from './gitObjects.ts';
import { RENAME_SIMILARITY, similarity } from './similarFiles.ts';
import { treeDifference } from './treeDifference.ts';

/** Finds files in the trees of one history, whose folders are mostly the same from commit to commit and are looked into once. */
export class FilesInTrees {
    private readonly known = new Map<string, TreeEntry | undefined>();
    private readonly objects: GitObjects;

    constructor(objects: GitObjects) {
        this.objects = objects;
    }

    /** The id of a file's text; undefined where a tree does not have it, or has a folder or a link in its place. */
    async textAt(tree: string, path: string): Promise<string | undefined> {
        const entry = await this.entryAt(tree, path);
        return entry !== undefined && (entry.mode & 0o170000) === 0o100000 ? entry.id : undefined;
    }

    private async entryAt(tree: string, path: string): Promise<TreeEntry | undefined> {
        const key = `${tree}/${path}`;
        if (this.known.has(key)) return this.known.get(key);
        const slash = path.indexOf('/');
        const entries = await this.objects.entriesOf(tree);
        const first = entries?.find(({ name }) => name === (slash < 0 ? path : path.slice(0, slash)));
        const isFolder = first?.mode === 0o040000;
        const found = slash < 0 ? first : first && isFolder ? await this.entryAt(first.id, path.slice(slash + 1)) : undefined;
        if (this.known.size >= MOST_KNOWN) this.known.clear();
        this.known.set(key, found);
        return found;
    }

    /**
     * Where a file that a tree does not have stood in the one before it: of the files that went away the one with the same text, else the one
     * of its name that is much alike, else the most alike. As git does for a single file.
     */
    async renamedFrom(
        before: string,
        after: string,
        path: string,
        signal?: AbortSignal,
    ): Promise<{ readonly path: string; readonly id: string } | undefined> {
        const id = await this.textAt(after, path);
        if (id === undefined) return undefined;
        const { files } = await treeDifference(before, after, this.objects, { prefix: '', most: MOST_DIFFERENT, signal });
        const gone = files.flatMap(file =>
            file.after === undefined && file.before !== undefined ? [{ path: file.path, id: file.before }] : [],
        );
        const isNamesake = (file: { readonly path: string }): boolean => baseOf(file.path) === baseOf(path);
        const same = gone.filter(file => file.id === id);
        if (same.length > 0) return same.find(isNamesake) ?? same[0];
        const text = await this.dataOf(id);
        if (!text) return undefined;
        const namesakes = gone.filter(isNamesake);
        const [only] = namesakes;
        if (only && namesakes.length === 1 && (await this.likeness(only, text)) >= NAMESAKE_SIMILARITY) return only;
        let best: { readonly file: (typeof gone)[number]; readonly likeness: number } | undefined;
        for (const file of gone.slice(0, MOST_COMPARED)) {
            signal?.throwIfAborted();
            const likeness = await this.likeness(file, text);
            const isBetter =
                !best || likeness > best.likeness || (likeness === best.likeness && isNamesake(file) && !isNamesake(best.file));
            if (likeness >= RENAME_SIMILARITY && isBetter) best = { file, likeness };
        }
        return best?.file;
    }

    private async likeness({ id }: { readonly id: string }, text: Buffer): Promise<number> {
        const other = await this.dataOf(id);
        return other ? similarity(other, text) : 0;
    }

    private async dataOf(id: string): Promise<Buffer | undefined> {
        const found = await this.objects.read(id);
        return found?.type === 'blob' ? found.data : undefined;
    }
}

function baseOf(path: string): string {
    return path.slice(path.lastIndexOf('/') + 1);
}

const MOST_KNOWN = 50_000;
/** A commit with more is a move of everything; git gives up at a thousand. */
const MOST_DIFFERENT = 5_000;
const MOST_COMPARED = 1_000;
/** Between git's limit and 1, as in `find_basename_matches`. */
const NAMESAKE_SIMILARITY = 0.75;
