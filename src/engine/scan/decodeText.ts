/**
 * Bytes to text, as an editor that guesses would: a byte order mark decides, then UTF-8, then one byte a character.
 * Line numbers come out right in every case, because no decoding adds or swallows a line end.
 */
export function decodeText(bytes: Uint8Array): string {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return UTF16_LE.decode(bytes);
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return UTF16_BE.decode(bytes);
    const text = UTF8.decode(bytes);
    if (!text.includes(REPLACEMENT)) return text;
    return isMostlyUtf8(text) ? text : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** The mark of UTF-32 begins as that of UTF-16 does; editors do not read it either, and its zeros make it a binary file. */
export function hasUtf16Mark(bytes: Uint8Array): boolean {
    if (bytes[0] === 0xff && bytes[1] === 0xfe && bytes[2] === 0 && bytes[3] === 0) return false;
    return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

// Each of these removes its byte order mark.
const UTF8 = new TextDecoder('utf-8');
const UTF16_LE = new TextDecoder('utf-16le');
const UTF16_BE = new TextDecoder('utf-16be');

const REPLACEMENT = '\uFFFD';

/** A damaged byte in a UTF-8 file is shown as such; a file whose every accent is damaged was never UTF-8. */
function isMostlyUtf8(text: string): boolean {
    let damaged = 0;
    let sound = 0;
    for (const [character] of text.matchAll(/[^\0-\x7f]/g)) {
        if (character === REPLACEMENT) damaged++;
        else sound++;
    }
    return sound >= damaged;
}
