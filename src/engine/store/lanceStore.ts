import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection, Table } from '@lancedb/lancedb';
import type { ChunkId } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { CandidateRow, MeaningHit, StopOptions, StoredFile, StoredRow, WordHit } from '../ports.ts';
import { checkVector } from './embeddingCache.ts';
import { KeptTable } from './keptTable.ts';
import type { Change } from './keptTable.ts';
import { inPieces, isOneOf } from './lanceQueries.ts';
import { findByMeaning, findByWords } from './lanceSearch.ts';
import type { FileCensus, Replacement, RowScope, RowStore } from './rowStore.ts';
import { ROW_COLUMNS, loadNativeStore, rowSchema, rowsFromArrow, rowsToArrow } from './storeSchema.ts';
import type { NativeStore } from './storeSchema.ts';
import { TableSource } from './tableSource.ts';
import { TreeSync } from './treeSync.ts';

/** Rows in LanceDB, written by one process and searched by any. */
export class LanceStore implements RowStore {
    private readonly native: NativeStore;
    private readonly connection: Connection;
    private readonly table: Table;
    private readonly dimensions: number;
    private readonly tree: TreeSync;
    /** Of the process that writes, which alone knows of every change. */
    private readonly kept: KeptTable | undefined;

    private constructor(
        native: NativeStore,
        connection: Connection,
        table: Table,
        options: LanceStoreOptions & { readonly folder: string },
    ) {
        this.native = native;
        this.connection = connection;
        this.table = table;
        this.dimensions = options.dimensions;
        this.tree = new TreeSync(options.folder);
        if (!options.isWriter) return;
        const { folder, dimensions, quota, tableKeptFrom = TABLE_KEPT_FROM } = options;
        // Beside LanceDB's files, which are sealed as they are written and never change.
        const path = join(dirname(folder), TABLE_FILE);
        this.kept = new KeptTable(new TableSource(table, { path, dimensions, keptFrom: tableKeptFrom, quota }));
        this.kept.makeSoon();
    }

    /** Opens the table in `folder`; the writer makes it when there is none. Throws what LanceDB throws for a damaged one. */
    static async open(folder: string, options: LanceStoreOptions): Promise<LanceStore> {
        const native = loadNativeStore();
        const { lance, arrow } = native;
        // Without a session of its own the caches may grow to 7 GB. An interval of 0 sees other processes' commits at once.
        const session = new lance.Session(INDEX_CACHE_BYTES, METADATA_CACHE_BYTES);
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const connection = await lance.connect(folder, { readConsistencyInterval: 0, session });
        try {
            const exists = (await connection.tableNames()).includes(TABLE);
            const table =
                exists || !options.isWriter
                    ? await connection.openTable(TABLE)
                    : await connection.createEmptyTable(TABLE, rowSchema(arrow, options.dimensions));
            if (options.isWriter) await prepareTable(table, native);
            return new LanceStore(native, connection, table, { folder, ...options });
        } catch (error) {
            connection.close();
            throw error;
        }
    }

    async replaceFiles(files: readonly StoredFile[], replacement: Replacement): Promise<void> {
        await this.keepInStep(() => this.writeFiles(files, replacement), { files });
    }

    async removeFiles(paths: readonly WorkspacePath[]): Promise<void> {
        if (paths.length === 0) return;
        await this.keepInStep(() => this.deleteFiles(paths), { paths });
    }

    private async writeFiles(files: readonly StoredFile[], { revision, known }: Replacement): Promise<void> {
        const filled = files.filter(file => file.rows.length > 0);
        if (filled.length > 0) {
            const rows = rowsToArrow(this.native.arrow, filled, { dimensions: this.dimensions, revision });
            // The ids of files that had no rows cannot be there yet; comparing them with all others costs more than writing them.
            await withRetries(() =>
                known.size === 0
                    ? this.table.add(rows)
                    : this.table.mergeInsert('id').whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows),
            );
        }
        // After the new rows, so that at no moment a file is missing.
        const replaced = files.map(file => file.path).filter(path => known.has(path));
        for (const some of inPieces(replaced)) await withRetries(() => this.table.delete(`${isOneOf(some)} AND revision <> ${revision}`));
    }

    private async deleteFiles(paths: readonly WorkspacePath[]): Promise<void> {
        for (const some of inPieces(paths)) await withRetries(() => this.table.delete(isOneOf(some)));
    }

    async searchWords(terms: readonly string[], limit: number, scope: RowScope = {}): Promise<readonly WordHit[]> {
        const table = await this.kept?.soon();
        scope.signal?.throwIfAborted();
        return table ? table.searchWords(terms, limit, scope) : this.searchStoredWords(terms, limit, scope);
    }

    async searchMeaning(vector: Float32Array, limit: number, scope: RowScope = {}): Promise<readonly MeaningHit[]> {
        checkVector(vector, this.dimensions);
        const table = await this.kept?.soon();
        scope.signal?.throwIfAborted();
        return table ? table.searchMeaning(vector, limit, scope) : this.searchStoredMeaning(vector, limit, scope);
    }

    /** By LanceDB itself, where nothing is held in memory (yet). */
    async searchStoredWords(terms: readonly string[], limit: number, scope: RowScope = {}): Promise<readonly WordHit<StoredRow>[]> {
        const search = () => findByWords({ table: this.table, native: this.native }, terms, { limit, scope });
        return this.kept ? this.kept.before(search) : search();
    }

    /** Like `searchStoredWords`. */
    async searchStoredMeaning(vector: Float32Array, limit: number, scope: RowScope = {}): Promise<readonly MeaningHit<StoredRow>[]> {
        const search = () => findByMeaning(this.table, vector, { limit, scope });
        return this.kept ? this.kept.before(search) : search();
    }

    async inFull(rows: readonly CandidateRow[], { signal }: StopOptions = {}): Promise<readonly StoredRow[]> {
        if (rows.length === 0) return [];
        const found = await this.table
            .query()
            .where(`id IN (${rows.map(({ id }) => `'${id}'`).join(', ')})`)
            .select([...ROW_COLUMNS])
            .toArrow();
        signal?.throwIfAborted();
        const byId = new Map(rowsFromArrow(found).map(row => [row.id, row]));
        return rows.map(({ id }) => byId.get(id)).filter(row => row !== undefined);
    }

    async rowsOf(paths: readonly WorkspacePath[]): Promise<readonly StoredRow[]> {
        const rows: StoredRow[] = [];
        for (const some of inPieces(paths)) {
            const found = await this.table
                .query()
                .where(isOneOf(some))
                .select([...ROW_COLUMNS])
                .toArrow();
            rows.push(...rowsFromArrow(found));
        }
        return rows.sort((one, other) => one.range.startLine - other.range.startLine || one.range.endLine - other.range.endLine);
    }

    async countRows(): Promise<number> {
        return this.table.countRows();
    }

    async census(): Promise<ReadonlyMap<WorkspacePath, FileCensus>> {
        const files = new Map<WorkspacePath, FileCensus>();
        await this.scan(['path', 'file_hash'], values => {
            const [path, fileHash] = [(values[0] ?? '') as WorkspacePath, values[1]];
            const known = files.get(path);
            files.set(path, { rows: (known?.rows ?? 0) + 1, fileHash: known && known.fileHash !== fileHash ? undefined : fileHash });
        });
        return files;
    }

    async scanRows(visit: (row: Pick<StoredRow, 'id' | 'path' | 'fileHash'>) => void): Promise<void> {
        await this.scan(['id', 'path', 'file_hash'], ([id = '', path = '', fileHash = '']) => {
            visit({ id: id as ChunkId, path: path as WorkspacePath, fileHash });
        });
    }

    /** The keys of all vectors, for whoever clears the cache of what no index uses. */
    async scanVectorKeys(visit: (key: string) => void): Promise<void> {
        await this.scan(['vector_key'], ([key = '']) => {
            visit(key);
        });
    }

    async vectorsOf(paths: readonly WorkspacePath[]): Promise<ReadonlyMap<ChunkId, Float32Array | undefined>> {
        const vectors = new Map<ChunkId, Float32Array | undefined>();
        for (const some of inPieces(paths)) {
            const found = await this.table.query().where(isOneOf(some)).select(['id', 'vector']).toArrow();
            const [ids, column] = [found.getChild('id'), found.getChild('vector')];
            for (let at = 0; at < found.numRows; at++) {
                const vector = column?.get(at) as Iterable<number> | null | undefined;
                vectors.set(String(ids?.get(at)) as ChunkId, vector ? Float32Array.from(vector) : undefined);
            }
        }
        return vectors;
    }

    async scanWords(visit: (row: Pick<StoredRow, 'terms' | 'names'>) => void): Promise<void> {
        await this.scan(['terms', 'term_counts', 'names', 'name_counts'], ([terms = '', termCounts = '', names = '', nameCounts = '']) => {
            visit({ terms: { words: terms, counts: termCounts }, names: { words: names, counts: nameCounts } });
        });
    }

    async verify(): Promise<void> {
        let rows = 0;
        for await (const batch of this.table.query()) rows += batch.numRows;
        const counted = await this.countRows();
        if (rows !== counted) throw new Error(`${rows} rows can be read where ${counted} are counted`);
    }

    async optimize(): Promise<boolean> {
        this.kept?.compare(await this.countRows());
        const versions = (await this.table.listVersions()).length;
        const unindexed = (await this.table.indexStats('terms_idx'))?.numUnindexedRows ?? 0;
        if (versions <= MAX_VERSIONS && unindexed <= MAX_UNINDEXED_ROWS) return false;
        // Twice, because the version that a call replaces goes only with the next. Nobody else writes here, so that files which no version
        // knows are leftovers of a killed writer; a search that loses its version from under it is asked again by `LiveStore`.
        for (let pass = 0; pass < 2; pass++) {
            await withRetries(() => this.table.optimize({ cleanupOlderThan: new Date(), deleteUnverified: true }));
        }
        // After a first indexing there is none yet, and now it is quiet.
        await this.holdInMemory();
        return true;
    }

    async sync(): Promise<void> {
        await this.tree.sync();
    }

    async version(): Promise<number> {
        return this.table.version();
    }

    async close(): Promise<void> {
        await this.kept?.close();
        this.table.close();
        this.connection.close();
    }

    /** Makes what searches need in memory now, and keeps it for the next opening, and not in a moment. */
    async holdInMemory(): Promise<void> {
        await this.kept?.makeNow();
        await this.kept?.keepNow();
    }

    /** Whether searches are answered from memory. */
    get isHeldInMemory(): boolean {
        return this.kept?.current !== undefined;
    }

    private async keepInStep(write: () => Promise<void>, change: Change): Promise<void> {
        await (this.kept ? this.kept.during(write, change) : write());
    }

    private async scan(columns: readonly string[], visit: (values: readonly string[]) => void): Promise<void> {
        for await (const batch of this.table.query().select([...columns])) {
            const vectors = columns.map(name => batch.getChild(name));
            for (let index = 0; index < batch.numRows; index++) visit(vectors.map(vector => String(vector?.get(index) ?? '')));
        }
    }
}

const TABLE = 'chunks';

export interface LanceStoreOptions {
    readonly dimensions: number;
    readonly isWriter: boolean;
    /** Asked before anything is kept that could be made again. */
    readonly quota?: { check(): Promise<void> } | undefined;
    /** Rows from which on what searches need is kept on disk. */
    readonly tableKeptFrom?: number;
}

/** Of fewer rows all are read in a third of a second, and the file would be a larger part of the index than what there is of it already. */
const TABLE_KEPT_FROM = 20_000;
/** Beside the folder of the rows. */
export const TABLE_FILE = 'search.table';

/** Where LanceDB keeps the table, below the folder of the store. */
export const TABLE_FOLDER = `${TABLE}.lance`;
/**
 * Larger ones fill with entries of versions that nobody asks for any more, which is all that made an engine at work grow (decision 0019).
 * Questions are answered from memory; the first answer and the first save of a session on 107,658 chunks took no longer than with 40 MB.
 */
const INDEX_CACHE_BYTES = 4n << 20n;
const METADATA_CACHE_BYTES = 4n << 20n;

const MAX_VERSIONS = 50;
/** Rows that are not in the word index yet are searched one by one. */
const MAX_UNINDEXED_ROWS = 2000;

/** Words come split and folded already, so that the index takes them as they are; positions are a known source of panics and of no use here. */
const WORD_INDEX = {
    baseTokenizer: 'whitespace',
    lowercase: true,
    stem: false,
    removeStopWords: false,
    asciiFolding: false,
    maxTokenLength: 128,
    withPosition: false,
} as const;

/** The primary key keeps two writers from making duplicates, should there ever be two; word indexes go on the empty table, where they cost nothing. */
async function prepareTable(table: Table, { lance }: NativeStore): Promise<void> {
    const indexed = new Set((await table.listIndices()).flatMap(index => index.columns));
    if (indexed.size === 0) {
        try {
            await table.setUnenforcedPrimaryKey('id');
        } catch (error) {
            if (!(error instanceof Error) || !error.message.includes('already set')) throw error;
        }
    }
    for (const column of ['terms', 'names'])
        if (!indexed.has(column)) await table.createIndex(column, { config: lance.Index.fts(WORD_INDEX) });
    for (const column of ['path', 'id']) if (!indexed.has(column)) await table.createIndex(column, { config: lance.Index.btree() });
}

/** LanceDB gives up a change when another came between, and says that it may be tried again. */
async function withRetries<T>(change: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
        try {
            return await change();
        } catch (error) {
            const mayRetry = error instanceof Error && /commit conflict/i.test(error.message);
            if (!mayRetry || attempt === 5) throw error;
            await pause(50 * 2 ** attempt);
        }
    }
}
