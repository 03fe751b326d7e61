import type { EmbeddedText, EmbeddingsReply } from './embeddingsReply.ts';
import type { RetryLimits } from '../models/retryPolicy.ts';
import { FailureError } from '../../protocol/failure.ts';
import { ServerRefusal } from '../models/modelServer.ts';

export interface RefusingServer {
    /** One request; fails when the server or the connection does. */
    ask(texts: readonly string[], limits: RetryLimits): Promise<EmbeddingsReply>;
    /** Asks for a text that every model can read; fails when it is the server that is at fault, and not what was asked before. */
    probe(): Promise<void>;
    /** How many texts, and how long ones, the server takes, as far as refusals have taught. */
    readonly learnt: LearntLimits;
}

export interface LearntLimits {
    texts: number;
    characters: number;
}

/**
 * Vectors of a batch, beside its texts, although some may be of a kind that the server refuses, breaks on, or makes no vector of.
 * Such a text is found by halving the batch and costs its own vector only. Throws when the server itself is at fault.
 */
export async function embedDespiteRefusals(
    texts: readonly string[],
    server: RefusingServer,
    limits: RetryLimits = PATIENT,
): Promise<readonly EmbeddedText[]> {
    const { vectors, ...trouble } = await tried(() => server.ask(texts, limits));
    if (vectors) {
        const settled: EmbeddedText[] = [];
        for (const [at, vector] of vectors.entries()) {
            if (vector.type === 'vector') settled.push(vector);
            else settled.push(await embedAlone(texts[at] ?? '', vector, server));
        }
        return settled;
    }
    // Is it these texts, or is it the server? A harmless one tells.
    await server.probe();
    const [only] = texts;
    if (texts.length === 1 && only !== undefined) return [await embedAlone(only, trouble, server)];
    const middle = texts.length >> 1;
    const { learnt } = server;
    const mostCharacters = learnt.characters;
    const halves = [
        ...(await embedDespiteRefusals(texts.slice(0, middle), server, ONCE_MORE)),
        ...(await embedDespiteRefusals(texts.slice(middle), server, ONCE_MORE)),
    ];
    // Each took its place in a smaller request, as it was: there had been too many of them.
    const wereTooMany = isRefusal(trouble.status) && learnt.characters === mostCharacters && halves.every(({ type }) => type === 'vector');
    if (wereTooMany) learnt.texts = Math.min(learnt.texts, texts.length - middle);
    return halves;
}

/** Why a text has no vector yet. */
interface Trouble {
    readonly reason: string;
    readonly status?: number | undefined;
}

/** A text that got no vector among others, or alone: shorter where it may be too long, else as often as is worth it. */
async function embedAlone(text: string, trouble: Trouble, server: RefusingServer): Promise<EmbeddedText> {
    let { reason, status } = trouble;
    let asked = text;
    for (let tries = 1; ;) {
        const mayBeTooLong = (isRefusal(status) || status === 500) && asked.length > SHORTEST_CUT;
        if (mayBeTooLong) asked = asked.slice(0, asked.length >> 1).toWellFormed();
        else if (isRefusal(status) || tries >= MOST_TRIES) return { type: 'bad', reason };
        else tries++;
        const next = await tried(() => server.ask([asked], ONCE_MORE));
        const [only] = next.vectors ?? [];
        if (only?.type === 'vector') {
            if (asked.length < text.length) server.learnt.characters = Math.min(server.learnt.characters, asked.length);
            return only;
        }
        await server.probe();
        reason = only?.reason ?? next.reason;
        ({ status } = next);
    }
}

/** A text that came to nothing so often is not sent again until it changes. */
const MOST_TRIES = 3;
/** A text that is refused for its length is halved down to about this; shorter ones are refused for something else. */
const SHORTEST_CUT = 512;

/** Nobody waits for the texts of files; what asks to wait longer counts as away, and word search goes on meanwhile. */
const PATIENT: RetryLimits = { mostRetries: 5, longestWaitMs: 60_000 };
const ONCE_MORE: RetryLimits = { mostRetries: 1, longestWaitMs: 60_000 };

/** Refusals that are not about what was sent; asking with other texts would be vain. */
const NOT_ABOUT_TEXTS: ReadonlySet<number> = new Set([401, 402, 403, 404, 405, 407, 429]);

/** True when it is what was sent that was refused, and the server may be well. */
export function isAboutTexts(error: unknown): boolean {
    return error instanceof ServerRefusal && !NOT_ABOUT_TEXTS.has(error.status);
}

/** The statuses by which servers refuse what they have read: too much of it, or something in it. llama.cpp says 500. */
function isRefusal(status: number | undefined): boolean {
    return status === 400 || status === 413 || status === 422;
}

/** What came of a request that may have failed because of its texts; any other failure is thrown. */
async function tried(ask: () => Promise<EmbeddingsReply>): Promise<Trouble & { readonly vectors?: readonly EmbeddedText[] }> {
    try {
        const reply = await ask();
        return reply.type === 'vectors' ? { vectors: reply.vectors, reason: '' } : { reason: `it sent ${reply.reason}` };
    } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        const { failure } = error;
        if (!('detail' in failure)) throw error;
        if (error instanceof ServerRefusal) {
            if (isAboutTexts(error)) return { reason: failure.detail, status: error.status };
            throw error;
        }
        // A text may be what the server breaks on, or never comes to an end with.
        if (failure.kind === 'model-unreachable') return { reason: failure.detail };
        throw error;
    }
}
