import type { WorkspacePath } from '../../protocol/text.ts';
import type { VerifyReport, VerifyRequest } from '../../protocol/verification.ts';
import type { IndexingPorts } from './runIndexing.ts';
import { fail } from '../../protocol/failure.ts';
import { findDifferences, repairOf } from '../verify/findDifferences.ts';

export interface RepairOptions {
    readonly signal: AbortSignal;
    /** Forgets these files and takes them in again. */
    readonly reindex: (paths: ReadonlySet<WorkspacePath>) => Promise<void>;
    readonly rebuild: () => Promise<void>;
}

/** Compares, repairs when asked to, and compares again, so that a repair is believed only when it is seen. */
export async function verifyAndRepair(request: VerifyRequest, ports: IndexingPorts, options: RepairOptions): Promise<VerifyReport> {
    const { store } = ports;
    const startedAt = performance.now();
    await store.refresh();
    const differences = await findDifferences(request.depth, ports, options);
    const report = (rest: Pick<VerifyReport, 'isSound' | 'remaining' | 'repair'>): VerifyReport => ({
        depth: request.depth,
        differences,
        ...rest,
        files: store.manifest.size,
        chunks: store.manifest.chunks,
        tookMs: Math.round(performance.now() - startedAt),
    });
    const repair = repairOf(differences);
    if (repair === 'none') return report({ isSound: true, remaining: [], repair: 'none' });
    if (!request.repairs) return report({ isSound: false, remaining: [], repair: 'none' });
    if (store.holder) fail({ kind: 'index-busy', holderPid: store.holder.pid });
    if (store.unwritable) fail(store.unwritable);
    if (repair === 'everything') await options.rebuild();
    else await options.reindex(repair.paths);
    const remaining = await findDifferences(request.depth, ports, options);
    return report({ isSound: remaining.length === 0, remaining, repair: repair === 'everything' ? 'rebuilt' : 'files' });
}
