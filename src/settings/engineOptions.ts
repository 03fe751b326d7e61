import { defaultAnswering, type AnsweringOptions } from '../protocol/answering.ts';
import type { ChatModelChoice, ChunkSizes, Courtesy, EmbedderServer, EngineOptions } from '../protocol/engineContract.ts';
import type { Settings } from './settings.ts';

/** What the surroundings add to the settings: secrets and the editor's own excludes. */
export interface Surroundings {
    /** The key that belongs to `footnote.model.baseUrl`'s origin; empty for none. */
    readonly apiKey: string;
    /** The key that belongs to `footnote.embedder.baseUrl`'s origin; empty for none. */
    readonly embedderKey?: string;
    /** The origin to which the user agreed to send this workspace's text to be embedded; empty for none. */
    readonly agreedEmbedder?: string;
    /** Patterns of `files.exclude` and `search.exclude` that are switched on. */
    readonly excludes: readonly string[];
    /** The language of the interface, as VS Code names it; absent on the command line, which speaks English. */
    readonly language?: string;
    /** Cores of the machine. */
    readonly cores: number;
}

/** Settings as the engine takes them. */
export function engineOptions(settings: Settings, around: Surroundings): EngineOptions {
    return {
        maxFileBytes: settings['footnote.index.maxFileBytes'],
        concurrency: settings['footnote.index.concurrency'] || parserThreads(around.cores),
        quotaBytes: settings['footnote.index.quotaBytes'],
        chunkSizes: chunkSizes(settings),
        embedderModel: settings['footnote.embedder.model'],
        embedderPath: settings['footnote.embedder.path'],
        embedderServer: embedderServer(settings, around),
        excludes: around.excludes,
        skipsSubmodules: settings['footnote.index.submodules'] === 'skip',
        networkEnabled: settings['footnote.network.enabled'],
        caFile: settings['footnote.network.caFile'],
        chatModel: chatModel(settings, around.apiKey),
        answering: { ...answering(settings), ...(around.language === undefined ? {} : { interfaceLanguage: around.language }) },
        cost: { monthlyLimitUsd: settings['footnote.cost.monthlyLimit'], prices: settings['footnote.cost.prices'] },
        roles: settings['footnote.model.roles'],
    };
}

/**
 * The engine's own thread has about half as much to do as one parser's, so that a second one is worth having on two cores already.
 * All of them run at a low priority (`main.ts`), after whatever the user does.
 */
function parserThreads(cores: number): number {
    return Math.min(cores, Math.max(2, Math.floor(cores / 2)));
}

function chunkSizes(settings: Settings): ChunkSizes | undefined {
    const size = settings['footnote.index.chunkTokens'];
    if (size === 0) return undefined;
    return { size, overlap: settings['footnote.index.chunkOverlapTokens'], maxTokens: settings['footnote.index.chunkMaxTokens'] };
}

/** For a host whose indexing nobody waits for. */
export function courtesyOf(settings: Settings): Courtesy {
    return {
        maxOthersShare: settings['footnote.index.pauseAboveCpu'] / 100,
        pausesOnBattery: settings['footnote.index.pauseOnBattery'],
    };
}

function embedderServer(settings: Settings, around: Surroundings): EmbedderServer | undefined {
    if (settings['footnote.embedder.provider'] !== 'openai-compatible') return undefined;
    return {
        baseUrl: settings['footnote.embedder.baseUrl'],
        model: settings['footnote.embedder.id'],
        apiKey: around.embedderKey ?? '',
        dimensions: settings['footnote.embedder.dimensions'],
        agreedOrigin: around.agreedEmbedder ?? '',
    };
}

/** A persona that is not in the list is the first of it. */
function answering(settings: Settings): AnsweringOptions {
    const personas = settings['footnote.answer.personas'];
    const named = settings['footnote.answer.persona'].toLowerCase();
    return {
        persona: personas.find(({ name }) => name.toLowerCase() === named) ?? personas[0] ?? defaultAnswering.persona,
        personas,
        personaName: settings['footnote.answer.persona'],
        language: settings['footnote.answer.language'],
        style: settings['footnote.answer.style'],
        quotesProjectNotes: settings['footnote.answer.quoteProjectNotes'],
        evidenceRounds: settings['footnote.answer.evidenceRounds'],
        reranker: settings['footnote.retrieval.reranker'],
        rewriting: settings['footnote.retrieval.rewriting'],
    };
}

function chatModel(settings: Settings, apiKey: string): ChatModelChoice {
    switch (settings['footnote.model.provider']) {
        case 'quotes':
            return { provider: 'quotes' };
        case 'vscode-lm':
            return { provider: 'vscode-lm', model: settings['footnote.model.id'], fallbacks: settings['footnote.model.fallbacks'] };
        case 'openai-compatible':
            return {
                provider: 'openai-compatible',
                baseUrl: settings['footnote.model.baseUrl'],
                model: settings['footnote.model.id'],
                fallbacks: settings['footnote.model.fallbacks'],
                apiKey,
                contextTokens: settings['footnote.model.contextTokens'],
                firstWordSeconds: settings['footnote.model.firstWordSeconds'],
                idleSeconds: settings['footnote.model.idleSeconds'],
            };
    }
}
