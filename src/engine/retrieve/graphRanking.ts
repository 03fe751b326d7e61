import type { RankedFile } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { SymbolTable } from '../ports.ts';
import type { FileScore, Ranking } from './ranking.ts';
import { baseName } from '../../protocol/text.ts';

/**
 * Ranks by the graph of files that import and use one another: what many of the first hits lead to is likely meant as well.
 * Personalised PageRank from those hits, pushed and not iterated to its end: the links of the files that are reached are looked up as they
 * are needed, so that nothing is computed over the whole workspace, and nothing has to be made again after a save.
 */
export function graphRanking(hits: readonly RankedFile[], table: Pick<SymbolTable, 'linksOf'>): Ranking {
    const scores = new Map<WorkspacePath, number>();
    const reasons = new Map<WorkspacePath, { readonly from: WorkspacePath; readonly amount: number }>();
    let wave = seedsOf(hits);
    for (let step = 0; step < STEPS; step++) {
        const next = new Map<WorkspacePath, number>();
        for (const [path, mass] of wave) {
            if (mass < NEGLIGIBLE) continue;
            for (const { path: other, weight } of table.linksOf(path)) {
                const amount = mass * weight;
                next.set(other, (next.get(other) ?? 0) + amount);
                const known = reasons.get(other);
                if (known === undefined || known.amount < amount) reasons.set(other, { from: path, amount });
            }
        }
        for (const [path, mass] of next) scores.set(path, (scores.get(path) ?? 0) + mass * DAMPING ** step);
        wave = next;
    }
    const files = new Map<WorkspacePath, FileScore>();
    for (const [path, score] of scores) files.set(path, { score, detail: () => `is used by ${baseName(reasons.get(path)?.from ?? path)}` });
    return { signal: 'graph', files, floor: 0 };
}

/** The first hits share one unit; better ones get more of it. */
function seedsOf(hits: readonly RankedFile[]): Map<WorkspacePath, number> {
    const seeds = hits.slice(0, SEEDS).filter(({ score }) => score > 0);
    const total = seeds.reduce((sum, { score }) => sum + score ** 2, 0);
    return new Map(seeds.map(({ path, score }) => [path, score ** 2 / total]));
}

const SEEDS = 10;
/** Further than this nearly every file is reached. */
const STEPS = 2;
/** What is handed on at each further step. */
const DAMPING = 0.25;
/** Mass below this is not handed on: it would reach hundreds of files and move none of them. */
const NEGLIGIBLE = 0.01;
