import type { SkippedFile } from '../../protocol/indexing.ts';
import type { CountedFile } from '../ports.ts';
import type { DiskStamp } from '../scan/diskStamp.ts';
import type { FileRecord } from '../store/fileRecord.ts';
import { fileKindOf } from '../parse/fileKind.ts';
import { languageOf } from '../parse/languages.ts';
import { isSameButChangeTime } from '../scan/diskStamp.ts';

/** What the journal keeps of a file that was parsed; `isWanted`: its owner has let it in by name. */
export function recordOfParsed(file: CountedFile, stamp: DiskStamp, isWanted = false): FileRecord {
    const { path, hash, language, kind, lines, problem } = file;
    const found = { path, ...stamp, hash, language, kind, lines, chunks: file.chunks.length, ...(isWanted ? { isWanted } : {}) };
    return problem === undefined ? { ...found, state: 'indexed' } : { ...found, state: 'problem', detail: problem };
}

/** The same content at another stamp. */
export function restamped(record: FileRecord, stamp: DiskStamp, isWanted = false, now = Date.now()): FileRecord {
    const isVain = isSameButChangeTime(record, stamp) && now - (stamp.ctimeMs ?? now) < FRESH_MS;
    return { ...record, ...stamp, vainLooks: isVain ? (record.vainLooks ?? 0) + 1 : undefined, isWanted: isWanted || undefined };
}

/**
 * Whether the time of change is the file's own. Some file systems in user space have none and give the present, or that of their last look
 * at the file, which they believe for up to a minute: on such a one it tells nothing, and files would be read again for ever.
 */
export function hasOwnChangeTime(record: FileRecord): boolean {
    return (record.vainLooks ?? 0) < VAIN_LOOKS;
}

const VAIN_LOOKS = 3;
const FRESH_MS = 60_000;

/** What the journal keeps of a file whose content decided against it, so that it is not read again until it changes. */
export function recordOfSkipped({ path, reason, detail }: SkippedFile, stamp: DiskStamp, isWanted = false): FileRecord {
    return {
        path,
        ...stamp,
        hash: '',
        language: languageOf(path).id,
        kind: fileKindOf(path, ''),
        lines: 0,
        chunks: 0,
        ...(isWanted ? { isWanted } : {}),
        state: 'skipped',
        reason,
        detail,
    };
}
