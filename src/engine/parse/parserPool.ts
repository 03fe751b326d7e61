import { Worker } from 'node:worker_threads';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { CountedFile, FileToRead, Logger, Parser, ReadAndParsed, SourceFile, StopOptions } from '../ports.ts';
import type { ChunkLimits } from '../chunk/chunkLimits.ts';
import { BUILD } from '../../protocol/build.ts';
import { leavesReplacedProgram } from '../programFiles.ts';
import { countWords } from './countWords.ts';
import { languageOf } from './languages.ts';
import { parseByLines } from './parseFile.ts';
import type { ParseTask, ParseWorkerData, ParseWorkerReply, ParseWorkerRequest, ReadStamp } from './parseWorker.ts';

export interface ParserOptions {
    /** Folder that `scripts/copyGrammars.mjs` fills. */
    readonly grammars: string;
    /** File of the worker: `dist/parseWorker.mjs`, or its source. */
    readonly worker: string;
    /** Worker threads at most; they are started when there is work for them. */
    readonly concurrency: number;
    readonly log: Logger;
    /** How large chunks become; the limits that ship when absent. */
    readonly limits?: ChunkLimits | undefined;
    /** Wall clock for the parse of one file; 2 s when absent. */
    readonly limitMs?: number;
    /** Files after which a thread is replaced; 5,000 when absent. */
    readonly filesPerThread?: number;
}

/**
 * Parses files in worker threads. A file that takes too long or crashes its thread is cut by lines, with the reason as its problem,
 * and its neighbours go on in a new thread. Close it, or the threads stay.
 */
export function createParser(options: ParserOptions): Parser {
    return new ParserPool(options);
}

/** A file may take this long, by decisions.md 12; the whole of a large real file takes a tenth of it. */
const PARSE_LIMIT_MS = 2_000;
/** Starting a thread, reading a file, loading a grammar and compiling its query, on a machine under load. */
const START_LIMIT_MS = 30_000;
const NOT_STARTED = 'the file or its grammar did not load in time';
/** wasm memory never shrinks, so that threads are replaced after this many files; a new one compiles all grammars again, two seconds of work. */
const FILES_PER_THREAD = 20_000;
/** A grammar that fails on so many files is broken on this machine; its language is cut by lines until the engine restarts. */
const MAX_FAILURES_PER_LANGUAGE = 10;
/** Files a thread is given ahead, so that it need not wait while the engine's own thread, busy with embedding, has no time to give it one. */
const FILES_AHEAD = 8;
/** A thread that runs out of memory fails alone. */
const MAX_HEAP_MB = 512;

interface Job {
    readonly task: ParseTask;
    readonly resolve: (outcome: FileOutcome) => void;
    readonly reject: (error: Error) => void;
}

class ParserPool implements Parser {
    readonly #options: ParserOptions;
    readonly #queue: Job[] = [];
    readonly #threads = new Set<ParseThread>();
    readonly #failures = new Map<string, number>();
    #isClosed = false;

    constructor(options: ParserOptions) {
        this.#options = options;
    }

    async parse(file: SourceFile, options: StopOptions = {}): Promise<CountedFile> {
        const broken = this.#brokenGrammar(file.path);
        if (broken !== undefined) return this.cutByLines(file, broken);
        const outcome = await this.#carryOut({ file }, options);
        if (outcome.type === 'parsed') return outcome.file;
        return this.cutByLines(file, outcome.type === 'failed' ? outcome.reason : 'its text was not parsed');
    }

    async readAndParse(file: FileToRead, options: StopOptions = {}): Promise<ReadAndParsed> {
        const broken = this.#brokenGrammar(file.path);
        if (broken !== undefined) return { state: 'failed', reason: broken };
        const outcome = await this.#carryOut({ toRead: file }, options);
        if (outcome.type === 'failed') return { state: 'failed', reason: outcome.reason };
        if (outcome.type === 'unread' || !outcome.read) return { state: 'unread' };
        if (outcome.type === 'same') return { state: 'same', stamp: outcome.read.stamp };
        return { state: 'parsed', file: outcome.file, ...outcome.read };
    }

    cutByLines(file: SourceFile, reason: string): CountedFile {
        return countWords(parseByLines(file, reason, this.#options.limits));
    }

    /** Why a file's language is not parsed any more; undefined as long as it is. */
    #brokenGrammar(path: WorkspacePath): string | undefined {
        const language = languageOf(path).id;
        return (this.#failures.get(language) ?? 0) >= MAX_FAILURES_PER_LANGUAGE ? `the ${language} grammar failed too often` : undefined;
    }

    #carryOut(task: ParseTask, { signal }: StopOptions): Promise<FileOutcome> {
        return new Promise((resolve, reject) => {
            signal?.throwIfAborted();
            if (this.#isClosed) throw new Error('The parser is closed');
            // A file that is being parsed when the signal fires is finished and forgotten: that takes milliseconds.
            const stop = () => {
                const position = this.#queue.indexOf(job);
                if (position >= 0) this.#queue.splice(position, 1);
                reject(asError(signal?.reason));
            };
            const job: Job = {
                task,
                resolve: outcome => {
                    signal?.removeEventListener('abort', stop);
                    resolve(outcome);
                },
                reject: error => {
                    signal?.removeEventListener('abort', stop);
                    reject(error);
                },
            };
            signal?.addEventListener('abort', stop, { once: true });
            this.#queue.push(job);
            this.#dispatch();
        });
    }

    async close(): Promise<void> {
        this.#isClosed = true;
        for (const job of this.#queue.splice(0)) job.reject(new Error('The parser is closed'));
        await Promise.all([...this.#threads].map(thread => thread.end()));
        this.#threads.clear();
    }

    #dispatch(): void {
        while (this.#queue.length > 0) {
            const thread = this.#idleThread();
            if (!thread) return;
            const job = this.#queue.shift();
            if (!job) return;
            thread.run(job.task).then(
                outcome => this.#finish(thread, job, outcome),
                (error: unknown) => {
                    this.#drop(thread);
                    job.reject(asError(error));
                    this.#dispatch();
                },
            );
        }
    }

    /** The one with least to do; another is started rather than that a file waits behind a second one. */
    #idleThread(): ParseThread | undefined {
        let best: ParseThread | undefined;
        for (const thread of this.#threads) {
            if (thread.isDead) this.#threads.delete(thread);
            else if (thread.load < (best?.load ?? FILES_AHEAD)) best = thread;
        }
        if (best?.load === 0 || this.#threads.size >= this.#options.concurrency) return best;
        const thread = new ParseThread(this.#options);
        this.#threads.add(thread);
        return thread;
    }

    #finish(thread: ParseThread, job: Job, outcome: ThreadOutcome): void {
        if (outcome.type !== 'failed' && outcome.type !== 'displaced') {
            job.resolve(outcome);
            if (thread.filesParsed >= (this.#options.filesPerThread ?? FILES_PER_THREAD)) this.#drop(thread);
        } else if (this.#isClosed) {
            job.reject(new Error('The parser is closed'));
        } else if (outcome.type === 'displaced') {
            this.#queue.unshift(job);
        } else {
            const path = pathOf(job.task);
            const language = languageOf(path).id;
            this.#failures.set(language, (this.#failures.get(language) ?? 0) + 1);
            this.#options.log.debug('parsing failed', { path, reason: outcome.reason });
            this.#drop(thread);
            job.resolve(outcome);
        }
        this.#dispatch();
    }

    #drop(thread: ParseThread): void {
        this.#threads.delete(thread);
        // Nothing waits for a thread that is being thrown away, and ending one does not fail.
        void thread.end();
    }
}

/** What a thread makes of a file. */
type FileOutcome =
    | { readonly type: 'parsed'; readonly file: CountedFile; readonly read?: ReadStamp | undefined }
    | { readonly type: 'same'; readonly read: ReadStamp }
    | { readonly type: 'unread' }
    | { readonly type: 'failed'; readonly reason: string };

/** Displaced: another file ended the thread before this one's turn. */
type ThreadOutcome = FileOutcome | { readonly type: 'displaced' };

function pathOf(task: ParseTask): WorkspacePath {
    return 'file' in task ? task.file.path : task.toRead.path;
}

interface Waiting {
    readonly id: number;
    readonly settle: (outcome: ThreadOutcome) => void;
    readonly fail: (error: Error) => void;
}

/** One worker thread, the file it is at and those that wait behind it. After a failure it must be ended. */
class ParseThread {
    readonly #worker: Worker;
    readonly #limitMs: number;
    /** In the order in which the thread takes them. */
    readonly #waiting: Waiting[] = [];
    #timer: NodeJS.Timeout | undefined;
    #hasStarted = false;
    readonly #languages = new Set<string>();
    #lastId = 0;
    filesParsed = 0;
    isDead = false;

    constructor(options: ParserOptions) {
        const data: ParseWorkerData = { grammars: options.grammars, build: BUILD, limits: options.limits };
        this.#limitMs = options.limitMs ?? PARSE_LIMIT_MS;
        this.#worker = new Worker(options.worker, {
            workerData: data,
            resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
            execArgv: [],
        });
        this.#worker.on('message', (reply: ParseWorkerReply) => this.#hear(reply));
        this.#worker.on('error', (error: unknown) => this.#die(asError(error)));
        this.#worker.on('exit', code => this.#die(new Error(`The parser's thread ended with code ${code}`)));
        this.#worker.unref();
    }

    /** Files that it has not finished. */
    get load(): number {
        return this.#waiting.length;
    }

    /** Rejects only if the thread never came up, which no file is to blame for. */
    run(task: ParseTask): Promise<ThreadOutcome> {
        return new Promise((resolve, reject) => {
            const id = ++this.#lastId;
            this.#waiting.push({ id, settle: resolve, fail: reject });
            // The process stays alive for a file at work, not for an idle thread.
            this.#worker.ref();
            if (this.#waiting.length === 1) this.#setTimer(START_LIMIT_MS, NOT_STARTED);
            this.#worker.postMessage({ id, ...task } satisfies ParseWorkerRequest);
        });
    }

    /** What it has not finished is given back. */
    async end(): Promise<void> {
        this.isDead = true;
        this.#giveBack();
        await this.#worker.terminate();
    }

    #hear(reply: ParseWorkerReply): void {
        if (reply.id !== this.#waiting[0]?.id) return;
        this.#hasStarted = true;
        switch (reply.type) {
            case 'parsing':
                this.#setTimer(this.#limitMs, 'parse timed out');
                break;
            case 'parsed':
                this.filesParsed++;
                if (this.#isFromReplacedGrammar(reply.file.language)) this.#die(new Error(REPLACED));
                else this.#settle(reply);
                break;
            case 'same':
            case 'unread':
                this.#settle(reply);
                break;
            case 'failed':
                if (leavesReplacedProgram()) this.#die(new Error(REPLACED));
                else this.#settle(reply);
                break;
            case 'other-build':
                this.#die(new Error(REPLACED));
                break;
        }
    }

    /** A language's grammar is read with its first file. */
    #isFromReplacedGrammar(language: string): boolean {
        if (this.#languages.has(language)) return false;
        this.#languages.add(language);
        return leavesReplacedProgram();
    }

    #die(error: Error): void {
        this.isDead = true;
        // No file is to blame for a part of the program that is gone.
        const isReplaced = this.#waiting.length > 0 && leavesReplacedProgram();
        if (this.#hasStarted && !isReplaced && error.message !== REPLACED) {
            this.#settle({ type: 'failed', reason: `the parser crashed: ${error.message}` });
        } else {
            clearTimeout(this.#timer);
            for (const waiting of this.#waiting.splice(0)) waiting.fail(error);
        }
    }

    /** Of the file it is at. After a failure the thread is done with, and those behind that file are given back. */
    #settle(outcome: ThreadOutcome): void {
        clearTimeout(this.#timer);
        const settled = this.#waiting.shift();
        const isOver = outcome.type === 'failed' || outcome.type === 'displaced';
        if (!isOver && this.#waiting.length > 0) this.#setTimer(START_LIMIT_MS, NOT_STARTED);
        else this.#worker.unref();
        if (isOver) this.isDead = true;
        settled?.settle(outcome);
        if (isOver) this.#giveBack();
    }

    #giveBack(): void {
        clearTimeout(this.#timer);
        // The last first, since each goes to the front of the queue.
        for (const waiting of this.#waiting.splice(0).reverse()) waiting.settle({ type: 'displaced' });
    }

    #setTimer(ms: number, reason: string): void {
        clearTimeout(this.#timer);
        // When this process was busy, the timer is due before a reply that arrived meanwhile has been heard: give it another turn.
        this.#timer = setTimeout(() => {
            this.#timer = setTimeout(() => this.#settle({ type: 'failed', reason }), GRACE_MS);
        }, ms);
    }
}

const REPLACED = 'the program was replaced while it ran';

/** A turn of the event loop is enough; this is several. */
const GRACE_MS = 50;

/** Signals and threads may be given anything as their reason. */
function asError(reason: unknown): Error {
    return reason instanceof Error ? reason : new Error(String(reason));
}
