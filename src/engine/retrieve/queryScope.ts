import type { Query } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileTable, SearchScope } from '../ports.ts';
import { baseName, workspacePath } from '../../protocol/text.ts';
import { isBelow } from './fuseRankings.ts';
import { wildmatch } from '../scan/gitPattern.ts';

/** Where a query may find anything: what the store is told before it searches, and the test that every file shown has passed. */
export interface QueryScope {
    readonly search: SearchScope;
    /** Undefined where everything is in scope. */
    readonly includes: ((path: WorkspacePath) => boolean) | undefined;
}

/** The store filters by folder, kind and language before it ranks; a pattern is applied to the ranked files, and its fixed beginning before. */
export function queryScope({ folder, kinds, languages, glob }: Query, table: FileTable): QueryScope {
    const fits = glob === undefined || glob === '' ? undefined : pattern(glob);
    const start = fits && folder === undefined ? fixedFolder(glob ?? '') : folder;
    if (start === undefined && !kinds && !languages && !fits) return { search: {}, includes: undefined };
    const languageOf = languages ? new Map([...table.files()].map(file => [file.path, file.language])) : undefined;
    const includes = (path: WorkspacePath): boolean => {
        if (folder !== undefined && !isBelow(path, folder)) return false;
        if (languages && !languages.includes(languageOf?.get(path) ?? '')) return false;
        const kind = table.kindOf(path);
        return (!kinds || (kind !== undefined && kinds.includes(kind))) && (fits?.(path) ?? true);
    };
    return { search: { folder: start, kinds, languages }, includes };
}

/** One without a slash is compared with names alone. */
function pattern(glob: string): (path: WorkspacePath) => boolean {
    const whole = glob.replace(/^\.?\//, '');
    return glob.includes('/') ? path => wildmatch(whole, path) : path => wildmatch(whole, baseName(path));
}

/** `src/net` of `src/net/**`; undefined where the pattern begins anywhere. */
function fixedFolder(glob: string): WorkspacePath | undefined {
    const folders = glob.split('/').slice(0, -1);
    const end = folders.findIndex(name => /[*?[\]{}\\!]/.test(name));
    const fixed = (end < 0 ? folders : folders.slice(0, end)).join('/').replace(/^\//, '');
    return fixed === '' ? undefined : workspacePath(fixed);
}
