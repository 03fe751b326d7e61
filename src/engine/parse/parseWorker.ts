/** The worker thread's entry: reads and parses one file after another. It loads wasm only, so that it can be terminated at any moment. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CountedFile, FileToRead, SourceFile } from '../ports.ts';
import type { DiskStamp } from '../scan/diskStamp.ts';
import type { ChunkLimits } from '../chunk/chunkLimits.ts';
import { BUILD } from '../../protocol/build.ts';
import { contentHash } from '../contentHash.ts';
import { judgedText } from '../scan/judgedText.ts';
import { readPlainFile } from '../scan/readPlainFile.ts';
import { countWords } from './countWords.ts';
import { Grammars } from './grammars.ts';
import { languageOf } from './languages.ts';
import { parseFile } from './parseFile.ts';

/** Given at start, as `workerData`. */
export interface ParseWorkerData {
    /** Folder of grammars and queries. */
    readonly grammars: string;
    /** Of the pool: a worker of another one would cut files in another way. */
    readonly build: string;
    readonly limits?: ChunkLimits | undefined;
}

export type ParseWorkerRequest = { readonly id: number } & ParseTask;

/** A text, or a file that is to be read first. */
export type ParseTask = { readonly file: SourceFile } | { readonly toRead: FileToRead };

export type ParseWorkerReply = { readonly id: number } & (
    | { /** Grammars are loaded; from here on the clock runs. */ readonly type: 'parsing' }
    | { readonly type: 'parsed'; readonly file: CountedFile; /** Of a file that was read. */ readonly read?: ReadStamp | undefined }
    | { readonly type: 'same'; readonly read: ReadStamp }
    | { readonly type: 'unread' }
    /** The grammar trapped or something else went wrong; the thread must not be used again. */
    | { readonly type: 'failed'; readonly reason: string }
    /** This file belongs to another build than the pool; nothing was parsed. */
    | { readonly type: 'other-build' }
);

export interface ReadStamp {
    readonly stamp: DiskStamp;
    readonly bytes: number;
}

if (!parentPort) throw new Error('parseWorker runs as a worker thread');
const port = parentPort;
// The pool that starts this thread is the only one to write its data.
const { grammars: folder, build, limits } = workerData as ParseWorkerData;
const grammars = new Grammars(folder);

/** One file after another, although the next is there already. */
let last = Promise.resolve();
port.on('message', (request: ParseWorkerRequest) => {
    last = last.then(() => answer(request));
});

/** Never rejects: whatever goes wrong is a reply. */
async function answer({ id, ...task }: ParseWorkerRequest): Promise<void> {
    const reply = (message: ParseWorkerReply) => port.postMessage(message);
    if (build !== '' && BUILD !== '' && build !== BUILD) {
        reply({ type: 'other-build', id });
        return;
    }
    try {
        const source: Source | undefined = 'file' in task ? task : readSource(task.toRead);
        if (!source) reply({ type: 'unread', id });
        else if ('toRead' in task && source.read && source.file.hash === task.toRead.knownHash)
            reply({ type: 'same', id, read: source.read });
        else {
            const { file, read } = source;
            const grammar = await grammars.load(languageOf(file.path));
            reply({ type: 'parsing', id });
            reply({ type: 'parsed', id, file: countWords(parseFile(file, grammar, limits)), read });
        }
    } catch (error) {
        reply({ type: 'failed', id, reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    }
}

/** Undefined for what is not plainly a file to be indexed. */
function readSource({ path, root, relative, maxBytes, isWanted }: FileToRead): Source | undefined {
    const opened = readPlainFile(root, relative, maxBytes);
    if (!opened) return undefined;
    const judged = judgedText(path, opened.bytes, isWanted);
    if ('unfit' in judged) return undefined;
    const { text } = judged;
    return { file: { path, text, hash: contentHash(text) }, read: { stamp: opened.stamp, bytes: opened.bytes.length } };
}

interface Source {
    readonly file: SourceFile;
    /** Of a file that was read here. */
    readonly read?: ReadStamp;
}
