import { setImmediate as breathe } from 'node:timers/promises';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StoredFile } from '../ports.ts';
import type { MayGoOn, SearchTable } from './searchTable.ts';

/**
 * The `SearchTable` of one generation: there with the first question where it was kept on disk, else made a moment after opening; kept in step
 * with what is written, thrown away when that has become much, and made again.
 * While there is none, LanceDB is asked itself; nothing depends on it but time.
 */
export class KeptTable {
    private readonly source: TableMaker;
    private table: SearchTable | undefined;
    private making: Promise<void> | undefined;
    private keeping: Promise<void> | undefined;
    private timer: NodeJS.Timeout | undefined;
    private keepTimer: NodeJS.Timeout | undefined;
    /** Searches and writes that LanceDB is at, and how many there were since a table was begun last. */
    private underWay = 0;
    private worked = 0;
    /** While a run writes dozens of files at a time: a table made between two of its batches would be out of date by the next. */
    private isRun = false;
    private isClosed = false;
    /** While a table is made that takes a moment only: whoever asks waits for it, and no write gives it up. */
    private isQuick = false;
    /** Set when that has turned out to be impossible, until there was a table. */
    private isSlow = false;
    /** Set when a write has come while a table is made; how often that has cost one since there was one last. */
    private isInTheWay = false;
    private givenUp = 0;
    /** What was written while a table is made, which may have been read already, or not yet. */
    private written: Change[] = [];

    constructor(source: TableMaker) {
        this.source = source;
    }

    /** Undefined while there is none. */
    get current(): SearchTable | undefined {
        return this.table;
    }

    /** The table, also when it takes a moment to make it, so that a question finds the same as one that is asked a second later. */
    async soon(): Promise<SearchTable | undefined> {
        this.keepTimer?.refresh();
        if (this.table) return this.table;
        if (this.isClosed || this.isRun || this.isSlow) return undefined;
        if (!this.making) this.begin(true);
        if (this.isQuick) await this.making;
        return this.table;
    }

    /** Makes the table once nothing is asked or written for a moment, or when much was asked without one. */
    makeSoon(): void {
        clearTimeout(this.timer);
        if (this.isClosed || this.table || this.making || this.underWay > 0) return;
        this.timer = setTimeout(
            () => {
                void this.makeNow();
            },
            this.isRun ? RUN_QUIET_MS : this.worked < PATIENCE ? QUIET_MS : 0,
        );
        this.timer.unref();
    }

    /** Does what is to be done without a table, and makes none meanwhile. */
    async before<Result>(work: () => Promise<Result>): Promise<Result> {
        clearTimeout(this.timer);
        this.underWay++;
        this.worked++;
        try {
            return await work();
        } finally {
            this.underWay--;
            this.makeSoon();
        }
    }

    /** Resolves when there is a table, or when it has turned out that there can be none now. */
    async makeNow(): Promise<void> {
        clearTimeout(this.timer);
        this.worked = 0;
        if (!this.isClosed && !this.table && !this.making && !this.isSlow) this.begin(true);
        await this.making;
        if (!this.isClosed && !this.table) {
            if (!this.making) this.begin(false);
            await this.making;
        }
    }

    /** Keeps what of the table is worth it, now and not in a quiet moment. */
    async keepNow(): Promise<void> {
        clearTimeout(this.keepTimer);
        // A timer that is through would begin anew when it is refreshed.
        this.keepTimer = undefined;
        const { table } = this;
        if (!table || this.isClosed) return;
        this.keeping ??= this.source
            .keep(table, () => this.isStill(table))
            .finally(() => {
                this.keeping = undefined;
            });
        await this.keeping;
    }

    /**
     * Writes rows, and keeps step. A table that is being made is given up for it and begun again later, because somebody may be waiting for
     * what is written, and LanceDB writes slowly while much is read; but not for ever, and not one that is there in a moment.
     */
    async during(write: () => Promise<void>, change: Change): Promise<void> {
        this.isInTheWay = this.making !== undefined && !this.isQuick && this.givenUp < MOST_GIVEN_UP;
        try {
            await (this.table ? write() : this.before(write));
        } catch (error) {
            // Nobody knows what was written, nor what of it was read.
            this.isInTheWay = this.making !== undefined;
            this.drop();
            throw error;
        }
        if (this.making) this.written.push(change);
        else this.apply(change);
    }

    /** To be told how many rows there are, at the end of a run: a table of another size has missed something, and is made again. */
    compare(rows: number): void {
        this.isRun = false;
        this.makeSoon();
        if (this.table && this.table.size !== rows) this.drop();
    }

    async close(): Promise<void> {
        this.isClosed = true;
        clearTimeout(this.timer);
        clearTimeout(this.keepTimer);
        await this.making;
        await this.keeping;
        this.table = undefined;
    }

    private begin(isQuick: boolean): void {
        clearTimeout(this.timer);
        this.isQuick = isQuick;
        this.making = this.takeIn(isQuick);
    }

    private async takeIn(isQuick: boolean): Promise<void> {
        let isWorthAnother = true;
        let made: SearchTable | undefined;
        try {
            made = await (isQuick ? this.source.quickly(() => this.turn()) : this.source.fully(() => this.turn()));
        } catch {
            // Missed by nobody: LanceDB is asked, and says what is wrong with the rows.
            isWorthAnother = false;
        }
        if (this.isInTheWay) made = undefined;
        const written = this.written;
        this.making = undefined;
        this.written = [];
        this.givenUp = this.isInTheWay ? this.givenUp + 1 : 0;
        this.isInTheWay = false;
        this.isQuick = false;
        this.isSlow = made === undefined;
        if (this.isClosed) return;
        this.table = made;
        if (made) {
            for (const change of written) this.apply(change);
            this.keepSoon();
        } else if (isWorthAnother) this.makeSoon();
    }

    private async turn(): Promise<boolean> {
        await breathe();
        return !this.isClosed && !this.isInTheWay;
    }

    /** Nobody who asks or writes shall share the disk with it. */
    private keepSoon(): void {
        clearTimeout(this.keepTimer);
        this.keepTimer = undefined;
        if (!this.table?.worthKeeping || this.isClosed) return;
        this.keepTimer = setTimeout(() => {
            void this.keepNow();
        }, KEEP_QUIET_MS);
        this.keepTimer.unref();
    }

    private async isStill(table: SearchTable): Promise<boolean> {
        await breathe();
        return !this.isClosed && this.table === table;
    }

    private drop(): void {
        this.table = undefined;
        this.makeSoon();
    }

    private apply(change: Change): void {
        this.keepTimer?.refresh();
        // A save now and then puts a table off for a moment only.
        if ('files' in change && change.files.length > A_FEW) this.isRun = true;
        if (!this.table) this.makeSoon();
        else if ('paths' in change) this.table.removeFiles(change.paths);
        else if (!this.table.replaceFiles(change.files)) this.drop();
    }
}

/** What makes a table, and keeps what was costly to make. */
export interface TableMaker {
    /** Undefined where it takes longer than a moment. */
    quickly(mayGoOn: MayGoOn): Promise<SearchTable | undefined>;
    /** Undefined when there can be none now. */
    fully(mayGoOn: MayGoOn): Promise<SearchTable | undefined>;
    keep(table: SearchTable, mayGoOn: MayGoOn): Promise<void>;
}

/** Rows that files have from here on, or files that have none any more. */
export type Change = { readonly files: readonly StoredFile[] } | { readonly paths: readonly WorkspacePath[] };

/** Most questions and saves of a session come in bursts, and the first of them must not share the machine with this. */
const QUIET_MS = 700;
/** Longer than a run takes from one batch to the next; its end is told by `compare`, and this is for one that never came to it. */
const RUN_QUIET_MS = 10_000;
const KEEP_QUIET_MS = 5_000;
const PATIENCE = 30;
const MOST_GIVEN_UP = 3;
/** Files of one change; an indexing run writes dozens at a time. */
const A_FEW = 5;
