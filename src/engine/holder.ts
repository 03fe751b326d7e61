/** Asking the process that holds the index, and being asked by others when we hold it. */
import { connect as connectSocket, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Engine, EngineOptions, OpenWorkspace } from '../protocol/engineContract.ts';
import type { IndexStatus } from '../protocol/indexing.ts';
import type { LeaseHolder } from './store/indexStore.ts';
import type { OpenedWorkspace, ServedWorkspace, WorkspaceDependencies } from './openedWorkspace.ts';
import { engineContract } from '../protocol/engineContract.ts';
import { FailureError, fail } from '../protocol/failure.ts';
import { hostContract } from '../protocol/hostContract.ts';
import { checkEmbedder } from './embed/checkEmbedder.ts';
import { inTime } from './holderWatch.ts';
import { checkModel } from './models/checkModel.ts';
import { redactTexts } from './redact/redactTexts.ts';
import { connect } from '../wire/connect.ts';
import { connectionOverSocket } from '../wire/connections.ts';
import { serve } from '../wire/serve.ts';

/** A holder that is stopped or hangs is not waited for; its index can still be read. */
const ANSWER_WITHIN_MS = 3_000;

/** The workspace as its holder serves it; undefined when it does not answer in time. */
export async function askHolder(
    holder: LeaseHolder,
    asked: OpenWorkspace,
    { log, host }: WorkspaceDependencies,
): Promise<OpenedWorkspace | undefined> {
    const socket = connectSocket(holder.socketPath);
    // A line that breaks later closes the socket as well, and that is what is listened for.
    socket.on('error', () => undefined);
    const gone = new Promise<void>(resolve => {
        socket.once('close', () => {
            resolve();
        });
    });
    try {
        if (!(await inTime(once(socket, 'connect'), ANSWER_WITHIN_MS))) throw new Error('no connection in time');
        const connection = connectionOverSocket(socket);
        const engine = connect(engineContract, connection);
        // The holder answers, and the models of this process's editor are here.
        if (host) serve(hostContract, host, connection);
        connection.listen();
        // A process that was stopped takes connections and never answers; the call itself would wait for ever.
        if (!(await inTime(engine.open(asked), ANSWER_WITHIN_MS))) throw new Error('no answer in time');
        watchAnswers(engine, socket);
        log.info('another process holds the index and answers', { pid: holder.pid });
        return remoteWorkspace(engine, asked, gone, socket);
    } catch (error) {
        socket.destroy();
        log.warn('the holder of the index does not answer; reading it', { pid: holder.pid, error: String(error) });
        return undefined;
    }
}

/** A holder that falls silent is left, so that the index can be read, and taken over, from here. */
function watchAnswers(engine: Engine, socket: Socket): void {
    let missed = 0;
    let isAsking = false;
    const timer = setInterval(() => {
        if (isAsking) return;
        isAsking = true;
        inTime(firstStatus(engine), ANSWER_WITHIN_MS)
            .then(isInTime => {
                missed = isInTime ? 0 : missed + 1;
                if (missed >= MISSED_ANSWERS) socket.destroy();
            })
            .catch(() => undefined)
            .finally(() => {
                isAsking = false;
            });
    }, ASKED_EVERY_MS).unref();
    socket.once('close', () => {
        clearInterval(timer);
    });
}

async function firstStatus(engine: Engine): Promise<IndexStatus> {
    for await (const status of engine.indexStatus(undefined)) return status;
    return { state: 'empty' };
}

/** Whether the process behind this socket answers. */
export async function doesAnswer({ socketPath }: LeaseHolder): Promise<boolean> {
    const socket = connectSocket(socketPath);
    socket.on('error', () => undefined);
    try {
        if (!(await inTime(once(socket, 'connect'), ANSWER_WITHIN_MS))) return false;
        const connection = connectionOverSocket(socket);
        const engine = connect(engineContract, connection);
        connection.listen();
        return await inTime(firstStatus(engine), ANSWER_WITHIN_MS);
    } catch {
        return false;
    } finally {
        socket.destroy();
    }
}

const ASKED_EVERY_MS = 5_000;
const MISSED_ANSWERS = 2;

function remoteWorkspace(engine: Engine, asked: OpenWorkspace, gone: Promise<void>, socket: Socket): OpenedWorkspace {
    return {
        ...engine,
        isElsewhere: true,
        gone,
        status: () => firstStatus(engine),
        indexStatus: options => engine.indexStatus(undefined, options),
        details: () => engine.details(undefined),
        countFiles: options => engine.countFiles(undefined, options),
        previewEmbedding: options => engine.previewEmbedding(undefined, options),
        roster: () => engine.roster(undefined),
        prune: () => engine.prune(undefined),
        configure: settings => engine.configure({ ...asked.settings, ...settings }),
        close: () => {
            socket.destroy();
            return Promise.resolve();
        },
    };
}

/** Serves another process: it shares index and files, but its questions are answered by its own choice of model. */
export function serveOther(socket: Socket, workspace: ServedWorkspace, ownSettings: EngineOptions): void {
    const connection = connectionOverSocket(socket);
    const lender = connect(hostContract, connection);
    let settings = ownSettings;
    /** Where the models are that ship with the other process. */
    let models = '';
    const unlessLeaving = <Result>(work: Promise<Result>): Promise<Result> => work.catch((error: unknown) => leavingOr(error));
    async function* streamUnlessLeaving<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
        try {
            yield* items;
        } catch (error) {
            leavingOr(error);
        }
    }
    /** What is broken off because this process leaves was not stopped by anybody's wish: told so, the other one asks elsewhere. */
    function leavingOr(error: unknown): never {
        if (workspace.closing.aborted && !(error instanceof FailureError))
            fail({ kind: 'engine-stopped', detail: 'the process that holds the index has closed' }, { cause: error });
        throw error;
    }
    serve(
        engineContract,
        {
            async open(asked) {
                settings = asked.settings;
                ({ models } = asked.paths);
                return workspace.status();
            },
            configure(changed) {
                settings = changed;
                return Promise.resolve();
            },
            // Who stops waiting stops nobody else's index: this process wants it up to date as well.
            index: (action, options) => unlessLeaving(unlessStopped(workspace.index(action), options?.signal)),
            filesChanged: changes => workspace.filesChanged(changes),
            editorChanged: change => workspace.editorChanged(change),
            indexStatus: (_input, options) => workspace.indexStatus(options),
            details: () => unlessLeaving(workspace.details()),
            countFiles: (_input, options) => workspace.countFiles(options),
            whySkipped: file => workspace.whySkipped(file),
            account: file => unlessLeaving(workspace.account(file)),
            verify: (request, options) => unlessLeaving(workspace.verify(request, options)),
            prune: () => workspace.prune(),
            search: (query, options) => unlessLeaving(workspace.search(query, options)),
            ask: (question, options) => streamUnlessLeaving(workspace.answeringWith(settings, lender).ask(question, options)),
            offerAttachments: (search, options) => workspace.offerAttachments(search, options),
            measureAttachments: (attachments, options) => workspace.measureAttachments(attachments, options),
            previewPayload: (question, options) => workspace.answeringWith(settings, lender).previewPayload(question, options),
            previewEmbedding: (_input, options) => workspace.previewEmbedding(options),
            roster: () => workspace.roster(),
            payload: id => workspace.payload(id),
            recheck: citations => workspace.recheck(citations),
            redact: redactTexts,
            outline: file => workspace.outline(file),
            definitions: name => workspace.definitions(name),
            references: name => workspace.references(name),
            explain: at => workspace.explain(at),
            uses: asked => workspace.uses(asked),
            checkModel: (asked, options) => checkModel(asked, lender, options),
            checkEmbedder: (asked, options) => checkEmbedder(asked, models, options),
            ping: () => Promise.resolve({ residentBytes: process.memoryUsage.rss() }),
            // The other process leaves; the workspace stays.
            close: () => Promise.resolve(),
        },
        connection,
    );
    connection.listen();
}

/** What comes of the work, or the caller's stopping, which ends only the waiting. */
async function unlessStopped<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
    if (!signal) return work;
    signal.throwIfAborted();
    const stopped = Promise.withResolvers<never>();
    const stop = (): void => {
        stopped.reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
        return await Promise.race([work, stopped.promise]);
    } finally {
        signal.removeEventListener('abort', stop);
    }
}
