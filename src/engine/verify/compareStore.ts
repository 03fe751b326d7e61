import type { ChunkId } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { IndexDifference } from '../../protocol/verification.ts';
import type { StopOptions, StoredRow } from '../ports.ts';
import type { FileRecord } from '../store/fileRecord.ts';
import type { ManifestView, StoreInspection } from '../store/indexStore.ts';
import { isAbort } from '../../protocol/failure.ts';
import { isFromSystem } from '../store/systemRefusal.ts';
import { forEachWord } from '../wordBag.ts';

export interface ComparedStore {
    readonly manifest: ManifestView;
    inspect(): StoreInspection;
}

/**
 * Holds the parts of an index against each other: the journal, the rows, the symbols, the counts of words, and what a search finds.
 * Reads ids and hashes, no vectors and no file of the workspace; some 50 ms for ten thousand rows.
 */
export async function compareStore(store: ComparedStore, options: StopOptions = {}): Promise<readonly IndexDifference[]> {
    const { manifest } = store;
    const inspection = store.inspect();
    const differences: IndexDifference[] = [...inspection.unfinished].map(path => ({ kind: 'unfinished', path, detail: '' }));
    try {
        const found = await readRows(inspection);
        options.signal?.throwIfAborted();
        differences.push(...found.duplicates.map(path => ({ kind: 'duplicate', path, detail: '' }) as const));
        for (const record of manifest.records()) differences.push(...compareRecord(record, found, inspection));
        for (const path of found.byPath.keys())
            if (!manifest.get(path)) differences.push({ kind: 'rows', path, detail: 'has rows and no record' });
        for (const { path } of inspection.symbols.files())
            if (!manifest.get(path)) differences.push({ kind: 'symbols', path, detail: 'has symbols and no record' });
        // Opened after an interruption, an index answers with the counts there were while its rows are counted again.
        const counts = await inspection.counted();
        if (counts.rows !== found.rows)
            differences.push({ kind: 'words', path: '', detail: `of ${counts.rows} rows, where there are ${found.rows}` });
        differences.push(...(await searchForKnown(manifest, { ...inspection, counts }, options)));
    } catch (error) {
        // What the system refuses today is no damage; whoever asked is told the reason.
        if (isAbort(error) || isFromSystem(error)) throw error;
        differences.push({ kind: 'unreadable', path: '', detail: error instanceof Error ? error.message : String(error) });
    }
    return differences;
}

/** What takes no longer than a search: whether there are as many rows as the journal says, and whether some of them are found. */
export async function glanceAtStore(store: ComparedStore, options: StopOptions = {}): Promise<readonly IndexDifference[]> {
    const { manifest } = store;
    const inspection = store.inspect();
    try {
        const rows = await inspection.rows.countRows();
        if (rows !== manifest.chunks) return [{ kind: 'rows', path: '', detail: `${rows} rows, where the journal has ${manifest.chunks}` }];
        return await searchForKnown(manifest, inspection, options);
    } catch (error) {
        if (isAbort(error) || isFromSystem(error)) throw error;
        return [{ kind: 'unreadable', path: '', detail: error instanceof Error ? error.message : String(error) }];
    }
}

interface FoundRows {
    readonly rows: number;
    /** Files that have a row twice. */
    readonly duplicates: readonly WorkspacePath[];
    readonly byPath: ReadonlyMap<WorkspacePath, { rows: number; readonly hashes: Set<string> }>;
}

async function readRows({ rows }: StoreInspection): Promise<FoundRows> {
    const ids = new Set<ChunkId>();
    const duplicates = new Set<WorkspacePath>();
    const byPath = new Map<WorkspacePath, { rows: number; readonly hashes: Set<string> }>();
    let count = 0;
    await rows.scanRows(({ id, path, fileHash }) => {
        count++;
        if (ids.has(id)) duplicates.add(path);
        ids.add(id);
        const known = byPath.get(path);
        if (known) {
            known.rows++;
            known.hashes.add(fileHash);
        } else byPath.set(path, { rows: 1, hashes: new Set([fileHash]) });
    });
    return { rows: count, duplicates: [...duplicates], byPath };
}

function compareRecord(record: FileRecord, { byPath }: FoundRows, { symbols }: StoreInspection): readonly IndexDifference[] {
    const { path } = record;
    const differences: IndexDifference[] = [];
    const found = byPath.get(path);
    if ((found?.rows ?? 0) !== record.chunks)
        differences.push({ kind: 'rows', path, detail: `${found?.rows ?? 0} rows, where the journal has ${record.chunks}` });
    else if (found && (found.hashes.size !== 1 || !found.hashes.has(record.hash)))
        differences.push({ kind: 'rows', path, detail: 'rows of another text than the journal has' });
    if (symbols.hashOf(path) !== (record.state === 'skipped' ? undefined : record.hash))
        differences.push({ kind: 'symbols', path, detail: '' });
    return differences;
}

/** A search by a row's rarest word must find the row: an index that says it is ready and finds nothing is the worst of all. */
async function searchForKnown(
    manifest: ManifestView,
    { rows, counts }: StoreInspection,
    options: StopOptions,
): Promise<readonly IndexDifference[]> {
    const differences: IndexDifference[] = [];
    for (const path of someWithRows(manifest)) {
        const known = (await rows.rowsOf([path])).find(row => row.terms.words !== '');
        if (!known) continue;
        const { word, rowsWith } = rarestWord(known, counts);
        if (rowsWith > MOST_ROWS) continue;
        const hits = await rows.searchWords([word], MOST_ROWS, options);
        if (!hits.some(({ row }) => row.id === known.id))
            differences.push({ kind: 'not-found', path, detail: `a passage of it is not found by "${word}"` });
    }
    return differences;
}

/** A few files from the whole of the index, the same each time. */
function someWithRows(manifest: ManifestView): readonly WorkspacePath[] {
    const paths: WorkspacePath[] = [];
    const step = Math.max(1, Math.floor(manifest.size / FILES_SEARCHED));
    let nth = 0;
    for (const { path, chunks } of manifest.records()) if (chunks > 0 && nth++ % step === 0) paths.push(path);
    return paths.slice(0, FILES_SEARCHED);
}

function rarestWord(row: StoredRow, counts: StoreInspection['counts']): { readonly word: string; readonly rowsWith: number } {
    let best = { word: '', rowsWith: Infinity };
    forEachWord(row.terms, word => {
        const rowsWith = counts.rowsWith(word);
        if (rowsWith < best.rowsWith) best = { word, rowsWith };
    });
    return best;
}

const FILES_SEARCHED = 5;
/** A row whose rarest word stands in more rows than this proves nothing by being left out of the best. */
const MOST_ROWS = 200;
