import type { Engine, EnginePaths } from '../protocol/engineContract.ts';
import type { IndexReport, IndexStatus } from '../protocol/indexing.ts';
import type { CommonOptions, EmbedderOptions, ModelOptions } from './parseArguments.ts';
import os from 'node:os';
import path from 'node:path';
import { stat } from 'node:fs/promises';
import { createEngine } from '../engine/engine.ts';
import { createLogger } from '../engine/log.ts';
import { dataFolder } from '../settings/dataFolder.ts';
import { defaultSettings, type Settings } from '../settings/settings.ts';
import { engineOptions } from '../settings/engineOptions.ts';
import { isAbort } from '../protocol/failure.ts';

/** Where the program's own parts are; the entry file knows. */
export type AssetPaths = Omit<EnginePaths, 'data'>;

export interface OpenedEngine {
    readonly engine: Engine;
    /** Absolute path of the folder. */
    readonly folder: string;
    /** As it was when it was opened. */
    readonly status: IndexStatus;
}

/** A folder that is not there: the user's mistake, told as such. */
export class NoSuchFolder extends Error {}

export interface OpenOptions {
    readonly model?: ModelOptions | undefined;
    /** Begins no index where there is none. */
    readonly onlyLooks: boolean;
}

/** The engine in this process, on the same index that the editor uses. The caller closes it. */
export async function openEngine(options: CommonOptions, assets: AssetPaths, { model, onlyLooks }: OpenOptions): Promise<OpenedEngine> {
    const folder = path.resolve(options.directory);
    const found = await stat(folder).catch(() => undefined);
    if (!found?.isDirectory()) throw new NoSuchFolder(folder);
    const level = process.env['FOOTNOTE_LOG'];
    const log = createLogger(
        line => process.stderr.write(line),
        level === 'info' || level === 'debug' || level === 'trace' ? level : 'error',
    );
    const settings = {
        ...defaultSettings,
        ...(model
            ? {
                  'footnote.model.provider': 'openai-compatible' as const,
                  'footnote.model.baseUrl': model.baseUrl,
                  'footnote.model.id': model.model,
                  'footnote.retrieval.reranker': model.reranks ? ('model' as const) : ('off' as const),
                  'footnote.cost.monthlyLimit': model.monthlyLimitUsd ?? 0,
                  'footnote.cost.prices': model.price ? [{ model: model.model, ...model.price }] : [],
              }
            : {}),
        ...embedderSettings(options.embedder),
    };
    const engine = createEngine({ log });
    const machine = { platform: process.platform, env: process.env, home: os.homedir() };
    const data = dataFolder(machine, options.indexDirectory === '' ? '' : path.resolve(options.indexDirectory));
    const status = await engine.open({
        roots: [{ folder, name: '' }],
        paths: { ...assets, data, account: dataFolder(machine, '') },
        keepsEmbedder: options.embedder === undefined,
        onlyLooks,
        settings: engineOptions(settings, {
            apiKey: model ? (process.env['FOOTNOTE_API_KEY'] ?? '') : '',
            embedderKey: process.env['FOOTNOTE_EMBEDDER_KEY'] ?? '',
            // Whoever names a server on the command line means it.
            agreedEmbedder: URL.parse(options.embedder?.baseUrl ?? '')?.origin ?? '',
            excludes: [],
            cores: os.availableParallelism(),
        }),
    });
    return { engine, folder, status };
}

function embedderSettings(embedder: EmbedderOptions | undefined): Partial<Settings> {
    if (!embedder) return {};
    if (embedder.baseUrl === undefined) return { 'footnote.embedder.model': embedder.model };
    return {
        'footnote.embedder.provider': 'openai-compatible',
        'footnote.embedder.baseUrl': embedder.baseUrl,
        'footnote.embedder.id': embedder.model,
    };
}

/** Brings the index up to date and reports every state on the way. Undefined when another process, which holds the index, does it. */
export async function bringUpToDate(
    engine: Engine,
    action: 'update' | 'rebuild' | 'take-over',
    show: (status: IndexStatus) => void,
    signal: AbortSignal,
): Promise<IndexReport | undefined> {
    const watching = new AbortController();
    const watched = follow(engine, show, AbortSignal.any([watching.signal, signal]));
    try {
        return await engine.index(action, { signal });
    } finally {
        watching.abort();
        await watched;
    }
}

/** How the index stands now. */
export async function presentStatus(engine: Engine, signal: AbortSignal): Promise<IndexStatus | undefined> {
    for await (const status of engine.indexStatus(undefined, { signal })) return status;
    return undefined;
}

async function follow(engine: Engine, show: (status: IndexStatus) => void, signal: AbortSignal): Promise<void> {
    try {
        for await (const status of engine.indexStatus(undefined, { signal })) show(status);
    } catch (error) {
        if (!isAbort(error)) throw error;
    }
}
