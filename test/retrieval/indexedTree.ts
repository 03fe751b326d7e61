import path from 'node:path';
import type { ChunkSizes, Engine, OpenWorkspace } from '../../src/protocol/engineContract.ts';
import type { IndexReport } from '../../src/protocol/indexing.ts';
import type { RankedFile, SearchResult } from '../../src/protocol/passage.ts';
import type { SignalWeights } from '../../src/engine/retrieve/fuseRankings.ts';
import type { SignalsOfQuery } from './fitWeights.ts';
import type { JudgedQuery, Prediction } from './score.ts';
import { copyGrammars } from '../../scripts/copyGrammars.mjs';
import { findModel } from '../../src/engine/embed/modelFiles.ts';
import { createLocalEmbedder } from '../../src/engine/embed/localEmbedder.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { createLogger } from '../../src/engine/log.ts';
import { askSignals } from '../../src/engine/retrieve/askSignals.ts';
import { SIGNAL_WEIGHTS, fuseRankings } from '../../src/engine/retrieve/fuseRankings.ts';
import { rankFiles } from '../../src/engine/retrieve/rankFiles.ts';
import { openDiskFiles } from '../../src/engine/scan/diskFiles.ts';
import { openIndexStore } from '../../src/engine/store/openIndexStore.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../src/settings/settings.ts';
import { readdirSync } from 'node:fs';

/** What may be measured instead of what ships. */
export interface OtherParts {
    /** A folder with the embedder. */
    readonly models?: string | undefined;
    readonly chunkSizes?: ChunkSizes | undefined;
}

/** What came of asking all queries of one tree. */
export interface TreeRun {
    readonly report: IndexReport;
    readonly predictions: readonly Prediction[];
    /** Milliseconds of each search with the default limit of ten, in order. */
    readonly searchMs: readonly number[];
}

/** Indexes a tree with the engine as the command line does, and asks it every query. */
export async function runTree(folder: string, data: string, queries: readonly JudgedQuery[], other: OtherParts = {}): Promise<TreeRun> {
    const engine = createEngine({ log });
    try {
        await engine.open(await workspaceAt(folder, data, other));
        const report = await engine.index('update');
        if (!report) throw new Error(`${folder} was not indexed`);
        const predictions: Prediction[] = [];
        for (const { id, query } of queries) predictions.push(predictionOf(id, await engine.search({ text: query, limit: FILES_ASKED })));
        return { report, predictions, searchMs: await timeSearches(engine, queries) };
    } finally {
        await engine.close();
    }
}

/** What the same queries give with other weights, over an index that `runTree` has made: each query is asked once, and its signals weighed anew. */
export interface SignalRun {
    /** One list of predictions for each of the variants, without passages. */
    readonly variants: readonly (readonly Prediction[])[];
    /** With every signal at full scale, for fitting. */
    readonly signals: readonly SignalsOfQuery[];
}

export async function runSignals(
    folder: string,
    data: string,
    queries: readonly JudgedQuery[],
    variants: readonly SignalWeights[],
    other: OtherParts = {},
): Promise<SignalRun> {
    const { roots, paths, settings } = await workspaceAt(folder, data, other);
    const model = await findModel(settings.embedderModel, { models: paths.models, embedderPath: '' });
    const embedder = createLocalEmbedder(model);
    const indexes = path.join(data, 'indexes');
    const store = await openIndexStore({
        folder: path.join(indexes, readdirSync(indexes).find(name => !name.startsWith('.')) ?? ''),
        dataDir: data,
        fingerprint: model.profile.fingerprint,
        cut: settings.chunkSizes && JSON.stringify(settings.chunkSizes),
        dimensions: model.profile.dimensions,
        log,
    });
    const files = await openDiskFiles({ roots, maxFileBytes: settings.maxFileBytes, excludes: settings.excludes });
    const gaps = () => ({ totalFiles: store.manifest.size, skippedFiles: 0, isPartial: false });
    const ports = { store: store.passages, symbols: store.symbols, fileTable: store.symbols, files, embedder, gaps, log };
    try {
        const runs = variants.map((): Prediction[] => []);
        const signals: SignalsOfQuery[] = [];
        for (const query of queries) {
            const asked = await askSignals({ text: query.query }, ports);
            for (const [nth, weights] of variants.entries()) {
                const { ranked } = rankFiles(asked, ports.symbols, { weights, most: FILES_ASKED });
                runs[nth]?.push({ id: query.id, files: ranked.map(file => file.path) });
            }
            const { rankings } = rankFiles(asked, ports.symbols, { most: 1 });
            const { kindOf } = asked;
            const full = fuseRankings(rankings, { wants: asked.question.wants, kindOf, weights: FULL_SCALE });
            signals.push({ query, files: worthFitting(full) });
        }
        return { variants: runs, signals };
    } finally {
        await store.close();
        await embedder.close();
    }
}

/** Each signal as it is, so that what it gave can be weighed later. */
const FULL_SCALE: SignalWeights = { words: 1, meaning: 1, path: 1, symbol: 1, graph: 1, tests: 1, folder: 1, kind: 1, focus: 1, model: 1 };

/** The files that some sensible weighing could put among the first ten. */
function worthFitting(files: readonly RankedFile[]): SignalsOfQuery['files'] {
    const shipped = files.map(({ path, origins }) => ({
        path,
        origins,
        score: origins.reduce((sum, { signal, contribution }) => sum + SIGNAL_WEIGHTS[signal] * contribution, 0),
    }));
    return shipped.sort((a, b) => b.score - a.score).slice(0, FILES_ASKED);
}

/** The code view takes files out of the list, so more are asked for than are scored. */
const FILES_ASKED = 40;

const root = path.resolve(import.meta.dirname, '../..');
const shippedModels = path.join(root, 'media/models');
const log = createLogger(line => process.stderr.write(line), 'warn');

export async function workspaceAt(
    folder: string,
    data: string,
    { models = shippedModels, chunkSizes }: OtherParts = {},
): Promise<OpenWorkspace> {
    const grammars = path.join(root, 'dist/grammars');
    await copyGrammars(grammars);
    return {
        roots: [{ folder, name: '' }],
        paths: { grammars, parseWorker: path.join(root, 'src/engine/parse/parseWorker.ts'), models, data },
        settings: { ...engineOptions(defaultSettings, { apiKey: '', excludes: [], cores: 4 }), chunkSizes },
    };
}

function predictionOf(id: string, { files, passages }: SearchResult): Prediction {
    return {
        id,
        files: files.map(file => file.path),
        passages: passages.map(passage => ({ path: passage.path, range: passage.range, characters: passage.text.length })),
    };
}

async function timeSearches(engine: Engine, queries: readonly JudgedQuery[]): Promise<number[]> {
    const times: number[] = [];
    for (const { query } of queries) {
        const began = performance.now();
        await engine.search({ text: query });
        times.push(performance.now() - began);
    }
    return times;
}
