import type { ModelTimeouts } from '../models/patience.ts';
import type { RetryLimits } from '../models/retryPolicy.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { FailureError } from '../../protocol/failure.ts';
import { modelServer, type ModelServerOptions } from '../models/modelServer.ts';
import { Patience } from '../models/patience.ts';
import { readEmbeddingsReply, type EmbeddingsReply } from './embeddingsReply.ts';

export interface VectorRequest extends ModelServerOptions {
    readonly model: string;
    /** Numbers to ask for; 0 for as many as the model gives. */
    readonly askedDimensions: number;
    /** Numbers that each vector must have; undefined while that is not known. */
    readonly dimensions: number | undefined;
    readonly timeouts: ModelTimeouts;
    readonly limits: RetryLimits;
    /** Shared by all requests to one server. */
    readonly holdOff: HoldOff;
    readonly signal: AbortSignal | undefined;
}

/**
 * One request for the vectors of some texts, repeated within `limits` when it came to nothing. Fails with what the server or the
 * connection did; a reply that came is returned as it was read, good or not. The texts are sent as they are: redacted is before this.
 */
export async function requestVectors(texts: readonly string[], request: VectorRequest): Promise<EmbeddingsReply> {
    const { model, askedDimensions, dimensions, apiKey, timeouts, limits, holdOff, signal } = request;
    const body = { model, input: texts, ...(askedDimensions === 0 ? {} : { dimensions: askedDimensions }) };
    for (let attempt = 1; ; attempt++) {
        await holdOff.wait(signal);
        // Made anew for each attempt: the network may have been switched off meanwhile.
        const server = modelServer(request);
        const patience = new Patience(timeouts, signal);
        try {
            const asked = await server.embeddings(body, { patience, attempt, limits });
            if (asked.type === 'response') {
                const mostBytes = REPLY_OVERHEAD + texts.length * (dimensions ?? MOST_DIMENSIONS) * BYTES_PER_NUMBER;
                const text = await readBody(asked.response, patience, mostBytes);
                if (text === undefined) return { type: 'unreadable', reason: 'an answer without end' };
                return readEmbeddingsReply(text, { texts: texts.length, dimensions, apiKey });
            }
            // All that goes to this server waits: asking on with other texts would only make the wait longer.
            holdOff.until(Date.now() + asked.waitMs);
        } catch (error) {
            signal?.throwIfAborted();
            if (patience.ranOut !== undefined)
                throw new FailureError({ kind: 'model-unreachable', origin: server.origin, detail: patience.ranOut });
            throw error instanceof FailureError ? error : server.connectionFailure(error);
        } finally {
            patience.end();
        }
    }
}

/** The longest that a model is known to give, twice. */
const MOST_DIMENSIONS = 16_384;
/** A number of double precision in decimal, with a comma and a line of its own. */
const BYTES_PER_NUMBER = 40;
const REPLY_OVERHEAD = 65_536;

/** When a server may be asked again, for everybody who asks it. */
export class HoldOff {
    private at = 0;

    until(time: number): void {
        this.at = Math.max(this.at, time);
    }

    async wait(signal: AbortSignal | undefined): Promise<void> {
        signal?.throwIfAborted();
        for (let ms = this.at - Date.now(); ms > 0; ms = this.at - Date.now()) await pause(ms, undefined, { signal });
    }
}

/** Undefined when it is longer than such an answer can be. */
async function readBody(response: Response, patience: Patience, mostBytes: number): Promise<string | undefined> {
    if (response.body === null) return '';
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body) {
        patience.heard();
        text += decoder.decode(chunk, { stream: true });
        if (text.length > mostBytes) return undefined;
    }
    return text + decoder.decode();
}
