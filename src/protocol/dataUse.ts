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
            ? `  vectors that no index uses: ${megabytes(item.bytes)}`
            : `  ${item.folders.join(', ') || 'an index'} (${item.why === 'unused' ? 'not used for 90 days' : 'its folder is gone'}): ${megabytes(item.bytes)}`,
    );
    return [removed.length === 0 ? 'Nothing to remove.' : `Removed ${megabytes(freedBytes)}:`, ...told, dataUseText(use), ''].join('\n');
}

/** One line for each index. */
export function dataUseText({ indexes, vectorBytes, totalBytes, quotaBytes }: DataUse): string {
    return [
        `${megabytes(totalBytes)} of ${megabytes(quotaBytes)} in use: ${String(indexes.length)} ${indexes.length === 1 ? 'index' : 'indexes'}, vectors ${megabytes(vectorBytes)}.`,
        ...indexes.map(({ folders, bytes }) => `  ${megabytes(bytes)}  ${folders.join(', ') || 'an index of unknown folders'}`),
    ].join('\n');
}

export function megabytes(bytes: number): string {
    return `${(bytes / (1024 * 1024)).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}
