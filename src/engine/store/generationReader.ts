import { join } from 'node:path';
import { followLog, openIfThere } from './followLog.ts';
import type { LogPlace } from './followLog.ts';
import { JOURNAL_FILE, SEALS_FILE, SYMBOLS_FILE, WORDS_FILE, countWords } from './generationWriter.ts';
import { ManifestState, parseEntry } from './indexManifest.ts';
import type { ManifestHead } from './indexManifest.ts';
import { ROWS_FOLDER, openRowsForReading } from './openRows.ts';
import { readRecords } from './recordLog.ts';
import { NO_ROWS, unreadableRows } from './rowStore.ts';
import type { RowStore } from './rowStore.ts';
import { SealedDeletions } from './sealedDeletions.ts';
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
    private readonly deletions: SealedDeletions;
    private journal: LogPlace | undefined;
    private symbolLog: LogPlace | undefined;
    private countedAt = -1;
    private isUnreadable = false;

    private constructor(folder: string) {
        this.folder = folder;
        this.deletions = new SealedDeletions(join(folder, ROWS_FOLDER), join(folder, SEALS_FILE));
    }

    /** Undefined for a generation of another version of this program, whose logs nobody here can read. */
    static async open(folder: string, dimensions: number): Promise<GenerationReader | undefined> {
        if ((await readHead(join(folder, JOURNAL_FILE)))?.schema !== SCHEMA_VERSION) return undefined;
        const reader = new GenerationReader(folder);
        await reader.followLogs();
        await reader.compareDeletions();
        // The journal says in which form the rows are.
        if (!reader.isUnreadable)
            reader.rows = await openRowsForReading(folder, { kind: reader.manifest.head?.rows ?? 'lance', dimensions });
        await reader.refreshCounts();
        return reader;
    }

    /** Takes in what the writer has added since. */
    async refresh(): Promise<void> {
        await this.followLogs();
        await this.compareDeletions();
        await this.refreshCounts();
    }

    /** What is damaged so that LanceDB would end the process is not shown to it: files and symbols can still be asked, rows say what is wrong. */
    private async compareDeletions(): Promise<void> {
        const broken = this.isUnreadable ? undefined : await this.deletions.broken();
        if (broken === undefined) return;
        this.isUnreadable = true;
        await this.rows.close();
        this.rows = unreadableRows(broken);
    }

    private async followLogs(): Promise<void> {
        // Symbols are written before the journal, so reading them first can only make them seem older, never newer, than the journal says.
        this.symbolLog = await followLog(join(this.folder, SYMBOLS_FILE), this.symbolLog, {
            restart: () => (this.symbols = new WorkspaceSymbols()),
            visit: payload => {
                applySymbolRecord(payload, this.symbols);
            },
        });
        this.journal = await followLog(join(this.folder, JOURNAL_FILE), this.journal, {
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
        if (this.isUnreadable) return;
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
