import type { SkippedFile } from '../../protocol/indexing.ts';
import type { CountedFile } from '../ports.ts';
import type { DiskStamp } from '../scan/resolveInside.ts';
import type { FileRecord } from '../store/fileRecord.ts';
import { fileKindOf } from '../parse/fileKind.ts';
import { languageOf } from '../parse/languages.ts';

/** What the journal keeps of a file that was parsed. */
export function recordOfParsed(file: CountedFile, stamp: DiskStamp): FileRecord {
    const { path, hash, language, kind, lines, problem } = file;
    const found = { path, ...stamp, hash, language, kind, lines, chunks: file.chunks.length };
    return problem === undefined ? { ...found, state: 'indexed' } : { ...found, state: 'problem', detail: problem };
}

/** What the journal keeps of a file whose content decided against it, so that it is not read again until it changes. */
export function recordOfSkipped({ path, reason, detail }: SkippedFile, stamp: DiskStamp): FileRecord {
    return {
        path,
        ...stamp,
        hash: '',
        language: languageOf(path).id,
        kind: fileKindOf(path, ''),
        lines: 0,
        chunks: 0,
        state: 'skipped',
        reason,
        detail,
    };
}
