import type { SkippedFile } from '../../protocol/indexing.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { DiskStamp } from '../scan/diskStamp.ts';
import type { Scan } from '../scan/scanWorkspace.ts';
import type { FileRecord } from '../store/fileRecord.ts';
import type { ManifestView } from '../store/indexStore.ts';
import { isSameButChangeTime, isSameStamp } from '../scan/diskStamp.ts';
import { hasOwnChangeTime } from './recordFile.ts';

/** A file to look into: the index has not seen it, or not as it is now. */
export interface Visit {
    readonly path: WorkspacePath;
    readonly stamp: DiskStamp;
    /** What the index knows of it; undefined for a new file. */
    readonly record: FileRecord | undefined;
    /** Its owner has let it in by name. */
    readonly isWanted?: boolean;
}

/** What has to be done so that the index says what the disk says. */
export interface IndexPlan {
    /** In order of work. */
    readonly visits: readonly Visit[];
    readonly removed: readonly WorkspacePath[];
    readonly unchanged: number;
}

export interface PlanOptions {
    /** Files that somebody is looking at: they go first. */
    readonly priority: ReadonlySet<WorkspacePath>;
    /** Looked into even when their stamp has not changed, because somebody said that they were written. */
    readonly suspects: ReadonlySet<WorkspacePath>;
}

/**
 * Compares what the index remembers with what a scan has found, without reading a file: a file whose size, times and inode are
 * those of its record is unchanged. Any difference counts, not only a later time, because a restored or moved file may be older.
 * `records` are those that the scan speaks about: all of them, or those of the paths that were scanned.
 */
export function planIndexing(records: Iterable<FileRecord>, scan: Scan, options: PlanOptions): IndexPlan {
    const known = new Map<WorkspacePath, FileRecord>();
    for (const record of records) known.set(record.path, record);
    const visits: Visit[] = [];
    let unchanged = 0;
    for (const { path, stamp, isWanted = false } of scan.files) {
        const record = known.get(path);
        known.delete(path);
        if (record && !options.suspects.has(path) && isAsRecorded(record, stamp, isWanted)) unchanged++;
        else visits.push({ path, stamp, record, isWanted });
    }
    const unreadable = scan.skipped.filter(isUnreadableFolder).map(({ path }) => path);
    // A folder that could not be listed says nothing about its files: what the index has of them stays.
    const removed = [...known.keys()].filter(path => !unreadable.some(folder => path.startsWith(folder)));
    return { visits: inOrderOfWork(visits, options.priority), removed, unchanged: unchanged + known.size - removed.length };
}

/** The records of these paths and of everything below them. */
export function* recordsAt(manifest: Pick<ManifestView, 'get' | 'records'>, paths: ReadonlySet<WorkspacePath>): Iterable<FileRecord> {
    const folders: string[] = [];
    for (const path of paths) {
        const record = manifest.get(path);
        if (record) yield record;
        else folders.push(`${path}/`);
    }
    if (folders.length === 0) return;
    for (const record of manifest.records()) {
        if (folders.some(folder => record.path.startsWith(folder))) yield record;
    }
}

/** Marks a record whose rows have no vectors, because the model failed; the next plan takes it up again. */
export const NOT_EMBEDDED = 'not embedded: ';

/** Marks a record of a file with a passage that the model takes no more, whatever is done; it is tried again when the file changes. */
export const REFUSED = 'found by words only, the passage at line ';

function isAsRecorded(record: FileRecord, stamp: DiskStamp, isWanted: boolean): boolean {
    if (!isStampOf(record, stamp)) return false;
    if ((record.isWanted ?? false) !== isWanted) return false;
    switch (record.state) {
        case 'indexed':
            return true;
        case 'problem':
            return !record.detail.startsWith(NOT_EMBEDDED);
        case 'skipped':
            // What kept these out may be gone without the file having changed: a permission, a limit, or nobody having asked for it.
            return record.reason !== 'unreadable' && record.reason !== 'too-large' && !(isWanted && record.reason === 'minified');
    }
}

function isStampOf(record: FileRecord, stamp: DiskStamp): boolean {
    // A file that has brought the engine down is not tried again because somebody has changed its rights.
    const countsChangeTime = hasOwnChangeTime(record) && !(record.state === 'skipped' && record.reason === 'quarantined');
    return countsChangeTime ? isSameStamp(record, stamp) : isSameButChangeTime(record, stamp);
}

/** The hash at which a record stands, whatever the stamp is now; undefined where the file is to be taken in again in any case. */
export function hashToKeep({ record, stamp }: Visit): string | undefined {
    if (record?.state === 'indexed') return record.hash;
    // What went wrong with a file is tried again when somebody writes it, and not for its rights or another name.
    if (record?.state !== 'problem' || record.detail.startsWith(NOT_EMBEDDED)) return undefined;
    return isSameButChangeTime(record, stamp) && record.ctimeMs !== stamp.ctimeMs ? record.hash : undefined;
}

function isUnreadableFolder({ path, reason }: SkippedFile): boolean {
    return reason === 'unreadable' && path.endsWith('/');
}

/** Most questions are about what somebody works on, and small files make many of them answerable soon. */
function inOrderOfWork(visits: readonly Visit[], priority: ReadonlySet<WorkspacePath>): readonly Visit[] {
    const newest = visits.reduce((latest, { stamp }) => Math.max(latest, stamp.mtimeMs), 0);
    const rank = ({ path, stamp }: Visit): number => (priority.has(path) ? 0 : stamp.mtimeMs > newest - RECENT_MS ? 1 : 2);
    return visits.toSorted((one, other) => rank(one) - rank(other) || one.stamp.size - other.stamp.size);
}

/** A fresh clone is recent as a whole; an old checkout has a few files that were touched this week. */
const RECENT_MS = 7 * 24 * 60 * 60 * 1000;
