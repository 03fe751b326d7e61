import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { Logger } from '../ports.ts';
import { isMissing, makePrivateFolder, writeDurably } from './durableFile.ts';
import type { FileRecord } from './fileRecord.ts';
import { FileSeals } from './fileSeals.ts';
import { bytesBelow } from './generations.ts';
import { IndexManifest } from './indexManifest.ts';
import type { ManifestHead } from './indexManifest.ts';
import type { IndexedFile, IndexStoreOptions, StoreInspection } from './indexStore.ts';
import { ROWS_FOLDER, openRowsForWriting } from './openRows.ts';
import { pathsToForget } from './reconcile.ts';
import type { RowStore } from './rowStore.ts';
import { SymbolLog } from './symbolLog.ts';
import { WorkspaceSymbols } from './symbolTable.ts';
import { WordCounts, loadCounts, saveCounts } from './wordStatistics.ts';

/**
 * One generation of the index, as its one writer has it: journal, symbols and rows that say the same.
 * The order of a commit is announcement, rows, symbols, record; whatever a crash leaves of it is recognised at the next opening,
 * and the files concerned are forgotten, so that they are indexed again.
 */
export class GenerationWriter {
    readonly manifest: IndexManifest;
    readonly symbols: WorkspaceSymbols;
    readonly rows: RowStore;
    counts: WordCounts;
    private readonly folder: string;
    private readonly seals: FileSeals;
    private readonly symbolLog: SymbolLog;
    /** Set while a failed commit has left it unknown which rows there are. */
    private areCountsStale = false;
    /** The recount that was begun at opening; what changes the counts waits for it. */
    private counting: Promise<void> = Promise.resolve();

    private constructor(parts: GenerationParts) {
        this.folder = parts.folder;
        this.manifest = parts.manifest;
        this.symbols = parts.symbols;
        this.symbolLog = parts.symbolLog;
        this.rows = parts.rows;
        this.seals = parts.seals;
        this.counts = parts.counts;
    }

    /** Opens a generation and mends what a crash has left, or makes an empty one. Undefined when it cannot be continued. */
    static async open(
        folder: string,
        head: ManifestHead,
        { log, quota }: Pick<IndexStoreOptions, 'log' | 'quota'>,
    ): Promise<GenerationWriter | undefined> {
        await makePrivateFolder(folder);
        const manifest = await IndexManifest.open(join(folder, JOURNAL_FILE), head);
        if (!manifest) return undefined;
        const symbols = new WorkspaceSymbols();
        const symbolLog = await SymbolLog.open(join(folder, SYMBOLS_FILE), symbols);
        const durable = await readMark(folder);
        const rowBytes = await bytesBelow(join(folder, ROWS_FOLDER));
        const isClean =
            durable?.journal === manifest.journalSize &&
            durable.symbols === symbolLog.size &&
            durable.rowBytes === rowBytes &&
            manifest.unfinished.size === 0;
        const seals = await FileSeals.open(join(folder, ROWS_FOLDER), join(folder, SEALS_FILE), durable?.seals ?? 0);
        const broken = await seals.brokenDeletions();
        if (broken.length > 0) log.warn('lists of deleted rows are damaged', { files: broken.length });
        const rows =
            broken.length > 0
                ? undefined
                : await openRowsForWriting(
                      folder,
                      {
                          kind: head.rows ?? 'lance',
                          dimensions: head.dimensions,
                          durableVersion: isClean ? durable.rows : undefined,
                          quota,
                      },
                      log,
                  );
        if (!rows) {
            await seals.close();
            await symbolLog.close();
            await manifest.close();
            return undefined;
        }
        if (!isClean) await seals.forgetVersions();
        const counts = new WordCounts();
        const writer = new GenerationWriter({ folder, manifest, symbols, symbolLog, rows, seals, counts });
        if (!(isClean && durable.rows === (await rows.version()))) await writer.reconcile(log);
        if ((await rows.countRows()) !== manifest.chunks) {
            log.warn('rows and journal cannot be brought together', { rows: await rows.countRows(), chunks: manifest.chunks });
            await writer.abandon();
            return undefined;
        }
        await writer.loadCounts();
        return writer;
    }

    async commit(files: readonly IndexedFile[], removed: readonly WorkspacePath[]): Promise<void> {
        for (const file of files) checkAgreement(file);
        await this.counting;
        const gone = removed.filter(path => this.manifest.get(path) !== undefined || this.manifest.unfinished.has(path));
        const paths = [...files.map(file => file.record.path), ...gone];
        if (paths.length === 0) return;
        if (this.areCountsStale) await this.recount();
        const known = new Set(paths.filter(path => (this.manifest.get(path)?.chunks ?? 0) > 0 || this.manifest.unfinished.has(path)));
        const replacedRows = known.size === 0 ? [] : await this.rows.rowsOf([...known]);
        await this.manifest.begin(paths);
        try {
            const stored = files.map(file => file.stored);
            await this.rows.replaceFiles(stored, { revision: randomInt(1, MAX_REVISION), known });
            await this.rows.removeFiles(gone.filter(path => known.has(path)));
            await this.recordSymbols(files, gone);
            await this.manifest.end(
                files.map(file => file.record),
                gone,
            );
        } catch (error) {
            this.manifest.forget(paths);
            for (const path of paths) this.symbols.delete(path);
            this.areCountsStale = true;
            throw error;
        }
        for (const row of replacedRows) this.counts.subtract(row);
        for (const file of files) for (const row of file.stored.rows) this.counts.add(row);
    }

    async restamp(records: readonly FileRecord[]): Promise<void> {
        if (records.length > 0) await this.manifest.end(records, []);
    }

    /** Rows first, then what vouches for them, then the mark that says so. */
    async barrier(): Promise<void> {
        await this.rows.sync();
        await this.symbolLog.sync();
        await this.manifest.sync();
        const mark: DurableMark = {
            journal: this.manifest.journalSize,
            symbols: this.symbolLog.size,
            rows: await this.rows.version(),
            rowBytes: await this.seals.update(),
            seals: this.seals.size,
        };
        await this.seals.sync();
        await writeDurably(join(this.folder, DURABLE_FILE), JSON.stringify(mark));
    }

    inspect(): StoreInspection {
        const { rows, symbols, counts, manifest, seals } = this;
        return {
            rows,
            symbols,
            counts,
            counted: async () => {
                await this.counting;
                if (this.areCountsStale) await this.recount();
                return this.counts;
            },
            unfinished: manifest.unfinished,
            brokenFiles: () => seals.broken(),
        };
    }

    async optimize(): Promise<boolean> {
        await this.counting;
        const wasWorthIt = await this.rows.optimize();
        await this.manifest.compact();
        await this.symbolLog.compact();
        if (wasWorthIt) {
            await this.barrier();
            await this.saveCounts();
        }
        return wasWorthIt;
    }

    async close(): Promise<void> {
        await this.counting;
        await this.barrier();
        await this.saveCounts();
        await this.abandon();
    }

    /** Closes without making anything durable: for a generation that is to be removed, or that another process writes by now. */
    async abandon(): Promise<void> {
        await this.counting;
        await this.rows.close();
        await this.seals.close();
        await this.symbolLog.close();
        await this.manifest.close();
    }

    private async recordSymbols(files: readonly IndexedFile[], gone: readonly WorkspacePath[]): Promise<void> {
        const changed: WorkspacePath[] = [];
        for (const { record, facts } of files) {
            const { path, hash, language, kind } = record;
            const wasKnown = this.symbols.kindOf(path) !== undefined;
            if (record.state === 'skipped') this.symbols.delete(path);
            else this.symbols.set({ path, hash, language, kind }, facts);
            if (wasKnown || record.state !== 'skipped') changed.push(path);
        }
        for (const path of gone) {
            if (this.symbols.kindOf(path) === undefined) continue;
            this.symbols.delete(path);
            changed.push(path);
        }
        await this.symbolLog.record(changed);
    }

    /** Forgets every file about which journal, symbols and rows do not agree. */
    private async reconcile(log: Logger): Promise<void> {
        const paths = pathsToForget({
            manifest: this.manifest,
            unfinished: this.manifest.unfinished,
            symbols: this.symbols,
            census: await this.rows.census(),
        });
        if (paths.length > 0) {
            log.info('files to be indexed again after an interruption', { files: paths.length });
            await this.manifest.begin(paths);
            await this.rows.removeFiles(paths);
            await this.recordSymbols([], paths);
            await this.manifest.end([], paths);
        }
    }

    /** After an interruption the last counts serve, where they are near enough, while the rows are counted again behind the searches. */
    private async loadCounts(): Promise<void> {
        const saved = await loadCounts(join(this.folder, WORDS_FILE));
        const { chunks, sequence } = this.manifest;
        if (!saved || Math.abs(saved.counts.rows - chunks) > chunks / 10) return this.recount();
        this.counts = saved.counts;
        if (saved.sequence === sequence && saved.counts.rows === chunks) return;
        this.areCountsStale = true;
        // Should it fail, the counts stay stale, and the next change counts again and meets the error.
        this.counting = this.recount().catch(() => undefined);
    }

    private async saveCounts(): Promise<void> {
        if (!this.areCountsStale) await saveCounts(join(this.folder, WORDS_FILE), this.manifest.sequence, this.counts);
    }

    private async recount(): Promise<void> {
        this.counts = await countWords(this.rows);
        this.areCountsStale = false;
    }
}

export async function countWords(rows: RowStore): Promise<WordCounts> {
    const counts = new WordCounts();
    await rows.scanWords(row => {
        counts.add(row);
    });
    return counts;
}

export const JOURNAL_FILE = 'journal.log';
export const SYMBOLS_FILE = 'symbols.log';
export const WORDS_FILE = 'words.counts';
const DURABLE_FILE = 'durable';
export const SEALS_FILE = 'seals.log';
/** The column has 32 bits. Drawn rather than counted, because a journal that lost its tail would count the same numbers again. */
const MAX_REVISION = 2 ** 31 - 1;

interface GenerationParts {
    readonly folder: string;
    readonly manifest: IndexManifest;
    readonly symbols: WorkspaceSymbols;
    readonly symbolLog: SymbolLog;
    readonly rows: RowStore;
    readonly seals: FileSeals;
    readonly counts: WordCounts;
}

/** What the next opening would take for damage must not get in. */
function checkAgreement({ record, stored }: IndexedFile): void {
    const isSame = record.path === stored.path && record.hash === stored.fileHash && record.chunks === stored.rows.length;
    if (!isSame || stored.vectors.length !== stored.rows.length) throw new Error('a file whose record does not describe its rows');
}

/** What was on disk for certain at the last barrier; when it is all there is, nothing was interrupted. */
interface DurableMark {
    /** Bytes. */
    readonly journal: number;
    /** Bytes. */
    readonly symbols: number;
    /** Version of the rows. */
    readonly rows: number;
    /** Bytes of all their files: one that was cut or is gone is noticed without reading any. */
    readonly rowBytes: number;
    /** Bytes of the log of their checksums. */
    readonly seals: number;
}

async function readMark(folder: string): Promise<DurableMark | undefined> {
    try {
        return JSON.parse(await readFile(join(folder, DURABLE_FILE), 'utf8')) as DurableMark;
    } catch (error) {
        // A damaged mark vouches for nothing, like a missing one.
        if (isMissing(error) || error instanceof SyntaxError) return undefined;
        throw error;
    }
}
