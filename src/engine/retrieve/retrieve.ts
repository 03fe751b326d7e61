import type { Coverage, Query, RankedFile, SearchResult } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { PassageStore, StopOptions, StoredRow } from '../ports.ts';
import type { ChosenRow } from './choosePassages.ts';
import type { SignalWeights } from './fuseRankings.ts';
import type { RowRanking } from './ranking.ts';
import type { ShowOrder } from './readPassages.ts';
import type { RetrievalPorts } from './retrievalPorts.ts';
import { workspacePath } from '../../protocol/text.ts';
import { askSignals } from './askSignals.ts';
import { withBothKinds } from './bothKinds.ts';
import { choosePassages } from './choosePassages.ts';
import { explainRanking } from './explainRanking.ts';
import { SIGNAL_WEIGHTS } from './fuseRankings.ts';
import { orderCandidates, ORDERED_FILES, shifted, shiftsOf, type Reorder } from './reorderFiles.ts';
import { queryScope } from './queryScope.ts';
import { rankFiles } from './rankFiles.ts';
import { readPassages, readShown } from './readPassages.ts';
import { fullestFolder, nearness, spreadPassages } from './spreadPassages.ts';
import { rememberingFacts } from './rememberingFacts.ts';
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
export async function retrieve(query: Query, given: RetrievalPorts, options: RetrieveOptions = {}): Promise<SearchResult> {
    const { signal, weights, reorder } = options;
    const startedAt = performance.now();
    const ports = { ...given, symbols: rememberingFacts(given.symbols) };
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
        choosePassages(files, { limit: rows, words: joined(words, extra), meaning, symbolsOf: symbols.symbolsOf, weights });
    const chosen = [
        ...choose(ranked.slice(0, considered), most * ROWS_PER_PASSAGE + SPARE_FILES),
        ...choose(ranked.slice(considered), limit),
    ];
    const { share } = fullestFolder(ranked.slice(0, considered).map(({ path }) => path));
    const inOrder: ShowOrder = byScore => {
        const spread = spreadPassages(byScore, limit, nearness(share));
        return withBothKinds([...spread, ...byScore.filter(passage => !spread.includes(passage))], question.wants);
    };
    const coverage = { searchedFiles: asked.searchedFiles, ...ports.gaps(), hasMeaning: meaning !== undefined } satisfies Coverage;
    // An order from outside goes by the texts of all, and an explanation tells of all.
    const shownOnly =
        reorder || query.explain ? undefined : await readShown(chosen, ports, { inOrder, files: ranked.slice(0, limit), limit, signal });
    if (shownOnly) return { files: ranked.slice(0, limit), passages: shownOnly, coverage, tookMs: performance.now() - startedAt };
    const { gone, passages: read } = await readPassages(chosen, ports, signal);
    const present = ranked.filter(({ path }) => !gone.has(path));
    const candidates = reorder ? orderCandidates(present, read) : [];
    const order = candidates.length > 1 ? await reorder?.(candidates, { signal }) : undefined;
    const shifts: Shifts = order ? shiftsOf(present, candidates, order) : new Map();
    const passages = inOrder(shifted(read, shifts));
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
        coverage,
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
