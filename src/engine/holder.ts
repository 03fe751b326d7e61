/** Asking the process that holds the index, and being asked by others when we hold it. */
import { connect as connectSocket, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Engine, EngineOptions, OpenWorkspace } from '../protocol/engineContract.ts';
import type { LeaseHolder } from './store/indexStore.ts';
import type { OpenedWorkspace, ServedWorkspace, WorkspaceDependencies } from './openedWorkspace.ts';
import { engineContract } from '../protocol/engineContract.ts';
import { hostContract } from '../protocol/hostContract.ts';
import { checkModel } from './models/checkModel.ts';
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
        await once(socket, 'connect', { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
        const connection = connectionOverSocket(socket);
        const engine = connect(engineContract, connection);
        // The holder answers, and the models of this process's editor are here.
        if (host) serve(hostContract, host, connection);
        connection.listen();
        await engine.open(asked, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
        log.info('another process holds the index and answers', { pid: holder.pid });
        return remoteWorkspace(engine, asked, gone, socket);
    } catch (error) {
        socket.destroy();
        log.warn('the holder of the index does not answer; reading it', { pid: holder.pid, error: String(error) });
        return undefined;
    }
}

function remoteWorkspace(engine: Engine, asked: OpenWorkspace, gone: Promise<void>, socket: Socket): OpenedWorkspace {
    return {
        ...engine,
        gone,
        async status() {
            for await (const status of engine.indexStatus(undefined)) return status;
            return { state: 'empty' };
        },
        indexStatus: options => engine.indexStatus(undefined, options),
        details: () => engine.details(undefined),
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
    serve(
        engineContract,
        {
            async open(asked) {
                settings = asked.settings;
                return workspace.status();
            },
            configure(changed) {
                settings = changed;
                return Promise.resolve();
            },
            index: (action, options) => workspace.index(action, options),
            filesChanged: changes => workspace.filesChanged(changes),
            editorChanged: change => workspace.editorChanged(change),
            indexStatus: (_input, options) => workspace.indexStatus(options),
            details: () => workspace.details(),
            whySkipped: file => workspace.whySkipped(file),
            account: file => workspace.account(file),
            search: (query, options) => workspace.search(query, options),
            ask: (question, options) => workspace.answeringWith(settings, lender).ask(question, options),
            previewPayload: (question, options) => workspace.answeringWith(settings, lender).previewPayload(question, options),
            payload: id => workspace.payload(id),
            recheck: citations => workspace.recheck(citations),
            outline: file => workspace.outline(file),
            definitions: name => workspace.definitions(name),
            references: name => workspace.references(name),
            explain: at => workspace.explain(at),
            uses: asked => workspace.uses(asked),
            checkModel: (asked, options) => checkModel(asked, lender, options),
            // The other process leaves; the workspace stays.
            close: () => Promise.resolve(),
        },
        connection,
    );
    connection.listen();
}
