/** The worker thread's entry: parses one file after another. It loads wasm only, so that it can be terminated at any moment. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CountedFile, SourceFile } from '../ports.ts';
import type { ChunkLimits } from '../chunk/chunkLimits.ts';
import { countWords } from './countWords.ts';
import { Grammars } from './grammars.ts';
import { languageOf } from './languages.ts';
import { parseFile } from './parseFile.ts';

/** Given at start, as `workerData`. */
export interface ParseWorkerData {
    /** Folder of grammars and queries. */
    readonly grammars: string;
    readonly limits?: ChunkLimits | undefined;
}

export type ParseWorkerRequest = { readonly id: number; readonly file: SourceFile };

export type ParseWorkerReply =
    /** Grammars are loaded; from here on the clock runs. */
    | { readonly type: 'parsing'; readonly id: number }
    | { readonly type: 'parsed'; readonly id: number; readonly file: CountedFile }
    /** The grammar trapped or something else went wrong; the thread must not be used again. */
    | { readonly type: 'failed'; readonly id: number; readonly reason: string };

if (!parentPort) throw new Error('parseWorker runs as a worker thread');
const port = parentPort;
// The pool that starts this thread is the only one to write its data.
const { grammars: folder, limits } = workerData as ParseWorkerData;
const grammars = new Grammars(folder);

/** One file after another, although the next is there already. */
let last = Promise.resolve();
port.on('message', (request: ParseWorkerRequest) => {
    last = last.then(() => answer(request));
});

/** Never rejects: whatever goes wrong is a reply. */
async function answer({ id, file }: ParseWorkerRequest): Promise<void> {
    const reply = (message: ParseWorkerReply) => port.postMessage(message);
    try {
        const grammar = await grammars.load(languageOf(file.path));
        reply({ type: 'parsing', id });
        reply({ type: 'parsed', id, file: countWords(parseFile(file, grammar, limits)) });
    } catch (error) {
        reply({ type: 'failed', id, reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    }
}
