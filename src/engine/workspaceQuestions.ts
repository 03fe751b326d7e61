/** Searches and questions over an open workspace: who answers, with what, and what is still known from the last time. */
import { randomBytes } from 'node:crypto';
import type { AnswerEvent, Question } from '../protocol/answer.ts';
import type { CodeSymbol } from '../protocol/code.ts';
import type { CallOptions } from '../protocol/contract.ts';
import type { EngineOptions } from '../protocol/engineContract.ts';
import type { Host, ReferenceLine } from '../protocol/hostContract.ts';
import type { CacheHits } from '../protocol/indexing.ts';
import type { Query, SearchResult } from '../protocol/passage.ts';
import type { ServedWorkspace } from './openedWorkspace.ts';
import type { Logger, StopOptions } from './ports.ts';
import type { IndexStore } from './store/indexStore.ts';
import { noCostLimit } from '../protocol/cost.ts';
import { destinationOf } from '../protocol/destination.ts';
import { answerQuestion } from './answer/answerQuestion.ts';
import { exhaustiveQuestion } from './answer/exhaustiveQuestion.ts';
import { askedHistory } from './answer/gatherHistory.ts';
import { answeringTo, withCommand, type AnswerPorts, type SearchOptions } from './answer/prepareQuestion.ts';
import { previewPayload } from './answer/previewPayload.ts';
import type { AnswerSentences } from './answer/language/languageOfAnswer.ts';
import { inEnglish } from './answer/language/inEnglish.ts';
import { attach } from './attach/attach.ts';
import type { AttachPorts } from './attach/resolveAttachment.ts';
import { spendingLedger } from './cost/spendingLedger.ts';
import { workspaceHistory } from './history/workspaceHistory.ts';
import { chooseModel, roleModel } from './models/chooseModel.ts';
import { quotingModel } from './models/quotingModel.ts';
import { NotedFiles, RecentResults, type ResultSource } from './recentResults.ts';
import type { SentPayloads } from './redact/sentPayloads.ts';
import type { RetrievalPorts } from './retrieve/retrievalPorts.ts';
import { countFiles } from './retrieve/pathRanking.ts';
import { retrieve } from './retrieve/retrieve.ts';

export interface QuestionParts {
    readonly store: IndexStore;
    readonly retrieval: RetrievalPorts;
    readonly attaching: AttachPorts;
    readonly payloads: SentPayloads;
    /** Where the account of what models cost is kept. */
    readonly account: string;
    readonly answerTexts: AnswerSentences;
    /** Takes in what the process that writes the index has committed since the last question. */
    readonly fresh: () => Promise<void>;
    /** A search came upon rows that cannot be read. */
    readonly onDamage: (error: unknown) => void;
    readonly log: Logger;
}

export interface WorkspaceQuestions {
    readonly search: (query: Query, options?: SearchOptions) => Promise<SearchResult>;
    readonly answeringWith: ServedWorkspace['answeringWith'];
    readonly hits: { readonly searches: CacheHits; readonly answers: CacheHits };
}

export function workspaceQuestions(parts: QuestionParts): WorkspaceQuestions {
    const { store, retrieval, attaching, payloads, account, answerTexts, fresh, log } = parts;
    const { files, symbols, fileTable, embedder } = retrieval;
    const history = workspaceHistory(attaching.files, log);
    const searches = new RecentResults<SearchResult>(SEARCHES_BYTES);
    const answers = new RecentResults<readonly AnswerEvent[]>(ANSWERS_BYTES);
    const source: ResultSource = {
        state: () => {
            // After an interruption words are counted again, which no change of rows tells.
            const { rows, meanLength } = store.passages.statistics();
            return JSON.stringify([store.revision, rows, meanLength, retrieval.gaps()]);
        },
        files,
    };

    /** `noted` are the files of whoever asks, who depends on what is read for this. */
    async function search(query: Query, options: SearchOptions = {}, noted?: NotedFiles): Promise<SearchResult> {
        const startedAt = performance.now();
        await fresh();
        // Another process's index changes without a word, a model's order is never the same twice, and an explanation is asked for once.
        const isKept = store.isWriter && options.reorder === undefined && query.explain !== true;
        const key = JSON.stringify(query);
        const known = isKept ? await searches.find(key, source) : undefined;
        options.signal?.throwIfAborted();
        if (known) {
            noted?.noteAll(known.reads);
            return { ...known.value, tookMs: performance.now() - startedAt };
        }
        const state = source.state();
        const own = new NotedFiles(files);
        try {
            const result = await retrieve(
                { ...query, text: inEnglish(query.text, store.passages.statistics()) ?? query.text },
                { ...retrieval, files: own },
                options,
            );
            noted?.noteAll(own.reads);
            // Where the model failed or dawdled, the next one to ask may have more.
            const isWhole = result.coverage.hasMeaning === (embedder !== undefined);
            if (isKept && isWhole) searches.keep(key, result, { reads: own.reads, state, now: source.state() });
            return result;
        } catch (error) {
            parts.onDamage(error);
            throw error;
        }
    }

    function portsFor(question: Question, chosen: EngineOptions, lender: Host | undefined, noted: NotedFiles): AnswerPorts {
        const { answering } = chosen;
        return {
            ...(lender ? { referencesTo: (symbol, options) => referencesTo(symbol, lender, options) } : {}),
            files: noted,
            symbols,
            fileTable,
            embedder,
            store: store.passages,
            statistics: () => store.passages.statistics(),
            search: (query, options) => search(query, options, noted),
            chatModel: modelFor(question, chosen, lender),
            ...(answering ? { answering } : {}),
            history,
            attach: (attachments, options) => attach(attachments, attaching, options),
            quotingModel,
            answerTexts,
            destination: destinationOf(chosen.chatModel),
            coverage: async () => {
                await fresh();
                return { searchedFiles: countFiles(fileTable), ...retrieval.gaps(), hasMeaning: embedder !== undefined };
            },
            modelFor: role => roleModel(role, chosen, lender),
            cost: chosen.cost ?? noCostLimit,
            spending: spendingLedger({ folder: account, options: chosen.cost ?? noCostLimit, log, now: () => new Date() }),
            keepSent: sent => payloads.keep(sent),
            log,
            now: () => performance.now(),
            randomNonce: () => randomBytes(16).toString('hex'),
        };
    }

    /** What quoting says is the same for the same question, index and files; what a model says is asked for each time. */
    async function* ask(
        question: Question,
        chosen: EngineOptions,
        lender: Host | undefined,
        options: CallOptions,
    ): AsyncIterable<AnswerEvent> {
        const startedAt = performance.now();
        const noted = new NotedFiles(files);
        const ports = portsFor(question, chosen, lender, noted);
        // What a language server says of all places changes as it gets to know the code, without a word to us.
        const asksServer = lender !== undefined && exhaustiveQuestion(withCommand(question).text) !== undefined;
        // What is checked out changes without a change of any file.
        const asksHistory = askedHistory(withCommand(question)) !== undefined;
        const isKept =
            store.isWriter && ports.chatModel === quotingModel && (question.attachments ?? []).length === 0 && !asksServer && !asksHistory;
        if (!isKept) {
            yield* answerQuestion(question, ports, options);
            return;
        }
        const key = JSON.stringify([question, chosen.answering, chosen.roles]);
        const known = await answers.find(key, source);
        options.signal?.throwIfAborted();
        if (known) {
            log.info('answered as before', { ms: Math.round(performance.now() - startedAt) });
            for (const event of known.value) yield asToldNow(event, performance.now() - startedAt);
            return;
        }
        const state = source.state();
        const told: AnswerEvent[] = [];
        for await (const event of answerQuestion(question, ports, options)) {
            told.push(event);
            yield event;
        }
        if (isTheSameAgain(told, embedder !== undefined)) answers.keep(key, told, { reads: noted.reads, state, now: source.state() });
    }

    return {
        search: (query, options) => search(query, options),
        answeringWith: (chosen, lender) => ({
            ask: (question, options = {}) => ask(question, chosen, lender, options),
            previewPayload: (question, options) =>
                previewPayload(question, portsFor(question, chosen, lender, new NotedFiles(files)), options),
        }),
        get hits() {
            return { searches: searches.hits, answers: answers.hits };
        },
    };
}

/** A few dozen of either: what is asked again is asked soon. */
const SEARCHES_BYTES = 3 * 1024 * 1024;
const ANSWERS_BYTES = 3 * 1024 * 1024;

/** A host of another version may not know the question. */
async function referencesTo(
    { path, nameLine, name }: CodeSymbol,
    lender: Host,
    { signal }: StopOptions,
): Promise<readonly ReferenceLine[] | undefined> {
    return await lender.referencesTo({ path, line: nameLine, name }, signal ? { signal } : {}).catch(() => undefined);
}

function modelFor(question: Question, chosen: EngineOptions, lender: Host | undefined): AnswerPorts['chatModel'] {
    if (question.model === quotingModel.name) return quotingModel;
    return chooseModel(chosen, lender, question.model === undefined ? answeringTo(question, chosen).persona.models : [question.model]);
}

/** False where a model had a part in it, if only in its title, or where the search had to do without meaning. */
function isTheSameAgain(told: readonly AnswerEvent[], hasMeaning: boolean): boolean {
    const last = told.at(-1);
    if (last?.type !== 'finished') return false;
    const { title, trace, payloadId, coverage } = last.answer;
    return title === undefined && trace === undefined && payloadId === undefined && coverage.hasMeaning === hasMeaning;
}

function asToldNow(event: AnswerEvent, tookMs: number): AnswerEvent {
    switch (event.type) {
        case 'evidence':
            return { ...event, tookMs };
        case 'finished':
            return { ...event, answer: { ...event.answer, tookMs } };
        case 'searching':
        case 'step':
        case 'text':
        case 'citation':
            return event;
    }
}
