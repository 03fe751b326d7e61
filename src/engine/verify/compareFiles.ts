import { isDeepStrictEqual } from 'node:util';
import type { ChunkId } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { IndexDifference, VerifyRequest } from '../../protocol/verification.ts';
import type { CountedFile, StopOptions, StoredRow } from '../ports.ts';
import type { FileRecord } from '../store/fileRecord.ts';
import type { IndexingPorts } from '../indexing/runIndexing.ts';
import type { PreparedRow } from '../indexing/prepareRows.ts';
import { planIndexing } from '../indexing/planIndexing.ts';
import { rowsFor } from '../indexing/prepareRows.ts';
import { scanWorkspace } from '../scan/scanWorkspace.ts';
import { bytesOf } from '../store/byteVector.ts';
import { WorkspaceSymbols } from '../store/symbolTable.ts';

/**
 * Holds the index against the workspace: which files there are, and what their text is. In a full comparison each file is parsed and cut
 * again, and its rows, symbols and vectors must be what came of it; then the index is what a fresh one would be.
 */
export async function compareFiles(
    depth: VerifyRequest['depth'],
    ports: IndexingPorts,
    options: StopOptions = {},
): Promise<readonly IndexDifference[]> {
    const { files, store } = ports;
    const scan = await scanWorkspace(files.roots, { maxFileBytes: files.maxFileBytes, signal: options.signal });
    const plan = planIndexing(store.manifest.records(), scan, { priority: NONE, suspects: NONE });
    const differences: IndexDifference[] = plan.removed.map(path => ({ kind: 'gone', path, detail: '' }));
    const gone: ReadonlySet<WorkspacePath> = new Set(plan.removed);
    const records = [...store.manifest.records()].filter(({ path }) => !gone.has(path));
    const fresh = plan.visits.filter(({ record }) => !record).map(({ path }) => path);
    for (const batch of inBatches(records, FILES_AT_ONCE)) {
        options.signal?.throwIfAborted();
        // Asked for once a batch: a query for each file would hold a file of the rows open each, and take ten times as long.
        const stored = depth === 'full' ? await storedRows(batch, ports) : NO_ROWS;
        const compared = await Promise.all(batch.map(record => compareRecord(record, stored, { depth, ports, ...options })));
        differences.push(...compared.flatMap(({ differences: found }) => found));
        if (depth === 'full')
            differences.push(
                ...(await compareVectors(
                    compared.flatMap(({ rows }) => rows),
                    ports,
                    options,
                )),
            );
    }
    for (const path of fresh)
        if ((await files.readFromDisk(path)).state !== 'gone') differences.push({ kind: 'missing', path, detail: '' });
    return differences;
}

interface ComparedFile {
    readonly differences: readonly IndexDifference[];
    /** As they should be; none where the file was not cut again. */
    readonly rows: readonly PreparedRow[];
}

interface CompareOptions extends StopOptions {
    readonly depth: VerifyRequest['depth'];
    readonly ports: IndexingPorts;
}

async function storedRows(records: readonly FileRecord[], { store }: IndexingPorts): Promise<StoredRows> {
    const paths = records.filter(({ chunks }) => chunks > 0).map(({ path }) => path);
    return Map.groupBy(paths.length === 0 ? [] : await store.inspect().rows.rowsOf(paths), ({ path }) => path);
}

type StoredRows = ReadonlyMap<WorkspacePath, readonly StoredRow[]>;

async function compareRecord(record: FileRecord, stored: StoredRows, { depth, ports, signal }: CompareOptions): Promise<ComparedFile> {
    const { files, parser, embedder, store } = ports;
    const { path } = record;
    const outcome = await files.readFromDisk(path);
    if (outcome.state === 'gone') return { differences: [{ kind: 'gone', path, detail: '' }], rows: [] };
    if (outcome.state === 'skipped') {
        const isSame = record.state === 'skipped' && record.reason === outcome.skipped.reason;
        return { differences: isSame ? [] : [{ kind: 'changed', path, detail: outcome.skipped.detail }], rows: [] };
    }
    // A file that stopped the parser or the engine was left out for what happened then, not for what it says.
    if (record.state === 'skipped') {
        const isOwn = record.reason === 'unreadable' || record.reason === 'quarantined';
        return { differences: isOwn ? [] : [{ kind: 'changed', path, detail: `it was left out: ${record.reason}` }], rows: [] };
    }
    if (outcome.hash !== record.hash) return { differences: [{ kind: 'changed', path, detail: '' }], rows: [] };
    if (depth === 'quick') return SAME;
    const parsed = await parser.parse({ path, text: outcome.text, hash: outcome.hash }, { signal });
    // The parser ran out of time on a busy machine: that says nothing about the index.
    if (parsed.problem !== undefined && record.state === 'indexed') return SAME;
    const rows = await rowsFor(parsed, outcome.text, embedder);
    const differences: IndexDifference[] = [];
    const detail = differenceOfRows(stored.get(path) ?? [], rows);
    if (detail !== undefined) differences.push({ kind: 'chunks', path, detail });
    if (!isDeepStrictEqual(store.inspect().symbols.factsOf(path), packedFacts(parsed)))
        differences.push({ kind: 'symbols', path, detail: 'they are others when it is parsed again' });
    return { differences, rows };
}

/** What is wrong with the rows; undefined when nothing is. */
function differenceOfRows(stored: readonly StoredRow[], expected: readonly PreparedRow[]): string | undefined {
    const byId = new Map<ChunkId, StoredRow>(stored.map(row => [row.id, row]));
    const missing = expected.filter(({ row }) => !byId.has(row.id)).length;
    if (missing > 0 || stored.length !== expected.length)
        return `${missing} passages of ${expected.length} are not among ${stored.length} rows`;
    const other = expected.filter(({ row }) => !isDeepStrictEqual(byId.get(row.id), row)).length;
    return other > 0 ? `${other} rows say something else` : undefined;
}

/** Facts as the table gives them back: it keeps each name once and lines in order. */
function packedFacts({ path, hash, language, kind, facts }: CountedFile): unknown {
    const symbols = new WorkspaceSymbols();
    symbols.set({ path, hash, language, kind }, facts);
    return symbols.factsOf(path);
}

/** Vectors as they are kept, against those of the cache, or of the model where the cache has none.  */
async function compareVectors(
    rows: readonly PreparedRow[],
    { store, embedder }: IndexingPorts,
    options: StopOptions,
): Promise<readonly IndexDifference[]> {
    if (!embedder || rows.length === 0) return [];
    const kept = await store.inspect().rows.vectorsOf([...new Set(rows.map(({ row }) => row.path))]);
    const cached = await store.vectors.get(rows.map(({ row }) => row.vectorKey));
    const unknown = rows.filter((_row, at) => !cached[at]);
    // A server is sent nothing to prove what is there: what it refused would be refused again, and the rest costs money.
    const made = embedder.server
        ? []
        : await embedder.embedDocuments(
              unknown.map(({ embeddedText }) => embeddedText),
              options,
          );
    const byKey = new Map(unknown.map(({ row }, at) => [row.vectorKey, made[at]]));
    const differences: IndexDifference[] = [];
    for (const [at, { row }] of rows.entries()) {
        // Rows that are missing were told of already.
        if (!kept.has(row.id) || (embedder.server && !cached[at])) continue;
        const detail = differenceOfVectors(kept.get(row.id), { cached: cached[at], made: byKey.get(row.vectorKey) });
        if (detail !== undefined)
            differences.push({ kind: 'vector', path: row.path, detail: `lines ${row.range.startLine}-${row.range.endLine}: ${detail}` });
    }
    return differences;
}

/** Rows keep the bytes that the cache keeps, so those are the same to the last one; a vector that was just made may differ by a rounding. */
function differenceOfVectors(
    kept: Float32Array | undefined,
    { cached, made }: { readonly cached: Float32Array | undefined; readonly made: Float32Array | undefined },
): string | undefined {
    const shouldBe = cached ?? made;
    if (!kept || !shouldBe) return kept ? 'has one and should not' : shouldBe ? 'has none' : undefined;
    const bytes = bytesOf(shouldBe);
    const mostApart = bytes.reduce((most, byte, at) => Math.max(most, Math.abs(byte - (kept[at] ?? Infinity))), 0);
    return mostApart > (cached ? 0 : ROUNDING) ? 'is of another text' : undefined;
}

const NO_ROWS: StoredRows = new Map();
const NONE: ReadonlySet<WorkspacePath> = new Set();
const SAME: ComparedFile = { differences: [], rows: [] };
const FILES_AT_ONCE = 16;
/** Steps of a byte that two runs of a model may lie apart. */
const ROUNDING = 2;

function* inBatches<T>(items: readonly T[], size: number): Iterable<readonly T[]> {
    for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
