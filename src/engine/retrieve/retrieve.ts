import type { Coverage, Passage, Query, RankedFile, SearchResult } from '../../protocol/passage.ts';
import type { FileKind } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { Embedder, Files, FileTable, Logger, PassageStore, StopOptions, StoredRow, SymbolTable } from '../ports.ts';
import type { ChosenRow } from './choosePassages.ts';
import type { SignalWeights } from './fuseRankings.ts';
import type { RowRanking } from './ranking.ts';
import { isAbort } from '../../protocol/failure.ts';
import { workspacePath } from '../../protocol/text.ts';
import { choosePassages } from './choosePassages.ts';
import { findMovedRow } from './findMovedRow.ts';
import { explainRanking } from './explainRanking.ts';
import { SIGNAL_WEIGHTS, fuseRankings, isBelow } from './fuseRankings.ts';
import { folderRanking } from './folderRanking.ts';
import { graphRanking } from './graphRanking.ts';
import { meaningRanking } from './meaningRanking.ts';
import { countFiles, pathRanking } from './pathRanking.ts';
import { readQuestion } from './readQuestion.ts';
import { testsRanking } from './testsRanking.ts';
import { symbolRanking } from './symbolRanking.ts';
import { widenPassages } from './widenPassages.ts';
import { findByWords, rankRows } from './wordRanking.ts';

/** What retrieval works on. */
export interface RetrievalPorts {
    readonly store: PassageStore;
    readonly symbols: SymbolTable;
    readonly fileTable: FileTable;
    readonly files: Files;
    /** Undefined where no model can be had; words, paths and symbols then answer alone. */
    readonly embedder: Embedder | undefined;
    /** What the index knows about its own gaps. */
    readonly gaps: () => { readonly totalFiles: number; readonly skippedFiles: number; readonly isPartial: boolean };
    readonly log: Logger;
}

export interface RetrieveOptions extends StopOptions {
    /** For measurements: which signals count, and how much. */
    readonly weights?: SignalWeights | undefined;
}

/**
 * Finds the files and passages that answer a question. Words, meaning, paths and symbols are asked side by side, their rankings added up,
 * and of the best files the best passages are read from the live text. One signal that fails or dawdles does not keep the others from answering.
 */
export async function retrieve(query: Query, ports: RetrievalPorts, options: RetrieveOptions = {}): Promise<SearchResult> {
    const { store, fileTable } = ports;
    const { signal, weights } = options;
    const startedAt = performance.now();
    const limit = Math.max(1, query.limit ?? DEFAULT_LIMIT);
    const question = readQuestion(query.text, store.statistics());
    const searchedFiles = countFiles(fileTable);
    const scope = { folder: query.folder, signal };

    const [found, meaning] = await Promise.all([
        findByWords(question.terms, store, scope),
        withoutFailing(ports, signal, stop => askMeaning(question.meaningText, ports, { ...scope, signal: stop })),
    ]);
    const near = meaning?.rows.map(({ row }) => row) ?? [];
    const words = rankRows([...found, ...near], question.terms, store.statistics());
    signal?.throwIfAborted();
    const paths = pathRanking(question, fileTable);
    const symbols = symbolRanking(question.names, ports.symbols, searchedFiles);
    const { folder, focus } = query;
    const { intent } = question;
    const kindOf = (path: WorkspacePath): FileKind | undefined => fileTable.kindOf(path);
    const direct = [words, ...(meaning ? [meaning] : []), paths, symbols];
    const hits = fuseRankings(direct, { intent, kindOf, weights, most: FIRST_HITS }).filter(({ path }) => kindOf(path) === 'code');
    const rankings = [...direct, graphRanking(hits, ports.symbols), testsRanking(words, ports.symbols, kindOf), folderRanking(hits)];
    const top = fuseRankings(rankings, { intent, kindOf, focus, weights, folder, most: limit + SPARE_FILES });

    const extra = rankRows(await rowsOfUnseen(top, [words, meaning], store), question.terms, store.statistics());
    const chosen = choosePassages(top, {
        limit: limit * ROWS_PER_PASSAGE + SPARE_FILES,
        words: joined(words, extra),
        meaning,
        symbols: symbols.symbols,
        weights,
    });
    const { gone, passages } = await readPassages(chosen, ports, signal);
    const files = top.filter(({ path }) => !gone.has(path)).slice(0, limit);
    const explanation = query.explain
        ? explainRanking({
              question,
              weights: weights ?? SIGNAL_WEIGHTS,
              rankings,
              ranked: fuseRankings(rankings, { intent, kindOf, focus, weights }),
              shown: files,
              gone,
              isInScope: path => folder === undefined || isBelow(path, folder),
              chosen,
              passages,
              limit,
              expected: query.expect === undefined ? undefined : await expectedFile(query.expect, ports),
          })
        : undefined;
    return {
        files,
        ...(explanation ? { explanation } : {}),
        passages: passages.slice(0, limit),
        coverage: { searchedFiles, ...ports.gaps(), hasMeaning: meaning !== undefined } satisfies Coverage,
        tookMs: performance.now() - startedAt,
    };
}

/** The file that a path, or the end of one, stands for, with what the index has of it. */
async function expectedFile(written: string, { store, fileTable }: RetrievalPorts) {
    let found: WorkspacePath | undefined;
    for (const { path } of fileTable.files()) {
        if (path === written) found = path;
        else if (path.endsWith(`/${written}`)) found ??= path;
        if (path === written) break;
    }
    return { path: found ?? workspacePath(written), isIndexed: found !== undefined, rows: found ? await store.rowsOf(found) : [] };
}

const DEFAULT_LIMIT = 10;

/** Of so many first hits the code leads on to what it is connected with. */
const FIRST_HITS = 30;

/** Stand in for files that turn out to be gone. */
const SPARE_FILES = 5;

/** Neighbouring rows are merged into one passage; about two go into one. */
const ROWS_PER_PASSAGE = 2;

/** A model that is loaded for the first time takes some 400 ms; one that takes this long is not worth waiting for. */
const MEANING_DEADLINE_MS = 5_000;

/** Rows are fetched for this many files that only their path or a symbol speaks for. */
const MAX_UNSEEN_FILES = 8;

async function askMeaning(text: string, { embedder, store }: RetrievalPorts, scope: StopOptions): Promise<RowRanking | undefined> {
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

/** Rows of files near the top that neither words nor meaning brought any row of. */
async function rowsOfUnseen(
    top: readonly RankedFile[],
    seen: readonly (RowRanking | undefined)[],
    store: PassageStore,
): Promise<StoredRow[]> {
    const unseen = top.filter(({ path }) => !seen.some(ranking => ranking?.files.has(path))).slice(0, MAX_UNSEEN_FILES);
    return (await Promise.all(unseen.map(({ path }) => store.rowsOf(path)))).flat();
}

function joined(words: RowRanking, extra: RowRanking): RowRanking {
    if (extra.rows.length === 0) return words;
    return {
        ...words,
        files: new Map([...words.files, ...extra.files]),
        rows: [...words.rows, ...extra.rows].sort((a, b) => b.score - a.score),
    };
}

/** Reads the live text of each chosen file once; what is gone is left out and named. */
async function readPassages(
    chosen: readonly ChosenRow[],
    { files, symbols }: RetrievalPorts,
    signal: AbortSignal | undefined,
): Promise<{ readonly gone: ReadonlySet<WorkspacePath>; readonly passages: readonly Passage[] }> {
    const byFile = Map.groupBy(chosen, ({ row }) => row.path);
    const gone = new Set<WorkspacePath>();
    const read = await Promise.all(
        [...byFile].map(async ([path, own]) => {
            const source = await files.read(path);
            signal?.throwIfAborted();
            if (!source) {
                gone.add(path);
                return [];
            }
            const lines = source.text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
            return widenPassages(own, lines, symbols.factsOf(path), ({ row }) =>
                row.fileHash === source.hash ? row.range : findMovedRow(row, lines),
            );
        }),
    );
    return { gone, passages: read.flat().sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1)) };
}
