import type { FileKind } from '../../protocol/code.ts';
import type { FileTable } from '../ports.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import { baseName, folderName } from '../../protocol/text.ts';
import { wordsForKnownFile } from './knownFiles.ts';
import { termsOf } from './terms.ts';

/**
 * The files of a table by the words of their paths, by their names, and by what people call files of their name. A file has a number, which
 * stays and is given to no other, so that what a running question has found by number holds while files come and go.
 */
export class PathIndex {
    /** Files that there are. */
    count = 0;
    private version = -1;
    private words = 0;
    /** By number; undefined for a file that is gone. */
    readonly paths: (WorkspacePath | undefined)[] = [];
    /** How many words a path has. */
    readonly lengths: number[] = [];
    /** Whether a file may be one of a conventional name, by its kind. */
    private readonly isPlain: boolean[] = [];
    /** For each term: file number and count, one after the other. */
    readonly postings = new Map<string, number[]>();
    /** File numbers by base name in lower case. */
    readonly byName = new Map<string, number[]>();
    /** File numbers by the words that people use for files of their name. */
    readonly conventional = new Map<string, number[]>();

    /** Made once for each table. What has come and gone since it was asked last is taken in, each file by itself. */
    static of(table: FileTable): PathIndex {
        let index = indexes.get(table);
        if (!index || index.paths.length > MOST_GONE + index.count * 2) indexes.set(table, (index = new PathIndex()));
        if (index.version !== table.version) index.takeIn(table);
        return index;
    }

    get meanLength(): number {
        return this.words / Math.max(1, this.count) || 1;
    }

    private takeIn(table: FileTable): void {
        const { version } = table;
        const left = new Map<WorkspacePath, number>();
        for (const [file, path] of this.paths.entries()) if (path !== undefined) left.set(path, file);
        const added: { readonly path: WorkspacePath; readonly kind: FileKind }[] = [];
        for (const file of table.files()) {
            const known = left.get(file.path);
            if (known === undefined || this.isPlain[known] !== isPlain(file.kind)) added.push(file);
            else left.delete(file.path);
        }
        this.remove(left);
        const folders: FolderTerms = new Map();
        for (const { path, kind } of added) this.add(path, kind, folders);
        this.version = version;
    }

    private add(path: WorkspacePath, kind: FileKind, folders: FolderTerms): void {
        const file = this.paths.push(path) - 1;
        let length = 0;
        for (const [term, count] of wordCounts(path, folders)) {
            length += count;
            const known = this.postings.get(term);
            if (known) known.push(file, count);
            else this.postings.set(term, [file, count]);
        }
        this.lengths.push(length);
        this.isPlain.push(isPlain(kind));
        this.words += length;
        this.count++;
        pushTo(this.byName, baseName(path).toLowerCase(), file);
        if (isPlain(kind)) for (const term of wordsForKnownFile(path)) pushTo(this.conventional, term, file);
    }

    /** All at once, so that the list of a word that stands in thousands of paths is gone through once. */
    private remove(gone: ReadonlyMap<WorkspacePath, number>): void {
        if (gone.size === 0) return;
        const files = new Set(gone.values());
        const [terms, names, words] = [new Set<string>(), new Set<string>(), new Set<string>()];
        const folders: FolderTerms = new Map();
        for (const [path, file] of gone) {
            for (const term of wordCounts(path, folders).keys()) terms.add(term);
            names.add(baseName(path).toLowerCase());
            if (this.isPlain[file]) for (const word of wordsForKnownFile(path)) words.add(word);
            this.words -= this.lengths[file] ?? 0;
            this.count--;
            this.paths[file] = undefined;
        }
        takeFrom(this.postings, terms, (_, nth, all) => !files.has(all[nth - (nth % 2)] ?? 0));
        takeFrom(this.byName, names, file => !files.has(file));
        takeFrom(this.conventional, words, file => !files.has(file));
    }
}

const indexes = new WeakMap<FileTable, PathIndex>();

/** So many numbers of files that are gone are kept, and as many as there are files. */
const MOST_GONE = 1000;

/** Words in the file's own name say more than those of its folders. */
const BASE_NAME_WEIGHT = 2;

/** The words of folders, each with their number of times: a folder has some ten files, and they come one after the other. */
type FolderTerms = Map<string, ReadonlyMap<string, number>>;

function wordCounts(path: WorkspacePath, folders: FolderTerms): ReadonlyMap<string, number> {
    const folder = folderName(path);
    let inFolder = folders.get(folder);
    if (!inFolder) {
        const counts = new Map<string, number>();
        for (const term of termsOf(folder)) counts.set(term, (counts.get(term) ?? 0) + 1);
        folders.set(folder, (inFolder = counts));
    }
    const counts = new Map(inFolder);
    for (const term of termsOf(baseName(path).replace(/\.\w+$/, ''))) counts.set(term, (counts.get(term) ?? 0) + BASE_NAME_WEIGHT);
    return counts;
}

/** A test or what is generated is not what people ask for by a conventional name. */
function isPlain(kind: FileKind): boolean {
    return kind !== 'test' && kind !== 'generated';
}

export function pushTo<Key, Value>(map: Map<Key, Value[]>, key: Key, ...values: Value[]): void {
    const known = map.get(key);
    if (known) known.push(...values);
    else map.set(key, values);
}

function takeFrom(
    map: Map<string, number[]>,
    keys: Iterable<string>,
    stays: (value: number, nth: number, all: readonly number[]) => boolean,
): void {
    for (const key of keys) {
        const left = (map.get(key) ?? []).filter(stays);
        if (left.length > 0) map.set(key, left);
        else map.delete(key);
    }
}
