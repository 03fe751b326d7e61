import type { FileProblem, SkippedFile, SkipReason } from '../protocol/indexing.ts';

/**
 * The files that are not indexed as a page to read: a tree by reason and folder, the largest branches first, each file with its detail.
 * The editor folds it by its indentation.
 */
export function skippedList(skipped: readonly SkippedFile[], problems: readonly FileProblem[] = []): string {
    return `${skippedTree(skipped)}${problemRows(problems)}`;
}

function skippedTree(skipped: readonly SkippedFile[]): string {
    if (skipped.length === 0) return 'Every file is indexed.\n';
    const byReason = Map.groupBy(skipped, ({ reason }) => reason);
    const parts = largestFirst(byReason).map(([reason, files]) =>
        [`${reasonWords(reason)}: ${files.length}`, ...branches(files)].join('\n'),
    );
    return `${skipped.length} ${skipped.length === 1 ? 'file is' : 'files are'} not indexed.\n\n${parts.join('\n\n')}\n`;
}

/** What is in the index and lacks something. */
function problemRows(problems: readonly FileProblem[]): string {
    if (problems.length === 0) return '';
    const rows = problems.slice(0, MOST_ROWS).map(({ path, reason }) => `  ${path}  (${reason})`);
    const rest = problems.length - rows.length;
    const more = rest > 0 ? [`  and ${rest} more`] : [];
    return `\n${[`Indexed in part: ${problems.length}`, ...rows, ...more].join('\n')}\n`;
}

/** Files of the root stand by themselves, those of a folder below it; what they have in common is said once. */
function branches(files: readonly SkippedFile[]): readonly string[] {
    const rows: string[] = [];
    let told = 0;
    for (const [folder, some] of largestFirst(Map.groupBy(files, ({ path }) => parentOf(path)))) {
        if (told >= MOST_ROWS) break;
        const shown = some.toSorted((one, other) => (one.path < other.path ? -1 : 1)).slice(0, MOST_ROWS - told);
        told += shown.length;
        const indent = folder === '' ? '  ' : '    ';
        if (folder !== '') rows.push(`  ${folder}/: ${some.length}`);
        rows.push(
            ...shown.map(({ path, detail }) => {
                const name = folder === '' ? path : path.slice(folder.length + 1);
                return detail === '' ? `${indent}${name}` : `${indent}${name}  (${detail})`;
            }),
        );
    }
    return told < files.length ? [...rows, `  and ${files.length - told} more`] : rows;
}

function largestFirst<Key>(groups: ReadonlyMap<Key, readonly SkippedFile[]>): readonly (readonly [Key, readonly SkippedFile[]])[] {
    return [...groups].sort(([, one], [, other]) => other.length - one.length);
}

/** A folder that is left out as a whole has a `/` at its end, and stands in the folder above it. */
function parentOf(path: string): string {
    const end = path.endsWith('/') ? path.length - 1 : path.length;
    return path.slice(0, Math.max(0, path.lastIndexOf('/', end - 1)));
}

/** Enough to see the pattern; a build folder may hold a hundred thousand. */
const MOST_ROWS = 2_000;

function reasonWords(reason: SkipReason): string {
    switch (reason) {
        case 'ignored':
            return 'Ignored by .gitignore or .footnoteignore';
        case 'excluded':
            return 'Excluded by settings, or a folder of dependencies';
        case 'too-large':
            return 'Too large';
        case 'binary':
            return 'Not text';
        case 'minified':
            return 'Minified';
        case 'generated':
            return 'Generated';
        case 'secret':
            return 'Holds secrets by its name';
        case 'symlink':
            return 'A symbolic link';
        case 'unreadable':
            return 'Cannot be read';
        case 'not-a-file':
            return 'Not a regular file';
        case 'empty':
            return 'Empty';
        case 'quarantined':
            return 'The engine stopped while it read them';
    }
}
