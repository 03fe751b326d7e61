import type { Embedder, EmbeddingProfile, EmbedOptions } from '../ports.ts';
import type { ModelTimeouts } from '../models/patience.ts';
import type { RetryLimits } from '../models/retryPolicy.ts';
import { FailureError, describeFailure, fail, isAbort, type Failure } from '../../protocol/failure.ts';
import { isOnThisMachine } from '../../protocol/destination.ts';
import { embedDespiteRefusals, isAboutTexts, type RefusingServer } from './embedDespiteRefusals.ts';
import { RecentQueries } from './recentQueries.ts';
import { HoldOff, requestVectors } from './requestVectors.ts';
import { sendableChunks } from './sendableChunks.ts';
import { sendableText } from './sendableText.ts';
import { ServerHealth } from './serverHealth.ts';
import { CANARY_TEXT, isSameModel } from './serverProfile.ts';
import { textBatches } from './textBatches.ts';

export interface ServerEmbedderOptions {
    /** Up to and including `/v1`. */
    readonly baseUrl: string;
    readonly apiKey: string;
    /** Numbers to ask for; 0 for as many as the model gives. */
    readonly askedDimensions: number;
    readonly networkEnabled: boolean;
    /** Why nothing may be sent, whatever is asked; undefined when it may. */
    readonly closed?: Failure | undefined;
    readonly profile: EmbeddingProfile;
    /** What the model gave for `CANARY_TEXT` when its profile was made. */
    readonly canary: Float32Array;
    /** Another model answers under the same name: what is in the index cannot be compared with what it gives. */
    readonly onOtherModel: (canary: Float32Array) => void;
    readonly timing?: Partial<EmbedderTiming> | undefined;
}

export interface EmbedderTiming {
    /** For the texts of files, which nobody waits for. */
    readonly documents: ModelTimeouts;
    /** For a question, whose words are being looked up meanwhile. */
    readonly query: ModelTimeouts;
    readonly probeAfterMs: readonly number[];
}

export const embedderTiming: EmbedderTiming = {
    // A local server loads its model with the first request, and a batch on a small machine takes its time.
    documents: { firstMs: 120_000, idleMs: 30_000, totalMs: 600_000 },
    query: { firstMs: 4_000, idleMs: 2_000, totalMs: 4_500 },
    probeAfterMs: [5_000, 15_000, 30_000, 60_000, 300_000],
};

/**
 * The `Embedder` port over any server that speaks the OpenAI API of embeddings. Nothing goes out that the redaction rules know, and
 * nothing comes in that was not checked. A server that is away costs nobody any waiting, and is taken up again when it is back.
 */
export function createServerEmbedder(options: ServerEmbedderOptions): Embedder {
    const { profile, baseUrl, apiKey, askedDimensions } = options;
    const timing: EmbedderTiming = { ...embedderTiming, ...options.timing };
    const origin = new URL(baseUrl).origin;
    const requestsAtOnce = isOnThisMachine(baseUrl) ? 2 : 4;
    const holdOff = new HoldOff();
    const queries = new RecentQueries();
    const learnt = { texts: profile.batchSize, characters: profile.maxCharacters };
    let { networkEnabled } = options;
    let isChecked = false;
    let callsForDocuments = 0;

    const ask = (texts: readonly string[], timeouts: ModelTimeouts, limits: RetryLimits, signal: AbortSignal | undefined) =>
        requestVectors(texts, {
            baseUrl,
            model: profile.model,
            apiKey,
            networkEnabled,
            askedDimensions,
            dimensions: profile.dimensions,
            timeouts,
            limits,
            holdOff,
            signal,
        });

    const probe = async (timeouts: ModelTimeouts, signal: AbortSignal | undefined): Promise<void> => {
        const canary = await askCanary({
            baseUrl,
            model: profile.model,
            apiKey,
            networkEnabled,
            askedDimensions,
            timeouts,
            holdOff,
            signal,
        });
        if (isSameModel(canary, options.canary)) {
            isChecked = true;
            return;
        }
        isChecked = false;
        options.onOtherModel(canary);
        const detail = `the model that answers as ${profile.model} is another one than before; a new index is built for it`;
        throw new FailureError({ kind: 'model-refused', origin, detail });
    };
    const health = new ServerHealth({ probe: signal => probe(timing.documents, signal), probeAfterMs: timing.probeAfterMs });

    /** Runs what needs the server, which is first asked whether its model is the one of the index. */
    const withServer = async <Result>(timeouts: ModelTimeouts, signal: AbortSignal | undefined, work: () => Promise<Result>) => {
        if (options.closed) fail(options.closed);
        health.throwIfAway();
        if (!isChecked) await probe(timeouts, signal);
        return await work();
    };

    const embedDocuments = async (
        texts: readonly string[],
        { signal, onMade, onRefused }: EmbedOptions = {},
    ): Promise<readonly (Float32Array | undefined)[]> => {
        const vectors = new Array<Float32Array | undefined>(texts.length).fill(undefined);
        const telling = [...texts.keys()].filter(place => isTelling(texts[place] ?? ''));
        if (telling.length === 0) return vectors;
        const server: RefusingServer = {
            ask: (asked, limits) => ask(asked, timing.documents, limits, signal),
            probe: () => probe(timing.documents, signal),
            learnt,
        };
        const embedAll = async (): Promise<void> => {
            const safe: string[] = [];
            for (const place of telling) {
                signal?.throwIfAborted();
                safe.push(await sendableText(profile.documentPrefix, texts[place] ?? '', learnt.characters));
            }
            const batches = textBatches(safe, { texts: learnt.texts, characters: BATCH_CHARACTERS });
            await eachAtOnce(batches, requestsAtOnce, async ({ start, end }) => {
                for (const [at, result] of (await embedDespiteRefusals(safe.slice(start, end), server)).entries()) {
                    const place = telling[start + at] ?? 0;
                    if (result.type === 'vector') {
                        vectors[place] = result.vector;
                        onMade?.(place, result.vector);
                    } else onRefused?.(place, `${origin} gives no vector for it: ${result.reason}`);
                }
            });
        };
        callsForDocuments++;
        try {
            await withServer(timing.documents, signal, embedAll);
        } catch (error) {
            if (error instanceof FailureError && !options.closed) health.noteFailure(error);
            throw error;
        } finally {
            callsForDocuments--;
        }
        return vectors;
    };

    const askForQuery = async (text: string, signal: AbortSignal | undefined): Promise<Float32Array | undefined> => {
        try {
            return await withServer(timing.query, signal, async () => {
                const safe = await sendableText(profile.queryPrefix, text, learnt.characters);
                const reply = await ask([safe], timing.query, NO_RETRIES, signal);
                const [only] = reply.type === 'vectors' ? reply.vectors : [];
                return only?.type === 'vector' ? only.vector : undefined;
            });
        } catch (error) {
            // A server that refuses this question, or is too busy with files to answer in time, is there all the same.
            if (error instanceof FailureError && callsForDocuments === 0 && !options.closed && !isAboutTexts(error))
                health.noteFailure(error);
            throw error;
        }
    };

    return {
        profile,
        embedDocuments,
        embedQuery: async (text, { signal } = {}) =>
            isTelling(text) ? await queries.find(text, () => askForQuery(text, signal)) : undefined,
        queryHits: () => queries.hits,
        note: () => {
            const failure = options.closed ?? health.failure?.failure;
            if (!failure) return undefined;
            const { title, remedy } = describeFailure(failure);
            return `${title}. ${remedy}`;
        },
        server: {
            origin,
            textsAtOnce: profile.batchSize * requestsAtOnce,
            sendable: sendableChunks,
            onChange: listener => {
                health.onChange(listener);
            },
        },
        configure: now => {
            if (now.networkEnabled === networkEnabled || options.closed) return;
            ({ networkEnabled } = now);
            // Everybody hears at once that it is closed, or open again. What can go wrong is noted as the server's trouble.
            void health.probeNow();
        },
        close: () => {
            health.close();
            return Promise.resolve();
        },
    };
}

export type CanaryRequest = Omit<Parameters<typeof requestVectors>[1], 'dimensions' | 'limits'>;

/** What the model makes of `CANARY_TEXT`, whatever its length; fails when no vector comes. */
export async function askCanary(request: CanaryRequest): Promise<Float32Array> {
    const reply = await requestVectors([CANARY_TEXT], { ...request, dimensions: undefined, limits: NO_RETRIES });
    const [text] = reply.type === 'vectors' ? reply.vectors : [];
    const { askedDimensions } = request;
    if (text?.type === 'vector' && (askedDimensions === 0 || text.vector.length === askedDimensions)) return text.vector;
    const reason =
        text?.type === 'vector'
            ? `a vector of ${String(text.vector.length)} numbers where ${String(askedDimensions)} were asked for`
            : (text?.reason ?? (reply.type === 'unreadable' ? reply.reason : 'nothing'));
    throw new FailureError({ kind: 'model-refused', origin: new URL(request.baseUrl).origin, detail: `it sent ${reason}` });
}

const NO_RETRIES: RetryLimits = { mostRetries: 0, longestWaitMs: 0 };

/** About 20,000 tokens. */
const BATCH_CHARACTERS = 65_536;

/** A text without a letter or digit means nothing to a model, and some servers refuse it. */
function isTelling(text: string): boolean {
    return /[\p{L}\p{N}]/u.test(text);
}

/** Does some at the same time; after a failure no more are begun, and it is thrown when those under way have ended. */
async function eachAtOnce<Item>(items: readonly Item[], howMany: number, work: (item: Item) => Promise<void>): Promise<void> {
    let next = 0;
    const broken: unknown[] = [];
    const worker = async (): Promise<void> => {
        for (let item = items[next++]; item !== undefined && broken.length === 0; item = items[next++]) {
            await work(item).catch((error: unknown) => broken.push(error));
        }
    };
    await Promise.all(Array.from({ length: howMany }, worker));
    // What the server said tells more than that a request was stopped.
    if (broken.length > 0) throw broken.find(error => !isAbort(error)) ?? broken[0];
}
