/** The parser's thread as the baseline has it: it parses and cuts, and counts no words, which is work of the index and not of parsing. */
import { parentPort, workerData } from 'node:worker_threads';
import { Grammars } from '../../src/engine/parse/grammars.ts';
import { languageOf } from '../../src/engine/parse/languages.ts';
import { parseFile } from '../../src/engine/parse/parseFile.ts';
import type { ParseWorkerData, ParseWorkerReply, ParseWorkerRequest } from '../../src/engine/parse/parseWorker.ts';

const NO_WORDS = { words: '', counts: '' };
const port = parentPort;
const grammars = new Grammars((workerData as ParseWorkerData).grammars);

let last = Promise.resolve();

port?.on('message', (request: ParseWorkerRequest) => {
    last = last.then(() => answer(request));
});

async function answer({ id, ...task }: ParseWorkerRequest): Promise<void> {
    const reply = (message: ParseWorkerReply): void => port?.postMessage(message);
    if (!('file' in task)) throw new Error('the baseline reads no files; their texts are in memory already');
    const { file } = task;
    const grammar = await grammars.load(languageOf(file.path));
    reply({ type: 'parsing', id });
    const { chunks, ...parsed } = parseFile(file, grammar);
    const uncounted = chunks.map(chunk => ({ ...chunk, text: '', terms: NO_WORDS, nameTerms: NO_WORDS }));
    reply({ type: 'parsed', id, file: { ...parsed, chunks: uncounted } });
}
