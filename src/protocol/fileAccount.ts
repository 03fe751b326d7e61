import type { FileKind, Language } from './code.ts';
import type { PassageSymbol } from './passage.ts';
import type { SkippedFile, SkipReason } from './indexing.ts';
import type { TextRange, WorkspacePath } from './text.ts';
import { listText, numberText, plural, retold, spokenLanguage, t, textTable } from './l10n.ts';
import { linkedText, ruleLinks, type LinkedLine, type LinkedText } from './linkedText.ts';
import { skippedTree } from './skippedTree.ts';
import { rangeLabel } from './text.ts';

/** What the index holds of a path, or why it holds nothing. */
export type FileAccount =
    | IndexedFileAccount
    /** `detail` names the rule with its file and line, the size and the limit, or the error. */
    | ({ readonly state: 'skipped' } & SkippedFile)
    /** It belongs in the index, and no run has come to it yet. */
    | { readonly state: 'waiting'; readonly path: WorkspacePath }
    | { readonly state: 'folder'; readonly path: WorkspacePath; readonly indexed: number; readonly skipped: number }
    | { readonly state: 'missing'; readonly path: WorkspacePath };

export interface IndexedFileAccount {
    readonly state: 'indexed';
    readonly path: WorkspacePath;
    readonly language: Language;
    readonly kind: FileKind;
    readonly bytes: number;
    readonly lines: number;
    /** Of the text that is indexed. */
    readonly hash: string;
    /** Milliseconds since 1970: when the file was last changed, as the index knows it. */
    readonly modifiedAt: number;
    /** The live text is what is indexed. */
    readonly isCurrent: boolean;
    /** An editor holds text that is not saved; that text is what is indexed. */
    readonly isUnsaved: boolean;
    /** What went wrong although it is indexed: `parse timed out; cut by lines`, or why a passage has no vector. */
    readonly problem?: string;
    /** In order of lines. */
    readonly chunks: readonly { readonly range: TextRange; readonly symbol?: PassageSymbol }[];
    readonly definitions: number;
    readonly imports: number;
}

/**
 * The account as a page to read; `now` in milliseconds since 1970. Of a folder, what is left out below it is told from `skipped`,
 * naming at most `mostRows` for each reason.
 */
export function fileAccountPage(
    account: FileAccount,
    now: number,
    { skipped = [], mostRows = 2_000 }: { readonly skipped?: readonly SkippedFile[]; readonly mostRows?: number } = {},
): LinkedText {
    return linkedText([...accountLines(account, now, skipped, mostRows), '']);
}

function accountLines(
    account: FileAccount,
    now: number,
    skipped: readonly SkippedFile[],
    mostRows: number,
): readonly (string | LinkedLine)[] {
    const { path } = account;
    switch (account.state) {
        case 'indexed':
            return [{ text: t('{0} is in the index.', path), links: [{ words: path, place: { path } }] }, '', ...indexedRows(account, now)];
        case 'skipped': {
            const reason = t(skipReasonWords[account.reason]);
            const text =
                account.detail === ''
                    ? t('{0} is not in the index: {1}.', path, reason)
                    : t('{0} is not in the index: {1} ({2}).', path, reason, retold(account.detail));
            const links = ruleLinks(account.detail, account.rule);
            return [{ text, links }, remedyOf(account.reason)];
        }
        case 'waiting':
            return [
                { text: t('{0} belongs in the index and has not been read yet.', path), links: [{ words: path, place: { path } }] },
                t('Indexing is under way, or begins with "Index Workspace" (footnote index).'),
            ];
        case 'folder': {
            const count = plural(
                account.indexed,
                '{1} is a folder: {0} file of it in the index, {2} left out.',
                '{1} is a folder: {0} files of it in the index, {2} left out.',
                path === '' ? t('The folder') : path,
                account.skipped,
            );
            const below = skipped.filter(file => path === '' || file.path.startsWith(`${path}/`));
            return [count, ...skippedTree(below, mostRows)];
        }
        case 'missing':
            return [t('There is no file {0}.', path)];
    }
}

function indexedRows(account: IndexedFileAccount, now: number): readonly (string | LinkedLine)[] {
    const { path } = account;
    const rows: readonly (readonly [string, string])[] = [
        [t('Language'), account.language],
        [t('Kind'), account.kind],
        [t('Size'), t('{0} bytes, {1} lines', account.bytes, account.lines)],
        [t('Hash'), account.hash],
        [t('Changed'), `${new Date(account.modifiedAt).toISOString()} (${ageInWords(now - account.modifiedAt)})`],
        [
            t('Text'),
            account.isUnsaved
                ? t('as in the editor, unsaved')
                : account.isCurrent
                  ? t('as indexed')
                  : t('has changed since; it is taken in shortly'),
        ],
        ...(account.problem === undefined ? [] : [[t('Problem'), retold(account.problem)] as const]),
        [t('Facts'), listText([counted.definitions(account.definitions), counted.imports(account.imports)])],
        [t('Passages'), numberText(account.chunks.length)],
    ];
    const width = Math.max(...rows.map(([name]) => name.length));
    const chunks = account.chunks.map(({ range, symbol }) => {
        const what = symbol ? `  ${symbol.kind} ${symbol.container === '' ? '' : `${symbol.container}.`}${symbol.name}` : '';
        const lines = rangeLabel(range);
        return { text: `  ${lines.padStart(11)}${what}`, links: [{ words: lines, place: { path, line: range.startLine } }] };
    });
    return [...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`), ...chunks];
}

const counted = {
    definitions: (count: number): string => plural(count, '{0} definition', '{0} definitions'),
    imports: (count: number): string => plural(count, '{0} import', '{0} imports'),
};

/** The largest unit that fits once: `3 hours ago`. */
function ageInWords(milliseconds: number): string {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    for (const [unit, size] of UNITS) {
        const count = Math.floor(seconds / size);
        if (count >= 1) return new Intl.RelativeTimeFormat(spokenLanguage()).format(-count, unit);
    }
    return t('moments ago');
}

const UNITS = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
] as const;

/** What can be done about it. */
function remedyOf(reason: SkipReason): string {
    switch (reason) {
        case 'ignored':
            return t(
                'A line with "!" and the path in .footnoteignore takes it in whatever .gitignore says, unless a folder above it is ignored as well.',
            );
        case 'excluded':
            return t(
                'Settings such as files.exclude decide, or the folder holds dependencies; .footnoteignore can take it in again where the reason says so.',
            );
        case 'too-large':
            return t('The setting footnote.index.maxFileBytes raises the limit.');
        case 'secret':
            return t('Files that hold secrets by name are never indexed.');
        case 'minified':
        case 'generated':
            return t('A line with "!" and its name in .footnoteignore takes it in all the same.');
        case 'binary':
        case 'empty':
            return t('There is nothing in it that a person wrote to be read.');
        case 'symlink':
        case 'not-a-file':
            return t('Only regular files of this folder are indexed.');
        case 'quarantined':
            return t('It is tried again when it changes, or with "Rebuild Index".');
        case 'unreadable':
            return t('When it can be read, the next run takes it in.');
    }
}

/** Why a file is not in the index, in a word or two. */
export const skipReasonWords: Readonly<Record<SkipReason, string>> = textTable({
    ignored: 'ignored',
    excluded: 'excluded',
    'too-large': 'too large',
    binary: 'binary',
    minified: 'minified',
    generated: 'generated',
    secret: 'secret',
    symlink: 'symbolic link',
    unreadable: 'unreadable',
    'not-a-file': 'not a file',
    empty: 'empty',
    quarantined: 'quarantined',
});
