import type { PassageOrigin, RankedFile, Signal } from '../../protocol/passage.ts';
import type { CodeSymbol } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { CandidateRow } from '../ports.ts';
import type { SignalWeights } from './fuseRankings.ts';
import type { RowRanking, RowScore } from './ranking.ts';
import { containsLine } from '../../protocol/text.ts';
import { SIGNAL_WEIGHTS } from './fuseRankings.ts';

/** A row that was chosen, before its text is read. */
export interface ChosenRow {
    readonly row: CandidateRow;
    readonly score: number;
    readonly origins: readonly PassageOrigin[];
}

export interface ChooseOptions {
    /** The most rows to choose over all files. */
    readonly limit: number;
    readonly words: RowRanking;
    readonly meaning: RowRanking | undefined;
    /** Definitions that the question names. */
    readonly symbolsOf: (path: WorkspacePath) => readonly CodeSymbol[];
    readonly weights?: SignalWeights | undefined;
}

/**
 * Picks the rows to show of the best files: of each file its best row and those that come close to it. A row stands by its own score
 * together with its file's, so that the second place in the right file goes before the first in a doubtful one.
 */
export function choosePassages(files: readonly RankedFile[], options: ChooseOptions): ChosenRow[] {
    const weights = options.weights ?? SIGNAL_WEIGHTS;
    const scored = scoreRows(options, new Set(files.map(({ path }) => path)), weights);
    const chosen: ChosenRow[] = [];
    for (const file of files) {
        const own = (scored.get(file.path) ?? []).sort((a, b) => b.score - a.score);
        const enough = (own[0]?.score ?? 0) * CLOSE_ENOUGH;
        for (const { row, score, origins } of own.slice(0, MAX_ROWS_PER_FILE)) {
            if (score >= enough) chosen.push({ row, score: file.score + score, origins: [...origins, ...leanings(file)] });
        }
    }
    chosen.sort((a, b) => b.score - a.score || (a.row.id < b.row.id ? -1 : 1));
    return withoutCopies(chosen).slice(0, options.limit);
}

/** Copies of one text (vendored twice, generated a thousand times) say nothing that the first ones do not. */
function withoutCopies(chosen: readonly ChosenRow[]): readonly ChosenRow[] {
    const seen = new Map<string, number>();
    return chosen.filter(({ row }) => {
        const copies = (seen.get(row.vectorKey) ?? 0) + 1;
        seen.set(row.vectorKey, copies);
        return copies <= MAX_COPIES;
    });
}

const MAX_COPIES = 3;

/** Neighbouring rows become one passage, so that these make two or three passages as a rule; `placePassages` sees to the limit. */
const MAX_ROWS_PER_FILE = 8;

/** The least share of the file's best row that another must reach. */
const CLOSE_ENOUGH = 0.25;

/** Reasons that hold for the whole file, and so for each of its passages. */
function leanings(file: RankedFile): PassageOrigin[] {
    return file.origins.filter(({ signal }) => !SIGNALS_OF_ROWS.has(signal));
}

/** These say which lines they mean, and are told with those. */
const SIGNALS_OF_ROWS: ReadonlySet<Signal> = new Set(['words', 'meaning', 'symbol']);

interface ScoredRow extends RowScore {
    readonly origins: readonly PassageOrigin[];
}

/** Of the rows of these files; there are ten times as many others. */
function scoreRows(
    { words, meaning, symbolsOf }: ChooseOptions,
    files: ReadonlySet<WorkspacePath>,
    weights: SignalWeights,
): Map<WorkspacePath, ScoredRow[]> {
    const found = new Map<string, { row: CandidateRow; score: number; origins: PassageOrigin[] }>();
    const add = ({ row }: RowScore, origin: PassageOrigin): void => {
        const known = found.get(row.id) ?? { row, score: 0, origins: [] };
        known.score += origin.contribution;
        known.origins.push(origin);
        found.set(row.id, known);
    };
    addScaled(words, files, { weight: weights.words, floor: 0, add });
    if (meaning) addScaled(meaning, files, { weight: weights.meaning, floor: meaning.floor, add });
    const named = new Map([...files].map(path => [path, symbolsOf(path)]));
    for (const { row } of [...found.values()]) {
        const defined = (named.get(row.path) ?? []).filter(symbol => containsLine(row.range, symbol.nameLine));
        if (defined.length === 0) continue;
        const detail = `defines ${[...new Set(defined.map(({ name }) => name))].join(', ')}`;
        add({ row, score: SYMBOL_IN_ROW }, { signal: 'symbol', contribution: SYMBOL_IN_ROW * weights.symbol, detail });
    }
    return Map.groupBy(found.values(), ({ row }) => row.path);
}

/** Half a vote: most names are plain words, and the words have been counted already. */
const SYMBOL_IN_ROW = 0.5;

function addScaled(
    ranking: RowRanking,
    files: ReadonlySet<WorkspacePath>,
    options: { readonly weight: number; readonly floor: number; readonly add: (scored: RowScore, origin: PassageOrigin) => void },
): void {
    const { weight, floor, add } = options;
    const best = ranking.rows[0]?.score ?? 0;
    if (best <= floor) return;
    // The rows of one file are told of in the same words.
    const details = new Map<WorkspacePath, string | undefined>();
    for (const scored of ranking.rows) {
        const { path } = scored.row;
        if (!files.has(path)) continue;
        if (!details.has(path)) details.set(path, ranking.detail?.(path));
        const detail = details.get(path);
        const contribution = (weight * (scored.score - floor)) / (best - floor);
        add(scored, detail === undefined ? { signal: ranking.signal, contribution } : { signal: ranking.signal, contribution, detail });
    }
}
