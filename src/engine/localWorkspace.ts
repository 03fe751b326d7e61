/** A workspace that this process indexes (or, when another one does and does not answer, reads) and answers from. */
import { realpath } from 'node:fs/promises';
import type { OpenWorkspace } from '../protocol/engineContract.ts';
import type { Host } from '../protocol/hostContract.ts';
import type { IndexDetails } from '../protocol/indexing.ts';
import type { ServedWorkspace } from './openedWorkspace.ts';
import type { Embedder, Logger } from './ports.ts';
import type { IndexStore } from './store/indexStore.ts';
import { FailureError, fail } from '../protocol/failure.ts';
import { workspacePath } from '../protocol/text.ts';
import { attach } from './attach/attach.ts';
import { knownFiles } from './attach/knownFiles.ts';
import { offerAttachments } from './attach/offerAttachments.ts';
import { revisionOffers } from './attach/offerRevisions.ts';
import type { AttachPorts } from './attach/resolveAttachment.ts';
import { embedderOfIndex, noteEmbedder } from './embed/embedderOfIndex.ts';
import { previewEmbedding } from './embed/previewEmbedding.ts';
import { readRoster } from './answer/readRoster.ts';
import { recheckCitations } from './answer/checkCitations.ts';
import { doesAnswer, serveOther } from './holder.ts';
import { untilHolderChanges } from './holderWatch.ts';
import { accountForFile, problemsOf } from './indexing/accountForFile.ts';
import { watchMissingRoots } from './indexing/lostRoots.ts';
import { WorkspaceIndex } from './indexing/indexWorkspace.ts';
import { explainSymbol, usesAt, type ExplainPorts } from './explain/explainSymbol.ts';
import { withUnsavedSymbols } from './unsavedSymbols.ts';
import { limitsOfSizes } from './chunk/chunkLimits.ts';
import { createParser } from './parse/parserPool.ts';
import { SentPayloads } from './redact/sentPayloads.ts';
import { latelyChangedFiles } from './retrieve/changedLately.ts';
import type { RetrievalPorts } from './retrieve/retrievalPorts.ts';
import { openDiskFiles } from './scan/diskFiles.ts';
import { scanWorkspace } from './scan/scanWorkspace.ts';
import { measureData, noteUse } from './store/dataUse.ts';
import { keptFromWriting } from './store/keptFromWriting.ts';
import { pruneData } from './store/pruneData.ts';
import { AnswerTexts } from './answerTexts.ts';
import { warmUp } from './warmUp.ts';
import { workspaceQuestions } from './workspaceQuestions.ts';

export interface LocalWorkspaceParts {
    readonly asked: OpenWorkspace;
    /** The index's own folder. */
    readonly folder: string;
    readonly store: IndexStore;
    readonly embedder: Embedder;
    /** Resolves when another embedder is to be opened in its place. */
    readonly outdated: Promise<void>;
    /** Why vectors cannot be kept, and words alone are searched; undefined where they can. */
    readonly withoutVectors: string | undefined;
    readonly log: Logger;
    /** Lends models of the editor; undefined outside of one. */
    readonly host: Host | undefined;
    readonly reconcileEveryMs?: number | undefined;
}

export async function openLocalWorkspace({
    asked,
    folder,
    store,
    embedder,
    outdated,
    withoutVectors,
    log,
    host,
    reconcileEveryMs = RECONCILE_MS,
}: LocalWorkspaceParts): Promise<ServedWorkspace> {
    const { roots, paths } = asked;
    let settings = asked.settings;
    if (store.isWriter) await ifItCanBe(noteEmbedder(folder, embedder, settings), log);
    const files = await openDiskFiles({
        roots,
        maxFileBytes: settings.maxFileBytes,
        excludes: settings.excludes,
        skipsSubmodules: settings.skipsSubmodules,
        data: paths.data,
    });
    const parser = createParser({
        grammars: paths.grammars,
        worker: paths.parseWorker,
        concurrency: settings.concurrency,
        limits: settings.chunkSizes && limitsOfSizes(settings.chunkSizes),
        log,
    });
    // Where vectors cannot be kept, none are made and none are asked for.
    const meaning = withoutVectors === undefined ? embedder : undefined;
    const index = new WorkspaceIndex(
        { files, parser, embedder: meaning, store, log },
        {
            concurrency: settings.concurrency,
            openFiles: asked.openFiles,
            machine: { courtesy: () => settings.courtesy },
            withoutMeaning: withoutVectors && `found by words only: ${withoutVectors}`,
        },
    );
    const symbols = withUnsavedSymbols(store.symbols, index.unsaved.facts);

    const retrievalPorts: RetrievalPorts = {
        store: store.passages,
        symbols,
        fileTable: store.symbols,
        files,
        embedder: meaning,
        gaps: () => {
            const { status } = index;
            // What a run that failed had still to do is missing until the next one has done it.
            const counts = (status.state === 'failed' ? status.counts : undefined) ?? index.counts();
            return {
                totalFiles: counts.total,
                skippedFiles: counts.skipped,
                skippedFor: index.skippedFor(),
                isPartial: ['scanning', 'indexing', 'paused', 'failed'].includes(status.state),
            };
        },
        lately: latelyChangedFiles(store, () => Date.now()),
        log,
    };

    const explainPorts: ExplainPorts = { symbols, fileTable: store.symbols, files };

    const allFiles = knownFiles({ store, files, isComplete: () => index.status.state === 'ready', now: () => performance.now() });
    const attachPorts: AttachPorts = { files, symbols, allFiles };
    const offerRevisions = revisionOffers(() => files.roots);

    /** A reader takes in what the writer has committed since the last question. */
    async function fresh(): Promise<void> {
        if (!store.isWriter) await store.refresh();
    }

    const payloads = new SentPayloads();
    const questions = workspaceQuestions({
        store,
        retrieval: retrievalPorts,
        attaching: attachPorts,
        payloads,
        account: paths.account ?? paths.data,
        answerTexts: new AnswerTexts(paths.translations, log),
        fresh,
        onDamage: error => {
            if (store.isWriter && error instanceof FailureError && error.failure.kind === 'index-damaged') index.mend();
        },
        log,
    });
    const { search, answeringWith } = questions;

    const closing = new AbortController();
    const { holder } = store;
    const answersAgain = (): Promise<boolean> => (holder ? doesAnswer(holder) : Promise.resolve(false));

    const workspace: ServedWorkspace = {
        isElsewhere: false,
        closing: closing.signal,
        gone: Promise.race([outdated, untilHolderChanges(store, { answersAgain, signal: closing.signal })]),
        status: () => Promise.resolve(index.status),
        indexStatus: options => index.followStatus(options),
        index: (action, options) => {
            if (store.holder) fail({ kind: 'index-busy', holderPid: store.holder.pid });
            if (store.unwritable) fail(store.unwritable);
            return index.act(action, options);
        },
        filesChanged: changes => (store.isWriter ? index.filesChanged(changes) : Promise.resolve()),
        editorChanged: change => {
            index.editorChanged(change);
            return Promise.resolve();
        },
        details: async (): Promise<IndexDetails> => ({
            folder: roots.map(({ folder }) => folder).join(', '),
            location: paths.data,
            bytesOnDisk: await store.sizeOnDisk(),
            use: await measureData(paths.data, settings.quotaBytes),
            embedder: embedder.profile.model,
            problems: problemsOf(store.manifest.records()),
            embedding: { ...(await embedderOfIndex(folder, embedder)), ...(withoutVectors === undefined ? {} : { note: NOT_USED }) },
            languages: countLanguages(store),
            skipped: await index.skipped(),
            caches: { vectors: store.vectors.hits ?? NOT_ASKED, queries: embedder.queryHits?.() ?? NOT_ASKED, ...questions.hits },
        }),
        countFiles: async options =>
            (await scanWorkspace(files.roots, { maxFileBytes: files.maxFileBytes, signal: options?.signal })).files.length,
        whySkipped: path => index.whySkipped(path),
        account: async path => {
            await fresh();
            return accountForFile(path, { store, files, symbols, index });
        },
        verify: (request, options) => index.verify(request, options),
        prune: () =>
            pruneData({
                dataDir: paths.data,
                quotaBytes: settings.quotaBytes,
                now: Date.now(),
                removesOrphans: true,
                compactsVectors: true,
                log,
            }).catch((error: unknown) => {
                const unwritable = keptFromWriting(error, paths.data);
                if (unwritable) fail(unwritable, { cause: error });
                throw error;
            }),
        search,
        ask: (question, options) => answeringWith(settings, host).ask(question, options),
        previewPayload: (question, options) => answeringWith(settings, host).previewPayload(question, options),
        offerAttachments: async search => {
            await fresh();
            const found = offerAttachments(search, {
                files: await allFiles(),
                names: store.symbols.definedNames(),
                definitionsOf: name => symbols.definitionsOf(name),
            });
            return [...found, ...(await offerRevisions(search))];
        },
        measureAttachments: async (attachments, options) => {
            await fresh();
            return (await attach(attachments, attachPorts, options)).measured;
        },
        answeringWith,
        roster: async () => readRoster((await files.read(workspacePath('AGENTS.md')))?.text ?? ''),
        previewEmbedding: options => previewEmbedding(settings.embedderServer, { files, parser, store }, options),
        payload: id => Promise.resolve(payloads.find(id)),
        recheck: citations => recheckCitations(citations, files),
        outline: async path => {
            await fresh();
            return (symbols.factsOf(path)?.definitions ?? []).map(symbol => ({ ...symbol, path }));
        },
        definitions: async name => {
            await fresh();
            return symbols.definitionsOf(name);
        },
        references: async name => {
            await fresh();
            return symbols.referencesTo(name);
        },
        explain: async at => {
            await fresh();
            return explainSymbol(at, explainPorts);
        },
        uses: async asked => {
            await fresh();
            return usesAt(asked, explainPorts);
        },
        configure: changed => {
            settings = changed;
            embedder.configure?.(changed);
            return Promise.resolve();
        },
        close: async () => {
            closing.abort();
            clearInterval(reconciling);
            stopLooking();
            await warming;
            await index.close();
            await parser.close();
            await store.close();
            await embedder.close();
        },
    };
    embedder.server?.onChange(isBack => {
        index.embedderChanged(isBack);
    });
    if (store.isWriter) await ifItCanBe(noteUse(folder, await realFolders(asked)), log);
    const warming = warmUp({ store, parser, embedder: meaning, log }, { signal: closing.signal });
    if (store.isWriter) pruneLater({ dataDir: paths.data, quotaBytes: settings.quotaBytes, log, signal: closing.signal });
    await index.begin({ crashed: asked.lastEnd !== undefined, heldBy: holder?.pid });
    // Events of the disk are hints: watchers overflow, fall silent over networks, and reach their limits without a word.
    const reconciling = setInterval(() => {
        if (store.isWriter && index.status.state === 'ready') index.mend();
    }, reconcileEveryMs);
    reconciling.unref();
    const stopLooking = watchMissingRoots(
        () => (index.status.state === 'ready' ? (index.status.missing ?? []) : []),
        () => {
            if (store.isWriter) index.mend();
        },
    );
    store.onConnection(socket => {
        serveOther(socket, workspace, settings);
    });
    return workspace;
}

/** A note that is not written is no reason not to open: an index on a full disk can be searched. */
async function ifItCanBe(noted: Promise<void>, log: Logger): Promise<void> {
    await noted.catch((error: unknown) => {
        if (!keptFromWriting(error, '')) throw error;
        log.warn('the use of the index was not noted', { error: String(error) });
    });
}

/** Indexes that nobody has opened for long go when this one has been open for a while. */
function pruneLater({
    signal,
    log,
    ...data
}: {
    readonly dataDir: string;
    readonly quotaBytes: number;
    readonly log: Logger;
    readonly signal: AbortSignal;
}): void {
    const timer = setTimeout(() => {
        pruneData({ ...data, now: Date.now(), removesOrphans: false, compactsVectors: false, log }).catch((error: unknown) => {
            log.warn('old indexes were not removed', { error: String(error) });
        });
    }, PRUNE_AFTER_MS).unref();
    signal.addEventListener('abort', () => {
        clearTimeout(timer);
    });
}

const PRUNE_AFTER_MS = 60_000;

async function realFolders({ roots }: OpenWorkspace): Promise<readonly string[]> {
    return Promise.all(roots.map(({ folder }) => realpath(folder).catch(() => folder)));
}

/** Of the embedding model, where vectors cannot be kept. */
const NOT_USED = 'It is not used: no vectors can be kept here';

const NOT_ASKED = { asked: 0, found: 0 } as const;

/** A look at ten thousand files takes half a second. */
const RECONCILE_MS = 5 * 60_000;

function countLanguages(store: IndexStore): Readonly<Record<string, number>> {
    const files: Record<string, number> = {};
    for (const { state, language } of store.manifest.records()) {
        if (state !== 'skipped') files[language] = (files[language] ?? 0) + 1;
    }
    return files;
}
