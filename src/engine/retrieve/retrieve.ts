import type { Coverage, Passage, Query, RankedFile, SearchResult } from '../../protocol/passage.ts';
import type { TextRange, WorkspacePath } from '../../protocol/text.ts';
import type { PassageStore, SourceText, StopOptions, StoredRow } from '../ports.ts';
import type { ChosenRow } from './choosePassages.ts';
import type { SignalWeights } from './fuseRankings.ts';
import type { RowRanking } from './ranking.ts';
import type { RetrievalPorts } from './retrievalPorts.ts';
import { workspacePath } from '../../protocol/text.ts';
import { askSignals } from './askSignals.ts';
import { withBothKinds } from './bothKinds.ts';
import { choosePassages } from './choosePassages.ts';
import { findMovedRow } from './findMovedRow.ts';
import { explainRanking } from './explainRanking.ts';
import { SIGNAL_WEIGHTS } from './fuseRankings.ts';
import { orderCandidates, ORDERED_FILES, shifted, shiftsOf, type Reorder } from './reorderFiles.ts';
import { queryScope } from './queryScope.ts';
import { rankFiles } from './rankFiles.ts';
import { fullestFolder, nearness, spreadPassages } from './spreadPassages.ts';
import { TextLines } from './textLines.ts';
import { widenPassages } from './widenPassages.ts';
import { rankRows } from './wordRanking.ts';

export interface RetrieveOptions extends StopOptions {
    /** For measurements: which signals count, and how much. */
    readonly weights?: SignalWeights | undefined;
    /** Puts the best files in another order before passages of them are chosen. */
    readonly reorder?: Reorder | undefined;
}

/**
 * Finds the files and passages that answer a question. Words, meaning, paths and symbols are asked side by side, their rankings added up,
 * and of the best files the best passages are read from the live text. One signal that fails or dawdles does not keep the others from answering.
 */
export async function retrieve(query: Query, ports: RetrievalPorts, options: RetrieveOptions = {}): Promise<SearchResult> {
    const { signal, weights, reorder } = options;
    const startedAt = performance.now();
    const limit = Math.max(1, query.limit ?? DEFAULT_LIMIT);
    const most = reorder ? Math.max(limit, ORDERED_FILES * PASSAGES_PER_FILE) : limit;
    const { search, includes } = queryScope(query, ports.fileTable);
    const asked = await askSignals(query, ports, { ...search, signal });
    const { question, words, meaning, symbols } = asked;
    const { focus, near } = query;
    const lately = ports.lately?.();
    const considered = most + SPARE_FILES;
    const { rankings, ranked } = rankFiles(asked, ports.symbols, {
        weights,
        includes,
        focus,
        near,
        lately,
        most: considered,
        looksElsewhere: true,
    });

    const extra = rankRows(await rowsOfUnseen(ranked, [words, meaning], ports.store), question.terms, ports.store);
    const choose = (files: readonly RankedFile[], rows: number): readonly ChosenRow[] =>
        choosePassages(files, { limit: rows, words: joined(words, extra), meaning, symbols: symbols.symbols, weights });
    const chosen = [
        ...choose(ranked.slice(0, considered), most * ROWS_PER_PASSAGE + SPARE_FILES),
        ...choose(ranked.slice(considered), limit),
    ];
    const { gone, passages: read } = await readPassages(chosen, ports, signal);
    const present = ranked.filter(({ path }) => !gone.has(path));
    const candidates = reorder ? orderCandidates(present, read) : [];
    const order = candidates.length > 1 ? await reorder?.(candidates, { signal }) : undefined;
    const shifts: Shifts = order ? shiftsOf(present, candidates, order) : new Map();
    const byScore = shifted(read, shifts);
    const spread = spreadPassages(byScore, limit, nearness(fullestFolder(ranked.slice(0, considered).map(({ path }) => path)).share));
    const passages = withBothKinds([...spread, ...byScore.filter(passage => !spread.includes(passage))], question.wants);
    const files = shifted(present, shifts).slice(0, limit);
    const explanation = query.explain
        ? explainRanking({
              question,
              weights: weights ?? SIGNAL_WEIGHTS,
              rankings,
              ranked: shifted(rankFiles(asked, ports.symbols, { weights, focus, near, lately }).ranked, shifts),
              shown: files,
              gone,
              isInScope: includes ?? (() => true),
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
        coverage: { searchedFiles: asked.searchedFiles, ...ports.gaps(), hasMeaning: meaning !== undefined } satisfies Coverage,
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

/** Stand in for files that turn out to be gone. */
const SPARE_FILES = 5;

/** Neighbouring rows are merged into one passage; about two go into one. */
const ROWS_PER_PASSAGE = 2;

/** Every file that may be put in front needs something to show. */
const PASSAGES_PER_FILE = 3;

type Shifts = ReturnType<typeof shiftsOf>;

/** Rows are fetched for this many files that only their path or a symbol speaks for. */
const MAX_UNSEEN_FILES = 8;

/** Rows of files near the top that neither words nor meaning brought any row of. */
async function rowsOfUnseen(
    top: readonly RankedFile[],
    seen: readonly (RowRanking | undefined)[],
    store: PassageStore,
): Promise<StoredRow[]> {
    const unseen = top.filter(({ path }) => !seen.some(ranking => ranking?.files.get(path) !== undefined)).slice(0, MAX_UNSEEN_FILES);
    return (await Promise.all(unseen.map(({ path }) => store.rowsOf(path)))).flat();
}

function joined(words: RowRanking, extra: RowRanking): RowRanking {
    if (extra.rows.length === 0) return words;
    return {
        ...words,
        detail: path => (extra.files.get(path) === undefined ? words : extra).detail?.(path),
        rows: [...words.rows, ...extra.rows].sort((a, b) => b.score - a.score),
    };
}

/** Reads the live text of each chosen file once; what is gone is left out and named. */
async function readPassages(
    chosen: readonly ChosenRow[],
    { files, symbols, store }: RetrievalPorts,
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
            const moved = await movedRows(own, { source, store, signal });
            return widenPassages(own, new TextLines(source.text), symbols.factsOf(path), ({ row }) =>
                row.fileHash === source.hash ? row.range : moved.get(row.id),
            );
        }),
    );
    return { gone, passages: read.flat().sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1)) };
}

/** Where the rows of another text than the file has now stand in it; that takes their words. */
async function movedRows(
    chosen: readonly ChosenRow[],
    live: {
        readonly source: SourceText;
        readonly store: PassageStore;
        readonly signal: AbortSignal | undefined;
    },
): Promise<ReadonlyMap<string, TextRange | undefined>> {
    const { source, store, signal } = live;
    const changed = chosen.map(({ row }) => row).filter(({ fileHash }) => fileHash !== source.hash);
    if (changed.length === 0) return new Map();
    const rows = await store.inFull(changed, { signal });
    const lines = new TextLines(source.text).all();
    return new Map(rows.map(row => [row.id, findMovedRow(row, lines)]));
}
