import type { WorkspacePath } from '../../protocol/text.ts';
import type { Embedder, FileToRead, Logger, CountedFile, Parser, ReadAndParsed, StopOptions } from '../ports.ts';
import type { DiskFiles, ReadOutcome } from '../scan/diskFiles.ts';
import type { DiskStamp } from '../scan/diskStamp.ts';
import type { FileRecord } from '../store/fileRecord.ts';
import type { IndexedFile, IndexStore } from '../store/indexStore.ts';
import type { IndexPlan, Visit } from './planIndexing.ts';
import type { PauseGate } from './pauseGate.ts';
import type { PreparedRow } from './prepareRows.ts';
import type { StageClock } from './stageClock.ts';
import { FailureError, isAbort } from '../../protocol/failure.ts';
import { skippedFile } from '../store/indexStore.ts';
import { embedRows } from './embedRows.ts';
import { NOT_EMBEDDED, REFUSED, hashToKeep } from './planIndexing.ts';
import { NO_MODEL, prepareRows, rowsFor } from './prepareRows.ts';
import { recordOfParsed, recordOfSkipped, restamped } from './recordFile.ts';

export interface IndexingPorts {
    readonly files: DiskFiles;
    readonly parser: Parser;
    /** Undefined when there is no model: words and symbols are indexed alone. */
    readonly embedder: Embedder | undefined;
    readonly store: IndexStore;
    readonly log: Logger;
}

export interface RunOptions extends StopOptions {
    /** Files that are read or parsed at the same time. */
    readonly filesAtOnce: number;
    readonly gate: Pick<PauseGate, 'isClosed' | 'pass'>;
    readonly clock: StageClock;
    /** Files of the plan that are done with, never falling. */
    readonly onProgress: (done: number) => void;
}

export interface RunOutcome {
    readonly added: number;
    readonly changed: number;
    readonly removed: number;
    /** Looked into, and found to be as the index has them. */
    readonly touched: number;
    readonly lines: number;
    readonly bytes: number;
    readonly embedded: number;
    readonly reusedVectors: number;
    /** False when the model failed on the way: some rows have no vectors, and their files are taken up again next time. */
    readonly isEmbedded: boolean;
    /** Why not, for people. */
    readonly embeddingTrouble?: string | undefined;
    readonly problems: readonly { readonly path: WorkspacePath; readonly reason: string }[];
}

/** A commit costs some 20 ms whatever it holds, and what is not committed is not found: large batches, but not for long. */
const CHUNKS_PER_BATCH = 1000;
/** The first batch is smaller, so that there is something to find soon. */
const CHUNKS_IN_FIRST_BATCH = 200;
/** A file that was only touched costs a line of the journal; so many are one entry of it, and what a kill may take. */
const RESTAMPS_PER_BATCH = 2000;
const CHARACTERS_PER_BATCH = 4 * 1024 * 1024;
const MS_PER_BATCH = 5000;
/** What a loss of power may take of a run: its files are indexed again. */
const BARRIER_EVERY_MS = 2000;

/**
 * Carries a plan out: reads and parses a few files at a time, and hands what comes of it to the store in batches.
 * While one batch is embedded and stored, the next is filled; a third has to wait, so memory stays bounded whatever the workspace.
 * What goes wrong with one file is its problem and stops nothing. After a stop, everything committed counts and the rest is planned again.
 */
export async function runIndexing(plan: IndexPlan, ports: IndexingPorts, options: RunOptions): Promise<RunOutcome> {
    const { files, parser, embedder, store, log } = ports;
    const { gate, clock, signal } = options;
    const counts = { added: 0, changed: 0, removed: 0, touched: 0, lines: 0, bytes: 0, embedded: 0, reusedVectors: 0 };
    const problems: { readonly path: WorkspacePath; readonly reason: string }[] = [];
    const failed = new AbortController();
    let batch = newBatch(plan.removed);
    let batches = 0;
    let storing: Promise<void> = Promise.resolve();
    /** The batch before the last that was handed over. */
    let storedBefore: Promise<void> = storing;
    let isEmbedded = true;
    let embeddingTrouble: string | undefined;
    /** When the last barrier was, and whether something was committed since. */
    const barrier = { at: -Infinity, isOwed: false };
    let done = 0;
    let position = 0;

    const finish = (howMany: number): void => {
        done += howMany;
        options.onProgress(done);
    };

    /**
     * In the parser's thread, where the file is plainly one; what else a path can be is told by `readFromDisk`. Its text is wanted here where
     * it is sent to a server, because secrets are taken out of it before.
     */
    const visit = async (task: Visit): Promise<void> => {
        const place = embedder?.server ? undefined : await clock.time('read', () => files.placeToRead(task.path));
        const made = place && (await readAndParse(task, place));
        if (made?.state === 'added') return;
        if (made?.state === 'same') {
            restamp(task, made.stamp);
            return;
        }
        if (made?.state === 'parsed') {
            addParsed(task, made, prepareRows(made.file, embedder?.profile.fingerprint ?? NO_MODEL));
            return;
        }
        const outcome = await clock.time('read', () => files.readFromDisk(task.path));
        if (outcome.state === 'gone' || (outcome.state === 'skipped' && !outcome.stamp && outcome.skipped.reason !== 'unreadable')) {
            // It went away, or came under an ignore rule, after it was scanned.
            if (task.record) batch.removed.push(task.path);
            finish(1);
        } else if (outcome.state === 'skipped') {
            const record = recordOfSkipped(outcome.skipped, outcome.stamp ?? task.stamp, task.isWanted);
            if (outcome.skipped.reason === 'unreadable') problems.push({ path: task.path, reason: outcome.skipped.detail });
            add(batch, task, { record, parsed: undefined, rows: [] });
        } else {
            await take(task, outcome, made?.state === 'failed' ? made.reason : undefined);
        }
    };

    const readAndParse = async (task: Visit, place: FileToRead): Promise<ReadAndParsed | { readonly state: 'added' }> => {
        try {
            return await clock.time('parse', () => parser.readAndParse({ ...place, knownHash: hashToKeep(task) }, { signal }));
        } catch (error) {
            addUnparsed(task, task.stamp, error);
            return { state: 'added' };
        }
    };

    const restamp = (task: Visit, stamp: DiskStamp): void => {
        if (task.record) batch.restamped.push(restamped(task.record, stamp, task.isWanted));
        counts.touched++;
        finish(1);
    };

    const addParsed = (task: Visit, { file, stamp, bytes }: ReadAndParsed & { state: 'parsed' }, rows: readonly PreparedRow[]): void => {
        if (file.problem !== undefined) problems.push({ path: task.path, reason: file.problem });
        counts.lines += file.lines;
        counts.bytes += bytes;
        add(batch, task, { record: recordOfParsed(file, stamp, task.isWanted), parsed: file, rows });
    };

    /** `failure`: why its syntax is not to be tried again. */
    const take = async (task: Visit, outcome: ReadOutcome & { state: 'read' }, failure: string | undefined): Promise<void> => {
        const { text, hash, stamp, bytes } = outcome;
        if (hashToKeep(task) === hash) {
            restamp(task, stamp);
            return;
        }
        const source = { path: task.path, text, hash };
        try {
            const file =
                failure === undefined
                    ? await clock.time('parse', () => parser.parse(source, { signal }))
                    : parser.cutByLines(source, failure);
            addParsed(task, { state: 'parsed', file, stamp, bytes }, await rowsFor(file, text, embedder));
        } catch (error) {
            addUnparsed(task, stamp, error);
        }
    };

    /** What goes wrong with one file is its problem. */
    const addUnparsed = (task: Visit, stamp: DiskStamp, error: unknown): void => {
        if (isAbort(error)) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        problems.push({ path: task.path, reason });
        const record = recordOfSkipped({ path: task.path, reason: 'unreadable', detail: reason }, stamp, task.isWanted);
        add(batch, task, { record, parsed: undefined, rows: [] });
    };

    const storeBatch = async (full: Batch): Promise<void> => {
        signal?.throwIfAborted();
        const rows = full.entries.flatMap(entry => entry.rows);
        const made = await vectorsFor(rows);
        const indexed = indexedFiles(full.entries, made);
        for (const { record } of indexed) {
            if (record.state === 'problem' && record.detail.startsWith(REFUSED))
                problems.push({ path: record.path, reason: record.detail });
        }
        const leaving = full.removed.filter(path => store.manifest.get(path)?.state !== 'skipped').length;
        await clock.time('store', async () => {
            if (indexed.length > 0 || full.removed.length > 0) await store.commit(indexed, full.removed);
            if (full.restamped.length > 0) await store.restamp(full.restamped);
            // Found from here on; the loss of power is the barrier's business.
            for (const { task, record } of full.entries) {
                const wasIn = task.record !== undefined && task.record.state !== 'skipped';
                if (record.state !== 'skipped') counts[wasIn ? 'changed' : 'added']++;
                else if (wasIn) counts.removed++;
            }
            counts.removed += leaving;
            finish(full.entries.length);
            if (performance.now() - barrier.at >= BARRIER_EVERY_MS) await makeDurable();
            else barrier.isOwed = true;
        });
        log.debug('batch stored', { files: full.entries.length, chunks: full.chunks, removed: full.removed.length });
    };

    /** Looks at every file of the rows, and waits for the disk several times. */
    const makeDurable = async (): Promise<void> => {
        await store.barrier();
        barrier.at = performance.now();
        barrier.isOwed = false;
    };

    const vectorsFor = async (rows: readonly PreparedRow[]): Promise<MadeVectors> => {
        if (!embedder || rows.length === 0) return { vectors: rows.map(() => undefined), troubleOf: () => undefined };
        const { vectors, refused, trouble, missing, ...made } = await clock.time('embed', () =>
            embedRows(rows, embedder, store.vectors, { signal }),
        );
        counts.embedded += made.embedded;
        counts.reusedVectors += made.reused;
        if (trouble) {
            // Words and symbols do not need the model; the records say what is missing.
            isEmbedded = false;
            embeddingTrouble = wordsOf(trouble);
            log.warn('embedding failed', { error: String(trouble) });
        }
        return {
            vectors,
            troubleOf: ({ row }) => {
                if (missing.has(row.vectorKey)) return `${NOT_EMBEDDED}${wordsOf(trouble)}`;
                const reason = refused.get(row.vectorKey);
                return reason === undefined ? undefined : `${REFUSED}${String(row.range.startLine)}: ${reason}`;
            },
        };
    };

    /** Queues what has gathered behind the batch that is being stored, and waits for that one. */
    const handOver = async (): Promise<void> => {
        const [full, before] = [batch, storing];
        batch = newBatch([]);
        batches++;
        storedBefore = before;
        storing = before.then(() => storeBatch(full));
        // Whoever comes next meets the error; until then nobody listens.
        storing.catch(() => {
            failed.abort();
        });
        await before;
    };

    const work = async (): Promise<void> => {
        for (let task = plan.visits[position++]; task; task = plan.visits[position++]) {
            if (gate.isClosed) {
                if (!isEmpty(batch)) await handOver();
                await gate.pass(signal);
            }
            signal?.throwIfAborted();
            if (failed.signal.aborted) return;
            await storedBefore;
            await visit(task);
            if (isDue(batch, batches === 0 ? CHUNKS_IN_FIRST_BATCH : CHUNKS_PER_BATCH)) await handOver();
        }
    };

    const results = await Promise.allSettled(Array.from({ length: options.filesAtOnce }, work));
    const rejected = results.find(result => result.status === 'rejected');
    if (!rejected && !(isEmpty(batch) && batch.removed.length === 0)) await handOver();
    const [stored] = await Promise.allSettled([storing]);
    // What was committed before a stop counts as well.
    const owed = barrier.isOwed ? await Promise.allSettled([clock.time('store', makeDurable)]) : [];
    const failure = [stored, ...results, ...owed].find(result => result.status === 'rejected');
    if (failure) throw failure.reason;
    return { ...counts, isEmbedded, embeddingTrouble, problems };
}

interface BatchEntry {
    readonly task: Visit;
    readonly record: FileRecord;
    /** Undefined for a skipped file. */
    readonly parsed: CountedFile | undefined;
    readonly rows: readonly PreparedRow[];
}

interface Batch {
    readonly entries: BatchEntry[];
    readonly removed: WorkspacePath[];
    readonly restamped: FileRecord[];
    readonly startedAt: number;
    chunks: number;
    characters: number;
}

function newBatch(removed: readonly WorkspacePath[]): Batch {
    return { entries: [], removed: [...removed], restamped: [], startedAt: performance.now(), chunks: 0, characters: 0 };
}

function add(batch: Batch, task: Visit, entry: Omit<BatchEntry, 'task'>): void {
    batch.entries.push({ task, ...entry });
    batch.chunks += entry.rows.length;
    for (const { embeddedText } of entry.rows) batch.characters += embeddedText.length;
}

function isEmpty({ entries, restamped }: Batch): boolean {
    return entries.length === 0 && restamped.length === 0;
}

function isDue(batch: Batch, chunks: number): boolean {
    if (isEmpty(batch)) return false;
    if (batch.restamped.length >= RESTAMPS_PER_BATCH) return true;
    return batch.chunks >= chunks || batch.characters >= CHARACTERS_PER_BATCH || performance.now() - batch.startedAt > MS_PER_BATCH;
}

interface MadeVectors {
    /** Beside the rows. */
    readonly vectors: readonly (Float32Array | undefined)[];
    /** Why a row has no vector and should have one. */
    readonly troubleOf: (row: PreparedRow) => string | undefined;
}

/** A file without some of its vectors is in the index all the same; what is missing for now outweighs what will never be there. */
function indexedFiles(entries: readonly BatchEntry[], { vectors, troubleOf }: MadeVectors): readonly IndexedFile[] {
    let next = 0;
    return entries.map(({ record, parsed, rows }) => {
        const own = vectors.slice(next, (next += rows.length));
        if (!parsed) return skippedFile(record);
        const troubles = rows.flatMap(row => troubleOf(row) ?? []);
        const detail = troubles.find(trouble => trouble.startsWith(NOT_EMBEDDED)) ?? troubles[0];
        return {
            record: detail === undefined ? record : { ...record, state: 'problem', detail },
            facts: parsed.facts,
            stored: { path: record.path, fileHash: record.hash, rows: rows.map(({ row }) => row), vectors: own },
        };
    });
}

/** For the list of files that are indexed in part: what happened, without the name of an error's class. */
function wordsOf(trouble: unknown): string {
    if (trouble instanceof FailureError && trouble.failure.kind === 'platform-unsupported') return trouble.failure.detail;
    return trouble instanceof Error ? trouble.message : String(trouble);
}
