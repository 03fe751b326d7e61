import type { RankedFile } from '../../protocol/passage.ts';
import type { SymbolTable } from '../ports.ts';
import type { AskedSignals } from './askSignals.ts';
import type { FuseOptions } from './fuseRankings.ts';
import type { Ranking } from './ranking.ts';
import { folderRanking } from './folderRanking.ts';
import { SIGNAL_WEIGHTS, fuseRankings, orderFiles } from './fuseRankings.ts';
import { graphRanking } from './graphRanking.ts';
import { certainly } from './intent.ts';
import { testsRanking } from './testsRanking.ts';

/**
 * Ranks files in two rounds: what words, meaning, paths and names found is added up, and the code among the first hits then speaks for
 * what it imports and for its folder, as do the tests that were found for what they exercise. It is heard as far as code is likely wanted.
 */
export function rankFiles(
    { question, words, meaning, paths, symbols, kindOf }: AskedSignals,
    table: Pick<SymbolTable, 'linksOf'>,
    options: Omit<FuseOptions, 'wants' | 'kindOf' | 'meant' | 'conventional'>,
): { readonly rankings: readonly Ranking[]; readonly ranked: readonly RankedFile[] } {
    const { wants } = question;
    const direct = [words, ...(meaning ? [meaning] : []), paths, symbols];
    // A report names files all along, in traces and in steps to reproduce; a question of a line names what it asks about.
    const { meant, conventional } = question.meaningText.length <= MOST_CHARACTERS ? paths : NOTHING_NAMED;
    if (wants.code < LEAST_CODE)
        return { rankings: direct, ranked: fuseRankings(direct, { ...options, wants, kindOf, meant, conventional }) };
    const { weights = SIGNAL_WEIGHTS } = options;
    const first = orderFiles(direct, { wants: certainly('code'), kindOf, meant, weights, most: FIRST_HITS });
    const code = first.filter(({ path }) => kindOf(path) === 'code');
    const rankings = [...direct, graphRanking(code, table), testsRanking(words, table, kindOf), folderRanking(code)];
    const heard = {
        ...weights,
        graph: weights.graph * wants.code,
        tests: weights.tests * wants.code,
        folder: weights.folder * wants.code,
    };
    return { rankings, ranked: fuseRankings(rankings, { ...options, weights: heard, wants, kindOf, meant, conventional }) };
}

const NOTHING_NAMED = { meant: undefined, conventional: undefined };

/** The title counts twice in the text that the embedder reads. */
const MOST_CHARACTERS = 320;

/** Below this the second round could not move anything. */
const LEAST_CODE = 0.05;

/** Among so many first hits, code put first, are ten of code. */
const FIRST_HITS = 30;
