/**
 * Measures retrieval on the judged questions.
 *   npm run test:retrieval -- --trees <folder> [--only caddy,vite] [--accept] [--predictions out.jsonl] [--models <folder>]
 *       [--chunks 1000,200,4000]
 * With all trees there, it writes report.md and fails on a drop against baseline.json; `--accept` makes this run the baseline.
 * `--models` takes the embedder from another folder than media/models, `--chunks` cuts by size, overlap and most tokens; both only print.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { MeasuredTree, Summary } from './reportRetrieval.ts';
import type { Prediction } from './score.ts';
import { readPack, reposIn } from './pack.ts';
import type { SignalsOfQuery } from './fitWeights.ts';
import { SIGNAL_WEIGHTS } from '../../src/engine/retrieve/fuseRankings.ts';
import { crossValidate } from './fitWeights.ts';
import { ABLATIONS, projectOf, regressions, reportRetrieval, summarise } from './reportRetrieval.ts';
import { runSignals, runTree } from './indexedTree.ts';

const { values } = parseArgs({
    options: {
        trees: { type: 'string', default: process.env['FOOTNOTE_TREES'] ?? '' },
        only: { type: 'string', default: '' },
        accept: { type: 'boolean', default: false },
        predictions: { type: 'string', default: '' },
        models: { type: 'string' },
        chunks: { type: 'string' },
    },
});
const [size = 0, overlap = 0, maxTokens = 0] = (values.chunks ?? '').split(',').map(Number);
const other = { models: values.models, chunkSizes: size > 0 ? { size, overlap, maxTokens } : undefined };
const pack = readPack();
const only = values.only.split(',').filter(id => id !== '');
const repos = values.trees === '' ? [] : reposIn(values.trees, pack).filter(({ id }) => only.length === 0 || only.includes(id));
if (repos.length === 0) {
    console.error('No trees. Make them with test/retrieval/makeTrees.ts and name their folder with --trees.');
    process.exit(2);
}

const predictions: Prediction[] = [];
const ablations = ABLATIONS.map(({ name }) => ({ name, predictions: [] as Prediction[] }));
const trees: MeasuredTree[] = [];
const signals: SignalsOfQuery[] = [];
for (const { id } of repos) {
    const queries = pack.queries.filter(query => query.repo === id);
    const asked = [...queries, ...[...pack.sides, ...pack.heldBack, ...pack.plainWords, ...pack.later].filter(query => query.repo === id)];
    const data = mkdtempSync(path.join(tmpdir(), 'footnote-retrieval-'));
    try {
        const folder = path.join(values.trees, id);
        const run = await runTree(folder, data, asked, other);
        const weighed = await runSignals(
            folder,
            data,
            asked,
            ABLATIONS.map(({ weights }) => weights),
            other,
        );
        predictions.push(...run.predictions);
        for (const [nth, variant] of weighed.variants.entries()) ablations[nth]?.predictions.push(...variant);
        signals.push(...weighed.signals.filter(({ query }) => queries.includes(query)));
        trees.push({ id, files: run.report.counts.indexed, chunks: run.report.counts.chunks, searchMs: run.searchMs });
        console.error(`${id}: ${queries.length} queries, nDCG@10 ${summarise(queries, [], run.predictions).raw.ndcg10.toFixed(3)}`);
    } finally {
        rmSync(data, { recursive: true, force: true });
    }
}

const queries = pack.queries.filter(query => repos.some(({ id }) => id === query.repo));
const sides = pack.sides.filter(query => repos.some(({ id }) => id === query.repo));
const heldBack = pack.heldBack.filter(query => repos.some(({ id }) => id === query.repo));
const plainWords = pack.plainWords.filter(query => repos.some(({ id }) => id === query.repo));
const later = pack.later.filter(query => repos.some(({ id }) => id === query.repo));
const validation = crossValidate(signals, projectOf, SIGNAL_WEIGHTS);
const report = reportRetrieval({ queries, sides, heldBack, plainWords, later, predictions, trees, ablations, validation });
const summary = summarise(queries, [...sides, ...heldBack], predictions, plainWords, later);
console.log(report);
if (values.predictions !== '') writeFileSync(values.predictions, predictions.map(line => `${JSON.stringify(line)}\n`).join(''));

const isShipped = other.models === undefined && other.chunkSizes === undefined;
const isComplete = repos.length === pack.repos.length && isShipped;
const baselineFile = path.join(import.meta.dirname, 'baseline.json');
if (isComplete) writeFileSync(path.join(import.meta.dirname, 'report.md'), report);
else
    console.error(`${repos.length} of ${pack.repos.length} trees${isShipped ? '' : ', not as it ships'}: no comparison with the baseline.`);
if (isComplete && values.accept) writeFileSync(baselineFile, `${JSON.stringify({ all: summary }, undefined, 4)}\n`);
if (isComplete && existsSync(baselineFile)) {
    const { all } = JSON.parse(readFileSync(baselineFile, 'utf8')) as { all: Summary };
    const worse = regressions(summary, all);
    for (const sentence of worse) console.error(`FAILED: ${sentence}`);
    if (worse.length > 0) process.exitCode = 1;
}
