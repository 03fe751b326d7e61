import type { EmbeddingProfile } from '../ports.ts';
import { contentHash } from '../contentHash.ts';
import { packVector } from '../store/byteVector.ts';
import { familyOf } from './embeddingProfile.ts';

/** What is known of a model behind a server before anything is sent to it. */
export interface ServedModelFacts {
    /** As the server knows it. */
    readonly model: string;
    readonly dimensions: number;
    /** The unit vector that it gives for `CANARY_TEXT`. */
    readonly canary: Float32Array;
}

/** A text with nothing of anybody in it: what the model makes of it tells whether the server is there, and whether it is still the same model. */
export const CANARY_TEXT = 'A footnote says where a claim comes from.';

/** The same model on another graphics card gives the same vector but for rounding; another model gives any direction. */
export function isSameModel(one: Float32Array, other: Float32Array): boolean {
    if (one.length !== other.length) return false;
    let cosine = 0;
    for (const [at, value] of one.entries()) cosine += value * (other[at] ?? 0);
    return cosine >= 0.99;
}

/**
 * How texts are given to a model behind a server. The prefixes are those that its makers recommend: no server adds them. The server's
 * address is no part of the fingerprint, so that the same model keeps its index when it moves; what it answers to the canary is,
 * so that another model under the same name does not.
 */
export function serverProfile({ model, dimensions, canary }: ServedModelFacts): EmbeddingProfile {
    const family = familyOfServed(model);
    const essence = {
        model,
        dimensions,
        queryPrefix: family?.queryPrefix ?? '',
        documentPrefix: family?.documentPrefix ?? '',
        maxCharacters: MAX_CHARACTERS,
    };
    const fingerprint = contentHash(JSON.stringify({ served: essence, canary: packVector(canary).toString('base64') }));
    return { ...essence, batchSize: BATCH_TEXTS, fingerprint };
}

/** A chunk has 5,000 characters at most; where a model takes less, servers cut by themselves or refuse, and then we cut. */
export const MAX_CHARACTERS = 8_192;
/** The default limit of Text Embeddings Inference; others take more and gain little by it. */
const BATCH_TEXTS = 32;

/** What goes before its texts; undefined for a model that we do not know, or that wants nothing. */
export function familyOfServed(model: string): { readonly queryPrefix: string; readonly documentPrefix: string } | undefined {
    return SERVED_FAMILIES.find(({ names }) => names.test(model)) ?? familyOf(model);
}

/** Models that are met behind servers only; the words are those of their makers. */
const SERVED_FAMILIES: readonly { readonly names: RegExp; readonly queryPrefix: string; readonly documentPrefix: string }[] = [
    {
        names: /qwen3-embedding/i,
        queryPrefix: 'Instruct: Given a question about a code base, retrieve code and documentation that answer it\nQuery: ',
        documentPrefix: '',
    },
    { names: /embedding-?gemma/i, queryPrefix: 'task: code retrieval | query: ', documentPrefix: 'title: none | text: ' },
    { names: /mxbai-embed/i, queryPrefix: 'Represent this sentence for searching relevant passages: ', documentPrefix: '' },
];
