import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { GitObject } from './gitObject.ts';

/**
 * What stays between the reads of somebody who walks a history: open files, the parts of indexes that were looked into, and objects, because
 * the next one is nearly always a difference of one that was just read. Bounded by bytes; whoever opens it closes it. Its files are read
 * without waiting for another thread, which would take longer than the few hundred bytes of a commit; `breathe` lets others have a turn.
 */
export class KeptPacks {
    private readonly handles = new Map<string, Promise<FileHandle | undefined>>();
    private readonly objects = new Map<string, GitObject>();
    private objectBytes = 0;
    private readonly buckets = new Map<string, IndexBucket>();
    private bucketBytes = 0;
    private breathedAt = performance.now();

    /** Opens a file once; undefined where there is none. */
    file(name: string, open: () => Promise<FileHandle | undefined>): Promise<FileHandle | undefined> {
        let known = this.handles.get(name);
        if (!known) this.handles.set(name, (known = open()));
        return known;
    }

    object(key: string): GitObject | undefined {
        const known = this.objects.get(key);
        if (!known) return undefined;
        this.objects.delete(key);
        this.objects.set(key, known);
        return known;
    }

    keepObject(key: string, object: GitObject): void {
        if (object.data.length > LARGEST_OBJECT || this.objects.has(key)) return;
        this.objects.set(key, object);
        this.objectBytes += object.data.length + OVERHEAD;
        for (const [oldest, { data }] of this.objects) {
            if (this.objectBytes <= OBJECT_BYTES) break;
            this.objects.delete(oldest);
            this.objectBytes -= data.length + OVERHEAD;
        }
    }

    bucket(key: string): IndexBucket | undefined {
        return this.buckets.get(key);
    }

    keepBucket(key: string, bucket: IndexBucket): void {
        const bytes = bucket.hashes.length + bucket.offsets.length;
        if (this.bucketBytes + bytes > BUCKET_BYTES || this.buckets.has(key)) return;
        this.buckets.set(key, bucket);
        this.bucketBytes += bytes;
    }

    async breathe(): Promise<void> {
        if (performance.now() - this.breathedAt < LONGEST_BREATH_MS) return;
        await setImmediate();
        this.breathedAt = performance.now();
    }

    async close(): Promise<void> {
        const open = [...this.handles.values()];
        this.handles.clear();
        this.objects.clear();
        this.buckets.clear();
        for (const handle of open) await (await handle.catch(() => undefined))?.close();
    }
}

/** Of an index of a pack: all ids with the same first byte, in order, where they stand among all, and the same part of the offsets. */
export interface IndexBucket {
    readonly from: number;
    readonly count: number;
    readonly all: number;
    readonly hashes: Buffer;
    readonly offsets: Buffer;
}

/** The trees of a large repository and what they are differences of. */
const OBJECT_BYTES = 24 * 1024 * 1024;
const LARGEST_OBJECT = 1024 * 1024;
const OVERHEAD = 200;
const LONGEST_BREATH_MS = 15;
/** The index of a pack of a million objects. */
const BUCKET_BYTES = 24 * 1024 * 1024;
