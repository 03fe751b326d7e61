import * as z from 'zod';
import { serverWords } from '../models/serverFailure.ts';
import { readServerError } from '../models/chatEvent.ts';

/** What a server answered to a list of texts. */
export type EmbeddingsReply =
    /** Beside the texts that were sent. */
    | { readonly type: 'vectors'; readonly vectors: readonly EmbeddedText[] }
    /** Nothing in it can be told apart and taken. */
    | { readonly type: 'unreadable'; readonly reason: string };

/** A unit vector, or why what came for this text is none. */
export type EmbeddedText = { readonly type: 'vector'; readonly vector: Float32Array } | { readonly type: 'bad'; readonly reason: string };

export interface ReplyOptions {
    /** Texts that were sent. */
    readonly texts: number;
    /** Numbers that each vector must have; undefined while that is not known. */
    readonly dimensions: number | undefined;
    /** Never comes back out of what the server says. */
    readonly apiKey: string;
}

/**
 * Reads the body of `/v1/embeddings` and believes nothing: the vectors are put in the order of the texts by `index`, each is checked by
 * itself and scaled to length 1. A reply whose count or order leaves open which vector is whose gives none at all.
 */
export function readEmbeddingsReply(body: string, { texts, dimensions, apiKey }: ReplyOptions): EmbeddingsReply {
    const json = parsedJson(body);
    if (json === undefined) return unreadable(/^\s*</.test(body) ? 'a web page instead of vectors' : 'something that is not JSON');
    const error = readServerError(json);
    if (error) return unreadable(`an error: ${serverWords(error.message, apiKey)}`);
    const parsed = replySchema.safeParse(json);
    if (!parsed.success) return unreadable('no list of vectors');
    const { data } = parsed.data;
    if (data.length !== texts) return unreadable(`${String(data.length)} vectors for ${String(texts)} texts`);
    const ordered = inOrder(data);
    if (!ordered) return unreadable('vectors whose numbers do not say to which text they belong');
    return { type: 'vectors', vectors: ordered.map(({ embedding }) => readVector(embedding, dimensions)) };
}

const replySchema = z.object({ data: z.array(z.object({ index: z.int().optional(), embedding: z.unknown() })) });

type Entry = z.infer<typeof replySchema>['data'][number];

function unreadable(reason: string): EmbeddingsReply {
    return { type: 'unreadable', reason };
}

/** By `index`, as the API has it; servers that leave it out altogether keep the order. Undefined when a number is missing or comes twice. */
function inOrder(data: readonly Entry[]): readonly Entry[] | undefined {
    if (data.every(({ index }) => index === undefined)) return data;
    const ordered = new Map(data.map(entry => [entry.index, entry]));
    const sorted = data.map((_, place) => ordered.get(place));
    return sorted.every(entry => entry !== undefined) ? sorted : undefined;
}

/** Numbers, or their 32-bit form in base64, which some servers send unasked. */
function readVector(embedding: unknown, dimensions: number | undefined): EmbeddedText {
    const values = typeof embedding === 'string' ? fromBase64(embedding) : embedding;
    if (!(values instanceof Float32Array) && !Array.isArray(values)) return bad('no vector');
    if (dimensions !== undefined && values.length !== dimensions)
        return bad(`a vector of ${String(values.length)} numbers where ${String(dimensions)} were expected`);
    const vector = new Float32Array(values.length);
    let squares = 0;
    for (const [at, value] of values.entries()) {
        if (typeof value !== 'number' || !Number.isFinite(value)) return bad('a vector with something that is no number');
        vector[at] = value;
        squares += value * value;
    }
    const length = Math.sqrt(squares);
    if (!Number.isFinite(length)) return bad('a vector with something that is no number');
    // So short that scaling it would make a direction out of rounding.
    if (length < 1e-12) return bad('a vector of zeros');
    for (const [at, value] of vector.entries()) vector[at] = value / length;
    return vector.every(Number.isFinite) ? { type: 'vector', vector } : bad('a vector with something that is no number');
}

function bad(reason: string): EmbeddedText {
    return { type: 'bad', reason };
}

function fromBase64(text: string): Float32Array | undefined {
    const bytes = Buffer.from(text, 'base64');
    if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined;
    return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
}

/** Undefined for what is no JSON. Servers in Python write `NaN` and `Infinity`, which are none: they become null, and only their vector is lost. */
function parsedJson(body: string): unknown {
    for (const text of [body, body.replaceAll(/(?<=[[,:\s])-?(?:NaN|Infinity)(?=[\s,\]}])/g, 'null')]) {
        try {
            const parsed: unknown = JSON.parse(text);
            return parsed;
        } catch (error) {
            if (!(error instanceof SyntaxError)) throw error;
        }
    }
    return undefined;
}
