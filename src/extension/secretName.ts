/**
 * Under which name the key of a model server is kept: scheme, host and port, so that a changed address has no key.
 * Undefined for an address to which no key may go: not http(s), credentials inside it, or unencrypted to another machine.
 */
export function secretName(baseUrl: string): string | undefined {
    const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
    if (!url || url.username !== '' || url.password !== '') return undefined;
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.has(url.hostname))) return undefined;
    return `key:${url.origin}`;
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
