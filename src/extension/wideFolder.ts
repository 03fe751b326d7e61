import path from 'node:path';
import { MANY_FILES } from '../protocol/indexing.ts';
import { t, textTable } from '../protocol/l10n.ts';

/**
 * What a folder is when it holds far more than a project: a home folder, one above it, or the top of a disk. Indexing it reads letters,
 * photographs and keys of everything, so it is asked for and not done by itself. Undefined for an ordinary folder.
 */
export function wideFolder(folder: string, home: string): 'home' | 'above home' | 'disk' | undefined {
    const plain = path.resolve(folder);
    if (path.dirname(plain) === plain) return 'disk';
    const fromFolder = path.relative(plain, path.resolve(home));
    if (fromFolder === '') return 'home';
    return fromFolder.startsWith('..') || path.isAbsolute(fromFolder) ? undefined : 'above home';
}

/** Why a folder is not indexed for the first time before somebody said so; undefined when it is. `countFiles` is asked only when it matters. */
export async function reasonToAsk(
    folders: readonly string[],
    home: string,
    countFiles: () => Promise<number>,
): Promise<string | undefined> {
    const wide = folders.map(folder => wideFolder(folder, home)).find(what => what !== undefined);
    if (wide !== undefined) return t('This is {0}. Footnote would read every file in it that no rule leaves out.', t(WIDE_WORDS[wide]));
    const files = await countFiles();
    if (files <= MANY_FILES) return undefined;
    return t(
        'This folder has {0} files to index, which takes minutes and much room on disk. Lines in a file .footnoteignore, written as in .gitignore, leave folders out.',
        files,
    );
}

const WIDE_WORDS = textTable({ home: 'your home folder', 'above home': 'a folder above your home folder', disk: 'a whole disk' } as const);
