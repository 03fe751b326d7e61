import type { SkippedFile } from '../../protocol/indexing.ts';
import type { CountedFile } from '../ports.ts';
import type { DiskStamp } from '../scan/resolveInside.ts';
import type { FileRecord } from '../store/fileRecord.ts';
import { fileKindOf } from '../parse/fileKind.ts';
import { languageOf } from '../parse/languages.ts';

/** What the journal keeps of a file that was parsed; `isWanted`: its owner has let it in by name. */
export function recordOfParsed(file: CountedFile, stamp: DiskStamp, isWanted = false): FileRecord {
    const { path, hash, language, kind, lines, problem } = file;
    const found = { path, ...stamp, hash, language, kind, lines, chunks: file.chunks.length, ...(isWanted ? { isWanted } : {}) };
    return problem === undefined ? { ...found, state: 'indexed' } : { ...found, state: 'problem', detail: problem };
}

/** The same content at another stamp. */
export function restamped(record: FileRecord, stamp: DiskStamp, isWanted = false): FileRecord {
    return { ...record, ...stamp, isWanted: isWanted || undefined };
}

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
