import type { CacheHits } from '../protocol/indexing.ts';
import type { WorkspacePath } from '../protocol/text.ts';
import type { Files, SourceText } from './ports.ts';

/** A result that still holds, and the files that it was made from. */
export interface RecentResult<Value> {
    readonly value: Value;
    readonly reads: Reads;
}

/** What was read for a result: the hash of each file, empty for one that could not be read. */
export type Reads = ReadonlyMap<WorkspacePath, string>;

/**
 * The latest results of one kind of question, for whoever asks the same again. One holds as long as the index and all that is laid over it
 * is as it was (`state`), and every file that was read for it still reads the same: the disk may be ahead of the index, and is asked each
 * time. Kept as JSON, so that the bytes are counted as they are and nobody can change what another is given.
 */
export class RecentResults<Value> {
    private readonly limitBytes: number;
    private readonly byKey = new Map<string, Kept>();
    private state = '';
    private bytes = 0;
    private asked = 0;
    private found = 0;

    constructor(limitBytes: number) {
        this.limitBytes = limitBytes;
    }

    get hits(): CacheHits {
        return { asked: this.asked, found: this.found };
    }

    async find(key: string, { state, files }: ResultSource): Promise<RecentResult<Value> | undefined> {
        this.asked++;
        this.letGoUnless(state());
        const kept = this.byKey.get(key);
        if (!kept) return undefined;
        for (const [path, hash] of kept.reads) {
            if (hashOf(await files.read(path)) === hash) continue;
            this.drop(key);
            return undefined;
        }
        if (state() !== this.state || this.byKey.get(key) !== kept) return undefined;
        // The one that was asked for last goes last.
        this.byKey.delete(key);
        this.byKey.set(key, kept);
        this.found++;
        const value: unknown = JSON.parse(kept.json);
        return { value: value as Value, reads: kept.reads };
    }

    /** `state` is that from before the work began; a result that was overtaken by a change is not kept. */
    keep(
        key: string,
        value: Value,
        { reads, state, now }: { readonly reads: Reads | undefined; readonly state: string; readonly now: string },
    ): void {
        if (!reads || state !== now) return;
        this.letGoUnless(now);
        this.drop(key);
        const json = JSON.stringify(value);
        const bytes = 2 * (json.length + key.length);
        if (bytes > this.limitBytes / LARGEST_SHARE) return;
        this.byKey.set(key, { json, bytes, reads });
        this.bytes += bytes;
        for (const oldest of this.byKey.keys()) {
            if (this.bytes <= this.limitBytes) break;
            this.drop(oldest);
        }
    }

    private letGoUnless(state: string): void {
        if (this.state === state) return;
        this.state = state;
        this.byKey.clear();
        this.bytes = 0;
    }

    private drop(key: string): void {
        this.bytes -= this.byKey.get(key)?.bytes ?? 0;
        this.byKey.delete(key);
    }
}

/** Where results come from. */
export interface ResultSource {
    /** Changes with everything that a result may depend on, but the texts of files. */
    readonly state: () => string;
    readonly files: Files;
}

/** Files that note what is read of them. */
export class NotedFiles implements Files {
    private readonly files: Files;
    private readonly noted = new Map<WorkspacePath, string>();
    private hasChanged = false;

    constructor(files: Files) {
        this.files = files;
    }

    /** Undefined when a file changed between two looks at it: what was made of it holds for neither. */
    get reads(): Reads | undefined {
        return this.hasChanged ? undefined : this.noted;
    }

    async read(path: WorkspacePath): Promise<SourceText | undefined> {
        const source = await this.files.read(path);
        this.note(path, hashOf(source));
        return source;
    }

    /** Takes over what was read for a part of the work. */
    noteAll(reads: Reads | undefined): void {
        if (!reads) this.hasChanged = true;
        for (const [path, hash] of reads ?? []) this.note(path, hash);
    }

    private note(path: WorkspacePath, hash: string): void {
        if ((this.noted.get(path) ?? hash) !== hash) this.hasChanged = true;
        this.noted.set(path, hash);
    }
}

function hashOf(source: SourceText | undefined): string {
    return source?.hash ?? '';
}

/** No result may push more than this part of the others out. */
const LARGEST_SHARE = 4;

interface Kept {
    readonly json: string;
    readonly bytes: number;
    readonly reads: Reads;
}
