import path from 'node:path';

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
