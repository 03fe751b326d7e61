import type { FileFacts } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { IndexingPorts } from './runIndexing.ts';
import { isAbort } from '../../protocol/failure.ts';
import { contentHash } from '../contentHash.ts';
import { readableText } from '../scan/notebookText.ts';
import { embedRows, rowsFromCache } from './embedRows.ts';
import { rowsFor, type PreparedRow } from './prepareRows.ts';

/** Waits for a pause in typing. Live text is read through the `Files` port at once; only searching it comes this much later. */
const DEBOUNCE_MS = 300;

/**
 * Makes text that is typed and not saved searchable: parsed and embedded in memory, laid over what the disk has.
 * Nothing of it is written but vectors, under the hash of their text.
 */
export class UnsavedTexts {
    /** Definitions and references of the unsaved texts, as far as they have been parsed. */
    readonly facts = new Map<WorkspacePath, FileFacts>();
    private readonly ports: IndexingPorts;
    private readonly timers = new Map<WorkspacePath, NodeJS.Timeout>();
    private readonly working = new Set<Promise<void>>();
    private readonly stopped = new AbortController();

    constructor(ports: IndexingPorts) {
        this.ports = ports;
    }

    has(path: WorkspacePath): boolean {
        return this.ports.files.unsaved.has(path);
    }

    set(path: WorkspacePath, typed: string): void {
        const text = readableText(path, typed);
        this.ports.files.unsaved.set(path, text);
        clearTimeout(this.timers.get(path));
        const timer = setTimeout(() => {
            this.timers.delete(path);
            // Where newer text came while this was looked at, that one's turn comes.
            const work = this.overlay(path, text, () => this.ports.files.unsaved.get(path) === text).catch((error: unknown) => {
                if (!isAbort(error)) this.ports.log.warn('unsaved text is not searchable', { error: String(error) });
            });
            this.working.add(work);
            void work.finally(() => this.working.delete(work));
        }, DEBOUNCE_MS);
        timer.unref();
        this.timers.set(path, timer);
    }

    /** Lays a file as it is on the disk over what is searched, where the index that is searched is not the one that has taken it in. */
    async showFromDisk(path: WorkspacePath): Promise<void> {
        const { files, store } = this.ports;
        const read = await files.readFromDisk(path);
        const isStillWanted = (): boolean => store.isDraft && !this.has(path);
        if (!isStillWanted()) return;
        if (read.state === 'read') await this.overlay(path, read.text, isStillWanted);
        else store.passages.overlay(path, 'removed');
    }

    /** The disk counts again. What is laid over it stays until `clear`, so that a saved text never gives way to its predecessor. */
    forget(path: WorkspacePath): void {
        this.ports.files.unsaved.delete(path);
        clearTimeout(this.timers.get(path));
        this.timers.delete(path);
    }

    clear(path: WorkspacePath): void {
        if (this.has(path)) return;
        this.facts.delete(path);
        this.ports.store.passages.clearOverlay(path);
    }

    async close(): Promise<void> {
        this.stopped.abort();
        for (const timer of this.timers.values()) clearTimeout(timer);
        await Promise.all(this.working);
    }

    private async overlay(path: WorkspacePath, text: string, isStillWanted: () => boolean): Promise<void> {
        const { files, parser, embedder, store } = this.ports;
        const { signal } = this.stopped;
        if (text.length > files.maxFileBytes || (await files.whyLeftOut(path))) return;
        const hash = contentHash(text);
        const parsed = await parser.parse({ path, text, hash }, { signal });
        const rows = await rowsFor(parsed, text, embedder);
        const vectors = await this.vectorsFor(rows);
        if (!isStillWanted()) return;
        this.facts.set(path, parsed.facts);
        store.passages.overlay(path, { path, fileHash: hash, rows: rows.map(({ row }) => row), vectors });
    }

    /** What is being typed is not sent to a server with every pause: that would cost the user money, and show what they did not save. */
    private async vectorsFor(rows: readonly PreparedRow[]): Promise<readonly (Float32Array | undefined)[]> {
        const { embedder, store } = this.ports;
        if (!embedder) return rows.map(() => undefined);
        if (embedder.server) return rowsFromCache(rows, store.vectors);
        return (await embedRows(rows, embedder, store.vectors, { signal: this.stopped.signal })).vectors;
    }
}
