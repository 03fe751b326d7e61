import type { NameBook } from './packedFacts.ts';

/**
 * Numbers for names and names for numbers, given out from 0 on and never taken back: the names one after the other in UTF-8,
 * where each ends, and a table of their numbers by hash (open addressing with steps of one).
 * Some 25 bytes a name where a `Map` of strings and a list of them take 90, and names that are read from a log become no strings.
 */
export class NamePool implements NameBook {
    size = 0;
    private bytes = Buffer.alloc(FIRST_BYTES);
    /** By number; a name begins where the one before ends. */
    private ends = new Uint32Array(FIRST_NAMES);
    /** Numbers plus one; 0 where there is none. */
    private slots = new Uint32Array(FIRST_NAMES * 2);
    /** Of the names that were asked for lately. */
    private readonly texts = new Map<number, string>();

    numberOf(name: string): number {
        const bytes = bytesOf(name);
        return this.numberOfBytes(bytes, 0, bytes.length);
    }

    /** Of a name that stands in `bytes` in UTF-8. */
    numberOfBytes(bytes: Uint8Array, start: number, end: number): number {
        const slot = this.slotOf(bytes, start, end);
        const known = this.slots[slot] ?? 0;
        return known > 0 ? known - 1 : this.add(bytes, start, end, slot);
    }

    find(name: string): number | undefined {
        const bytes = bytesOf(name);
        const known = this.slots[this.slotOf(bytes, 0, bytes.length)] ?? 0;
        return known > 0 ? known - 1 : undefined;
    }

    nameOf(number: number): string {
        const known = this.texts.get(number);
        if (known !== undefined) return known;
        const text = this.bytes.toString('utf8', this.startOf(number), this.ends[number] ?? 0);
        if (this.texts.size >= MOST_TEXTS) this.texts.clear();
        this.texts.set(number, text);
        return text;
    }

    /** Lent until the next name is added. */
    bytesOf(number: number): Uint8Array {
        return this.bytes.subarray(this.startOf(number), this.ends[number] ?? 0);
    }

    private startOf(number: number): number {
        return number === 0 ? 0 : (this.ends[number - 1] ?? 0);
    }

    private add(bytes: Uint8Array, start: number, end: number, slot: number): number {
        const number = this.size++;
        const from = this.startOf(number);
        if (from + end - start > this.bytes.length) this.bytes = larger(this.bytes, Buffer.alloc(room(from + end - start)));
        if (number >= this.ends.length) this.ends = larger(this.ends, new Uint32Array(room(number)));
        let to = from;
        for (let at = start; at < end; at++) this.bytes[to++] = bytes[at] ?? 0;
        this.ends[number] = to;
        this.slots[slot] = number + 1;
        if (this.size > this.slots.length * FULL) this.growSlots();
        return number;
    }

    /** Where the number of the name stands, or would. */
    private slotOf(bytes: Uint8Array, start: number, end: number): number {
        const { slots } = this;
        let slot = hashOf(bytes, start, end) % slots.length;
        for (;;) {
            const number = (slots[slot] ?? 0) - 1;
            if (number < 0 || this.is(number, bytes, start, end)) return slot;
            slot = slot + 1 === slots.length ? 0 : slot + 1;
        }
    }

    private is(number: number, bytes: Uint8Array, start: number, end: number): boolean {
        let place = this.startOf(number);
        if ((this.ends[number] ?? 0) - place !== end - start) return false;
        for (let at = start; at < end; at++) if (this.bytes[place++] !== bytes[at]) return false;
        return true;
    }

    private growSlots(): void {
        const slots = new Uint32Array(this.slots.length * SLOTS_GROW);
        for (let number = 0; number < this.size; number++) {
            let slot = hashOf(this.bytes, this.startOf(number), this.ends[number] ?? 0) % slots.length;
            while (slots[slot] !== 0) slot = slot + 1 === slots.length ? 0 : slot + 1;
            slots[slot] = number + 1;
        }
        this.slots = slots;
    }
}

const FIRST_BYTES = 256;
const FIRST_NAMES = 32;
const FULL = 0.6;
/** All names are hashed again whenever it grows. */
const SLOTS_GROW = 2;
/** What a question unpacks is a few thousand names, many of them again and again. */
const MOST_TEXTS = 4_000;

function room(atLeast: number): number {
    return Math.ceil((atLeast + 1) * 1.4);
}

function larger<Numbers extends Uint8Array | Uint32Array>(from: Numbers, into: Numbers): Numbers {
    into.set(from);
    return into;
}

/** FNV-1a (Fowler, Noll, Vo), with its upper bits mixed into the lower ones at the end. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) >>> 0;
}

/** Lent until the next call. */
function bytesOf(name: string): Uint8Array {
    if (name.length * 3 > scratch.length) scratch = Buffer.alloc(name.length * 6);
    for (let at = 0; at < name.length; at++) {
        const code = name.charCodeAt(at);
        if (code > 0x7f) return scratch.subarray(0, scratch.write(name));
        scratch[at] = code;
    }
    return scratch.subarray(0, name.length);
}

let scratch = Buffer.alloc(1024);
