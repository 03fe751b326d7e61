import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileRecord } from './fileRecord.ts';
import type { ManifestView } from './indexStore.ts';
import { RecordLog, rewriteLog } from './recordLog.ts';

/**
 * What is in the index: the truth that rows and symbols are held against, kept as a journal and in memory.
 * A change of rows is announced (`begin`) before it starts and recorded (`end`) when it is done,
 * so that a crash in between leaves the names of the files whose rows may be anything.
 */
export class IndexManifest implements ManifestView {
    private readonly path: string;
    private readonly head: ManifestHead;
    private readonly state: ManifestState;
    private log: RecordLog;

    private constructor(path: string, head: ManifestHead, state: ManifestState, log: RecordLog) {
        this.path = path;
        this.head = head;
        this.state = state;
        this.log = log;
    }

    /** Opens for writing; a damaged tail is cut off. Undefined when the journal belongs to another kind of index, or has lost its head. */
    static async open(path: string, head: ManifestHead): Promise<IndexManifest | undefined> {
        const state = new ManifestState();
        const { log } = await RecordLog.open(path, payload => {
            state.apply(parseEntry(payload));
        });
        if (log.size === 0) {
            await log.append([JSON.stringify({ type: 'head', head } satisfies JournalEntry)]);
            state.apply({ type: 'head', head });
        }
        if (!state.head || !isSameHead(state.head, head)) {
            await log.close();
            return undefined;
        }
        return new IndexManifest(path, head, state, log);
    }

    get(path: WorkspacePath): FileRecord | undefined {
        return this.state.files.get(path);
    }

    records(): Iterable<FileRecord> {
        return this.state.files.values();
    }

    get size(): number {
        return this.state.files.size;
    }

    get chunks(): number {
        return this.state.chunks;
    }

    /** The number of the latest change; what was derived from the index can be kept with it. */
    get sequence(): number {
        return this.state.sequence;
    }

    /** Bytes of the journal. */
    get journalSize(): number {
        return this.log.size;
    }

    /** Files whose rows were being changed when the journal ended. */
    get unfinished(): ReadonlySet<WorkspacePath> {
        return this.state.unfinished;
    }

    /** Announces that the rows of these files are about to change. */
    async begin(paths: readonly WorkspacePath[]): Promise<void> {
        await this.write({ type: 'begin', paths });
    }

    /** The rows of `put` and `removed` are as they should be. */
    async end(put: readonly FileRecord[], removed: readonly WorkspacePath[]): Promise<void> {
        await this.write({ type: 'end', sequence: this.state.sequence + 1, put, removed });
    }

    /** In memory only, for a change that failed half-way on a disk that may take nothing more; on disk the announcement stands. */
    forget(paths: readonly WorkspacePath[]): void {
        this.state.forget(paths);
    }

    async sync(): Promise<void> {
        await this.log.sync();
    }

    /** Writes the journal anew once most of it is history. */
    async compact(): Promise<void> {
        if (this.state.entries < MIN_ENTRIES || this.state.entries < this.state.files.size * 2) return;
        await this.log.close();
        await rewriteLog(this.path, this.entriesOfState());
        const state = new ManifestState();
        this.log = (
            await RecordLog.open(this.path, payload => {
                state.apply(parseEntry(payload));
            })
        ).log;
        this.state.entries = state.entries;
    }

    async close(): Promise<void> {
        await this.log.close();
    }

    private async write(entry: JournalEntry): Promise<void> {
        await this.log.append([JSON.stringify(entry)]);
        this.state.apply(entry);
    }

    private *entriesOfState(): Iterable<string> {
        yield JSON.stringify({ type: 'head', head: this.head } satisfies JournalEntry);
        const { sequence } = this.state;
        let put: FileRecord[] = [];
        for (const record of this.state.files.values()) {
            put.push(record);
            if (put.length < RECORDS_PER_ENTRY) continue;
            yield JSON.stringify({ type: 'end', sequence, put, removed: [] } satisfies JournalEntry);
            put = [];
        }
        yield JSON.stringify({ type: 'end', sequence, put, removed: [] } satisfies JournalEntry);
        if (this.state.unfinished.size > 0)
            yield JSON.stringify({ type: 'begin', paths: [...this.state.unfinished] } satisfies JournalEntry);
    }
}

/** What makes an index one that can be continued. */
export interface ManifestHead {
    /** Raised with every change of what is stored that older or newer programs cannot read. */
    readonly schema: number;
    readonly fingerprint: string;
    readonly dimensions: number;
    /** Absent for rows in LanceDB. */
    readonly rows?: 'words';
    /** How files were cut, where it is not as it ships. */
    readonly cut?: string;
}

export type JournalEntry =
    | { readonly type: 'head'; readonly head: ManifestHead }
    | { readonly type: 'begin'; readonly paths: readonly WorkspacePath[] }
    | { readonly type: 'end'; readonly sequence: number; readonly put: readonly FileRecord[]; readonly removed: readonly WorkspacePath[] };

/** What the entries of a journal add up to. */
export class ManifestState implements ManifestView {
    head: ManifestHead | undefined;
    sequence = 0;
    chunks = 0;
    /** Records and removals ever written, the measure of how much of the journal is history. */
    entries = 0;
    readonly files = new Map<WorkspacePath, FileRecord>();
    readonly unfinished = new Set<WorkspacePath>();

    get(path: WorkspacePath): FileRecord | undefined {
        return this.files.get(path);
    }

    records(): Iterable<FileRecord> {
        return this.files.values();
    }

    get size(): number {
        return this.files.size;
    }

    apply(entry: JournalEntry): void {
        switch (entry.type) {
            case 'head':
                this.head = entry.head;
                return;
            case 'begin':
                for (const path of entry.paths) this.unfinished.add(path);
                return;
            case 'end':
                this.sequence = entry.sequence;
                this.entries += entry.put.length + entry.removed.length;
                this.forget(entry.removed);
                this.forget(entry.put.map(record => record.path));
                for (const record of entry.put) {
                    this.files.set(record.path, record);
                    this.chunks += record.chunks;
                    this.unfinished.delete(record.path);
                }
                for (const path of entry.removed) this.unfinished.delete(path);
                return;
        }
    }

    forget(paths: readonly WorkspacePath[]): void {
        for (const path of paths) {
            this.chunks -= this.files.get(path)?.chunks ?? 0;
            this.files.delete(path);
        }
    }
}

/** The record's checksum has vouched that this is what we wrote; the head's schema number, that we still write it so. */
export function parseEntry(payload: Buffer): JournalEntry {
    return JSON.parse(payload.toString()) as JournalEntry;
}

/** Below this many entries a journal is too small to be worth writing anew. */
const MIN_ENTRIES = 2000;
const RECORDS_PER_ENTRY = 500;

function isSameHead(one: ManifestHead, other: ManifestHead): boolean {
    return (
        one.schema === other.schema &&
        one.fingerprint === other.fingerprint &&
        one.dimensions === other.dimensions &&
        one.rows === other.rows &&
        one.cut === other.cut
    );
}
