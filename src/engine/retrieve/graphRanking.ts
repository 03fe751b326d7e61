import type { WorkspacePath } from '../../protocol/text.ts';
import type { SymbolTable } from '../ports.ts';
import type { OrderedFile, Ranking } from './ranking.ts';
import { baseName } from '../../protocol/text.ts';

/**
 * Ranks by the graph of files that import and use one another: what many of the first hits lead to is likely meant as well.
 * This is personalised PageRank from those hits, pushed by one step: on two sets of questions further steps gained nothing at any damping, nor did
 * the ways back to importers and users. Links are looked up as they are needed, so that nothing is computed over the whole workspace, and
 * nothing has to be made again after a save.
 */
export function graphRanking(hits: readonly OrderedFile[], table: Pick<SymbolTable, 'linksOf'>): Ranking {
    const scores = new Map<WorkspacePath, number>();
    const reasons = new Map<WorkspacePath, { readonly from: WorkspacePath; readonly amount: number }>();
    for (const [path, mass] of seedsOf(hits)) {
        for (const { path: other, weight } of table.linksOf(path)) {
            const amount = mass * weight;
            scores.set(other, (scores.get(other) ?? 0) + amount);
            const known = reasons.get(other);
            if (known === undefined || known.amount < amount) reasons.set(other, { from: path, amount });
        }
    }
    return { signal: 'graph', files: scores, detail: path => `is used by ${baseName(reasons.get(path)?.from ?? path)}`, floor: 0 };
}

/** The first hits share one unit; better ones get more of it. */
function seedsOf(hits: readonly OrderedFile[]): Map<WorkspacePath, number> {
    const seeds = hits.slice(0, SEEDS).filter(({ score }) => score > 0);
    const total = seeds.reduce((sum, { score }) => sum + score ** 2, 0);
    return new Map(seeds.map(({ path, score }) => [path, score ** 2 / total]));
}

const SEEDS = 10;
