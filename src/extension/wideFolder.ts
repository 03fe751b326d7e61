import path from 'node:path';
import { MANY_FILES } from '../protocol/indexing.ts';

/**
 * What a folder is when it holds far more than a project: a home folder, one above it, or the top of a disk. Indexing it reads letters,
 * photographs and keys of everything, so it is asked for and not done by itself. Undefined for an ordinary folder.
 */
export function wideFolder(
    folder: string,
    home: string,
): 'your home folder' | 'a folder above your home folder' | 'a whole disk' | undefined {
    const plain = path.resolve(folder);
    if (path.dirname(plain) === plain) return 'a whole disk';
    const fromFolder = path.relative(plain, path.resolve(home));
    if (fromFolder === '') return 'your home folder';
    return fromFolder.startsWith('..') || path.isAbsolute(fromFolder) ? undefined : 'a folder above your home folder';
}

/** Why a folder is not indexed for the first time before somebody said so; undefined when it is. `countFiles` is asked only when it matters. */
export async function reasonToAsk(
    folders: readonly string[],
    home: string,
    countFiles: () => Promise<number>,
): Promise<string | undefined> {
    const wide = folders.map(folder => wideFolder(folder, home)).find(what => what !== undefined);
    if (wide !== undefined) return `This is ${wide}. Footnote would read every file in it that no rule leaves out.`;
    const files = await countFiles();
    if (files <= MANY_FILES) return undefined;
    return `This folder has ${files.toLocaleString('en-US')} files to index, which takes minutes and much room on disk. Lines in a file .footnoteignore, written as in .gitignore, leave folders out.`;
}
