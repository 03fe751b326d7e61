import { listText, numberText, plural, t } from './l10n.ts';

/** What Footnote keeps on this disk for one user, as it is shown and held against the quota. */
export interface DataUse {
    /** The largest first. */
    readonly indexes: readonly IndexUse[];
    /** Vectors by content, which all indexes share. */
    readonly vectorBytes: number;
    readonly totalBytes: number;
    /** `footnote.index.quotaBytes`. */
    readonly quotaBytes: number;
}

export interface IndexUse {
    /** The folders that are indexed; empty when an older program did not note them. */
    readonly folders: readonly string[];
    readonly bytes: number;
    /** Milliseconds since 1970. */
    readonly usedAt: number;
}

/** What was removed because nobody needs it any more. */
export interface PruneReport {
    readonly removed: readonly RemovedData[];
    readonly freedBytes: number;
    /** As it is afterwards. */
    readonly use: DataUse;
}

export type RemovedData =
    | { readonly what: 'index'; readonly why: 'unused' | 'folder gone'; readonly folders: readonly string[]; readonly bytes: number }
    /** Vectors of no index, or the oldest beyond their share of the quota. */
    | { readonly what: 'vectors'; readonly bytes: number };

export function pruneReportText({ removed, freedBytes, use }: PruneReport): string {
    const told = removed.map(item =>
        item.what === 'vectors'
            ? `  ${t('vectors that no index uses: {0}', megabytes(item.bytes))}`
            : `  ${listText(item.folders) || t('an index')} (${item.why === 'unused' ? t('not used for 90 days') : t('its folder is gone')}): ${megabytes(item.bytes)}`,
    );
    return [removed.length === 0 ? t('Nothing to remove.') : t('Removed {0}:', megabytes(freedBytes)), ...told, dataUseText(use), ''].join(
        '\n',
    );
}

/** One line for each index. */
export function dataUseText({ indexes, vectorBytes, totalBytes, quotaBytes }: DataUse): string {
    return [
        plural(
            indexes.length,
            '{1} of {2} in use: {0} index, vectors {3}.',
            '{1} of {2} in use: {0} indexes, vectors {3}.',
            megabytes(totalBytes),
            megabytes(quotaBytes),
            megabytes(vectorBytes),
        ),
        ...indexes.map(({ folders, bytes }) => `  ${megabytes(bytes)}  ${listText(folders) || t('an index of unknown folders')}`),
    ].join('\n');
}

export function megabytes(bytes: number): string {
    return t('{0} MB', numberText(bytes / (1024 * 1024), { maximumFractionDigits: 1 }));
}
