/** Why a request got no answer that could be read. */
export type RequestTrouble =
    | { readonly type: 'status'; readonly status: number; readonly retryAfter: string | undefined; readonly isQuotaUsedUp: boolean }
    /** The connection broke before a byte came back; `code` as Node has it, such as `ECONNRESET`. */
    | { readonly type: 'lost'; readonly code: string };

export interface RetryOptions {
    /** 1 for the first request. */
    readonly attempt: number;
    readonly nowMs: number;
    readonly limits?: RetryLimits | undefined;
}

/** How much patience there is; for what somebody waits for, less than for work in the background. */
export interface RetryLimits {
    readonly mostRetries: number;
    /** A server that asks to wait longer is not asked again. */
    readonly longestWaitMs: number;
}

/**
 * How long to wait before the request is sent again; undefined when that would not help. Only what came to nothing is repeated:
 * once a server has begun to answer, the words may have been paid for, and a second answer would not fit the first half.
 */
export function retryWaitMs(trouble: RequestTrouble, { attempt, nowMs, limits = ANSWER_LIMITS }: RetryOptions): number | undefined {
    switch (trouble.type) {
        case 'lost':
            // A kept connection that the server closed at the moment of the request; everything else has its reason.
            return attempt === 1 && CLOSED_MEANWHILE.has(trouble.code) ? 0 : undefined;
        case 'status': {
            if (attempt > limits.mostRetries || trouble.isQuotaUsedUp || !PASSING.has(trouble.status)) return undefined;
            const asked = readRetryAfter(trouble.retryAfter, nowMs);
            if (asked === undefined) return Math.min(OWN_WAIT_MS * 2 ** (attempt - 1), limits.longestWaitMs);
            return asked <= limits.longestWaitMs ? asked : undefined;
        }
    }
}

/** Milliseconds that a `Retry-After` header asks for, as seconds or as a date (RFC 9110, 10.2.3); undefined for anything else. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
    if (header === undefined) return undefined;
    if (/^\s*\d{1,9}(\.\d+)?\s*$/.test(header)) return Math.ceil(Number(header) * 1_000);
    // Dates of HTTP name a day and a time; `Date.parse` alone would take almost anything.
    if (!/^\s*[A-Z][a-z]{2}, .*\d\d:\d\d:\d\d GMT\s*$/.test(header)) return undefined;
    const at = Date.parse(header);
    return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

const OWN_WAIT_MS = 500;
/** Longer than this nobody looks at a panel that shows nothing. */
export const ANSWER_LIMITS: RetryLimits = { mostRetries: 2, longestWaitMs: 10_000 };

const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const CLOSED_MEANWHILE: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
