import { constants } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { isMissing } from './missingFile.ts';
import { NOT_A_FILE } from './plainFile.ts';
import { patched } from './patchedObject.ts';
import type { ReadBudget } from './readBudget.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
    readonly type: ObjectType;
    readonly data: Buffer;
}

/** The packs of one folder of objects. */
export interface PackFiles {
    read(id: string): Promise<GitObject | undefined>;
    /** Ids that begin with these digits, two at least. */
    idsBeginning(prefix: string): Promise<readonly string[]>;
}

/**
 * Reads packs by their own indexes, version 2 (gitformat-pack); a multi-pack index says nothing that those do not. What an object is based on
 * stands in the same pack, as it does in all packs on a disk. Damage is a `RangeError` or an error of zlib.
 */
export function openPacks(objects: string, hashBytes: number, budget: ReadBudget): PackFiles {
    const folder = path.join(objects, 'pack');
    let listed: Promise<readonly string[]> | undefined;
    const heads = new Map<string, Buffer>();

    const packs = (): Promise<readonly string[]> =>
        (listed ??= readdir(folder).then(
            names => names.flatMap(name => (name.endsWith('.idx') ? [name.slice(0, -'.idx'.length)] : [])).slice(0, MOST_PACKS),
            (error: unknown) => {
                if (isMissing(error, NOT_A_FILE)) return [];
                throw error;
            },
        ));

    /** The ids of a pack that have the same first byte, and where they stand among all. */
    const bucketOf = async (index: FileHandle, pack: string, firstByte: number): Promise<Bucket | undefined> => {
        const head = heads.get(pack) ?? (await bytesAt(index, 0, 8 + 256 * 4));
        heads.set(pack, head);
        if (head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) return undefined;
        const upTo = (byte: number): number => (byte < 0 ? 0 : head.readUInt32BE(8 + byte * 4));
        const [from, to, all] = [upTo(firstByte - 1), upTo(firstByte), upTo(255)];
        if (to < from || to > all || to - from > MOST_IN_BUCKET) throw new RangeError('no index of a pack');
        return { from, count: to - from, all, hashes: await bytesAt(index, head.length + from * hashBytes, (to - from) * hashBytes) };
    };

    const offsetOf = async (index: FileHandle, pack: string, id: string): Promise<number | undefined> => {
        const bucket = await bucketOf(index, pack, Number.parseInt(id.slice(0, 2), 16));
        const nth = bucket && placeIn(bucket, Buffer.from(id, 'hex'), hashBytes);
        if (!bucket || nth === undefined) return undefined;
        const offsets = 8 + 256 * 4 + bucket.all * (hashBytes + 4);
        const offset = (await bytesAt(index, offsets + (bucket.from + nth) * 4, 4)).readUInt32BE(0);
        if (offset < 0x8000_0000) return offset;
        return Number((await bytesAt(index, offsets + bucket.all * 4 + (offset - 0x8000_0000) * 8, 8)).readBigUInt64BE(0));
    };

    /** The object at an offset: first all that it is a difference of, down to one that is whole, then back up. */
    const objectAt = async (pack: FileHandle, index: FileHandle, name: string, from: number): Promise<GitObject | undefined> => {
        const differences: PackEntry[] = [];
        let offset = from;
        let entry = await entryAt(pack, offset, hashBytes);
        while (entry.base !== undefined) {
            if (differences.length === MOST_DELTAS) throw new RangeError('a chain of differences without end');
            budget.take(entry.size);
            differences.push(entry);
            const base: number | undefined = typeof entry.base === 'number' ? offset - entry.base : await offsetOf(index, name, entry.base);
            if (base === undefined || base <= 0) return undefined;
            offset = base;
            entry = await entryAt(pack, offset, hashBytes);
        }
        if (!entry.type) return undefined;
        let data = await unpacked(pack, entry);
        budget.take(data.length);
        let unpackedBytes = data.length;
        for (const difference of differences.reverse()) {
            data = patched(data, await unpacked(pack, difference), MOST_BYTES);
            budget.take(data.length);
            unpackedBytes += data.length;
            if (unpackedBytes > MOST_UNPACKED) throw new RangeError('differences that unpack to more than any file');
        }
        return { type: entry.type, data };
    };

    return {
        async read(id) {
            for (const name of await packs()) {
                const found = await withFile(path.join(folder, `${name}.idx`), async index => {
                    const offset = await offsetOf(index, name, id);
                    if (offset === undefined) return undefined;
                    return await withFile(path.join(folder, `${name}.pack`), pack => objectAt(pack, index, name, offset));
                });
                if (found) return found;
            }
            return undefined;
        },
        async idsBeginning(prefix) {
            const found: string[] = [];
            for (const name of await packs()) {
                await withFile(path.join(folder, `${name}.idx`), async index => {
                    const bucket = await bucketOf(index, name, Number.parseInt(prefix.slice(0, 2), 16));
                    for (let nth = 0; bucket && nth < bucket.count && found.length < MOST_ALIKE; nth++) {
                        const id = bucket.hashes.toString('hex', nth * hashBytes, (nth + 1) * hashBytes);
                        if (id.startsWith(prefix)) found.push(id);
                    }
                });
            }
            return found;
        },
    };
}

interface Bucket {
    readonly from: number;
    readonly count: number;
    readonly all: number;
    readonly hashes: Buffer;
}

function placeIn({ hashes, count }: Bucket, wanted: Buffer, hashBytes: number): number | undefined {
    let [low, high] = [0, count - 1];
    while (low <= high) {
        const middle = (low + high) >> 1;
        const order = wanted.compare(hashes, middle * hashBytes, (middle + 1) * hashBytes);
        if (order === 0) return middle;
        if (order < 0) high = middle - 1;
        else low = middle + 1;
    }
    return undefined;
}

interface PackEntry {
    /** Of an object that is whole. */
    readonly type: ObjectType | undefined;
    /** How many bytes before this one, or the id of, what this is a difference of. */
    readonly base: number | string | undefined;
    /** Unpacked. */
    readonly size: number;
    readonly dataAt: number;
}

/** Type and size in seven-bit groups, for a difference what it is based on, then deflated data. */
async function entryAt(pack: FileHandle, offset: number, hashBytes: number): Promise<PackEntry> {
    const head = await bytesAt(pack, offset, 32 + hashBytes);
    let at = 0;
    let byte = head.readUInt8(at++);
    const type = (byte >> 4) & 7;
    let size = byte & 15;
    for (let shift = 4; byte & 0x80; shift += 7) {
        byte = head.readUInt8(at++);
        size += (byte & 0x7f) * 2 ** shift;
    }
    if (size > MOST_BYTES) throw new RangeError('larger than anything that is cited');
    let base: number | string | undefined;
    if (type === OFFSET_DELTA) {
        byte = head.readUInt8(at++);
        let back = byte & 0x7f;
        while (byte & 0x80) {
            byte = head.readUInt8(at++);
            back = (back + 1) * 128 + (byte & 0x7f);
        }
        base = back;
    } else if (type === NAMED_DELTA) {
        base = head.toString('hex', at, at + hashBytes);
        at += hashBytes;
    }
    return { type: OBJECT_TYPES[type - 1], base, size, dataAt: offset + at };
}

const OBJECT_TYPES: readonly ObjectType[] = ['commit', 'tree', 'blob', 'tag'];
const OFFSET_DELTA = 6;
const NAMED_DELTA = 7;

/** Deflated data is hardly longer than what it holds; what is read too much is passed over. */
async function unpacked(pack: FileHandle, { dataAt, size }: PackEntry): Promise<Buffer> {
    return inflateSync(await bytesAt(pack, dataAt, size + (size >> 8) + 256), { maxOutputLength: Math.max(size, 1) });
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, position);
    return buffer.subarray(0, bytesRead);
}

/** Undefined where there is no such file, or none that can be read at any place. */
async function withFile<Result>(name: string, use: (file: FileHandle) => Promise<Result>): Promise<Result | undefined> {
    const file = await open(name, NO_WAITING).catch((error: unknown) => {
        if (isMissing(error, NOT_A_FILE)) return undefined;
        throw error;
    });
    try {
        return file && (await file.stat()).isFile() ? await use(file) : undefined;
    } finally {
        await file?.close();
    }
}

/** A pipe in the place of a pack is opened at once, and then seen to be none. Windows has no such pipes, and for the flag nothing, which is as good as none. */
const NO_WAITING = constants.O_RDONLY | constants.O_NONBLOCK;

/** Larger files are not indexed, hence not cited. */
export const MOST_BYTES = 32 * 1024 * 1024;
/** git itself makes chains of 50, and at most 4095. */
const MOST_DELTAS = 4_096;
/** For one object with all that it is a difference of: a chain of fifty files of a megabyte takes a tenth of it. */
const MOST_UNPACKED = 512 * 1024 * 1024;
/** Of fifty million objects. */
const MOST_IN_BUCKET = 200_000;
const MOST_PACKS = 1_000;
const MOST_ALIKE = 100;
