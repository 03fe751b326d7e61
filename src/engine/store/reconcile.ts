import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileRecord } from './fileRecord.ts';
import type { FileCensus } from './rowStore.ts';

/**
 * After an interruption: the files about which the journal, the symbols and the rows do not say the same.
 * None of the three is believed against the others; such a file is forgotten everywhere and indexed again.
 */
export function pathsToForget(found: Findings): WorkspacePath[] {
    const { manifest, unfinished, symbols, census } = found;
    const paths = new Set<WorkspacePath>(unfinished);
    for (const record of manifest.records()) if (!agrees(record, found)) paths.add(record.path);
    for (const path of census.keys()) if (manifest.get(path) === undefined) paths.add(path);
    for (const { path } of symbols.files()) if (manifest.get(path) === undefined) paths.add(path);
    return [...paths];
}

export interface Findings {
    readonly manifest: { get(path: WorkspacePath): FileRecord | undefined; records(): Iterable<FileRecord> };
    readonly unfinished: ReadonlySet<WorkspacePath>;
    readonly symbols: { files(): Iterable<{ readonly path: WorkspacePath }>; hashOf(path: WorkspacePath): string | undefined };
    readonly census: ReadonlyMap<WorkspacePath, FileCensus>;
}

function agrees(record: FileRecord, { symbols, census }: Findings): boolean {
    const counted = census.get(record.path);
    if ((counted?.rows ?? 0) !== record.chunks) return false;
    if (counted && counted.fileHash !== record.hash) return false;
    return symbols.hashOf(record.path) === (record.state === 'skipped' ? undefined : record.hash);
}
