import type { FileAccount } from '../../protocol/fileAccount.ts';
import type { FileProblem, SkippedFile } from '../../protocol/indexing.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { IndexStore } from '../store/indexStore.ts';
import type { FileRecord } from '../store/fileRecord.ts';
import type { DiskFiles } from '../scan/diskFiles.ts';
import type { SymbolTable } from '../ports.ts';
import { NOT_EMBEDDED, REFUSED } from './planIndexing.ts';

export interface AccountPorts {
    readonly store: Pick<IndexStore, 'manifest' | 'passages'>;
    readonly files: Pick<DiskFiles, 'roots' | 'read' | 'whyLeftOut' | 'readFromDisk'>;
    readonly symbols: Pick<SymbolTable, 'factsOf'>;
    readonly index: { whySkipped(path: WorkspacePath): Promise<SkippedFile | undefined>; skipped(): Promise<readonly SkippedFile[]> };
}

/** Says what the index holds of a path and why, or why it holds nothing: as the journal has it, compared with the live text. */
export async function accountForFile(path: WorkspacePath, { store, files, symbols, index }: AccountPorts): Promise<FileAccount> {
    // A folder of the workspace itself: no rule is asked about it.
    if (files.roots.some(({ name }) => name === path)) return folderAccount(path, store.manifest.records(), await index.skipped());
    const skipped = await index.whySkipped(path);
    const record = store.manifest.get(path);
    if (skipped?.reason === 'not-a-file' && skipped.detail === 'a folder')
        return folderAccount(path, store.manifest.records(), await index.skipped());
    if (skipped) return { state: 'skipped', ...skipped };
    const rows = await store.passages.rowsOf(path);
    const live = await files.read(path);
    if ((!record && rows.length === 0) || !live) {
        const onDisk = await files.readFromDisk(path);
        if (onDisk.state === 'skipped') return { state: 'skipped', ...onDisk.skipped };
        return { state: onDisk.state === 'gone' ? 'missing' : 'waiting', path };
    }
    const facts = symbols.factsOf(path);
    const hash = rows[0]?.fileHash ?? record?.hash ?? '';
    return {
        state: 'indexed',
        path,
        language: rows[0]?.language ?? record?.language ?? 'plaintext',
        kind: rows[0]?.kind ?? record?.kind ?? 'code',
        bytes: record?.size ?? Buffer.byteLength(live.text),
        lines: record?.lines ?? live.text.split('\n').length,
        hash,
        modifiedAt: record?.mtimeMs ?? Date.now(),
        isCurrent: live.hash === hash,
        isUnsaved: live.isUnsaved,
        ...(record?.state === 'problem' ? { problem: problemWords(record.detail) } : {}),
        chunks: rows.map(({ range, symbol }) => ({ range, ...(symbol ? { symbol } : {}) })),
        definitions: facts?.definitions.length ?? 0,
        imports: facts?.imports.length ?? 0,
    };
}

/** Every file that is in the index with something missing. */
export function problemsOf(records: Iterable<FileRecord>): readonly FileProblem[] {
    const problems: FileProblem[] = [];
    for (const record of records) {
        if (record.state === 'problem') problems.push({ path: record.path, reason: problemWords(record.detail) });
    }
    return problems.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Without its vectors a file is whole; without its syntax it was cut by lines. */
function problemWords(detail: string): string {
    return detail.startsWith(NOT_EMBEDDED) || detail.startsWith(REFUSED) ? detail : `${detail}; cut by lines`;
}

function folderAccount(
    path: WorkspacePath,
    records: Iterable<{ readonly path: WorkspacePath; readonly state: string }>,
    skipped: readonly SkippedFile[],
): FileAccount {
    const isBelow = (file: WorkspacePath): boolean => path === '' || file.startsWith(`${path}/`);
    let indexed = 0;
    for (const record of records) if (record.state !== 'skipped' && isBelow(record.path)) indexed++;
    return { state: 'folder', path, indexed, skipped: skipped.filter(file => isBelow(file.path)).length };
}
