import { numberText, plural, t, textTable } from './l10n.ts';
import { linkedText, type LinkedLine, type LinkedText } from './linkedText.ts';
import type { WorkspacePath } from './text.ts';

/** Asks the index to prove that it is what a fresh one would be. */
export interface VerifyRequest {
    /**
     * `quick`: journal, rows, symbols and the files of the index agree with each other and with the stamps on disk, and a search finds what is known
     * to be there. `full`: every file is also read, parsed and cut again, and its rows and vectors are compared with what came of it.
     */
    readonly depth: 'quick' | 'full';
    /** Whatever differs is indexed again, and looked at once more. */
    readonly repairs: boolean;
}

/** What can be wrong, in the order in which it is told. */
export type DifferenceKind =
    /** The rows cannot be read. */
    | 'unreadable'
    /** A file of the index is not as it was written: its checksum differs, or it is gone. */
    | 'damaged-file'
    /** A change was begun and never recorded. */
    | 'unfinished'
    /** Rows and journal do not say the same. */
    | 'rows'
    /** Two rows have one identity. */
    | 'duplicate'
    /** Symbols and journal do not say the same. */
    | 'symbols'
    /** The counts of words are not those of the rows. */
    | 'words'
    /** A search does not find a row that is there. */
    | 'not-found'
    /** In the workspace, not in the index. */
    | 'missing'
    /** In the index, not in the workspace. */
    | 'gone'
    /** Changed since it was indexed. */
    | 'changed'
    /** Cut again, the file gives other rows. */
    | 'chunks'
    /** A row's vector is not that of its text. */
    | 'vector';

export interface IndexDifference {
    readonly kind: DifferenceKind;
    /** Empty when it concerns the index as a whole. */
    readonly path: WorkspacePath | '';
    /** For people. */
    readonly detail: string;
}

export interface VerifyReport {
    readonly depth: VerifyRequest['depth'];
    /** Nothing differs (any more, when repairs were asked for). */
    readonly isSound: boolean;
    /** What differed when it was looked at; after a repair, what was mended. */
    readonly differences: readonly IndexDifference[];
    /** What still differs after a repair; empty without one. */
    readonly remaining: readonly IndexDifference[];
    /** What was done about it. */
    readonly repair: 'none' | 'files' | 'rebuilt';
    /** Files and rows that were compared. */
    readonly files: number;
    readonly chunks: number;
    readonly tookMs: number;
}

/** The report as a page to read, and as the command line prints it; a file that differs leads to itself. */
export function verifyReportPage(report: VerifyReport): LinkedText {
    const { differences, remaining, repair } = report;
    const compared = comparedWords(report);
    if (differences.length === 0) return linkedText([t('The index is sound: {0}', compared), '']);
    const told = [plural(differences.length, '{0} difference: {1}', '{0} differences: {1}', compared), '', ...listed(differences)];
    if (repair === 'none') return linkedText([...told, '', t('Repair: footnote verify --repair, or "Repair" in the editor.'), '']);
    const mended =
        repair === 'rebuilt' ? t('The index was made anew; vectors came from the cache.') : t('The files concerned were indexed again.');
    const left = remaining.length === 0 ? [t('Nothing differs any more.')] : [t('Still different:'), '', ...listed(remaining)];
    return linkedText([...told, '', mended, ...left, '']);
}

/** That nothing differs, in the one line that a message has. */
export function soundWords({ files, chunks }: Pick<VerifyReport, 'files' | 'chunks'>): string {
    return plural(
        files,
        'The index is sound: {0} file, {1} passages compared.',
        'The index is sound: {0} files, {1} passages compared.',
        chunks,
    );
}

function listed(differences: readonly IndexDifference[]): readonly (string | LinkedLine)[] {
    const byKind = Map.groupBy(differences, ({ kind }) => kind);
    return [...byKind].flatMap(([kind, some]) => [
        `${t(KIND_WORDS[kind])}: ${numberText(some.length)}`,
        ...some.slice(0, MOST_ROWS).map(({ path, detail }) => ({
            text: `  ${[path, detail].filter(part => part !== '').join(': ')}`,
            links: path === '' ? [] : [{ words: path, place: { path } }],
        })),
        ...(some.length > MOST_ROWS ? [`  ${t('and {0} more', some.length - MOST_ROWS)}`] : []),
    ]);
}

const MOST_ROWS = 100;

const KIND_WORDS: Readonly<Record<DifferenceKind, string>> = textTable({
    unreadable: 'Rows that cannot be read',
    'damaged-file': 'Files of the index that are not as they were written',
    unfinished: 'Changes that were begun and never recorded',
    rows: 'Rows and journal do not agree',
    duplicate: 'Rows that are there twice',
    symbols: 'Symbols and journal do not agree',
    words: 'Word counts that are not those of the rows',
    'not-found': 'Rows that a search does not find',
    missing: 'Files that are not in the index yet',
    gone: 'Files that are in the index and not in the folder',
    changed: 'Files that have changed since they were indexed',
    chunks: 'Files that give other passages when they are cut again',
    vector: 'Passages whose vector is not that of their text',
});

function comparedWords({ depth, files, chunks, tookMs }: VerifyReport): string {
    const seconds = numberText(tookMs / 1000, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return depth === 'quick'
        ? plural(files, '{0} file and {1} passages compared in {2} s.', '{0} files and {1} passages compared in {2} s.', chunks, seconds)
        : plural(
              files,
              '{0} file and {1} passages made again and compared in {2} s.',
              '{0} files and {1} passages made again and compared in {2} s.',
              chunks,
              seconds,
          );
}
