import type { PassageOrigin, RankedFile } from '../../protocol/passage.ts';
import type { CodeSymbol } from '../../protocol/code.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { StoredRow } from '../ports.ts';
import type { SignalWeights } from './fuseRankings.ts';
import type { RowRanking, RowScore } from './ranking.ts';
import { containsLine } from '../../protocol/text.ts';
import { SIGNAL_WEIGHTS } from './fuseRankings.ts';

/** A row that was chosen, before its text is read. */
export interface ChosenRow {
    readonly row: StoredRow;
    readonly score: number;
    readonly origins: readonly PassageOrigin[];
}

export interface ChooseOptions {
    /** The most rows to choose. */
    readonly limit: number;
    readonly words: RowRanking;
    readonly meaning: RowRanking | undefined;
    /** Definitions that the question names. */
    readonly symbols: ReadonlyMap<WorkspacePath, readonly CodeSymbol[]>;
    readonly weights?: SignalWeights | undefined;
}

/**
 * Picks the rows to show of the best files: of each file its best and at most two more that come close to it, and over all files
 * first the best of every file's, so that three passages of one file do not push the others out.
 */
export function choosePassages(files: readonly RankedFile[], options: ChooseOptions): ChosenRow[] {
    const weights = options.weights ?? SIGNAL_WEIGHTS;
    const scored = scoreRows(options, weights);
    const chosen: ChosenRow[] = [];
    const best = files[0]?.score ?? 0;
    for (const file of files) {
        const own = (scored.get(file.path) ?? []).sort((a, b) => b.score - a.score);
        const top = own[0];
        if (!top) continue;
        const kept = own.filter(({ score }) => score >= top.score * CLOSE_ENOUGH).slice(0, MAX_PER_FILE);
        for (const [nth, { row, score, origins }] of kept.entries()) {
            // A file's later passages compete with the first ones of files further down.
            const share = (score / top.score) * LATER_PASSAGE ** nth;
            chosen.push({ row, score: positive(file.score, best) * share, origins: [...origins, ...leanings(file)] });
        }
    }
    return chosen.sort((a, b) => b.score - a.score || (a.row.id < b.row.id ? -1 : 1)).slice(0, options.limit);
}

const MAX_PER_FILE = 3;

/** The least share of the file's best row that another must reach. */
const CLOSE_ENOUGH = 0.4;
const LATER_PASSAGE = 0.7;

/** Demoted files may have negative scores; shares are only meaningful of positive ones. */
function positive(score: number, best: number): number {
    return Math.max(score, 0.01 * Math.max(best, 1));
}

/** Reasons that hold for the whole file, and so for each of its passages. */
function leanings(file: RankedFile): PassageOrigin[] {
    return file.origins.filter(({ signal }) => signal === 'path' || signal === 'kind' || signal === 'focus');
}

interface ScoredRow extends RowScore {
    readonly origins: readonly PassageOrigin[];
}

function scoreRows({ words, meaning, symbols }: ChooseOptions, weights: SignalWeights): Map<WorkspacePath, ScoredRow[]> {
    const found = new Map<string, { row: StoredRow; score: number; origins: PassageOrigin[] }>();
    const add = ({ row }: RowScore, origin: PassageOrigin): void => {
        const known = found.get(row.id) ?? { row, score: 0, origins: [] };
        known.score += origin.contribution;
        known.origins.push(origin);
        found.set(row.id, known);
    };
    addScaled(words, weights.words, 0, add);
    if (meaning) addScaled(meaning, weights.meaning, meaning.floor, add);
    for (const { row } of [...found.values()]) {
        const named = (symbols.get(row.path) ?? []).filter(symbol => containsLine(row.range, symbol.nameLine));
        if (named.length === 0) continue;
        const detail = `defines ${[...new Set(named.map(({ name }) => name))].join(', ')}`;
        add({ row, score: SYMBOL_IN_ROW }, { signal: 'symbol', contribution: SYMBOL_IN_ROW * weights.symbol, detail });
    }
    const byFile = new Map<WorkspacePath, ScoredRow[]>();
    for (const entry of found.values()) {
        const known = byFile.get(entry.row.path);
        if (known) known.push(entry);
        else byFile.set(entry.row.path, [entry]);
    }
    return byFile;
}

/** Inside a file, where its words and vectors are all about one subject, the definition that was named is nearly always the place. */
const SYMBOL_IN_ROW = 2;

function addScaled(ranking: RowRanking, weight: number, floor: number, add: (scored: RowScore, origin: PassageOrigin) => void): void {
    const best = ranking.rows[0]?.score ?? 0;
    if (best <= floor) return;
    for (const scored of ranking.rows) {
        const detail = ranking.files.get(scored.row.path)?.detail;
        const contribution = (weight * (scored.score - floor)) / (best - floor);
        add(scored, detail === undefined ? { signal: ranking.signal, contribution } : { signal: ranking.signal, contribution, detail });
    }
}
