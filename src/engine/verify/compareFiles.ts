import { isDeepStrictEqual } from 'node:util';
import type { ChunkId } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { IndexDifference, VerifyRequest } from '../../protocol/verification.ts';
import type { ParsedFile, StopOptions, StoredRow } from '../ports.ts';
import type { FileRecord } from '../store/fileRecord.ts';
import type { IndexingPorts } from '../indexing/runIndexing.ts';
import type { PreparedRow } from '../indexing/prepareRows.ts';
import { planIndexing } from '../indexing/planIndexing.ts';
import { prepareRows } from '../indexing/prepareRows.ts';
import { scanWorkspace } from '../scan/scanWorkspace.ts';
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
        const compared = await Promise.all(batch.map(record => compareRecord(record, depth, ports, options)));
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

async function compareRecord(
    record: FileRecord,
    depth: VerifyRequest['depth'],
    { files, parser, embedder, store }: IndexingPorts,
    options: StopOptions,
): Promise<ComparedFile> {
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
    const parsed = await parser.parse({ path, text: outcome.text, hash: outcome.hash }, options);
    // The parser ran out of time on a busy machine: that says nothing about the index.
    if (parsed.problem !== undefined && record.state === 'indexed') return SAME;
    const rows = prepareRows(parsed, embedder?.profile.fingerprint ?? 'no model');
    const differences: IndexDifference[] = [];
    const detail = differenceOfRows(await store.inspect().rows.rowsOf([path]), rows);
    if (detail !== undefined) differences.push({ kind: 'chunks', path, detail });
    if (!isDeepStrictEqual(store.symbols.factsOf(path), packedFacts(parsed)))
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
function packedFacts({ path, hash, language, kind, facts }: ParsedFile): unknown {
    const symbols = new WorkspaceSymbols();
    symbols.set({ path, hash, language, kind }, facts);
    return symbols.factsOf(path);
}

/** Vectors as they are kept, against those of the cache, or of the model where the cache has none. Both round, so directions are compared. */
async function compareVectors(
    rows: readonly PreparedRow[],
    { store, embedder }: IndexingPorts,
    options: StopOptions,
): Promise<readonly IndexDifference[]> {
    if (!embedder || rows.length === 0) return [];
    const kept = await store.inspect().rows.vectorsOf([...new Set(rows.map(({ row }) => row.path))]);
    const cached = await store.vectors.get(rows.map(({ row }) => row.vectorKey));
    const unknown = rows.filter((_row, at) => !cached[at]);
    const made = await embedder.embedDocuments(
        unknown.map(({ embeddedText }) => embeddedText),
        options,
    );
    const byKey = new Map(unknown.map(({ row }, at) => [row.vectorKey, made[at]]));
    const differences: IndexDifference[] = [];
    for (const [at, { row }] of rows.entries()) {
        // Rows that are missing were told of already.
        if (!kept.has(row.id)) continue;
        const [is, shouldBe] = [kept.get(row.id), cached[at] ?? byKey.get(row.vectorKey)];
        const detail =
            is && shouldBe
                ? cosine(is, shouldBe) < NEAR
                    ? 'points elsewhere'
                    : undefined
                : is !== shouldBe
                  ? is
                      ? 'has one and should not'
                      : 'has none'
                  : undefined;
        if (detail !== undefined)
            differences.push({ kind: 'vector', path: row.path, detail: `lines ${row.range.startLine}-${row.range.endLine}: ${detail}` });
    }
    return differences;
}

function cosine(one: Float32Array, other: Float32Array): number {
    let [dot, oneSquared, otherSquared] = [0, 0, 0];
    for (let at = 0; at < one.length; at++) {
        const [a, b] = [one[at] ?? 0, other[at] ?? 0];
        dot += a * b;
        oneSquared += a * a;
        otherSquared += b * b;
    }
    return dot / Math.sqrt(oneSquared * otherSquared || 1);
}

const NONE: ReadonlySet<WorkspacePath> = new Set();
const SAME: ComparedFile = { differences: [], rows: [] };
const FILES_AT_ONCE = 16;
/** Halves and bytes of a number keep the direction of a vector to within 0.0001; another text's vector is far below. */
const NEAR = 0.999;

function* inBatches<T>(items: readonly T[], size: number): Iterable<readonly T[]> {
    for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
