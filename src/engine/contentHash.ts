import { createHash } from 'node:crypto';

/** SHA-256 of UTF-8 text, 32 hexadecimal digits (128 bits): enough that two different texts never meet, short enough to store per row. */
export function contentHash(text: string | Uint8Array): string {
    return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
