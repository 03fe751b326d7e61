import { setImmediate as breathe } from 'node:timers/promises';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StoredFile } from '../ports.ts';
import type { SearchTable } from './searchTable.ts';

/**
 * The `SearchTable` of one generation: made a moment after opening, kept in step with what is written, thrown away when that has become much,
 * and made again. While there is none, LanceDB is asked itself; nothing depends on it but time.
 */
export class KeptTable {
    private readonly make: MakeTable;
    private table: SearchTable | undefined;
    private making: Promise<void> | undefined;
    private timer: NodeJS.Timeout | undefined;
    /** Searches and writes that LanceDB is at, and how many there were since a table was begun last. */
    private underWay = 0;
    private worked = 0;
    /** While a run writes dozens of files at a time: a table made between two of its batches would be out of date by the next. */
    private isRun = false;
    private isClosed = false;
    /** Set when a write has come while a table is made; how often that has cost one since there was one last. */
    private isInTheWay = false;
    private givenUp = 0;
    /** What was written while a table is made, which may have been read already, or not yet. */
    private written: Change[] = [];

    constructor(make: MakeTable) {
        this.make = make;
    }

    /** Undefined while there is none. */
    get current(): SearchTable | undefined {
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
        if (this.isClosed || this.table) return;
        this.making ??= this.takeIn();
        await this.making;
    }

    /**
     * Writes rows, and keeps step. A table that is being made is given up for it and begun again later, because somebody may be waiting for
     * what is written, and LanceDB writes slowly while much is read; but not for ever.
     */
    async during(write: () => Promise<void>, change: Change): Promise<void> {
        this.isInTheWay = this.making !== undefined && this.givenUp < MOST_GIVEN_UP;
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
        await this.making;
        this.table = undefined;
    }

    private async takeIn(): Promise<void> {
        let isWorthAnother = true;
        let made: SearchTable | undefined;
        try {
            made = await this.make(() => this.turn());
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
        if (this.isClosed) return;
        this.table = made;
        if (made) for (const change of written) this.apply(change);
        else if (isWorthAnother) this.makeSoon();
    }

    private async turn(): Promise<boolean> {
        await breathe();
        return !this.isClosed && !this.isInTheWay;
    }

    private drop(): void {
        this.table = undefined;
        this.makeSoon();
    }

    private apply(change: Change): void {
        // A save now and then puts a table off for a moment only.
        if ('files' in change && change.files.length > A_FEW) this.isRun = true;
        if (!this.table) this.makeSoon();
        else if ('paths' in change) this.table.removeFiles(change.paths);
        else if (!this.table.replaceFiles(change.files)) this.drop();
    }
}

/** Undefined when there can be none now. To be called now and then while it is made: lets others work, and says whether to go on. */
export type MakeTable = (mayGoOn: () => Promise<boolean>) => Promise<SearchTable | undefined>;

/** Rows that files have from here on, or files that have none any more. */
export type Change = { readonly files: readonly StoredFile[] } | { readonly paths: readonly WorkspacePath[] };

/** Most questions and saves of a session come in bursts, and the first of them must not share the machine with this. */
const QUIET_MS = 700;
/** Longer than a run takes from one batch to the next; its end is told by `compare`, and this is for one that never came to it. */
const RUN_QUIET_MS = 10_000;
const PATIENCE = 30;
const MOST_GIVEN_UP = 3;
/** Files of one change; an indexing run writes dozens at a time. */
const A_FEW = 5;
