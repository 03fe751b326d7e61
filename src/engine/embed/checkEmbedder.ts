import type { EmbedderCheck, EmbedderChoice, EmbedderServer } from '../../protocol/engineContract.ts';
import type { StopOptions } from '../ports.ts';
import { FailureError, fail } from '../../protocol/failure.ts';
import { offeredModels } from '../models/checkModel.ts';
import { findModel } from './modelFiles.ts';
import { createLocalEmbedder } from './localEmbedder.ts';
import { HoldOff, requestVectors } from './requestVectors.ts';
import { embedderTiming } from './serverEmbedder.ts';
import { CANARY_TEXT, isSameModel } from './serverProfile.ts';

/**
 * Tries what indexing will need, on three texts with nothing of the repository in them: that vectors come, of the length that was asked
 * for, and that equal texts have equal ones and different texts have not. What is wrong is said in one sentence.
 */
export async function checkEmbedder(choice: EmbedderChoice, models: string, { signal }: StopOptions = {}): Promise<EmbedderCheck> {
    const began = performance.now();
    const { embedderServer: server } = choice;
    const vectors = server ? await askServer(server, choice.networkEnabled, signal) : await askLocalModel(choice, models);
    const [one, other, again] = vectors;
    const problem =
        one && other && again ? problemWith(one, other, again, server?.dimensions ?? 0) : 'it gives no vector for plain English';
    const model = server?.model ?? choice.embedderModel;
    if (problem !== undefined || !one) fail({ kind: 'model-refused', origin: server ? originOf(server) : model, detail: problem ?? '' });
    return { model, dimensions: one.length, tookMs: Math.round(performance.now() - began) };
}

const TEXTS: readonly string[] = [CANARY_TEXT, 'for (let i = 0; i < 10; i++) total += prices[i];', CANARY_TEXT];

function problemWith(one: Float32Array, other: Float32Array, again: Float32Array, askedDimensions: number): string | undefined {
    if (askedDimensions !== 0 && one.length !== askedDimensions)
        return `it gives vectors of ${String(one.length)} numbers where footnote.embedder.dimensions asks for ${String(askedDimensions)}`;
    if (one.length !== other.length || one.length !== again.length) return 'it gives vectors of different lengths';
    if (!isSameModel(one, again)) return 'it gives different vectors for the same text, or in another order';
    return cosine(one, other) > 0.999 ? 'it gives the same vector for different texts' : undefined;
}

function cosine(one: Float32Array, other: Float32Array): number {
    let sum = 0;
    for (const [at, value] of one.entries()) sum += value * (other[at] ?? 0);
    return sum;
}

async function askLocalModel(choice: EmbedderChoice, models: string): Promise<readonly (Float32Array | undefined)[]> {
    const embedder = createLocalEmbedder(await findModel(choice.embedderModel, { models, embedderPath: choice.embedderPath }));
    try {
        return await embedder.embedDocuments(TEXTS);
    } finally {
        await embedder.close();
    }
}

async function askServer(
    server: EmbedderServer,
    networkEnabled: boolean,
    signal: AbortSignal | undefined,
): Promise<readonly (Float32Array | undefined)[]> {
    const { baseUrl, apiKey, model, dimensions } = server;
    try {
        const reply = await requestVectors(TEXTS, {
            baseUrl,
            apiKey,
            model,
            networkEnabled,
            askedDimensions: dimensions,
            dimensions: undefined,
            timeouts: embedderTiming.documents,
            limits: { mostRetries: 1, longestWaitMs: 10_000 },
            holdOff: new HoldOff(),
            signal,
        });
        if (reply.type === 'unreadable') fail({ kind: 'model-refused', origin: originOf(server), detail: `it sent ${reply.reason}` });
        const bad = reply.vectors.find(vector => vector.type === 'bad');
        if (bad) fail({ kind: 'model-refused', origin: originOf(server), detail: `it sent ${bad.reason}` });
        return reply.vectors.map(vector => (vector.type === 'vector' ? vector.vector : undefined));
    } catch (error) {
        if (!(error instanceof FailureError) || error.failure.kind !== 'model-refused') throw error;
        const { failure } = error;
        const offered = await offeredModels({ baseUrl, apiKey, model, networkEnabled, contextTokens: 0 }, { signal });
        if (offered.length === 0 || offered.includes(model)) throw error;
        const some = offered.slice(0, 8).join(', ');
        throw new FailureError({
            ...failure,
            detail: `${failure.detail}; its models are ${some}${offered.length > 8 ? ' and others' : ''}`,
        });
    }
}

function originOf({ baseUrl }: EmbedderServer): string {
    return URL.parse(baseUrl)?.origin ?? baseUrl;
}
