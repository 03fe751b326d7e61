import type { ServerWords } from './chatEvent.ts';
import type { Failure } from '../../protocol/failure.ts';
import { visibleText } from '../../protocol/visibleText.ts';

/** What a refusal is made of. */
export interface Refusal {
    readonly status: number;
    readonly words: ServerWords | undefined;
    /** What the server asks to wait, when that was too long to do. */
    readonly retryAfterMs: number | undefined;
}

/** The failure for a status that is no success. The server's own words come along, without the key and in one short line. */
export function refusalFailure({ status, words, retryAfterMs }: Refusal, origin: string, apiKey: string): Failure {
    const meaning = words && isQuotaUsedUp(words) ? 'no quota left' : STATUS_WORDS[status];
    const wait = retryAfterMs === undefined ? '' : `; it asks to wait ${String(Math.ceil(retryAfterMs / 60_000))} min`;
    const said = words && words.message !== '' ? `; it says: ${serverWords(words.message, apiKey)}` : '';
    const detail = `status ${String(status)}${meaning === undefined ? '' : `, ${meaning}`}${wait}${said}`;
    return { kind: status >= 500 || status === 408 ? 'model-unreachable' : 'model-refused', origin, detail };
}

export function isQuotaUsedUp({ code }: ServerWords): boolean {
    return code === 'insufficient_quota';
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
    400: 'perhaps more text than the model takes',
    401: 'the key is missing or wrong',
    403: 'this key may not use the model',
    404: 'no such model or address',
    408: 'the server gave up waiting',
    413: 'too much text',
    429: 'too many requests',
};

/** One short line of what a server says. The key never comes back out of it, whatever the server repeats. */
export function serverWords(message: string, apiKey: string): string {
    const line = visibleText(message.toWellFormed().replaceAll(/\s+/g, ' ').trim());
    const safe = (apiKey === '' ? line : line.replaceAll(apiKey, '[key]')).replaceAll(/\b(?:sk|key)-[\w*-]{6,}/g, '[key]');
    return safe.length > LONGEST_WORDS ? `${safe.slice(0, LONGEST_WORDS)}…` : safe;
}

const LONGEST_WORDS = 200;

/** The code of the innermost error, such as `ECONNREFUSED`; never its text, which may hold the address with everything in it. */
export function connectionTrouble(error: unknown): string {
    let inner: unknown = error;
    while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause;
    if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code;
    if (inner instanceof Error && /redirect/.test(inner.message)) return 'it redirects elsewhere, which is refused';
    return 'connection lost';
}
