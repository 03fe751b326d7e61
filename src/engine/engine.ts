/**
 * The engine, as everybody holds it: `Engine` of the protocol, in this process. What it does is in the workspace it has opened;
 * this file only says what happens before one is open, and when the process that holds the index for us goes away.
 */
import type { CallOptions } from '../protocol/contract.ts';
import type { Engine, EngineOptions, OpenWorkspace } from '../protocol/engineContract.ts';
import type { Host } from '../protocol/hostContract.ts';
import type { IndexStatus } from '../protocol/indexing.ts';
import type { OpenedWorkspace } from './openedWorkspace.ts';
import type { Logger } from './ports.ts';
import { fail, isAbort } from '../protocol/failure.ts';
import { checkModel } from './models/checkModel.ts';
import { openWorkspace } from './openWorkspace.ts';

export interface EngineDependencies {
    readonly log: Logger;
    /** Lends models of the editor; absent outside of one. */
    readonly host?: Host;
}

export function createEngine({ log, host }: EngineDependencies): Engine {
    let request: OpenWorkspace | undefined;
    let opening: Promise<OpenedWorkspace> | undefined;

    function current(): Promise<OpenedWorkspace> {
        return opening ?? fail({ kind: 'no-folder' });
    }

    /** Opens, and opens again when the process that answered for us is gone: then this one may become the writer. */
    function openAgain(asked: OpenWorkspace): Promise<OpenedWorkspace> {
        const attempt = openWorkspace(asked, { log, host });
        opening = attempt;
        attempt
            .then(async workspace => {
                await workspace.gone;
                if (opening !== attempt) return;
                log.info('the process that held the index is gone', {});
                // Its failure is logged below, for this attempt as for the first.
                void openAgain(request ?? asked);
            })
            .catch((error: unknown) => {
                // Whoever asked to open hears of it; later calls fail the same way until somebody opens again.
                log.warn('the folder could not be opened', { error: String(error) });
            });
        return attempt;
    }

    async function closeCurrent(): Promise<void> {
        const before = opening;
        opening = undefined;
        request = undefined;
        if (before) await (await before.catch(() => undefined))?.close();
    }

    return {
        async open(asked) {
            await closeCurrent();
            request = asked;
            return (await openAgain(asked)).status();
        },
        async configure(settings: EngineOptions) {
            if (request) request = { ...request, settings };
            await (await current()).configure(settings);
        },
        index: async (action, options) => (await current()).index(action, options),
        filesChanged: async changes => (await current()).filesChanged(changes),
        editorChanged: async change => (await current()).editorChanged(change),
        async *indexStatus(_input, options?: CallOptions): AsyncIterable<IndexStatus> {
            // The stream outlives a change of the process that holds the index.
            while (opening) {
                const followed: Promise<OpenedWorkspace> = opening;
                try {
                    yield* (await followed).indexStatus(options);
                } catch (error) {
                    if (isAbort(error) || opening === followed) throw error;
                }
                if (opening === followed) return;
            }
        },
        details: async () => (await current()).details(),
        whySkipped: async path => (await current()).whySkipped(path),
        account: async path => (await current()).account(path),
        search: async (query, options) => (await current()).search(query, options),
        async *ask(question, options) {
            yield* (await current()).ask(question, options);
        },
        previewPayload: async (question, options) => (await current()).previewPayload(question, options),
        payload: async id => (await current()).payload(id),
        recheck: async citations => (await current()).recheck(citations),
        outline: async path => (await current()).outline(path),
        definitions: async name => (await current()).definitions(name),
        references: async name => (await current()).references(name),
        explain: async at => (await current()).explain(at),
        uses: async asked => (await current()).uses(asked),
        checkModel: (asked, options) => checkModel(asked, host, options),
        close: closeCurrent,
    };
}
