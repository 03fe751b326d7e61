import type { SkippedFile, SkipReason } from '../protocol/indexing.ts';

/** The files that are not indexed as a page to read: by reason, each with its detail. */
export function skippedList(skipped: readonly SkippedFile[]): string {
    if (skipped.length === 0) return 'Every file is indexed.\n';
    const byReason = Map.groupBy(skipped, ({ reason }) => reason);
    const parts = [...byReason]
        .sort(([, one], [, other]) => other.length - one.length)
        .map(([reason, files]) => {
            const rows = files
                .toSorted((one, other) => (one.path < other.path ? -1 : 1))
                .slice(0, MOST_ROWS)
                .map(({ path, detail }) => (detail === '' ? `  ${path}` : `  ${path}  (${detail})`));
            const rest = files.length - rows.length;
            return [`${reasonWords(reason)}: ${files.length}`, ...rows, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n');
        });
    return `${skipped.length} ${skipped.length === 1 ? 'file is' : 'files are'} not indexed.\n\n${parts.join('\n\n')}\n`;
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
