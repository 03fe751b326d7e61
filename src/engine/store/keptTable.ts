import type { WorkspacePath } from '../../protocol/text.ts';
import type { StoredFile } from '../ports.ts';
import type { SearchTable } from './searchTable.ts';

/**
 * The `SearchTable` of one generation: made a moment after opening, kept in step with what is written, thrown away when that has become much,
 * and made again. While there is none, LanceDB is asked itself; nothing depends on it but time.
 */
export class KeptTable {
    private readonly make: (isStopped: () => boolean) => Promise<SearchTable | undefined>;
    private table: SearchTable | undefined;
    private making: Promise<void> | undefined;
    private timer: NodeJS.Timeout | undefined;
    private isClosed = false;
    /** What was written while a table is made, which may have been read already, or not yet. */
    private written: Written[] = [];

    constructor(make: (isStopped: () => boolean) => Promise<SearchTable | undefined>) {
        this.make = make;
    }

    /** Undefined while there is none. */
    get current(): SearchTable | undefined {
        return this.table;
    }

    /** Makes the table once nothing has asked for it again for a while. */
    makeSoon(afterMs: number): void {
        clearTimeout(this.timer);
        if (this.isClosed || this.table || this.making) return;
        this.timer = setTimeout(() => {
            void this.makeNow();
        }, afterMs);
        this.timer.unref();
    }

    /** Resolves when there is a table, or when it has turned out that there can be none now. */
    async makeNow(): Promise<void> {
        clearTimeout(this.timer);
        if (this.isClosed || this.table) return;
        this.making ??= this.takeIn();
        await this.making;
    }

    /** To be told after the rows were written. */
    replaced(files: readonly StoredFile[]): void {
        if (this.making) this.written.push({ files });
        else this.apply({ files });
    }

    /** To be told after the rows were removed. */
    removed(paths: readonly WorkspacePath[]): void {
        if (this.making) this.written.push({ paths });
        else this.apply({ paths });
    }

    /** To be told when it is not known what was written. */
    drop(): void {
        this.table = undefined;
        this.makeSoon(QUIET_MS);
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
            made = await this.make(() => this.isClosed);
        } catch {
            // Missed by nobody: LanceDB is asked, and says what is wrong with the rows.
            isWorthAnother = false;
        }
        const written = this.written;
        this.making = undefined;
        this.written = [];
        if (this.isClosed) return;
        this.table = made;
        if (made) for (const change of written) this.apply(change);
        else if (isWorthAnother) this.makeSoon(QUIET_MS);
    }

    private apply(change: Written): void {
        if (!this.table) this.makeSoon(QUIET_MS);
        else if ('paths' in change) this.table.removeFiles(change.paths);
        else if (!this.table.replaceFiles(change.files)) this.drop();
    }
}

type Written = { readonly files: readonly StoredFile[] } | { readonly paths: readonly WorkspacePath[] };

/** While much is written, a table would be out of date before it is made. */
const QUIET_MS = 2_000;
