import type { EmbedderChoice, EmbedderServer, EnginePaths } from '../../protocol/engineContract.ts';
import type { Embedder, Logger } from '../ports.ts';
import type { KnownModel } from './knownModels.ts';
import { isOnThisMachine } from '../../protocol/destination.ts';
import { FailureError, describeFailure, type Failure } from '../../protocol/failure.ts';
import { lastKnownModel, rememberModel } from './knownModels.ts';
import { findModel } from './modelFiles.ts';
import { createLocalEmbedder } from './localEmbedder.ts';
import { HoldOff } from './requestVectors.ts';
import { askCanary, createServerEmbedder, embedderTiming, type EmbedderTiming } from './serverEmbedder.ts';
import { ServerHealth } from './serverHealth.ts';
import { serverProfile } from './serverProfile.ts';

export interface OpenedEmbedder {
    readonly embedder: Embedder;
    /** Resolves when another one is to be opened in its place: the server that it stands in for answers, or has another model now. */
    readonly outdated: Promise<void>;
}

export interface OpenEmbedderOptions {
    readonly paths: Pick<EnginePaths, 'models' | 'data'>;
    readonly log: Logger;
    /** The choice is somebody else's, who made the index: a server elsewhere is not asked, and the index stays as it is. */
    readonly isKept?: boolean;
    readonly timing?: Partial<EmbedderTiming> | undefined;
}

/**
 * The embedder that the settings name. Behind a server it needs a word from the user where the server is elsewhere, and the server once,
 * to learn how long its vectors are. Until it has both, the local model stands in, and says so; nothing is sent before the former.
 */
export async function openEmbedder(choice: EmbedderChoice, options: OpenEmbedderOptions): Promise<OpenedEmbedder> {
    const { embedderServer: server } = choice;
    if (!server) return { embedder: await localEmbedder(choice, options), outdated: new Promise(() => undefined) };
    const origin = URL.parse(server.baseUrl)?.origin ?? 'an address that cannot be read';
    const known = await lastKnownModel(options.paths.data, nameOf(server));
    const isAgreed = isOnThisMachine(server.baseUrl) || server.agreedOrigin === origin;
    if (!isAgreed && !(options.isKept === true && known))
        return {
            embedder: await standIn(choice, { kind: 'not-agreed', destination: origin }, options),
            outdated: new Promise(() => undefined),
        };
    const outdated = Promise.withResolvers<void>();
    try {
        const model = known ?? (await meet(server, choice.networkEnabled, options, AbortSignal.timeout(FIRST_MEETING_MS)));
        const embedder = createServerEmbedder({
            baseUrl: server.baseUrl,
            apiKey: server.apiKey,
            askedDimensions: server.dimensions,
            networkEnabled: choice.networkEnabled,
            profile: serverProfile({ model: model.model, dimensions: model.canary.length, canary: model.canary }),
            canary: model.canary,
            closed: isAgreed ? undefined : { kind: 'not-agreed', destination: origin },
            onOtherModel: canary => {
                options.log.warn('another model answers under the same name', { model: server.model, dimensions: canary.length });
                rememberModel(options.paths.data, { ...nameOf(server), canary }).then(() => {
                    outdated.resolve();
                }, outdated.reject);
            },
            timing: options.timing,
        });
        return { embedder, outdated: outdated.promise };
    } catch (error) {
        const failure = failureOf(error, origin);
        options.log.info('the embedding server is not there; the local model stands in', { origin, failure: failure.failure.kind });
        return { embedder: await standInFor(server, failure, choice, options, outdated.resolve), outdated: outdated.promise };
    }
}

/** Nobody can ask anything before the folder is open. */
const FIRST_MEETING_MS = 5_000;

function nameOf({ model, dimensions }: EmbedderServer): Pick<KnownModel, 'model' | 'askedDimensions'> {
    return { model, askedDimensions: dimensions };
}

async function meet(
    { baseUrl, apiKey, model, dimensions }: EmbedderServer,
    networkEnabled: boolean,
    { paths, timing }: OpenEmbedderOptions,
    signal: AbortSignal,
): Promise<KnownModel> {
    const canary = await askCanary({
        baseUrl,
        apiKey,
        model,
        networkEnabled,
        askedDimensions: dimensions,
        timeouts: timing?.documents ?? embedderTiming.documents,
        holdOff: new HoldOff(),
        signal,
    });
    return rememberModel(paths.data, { model, askedDimensions: dimensions, canary });
}

function failureOf(error: unknown, origin: string): FailureError {
    if (error instanceof FailureError) return error;
    if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error;
    return new FailureError({ kind: 'model-unreachable', origin, detail: `no word for ${String(FIRST_MEETING_MS / 1_000)} s` });
}

async function localEmbedder({ embedderModel, embedderPath }: EmbedderChoice, { paths }: OpenEmbedderOptions): Promise<Embedder> {
    return createLocalEmbedder(await findModel(embedderModel, { models: paths.models, embedderPath }));
}

async function standIn(choice: EmbedderChoice, why: Failure, options: OpenEmbedderOptions): Promise<Embedder> {
    const local = await localEmbedder(choice, options);
    const { title, remedy } = describeFailure(why);
    const note = `${title}, and ${local.profile.model} stands in for ${choice.embedderServer?.model ?? ''}. ${remedy}`;
    return { ...local, note: () => note };
}

/** Stands in until the server has answered once. */
async function standInFor(
    server: EmbedderServer,
    failure: FailureError,
    choice: EmbedderChoice,
    options: OpenEmbedderOptions,
    onAnswer: () => void,
): Promise<Embedder> {
    const local = await standIn(choice, failure.failure, options);
    const health = new ServerHealth({
        probe: async signal => {
            await meet(server, choice.networkEnabled, options, signal);
        },
        probeAfterMs: options.timing?.probeAfterMs ?? embedderTiming.probeAfterMs,
    });
    health.onChange(isBack => {
        if (isBack) onAnswer();
    });
    // An address that may not be asked does not become another one by waiting.
    if (failure.failure.kind !== 'network-disabled') health.noteFailure(failure);
    return {
        ...local,
        configure: ({ networkEnabled }) => {
            if (networkEnabled && !choice.networkEnabled) onAnswer();
        },
        close: async () => {
            health.close();
            await local.close();
        },
    };
}
