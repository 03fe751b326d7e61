import { open, stat } from 'node:fs/promises';
import type { ChunkId } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { CandidateRow, MeaningHit, StoredFile, StoredRow, WordHit } from '../ports.ts';
import { isWhole } from './candidateRows.ts';
import { isMissing } from './durableFile.ts';
import { isInScope } from './memoryRows.ts';
import { RecordLog, readRecords, rewriteLog } from './recordLog.ts';
import type { FileCensus, Replacement, RowScope, RowStore } from './rowStore.ts';
import { WordPostings, bestOf } from './wordPostings.ts';

/**
 * Rows where LanceDB does not load (no binary for the platform, a missing library): in memory, kept in a log of checked records, found by
 * words alone. Vectors are not kept, and `searchMeaning` finds nothing. One process writes; others follow the log.
 */
export class WordRows implements RowStore {
    private readonly path: string;
    private log: RecordLog | undefined;
    private rows: (StoredRow | undefined)[] = [];
    private numbersByPath = new Map<WorkspacePath, readonly number[]>();
    private postings = new WordPostings();
    private sequence = 0;
    private entries = 0;
    /** Of a reader: how far the log was read, and in which file. */
    private place = { ino: -1, end: 0 };
    private following: Promise<void> = Promise.resolve();

    private constructor(path: string) {
        this.path = path;
    }

    static async open(path: string, options: { readonly isWriter: boolean }): Promise<WordRows> {
        const store = new WordRows(path);
        if (options.isWriter) {
            const { log } = await RecordLog.open(path, payload => {
                store.apply(parseEntry(payload));
            });
            store.log = log;
        } else await store.follow();
        return store;
    }

    async replaceFiles(files: readonly StoredFile[], { known }: Replacement): Promise<void> {
        // A file without rows leaves a record only when there is something for it to take back.
        const changed = files.filter(({ rows, path }) => rows.length > 0 || known.has(path));
        await this.write(changed.map(({ path, rows }) => ({ path, rows })));
    }

    async removeFiles(paths: readonly WorkspacePath[]): Promise<void> {
        await this.write(paths.filter(path => this.numbersByPath.has(path)).map(path => ({ path, rows: [] })));
    }

    async searchWords(terms: readonly string[], limit: number, scope: RowScope = {}): Promise<readonly WordHit[]> {
        await this.follow();
        scope.signal?.throwIfAborted();
        const hidden = new Set(scope.hidden ?? []);
        const { rows: found, scores } = this.postings.scores(terms);
        const wanted = found.filter(number => {
            const row = this.rows[number];
            return row && !hidden.has(row.path) && isInScope(row, scope);
        });
        return bestOf(wanted, scores, Math.max(0, limit)).flatMap(number => {
            const row = this.rows[number];
            return row ? [{ row, score: scores[number] ?? 0 }] : [];
        });
    }

    searchMeaning(): Promise<readonly MeaningHit[]> {
        return Promise.resolve([]);
    }

    inFull(rows: readonly CandidateRow[]): Promise<readonly StoredRow[]> {
        // What a search finds here is whole already.
        return Promise.resolve(rows.filter(isWhole));
    }

    async rowsOf(paths: readonly WorkspacePath[]): Promise<readonly StoredRow[]> {
        await this.follow();
        return paths
            .flatMap(path => this.rowsAt(path))
            .sort((one, other) => one.range.startLine - other.range.startLine || one.range.endLine - other.range.endLine);
    }

    async countRows(): Promise<number> {
        await this.follow();
        let count = 0;
        for (const numbers of this.numbersByPath.values()) count += numbers.length;
        return count;
    }

    async census(): Promise<ReadonlyMap<WorkspacePath, FileCensus>> {
        await this.follow();
        return new Map(
            [...this.numbersByPath.keys()].map(path => {
                const rows = this.rowsAt(path);
                const hashes = new Set(rows.map(({ fileHash }) => fileHash));
                return [path, { rows: rows.length, fileHash: hashes.size === 1 ? rows[0]?.fileHash : undefined }];
            }),
        );
    }

    async scanRows(visit: (row: Pick<StoredRow, 'id' | 'path' | 'fileHash'>) => void): Promise<void> {
        await this.follow();
        for (const row of this.rows) if (row) visit(row);
    }

    async vectorsOf(paths: readonly WorkspacePath[]): Promise<ReadonlyMap<ChunkId, Float32Array | undefined>> {
        return new Map((await this.rowsOf(paths)).map(({ id }) => [id, undefined]));
    }

    async scanWords(visit: (row: Pick<StoredRow, 'terms' | 'names'>) => void): Promise<void> {
        await this.follow();
        for (const row of this.rows) if (row) visit(row);
    }

    /** Each record has been checked when it was read; what is on disk now is read once more. */
    async verify(): Promise<void> {
        const handle = await open(this.path, 'r');
        try {
            const end = await readRecords(handle, { from: 0 }, () => undefined);
            const { size } = await handle.stat();
            if (end !== size) throw new Error(`${size - end} bytes of ${this.path} cannot be read`);
        } finally {
            await handle.close();
        }
    }

    /** Writes the log anew once most of it is history, and forgets the rows that are gone. */
    async optimize(): Promise<boolean> {
        const files = this.numbersByPath.size;
        if (!this.log || this.entries < MIN_ENTRIES || this.entries < files * 2) return false;
        await this.log.close();
        const { sequence } = this;
        const kept = [...this.numbersByPath.keys()].map(path => ({ sequence, path, rows: this.rowsAt(path) }));
        await rewriteLog(
            this.path,
            // The sequence goes on where it stood, also when no file is left.
            [...kept, { sequence, path: '' as WorkspacePath, rows: [] }].map(entry => JSON.stringify(entry satisfies RowsEntry)),
        );
        this.clear();
        this.log = (
            await RecordLog.open(this.path, payload => {
                this.apply(parseEntry(payload));
            })
        ).log;
        return true;
    }

    async sync(): Promise<void> {
        await this.log?.sync();
    }

    version(): Promise<number> {
        return Promise.resolve(this.sequence);
    }

    async close(): Promise<void> {
        await this.following.catch(() => undefined);
        await this.log?.close();
        this.log = undefined;
    }

    private rowsAt(path: WorkspacePath): StoredRow[] {
        return (this.numbersByPath.get(path) ?? []).map(number => this.rows[number]).filter(row => row !== undefined);
    }

    private async write(files: readonly Omit<RowsEntry, 'sequence'>[]): Promise<void> {
        if (!this.log) throw new Error('rows that are only read');
        if (files.length === 0) return;
        const entries = files.map((file, at): RowsEntry => ({ sequence: this.sequence + at + 1, ...file }));
        await this.log.append(entries.map(entry => JSON.stringify(entry)));
        for (const entry of entries) this.apply(entry);
    }

    private apply({ sequence, path, rows }: RowsEntry): void {
        this.sequence = sequence;
        this.entries++;
        for (const number of this.numbersByPath.get(path) ?? []) {
            this.rows[number] = undefined;
            this.postings.remove(number);
        }
        if (rows.length === 0) this.numbersByPath.delete(path);
        else
            this.numbersByPath.set(
                path,
                rows.map(row => {
                    const number = this.rows.push(row) - 1;
                    this.postings.add(number, row);
                    return number;
                }),
            );
    }

    private clear(): void {
        this.rows = [];
        this.numbersByPath = new Map();
        this.postings = new WordPostings();
        this.entries = 0;
    }

    /** For a reader: takes in what the writer has added; calls that come together look once. */
    private async follow(): Promise<void> {
        if (this.log) return;
        const next = this.following.then(() => this.readOn());
        this.following = next.catch(() => undefined);
        await next;
    }

    private async readOn(): Promise<void> {
        const found = await stat(this.path).catch((error: unknown) => {
            if (isMissing(error)) return undefined;
            throw error;
        });
        if (!found || (found.ino === this.place.ino && found.size === this.place.end)) return;
        const isSame = found.ino === this.place.ino && found.size > this.place.end;
        if (!isSame) this.clear();
        const handle = await open(this.path, 'r');
        try {
            const end = await readRecords(handle, { from: isSame ? this.place.end : 0 }, payload => {
                this.apply(parseEntry(payload));
            });
            this.place = { ino: found.ino, end };
        } finally {
            await handle.close();
        }
    }
}

/** All rows of one file from here on; none when it is gone. */
interface RowsEntry {
    readonly sequence: number;
    readonly path: WorkspacePath;
    readonly rows: readonly StoredRow[];
}

/** The record's checksum has vouched that this is what we wrote. */
function parseEntry(payload: Buffer): RowsEntry {
    return JSON.parse(payload.toString()) as RowsEntry;
}

const MIN_ENTRIES = 2000;
