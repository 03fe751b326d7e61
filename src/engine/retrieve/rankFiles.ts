import type { RankedFile } from '../../protocol/passage.ts';
import type { SymbolTable } from '../ports.ts';
import type { AskedSignals } from './askSignals.ts';
import type { FuseOptions } from './fuseRankings.ts';
import type { Ranking } from './ranking.ts';
import { folderRanking } from './folderRanking.ts';
import { SIGNAL_WEIGHTS, fuseRankings, orderFiles } from './fuseRankings.ts';
import { graphRanking } from './graphRanking.ts';
import { certainly } from './intent.ts';
import { withNamedFiles } from './namedFiles.ts';
import { namedTests, sharedOut } from './namedTests.ts';
import { testsRanking } from './testsRanking.ts';

/**
 * Ranks files in two rounds: what words, meaning, paths and names found is added up, and the code among the first hits then speaks for
 * what it imports and for its folder, and the tests that were found for what they exercise, as far as code is likely wanted; and code for
 * the tests that are named after it, as far as tests are.
 */
export function rankFiles(
    { question, words: found, meaning, paths, symbols, fileTable, kindOf }: AskedSignals,
    table: Pick<SymbolTable, 'linksOf'>,
    options: Omit<FuseOptions, 'wants' | 'kindOf' | 'meant' | 'conventional'>,
): { readonly rankings: readonly Ranking[]; readonly ranked: readonly RankedFile[] } {
    const { wants } = question;
    const words = withNamedFiles(found, paths, question.terms);
    const direct = [words, ...(meaning ? [meaning] : []), paths, symbols];
    // A report names files all along, in traces and in steps to reproduce; a question of a line names what it asks about.
    const { meant, conventional } = question.meaningText.length <= MOST_CHARACTERS ? paths : NOTHING_NAMED;
    const [codeIsHeard, testsAreHeard] = [wants.code >= LEAST_CODE, wants.tests >= LEAST_TESTS];
    if (!codeIsHeard && !testsAreHeard)
        return { rankings: direct, ranked: fuseRankings(direct, { ...options, wants, kindOf, meant, conventional }) };
    const { weights = SIGNAL_WEIGHTS } = options;
    const first = orderFiles(direct, { wants: certainly('code'), kindOf, meant, weights, most: FIRST_HITS });
    const code = first.filter(({ path }) => kindOf(path) === 'code');
    const tests = sharedOut([
        ...(codeIsHeard ? [{ ranking: testsRanking(found, table, kindOf), share: weights.tests * wants.code }] : []),
        ...(testsAreHeard ? [{ ranking: namedTests(code, fileTable), share: weights.tests * NAMED_TESTS * wants.tests }] : []),
    ]);
    const rankings = codeIsHeard ? [...direct, graphRanking(code, table), tests.ranking, folderRanking(code)] : [...direct, tests.ranking];
    const heard = {
        ...weights,
        graph: weights.graph * wants.code,
        tests: tests.weight,
        folder: weights.folder * wants.code,
    };
    return { rankings, ranked: fuseRankings(rankings, { ...options, weights: heard, wants, kindOf, meant, conventional }) };
}

const NOTHING_NAMED = { meant: undefined, conventional: undefined };

/** The title counts twice in the text that the embedder reads. */
const MOST_CHARACTERS = 320;

/** Below this the second round could not move anything. */
const LEAST_CODE = 0.05;
const LEAST_TESTS = 0.1;

/** A name says more of what a test is for than its imports say of what it exercises. */
const NAMED_TESTS = 4;

/** Among so many first hits, code put first, are ten of code. */
const FIRST_HITS = 30;
