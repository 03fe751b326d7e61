/**
 * A number of 53 bits for a word, never 0: cyrb53 (bryc, public domain), which mixes two multiplications of 32 bits.
 * Of 140,000 words two share a number once in a million repositories.
 * `bytes` are the word in UTF-8, as the rows keep it.
 */
export function hashOfBytes(bytes: Uint8Array, start: number, end: number): number {
    let one = 0xdeadbeef;
    let other = 0x41c6ce57;
    for (let at = start; at < end; at++) {
        const code = bytes[at] ?? 0;
        one = Math.imul(one ^ code, 2654435761);
        other = Math.imul(other ^ code, 1597334677);
    }
    one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
    other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
    return 4294967296 * (other & 0x1fffff) + (one >>> 0) || 1;
}
