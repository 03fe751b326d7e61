import { mkdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection, Table } from '@lancedb/lancedb';
import type { ChunkId } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { MeaningHit, StoredFile, StoredRow, WordHit } from '../ports.ts';
import { cosinesWith, signsOf } from './byteVector.ts';
import { checkVector } from './embeddingCache.ts';
import { ROW_NUMBER, byteVectors, inPieces, isOneOf, ranked, within } from './lanceQueries.ts';
import { NAMES_BOOST } from './memoryRows.ts';
import type { FileCensus, Replacement, RowScope, RowStore } from './rowStore.ts';
import { ROW_COLUMNS, loadNativeStore, rowSchema, rowsFromArrow, rowsToArrow } from './storeSchema.ts';
import type { NativeStore } from './storeSchema.ts';
import { TreeSync } from './treeSync.ts';

/** Rows in LanceDB, written by one process and searched by any. */
export class LanceStore implements RowStore {
    private readonly native: NativeStore;
    private readonly connection: Connection;
    private readonly table: Table;
    private readonly dimensions: number;
    private readonly tree: TreeSync;

    private constructor(
        native: NativeStore,
        connection: Connection,
        table: Table,
        options: { readonly folder: string; readonly dimensions: number },
    ) {
        this.native = native;
        this.connection = connection;
        this.table = table;
        this.dimensions = options.dimensions;
        this.tree = new TreeSync(options.folder);
    }

    /** Opens the table in `folder`; the writer makes it when there is none. Throws what LanceDB throws for a damaged one. */
    static async open(folder: string, options: { readonly dimensions: number; readonly isWriter: boolean }): Promise<LanceStore> {
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
            return new LanceStore(native, connection, table, { folder, dimensions: options.dimensions });
        } catch (error) {
            connection.close();
            throw error;
        }
    }

    async replaceFiles(files: readonly StoredFile[], { revision, known }: Replacement): Promise<void> {
        const filled = files.filter(file => file.rows.length > 0);
        if (filled.length > 0) {
            const rows = rowsToArrow(this.native.arrow, filled, { dimensions: this.dimensions, revision });
            await withRetries(() => this.table.mergeInsert('id').whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows));
        }
        // After the new rows, so that at no moment a file is missing.
        const replaced = files.map(file => file.path).filter(path => known.has(path));
        for (const some of inPieces(replaced)) await withRetries(() => this.table.delete(`${isOneOf(some)} AND revision <> ${revision}`));
    }

    async removeFiles(paths: readonly WorkspacePath[]): Promise<void> {
        for (const some of inPieces(paths)) await withRetries(() => this.table.delete(isOneOf(some)));
    }

    async searchWords(terms: readonly string[], limit: number, scope: RowScope = {}): Promise<readonly WordHit[]> {
        const words = terms.join(' ');
        if (words.trim() === '' || limit <= 0) return [];
        const { MatchQuery } = this.native.lance;
        // One after the other inside LanceDB each stops early at what cannot come among the best; joined in one query they would not, and take
        // thrice the time. A row that is not among the best of a column misses what that column would add, which is little.
        const [inTerms, inNames] = await Promise.all(
            ['terms', 'names'].map(column =>
                ranked(this.table.query().fullTextSearch(new MatchQuery(words, column)), { limit, scope, score: '_score' }),
            ),
        );
        const scores = new Map(inTerms);
        for (const [row, score] of inNames ?? []) scores.set(row, (scores.get(row) ?? 0) + NAMES_BOOST * score);
        const best = [...scores].sort((one, other) => other[1] - one[1]).slice(0, limit);
        return (await this.rowsAt(best, scope)).map(([row, score]) => ({ row, score }));
    }

    async searchMeaning(vector: Float32Array, limit: number, scope: RowScope = {}): Promise<readonly MeaningHit[]> {
        checkVector(vector, this.dimensions);
        if (limit <= 0) return [];
        // Probes only matter where there is an index, above `SIGN_INDEX_FROM_ROWS`.
        // Bytes without a sign are compared by their bits; the kind of distance needs no saying.
        const query = this.table.query().nearestTo(signsOf(vector)).column('signs').nprobes(PARTITIONS_SEARCHED);
        const found = await within(query, scope)
            .withRowId()
            .select([ROW_NUMBER, '_distance', 'vector'])
            .limit(Math.max(CANDIDATES, limit * 2))
            .toArrow();
        scope.signal?.throwIfAborted();
        const numbers = found.getChild(ROW_NUMBER);
        const cosines = cosinesWith(vector, byteVectors(found));
        const nearest = [...cosines.keys()].sort((one, other) => (cosines[other] ?? 0) - (cosines[one] ?? 0)).slice(0, limit);
        const places = nearest.map(at => [numbers?.get(at) as bigint, cosines[at] ?? 0] as const);
        return (await this.rowsAt(places, scope)).map(([row, similarity]) => ({ row, similarity }));
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
        const rows = await this.countRows();
        const versions = (await this.table.listVersions()).length;
        const unindexed = (await this.table.indexStats('terms_idx'))?.numUnindexedRows ?? 0;
        const wantsSignIndex = await this.wantsSignIndex(rows);
        if (versions <= MAX_VERSIONS && unindexed <= MAX_UNINDEXED_ROWS && !wantsSignIndex) return false;
        if (wantsSignIndex) await this.makeSignIndex(rows);
        // Twice, because the version that a call replaces goes only with the next. Nobody else writes here, so that files which no version
        // knows are leftovers of a killed writer; a search that loses its version from under it is asked again by `LiveStore`.
        for (let pass = 0; pass < 2; pass++) {
            await withRetries(() => this.table.optimize({ cleanupOlderThan: new Date(), deleteUnverified: true }));
        }
        return true;
    }

    async sync(): Promise<void> {
        await this.tree.sync();
    }

    async version(): Promise<number> {
        return this.table.version();
    }

    close(): Promise<void> {
        this.table.close();
        this.connection.close();
        return Promise.resolve();
    }

    /** The rows with these numbers, in order, each with what stands beside its number. A row that was removed since it was found is left out. */
    private async rowsAt<T>(places: readonly (readonly [bigint, T])[], { signal }: RowScope): Promise<(readonly [StoredRow, T])[]> {
        if (places.length === 0) return [];
        const found = await this.table
            .takeRowIds(places.map(([number]) => number))
            .withRowId()
            .select([...ROW_COLUMNS, ROW_NUMBER])
            .toArrow();
        signal?.throwIfAborted();
        const rows = rowsFromArrow(found);
        const numbers = found.getChild(ROW_NUMBER);
        const byNumber = new Map(rows.map((row, index) => [numbers?.get(index) as unknown, row]));
        return places.flatMap(([number, value]) => {
            const row = byNumber.get(number);
            return row ? [[row, value] as const] : [];
        });
    }

    /** An index cannot be trained where there are no vectors, as without a model. */
    private async wantsSignIndex(rows: number): Promise<boolean> {
        if (rows <= SIGN_INDEX_FROM_ROWS) return false;
        if ((await this.table.listIndices()).some(index => index.columns.includes('signs'))) return false;
        return (await this.table.countRows('signs IS NOT NULL')) > SIGN_INDEX_FROM_ROWS;
    }

    /** Few samples and few rounds make it as good: 323,000 rows take 0.6 s of processor time. */
    private async makeSignIndex(rows: number): Promise<void> {
        const numPartitions = 2 ** Math.max(4, Math.round(Math.log2(rows / ROWS_PER_PARTITION)));
        const config = this.native.lance.Index.ivfFlat({ distanceType: 'hamming', numPartitions, maxIterations: 10, sampleRate: 64 });
        await withRetries(() => this.table.createIndex('signs', { config }));
    }

    private async scan(columns: readonly string[], visit: (values: readonly string[]) => void): Promise<void> {
        for await (const batch of this.table.query().select([...columns])) {
            const vectors = columns.map(name => batch.getChild(name));
            for (let index = 0; index < batch.numRows; index++) visit(vectors.map(vector => String(vector?.get(index) ?? '')));
        }
    }
}

const TABLE = 'chunks';
/** Where LanceDB keeps the table, below the folder of the store. */
export const TABLE_FOLDER = `${TABLE}.lance`;
/** The word index of 100,000 rows is 15 MB; what is not cached is read again, mostly from the system's own cache of files. */
const INDEX_CACHE_BYTES = 24n << 20n;
const METADATA_CACHE_BYTES = 16n << 20n;

/** Up to here all signs are compared, which takes some 12 ms of processor time at 100,000 rows; through the index it is 4 ms. */
const SIGN_INDEX_FROM_ROWS = 50_000;
const PARTITIONS_SEARCHED = 32;
/** 32 partitions at 100,000 rows, 256 at a million. */
const ROWS_PER_PARTITION = 4000;
/**
 * Rows that are near by their signs, whose cosine is then taken. Of 107,659 real rows these hold 99.5 % of the true first ten of a question and
 * 98.6 % of the first fifty; 1,000 hold 94.4 % of the fifty, 4,000 hold 99.4 % for twice the time. Up to so many rows everything is exact.
 */
const CANDIDATES = 2000;
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
