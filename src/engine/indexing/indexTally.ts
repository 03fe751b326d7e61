import type { IndexCounts, SkippedFile, SkipReason } from '../../protocol/indexing.ts';
import type { SkippedFor } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileRecord } from '../store/fileRecord.ts';
import type { IndexStore } from '../store/indexStore.ts';
import { workspacePath } from '../../protocol/text.ts';
import type { Scan } from '../scan/scanWorkspace.ts';

/** What is in the index and what is left out of it, counted and listed: the files that a scan skipped, and those whose content decided against them. */
export class IndexTally {
    private readonly store: Pick<IndexStore, 'manifest' | 'served' | 'isDraft'>;
    private readonly byScan = new Map<WorkspacePath, SkippedFile>();
    /** False until a scan has gone over the whole workspace: an index that was only opened knows what it holds, not what it left out. */
    hasSeenEverything = false;
    /** Counted when asked for, as long as nothing was stored. */
    private reasons: readonly SkippedFor[] | undefined;
    private counted: { readonly indexed: number; readonly skipped: number; readonly drafted: number | undefined } | undefined;

    constructor(store: Pick<IndexStore, 'manifest' | 'served' | 'isDraft'>) {
        this.store = store;
    }

    /** Takes over what a scan left out; `paths` are those it looked at, `everything` when it was the whole workspace. */
    noteScan(scan: Scan, paths: Iterable<WorkspacePath> | 'everything'): void {
        this.reasons = undefined;
        if (paths === 'everything') {
            this.byScan.clear();
            this.hasSeenEverything = true;
        } else {
            this.forget(new Set(paths), scan);
        }
        for (const skipped of scan.skipped) if (!this.isBelowLeftOut(skipped.path)) this.byScan.set(skipped.path, skipped);
    }

    /** What was known of these paths; of those that are no files (any more) also of all that was below them. */
    private forget(paths: ReadonlySet<WorkspacePath>, scan: Scan): void {
        for (const path of paths) this.byScan.delete(path);
        const files = new Set(scan.files.map(({ path }) => path));
        if ([...paths].every(path => files.has(path))) return;
        for (const known of this.byScan.keys()) if (foldersAbove(known).some(folder => paths.has(folder))) this.byScan.delete(known);
    }

    /** A folder that is left out, or a link to one, stands in the list once, whoever tells of a file in it. */
    private isBelowLeftOut(path: WorkspacePath): boolean {
        return foldersAbove(path).some(
            folder => `${folder}/` !== path && (this.byScan.has(folder) || this.byScan.has(workspacePath(`${folder}/`))),
        );
    }

    /** To be told when the index has changed. */
    recount(): void {
        this.counted = undefined;
        this.reasons = undefined;
    }

    clear(): void {
        this.byScan.clear();
        this.recount();
    }

    /** `pending`: new files that are on their way into the index. While another index is made beside it, what still answers is counted. */
    counts(pending: number): IndexCounts {
        const { manifest, served, isDraft } = this.store;
        this.counted ??= { ...count(served.records()), drafted: isDraft ? count(manifest.records()).indexed : undefined };
        const { indexed, skipped, drafted = indexed } = this.counted;
        // Those on their way into the other index are, but for a few, the files that this one has.
        return { indexed, total: Math.max(indexed, drafted + pending), skipped: skipped + this.byScan.size, chunks: served.chunks };
    }

    /** How many are left out for which reason, the most frequent first. Counted once as long as nothing changes. */
    skippedFor(): readonly SkippedFor[] {
        return (this.reasons ??= countReasons(this.skipped()));
    }

    skipped(): readonly SkippedFile[] {
        const byContent: SkippedFile[] = [];
        for (const record of this.store.manifest.records()) {
            const skipped = skippedOf(record);
            if (skipped) byContent.push(skipped);
        }
        return [...this.byScan.values(), ...byContent];
    }

    /** `unknown` when neither the index nor a scan has met the path. */
    find(path: WorkspacePath): SkippedFile | 'indexed' | 'unknown' {
        const record = this.store.manifest.get(path);
        if (record) return skippedOf(record) ?? 'indexed';
        return this.byScan.get(path) ?? 'unknown';
    }
}

/** `a` and `a/b` of `a/b/c`; `a/b` of the folder `a/b/` as well. */
function foldersAbove(path: WorkspacePath): readonly WorkspacePath[] {
    const folders: WorkspacePath[] = [];
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) folders.push(workspacePath(path.slice(0, slash)));
    return folders;
}

function countReasons(skipped: readonly SkippedFile[]): readonly SkippedFor[] {
    const byReason = new Map<SkipReason, number>();
    for (const { reason } of skipped) byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
    return [...byReason].map(([reason, files]) => ({ reason, files })).sort((one, other) => other.files - one.files);
}

function count(records: Iterable<FileRecord>): { readonly indexed: number; readonly skipped: number } {
    let indexed = 0;
    let skipped = 0;
    for (const { state } of records) {
        if (state === 'skipped') skipped++;
        else indexed++;
    }
    return { indexed, skipped };
}

function skippedOf(record: FileRecord): SkippedFile | undefined {
    return record.state === 'skipped' ? { path: record.path, reason: record.reason, detail: record.detail } : undefined;
}
