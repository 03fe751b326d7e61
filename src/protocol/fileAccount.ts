import type { FileKind, Language } from './code.ts';
import type { PassageSymbol } from './passage.ts';
import type { SkipReason } from './indexing.ts';
import type { TextRange, WorkspacePath } from './text.ts';
import { rangeLabel } from './text.ts';

/** What the index holds of a path, or why it holds nothing. */
export type FileAccount =
    | IndexedFileAccount
    /** `detail` names the rule with its file and line, the size and the limit, or the error. */
    | { readonly state: 'skipped'; readonly path: WorkspacePath; readonly reason: SkipReason; readonly detail: string }
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

/** The account as a page to read; `now` in milliseconds since 1970. */
export function fileAccountText(account: FileAccount, now: number): string {
    const { path } = account;
    switch (account.state) {
        case 'indexed':
            return `${path} is in the index.\n\n${indexedRows(account, now)}`;
        case 'skipped': {
            const detail = account.detail === '' ? '' : ` (${account.detail})`;
            return `${path} is not in the index: ${account.reason}${detail}.\n${remedyOf(account.reason)}\n`;
        }
        case 'waiting':
            return `${path} belongs in the index and has not been read yet.\nIndexing is under way, or begins with "Index Workspace" (footnote index).\n`;
        case 'folder':
            return `${path === '' ? 'The folder' : path} is a folder: ${files(account.indexed)} of it in the index, ${files(account.skipped)} left out.\n`;
        case 'missing':
            return `There is no file ${path}.\n`;
    }
}

function indexedRows(account: IndexedFileAccount, now: number): string {
    const rows: readonly (readonly [string, string])[] = [
        ['Language', account.language],
        ['Kind', account.kind],
        ['Size', `${account.bytes.toLocaleString('en')} bytes, ${account.lines.toLocaleString('en')} lines`],
        ['Hash', account.hash],
        ['Changed', `${new Date(account.modifiedAt).toISOString()} (${ageInWords(now - account.modifiedAt)} ago)`],
        [
            'Text',
            account.isUnsaved
                ? 'as in the editor, unsaved'
                : account.isCurrent
                  ? 'as indexed'
                  : 'has changed since; it is taken in shortly',
        ],
        ...(account.problem === undefined ? [] : [['Problem', account.problem] as const]),
        ['Facts', `${account.definitions.toLocaleString('en')} definitions, ${account.imports.toLocaleString('en')} imports`],
        ['Passages', String(account.chunks.length)],
    ];
    const chunks = account.chunks.map(({ range, symbol }) => {
        const what = symbol ? `  ${symbol.kind} ${symbol.container === '' ? '' : `${symbol.container}.`}${symbol.name}` : '';
        return `  ${rangeLabel(range).padStart(11)}${what}`;
    });
    return [...rows.map(([name, value]) => `${name.padEnd(9)} ${value}`), ...chunks, ''].join('\n');
}

function files(count: number): string {
    return `${count.toLocaleString('en')} ${count === 1 ? 'file' : 'files'}`;
}

/** The largest unit that fits once: `3 hours`. */
function ageInWords(milliseconds: number): string {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    for (const [unit, size] of UNITS) {
        const count = Math.floor(seconds / size);
        if (count >= 1) return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
    }
    return 'moments';
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
            return 'A line with "!" and the path in .footnoteignore takes it in whatever .gitignore says, unless a folder above it is ignored as well.';
        case 'excluded':
            return 'Settings such as files.exclude decide, or the folder holds dependencies; .footnoteignore can take it in again where the reason says so.';
        case 'too-large':
            return 'The setting footnote.index.maxFileBytes raises the limit.';
        case 'secret':
            return 'Files that hold secrets by name are never indexed.';
        case 'binary':
        case 'minified':
        case 'generated':
        case 'empty':
            return 'There is nothing in it that a person wrote to be read.';
        case 'symlink':
        case 'not-a-file':
            return 'Only regular files of this folder are indexed.';
        case 'quarantined':
            return 'It is tried again when it changes, or with "Rebuild Index".';
        case 'unreadable':
            return 'When it can be read, the next run takes it in.';
    }
}
