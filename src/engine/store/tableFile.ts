import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, inflateRaw } from 'node:zlib';
import { readIfThere, syncFolder } from './durableFile.ts';
import { PackedPostings } from './packedPostings.ts';
import type { KeptColumns } from './searchTable.ts';
import { SCHEMA_VERSION } from './storeSchema.ts';
import { KEY_BYTES } from './tableRows.ts';
import type { TableFile } from './tableRows.ts';

/**
 * Keeps of a `SearchTable` what is costly to make, which is the packed words and where rows are, in one file of its generation.
 * It vouches for nothing: a row of it counts only while LanceDB has the row under the same id and of the same commit (`loadSearchTable`),
 * so that an old file, or one of another index, says nothing wrong. What a disk has done to its bytes is told by a checksum of each column.
 * Replaced as a whole, or not at all. False when `mayGoOn`, which is asked before each piece, says no. Throws what the disk says.
 */
export async function writeTableFile(path: string, kept: KeptColumns, mayGoOn: () => Promise<boolean>): Promise<boolean> {
    // One name, so that what a killed process has left is written over by the next.
    const draft = `${path}.new`;
    const handle = await open(draft, 'w', 0o600);
    let isWhole: boolean;
    try {
        isWhole = await writeColumns(handle, columnsOf(kept), { rows: kept.rows.count, mayGoOn });
        if (isWhole) await handle.sync();
    } catch (error) {
        await handle.close();
        await rm(draft, { force: true });
        throw error;
    }
    await handle.close();
    if (!isWhole) {
        await rm(draft, { force: true });
        return false;
    }
    await rename(draft, path);
    await syncFolder(dirname(path));
    return true;
}

/** With room for `room` rows more than there are. Undefined when there is none, or none that is whole and of this version. */
export async function readTableFile(path: string, room: number): Promise<KeptColumns | undefined> {
    return readIfThere(path, handle => readColumns(handle, room));
}

async function writeColumns(
    handle: FileHandle,
    columns: readonly Uint8Array[],
    { rows, mayGoOn }: { readonly rows: number; readonly mayGoOn: () => Promise<boolean> },
): Promise<boolean> {
    const head = Buffer.alloc(HEAD_BYTES);
    head.set(MAGIC);
    head.writeUInt32LE(SCHEMA_VERSION, MAGIC.length);
    head.writeUInt32LE(rows, MAGIC.length + 4);
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    let at = HEAD_BYTES;
    for (const [nth, column] of columns.entries()) {
        const stored = COLUMNS[nth]?.isPacked === true ? await pack(column, QUICKLY) : column;
        let checksum = 0;
        for (let from = 0; from < stored.length; from += BLOCK_BYTES) {
            if (!(await mayGoOn())) return false;
            // A row may change while it is written; what is counted is what is written.
            const piece = block.subarray(0, Math.min(BLOCK_BYTES, stored.length - from));
            piece.set(stored.subarray(from, from + piece.length));
            checksum = crc32(piece, checksum);
            await writeWhole(handle, piece, at + from);
        }
        for (const [part, value] of [column.length, stored.length, checksum].entries())
            head.writeUInt32LE(value, FIXED_BYTES + nth * COLUMN_HEAD_BYTES + part * 4);
        at += stored.length;
    }
    head.writeUInt32LE(crc32(head.subarray(0, HEAD_BYTES - 4)), HEAD_BYTES - 4);
    await writeWhole(handle, head, 0);
    return true;
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

async function readColumns(handle: FileHandle, room: number): Promise<KeptColumns | undefined> {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    const isSound = bytesRead === HEAD_BYTES && head.readUInt32LE(HEAD_BYTES - 4) === crc32(head.subarray(0, HEAD_BYTES - 4));
    if (!isSound || !head.subarray(0, MAGIC.length).equals(MAGIC) || head.readUInt32LE(MAGIC.length) !== SCHEMA_VERSION) return undefined;
    const rows = head.readUInt32LE(MAGIC.length + 4);
    const columns: Uint8Array<ArrayBuffer>[] = [];
    const packed: { readonly into: Uint8Array; readonly stored: Uint8Array }[] = [];
    let at = HEAD_BYTES;
    for (const [nth, { rowBytes, isPacked }] of COLUMNS.entries()) {
        const [bytes = 0, stored = 0, checksum] = [0, 4, 8].map(part => head.readUInt32LE(FIXED_BYTES + nth * COLUMN_HEAD_BYTES + part));
        if (rowBytes > 0 && bytes !== rows * rowBytes) return undefined;
        // Zeros where rows will come later.
        const column = new Uint8Array(bytes + rowBytes * room);
        const into = isPacked ? new Uint8Array(stored) : column.subarray(0, bytes);
        if ((await readInto(handle, into, at)) !== checksum) return undefined;
        if (isPacked) packed.push({ into: column.subarray(0, bytes), stored: into });
        columns.push(column);
        at += stored;
    }
    // Side by side, in other threads.
    await Promise.all(
        packed.map(async ({ into, stored }) => into.set(await unpack(stored, { maxOutputLength: Math.max(1, into.length) }))),
    );
    return keptOf(rows, columns);
}

/** The checksum of what was read; undefined when there was less. */
async function readInto(handle: FileHandle, column: Uint8Array, at: number): Promise<number | undefined> {
    let checksum = 0;
    for (let done = 0; done < column.length;) {
        const { bytesRead } = await handle.read(column, done, Math.min(BLOCK_BYTES, column.length - done), at + done);
        if (bytesRead === 0) return undefined;
        checksum = crc32(column.subarray(done, done + bytesRead), checksum);
        done += bytesRead;
    }
    return checksum;
}

/** In this order; how many bytes a row has in each, 0 where that is not the same for all. Those that become a third are packed. */
const COLUMNS = [
    { name: 'files', rowBytes: 0, isPacked: true },
    { name: 'fileOf', rowBytes: 4, isPacked: true },
    { name: 'lines', rowBytes: 8, isPacked: true },
    { name: 'lengths', rowBytes: 4, isPacked: true },
    { name: 'keys', rowBytes: 2 * KEY_BYTES, isPacked: false },
    { name: 'symbolOf', rowBytes: 4, isPacked: true },
    { name: 'symbols', rowBytes: 0, isPacked: true },
    { name: 'revisions', rowBytes: 4, isPacked: true },
    { name: 'words', rowBytes: 0, isPacked: false },
    { name: 'endsInText', rowBytes: 0, isPacked: true },
    { name: 'bytesInText', rowBytes: 0, isPacked: false },
    { name: 'endsInNames', rowBytes: 0, isPacked: true },
    { name: 'bytesInNames', rowBytes: 0, isPacked: false },
] as const;

/** Raised by another last letter when the columns change. */
const MAGIC = Buffer.from('fn-tableA');
const FIXED_BYTES = MAGIC.length + 8;
/** How long it is, how long as it is stored, and the checksum of that. */
const COLUMN_HEAD_BYTES = 12;
const HEAD_BYTES = FIXED_BYTES + COLUMNS.length * COLUMN_HEAD_BYTES + 4;
const BLOCK_BYTES = 1 << 20;

const pack = promisify<Uint8Array, { readonly level: number }, Buffer>(deflateRaw);
const unpack = promisify<Uint8Array, { readonly maxOutputLength: number }, Buffer>(inflateRaw);
const QUICKLY = { level: constants.Z_BEST_SPEED };

function columnsOf({ rows, revisions, packed }: KeptColumns): Uint8Array[] {
    const [inText, inNames] = packed.fields;
    const all: Readonly<Record<(typeof COLUMNS)[number]['name'], ArrayBufferView | undefined>> = {
        ...{ ...rows, files: Buffer.from(JSON.stringify(rows.files)), revisions, words: packed.words },
        ...{ endsInText: inText?.ends, bytesInText: inText?.bytes, endsInNames: inNames?.ends, bytesInNames: inNames?.bytes },
    };
    return COLUMNS.map(({ name, rowBytes }) => {
        const { buffer, byteOffset, byteLength } = all[name] ?? new Uint8Array();
        return new Uint8Array(buffer, byteOffset, rowBytes === 0 ? byteLength : rows.count * rowBytes);
    });
}

function keptOf(count: number, columns: readonly Uint8Array<ArrayBuffer>[]): KeptColumns {
    const bytes = (name: (typeof COLUMNS)[number]['name']): Uint8Array<ArrayBuffer> =>
        columns[COLUMNS.findIndex(column => column.name === name)] ?? new Uint8Array();
    const numbers = (name: (typeof COLUMNS)[number]['name']): Uint32Array => new Uint32Array(bytes(name).buffer);
    const rows = {
        ...{ count, files: JSON.parse(Buffer.from(bytes('files').buffer).toString()) as readonly (TableFile | null)[] },
        ...{ fileOf: numbers('fileOf'), lines: numbers('lines'), lengths: numbers('lengths'), symbolOf: numbers('symbolOf') },
        ...{ keys: bytes('keys'), symbols: bytes('symbols') },
    };
    const fields = [
        { ends: numbers('endsInText'), bytes: bytes('bytesInText') },
        { ends: numbers('endsInNames'), bytes: bytes('bytesInNames') },
    ];
    return {
        rows,
        revisions: new Int32Array(bytes('revisions').buffer),
        packed: new PackedPostings(new Float64Array(bytes('words').buffer), fields),
    };
}
