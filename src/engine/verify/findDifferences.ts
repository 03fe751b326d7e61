import type { WorkspacePath } from '../../protocol/text.ts';
import type { DifferenceKind, IndexDifference, VerifyRequest } from '../../protocol/verification.ts';
import type { IndexingPorts } from '../indexing/runIndexing.ts';
import type { StopOptions } from '../ports.ts';
import { compareFiles } from './compareFiles.ts';
import { compareStore } from './compareStore.ts';

/** Everything in which the index is not what a fresh one would be, as far as the depth looks. */
export async function findDifferences(
    depth: VerifyRequest['depth'],
    ports: IndexingPorts,
    options: StopOptions = {},
): Promise<readonly IndexDifference[]> {
    const broken = await ports.store.inspect().brokenFiles();
    const differences: IndexDifference[] = broken.map(({ name, detail }) => ({
        kind: 'damaged-file',
        path: '',
        detail: `${name} ${detail}`,
    }));
    differences.push(...(await compareStore(ports.store, options)));
    // What cannot be read cannot be compared any further.
    if (differences.some(({ kind }) => kind === 'unreadable')) return differences;
    return [...differences, ...(await compareFiles(depth, ports, options))];
}

/** What has to be made anew: single files, or, where the damage has no path or a search cannot be trusted, everything. */
export function repairOf(differences: readonly IndexDifference[]): 'none' | { readonly paths: ReadonlySet<WorkspacePath> } | 'everything' {
    if (differences.length === 0) return 'none';
    const paths = new Set<WorkspacePath>();
    for (const { kind, path } of differences) {
        if (path === '' || OF_THE_WHOLE.has(kind)) return 'everything';
        paths.add(path);
    }
    return { paths };
}

const OF_THE_WHOLE: ReadonlySet<DifferenceKind> = new Set(['unreadable', 'damaged-file', 'words', 'not-found']);
