import type { FileKind } from '../../protocol/code.ts';
import type { Query } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { FileTable, SearchScope } from '../ports.ts';
import type { PathRanking } from './pathRanking.ts';
import type { RowRanking } from './ranking.ts';
import type { QuestionReading } from './readQuestion.ts';
import type { RetrievalPorts } from './retrievalPorts.ts';
import type { SymbolRanking } from './symbolRanking.ts';
import { isAbort } from '../../protocol/failure.ts';
import { meaningRanking } from './meaningRanking.ts';
import { countFiles, pathRanking } from './pathRanking.ts';
import { readQuestion } from './readQuestion.ts';
import { symbolRanking } from './symbolRanking.ts';
import { findByWords, rankRows } from './wordRanking.ts';

/** What was asked of the index for one query; everything after it is decided without asking again, except for links between files. */
export interface AskedSignals {
    readonly question: QuestionReading;
    readonly words: RowRanking;
    /** Undefined where there is no model, or it failed or dawdled. */
    readonly meaning: RowRanking | undefined;
    readonly paths: PathRanking;
    readonly symbols: SymbolRanking;
    readonly searchedFiles: number;
    readonly fileTable: FileTable;
    readonly kindOf: (path: WorkspacePath) => FileKind | undefined;
}

/** Asks words, meaning, paths and names side by side. One that fails or dawdles does not keep the others from answering. */
export async function askSignals(
    query: Pick<Query, 'text'>,
    ports: RetrievalPorts,
    { signal, ...within }: SearchScope = {},
): Promise<AskedSignals> {
    const { store, fileTable, symbols: table } = ports;
    const statistics = store.statistics();
    const question = readQuestion(query.text, statistics);
    const scope = { ...within, signal };
    const asked = Promise.all([
        findByWords(question.terms, store, scope),
        withoutFailing(ports, signal, stop => askMeaning(question.meaningText, ports, { ...scope, signal: stop })),
    ]);
    // While the store and the model work.
    const searchedFiles = countFiles(fileTable);
    const paths = pathRanking(question, fileTable);
    const symbols = symbolRanking(question.names, table, searchedFiles);
    const [found, meaning] = await asked;
    signal?.throwIfAborted();
    const near = meaning?.rows.map(({ row }) => row) ?? [];
    const words = rankRows([...found, ...near], question.terms, store);
    return { question, words, meaning, paths, symbols, searchedFiles, fileTable, kindOf: path => fileTable.kindOf(path) };
}

/** A model that is loaded for the first time takes some 400 ms; one that takes this long is not worth waiting for. */
const MEANING_DEADLINE_MS = 5_000;

async function askMeaning(text: string, { embedder, store }: RetrievalPorts, scope: SearchScope): Promise<RowRanking | undefined> {
    return embedder && (await meaningRanking(text, embedder, store, scope));
}

/** Runs what may fail or hang without letting the answer fail or hang; the log says why it was missing. */
async function withoutFailing<Result>(
    { log }: RetrievalPorts,
    signal: AbortSignal | undefined,
    work: (stop: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> {
    const deadline = AbortSignal.timeout(MEANING_DEADLINE_MS);
    const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
    const stopped = Promise.withResolvers<undefined>();
    const onStop = (): void => {
        stopped.resolve(undefined);
    };
    stop.addEventListener('abort', onStop, { once: true });
    try {
        return await Promise.race([work(stop), stopped.promise]);
    } catch (error) {
        signal?.throwIfAborted();
        if (!isAbort(error)) log.warn('searching without meaning', { error: String(error) });
        return undefined;
    } finally {
        stop.removeEventListener('abort', onStop);
    }
}
