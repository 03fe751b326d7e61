import type { FileProblem, SkippedFile, SkipReason } from '../protocol/indexing.ts';
import { numberText, plural, retold, t } from '../protocol/l10n.ts';

/**
 * The files that are not indexed as a page to read: a tree by reason and folder, the largest branches first, each file with its detail.
 * The editor folds it by its indentation.
 */
export function skippedList(skipped: readonly SkippedFile[], problems: readonly FileProblem[] = []): string {
    return `${skippedTree(skipped)}${problemRows(problems)}`;
}

function skippedTree(skipped: readonly SkippedFile[]): string {
    if (skipped.length === 0) return `${t('Every file is indexed.')}\n`;
    const byReason = Map.groupBy(skipped, ({ reason }) => reason);
    const parts = largestFirst(byReason).map(([reason, files]) =>
        [`${reasonWords(reason)}: ${numberText(files.length)}`, ...branches(files)].join('\n'),
    );
    const count = plural(skipped.length, '{0} file is not indexed.', '{0} files are not indexed.');
    return `${count}\n\n${parts.join('\n\n')}\n`;
}

/** What is in the index and lacks something. */
function problemRows(problems: readonly FileProblem[]): string {
    if (problems.length === 0) return '';
    const rows = problems.slice(0, MOST_ROWS).map(({ path, reason }) => `  ${path}  (${retold(reason)})`);
    const rest = problems.length - rows.length;
    const more = rest > 0 ? [`  ${t('and {0} more', rest)}`] : [];
    return `\n${[t('Indexed in part: {0}', problems.length), ...rows, ...more].join('\n')}\n`;
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
                return detail === '' ? `${indent}${name}` : `${indent}${name}  (${retold(detail)})`;
            }),
        );
    }
    return told < files.length ? [...rows, `  ${t('and {0} more', files.length - told)}`] : rows;
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
            return t('Ignored by .gitignore or .footnoteignore');
        case 'excluded':
            return t('Excluded by settings, or a folder of dependencies');
        case 'too-large':
            return t('Too large');
        case 'binary':
            return t('Not text');
        case 'minified':
            return t('Minified');
        case 'generated':
            return t('Generated');
        case 'secret':
            return t('Holds secrets by its name');
        case 'symlink':
            return t('A symbolic link');
        case 'unreadable':
            return t('Cannot be read');
        case 'not-a-file':
            return t('Not a regular file');
        case 'empty':
            return t('Empty');
        case 'quarantined':
            return t('The engine stopped while it read them');
    }
}
