import { constants, readSync } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { isMissing } from './missingFile.ts';
import { NOT_A_FILE } from './plainFile.ts';
import type { GitObject, ObjectType } from './gitObject.ts';
import type { IndexBucket, KeptPacks } from './keptPacks.ts';
import { patched } from './patchedObject.ts';
import type { ReadBudget } from './readBudget.ts';

/** The packs of one folder of objects. */
export interface PackFiles {
    read(id: string): Promise<GitObject | undefined>;
    /** Ids that begin with these digits, two at least. */
    idsBeginning(prefix: string): Promise<readonly string[]>;
}

/**
 * Reads packs by their own indexes, version 2 (gitformat-pack); a multi-pack index says nothing that those do not. What an object is based on
 * stands in the same pack, as it does in all packs on a disk. Damage is a `RangeError` or an error of zlib. Files are opened for each read,
 * unless `kept` holds them.
 */
export function openPacks(objects: string, hashBytes: number, budget: ReadBudget, kept?: KeptPacks): PackFiles {
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
    const bucketOf = async (index: PackFile, pack: string, firstByte: number): Promise<IndexBucket | undefined> => {
        const key = `${objects}/${pack}:${String(firstByte)}`;
        const known = kept?.bucket(key);
        if (known) return known;
        const head = heads.get(pack) ?? (await bytesAt(index, 0, 8 + 256 * 4));
        heads.set(pack, head);
        if (head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2) return undefined;
        const upTo = (byte: number): number => (byte < 0 ? 0 : head.readUInt32BE(8 + byte * 4));
        const [from, to, all] = [upTo(firstByte - 1), upTo(firstByte), upTo(255)];
        if (to < from || to > all || to - from > MOST_IN_BUCKET) throw new RangeError('no index of a pack');
        const count = to - from;
        const hashes = await bytesAt(index, head.length + from * hashBytes, count * hashBytes);
        const offsets = kept ? await bytesAt(index, head.length + all * (hashBytes + 4) + from * 4, count * 4) : Buffer.alloc(0);
        const bucket = { from, count, all, hashes, offsets };
        kept?.keepBucket(key, bucket);
        return bucket;
    };

    const offsetOf = async (index: PackFile, pack: string, id: string): Promise<number | undefined> => {
        const bucket = await bucketOf(index, pack, Number.parseInt(id.slice(0, 2), 16));
        const nth = bucket && placeIn(bucket, Buffer.from(id, 'hex'), hashBytes);
        if (!bucket || nth === undefined) return undefined;
        const offsets = 8 + 256 * 4 + bucket.all * (hashBytes + 4);
        const known = bucket.offsets.length > 0;
        const offset = known
            ? bucket.offsets.readUInt32BE(nth * 4)
            : (await bytesAt(index, offsets + (bucket.from + nth) * 4, 4)).readUInt32BE(0);
        if (offset < 0x8000_0000) return offset;
        return Number((await bytesAt(index, offsets + bucket.all * 4 + (offset - 0x8000_0000) * 8, 8)).readBigUInt64BE(0));
    };

    /** The object at an offset: first all that it is a difference of, down to one that is whole, then back up. */
    const objectAt = async (pack: PackFile, index: PackFile, name: string, from: number): Promise<GitObject | undefined> => {
        const differences: (PackEntry & { readonly offset: number })[] = [];
        const keyOf = (at: number): string => `${objects}/${name}@${at.toString(36)}`;
        let offset = from;
        let whole = kept?.object(keyOf(offset));
        while (!whole) {
            const entry = await entryAt(pack, offset, hashBytes);
            if (entry.base === undefined) {
                if (!entry.type) return undefined;
                whole = { type: entry.type, data: await unpacked(pack, entry) };
                kept?.keepObject(keyOf(offset), whole);
                break;
            }
            if (differences.length === MOST_DELTAS) throw new RangeError('a chain of differences without end');
            budget.take(entry.size);
            differences.push({ ...entry, offset });
            const base: number | undefined = typeof entry.base === 'number' ? offset - entry.base : await offsetOf(index, name, entry.base);
            if (base === undefined || base <= 0) return undefined;
            offset = base;
            whole = kept?.object(keyOf(offset));
        }
        const { type } = whole;
        let { data } = whole;
        budget.take(data.length);
        let unpackedBytes = data.length;
        for (const difference of differences.reverse()) {
            data = patched(data, await unpacked(pack, difference), MOST_BYTES);
            budget.take(data.length);
            unpackedBytes += data.length;
            if (unpackedBytes > MOST_UNPACKED) throw new RangeError('differences that unpack to more than any file');
            kept?.keepObject(keyOf(difference.offset), { type, data });
        }
        return { type, data };
    };

    const using = async <Result>(name: string, use: (file: PackFile) => Promise<Result>): Promise<Result | undefined> => {
        if (!kept) return await withFile(name, use);
        const handle = await kept.file(name, () => openPlain(name));
        return handle && (await use({ read: (buffer, position) => readSync(handle.fd, buffer, 0, buffer.length, position) }));
    };

    return {
        async read(id) {
            for (const name of await packs()) {
                const found = await using(`${folder}${path.sep}${name}.idx`, async index => {
                    const offset = await offsetOf(index, name, id);
                    if (offset === undefined) return undefined;
                    return await using(`${folder}${path.sep}${name}.pack`, pack => objectAt(pack, index, name, offset));
                });
                if (found) return found;
            }
            return undefined;
        },
        async idsBeginning(prefix) {
            const found: string[] = [];
            for (const name of await packs()) {
                await using(`${folder}${path.sep}${name}.idx`, async index => {
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

function placeIn({ hashes, count }: Pick<IndexBucket, 'hashes' | 'count'>, wanted: Buffer, hashBytes: number): number | undefined {
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
    /** What was read behind the head already. */
    readonly begun: Buffer;
}

/** Type and size in seven-bit groups, for a difference what it is based on, then deflated data. */
async function entryAt(pack: PackFile, offset: number, hashBytes: number): Promise<PackEntry> {
    const head = await bytesAt(pack, offset, READ_AT_ONCE);
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
    return { type: OBJECT_TYPES[type - 1], base, size, dataAt: offset + at, begun: head.subarray(at) };
}

const OBJECT_TYPES: readonly ObjectType[] = ['commit', 'tree', 'blob', 'tag'];
const OFFSET_DELTA = 6;
const NAMED_DELTA = 7;

/** Deflated data is hardly longer than what it holds; what is read too much is passed over. */
async function unpacked(pack: PackFile, { dataAt, size, begun }: PackEntry): Promise<Buffer> {
    const most = size + (size >> 8) + 256;
    return inflateSync(begun.length >= most ? begun : await bytesAt(pack, dataAt, most), { maxOutputLength: Math.max(size, 1) });
}

/** A commit or a small difference with its head. */
const READ_AT_ONCE = 1024;

/** A file that is open; says how many bytes there were. */
interface PackFile {
    read(buffer: Buffer, position: number): number | Promise<number>;
}

async function bytesAt(file: PackFile, position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, await file.read(buffer, position));
}

/** Undefined where there is no such file, or none that can be read at any place. */
async function withFile<Result>(name: string, use: (file: PackFile) => Promise<Result>): Promise<Result | undefined> {
    const handle = await openPlain(name);
    if (!handle) return undefined;
    try {
        return await use({ read: async (buffer, position) => (await handle.read(buffer, 0, buffer.length, position)).bytesRead });
    } finally {
        await handle.close();
    }
}

async function openPlain(name: string): Promise<FileHandle | undefined> {
    const file = await open(name, NO_WAITING).catch((error: unknown) => {
        if (isMissing(error, NOT_A_FILE)) return undefined;
        throw error;
    });
    if (!file || (await file.stat()).isFile()) return file;
    await file.close();
    return undefined;
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
