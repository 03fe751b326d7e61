import type { RankedFile } from '../../protocol/passage.ts';
import type { SymbolTable } from '../ports.ts';
import type { AskedSignals } from './askSignals.ts';
import type { FuseOptions } from './fuseRankings.ts';
import type { Ranking } from './ranking.ts';
import { folderRanking } from './folderRanking.ts';
import { fuseRankings } from './fuseRankings.ts';
import { graphRanking } from './graphRanking.ts';
import { testsRanking } from './testsRanking.ts';

/**
 * Ranks files in two rounds: what words, meaning, paths and names found is added up, and the code among the first hits then speaks for
 * what it imports and for its folder, as do the tests that were found for what they exercise. Where something else than code is wanted,
 * code has nothing to say about it.
 */
export function rankFiles(
    { question, words, meaning, paths, symbols, kindOf }: AskedSignals,
    table: Pick<SymbolTable, 'linksOf'>,
    options: Omit<FuseOptions, 'intent' | 'kindOf' | 'meant'>,
): { readonly rankings: readonly Ranking[]; readonly ranked: readonly RankedFile[] } {
    const { intent } = question;
    const direct = [words, ...(meaning ? [meaning] : []), paths, symbols];
    // A report names files all along, in traces and in steps to reproduce; a question of a line names what it asks about.
    const meant = question.meaningText.length <= MOST_CHARACTERS ? paths.meant : undefined;
    if (intent !== 'code') return { rankings: direct, ranked: fuseRankings(direct, { ...options, intent, kindOf, meant }) };
    const first = fuseRankings(direct, { intent, kindOf, meant, weights: options.weights, most: FIRST_HITS });
    const code = first.filter(({ path }) => kindOf(path) === 'code');
    const rankings = [...direct, graphRanking(code, table), testsRanking(words, table, kindOf), folderRanking(code)];
    return { rankings, ranked: fuseRankings(rankings, { ...options, intent, kindOf, meant }) };
}

/** The title counts twice in the text that the embedder reads. */
const MOST_CHARACTERS = 320;

/** Among so many first hits are ten of code, unless code is not what was asked for. */
const FIRST_HITS = 30;
