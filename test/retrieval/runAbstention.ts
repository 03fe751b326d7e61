/**
 * Measures when the engine says that a repository does not know the subject of a question.
 *   npm run test:abstention -- --trees <folder>
 * Weights and limit are fitted on all projects but one and tried on that one; the report and the weights for `judgeEvidence` come out.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { JudgedQuery } from './score.ts';
import { copyGrammars } from '../../scripts/copyGrammars.mjs';
import { measureQuestion } from '../../src/engine/answer/gatherEvidence.ts';
import { evidenceFeatures, judgeEvidence } from '../../src/engine/answer/judgeEvidence.ts';
import type { EvidenceMeasure } from '../../src/engine/answer/measureEvidence.ts';
import { isEnglish } from '../../src/engine/answer/questionLanguage.ts';
import { questionShape } from '../../src/engine/answer/questionShape.ts';
import { questionWords } from '../../src/engine/answer/questionWords.ts';
import { findModel } from '../../src/engine/embed/modelFiles.ts';
import { createLocalEmbedder } from '../../src/engine/embed/localEmbedder.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { createLogger } from '../../src/engine/log.ts';
import { retrieve } from '../../src/engine/retrieve/retrieve.ts';
import { openDiskFiles } from '../../src/engine/scan/diskFiles.ts';
import { openIndexStore } from '../../src/engine/store/openIndexStore.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';
import { defaultSettings } from '../../src/settings/settings.ts';
import { baseName } from '../../src/protocol/text.ts';
import { projectOf, unanswerableIn } from './abstentionQuestions.ts';
import { readPack, reposIn } from './pack.ts';
import { reportAbstention, type AskedQuestion } from './reportAbstention.ts';

const { values } = parseArgs({
    options: { trees: { type: 'string', default: process.env['FOOTNOTE_TREES'] ?? '' }, measures: { type: 'string', default: '' } },
});
const pack = readPack();
const repos = values.trees === '' ? [] : reposIn(values.trees, pack);
if (repos.length < 3) {
    console.error('At least three trees are needed. Make them with test/retrieval/makeTrees.ts and name their folder with --trees.');
    process.exit(2);
}

const root = path.resolve(import.meta.dirname, '../..');
const log = createLogger(line => process.stderr.write(line), 'warn');
const settings = engineOptions(defaultSettings, { apiKey: '', excludes: [], cores: 4 });
const grammars = path.join(root, 'dist/grammars');
await copyGrammars(grammars);
const model = await findModel(settings.embedderModel, { models: path.join(root, 'media/models'), embedderPath: '' });
const embedder = createLocalEmbedder(model);

/** As many passages as an answer searches. */
const SEARCHED = 24;

const asked: AskedQuestion[] = [];
for (const { id } of repos) {
    const data = mkdtempSync(path.join(tmpdir(), 'footnote-abstention-'));
    try {
        asked.push(...(await askTree(id, path.join(values.trees, id), data)));
        console.error(`${id}: ${String(asked.length)} questions so far`);
    } finally {
        rmSync(data, { recursive: true, force: true });
    }
}
await embedder.close();
if (values.measures !== '') writeFileSync(values.measures, asked.map(line => `${JSON.stringify(line)}\n`).join(''));
const report = reportAbstention(asked);
console.log(report);
writeFileSync(path.join(import.meta.dirname, 'abstention.md'), report);

/** As `judgeEvidence` has it, of the questions that come as far as the weights. */
function ruledBy({ knownNames, unknownNames, words, isNamesFromElsewhere }: EvidenceMeasure): boolean | undefined {
    if (knownNames > 0 && unknownNames === 0 && words.length <= 6) return true;
    return isNamesFromElsewhere && unknownNames > 0 ? false : undefined;
}

async function askTree(tree: string, folder: string, data: string): Promise<readonly AskedQuestion[]> {
    const engine = createEngine({ log });
    try {
        await engine.open({
            roots: [{ folder, name: '' }],
            paths: {
                grammars,
                parseWorker: path.join(root, 'src/engine/parse/parseWorker.ts'),
                models: path.join(root, 'media/models'),
                data,
            },
            settings,
        });
        await engine.index('update');
    } finally {
        await engine.close();
    }
    const indexes = path.join(data, 'indexes');
    const store = await openIndexStore({
        folder: path.join(indexes, readdirSync(indexes).find(name => existsSync(path.join(indexes, name, 'CURRENT'))) ?? ''),
        dataDir: data,
        fingerprint: model.profile.fingerprint,
        dimensions: model.profile.dimensions,
        log,
    });
    try {
        const files = await openDiskFiles({
            roots: [{ folder, name: '' }],
            maxFileBytes: settings.maxFileBytes,
            excludes: settings.excludes,
        });
        const gaps = () => ({ totalFiles: store.manifest.size, skippedFiles: 0, isPartial: false });
        const statistics = () => store.passages.statistics();
        const ports = { store: store.passages, symbols: store.symbols, fileTable: store.symbols, files, embedder, gaps, log, statistics };
        const ask = async (query: JudgedQuery, isAnswerable: boolean): Promise<AskedQuestion | undefined> => {
            const searched = { text: query.query, limit: SEARCHED };
            const result = await retrieve(searched, ports);
            // What retrieval does not find cannot be answered from what was found; that is measured elsewhere.
            if (isAnswerable && !result.passages.some(passage => query.gold.includes(passage.path))) return undefined;
            const words = questionWords(query.query, statistics());
            const measure = await measureQuestion(query.query, result, words, ports);
            const question = {
                isEnglish: isEnglish(query.query),
                asksForUsers: questionShape(query.query) === 'users',
                hasSelection: false,
            };
            // As where no vectors can be had: they do not find, either.
            const withoutModel = { ...ports, embedder: undefined };
            const byWords = await measureQuestion(query.query, await retrieve(searched, withoutModel), words, withoutModel);
            return {
                id: query.id,
                kind: query.kind,
                tree: projectOf(tree),
                from: projectOf(query.repo),
                isAnswerable,
                features: evidenceFeatures(measure),
                featuresByWords: evidenceFeatures(byWords),
                isShippedAnswered: judgeEvidence(measure, question).isRelevant,
                isShippedAnsweredByWords: judgeEvidence(byWords, question).isRelevant,
                ruled: ruledBy(measure),
            };
        };
        const names = new Set([...store.symbols.files()].map(file => baseName(file.path)));
        const found: AskedQuestion[] = [];
        for (const query of pack.queries.filter(({ repo }) => repo === tree)) {
            const one = await ask(query, true);
            if (one) found.push(one);
        }
        for (const query of unanswerableIn(tree, names, pack.queries)) {
            const one = await ask(query, false);
            if (one) found.push(one);
        }
        return found;
    } finally {
        await store.close();
    }
}
