import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from './durableFile.ts';
import { JOURNAL_FILE, SYMBOLS_FILE, WORDS_FILE, countWords } from './generationWriter.ts';
import { ManifestState, parseEntry } from './indexManifest.ts';
import type { ManifestHead } from './indexManifest.ts';
import { openRowsForReading } from './openRows.ts';
import { readRecords } from './recordLog.ts';
import { NO_ROWS } from './rowStore.ts';
import type { RowStore } from './rowStore.ts';
import { SCHEMA_VERSION } from './storeSchema.ts';
import { applySymbolRecord } from './symbolLog.ts';
import { WorkspaceSymbols } from './symbolTable.ts';
import { WordCounts, loadCounts } from './wordStatistics.ts';

/** One generation as a process sees it that does not write: it follows the logs, and changes nothing on disk. */
export class GenerationReader {
    rows: RowStore = NO_ROWS;
    manifest = new ManifestState();
    symbols = new WorkspaceSymbols();
    counts = new WordCounts();
    private readonly folder: string;
    private journal: LogPlace = { ino: -1, end: 0 };
    private symbolLog: LogPlace = { ino: -1, end: 0 };
    private countedAt = -1;

    private constructor(folder: string) {
        this.folder = folder;
    }

    /** Undefined for a generation of another version of this program, whose logs nobody here can read. */
    static async open(folder: string, dimensions: number): Promise<GenerationReader | undefined> {
        if ((await readHead(join(folder, JOURNAL_FILE)))?.schema !== SCHEMA_VERSION) return undefined;
        const reader = new GenerationReader(folder);
        await reader.followLogs();
        // The journal says in which form the rows are.
        reader.rows = await openRowsForReading(folder, { kind: reader.manifest.head?.rows ?? 'lance', dimensions });
        await reader.refreshCounts();
        return reader;
    }

    /** Takes in what the writer has added since. */
    async refresh(): Promise<void> {
        await this.followLogs();
        await this.refreshCounts();
    }

    private async followLogs(): Promise<void> {
        // Symbols are written before the journal, so reading them first can only make them seem older, never newer, than the journal says.
        this.symbolLog = await follow(join(this.folder, SYMBOLS_FILE), this.symbolLog, {
            restart: () => (this.symbols = new WorkspaceSymbols()),
            visit: payload => {
                applySymbolRecord(payload, this.symbols);
            },
        });
        this.journal = await follow(join(this.folder, JOURNAL_FILE), this.journal, {
            restart: () => (this.manifest = new ManifestState()),
            visit: payload => {
                this.manifest.apply(parseEntry(payload));
            },
        });
    }

    /** The counts as they are in the rows now, for whoever compares the two. */
    async counted(): Promise<WordCounts> {
        if (this.counts.rows !== this.manifest.chunks) this.counts = await countWords(this.rows);
        return this.counts;
    }

    async close(): Promise<void> {
        await this.rows.close();
    }

    /** A reader has nothing to make durable. */
    async abandon(): Promise<void> {
        await this.close();
    }

    /** Word counts only weigh words against each other, so a tenth more or fewer rows is no reason to read them all again. */
    private async refreshCounts(): Promise<void> {
        const { sequence, chunks } = this.manifest;
        if (this.countedAt === sequence || (this.counts.rows > 0 && Math.abs(this.counts.rows - chunks) <= chunks / 10)) return;
        const saved = await loadCounts(join(this.folder, WORDS_FILE));
        this.counts = saved && Math.abs(saved.counts.rows - chunks) <= chunks / 10 ? saved.counts : await countWords(this.rows);
        this.countedAt = sequence;
    }
}

/** A journal begins with its head; undefined for one that does not, or that is not there. */
async function readHead(path: string): Promise<ManifestHead | undefined> {
    let head: ManifestHead | undefined;
    const handle = await openIfThere(path);
    if (!handle) return undefined;
    try {
        await readRecords(handle, { from: 0, atMost: 1 }, payload => {
            const entry = parseEntry(payload);
            if (entry.type === 'head') head = entry.head;
        });
    } finally {
        await handle.close();
    }
    return head;
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
    try {
        return await open(path, 'r');
    } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
    }
}

/** How far a log has been read, and in which file: one that was written anew is read from its beginning. */
interface LogPlace {
    readonly ino: number;
    readonly end: number;
}

async function follow(
    path: string,
    place: LogPlace,
    reader: { readonly restart: () => unknown; readonly visit: (payload: Buffer) => void },
): Promise<LogPlace> {
    const handle = await openIfThere(path);
    if (!handle) return place;
    try {
        const { ino, size } = await handle.stat();
        if (ino === place.ino && size === place.end) return place;
        const isSame = ino === place.ino && size > place.end;
        if (!isSame) reader.restart();
        const end = await readRecords(handle, { from: isSame ? place.end : 0 }, reader.visit);
        return { ino, end };
    } finally {
        await handle.close();
    }
}
