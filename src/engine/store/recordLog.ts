import { open, rename } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { syncFolder } from './durableFile.ts';

/**
 * A file that only grows: records of `[length u32][CRC-32 u32][payload]`, little-endian.
 * A crash can tear only its tail, and a damaged record is noticed; both are cut off when the log is opened,
 * together with everything behind them, because later records may rest on the lost one.
 */
export class RecordLog {
    readonly path: string;
    private readonly handle: FileHandle;
    private bytes: number;

    private constructor(path: string, handle: FileHandle, bytes: number) {
        this.path = path;
        this.handle = handle;
        this.bytes = bytes;
    }

    /** Reads every sound record into `visit`, cuts off what follows them, and is then ready for appending. Creates the file when absent. */
    static async open(path: string, visit: (payload: Buffer) => void): Promise<{ readonly log: RecordLog; readonly cutBytes: number }> {
        const handle = await open(path, 'a+', 0o600);
        try {
            const end = await readRecords(handle, { from: 0 }, visit);
            const { size } = await handle.stat();
            if (size > end) await handle.truncate(end);
            return { log: new RecordLog(path, handle, end), cutBytes: size - end };
        } catch (error) {
            await handle.close();
            throw error;
        }
    }

    /** Bytes of all records. */
    get size(): number {
        return this.bytes;
    }

    /** Adds all payloads with one write. What a failed write (a full disk) left behind is taken back. */
    async append(payloads: readonly (string | Uint8Array)[]): Promise<void> {
        const block = frameRecords(payloads);
        try {
            await writeFully(this.handle, block);
        } catch (error) {
            await this.handle.truncate(this.bytes);
            throw error;
        }
        this.bytes += block.length;
    }

    async sync(): Promise<void> {
        await this.handle.datasync();
    }

    async close(): Promise<void> {
        await this.handle.close();
    }
}

/** Replaces a log by one that holds only `payloads`, as one step. A log that is open on the path must be closed before and opened again after. */
export async function rewriteLog(path: string, payloads: Iterable<string | Uint8Array>): Promise<void> {
    const draft = `${path}.new`;
    const handle = await open(draft, 'w', 0o600);
    try {
        for (const batch of inBatches(payloads, RECORDS_PER_WRITE)) await writeFully(handle, frameRecords(batch));
        await handle.sync();
    } finally {
        await handle.close();
    }
    await rename(draft, path);
    await syncFolder(dirname(path));
}

export interface ReadOptions {
    /** Where a record begins. */
    readonly from: number;
    /**
     * What follows a damaged record: nothing (the default), or, in a log whose records stand each for itself and all
     * have this payload length, the next sound one.
     */
    readonly skipDamageOfLength?: number;
    /** Reads no more records than this. */
    readonly atMost?: number;
}

/** Visits the sound records of a log in order and returns where the last one ends; `position` is where the payload begins. The payload is only lent. */
export async function readRecords(
    handle: FileHandle,
    options: ReadOptions,
    visit: (payload: Buffer, position: number) => void,
): Promise<number> {
    const { skipDamageOfLength, atMost = Infinity } = options;
    const isPlausible = (length: number): boolean =>
        skipDamageOfLength === undefined ? length > 0 && length <= MAX_PAYLOAD_BYTES : length === skipDamageOfLength;
    const window = new ReadWindow(handle, options.from);
    let end = options.from;
    let visited = 0;
    while (visited < atMost && (window.holds(HEADER_BYTES) || (await window.fill(HEADER_BYTES)))) {
        const [length, checksum] = [window.numberAt(0), window.numberAt(4)];
        const frameBytes = HEADER_BYTES + length;
        if (isPlausible(length) && (window.holds(frameBytes) || (await window.fill(frameBytes)))) {
            const payload = window.peek(HEADER_BYTES, frameBytes);
            if (crc32(payload) === checksum) {
                visit(payload, window.position + HEADER_BYTES);
                visited++;
                window.advance(frameBytes);
                end = window.position;
                continue;
            }
        }
        if (skipDamageOfLength === undefined) break;
        window.advance(1);
    }
    return end;
}

/** Frames payloads as `append` writes them. */
export function frameRecords(payloads: readonly (string | Uint8Array)[]): Buffer {
    const parts: Uint8Array[] = [];
    for (const payload of payloads) {
        const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
        // A length of zero is what a loss of power leaves behind in a file's tail, so it cannot be a record.
        if (bytes.length === 0 || bytes.length > MAX_PAYLOAD_BYTES)
            throw new RangeError(`a record of ${bytes.length} bytes cannot be framed`);
        const header = Buffer.alloc(HEADER_BYTES);
        header.writeUInt32LE(bytes.length, 0);
        header.writeUInt32LE(crc32(bytes), 4);
        parts.push(header, bytes);
    }
    return Buffer.concat(parts);
}

export const HEADER_BYTES = 8;

/** No record of ours comes near it (a commit of 10,000 files is 3 MB); a larger length is damage. */
const MAX_PAYLOAD_BYTES = 256 * 1024 * 1024;
/** What is read at once grows from the one to the other: most looks at a log are for the few records that were added to it. */
const FIRST_BLOCK_BYTES = 16 * 1024;
const BLOCK_BYTES = 1024 * 1024;
const RECORDS_PER_WRITE = 500;

/** The part of a file that is being looked at, read on in blocks. */
class ReadWindow {
    private readonly handle: FileHandle;
    private buffer: Buffer = Buffer.alloc(0);
    /** Where in the file `buffer` begins. */
    private base: number;
    private offset = 0;
    private blockBytes = FIRST_BLOCK_BYTES;

    constructor(handle: FileHandle, position: number) {
        this.handle = handle;
        this.base = position;
    }

    get position(): number {
        return this.base + this.offset;
    }

    holds(bytes: number): boolean {
        return this.buffer.length - this.offset >= bytes;
    }

    /** Reads until it holds this much; false when the file ends before. */
    async fill(bytes: number): Promise<boolean> {
        while (!this.holds(bytes)) {
            const rest = this.buffer.subarray(this.offset);
            const buffer = Buffer.allocUnsafe(rest.length + Math.max(this.blockBytes, bytes - rest.length));
            this.blockBytes = Math.min(BLOCK_BYTES, this.blockBytes * 4);
            buffer.set(rest);
            const from = this.base + this.buffer.length;
            const { bytesRead } = await this.handle.read(buffer, rest.length, buffer.length - rest.length, from);
            if (bytesRead === 0) return false;
            this.buffer = buffer.subarray(0, rest.length + bytesRead);
            this.base += this.offset;
            this.offset = 0;
        }
        return true;
    }

    /** Of 32 bits, little-endian, so many bytes from here. */
    numberAt(place: number): number {
        return this.buffer.readUInt32LE(this.offset + place);
    }

    /** What stands so many bytes from here. Lent until the next `fill`. */
    peek(from: number, to: number): Buffer {
        return this.buffer.subarray(this.offset + from, this.offset + to);
    }

    advance(bytes: number): void {
        this.offset += bytes;
    }
}

/** `write` may write less than it was given; the rest is tried again, so that a full disk shows as an error. */
export async function writeFully(handle: FileHandle, block: Uint8Array): Promise<void> {
    let written = 0;
    while (written < block.length) {
        const { bytesWritten } = await handle.write(block, written, block.length - written, null);
        if (bytesWritten === 0) throw new Error('the disk took no bytes');
        written += bytesWritten;
    }
}

function* inBatches<T>(items: Iterable<T>, size: number): Iterable<T[]> {
    let batch: T[] = [];
    for (const item of items) {
        batch.push(item);
        if (batch.length === size) {
            yield batch;
            batch = [];
        }
    }
    if (batch.length > 0) yield batch;
}
