/**
 * The engine, as everybody holds it: `Engine` of the protocol, in this process. What it does is in the workspace it has opened;
 * this file only says what happens before one is open, and when the process that holds the index for us goes away.
 */
import type { Engine, EngineOptions, OpenWorkspace } from '../protocol/engineContract.ts';
import type { Host } from '../protocol/hostContract.ts';
import type { OpenedWorkspace } from './openedWorkspace.ts';
import type { Logger } from './ports.ts';
import type { WorkspacePath } from '../protocol/text.ts';
import { isSameIndex } from '../protocol/engineContract.ts';
import { fail, isAbort } from '../protocol/failure.ts';
import { checkEmbedder } from './embed/checkEmbedder.ts';
import { LastingCalls } from './lastingCalls.ts';
import { checkModel } from './models/checkModel.ts';
import { trustFile } from './models/trustedCertificates.ts';
import { openWorkspace } from './openWorkspace.ts';
import { redactTexts } from './redact/redactTexts.ts';

export interface EngineDependencies {
    readonly log: Logger;
    /** Lends models of the editor; absent outside of one. */
    readonly host?: Host;
    /** How often everything is looked at although nobody said that anything has changed; five minutes when absent. */
    readonly reconcileEveryMs?: number | undefined;
}

export function createEngine({ log, host, reconcileEveryMs }: EngineDependencies): Engine {
    let request: OpenWorkspace | undefined;
    let opening: Promise<OpenedWorkspace> | undefined;
    /** Texts that an editor has not saved: whoever answers next must know them. */
    const unsaved = new Map<WorkspacePath, string>();

    const calls = new LastingCalls(() => opening);

    function current(): Promise<OpenedWorkspace> {
        return opening ?? fail({ kind: 'no-folder' });
    }

    /** Opens after what was open before is closed, and opens again when the workspace wants it: then this process may become the writer. */
    function openAfter(before: Promise<OpenedWorkspace> | undefined, asked: OpenWorkspace, takesOver = false): Promise<OpenedWorkspace> {
        const attempt = replace(before, asked, takesOver);
        opening = attempt;
        attempt
            .then(async workspace => {
                await workspace.gone;
                // One that answered elsewhere has nothing more to tell, and what was asked of it looks for another at once.
                if (!workspace.isElsewhere) await calls.told(attempt);
                if (opening !== attempt) return;
                log.info('the folder is opened again: whoever held the index is gone, or another embedder is to be had', {});
                // Its failure is logged below, for this attempt as for the first.
                void openAfter(attempt, request ?? asked);
            })
            .catch((error: unknown) => {
                // Whoever asked to open hears of it; later calls fail the same way until somebody opens again.
                log.warn('the folder could not be opened', { error: String(error) });
            });
        return attempt;
    }

    async function replace(
        before: Promise<OpenedWorkspace> | undefined,
        asked: OpenWorkspace,
        takesOver: boolean,
    ): Promise<OpenedWorkspace> {
        const old = await before?.catch(() => undefined);
        // A process that is gone does not say; it was asked to index, or it was not.
        const status = await old?.status().catch(() => undefined);
        await old?.close();
        const workspace = await openWorkspace(asked, { log, host, reconcileEveryMs }, { takesOver });
        for (const [path, text] of unsaved) await workspace.editorChanged({ path, text });
        if (status && status.state !== 'empty') {
            // Not waited for: what happens on the way comes as status.
            workspace.index('update').catch((error: unknown) => {
                if (!isAbort(error)) log.warn('the index was not brought up to date', { error: String(error) });
            });
        }
        return workspace;
    }

    function latest(): OpenWorkspace | undefined {
        return request;
    }

    async function closeCurrent(): Promise<void> {
        const before = opening;
        opening = undefined;
        request = undefined;
        unsaved.clear();
        if (before) await (await before.catch(() => undefined))?.close();
    }

    return {
        async open(asked) {
            await closeCurrent();
            trustFile(asked.settings.caFile ?? '');
            // How an earlier process ended is told to the first opening alone.
            request = { ...asked, lastEnd: undefined };
            return (await openAfter(undefined, asked)).status();
        },
        async configure(settings: EngineOptions) {
            const before = request;
            if (!before) fail({ kind: 'no-folder' });
            request = { ...before, settings };
            trustFile(settings.caFile ?? '');
            if (isSameIndex(before.settings, settings)) await (await current()).configure(settings);
            else {
                await calls.told(opening);
                // It may have been closed, or configured once more, meanwhile.
                const asked = latest();
                if (asked) await openAfter(opening, asked);
            }
        },
        async index(action, options) {
            if (action !== 'take-over') return calls.request(workspace => workspace.index(action, options), options);
            if (!request || (await (await current()).status()).state !== 'held') return undefined;
            return (await openAfter(opening, request, true)).index('update', options);
        },
        filesChanged: changes => calls.request(workspace => workspace.filesChanged(changes)),
        async editorChanged(change) {
            if (change.text === undefined) unsaved.delete(change.path);
            else unsaved.set(change.path, change.text);
            await (await current()).editorChanged(change);
        },
        indexStatus: (_input, options) => calls.follow(workspace => workspace.indexStatus(options), options),
        details: () => calls.request(workspace => workspace.details()),
        countFiles: (_input, options) => calls.request(workspace => workspace.countFiles(options), options),
        verify: (asked, options) => calls.request(workspace => workspace.verify(asked, options), options),
        prune: () => calls.request(workspace => workspace.prune()),
        whySkipped: path => calls.request(workspace => workspace.whySkipped(path)),
        account: path => calls.request(workspace => workspace.account(path)),
        search: (query, options) => calls.request(workspace => workspace.search(query, options), options),
        // What has been shown of an answer cannot be taken back; that it looks for evidence, and what it has found, may be said again.
        ask: (question, options) =>
            calls.stream(
                workspace => workspace.ask(question, options),
                ({ type }) => type !== 'searching' && type !== 'evidence',
                options,
            ),
        offerAttachments: (search, options) => calls.request(workspace => workspace.offerAttachments(search, options), options),
        measureAttachments: (attachments, options) =>
            calls.request(workspace => workspace.measureAttachments(attachments, options), options),
        previewPayload: (question, options) => calls.request(workspace => workspace.previewPayload(question, options), options),
        previewEmbedding: (_input, options) => calls.request(workspace => workspace.previewEmbedding(options), options),
        roster: () => calls.request(workspace => workspace.roster()),
        payload: id => calls.request(workspace => workspace.payload(id)),
        recheck: citations => calls.request(workspace => workspace.recheck(citations)),
        redact: redactTexts,
        outline: path => calls.request(workspace => workspace.outline(path)),
        definitions: name => calls.request(workspace => workspace.definitions(name)),
        references: name => calls.request(workspace => workspace.references(name)),
        explain: at => calls.request(workspace => workspace.explain(at)),
        uses: asked => calls.request(workspace => workspace.uses(asked)),
        checkModel: (asked, options) => checkModel(asked, host, options),
        checkEmbedder: async (asked, options) => checkEmbedder(asked, (request ?? fail({ kind: 'no-folder' })).paths.models, options),
        ping: () => Promise.resolve({ residentBytes: process.memoryUsage.rss() }),
        close: closeCurrent,
    };
}
