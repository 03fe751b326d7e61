import { access, rm } from 'node:fs/promises';
import type { Table } from '@lancedb/lancedb';
import { fillSearchTable } from './fillSearchTable.ts';
import { loadSearchTable } from './loadSearchTable.ts';
import type { MayGoOn, SearchTable } from './searchTable.ts';
import { writeTableFile } from './tableFile.ts';

/**
 * Where the table of one generation comes from: from what was kept of it on disk, or from all rows. Many rows are worth keeping; few are read
 * as quickly, and their file would be a large part of a small index.
 */
export class TableSource {
    private readonly table: Table;
    private readonly options: TableSourceOptions;
    /** Set when what is kept was of no use: until another is kept it need not be read again. */
    private isWorn = false;

    constructor(table: Table, options: TableSourceOptions) {
        this.table = table;
        this.options = options;
    }

    /** The table where that takes a moment only. Undefined where it takes longer; throws what LanceDB throws. */
    async quickly(mayGoOn: MayGoOn): Promise<SearchTable | undefined> {
        const { path, dimensions, keptFrom } = this.options;
        if ((await this.table.countRows()) < keptFrom && !(await isThere(path))) return this.fully(mayGoOn);
        if (this.isWorn) return undefined;
        const loaded = await loadSearchTable(this.table, { path, dimensions, room: ROOM, mayGoOn });
        this.isWorn = loaded === undefined;
        return loaded;
    }

    async fully(mayGoOn: MayGoOn): Promise<SearchTable | undefined> {
        return fillSearchTable(this.table, { dimensions: this.options.dimensions, room: ROOM, mayGoOn });
    }

    /** Keeps what is worth it. A disk that is full, or more than the user allows, costs the next opening a second and nothing else. */
    async keep(table: SearchTable, mayGoOn: MayGoOn): Promise<void> {
        const { path, keptFrom, quota } = this.options;
        const kept = table.worthKeeping;
        if (!kept) return;
        try {
            if (kept.rows.count < keptFrom) {
                await rm(path, { force: true });
                return;
            }
            await quota?.check();
            if (await writeTableFile(path, kept, mayGoOn)) this.isWorn = false;
        } catch {
            // What was kept before stays, and counts for what of it is still so.
        }
    }
}

export interface TableSourceOptions {
    /** Of the file. */
    readonly path: string;
    readonly dimensions: number;
    /** Rows from which on it is worth a file. */
    readonly keptFrom: number;
    readonly quota?: { check(): Promise<void> } | undefined;
}

/** Rows that may be written before the table is made anew: a day of editing, or a third of a first indexing of a small repository. */
const ROOM = 4_000;

async function isThere(path: string): Promise<boolean> {
    return access(path).then(
        () => true,
        () => false,
    );
}
