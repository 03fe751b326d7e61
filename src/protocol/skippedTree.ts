import type { FileProblem, SkippedFile, SkipReason } from './indexing.ts';
import type { LinkedLine, LinkedText } from './linkedText.ts';
import { numberText, plural, retold, t, textTable } from './l10n.ts';
import { linkedText, ruleLinks } from './linkedText.ts';

/**
 * The files that are not indexed as a page to read: a tree by reason and folder, the largest branches first, each file with its detail.
 * A file leads to itself, a rule to its line. The editor folds it by its indentation.
 */
export function skippedPage(skipped: readonly SkippedFile[], problems: readonly FileProblem[] = []): LinkedText {
    return linkedText([leftOutWords(skipped.length), ...skippedTree(skipped, MOST_ROWS), ...problemRows(problems, MOST_ROWS), '']);
}

/** A folder that is left out as a whole counts once: nobody has looked what is in it. */
export function leftOutWords(count: number): string {
    return count === 0
        ? t('No file is left out.')
        : plural(count, '{0} file or folder is not indexed.', '{0} files and folders are not indexed.');
}

/** The tree alone, with an empty line before each reason; of each reason at most so many files are named. */
export function skippedTree(skipped: readonly SkippedFile[], mostRows: number): readonly (string | LinkedLine)[] {
    return largestFirst(Map.groupBy(skipped, ({ reason }) => reason)).flatMap(([reason, files]) => [
        '',
        `${t(skippedFor[reason])}: ${numberText(files.length)}`,
        ...branches(files, mostRows),
    ]);
}

/** What is in the index and lacks something. */
export function problemRows(problems: readonly FileProblem[], mostRows: number): readonly (string | LinkedLine)[] {
    if (problems.length === 0) return [];
    const rows = problems.slice(0, mostRows).map(({ path, reason }) => ({
        text: `  ${path}  (${retold(reason)})`,
        links: [{ words: path, place: { path } }],
    }));
    const rest = problems.length - rows.length;
    return ['', t('Indexed in part: {0}', problems.length), ...rows, ...(rest > 0 ? [`  ${t('and {0} more', rest)}`] : [])];
}

/** Files of the root stand by themselves, those of a folder below it; what they have in common is said once. */
function branches(files: readonly SkippedFile[], mostRows: number): readonly (string | LinkedLine)[] {
    const rows: (string | LinkedLine)[] = [];
    let told = 0;
    for (const [folder, some] of largestFirst(Map.groupBy(files, ({ path }) => parentOf(path)))) {
        if (told >= mostRows) break;
        const shown = some.toSorted((one, other) => (one.path < other.path ? -1 : 1)).slice(0, mostRows - told);
        told += shown.length;
        if (folder !== '') rows.push(`  ${folder}/: ${numberText(some.length)}`);
        rows.push(...shown.map(file => fileRow(file, folder)));
    }
    return told < files.length ? [...rows, `  ${t('and {0} more', files.length - told)}`] : rows;
}

function fileRow({ path, detail, rule }: SkippedFile, folder: string): LinkedLine {
    const name = folder === '' ? path : path.slice(folder.length + 1);
    const own = `${folder === '' ? '  ' : '    '}${name}`;
    return {
        text: detail === '' ? own : `${own}  (${retold(detail)})`,
        // A folder cannot be opened as a file is.
        links: [...(path.endsWith('/') ? [] : [{ words: name, place: { path } }]), ...ruleLinks(detail, rule)],
    };
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

const skippedFor: Readonly<Record<SkipReason, string>> = textTable({
    ignored: 'Ignored by .gitignore or .footnoteignore',
    excluded: 'Excluded by settings, or a folder of dependencies',
    'too-large': 'Too large',
    binary: 'Not text',
    minified: 'Minified',
    generated: 'Generated',
    secret: 'Holds secrets by its name',
    symlink: 'A symbolic link',
    unreadable: 'Cannot be read',
    'not-a-file': 'Not a regular file',
    empty: 'Empty',
    quarantined: 'The engine stopped while it read them',
});
