import { textTable } from '../protocol/l10n.ts';
import type { Settings } from '../settings/settings.ts';
import { isThisMachine } from './modelServers.ts';

/** A kind of server that speaks the OpenAI API of embeddings, with the address and a model that it is known for. */
export interface EmbeddingServerPreset {
    readonly name: string;
    /** Up to and including `/v1`. */
    readonly baseUrl: string;
    /** As its own documentation names it. */
    readonly model: string;
    readonly detail: string;
}

/** Addresses and names as each project documents them. BGE-M3 has 1,024 numbers a vector and knows code and a hundred languages. */
export const embeddingServerPresets: readonly EmbeddingServerPreset[] = textTable([
    { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', model: 'bge-m3', detail: 'On this machine, no key. First: ollama pull bge-m3' },
    { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', model: 'text-embedding-bge-m3', detail: 'On this machine, no key.' },
    {
        name: 'llama.cpp server',
        baseUrl: 'http://127.0.0.1:8080/v1',
        model: 'bge-m3',
        detail: 'On this machine, no key. Started with --embeddings.',
    },
    {
        name: 'Text Embeddings Inference',
        baseUrl: 'http://127.0.0.1:3000/v1',
        model: 'BAAI/bge-m3',
        detail: 'On this machine, no key. Started with --port 3000.',
    },
    {
        name: 'vLLM',
        baseUrl: 'http://127.0.0.1:8000/v1',
        model: 'BAAI/bge-m3',
        detail: 'On this machine, no key unless it was started with one.',
    },
    {
        name: 'OpenAI',
        baseUrl: 'https://api.openai.com/v1',
        model: 'text-embedding-3-large',
        detail: 'Needs a key. The text of every indexed file is sent there.',
    },
]);

/**
 * The origin that has to be agreed to before a workspace's text goes there to be embedded; undefined when none does: nothing is sent,
 * or not off this machine, or it was agreed to already.
 */
export function embedderToAgreeTo(
    settings: Pick<Settings, 'footnote.embedder.provider' | 'footnote.embedder.baseUrl'>,
    agreed: string,
): string | undefined {
    if (settings['footnote.embedder.provider'] !== 'openai-compatible') return undefined;
    const url = URL.parse(settings['footnote.embedder.baseUrl']);
    // An address that cannot be read is asked by nobody.
    if (!url || isThisMachine(url) || url.origin === agreed) return undefined;
    return url.origin;
}
