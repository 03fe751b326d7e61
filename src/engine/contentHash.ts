import { hash } from 'node:crypto';

/**
 * SHA-256 of UTF-8 text, 32 hexadecimal digits (128 bits): enough that two different texts never meet, short enough to store per row.
 * In one call, which for the short texts that are hashed by the hundred thousand takes two thirds of the time of `createHash`.
 */
export function contentHash(text: string | Uint8Array): string {
    return hash('sha256', text, 'hex').slice(0, 32);
}
