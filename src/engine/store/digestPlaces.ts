/**
 * Where the record of each digest begins in a file. A table of numbers by the first 53 bits of the digest, because digests are random as they are:
 * some 23 bytes an entry where a `Map` of strings takes 90, and a cache has as many as all indexes of the machine have chunks.
 * Two digests that begin alike (once in ten thousand caches of a million) take each other's place: whoever reads the record sees whose it is.
 */
export class DigestPlaces {
    /** Open addressing with steps of one; 0 where there is none. */
    private keys = new Float64Array(SMALLEST);
    private places = new Float64Array(SMALLEST);
    private used = 0;

    /** Undefined for a digest that has none. A digest is a string of Latin-1, a byte a character. */
    get(digest: string): number | undefined {
        const key = keyOf(digest);
        const slot = this.slotOf(key);
        return this.keys[slot] === key ? this.places[slot] : undefined;
    }

    has(digest: string): boolean {
        return this.get(digest) !== undefined;
    }

    /** `digest` begins with the bytes of one. The latest place counts. */
    set(digest: Buffer, place: number): void {
        this.put(keyFrom(digest.readUIntBE(0, 6), digest[6] ?? 0), place);
    }

    clear(): void {
        this.keys = new Float64Array(SMALLEST);
        this.places = new Float64Array(SMALLEST);
        this.used = 0;
    }

    private put(key: number, place: number): void {
        const slot = this.slotOf(key);
        if (this.keys[slot] !== key) {
            this.keys[slot] = key;
            this.used++;
        }
        this.places[slot] = place;
        if (this.used > this.keys.length * FULL) this.grow();
    }

    /** Where the key stands, or would. */
    private slotOf(key: number): number {
        const { keys } = this;
        let slot = key % keys.length;
        while (keys[slot] !== 0 && keys[slot] !== key) slot = slot + 1 === keys.length ? 0 : slot + 1;
        return slot;
    }

    private grow(): void {
        const { keys, places } = this;
        const size = Math.ceil(keys.length * GROWTH);
        this.keys = new Float64Array(size);
        this.places = new Float64Array(size);
        this.used = 0;
        for (const [slot, key] of keys.entries()) if (key !== 0) this.put(key, places[slot] ?? 0);
    }
}

const SMALLEST = 1024;
const FULL = 0.8;
const GROWTH = 1.4;

function keyOf(digest: string): number {
    let first = 0;
    for (let at = 0; at < 6; at++) first = first * 256 + digest.charCodeAt(at);
    return keyFrom(first, digest.charCodeAt(6));
}

/** Of the first six bytes and the seventh: 53 bits, never 0. */
function keyFrom(first: number, seventh: number): number {
    return first + (seventh & 31) * 2 ** 48 || 1;
}
