/**
 * Writes what the engine gives its embedder for the judged trees, so that a model can be measured without an index.
 *   node test/retrieval/dumpJudgedTrees.ts <folder of trees> <out.jsonl>
 * One line a tree: `tree`, `chunks` as [path, embedded text], `questions` as [id, kind, embedded text, gold paths].
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { copyGrammars } from '../../scripts/copyGrammars.mjs';
import { createLogger } from '../../src/engine/log.ts';
import { createParser } from '../../src/engine/parse/parserPool.ts';
import { readQuestion } from '../../src/engine/retrieve/readQuestion.ts';
import { openDiskFiles } from '../../src/engine/scan/diskFiles.ts';
import { scanWorkspace } from '../../src/engine/scan/scanWorkspace.ts';
import { defaultSettings } from '../../src/settings/settings.ts';
import { engineOptions } from '../../src/settings/engineOptions.ts';
import { readPack, reposIn } from './pack.ts';
import { couldBeGold } from './score.ts';

const [trees, out] = process.argv.slice(2);
if (trees === undefined || out === undefined) throw new Error('usage: dumpJudgedTrees.ts <folder of trees> <out.jsonl>');

const root = path.resolve(import.meta.dirname, '../..');
const grammars = path.join(root, 'dist/grammars');
await copyGrammars(grammars);
const log = createLogger(line => process.stderr.write(line), 'warn');
const { maxFileBytes, excludes } = engineOptions(defaultSettings, { apiKey: '', excludes: [], cores: 2 });
const parser = createParser({ grammars, worker: path.join(root, 'src/engine/parse/parseWorker.ts'), concurrency: 1, log });
const pack = readPack();
const file = createWriteStream(out);
try {
    for (const { id } of reposIn(trees, pack)) {
        const chunks = await chunksOf(path.join(trees, id));
        const questions = pack.queries
            .filter(({ repo }) => repo === id)
            .map(({ id: name, kind, query, gold }) => [name, kind, meaningOf(query), gold]);
        if (!file.write(`${JSON.stringify({ tree: id, chunks, questions })}\n`)) await once(file, 'drain');
        console.error(`${id}: ${String(chunks.length)} chunks, ${String(questions.length)} questions`);
    }
} finally {
    await parser.close();
    file.end();
}

/** Chunks of the files that could be an answer: the code view of the pack. */
async function chunksOf(folder: string): Promise<[string, string][]> {
    const files = await openDiskFiles({ roots: [{ folder, name: '' }], maxFileBytes, excludes });
    const scan = await scanWorkspace(files.roots, { maxFileBytes });
    const chunks: [string, string][] = [];
    for (const scanned of scan.files) {
        if (!couldBeGold(scanned.path)) continue;
        const read = await files.readFromDisk(scanned.path);
        if (read.state !== 'read') continue;
        const parsed = await parser.parse({ path: scanned.path, text: read.text, hash: read.hash });
        for (const chunk of parsed.chunks) chunks.push([scanned.path, chunk.embeddedText]);
    }
    return chunks;
}

/** What of a question is embedded does not depend on the index. */
function meaningOf(query: string): string {
    return readQuestion(query, { rows: 0, meanLength: 0, rowsWith: () => 0 }).meaningText;
}
