import type { Keys } from './keyStore.ts';
import type { Settings } from '../settings/settings.ts';

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

/** The key of the server that is to answer; empty for none, and for what asks for none. */
export async function keyOf(settings: Settings, secrets: Pick<Keys, 'get'>): Promise<string> {
    if (settings['footnote.model.provider'] !== 'openai-compatible') return '';
    const name = secretName(settings['footnote.model.baseUrl']);
    return (name === undefined ? undefined : await secrets.get(name)) ?? '';
}

/** The key of the server that makes the vectors, likewise. */
export async function embedderKeyOf(settings: Settings, secrets: Pick<Keys, 'get'>): Promise<string> {
    if (settings['footnote.embedder.provider'] !== 'openai-compatible') return '';
    const name = secretName(settings['footnote.embedder.baseUrl']);
    return (name === undefined ? undefined : await secrets.get(name)) ?? '';
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
