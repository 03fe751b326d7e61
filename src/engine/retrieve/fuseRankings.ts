import type { FileKind } from '../../protocol/code.ts';
import type { PassageOrigin, RankedFile, Signal } from '../../protocol/passage.ts';
import type { WorkspacePath } from '../../protocol/text.ts';
import type { Intent } from './intent.ts';
import type { Ranking } from './ranking.ts';
import { folderName } from '../../protocol/text.ts';
import { describePrior, kindPrior } from './kindPrior.ts';

export interface FuseOptions {
    readonly intent: Intent;
    readonly kindOf: (path: WorkspacePath) => FileKind | undefined;
    /** The file the reader has open. */
    readonly focus?: WorkspacePath | undefined;
    readonly weights?: SignalWeights | undefined;
}

export type SignalWeights = Readonly<Record<Signal, number>>;

/**
 * Adds the rankings up, each scaled so that its best file has 1 and an unknown file 0, times its weight; then the kind of file and the reader's
 * focus. Sums of scaled scores kept more of what the rankers know than fusing by rank did (test/retrieval).
 */
export function fuseRankings(rankings: readonly Ranking[], options: FuseOptions): RankedFile[] {
    const weights = options.weights ?? SIGNAL_WEIGHTS;
    const origins = new Map<WorkspacePath, PassageOrigin[]>();
    for (const { signal, files, floor, telling } of rankings) {
        let best = telling ?? floor;
        for (const { score } of files.values()) best = Math.max(best, score);
        if (best <= floor || weights[signal] === 0) continue;
        for (const [path, { score, detail }] of files) {
            const contribution = (weights[signal] * (score - floor)) / (best - floor);
            const origin: PassageOrigin = detail === undefined ? { signal, contribution } : { signal, contribution, detail };
            const known = origins.get(path);
            if (known) known.push(origin);
            else origins.set(path, [origin]);
        }
    }
    const ranked: RankedFile[] = [];
    for (const [path, own] of origins) {
        const all = [...own, ...leanings(path, options, weights)].sort((a, b) => b.contribution - a.contribution);
        ranked.push({ path, score: all.reduce((sum, origin) => sum + origin.contribution, 0), origins: all });
    }
    return ranked.sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
}

/** Round numbers; neighbours within a factor of 1.5 score the same within noise. */
export const SIGNAL_WEIGHTS: SignalWeights = { words: 2, meaning: 0.75, path: 0.5, symbol: 0.5, kind: 1, focus: 0.2 };

function leanings(path: WorkspacePath, { intent, kindOf, focus }: FuseOptions, weights: SignalWeights): PassageOrigin[] {
    const found: PassageOrigin[] = [];
    const kind = kindOf(path);
    const prior = kind === undefined ? 0 : kindPrior(kind, path, intent) * weights.kind;
    if (kind !== undefined && prior !== 0) found.push({ signal: 'kind', contribution: prior, detail: describePrior(kind, path, prior) });
    if (focus === path) found.push({ signal: 'focus', contribution: weights.focus, detail: 'is open in the editor' });
    else if (focus !== undefined && folderName(focus) === folderName(path)) {
        found.push({ signal: 'focus', contribution: weights.focus / 2, detail: 'is beside the open file' });
    }
    return found;
}
